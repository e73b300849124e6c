"""Find the places of the decree in a draft: number, date, signature, seal (Decree 30/2020, App. I, II.3, 4, 7, 8).

What: `find_layout(pdf, signer_name=…)`. How it works: the gaps are found by the words around them, the person's box
lies in the largest gap of the column above the last line that is the signer's name, the seal lies over the left
third of that box at its real size. What is found is a proposal: the drafter sees a preview and may move the boxes.
"""

import re
from itertools import pairwise

from .boxes import FIELD_NAMES, MM, Box, FieldNames, Layout, Proposal, Signatory
from .pagetext import Letter, PageText, opened

__all__ = ['find_layout', 'propose_layout', 'seal_box']

DATE_WITHIN = 0.35
DATE = re.compile(r'ngày ?tháng ?năm')
NUMBER = re.compile(r'số ?: ?/')
PAGES_SEARCHED = 40
SMALLEST_GAP = 8
PERSON_WIDTH, PERSON_HEIGHT, PERSON_LEAST = 50 * MM, 25 * MM, 10 * MM
COLUMN_HEIGHT = 80 * MM
YEAR_WIDTH = 2.3


def find_layout(pdf: bytes, *, signer_name: str, seal_mm: float = 36.0, title: str = '',
                further: tuple[Signatory, ...] = (), names: FieldNames = FIELD_NAMES) -> Layout:
    """Find all places of a main document; PlaceNotFound names the first that is missing; NotPdf, PdfEncrypted.

    signer_name: as printed under the signature. title: the signer's printed title, if known: the box lies below it.
    seal_mm: the real diameter of the seal. further: the signers of rows 2, 3…
    """
    return propose_layout(
        pdf, signer_name=signer_name, seal_mm=seal_mm, title=title, further=further, names=names).layout(names)


def propose_layout(pdf: bytes, *, signer_name: str, seal_mm: float = 36.0, title: str = '',
                   further: tuple[Signatory, ...] = (), names: FieldNames = FIELD_NAMES) -> Proposal:
    """Find what can be found, as `find_layout`; what is missing is named, in the order of `find_layout`."""
    with opened(pdf) as document:
        found = _heading(document, names)
        signers = (Signatory(signer_name, title, seal_mm), *further)
        for row, signer in enumerate(signers, 1):
            found |= _signer_boxes(document, signer, names.person_at(row), names.agency_at(row))
    return Proposal({field: box for field, box in found.items() if box},
                    tuple(field for field, box in found.items() if not box))


def _heading(document, names: FieldNames) -> dict[str, Box | None]:
    text = PageText(document[0])
    number, dates = _number_box(text), _date_boxes(text, document[0].get_height()) or (None,) * 3
    return dict(zip((names.number, names.day, names.month, names.year), (number, *dates), strict=True))


def _signer_boxes(document, signer: Signatory, person: str, agency: str) -> dict[str, Box | None]:
    box = _person_box(document, signer.name, signer.title)
    found = {person: box}
    if signer.seal_mm is not None:
        found[agency] = box and seal_box(box, signer.seal_mm)
    return found


def seal_box(person: Box, seal_mm: float) -> Box:
    """Give the seal's square: real size, right edge at one third of the person's box (App. I, II.8a)."""
    side, middle = seal_mm * MM, (person.y0 + person.y1) / 2
    right = person.x0 + person.width / 3
    return Box(person.page, right - side, middle - side / 2, right, middle + side / 2)


def _number_box(text: PageText) -> Box | None:
    for match in NUMBER.finditer(text.text):
        colon = text.letters[text.text.index(':', match.start())]
        slash = text.letters[match.end() - 1]
        if _same_line(colon, slash) and slash.x0 - colon.x1 >= SMALLEST_GAP:
            return Box(0, colon.x1 + 1, colon.y0, slash.x0 - 1, colon.y1)
    return None


def _date_boxes(text: PageText, page_height: float) -> tuple[Box, Box, Box] | None:
    for match in DATE.finditer(text.text):
        before_day, month_word = match.start() + 3, text.text.index('tháng', match.start())
        year_word = match.end() - 3
        day = _gap(text.letters[before_day], text.letters[month_word])
        month = _gap(text.letters[month_word + 4], text.letters[year_word])
        year = _year_gap(text, match.end())
        if day and month and year and day.y0 > page_height * (1 - DATE_WITHIN):
            return day, month, year
    return None


def _gap(left: Letter, right: Letter) -> Box | None:
    if not _same_line(left, right) or right.x0 - left.x1 < SMALLEST_GAP:
        return None
    return Box(0, left.x1 + 1, left.y0, right.x0 - 1, left.y1)


def _year_gap(text: PageText, end: int) -> Box | None:
    """The year has no word after it: it takes four digits' width, which must be free."""
    last = text.letters[end - 1]
    size = last.y1 - last.y0
    right = last.x1 + 2 + size * YEAR_WIDTH
    follows = [letter for letter in text.ink(end, len(text.letters))
               if _same_line(last, letter) and last.x1 <= letter.x0 < right]
    return None if follows else Box(0, last.x1 + 2, last.y0, right, last.y1)


def _person_box(document, signer_name: str, title: str) -> Box | None:
    last = len(document) - 1
    fallback = None
    for number in range(last, max(-1, last - PAGES_SEARCHED), -1):
        page = document[number]
        text = PageText(page)
        for start, end in reversed(text.spans(signer_name)):
            box = _box_above(text, start, end, number, title)
            if box and _stands_alone(text, start, end):
                return box
            fallback = fallback or box
    return fallback


def _stands_alone(text: PageText, start: int, end: int) -> bool:
    """A name in a sentence has neighbours; under a signature it has none within two letters' width."""
    first, last = text.letters[start], text.letters[end - 1]
    near = 2 * (first.y1 - first.y0)
    others = text.ink(0, start) + text.ink(end, len(text.letters))
    return not any(_same_line(first, other) and first.x0 - near < other.x1 and other.x0 < last.x1 + near
                   for other in others)


def _box_above(text: PageText, start: int, end: int, page: int, title: str) -> Box | None:
    """Take the largest gap in the column above the name, below the title when it is known."""
    name = text.ink(start, end)
    middle = (min(one.x0 for one in name) + max(one.x1 for one in name)) / 2
    top = max(one.y1 for one in name)
    ceiling = _ceiling(text, start, title, top)
    column = [one for one in text.ink(0, len(text.letters))
              if one.x0 - 20 < middle < one.x1 + 20 and top - 2 < one.y0 <= ceiling]
    edges = [(top, top), *sorted((one.y0, one.y1) for one in column)]
    gaps = [(upper[0] - lower[1], lower[1]) for lower, upper in pairwise(edges)]
    gap, bottom = max(gaps, default=(0, 0))
    if gap < PERSON_LEAST:
        return None
    height = min(gap, PERSON_HEIGHT)
    y0 = bottom + (gap - height) / 2
    return Box(page, middle - PERSON_WIDTH / 2, y0, middle + PERSON_WIDTH / 2, y0 + height)


def _ceiling(text: PageText, start: int, title: str, top: float) -> float:
    titles = [span for span in text.spans(title) if span[1] <= start] if title else []
    bottoms = [one.y0 for span in titles for one in text.ink(*span) if one.y0 > top]
    return min(bottoms, default=top + COLUMN_HEIGHT) + 1


def _same_line(one: Letter, other: Letter) -> bool:
    return abs((one.y0 + one.y1) - (other.y0 + other.y1)) / 2 < (one.y1 - one.y0) / 2
