"""Which requirements have a passing test.

A test says what it proves in a line of its docstring, one or several ids of docs/requirements.csv:

    def test_a_returned_document_gets_no_number(self):
        '''A returned document takes no number from the register.

        Proves: 44.10.3b, VI.III.1đ
        '''

The ids are read from the source, so nothing has to be imported; whether the test passed is read from the JUnit files
of the last ./hanam test. An id counts when a test that declares it passed and none that declares it failed.

Usage: conformance.py ROOT JUNIT_FOLDER
"""

import ast
import csv
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

PROVES = re.compile(r"^\s*Proves:(.*)$", re.MULTILINE)
PLACES = ("tests/**/test_*.py", "addons/*/tests/test_*.py")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One test and the ids it says it proves. `test` is named as pytest's JUnit file names it."""

    test: str
    ids: tuple[str, ...]


def requirements(root: Path) -> dict[str, str]:
    """Return the area of each requirement, by id, in the order of the file."""
    with (root / "docs/requirements.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["area"] for row in csv.DictReader(file)}


def declared_ids(docstring: str | None) -> tuple[str, ...]:
    """Return the ids a docstring declares.

    >>> declared_ids("A number is kept.\\n\\n    Proves: 44.10.3b, VI.III.1đ\\n    ")
    ('44.10.3b', 'VI.III.1đ')
    """
    lines = PROVES.findall(docstring or "")
    return tuple(item.strip() for line in lines for item in line.split(",") if item.strip())


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}.{child.name}")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{prefix}.{child.name}", child


def declarations(root: Path) -> list[Declaration]:
    """Return every declaration below the test folders; one outside a test function counts for nothing."""
    found = []
    for file in sorted(path for place in PLACES for path in root.glob(place)):
        module = ".".join(file.relative_to(root).with_suffix("").parts)
        for name, function in _functions(ast.parse(file.read_text(encoding="utf-8")), module):
            ids = declared_ids(ast.get_docstring(function))
            if ids:
                found.append(Declaration(name, ids))
    return found


def results(folder: Path) -> dict[str, bool]:
    """Return whether each test of the last run passed; one of several parameters or subtests that failed fails all.

    Skipped tests are absent.
    """
    found: dict[str, bool] = {}
    for report in sorted(folder.glob("*.xml")):
        for case in ElementTree.parse(report).iter("testcase"):
            kinds = {child.tag for child in case}
            if "skipped" in kinds:
                continue
            name = f"{case.get('classname')}.{case.get('name', '').split('[')[0]}"
            found[name] = found.get(name, True) and not kinds & {"failure", "error"}
    return found


def unknown(declared: list[Declaration], known: dict[str, str]) -> list[str]:
    """Return a sentence for each declared id that does not exist, or whose test pytest would not collect."""
    wrong = [f"{item.test} declares {name}, which is not in docs/requirements.csv"
             for item in declared for name in item.ids if name not in known]
    return wrong + [f"{item.test} declares ids, but is not a test" for item in declared
                    if not item.test.rsplit(".", 1)[1].startswith("test")]


def proved(declared: list[Declaration], passed: dict[str, bool]) -> set[str]:
    """Return the ids that have a passing test and no failing one."""
    good = {name for item in declared if passed.get(item.test) is True for name in item.ids}
    bad = {name for item in declared if passed.get(item.test) is False for name in item.ids}
    return good - bad


def _print_missing(areas: dict[str, str], shown: set[str], declared: list[Declaration]) -> None:
    tests: dict[str, list[str]] = {}
    for item in declared:
        for name in item.ids:
            tests.setdefault(name, []).append(item.test)
    print("\nWithout a passing test:")
    for name, area in areas.items():
        if name not in shown:
            note = f"  declared by {', '.join(tests[name])}" if name in tests else ""
            print(f"  {name:<14} {area}{note}")


def main(root_name: str, junit: str) -> int:
    """Print the figures; end with 1 when an unknown id is declared."""
    root = Path(root_name)
    areas, declared = requirements(root), declarations(root)
    if wrong := unknown(declared, areas):
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    passed = results(Path(junit))
    if not passed:
        print("There are no test results yet; run ./hanam test first. Nothing is counted.\n")
    shown = proved(declared, passed)
    totals, counts = Counter(areas.values()), Counter(areas[name] for name in shown)
    for area, total in totals.items():
        print(f"{area:<22} {counts[area]:>3} of {total:>3}")
    _print_missing(areas, shown, declared)
    print(f"\n{len(shown)} of {len(areas)} requirements have a passing test")
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` is no error
    sys.exit(main(*sys.argv[1:]))
