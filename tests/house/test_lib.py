"""Rules of the lib folders (design: pure Python)."""

import ast
import re
import sys

from test_layers import imports
from tree import none, syntax

UNSURE = {'random', 'secrets'}
# The clock, the environment, and ids made of chance or of the machine: each is an argument instead
READS_WORLD = re.compile(r'\b(?:datetime|date)\.(?:now|utcnow|today)$|\btime\.(?:time|time_ns|sleep)$'
                         r'|\bos\.(?:environ|getenv|urandom)$|\buuid\.(?:uuid1|uuid4)$')


def impure(tree):
    """Find reads of clock, chance or environment."""
    found = []
    for path in tree.lib():
        found += [f'{tree.name(path)}:{line}: a lib knows no chance ({module})'
                  for line, dots, module in imports(path) if not dots and module.split('.')[0] in UNSURE]
        found += [f'{tree.name(path)}:{node.lineno}: {ast.unparse(node)} must be an argument'
                  for node in ast.walk(syntax(path)) if isinstance(node, ast.Attribute)
                  and READS_WORLD.search(ast.unparse(node))]
    return found


def shadowing_names(tree):
    """Find modules and packages of lib with the name of a standard one, or of another addon's lib."""
    tops = {path.relative_to(tree.root).parts[1::2][:2] for path in tree.lib()}
    names = [name.removesuffix('.py') for _addon, name in tops if name != '__init__.py']
    return [f'lib/{name}: the name of a standard module' for name in names if name in sys.stdlib_module_names] + [
        f'lib/{name}: the name of two libs' for name in set(names) if names.count(name) > 1]


def without_surface(tree):
    """Find modules right under lib, and packages, that do not say with `__all__` what is theirs to use."""
    found = []
    for path in tree.lib():
        depth = len(path.relative_to(tree.root).parts)
        is_surface = depth == (5 if path.name == '__init__.py' else 4)
        names = [target.id for node in syntax(path).body if isinstance(node, ast.Assign)
                 for target in node.targets if isinstance(target, ast.Name)]
        if is_surface and '__all__' not in names:
            found.append(f'{tree.name(path)}:1: no __all__')
    return found


def loose_dataclasses(tree):
    """Find dataclasses of lib that are not frozen with slots."""
    found = []
    for path in tree.lib():
        for node in ast.walk(syntax(path)):
            for mark in getattr(node, 'decorator_list', ()):
                said = ast.unparse(mark)
                if said.startswith('dataclass') and not ('frozen=True' in said and 'slots=True' in said):
                    found.append(f'{tree.name(path)}:{node.lineno}: {node.name} is not frozen with slots')
    return found


def test_lib_reads_no_clock_chance_or_environment(house):
    """Moments, ids and keys are arguments."""
    none(impure(house))


def test_the_check_sees_a_clock(sample):
    """Also chance, and the environment."""
    tree = sample({'addons/a/lib/b.py': (
        'import random\nnow = datetime.now(UTC)\nhome = os.environ["HOME"]\nx.now = 1\n')})
    assert len(impure(tree)) == 3


def test_lib_names_are_its_own(house):
    """`import calendar` must mean the same thing everywhere."""
    none(shadowing_names(house))


def test_the_check_sees_a_borrowed_name(sample):
    """A standard name, and one that two addons use."""
    tree = sample({'addons/a/lib/calendar.py': '', 'addons/a/lib/c/d.py': '', 'addons/b/lib/c.py': ''})
    assert len(shadowing_names(tree)) == 2


def test_each_lib_says_what_is_public(house):
    """`__all__` in each package."""
    none(without_surface(house))


def test_the_check_sees_a_lib_without_surface(sample):
    """A module and a package."""
    tree = sample({'addons/a/lib/b.py': 'x = 1', 'addons/a/lib/c/__init__.py': '', 'addons/a/lib/d.py': '__all__ = []',
                   'addons/a/lib/__init__.py': '', 'addons/a/lib/c/e.py': ''})
    assert len(without_surface(tree)) == 2


def test_values_cannot_change(house):
    """Frozen dataclasses with slots."""
    none(loose_dataclasses(house))


def test_the_check_sees_a_loose_dataclass(sample):
    """Half is not enough."""
    tree = sample({'addons/a/lib/b.py': '@dataclass\nclass A: ...\n@dataclass(frozen=True)\nclass B: ...\n'
                   '@dataclass(frozen=True, slots=True)\nclass C: ...\n'})
    assert len(loose_dataclasses(tree)) == 2
