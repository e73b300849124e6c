"""Keys of a demonstration PKI for the persons and agencies of a test server, and a draft they can sign."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = "13572468"
sys.path[:0] = [str(ROOT / "scripts" / "pki"), str(ROOT / "tests" / "unit")]

from drafts import TITLE, draft  # noqa: E402
from make_demo_pki import make_demo_pki  # noqa: E402

__all__ = ["PIN", "TITLE", "draft", "give_keys"]


def give_keys(database: str, folder: Path, agencies: dict[str, str], persons: dict[str, tuple[str, str]]) -> None:
    """Make keys under `folder` and register them. `agencies`: {code: name}; `persons`: {login: (name, agency)}."""
    make_demo_pki(folder, {
        "agencies": [{"key": code.lower().replace(".", "-"), "company": name, "name": name, "code": code, "pin": PIN}
                     for code, name in agencies.items()],
        "persons": [{"key": login.replace(".", "-"), "login": login, "name": name, "organisation": agency, "pin": PIN}
                    for login, (name, agency) in persons.items()],
    }, datetime.now(UTC).replace(microsecond=0))
    with (ROOT / "scripts" / "pki" / "load_demo_pki.py").open() as script:
        subprocess.run([sys.executable, Path(sys.prefix, "bin/odoo"), "shell", "-d", database, "--no-http"], check=True,
                       stdin=script, stdout=subprocess.DEVNULL, cwd=ROOT,
                       env=os.environ | {"HANAM_PKI_DIR": str(folder)})
