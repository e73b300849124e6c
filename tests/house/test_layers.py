"""Who may import whom (design: three addons in one line; lib below models, models below wizard and pages)."""

import ast
import re
import sys

from tree import ADDONS, none, syntax, text

# What a lib may use beside the standard library; more only where it is the subject
EVERYWHERE = {'lxml', 'requests'}
LIBRARIES = {
    'pades': {'pyhanko', 'pyhanko_certvalidator', 'pikepdf', 'pypdfium2', 'PIL', 'pkcs11', 'asn1crypto',
              'cryptography', 'fontTools', 'aiohttp'},
    'carriers': {'urllib3'},
    'conversion': {'pikepdf', 'PIL'},
    # the verifier runs as plain files side by side
    'evidence': {'kiem_tra_pdf'},
    'printing': {'weasyprint', 'reportlab', 'xlsxwriter', 'pikepdf', 'pypdfium2'},
}
ABOVE_MODELS = {'wizard', 'controllers', 'report'}


def imports(path):
    """Yield (line, dots, module) of every import of a file; `from . import a` gives one of '.a'."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, 0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.level, node.module
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, node.level, alias.name) for alias in node.names)


def foreign_imports_of_lib(tree):
    """Find imports of lib files that are neither standard, nor allowed, nor relative and inside lib."""
    found = []
    for path in tree.lib():
        parts = path.relative_to(tree.root).parts[3:]
        allowed = sys.stdlib_module_names | EVERYWHERE | LIBRARIES.get(parts[0].removesuffix('.py'), set())
        for line, dots, module in imports(path):
            if (dots > len(parts)) if dots else (module.split('.')[0] not in allowed):
                found.append(f'{tree.name(path)}:{line}: a lib may not import {"." * dots}{module}')
    return found


def upward_dependencies(tree):
    """Find files of an addon that name a higher one, in Python, XML, CSV or manifest."""
    found = []
    for level, addon in enumerate(ADDONS):
        higher = re.compile(r'\b(?:' + '|'.join(ADDONS[level + 1:]) + r')\b') if ADDONS[level + 1:] else None
        for path in tree.files(f'addons/{addon}') if higher else ():
            if path.suffix in ('.py', '.xml', '.csv', '.js'):
                found += [f'{tree.name(path)}:{number}: names an addon above it' for number, line
                          in enumerate(text(path).splitlines(), 1) if higher.search(line)]
    return found


def models_that_look_up(tree):
    """Find files under models/ that import a wizard, a controller or a report."""
    found = []
    for path in tree.product():
        if path.relative_to(tree.root).parts[2] == 'models':
            found += [f'{tree.name(path)}:{line}: models may not import {module}' for line, dots, module
                      in imports(path) if (dots > 1 or 'addons' in module) and ABOVE_MODELS & set(module.split('.'))]
    return found


def test_lib_imports_nothing_of_odoo(house):
    """Pure Python, tested without a database."""
    assert house.lib()
    none(foreign_imports_of_lib(house))


def test_the_check_sees_odoo_in_lib(sample):
    """Also a library that is only allowed elsewhere, and a relative import out of lib."""
    tree = sample({'addons/hanam_document/lib/edxml/a.py': 'import odoo.tools\nimport pikepdf\nfrom ... import x\n',
                   'addons/hanam_signing/lib/pades/b.py': 'import pikepdf\nfrom ..c import d\nfrom . import e\n'})
    assert [row.split(':')[1] for row in foreign_imports_of_lib(tree)] == ['1', '2', '3']


def test_addons_depend_downward_only(house):
    """hanam_reporting reads, hanam_document obeys, hanam_signing has never heard of a document."""
    none(upward_dependencies(house))


def test_the_check_sees_an_upward_dependency(sample):
    """In code and in a reference of a view."""
    tree = sample({'addons/hanam_signing/models/a.py': 'from odoo.addons.hanam_document import models\n',
                   'addons/hanam_document/views/a.xml': '<odoo>\n<menuitem parent="hanam_reporting.menu"/></odoo>',
                   'addons/hanam_reporting/models/b.py': 'from odoo.addons.hanam_document import models\n'})
    assert len(upward_dependencies(tree)) == 2


def test_models_import_no_wizard_or_controller(house):
    """Dialogs and pages use models, not the other way round."""
    none(models_that_look_up(house))


def test_the_check_sees_a_model_that_looks_up(sample):
    """Relative or by full name."""
    tree = sample({'addons/hanam_document/models/a.py': 'from ..wizard import b\nfrom ..lib import c\n'
                   'from odoo.addons.hanam_document.controllers.exchange import d\nfrom odoo import wizard\n'})
    assert [row.split(':')[1] for row in models_that_look_up(tree)] == ['1', '3']
