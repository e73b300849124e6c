"""Add up the JUnit files of a test run and judge it.

Usage: sum_up.py JUNIT_FOLDER ALLOWED_SKIPS "SUITE SUITE…"

The last line printed is `N passed, N failed, N skipped`. Ends with 1 if a test failed, a suite broke off or ran no
test, or a test was skipped that ALLOWED_SKIPS does not name: browser tests vanish by being skipped.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass(slots=True)
class Count:
    """What became of the tests of some suites."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def add_case(count: Count, case: ElementTree.Element) -> None:
    """Add one test; a subtest that failed makes a case of its own."""
    kinds = {child.tag for child in case}
    if kinds & {"failure", "error"}:
        count.failed += 1
    elif "skipped" in kinds:
        count.skipped.append(f"{case.get('classname')}.{case.get('name')}")
    else:
        count.passed += 1


def add_suite(count: Count, folder: Path, suite: str) -> None:
    """Add one suite, with what its process said at the end."""
    status = int((folder / f"{suite}.status").read_text().split()[0])
    report = folder / f"{suite}.xml"
    cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
    before = count.failed
    for case in cases:
        add_case(count, case)
    if not cases:
        count.troubles.append(f"{suite}: no test was run")
    if status and count.failed == before:
        count.failed += 1
        count.troubles.append(f"{suite}: ended with status {status}")


def main(folder: str, allowed_file: str, suites: str) -> int:
    """Print the troubles and the sum; return the status to end with."""
    count = Count()
    for suite in suites.split():
        add_suite(count, Path(folder), suite)
    lines = Path(allowed_file).read_text(encoding="utf-8").splitlines()
    allowed = {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}
    count.troubles += [f"skipped, but not allowed to: {name}" for name in count.skipped if name not in allowed]
    if not suites.split():
        count.troubles.append("there are no such tests")
    print()
    print(*count.troubles, sep="\n", end="\n" if count.troubles else "")
    print(f"{count.passed} passed, {count.failed} failed, {len(count.skipped)} skipped")
    return int(bool(count.failed or count.troubles))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
