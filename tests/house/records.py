"""What Odoo would make of the sources: models from Python, records from XML and CSV, tables of workflows."""

import ast
import csv
import importlib
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType

from tree import document, syntax, text

KINDS = ('Model', 'TransientModel', 'AbstractModel')


@dataclass(frozen=True)
class OdooModel:
    """One class of the product that defines or extends a model."""

    name: str                  # '' where the class only extends others
    kind: str                  # Model, TransientModel, AbstractModel
    inherits: tuple[str, ...]
    fields: frozenset[str]
    workflow: str              # constant of workflows.py, or ''
    path: Path = field(compare=False)

    @property
    def is_own(self):
        """Whether the class makes a table of its own."""
        return bool(self.name) and self.kind != 'AbstractModel' and self.name not in self.inherits


@dataclass(frozen=True)
class Record:
    """One `<record>`: its fields as text, reference or expression, and the element."""

    model: str
    id: str
    path: Path
    element: object
    fields: dict

    @property
    def line(self):
        """Line in its file."""
        return self.element.sourceline


def models(tree):
    """Return the models of the product, in the order of the files."""
    found = []
    for path in tree.product():
        for node in syntax(path).body:
            if isinstance(node, ast.ClassDef) and (kind := _kind(node)):
                found.append(_model(node, kind, path))
    return found


def _kind(node):
    bases = [base.attr for base in node.bases if isinstance(base, ast.Attribute) and base.attr in KINDS]
    return bases[0] if bases else ''


def _model(node, kind, path):
    values = {
        target.id: statement.value for statement in node.body if isinstance(statement, ast.Assign)
        for target in statement.targets if isinstance(target, ast.Name)
    }
    inherits = _words(values.get('_inherit')) + _words(values.get('_inherits'))
    columns = {name for name, value in values.items() if isinstance(value, ast.Call)
               and isinstance(value.func, ast.Attribute) and ast.unparse(value.func.value) == 'fields'}
    table = values.get('_workflow')
    return OdooModel(name=''.join(_words(values.get('_name'))), kind=kind, inherits=inherits, path=path,
                     fields=frozenset(columns), workflow=table.id if isinstance(table, ast.Name) else '')


def _words(node):
    if node is None:
        return ()
    value = ast.literal_eval(node)
    return (value,) if isinstance(value, str) else tuple(value)


def all_fields(model, everything):
    """Return the fields of a model with those its mixins and extensions in the product give it."""
    fields, seen, ahead = set(model.fields), set(), {model.name, *model.inherits}
    while ahead:
        seen |= ahead
        kin = [other for other in everything
               if other.name in ahead or (not other.name and ahead & set(other.inherits))]
        fields |= {name for other in kin for name in other.fields}
        ahead = {name for other in kin if other.name for name in other.inherits} - seen
    return fields


def records(tree, model=None):
    """Return the records of the addons' XML files, of one model or of all."""
    found = []
    for path in tree.xml():
        for element in document(path).iter('record'):
            if model in (None, element.get('model')):
                values = {child.get('name'): child.get('ref') or child.get('eval') or (child.text or '').strip()
                          for child in element.iterchildren('field')}
                found.append(Record(element.get('model'), element.get('id', ''), path, element, values))
    return found


def arch(record):
    """Return the elements inside the `arch` of a view record."""
    return [child for part in record.element.iterchildren('field') if part.get('name') == 'arch' for child in part]


@cache
def access_lines(path):
    """Return the lines of an ir.model.access.csv as dictionaries, with `model` in underscores."""
    rows = list(csv.DictReader(text(path).splitlines()))
    for row in rows:
        row['model'] = row['model_id:id'].rpartition('.')[2].removeprefix('model_')
        row['rights'] = ','.join(row[f'perm_{act}'] for act in ('read', 'write', 'create', 'unlink'))
    return rows


def tables(addon):
    """Return the workflow tables of an addon by constant: {'INCOMING': Workflow}; {} where there are none.

    The addon is loaded as a bare package, without its __init__, so nothing of Odoo is needed.
    """
    return {name: value for name, value in _page(addon).items()
            if hasattr(value, 'to_mermaid') and not isinstance(value, type)}


def collected(addon):
    """Return the tables that `workflows.ALL` of an addon holds."""
    return _page(addon).get('ALL', ())


@cache
def _page(addon):
    if not (addon / 'workflows.py').exists():
        return {}
    package = ModuleType(f'house_{addon.name}_{abs(hash(addon))}')
    package.__path__ = [str(addon)]
    sys.modules[package.__name__] = package
    return vars(importlib.import_module(f'{package.__name__}.workflows'))
