"""What a register in print consists of: plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .errors import WrongShape

__all__ = ['Book', 'Closing', 'Column', 'Cover', 'Paper', 'Size']


class Paper(Enum):
    """Landscape sheets offices bind, as (width, height) in mm; the decree prescribes none."""

    A4 = (297, 210)
    A3 = (420, 297)


@dataclass(frozen=True, slots=True)
class Cover:
    """Words of cover and first page, as printed (Decree 30/2020, App. IV). An empty word prints dots.

    `superior`, `organ`: names in any case, printed in capitals. `first_date`, `last_date`, `first_number`,
    `last_number`: already in the office's wording.
    """

    superior: str
    organ: str
    title: str
    year: int
    first_date: str = ''
    last_date: str = ''
    first_number: str = ''
    last_number: str = ''
    volume: str = ''


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading verbatim, width in mm in the decree's model, cells centred or from the left."""

    heading: str
    width: float
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """The last page of a volume (Decree 30/2020, Arts. 16.2.b and 22.3.b: signed for and closed).

    `place_and_date`: line above the signatures. `signers`: what stands above each place to sign.
    `notes`: sentences under the count, e.g. which numbers are not there.
    `is_unbroken`: whether the volume holds every number from its first to its last. `unit`: what is counted, «số» in a
    register that gives numbers.
    """

    place_and_date: str
    signers: tuple[str, ...]
    notes: tuple[str, ...] = ()
    is_unbroken: bool = True
    unit: str = 'số'


@dataclass(frozen=True, slots=True)
class Book:
    """One volume. `rows`: tuples of text, one cell per column, read once. `printed_at`: aware moment.

    `mark`: small words at the foot of each page that say where the print comes from
    (Decree 30/2020, App. VI, III.6.k).
    """

    cover: Cover
    columns: tuple[Column, ...]
    rows: Iterable[tuple[str, ...]]
    closing: Closing
    printed_at: datetime
    mark: str = ''
    paper: Paper = Paper.A4

    def __post_init__(self):
        if self.printed_at.utcoffset() is None:
            raise ValueError(f"an aware moment is needed, not {self.printed_at!r}")

    def checked_rows(self):
        """Yield (ordinal from 1, row); raise WrongShape for a row that does not fit the columns."""
        for ordinal, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise WrongShape(ordinal, len(row), len(self.columns))
            yield ordinal, row


@dataclass(frozen=True, slots=True)
class Size:
    """How large the book became: rows written, and pages (0 for a spreadsheet)."""

    rows: int
    pages: int = 0
