"""What tests declare to prove exists, and is counted as it should be."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("conformance", ROOT / "scripts/lib/conformance.py")
conformance = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(conformance)

LIST = "id,area,requirement,source\n1a,x,X,Y\n1đ,x,X,Y\n2,y,X,Y\n"
CASE = '<testsuites><testsuite>{}</testsuite></testsuites>'
PASSED = '<testcase classname="tests.unit.test_it" name="test_{0}"/>'
FAILED = '<testcase classname="tests.unit.test_it" name="test_{0}"><failure/></testcase>'
SKIPPED = '<testcase classname="tests.unit.test_it" name="test_{0}"><skipped/></testcase>'


def test_there_are_162_requirements():
    assert len(conformance.requirements(ROOT)) == 162


def test_every_declared_requirement_exists():
    declared = conformance.declarations(ROOT)
    assert conformance.unknown(declared, conformance.requirements(ROOT)) == []


@pytest.fixture
def clone(tmp_path):
    """Yield a small clone: one requirement file, three tests that declare."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/requirements.csv").write_text(LIST, "utf-8")
    (tmp_path / "tests/unit").mkdir(parents=True)
    (tmp_path / "tests/unit/test_it.py").write_text(
        'def test_one():\n    """One.\n\n    Proves: 1a, 1đ\n    """\n'
        'def test_two():\n    """Proves: 2"""\n'
        'def test_three():\n    """Three.\n\n    Proves: 1đ\n    """\n',
        "utf-8",
    )
    return tmp_path


def shown(clone, *cases):
    """Return the ids counted after a run with these cases."""
    (clone / "run.xml").write_text(CASE.format("".join(cases)), "utf-8")
    return conformance.proved(conformance.declarations(clone), conformance.results(clone))


def test_a_requirement_counts_when_its_test_passed(clone):
    assert shown(clone, PASSED.format("one")) == {"1a", "1đ"}


def test_a_skipped_test_proves_nothing(clone):
    assert shown(clone, SKIPPED.format("one")) == set()


def test_one_failing_test_takes_the_requirement_away(clone):
    assert shown(clone, PASSED.format("one"), FAILED.format("three")) == {"1a"}


def test_one_failing_parameter_fails_the_test(clone):
    assert shown(clone, PASSED.format("two[a]"), FAILED.format("two[b]")) == set()


def test_an_unknown_requirement_is_named(clone):
    (clone / "tests/unit/test_more.py").write_text('def test_more():\n    """Proves: 9z"""\n', "utf-8")
    wrong = conformance.unknown(conformance.declarations(clone), conformance.requirements(clone))
    assert wrong == ["tests.unit.test_more.test_more declares 9z, which is not in docs/requirements.csv"]
