"""The gaps for number and date in the heading of page 1 (Decree 30/2020, App. I, II.3 and II.4).

What counts is the uppermost «Số: /» and, in the right half, the uppermost «ngày tháng năm» within the first 35 % of
the page; the same words in the body never win. A gap is free, or filled with dots, or the draft has the figure printed.
"""

import re
from dataclasses import dataclass

from .boxes import Box
from .errors import FieldAbsent, PrintedDateDiffers
from .pagetext import Letter, PageText, is_near, opened

__all__ = ['Heading', 'heading_of', 'is_leader', 'require_printed']

HEADING = 0.35
RIGHT_HALF = 0.5
LEADERS = '.…‥․·⋯_'
FILLING = rf'([{LEADERS}\d]*)'
DATE = re.compile(f'ngày{FILLING}tháng{FILLING}năm{FILLING}')
NUMBER = re.compile(f'số:?{FILLING}[/-]')
BROKEN_NUMBER = re.compile('số:')
SMALLEST_GAP = 8
YEAR_WIDTH = 2.3
BROKEN_WIDTH = 2.5


@dataclass(frozen=True, slots=True)
class Heading:
    """Boxes of the gaps, None where there is none; month and year may be printed: then their figures are given."""

    number: Box | None = None
    day: Box | None = None
    month: Box | None = None
    year: Box | None = None
    printed_month: str = ''
    printed_year: str = ''


def is_leader(text: str) -> bool:
    """Tell whether this is a row of dots to write on, perhaps with the first figures of it printed («202…»)."""
    return any(one in LEADERS for one in text) and all(one in LEADERS or one.isdigit() for one in text)


def heading_of(text: PageText) -> Heading:
    """Find number and date on the first page."""
    number, date = None, {}
    rows = [row for row in text.rows if row[0].y0 > text.view.height * (1 - HEADING)]
    for place, row in enumerate(rows):
        if number is None:
            number = _number(row, rows[place + 1] if place + 1 < len(rows) else [])
        date = date or _date(row, text.view.width)
    boxes = {part: text.box(*sides) for part, sides in {'number': number, **date}.items()
             if sides and isinstance(sides, tuple)}
    printed = {part: figures for part, figures in date.items() if isinstance(figures, str)}
    return Heading(**boxes, **printed)


def require_printed(pdf: bytes, field: str, part: str, wanted: str) -> None:
    """Hold a month or year that has no field against what page 1 shows; `part` is «month» or «year».

    FieldAbsent when nothing is printed, PrintedDateDiffers when it is another one (Decree 30/2020, App. I, II.4).
    """
    with opened(pdf) as document:
        heading = heading_of(PageText(document[0]))
    printed = heading.printed_month if part == 'month' else heading.printed_year
    if not printed:
        raise FieldAbsent(field)
    if printed.lstrip('0') != wanted.lstrip('0'):
        raise PrintedDateDiffers(part, printed, wanted)


def _number(row: list[Letter], below: list[Letter]):
    """Give the sides of the gap, () when the first number there is printed or has no room, None without a number."""
    line = ''.join(letter.text for letter in row)
    for match in NUMBER.finditer(line):
        if _starts_phrase(row, match.start()):
            before, after = match.start(1) - 1, match.end() - 1
            return _gap(row, before, after) or ()
    match = BROKEN_NUMBER.search(line)
    if match and _is_broken(row, match, below):
        return _sides(row[match.end() - 1], row[match.end() - 1].x1 + BROKEN_WIDTH * row[0].height)
    return None


def _starts_phrase(row: list[Letter], start: int) -> bool:
    return start == 0 or not is_near(row[start - 1], row[start])


def _is_broken(row, match, below) -> bool:
    """«Số:» ends its cell and the symbol «/QĐ-UBND» went to the next line of it."""
    ends = match.end() == len(row) or not is_near(row[match.end() - 1], row[match.end()])
    return bool(below) and ends and _starts_phrase(row, match.start()) and below[0].text == '/'


def _date(row: list[Letter], width: float) -> dict:
    line = ''.join(letter.text for letter in row)
    match = DATE.search(line)
    if not match or not _is_heading(row, match, numbered=NUMBER.search(line) is not None):
        return {}
    if (row[match.start()].x0 + row[match.end() - 1].x1) / 2 < width * RIGHT_HALF:
        return {}
    day = _gap(row, match.start(1) - 1, match.end(1))
    month = _gap(row, match.start(2) - 1, match.end(2))
    found = {'day': day, 'month': month, 'year': _year(row, match)}
    if match[2].isdigit():
        found['printed_month'] = match[2]
    if re.fullmatch(r'\d{4}', match[3]):
        found['printed_year'] = match[3]
    return found


def _is_heading(row: list[Letter], match: re.Match, *, numbered: bool) -> bool:
    """Before the date stands the place with its comma, or nothing; after it nothing: a sentence goes on."""
    start, end = match.span()
    begins = _starts_phrase(row, start) or row[start - 1].text == ',' or numbered
    return begins and (end == len(row) or not is_near(row[end - 1], row[end]))


def _gap(row: list[Letter], before: int, after: int):
    """Give the sides of the room between two letters; dots in it are inside to the last one."""
    left, right, filling = row[before], row[after], row[before + 1:after]
    if filling and not is_leader(''.join(letter.text for letter in filling)):
        return None
    if right.x0 - left.x1 < SMALLEST_GAP:
        return None
    return _sides(left, max(right.x0 - 1, filling[-1].x1 + 0.5 if filling else 0))


def _sides(left: Letter, right: float):
    return left.x1 + 1, left.y0, right, left.y1


def _year(row: list[Letter], match: re.Match):
    """The year has no word after it: it takes four digits' width, which must be free, and all dots that are there."""
    if match[3] and not is_leader(match[3]):
        return None
    word, end = row[match.start(3) - 1], match.end()
    right = max(word.x1 + 2 + YEAR_WIDTH * word.height, row[end - 1].x1 + 1 if match[3] else 0)
    if end < len(row) and row[end].x0 < right:
        return None
    return _sides(word, right)
