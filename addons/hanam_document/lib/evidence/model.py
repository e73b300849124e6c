"""What a pack is made of."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

__all__ = ['Entry', 'Made', 'Occasion']


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a pack.

    `name`: its path inside, ASCII letters, digits and `.-_`, `/` between the parts. `what`: what it is, in
    Vietnamese. `source`: its bytes, or the file they are read from. `sha256`: the digest that was kept when it came to
    be, '' when none was.
    """

    name: str
    what: str
    source: bytes | Path
    sha256: str = ''


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the pack is about and who made it when. `lines`: (label, value) about the document, in Vietnamese.

    `moment`: aware; it is also the date of every entry of the zip.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    made_by: str
    agency: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was written. `mark`: SHA-256 of SHA256SUMS, which stands for all of it. `size` in bytes."""

    mark: str
    sha256: str
    size: int
    files: int
