"""The source tree as the house checks see it: files, Python, XML. No Odoo, no database.

A check is a function that takes a `Tree` and returns sentences, one per violation: "path:line: what". The
tests run it on the repository, and on a small sample in which it must find something.
"""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
# From the lowest to the highest: a later one may use an earlier one, never the other way round
ADDONS = ('hanam_signing', 'hanam_document', 'hanam_reporting')


@dataclass(frozen=True)
class Tree:
    """The files of one folder; in a git clone those that are tracked or would be."""

    root: Path

    def files(self, under='', suffix=''):
        """Return the files below a folder of the tree whose name ends so, sorted."""
        folder = self.root / under
        return [path for path in _listed(self.root) if path.is_relative_to(folder) and path.name.endswith(suffix)]

    def name(self, path):
        """Return the path of a file inside the tree, as text."""
        return path.relative_to(self.root).as_posix()

    def addons(self):
        """Return the folders of the addons that have files, by name."""
        names = {path.relative_to(self.root).parts[1] for path in self.files('addons') if path.parent.name != 'addons'}
        return [self.root / 'addons' / name for name in sorted(names)]

    def python(self, under=''):
        """Return the Python files: by suffix, or by their first line."""
        return [path for path in self.files(under) if path.suffix == '.py' or _is_python_script(path)]

    def product(self):
        """Return the Python files of the addons that are not tests."""
        return [path for path in self.python('addons') if 'tests' not in path.relative_to(self.root).parts]

    def lib(self):
        """Return the Python files of the addons' lib folders."""
        return [path for path in self.product() if path.relative_to(self.root).parts[2] == 'lib']

    def xml(self):
        """Return the XML files of the addons that Odoo loads."""
        return [path for path in self.files('addons', '.xml') if 'tests' not in path.relative_to(self.root).parts]


@cache
def _listed(root):
    if (root / '.git').exists():
        command = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
        answer = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
        found = {root / name for name in answer.split('\0') if name}
    else:
        found = {path for path in root.rglob('*') if not any(
            part == '__pycache__' or (part.startswith('.') and part != '.ci') for part in path.relative_to(root).parts)}
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _is_python_script(path):
    if path.suffix:
        return False
    with path.open('rb') as script:
        first = script.readline(80)
    return first.startswith(b'#!') and b'python' in first


@cache
def text(path):
    """Return the text of a file, or '' of one that is not text."""
    body = path.read_bytes()
    return '' if b'\0' in body else body.decode('utf-8', errors='replace')


@cache
def syntax(path):
    """Return the syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


@cache
def document(path):
    """Return the root element of an XML file."""
    return etree.parse(str(path)).getroot()


def lines(tree, paths, pattern):
    """Return "path:line" of every line that the compiled pattern finds."""
    return [
        f'{tree.name(path)}:{number}' for path in paths
        for number, line in enumerate(text(path).splitlines(), 1) if pattern.search(line)
    ]


def functions(path):
    """Return every function and method of a Python file."""
    return [node for node in ast.walk(syntax(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def none(violations):
    """Fail with the list, one a line."""
    assert not violations, f'{len(violations)} violations\n' + '\n'.join(violations)
