"""The letters of one page as they are seen, folded so that a Vietnamese phrase is found however it was written.

PDF text may be decomposed (e, circumflex, acute), broken over lines, spread out by blanks, drawn in any order, on a
page that is turned or cut. Here letters are composed and lower-case, blanks are left out, and places are points from
the lower left corner of what is seen. `PageText.box` gives the way back to the page's own space.
"""

import ctypes
import math
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from .boxes import LINE_ASCENT, LINE_DESCENT, Box
from .errors import NotPdf, PdfEncrypted
from .geometry import PageView
from .reading import header_version

__all__ = ['Letter', 'PageText', 'fold', 'is_near', 'opened', 'view_of']

# Two fashions of writing the tone: «hoà, thuý» and «hòa, thúy» are the same words.
TONES = '\u0300\u0301\u0309\u0303\u0323'
FASHIONS = {unicodedata.normalize('NFC', first + second + tone): unicodedata.normalize('NFC', first + tone + second)
            for first, second in ('oa', 'oe', 'uy') for tone in TONES}
SAME_LINE = 0.4
WORDS_APART = 1.5


@contextmanager
def opened(pdf: bytes):
    """Open for looking at pages and their text, closed at the end; NotPdf, PdfEncrypted."""
    header_version(pdf)
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise PdfEncrypted('a password is needed to read the file') from error
        raise NotPdf(str(error)) from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise NotPdf(str(error)) from error
    finally:
        document.close()


def view_of(page) -> PageView:
    """Give the visible area and rotation of a pypdfium2 page, also when its boxes are inherited."""
    bounds = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, bounds):
        raise NotPdf('a page has no bounds')
    return PageView(bounds.left, bounds.bottom, bounds.right, bounds.top, page.get_rotation())


@dataclass(frozen=True, slots=True)
class Letter:
    """One folded letter as seen: it starts at `at`, x0..x1 is its ink, y0..y1 the line height of its font."""

    text: str
    at: float
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def fold(text: str) -> str:
    """Give text as it is searched: composed, lower case, without blanks, tones written one way.

    >>> fold('Nguye\\u0302\\u0303n  Va\\u0306n\\nHoà') == fold('NGUYỄN VĂN HÒA')
    True
    """
    folded = ''.join(unicodedata.normalize('NFC', text).lower().split())
    for one, other in FASHIONS.items():
        folded = folded.replace(one, other)
    return folded


def is_near(left: Letter, right: Letter) -> bool:
    """Tell whether two neighbours on a line belong to one phrase, not to two columns."""
    return right.x0 - left.x1 < WORDS_APART * left.height


class PageText:
    """The letters of a pypdfium2 page: in the order they were drawn, and as rows from the top, each from the left."""

    def __init__(self, page, index: int = 0):
        self.index, self.view = index, view_of(page)
        textpage = page.get_textpage()
        self.letters = list(_clusters(_characters(textpage, self.view)))
        textpage.close()
        self.rows = _rows(self.letters)

    def find(self, phrase: str) -> list[list[Letter]]:
        """Give the letters of every occurrence of a phrase: as drawn, and along rows where drawing jumped about."""
        wanted, found = fold(phrase), []
        for letters in (self.letters, *self.rows):
            text = fold(''.join(letter.text for letter in letters))
            start = text.find(wanted) if wanted else -1
            while start >= 0:
                found.append(letters[start:start + len(wanted)])
                start = text.find(wanted, start + 1)
        return found

    def row_of(self, letter: Letter) -> list[Letter]:
        """Give the row a letter stands in."""
        return next(row for row in self.rows if letter in row)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Give the rectangle in the page's own space of a rectangle as seen."""
        return self.view.box(self.index, x0, self.view.height - y1, x1 - x0, y1 - y0)

    def inside(self, box: Box) -> str:
        """Give the letters whose middle lies in a box of the page's own space."""
        left, top, width, height = self.view.seen(box)
        bottom = self.view.height - top - height
        return ''.join(one.text for one in self.letters if left <= (one.x0 + one.x1) / 2 <= left + width
                       and bottom <= (one.y0 + one.y1) / 2 <= bottom + height)


def _rows(letters: list[Letter]) -> list[list[Letter]]:
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: -(one.y0 + one.y1)):
        first = rows[-1][0] if rows else None
        if first and abs(first.y0 + first.y1 - letter.y0 - letter.y1) / 2 < SAME_LINE * first.height:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [sorted(row, key=lambda one: one.at) for row in rows]


def _characters(textpage, view: PageView):
    """Yield every upright character pdfium gives with its place as seen; None for one that stands aslant."""
    for index in range(textpage.count_chars()):
        text = textpage.get_text_range(index, 1)
        if text and not text.isspace() and text.isprintable():
            yield text, _place(textpage, index, view)


def _place(textpage, index: int, view: PageView):
    """The line's height comes from size and baseline: what fonts say about their own height differs by program."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    along = math.degrees(math.atan2(matrix.b, matrix.a)) - view.rotation
    if abs((along + 180) % 360 - 180) > 5:
        return None
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    at, top, *_ = view.seen(Box(0, x.value, y.value, x.value, y.value))
    left, _, width, _ = view.seen(Box(0, *textpage.get_charbox(index)))
    base = view.height - top
    return at, left, base - LINE_DESCENT * size, left + width, base + LINE_ASCENT * size


def _clusters(characters):
    """Join a base letter with the marks after it, then fold; marks keep their letter's place."""
    base, place = '', None
    for character, own in characters:
        if base and unicodedata.combining(character[0]):
            base += character
            continue
        yield from _folded(base, place)
        base, place = character, own
    yield from _folded(base, place)


def _folded(base: str, place):
    if place is not None:
        for letter in unicodedata.normalize('NFC', base).lower():
            yield Letter(letter, *place)
