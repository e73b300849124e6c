"""Write a password to a file only its owner can read, unless there is one. Usage: make_secret.py FILE."""

import os
import secrets
import string
import sys
from pathlib import Path

KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-_.+=")


def password() -> str:
    """Return 16 characters with each of the four kinds among them (Decision 44/2024, Art. 21.2.b)."""
    picked = [secrets.choice(kind) for kind in KINDS for _ in range(4)]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)


def main(name: str) -> None:
    """Make the file whole or not at all."""
    path = Path(name)
    if path.exists():
        return
    part = path.with_name(path.name + ".new")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password() + "\n")
    part.replace(path)


if __name__ == "__main__":
    main(sys.argv[1])
