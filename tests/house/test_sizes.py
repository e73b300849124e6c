"""Small files, short methods, plain flow, and no comment where code should be."""

import ast
import re
import subprocess
import sys

from tree import functions, lines, none, text

FILE_LINES = 250
METHOD_LINES = 25
COMPLEXITY = 8
TABLES = {'data', 'demo'}
BANNER = re.compile(r'^\s*(?:#|<!--)\s*[-=#*~]{4,}')
LATER = re.compile(r'\b(?:TOD[O]|FIXM[E])\b')


def large_files(tree):
    """Find Python and XML files of more than 250 lines; data are tables and may be long."""
    pages = [path for path in tree.xml() if not TABLES & set(path.relative_to(tree.root).parts)]
    return [f'{tree.name(path)}: {count} lines' for path in [*tree.python(), *pages]
            if (count := len(text(path).splitlines())) > FILE_LINES]


def long_functions(tree):
    """Find functions of more than 25 lines from `def` to the end, the docstring not counted."""
    found = []
    for path in tree.python():
        for node in functions(path):
            first = node.body[0]
            is_said = isinstance(first, ast.Expr) and isinstance(getattr(first.value, 'value', None), str)
            said = first.end_lineno - first.lineno + 1 if is_said else 0
            if (count := node.end_lineno - node.lineno + 1 - said) > METHOD_LINES:
                found.append(f'{tree.name(path)}:{node.lineno}: {node.name} has {count} lines')
    return found


def tangled_or_commented_out(tree):
    """Find functions above complexity 8 and code in comments (both as ruff sees them)."""
    command = [sys.executable, '-m', 'ruff', 'check', '--isolated', '--no-cache', '--select', 'C901,ERA001',
               '--config', f'lint.mccabe.max-complexity={COMPLEXITY}', '--output-format', 'concise', '--quiet']
    paths = [str(path) for path in tree.python()]
    answer = subprocess.run([*command, *paths], capture_output=True, text=True, check=False, cwd=tree.root)
    assert answer.returncode in (0, 1), answer.stderr
    return answer.stdout.splitlines()


def test_files_are_small(house):
    """Nobody holds more in mind."""
    none(large_files(house))


def test_the_check_sees_a_large_file(sample):
    """Python with and without suffix, and views."""
    body = '\n' * (FILE_LINES + 1)
    tree = sample({'a.py': body, 'addons/a/views/b.xml': body, 'tool': '#!/usr/bin/env python3' + body,
                   'c.py': '\n' * FILE_LINES, 'addons/a/data/d.xml': body})
    assert len(large_files(tree)) == 3


def test_methods_are_short(house):
    """A method says one thing."""
    none(long_functions(house))


def test_the_check_sees_a_long_method(sample):
    """The docstring is free, the body is not."""
    tree = sample({'a.py': 'def a():\n' + '    x = 1\n' * 25,
                   'b.py': 'def b():\n    """Say\n\n    why."""\n' + '    x = 1\n' * 24})
    assert [row.split(':')[0] for row in long_functions(tree)] == ['a.py']


def test_flow_is_plain_and_comments_are_words(house):
    """Complexity at most 8; what is not needed is deleted, git remembers it."""
    none(tangled_or_commented_out(house))


def test_the_check_sees_a_tangle_and_dead_code(sample):
    """Nine branches, and an assignment in a comment."""
    tree = sample({'a.py': 'def a(x):\n' + ''.join(f'    if x == {n}:\n        return {n}\n' for n in range(9)),
                   'b.py': '# x |= call(1)\n'.replace('|', '')})
    assert sorted(row.split()[1] for row in tangled_or_commented_out(tree)) == ['C901', 'ERA001']


def test_nothing_is_left_for_later(house):
    """Limits go to README, not into the code."""
    none(lines(house, house.files(), LATER))


def test_the_check_sees_a_promise(sample):
    """In any text file."""
    tree = sample({name: words.replace('|', '') for name, words in {
        'a.py': '# TO|DO: later', 'b.xml': '<!-- FIX|ME -->', 'c.md': 'todo list'}.items()})
    assert len(lines(tree, tree.files(), LATER)) == 2


def test_no_comment_is_a_banner(house):
    """A file that needs banners is two files."""
    none(lines(house, [*house.python(), *house.xml()], BANNER))


def test_the_check_sees_a_banner(sample):
    """In Python and XML."""
    tree = sample({'a.py': '    # ----- steps -----\n# - a dash\n', 'addons/a/b.xml': '<a>\n<!-- ====== -->\n</a>'})
    assert len(lines(tree, [*tree.python(), *tree.xml()], BANNER)) == 2
