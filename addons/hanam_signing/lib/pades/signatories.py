"""The place of one person's signature: between the title and the name printed under it (Decree 30/2020, App. I, II.7).

How it works: the name stands by itself, or after a rank, at the foot of a column; above it is a gap, and above the gap
the title. Of several such places one under the known title wins, then the last in the document.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from .boxes import MM, Signatory
from .pagetext import Letter, PageText, fold, is_near

__all__ = ['SignaturePlaces']

PAGES_SEARCHED = 40
# A name whose letters come from two fonts is drawn in pieces, and only seen when the page is read letter by letter.
ALWAYS_READ, READ_IN_NEED = 2, 10
PERSON_WIDTH, PERSON_HEIGHT, PERSON_LEAST = 50 * MM, 25 * MM, 10 * MM
COLUMN_HEIGHT = 80 * MM
MOST_TITLE_LINES = 5
RANK = re.compile(r'(?!ông|bà|đ/c|đồngchí)[^\d,;:•+–-]{1,14}')


@dataclass(frozen=True, slots=True)
class _Line:
    """One phrase of a column: its height and its folded text."""

    y0: float
    y1: float
    text: str


class SignaturePlaces:
    """Finds signers in an opened document; pages are read once."""

    def __init__(self, document):
        self._document = document
        self._read: dict[int, PageText] = {}

    def page(self, index: int) -> PageText:
        """Give the text of a page."""
        if index not in self._read:
            self._read[index] = PageText(self._document[index], index)
        return self._read[index]

    def find(self, signer: Signatory):
        """Give the page's text and the sides of the box as seen, or None."""
        last = len(self._document) - 1
        pages = range(last, max(-1, last - PAGES_SEARCHED), -1)
        likely = [index for index in pages if last - index < ALWAYS_READ or self._mentions(index, signer.name)]
        others = [index for index in pages[:READ_IN_NEED] if index not in likely]
        return self._best(likely, signer) or self._best(others, signer)

    def _best(self, pages: list[int], signer: Signatory):
        best, best_score = None, -1
        for index in pages:
            for score, sides in _places(self.page(index), signer):
                if score > best_score:
                    best, best_score = (self.page(index), sides), score
        return best

    def _mentions(self, index: int, name: str) -> bool:
        textpage = self._document[index].get_textpage()
        try:
            return fold(name) in fold(textpage.get_text_range())
        finally:
            textpage.close()


def _places(text: PageText, signer: Signatory):
    """Yield (score, sides) of every place of a page, the lowest first."""
    for name in sorted(text.find(signer.name), key=lambda letters: letters[0].y0):
        standing = _standing(text, name) if _is_one(name) else None
        if standing is not None:
            titled, gap = _gap_above(text, name, signer.title)
            if gap:
                yield 2 * titled + standing, _sides(text, name, gap)


def _is_one(name: list[Letter]) -> bool:
    """A name is on one line, or on two of which one stands under the other; in a sentence it runs around the edge."""
    lines: list[list[Letter]] = []
    for letter in name:
        same = lines and abs(lines[-1][0].y0 - letter.y0) < 0.4 * letter.height
        if same and not is_near(lines[-1][-1], letter):
            return False
        if same:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    if len(lines) == 1:
        return True
    close = lines[0][0].y0 - lines[-1][0].y0 < 2 * name[0].height
    return len(lines) == 2 and close and abs(_middle(lines[0]) - _middle(lines[1])) < 2 * name[0].height


def _standing(text: PageText, name: list[Letter]) -> int | None:
    """1 when the name stands alone, 0 after a rank or degree, None in the middle of something."""
    score = 1
    for row in {id(row): row for row in (text.row_of(name[0]), text.row_of(name[-1]))}.values():
        own = [index for index, letter in enumerate(row) if letter in name]
        start, end = own[0], own[-1] + 1
        left, right = _phrase_start(row, start), _phrase_end(row, end)
        if right > end:
            return None
        if left < start:
            score = 0
            if not RANK.fullmatch(''.join(letter.text for letter in row[left:start])):
                return None
    return score


def _phrase_start(row: list[Letter], start: int) -> int:
    while start and is_near(row[start - 1], row[start]):
        start -= 1
    return start


def _phrase_end(row: list[Letter], end: int) -> int:
    while end < len(row) and is_near(row[end - 1], row[end]):
        end += 1
    return end


def _middle(letters: list[Letter]) -> float:
    return (min(one.x0 for one in letters) + max(one.x1 for one in letters)) / 2


def _gap_above(text: PageText, name: list[Letter], title: str):
    """Tell whether the title is above the name, and give the gap (y0, y1) between them, or None."""
    top = max(one.y1 for one in name)
    column = [line for row in text.rows if (line := _line_at(row, _middle(name)))
              and top - 2 < line.y0 <= top + COLUMN_HEIGHT]
    lowest = _title_bottom(column, title)
    below = [line for line in column if lowest is None or line.y0 <= lowest]
    edges = [top, *(edge for line in sorted(below, key=lambda one: one.y0) for edge in (line.y0, line.y1))]
    gaps = [gap for gap in pairwise(edges) if edges.index(gap[0]) % 2 == 0 and gap[1] - gap[0] >= PERSON_LEAST]
    if lowest is not None:
        return True, max(gaps, key=lambda gap: gap[1] - gap[0], default=None)
    return False, gaps[0] if gaps else None


def _line_at(row: list[Letter], middle: float) -> _Line | None:
    """Give the phrase of a row that stands over a middle."""
    at = next((index for index, one in enumerate(row) if one.x0 - 20 < middle < one.x1 + 20), None)
    if at is None:
        return None
    phrase = row[_phrase_start(row, at):_phrase_end(row, at + 1)]
    return _Line(min(one.y0 for one in phrase), max(one.y1 for one in phrase),
                 fold(''.join(one.text for one in phrase)))


def _title_bottom(column: list[_Line], title: str) -> float | None:
    """Give the lower edge of a title written in one line or several, the one nearest to the name; None without it."""
    wanted = fold(title)
    for end in range(len(column), 0, -1) if wanted else ():
        for start in range(end - 1, max(-1, end - 1 - MOST_TITLE_LINES), -1):
            if wanted in ''.join(line.text for line in column[start:end]):
                return column[end - 1].y0
    return None


def _sides(text: PageText, name: list[Letter], gap: tuple[float, float]):
    """Give the box centred on the name, not wider than half the way to a neighbour's name or the page's edge."""
    middle, height = _middle(name), min(gap[1] - gap[0], PERSON_HEIGHT)
    half = min(PERSON_WIDTH / 2, middle, text.view.width - middle)
    row, at = text.row_of(name[0]), 0
    while at < len(row):
        end = _phrase_end(row, at + 1)
        if not any(one in name for one in row[at:end]):
            half = min(half, abs(_middle(row[at:end]) - middle) / 2)
        at = end
    bottom = gap[0] + (gap[1] - gap[0] - height) / 2
    return middle - half, bottom, middle + half, bottom + height
