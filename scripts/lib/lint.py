"""Check the code by its rules. Usage: lint.py JUNIT_FILE. Each check counts as one test; ends with 1 if one fails.

    ruff          Python: errors, imports, complexity
    pylint-odoo   each addon: what Odoo and OCA ask of one
    shell         each script: syntax, and shellcheck where it is installed
    xml           each XML file is well-formed
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str) -> str:
    """Run a command at the top of the clone; return what it complains about, nothing if it is content."""
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else (result.stdout + result.stderr).strip() or f"status {result.returncode}"


def scripts() -> list[str]:
    """Return every shell script, known by its first line or its name."""
    files = [ROOT / "hanam", ROOT / ".ci/run", *(ROOT / "scripts").rglob("*")]
    return sorted(
        str(file.relative_to(ROOT))
        for file in files
        if file.is_file() and (file.suffix == ".sh" or file.read_bytes().startswith(b"#!/bin/sh"))
    )


def check_shell() -> str:
    """Return the complaints about shell scripts."""
    troubles = [run("sh", "-n", name) for name in scripts()]
    if shutil.which("shellcheck"):
        troubles.append(run("shellcheck", "-s", "sh", *scripts()))
    return "\n".join(filter(None, troubles))


def check_xml() -> str:
    """Return the files that are not well-formed."""
    troubles = []
    for file in (ROOT / "addons").rglob("*.xml"):
        if "/tests/" in str(file):
            continue
        try:
            ElementTree.parse(file)
        except ElementTree.ParseError as error:
            troubles.append(f"{file.relative_to(ROOT)}: {error}")
    return "\n".join(troubles)


def checks() -> Iterator[tuple[str, str]]:
    """Yield each check's name and complaints."""
    yield "ruff", run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")
    for manifest in sorted((ROOT / "addons").glob("*/__manifest__.py")):
        addon = manifest.parent
        yield f"pylint-odoo {addon.name}", run(sys.executable, "-m", "pylint", str(addon.relative_to(ROOT)))
    yield "shell", check_shell()
    yield "xml", check_xml()


def main(junit_file: str) -> int:
    """Print what is wrong and one closing line."""
    results = list(checks())
    suite = ElementTree.Element("testsuite", name="lint", tests=str(len(results)))
    for name, complaint in results:
        case = ElementTree.SubElement(suite, "testcase", classname="lint", name=name)
        if complaint:
            ElementTree.SubElement(case, "failure", message="see the text").text = complaint
            print(f"{name}:\n{complaint}\n")
    ElementTree.ElementTree(suite).write(junit_file, encoding="utf-8")
    failed = sum(bool(complaint) for _name, complaint in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
