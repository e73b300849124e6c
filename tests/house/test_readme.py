"""README tells the truth of today: its diagrams are the tables, its articles lead to files and tests."""

import ast
import re

import pytest
from records import tables
from test_workflow_views import TABLE
from tree import functions, none, text

DIAGRAM = re.compile(r'<!-- diagram: (\w+) -->\n(.*?)<!-- /diagram -->', re.DOTALL)
FENCE = re.compile(r'^```.*$', re.MULTILINE)
OUR_DECISION = 'Decision 44/2024'
CITED = re.compile(r'(?:(Decision 44/2024|Decree 30/2020|Decision 28/2018|[A-Z]\w+ [\w ]*\d{4}),\s*)?'
                   r'\bArt\.\s*(\d+(?:\.\w+)*)')
IN_TABLE = {OUR_DECISION, 'Decree 30/2020'}
PATH = re.compile(r'`([\w./-]+\.\w+|[\w.-]+(?:/[\w.-]+)+)(?:::(\w+))?`')


def readme(tree):
    """Return the text of README.md, '' where there is none."""
    path = tree.root / 'README.md'
    return text(path) if path.exists() else ''


def stale_diagrams(tree):
    """Find tables whose diagram in README is missing or another one, and diagrams of no table."""
    shown = {name: FENCE.sub('', body).strip() for name, body in DIAGRAM.findall(readme(tree))}
    drawn = {name.lower(): table.to_mermaid().strip()
             for addon in tree.addons() for name, table in tables(addon).items()}
    return [f'README.md: diagram {name}: {_fault(shown.get(name), drawn.get(name))}'
            for name in sorted(shown.keys() | drawn.keys()) if shown.get(name) != drawn.get(name)]


def _fault(shown, drawn):
    if shown is None:
        return f'missing between <!-- diagram … --> and <!-- /diagram -->:\n{drawn}'
    return 'there is no such table' if drawn is None else f'should be\n{drawn}'


def article_rows(tree):
    """Return the rows of the table whose first column is headed "Article", as lists of cells."""
    rows, inside = [], False
    for line in readme(tree).splitlines():
        cells = [cell.strip() for cell in line.strip().strip('|').split('|')]
        if line.lstrip().startswith('|') and cells[0].lower() == 'article':
            inside = True
        elif not line.lstrip().startswith('|'):
            inside = False
        elif inside and not set(line) <= set('|-: '):
            rows.append(cells)
    return rows


def broken_rows(tree):
    """Find rows without article, file or test, and files or tests that do not exist."""
    found = []
    for cells in article_rows(tree):
        places = [PATH.findall(cell) for cell in cells[1:]]
        if len(cells) < 3 or not cited(cells[0]) or not all(places):
            found.append(f'README.md: row "{cells[0]}" does not name an article, a file and a test')
        for name, test in (place for cell in places for place in cell):
            path = tree.root / name
            if not path.exists():
                found.append(f'README.md: row "{cells[0]}": {name} does not exist')
            elif test and test not in {node.name for node in functions(path)}:
                found.append(f'README.md: row "{cells[0]}": {name} has no {test}')
    return found


def cited(words):
    """Return the articles a text cites, as {(law, number)}; without a law it is the province's decision."""
    return {(law or OUR_DECISION, number) for law, number in CITED.findall(words)}


def unlisted_articles(tree):
    """Find articles that a test's docstring cites and no row covers (a row for 10.3 covers 10.3.b, and so back)."""
    covered = {place for cells in article_rows(tree) for place in cited(cells[0])}
    found = []
    for path in [*tree.python('tests'), *(path for path in tree.python('addons') if 'tests' in path.parts)]:
        for node in functions(path):
            if not node.name.startswith('test_') or path.is_relative_to(tree.root / 'tests' / 'house'):
                continue
            for law, number in sorted(cited(ast.get_docstring(node) or '')):
                if law in IN_TABLE and not any(law == other and _within(number, listed) for other, listed in covered):
                    found.append(f'{tree.name(path)}:{node.lineno}: {law}, Art. {number} is not in README\'s table')
    return found


def _within(one, other):
    short, long = sorted((one.split('.'), other.split('.')), key=len)
    return long[:len(short)] == short


@pytest.mark.parametrize('check', [stale_diagrams, broken_rows, unlisted_articles])
def test_readme_is_true(house, check):
    """Diagrams equal `to_mermaid()`; articles lead to files and tests; cited articles are listed."""
    none(check(house))


def test_readme_has_its_table(house):
    """A table nobody can find would make its checks pass."""
    assert article_rows(house)


def test_the_check_sees_a_stale_diagram(sample, house):
    """Missing, wrong, of nothing; the right one passes."""
    workflow = text(house.root / 'addons/hanam_document/lib/workflow.py')
    page = TABLE + TABLE.split('\n', 1)[1].replace('DOOR', 'GATE').replace("'door'", "'gate'")
    right = tables(sample({'addons/x/workflows.py': page, 'addons/x/lib/__init__.py': '',
                           'addons/x/lib/workflow.py': workflow}).root / 'addons' / 'x')['DOOR'].to_mermaid()
    block = '<!-- diagram: %s -->\n```mermaid\n%s\n```\n<!-- /diagram -->\n'
    tree = sample({'README.md': block % ('door', right) + block % ('window', right)})
    tables_seen = [row.split(':')[1].split()[1] for row in stale_diagrams(tree)]
    assert tables_seen == ['gate', 'window']


def test_the_check_sees_a_broken_row_and_an_unlisted_article(sample):
    """A file that is gone, a test that is gone, a row without test, an article without row."""
    tree = sample({
        'README.md': '| Article | File | Test |\n| --- | --- | --- |\n'
        '| Art. 10.3 | `a/b.py` | `tests/unit/test_c.py::test_gone` |\n| Art. 11 | `a/gone.py` | |\n'
        '| Decree 30/2020, Art. 15.1 | `a/b.py` | `tests/unit/test_c.py::test_here` |\n\n| Art. 99 | no table |\n',
        'a/b.py': '',
        'tests/unit/test_c.py': 'def test_here():\n    """Art. 10.3.b and Decree 30/2020, Art. 15."""\n'
        'def test_other():\n'
        '    """(Decision 44/2024, Art. 12), Decree 30/2020, Art. 10.3, Civil Code 2015, Art. 147.2"""\n'})
    assert len(article_rows(tree)) == 3
    assert len(broken_rows(tree)) == 3
    assert [row.split(':')[2] for row in unlisted_articles(tree)] == [
        " Decision 44/2024, Art. 12 is not in README's table", " Decree 30/2020, Art. 10.3 is not in README's table"]
