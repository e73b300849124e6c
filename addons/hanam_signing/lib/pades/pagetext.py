"""The letters of one page with their places, folded so that a Vietnamese phrase is found however it was written.

PDF text may be decomposed (e, circumflex, acute), broken over lines or spread out by blanks. `PageText.text` has
composed lower-case letters and single blanks; `letters[i]` is the place of `text[i]`.
"""

import ctypes
import math
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from .boxes import LINE_ASCENT, LINE_DESCENT
from .errors import NotPdf, PdfEncrypted
from .geometry import PageView
from .reading import header_version

__all__ = ['Letter', 'PageText', 'fold', 'opened', 'view_of']


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
    """One folded letter; x0..x1 is the ink, y0..y1 the line height of its font, in page points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_blank(self) -> bool:
        return self.text == ' '


def fold(text: str) -> str:
    """Give text as it is searched: composed, lower case, every run of blanks one blank.

    >>> fold('Nguye\\u0302\\u0303n  Va\\u0306n\\nAn') == fold('Nguyễn Văn An')
    True
    """
    return ' '.join(unicodedata.normalize('NFC', text).lower().split())


class PageText:
    """The folded text of a pypdfium2 page."""

    def __init__(self, page):
        textpage = page.get_textpage()
        self.letters: list[Letter] = []
        for letter in _clusters(_characters(textpage)):
            if not (letter.is_blank and (not self.letters or self.letters[-1].is_blank)):
                self.letters.append(letter)
        self.text = ''.join(letter.text for letter in self.letters)
        textpage.close()

    def spans(self, phrase: str) -> list[tuple[int, int]]:
        """Give start and end of every occurrence of a phrase, in reading order."""
        wanted, found, start = fold(phrase), [], -1
        while wanted and (start := self.text.find(wanted, start + 1)) >= 0:
            found.append((start, start + len(wanted)))
        return found

    def ink(self, start: int, end: int) -> list[Letter]:
        """Give the visible letters of a span."""
        return [letter for letter in self.letters[start:end] if not letter.is_blank]


def _characters(textpage):
    """Yield (character, ink left, line bottom, ink right, line top) for all that pdfium gives."""
    for index in range(textpage.count_chars()):
        left, _, right, _ = textpage.get_charbox(index)
        yield textpage.get_text_range(index, 1), left, *_line(textpage, index, right)


def _line(textpage, index: int, right: float) -> tuple[float, float, float]:
    """The line's height comes from size and baseline: what fonts say about their own height differs by program."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    return y.value - LINE_DESCENT * size, right, y.value + LINE_ASCENT * size


def _clusters(characters):
    """Join a base letter with the marks after it, then fold; marks keep their letter's place."""
    base, place = '', (0.0, 0.0, 0.0, 0.0)
    for character, *box in characters:
        if base.strip() and character and unicodedata.combining(character[0]):
            base += character
            continue
        yield from _folded(base, place)
        base, place = character, tuple(box)
    yield from _folded(base, place)


def _folded(base: str, place):
    if base and (base.isspace() or not base.isprintable()):
        yield Letter(' ', *place)
        return
    for letter in unicodedata.normalize('NFC', base).lower():
        yield Letter(letter, *place)
