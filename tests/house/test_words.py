"""Words that do not belong in the code, and the closed list of `sudo()`."""

import ast
import re
from itertools import takewhile

import pytest
from tree import none, syntax, text

# What each costs stands in the style guide; here is only how it is found.
BANNED = {
    'commit': re.compile(r'\bcr\.(?:commit|rollback)\b'),
    'swallow': re.compile(r'\bexcept\s*(?:\(?\s*(?:Base)?Exception\b|:)'),
    'skip flag': re.compile(r'context\.get\(\s*[\'"](?:skip|no_check|force)'),
    'onchange': re.compile(r'@api\.onchange'),
    'mock': re.compile(r'\bunittest\.mock\b|\bfrom unittest import .*\bmock\b|\bMagicMock\b'),
    'sleep': re.compile(r'\btime\.sleep\b|\bfrom time import .*\bsleep\b'),
}

# (word, file): why it must be there. A line that is no longer needed fails.
SHELL = "a script in Odoo's shell is the whole transaction: nobody commits after it"
ALLOWED = {
    ('swallow', 'addons/hanam_document/models/document_transmission_dispatch.py'):
        "the dispatcher: whatever a carrier fails with is kept on the packet's row and tried later",
    ('swallow', 'addons/hanam_document/models/document_loopback.py'):
        "the carrier inside this system: what failed at the receiver was undone there, and the sender tries again",
    ('swallow', 'addons/hanam_document/models/document_peer_collect.py'):
        "the collector: whatever is wrong with one packet, it waits on the axis and those behind it are taken in",
    ('commit', 'addons/hanam_document/models/document_peer_collect.py'):
        "a job of many packets: one that fails is undone alone, what was taken in before it stays",
    ('commit', 'scripts/lib/base_settings.py'): SHELL,
    ('commit', 'tests/e2e/exchange_issue.py'): SHELL,
    ('commit', 'tests/e2e/exchange_receive.py'):
        "a process beside the server that takes packets in, one transaction each",
    ('swallow', 'tests/e2e/exchange_pair.py'):
        "what was started is stopped, whatever went wrong, and the failure goes on",
    ('commit', 'scripts/lib/run_settings.py'): SHELL,
    ('commit', 'scripts/pki/load_demo_pki.py'): SHELL,
    ('sleep', 'scripts/lib/wait_healthy.py'): "a server that is starting gives no sign: it is asked until it answers",
}

# Places in the product that leave the rights of the person behind. Raising a number is a decision.
SUDO_PLACES = {'hanam_signing': 42, 'hanam_document': 241, 'hanam_reporting': 22}


def banned(tree):
    """Find banned words: {(word, file): [line, …]}."""
    found = {}
    for path in [*tree.python(), *tree.xml()]:
        for number, line in enumerate(text(path).splitlines(), 1):
            for word, pattern in BANNED.items():
                if pattern.search(line):
                    found.setdefault((word, tree.name(path)), []).append(number)
    return found


def superuser_calls(path):
    """Return (line, first line of its statement) of each call that leaves the person's rights behind."""
    statements = [node for node in ast.walk(syntax(path)) if isinstance(node, ast.stmt)]
    found = []
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call) and _is_superuser(node):
            line = node.func.end_lineno
            start = max(stmt.lineno for stmt in statements if stmt.lineno <= line <= stmt.end_lineno)
            found.append((line, start))
    return sorted(found)


def _is_superuser(call):
    if isinstance(call.func, ast.Attribute) and call.func.attr == 'sudo':
        return not (call.args and ast.unparse(call.args[0]) == 'False')
    if isinstance(call.func, ast.Attribute) and call.func.attr == 'with_user':
        return any('SUPERUSER' in ast.unparse(value) for value in call.args)
    return any(word.arg == 'su' and ast.unparse(word.value) != 'False' for word in call.keywords)


def unexplained_superuser(tree):
    """Find such calls without `# sudo: why` on the line or in the comment right above the statement."""
    found = []
    for path in tree.product():
        rows = text(path).splitlines()
        for line, start in superuser_calls(path):
            said = [rows[line - 1], *takewhile(lambda row: row.lstrip().startswith('#'), reversed(rows[:start - 1]))]
            if not any(re.search(r'# sudo: \w', row) for row in said):
                found.append(f'{tree.name(path)}:{line}: no "# sudo: why"')
    return found


def superuser_places(tree):
    """Count such calls by addon."""
    counts = dict.fromkeys(SUDO_PLACES, 0)
    for path in tree.product():
        addon = path.relative_to(tree.root).parts[1]
        counts[addon] = counts.get(addon, 0) + len(superuser_calls(path))
    return counts


def test_banned_words_are_absent(house):
    """Except where the list says why."""
    found = banned(house)
    none([f'{name}:{found[word, name]}: {word}' for word, name in found if (word, name) not in ALLOWED])


def test_no_exception_is_kept_longer_than_needed(house):
    """Every line of the list is used, and gives its reason."""
    none([f'{name}: {word} is not there any more' for word, name in ALLOWED.keys() - banned(house).keys()])
    assert all(len(why.split()) > 3 for why in ALLOWED.values())


@pytest.mark.parametrize(('word', 'line'), [
    ('commit', 'self.env.cr|.commit()'),
    ('commit', 'cr|.rollback()'),
    ('swallow', 'except |Exception:'),
    ('swallow', 'except |(Exception, ValueError):'),
    ('swallow', 'except|:'),
    ('skip flag', 'if self.env.context|.get("skip_check"):'),
    ('onchange', '@api|.onchange("name")'),
    ('mock', 'import unittest|.mock'),
    ('mock', 'from unittest |import mock'),
    ('sleep', 'time|.sleep(1)'),
    ('sleep', 'from time |import sleep'),
])
def test_the_check_sees_each_word(sample, word, line):
    """And says in which file and line. The bar keeps the word out of this file."""
    tree = sample({'addons/a/b.py': 'x = 1\n' + line.replace('|', '') + '\n'})
    assert banned(tree) == {(word, 'addons/a/b.py'): [2]}


def test_each_sudo_says_why(house):
    """`# sudo: why` beside it or right above."""
    none(unexplained_superuser(house))


def test_the_places_of_sudo_are_counted(house):
    """A new place is a decision: raise the number here, in the same commit."""
    assert superuser_places(house) == SUDO_PLACES


def test_the_check_sees_a_silent_sudo(sample):
    """Whatever its form; giving rights up again is no sudo."""
    tree = sample({'addons/a/models/b.py': (
        'a.sudo().write()\n'
        'b = self.with_user(SUPERUSER_ID)\n'
        'c = env(su=True)\n'
        'd.sudo(False)\n'
        'e.sudo()  # sudo: the office has no right to write numbers\n'
        '# sudo: the engine has checked\n'
        'f = (\n    g.sudo()\n)\n'
        '# sudo: said elsewhere\nh = 1\ni.sudo()\n')})
    assert [row.split(':')[1] for row in unexplained_superuser(tree)] == ['1', '2', '3', '12']
    assert superuser_places(tree)['a'] == 6
