"""What is printed on a page, measured in the page as pdfium draws it: colours in pixels, words with their type.

Nothing here reads fields or rectangles of the product. Lengths are millimetres from the upper left corner as seen.
"""

from contextlib import contextmanager
from ctypes import c_int, c_uint, create_string_buffer
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw

POINT = 25.4 / 72
DOTS = 6  # pixels a point: one is 0.06 mm
STRONG, DARK = 70, 110


@dataclass(frozen=True, slots=True)
class Area:
    """Where something is on the page, in millimetres from the left and the top."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def across(self) -> float:
        """The middle from left to right."""
        return (self.left + self.right) / 2

    @property
    def down(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Type:
    """How letters are printed: size in points, colour as (r, g, b), and the names of their fonts."""

    sizes: frozenset[float]
    colours: frozenset[tuple[int, int, int]]
    fonts: frozenset[str]


def ring(colour: str, width: int, height: int) -> bytes:
    """Draw an ellipse that reaches all four edges of a transparent picture, so that its edges can be measured."""
    image = Image.new('RGBA', (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((0, 0, width - 1, height - 1), outline=colour, width=12)
    output = BytesIO()
    image.save(output, 'PNG')
    return output.getvalue()


def coloured(pdf: bytes, page: int) -> dict[str, Area]:
    """Give where blue, red and black are printed on a page; what is not there is missing."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    red, green, blue = document[page].render(scale=DOTS, no_smoothtext=True).to_pil().convert('RGB').split()
    brightest = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    masks = {'blue': ImageChops.subtract(blue, red).point(lambda value: 255 * (value > STRONG)),
             'red': ImageChops.subtract(red, blue).point(lambda value: 255 * (value > STRONG)),
             'black': brightest.point(lambda value: 255 * (value < DARK))}
    document.close()
    return {name: Area(*(side / DOTS * POINT for side in mask.getbbox()))
            for name, mask in masks.items() if mask.getbbox()}


def words(pdf: bytes, page: int) -> str:
    """Give what can be read on a page, with what fields and signatures print on it."""
    with _flat(pdf, page) as (_page, text):
        return ' '.join(text.get_text_range().split())


def line_of(pdf: bytes, page: int, wanted: str) -> Area:
    """Give where the last occurrence of words of the page itself is printed."""
    with _flat(pdf, page) as (flat, text):
        start = text.get_text_range().rindex(wanted)
        boxes = [text.get_charbox(index) for index in range(start, start + len(wanted)) if wanted[index - start] != ' ']
        height = flat.get_height()
    left, bottom, right, top = (choose(sides) for choose, sides in zip(
        (min, min, max, max), zip(*boxes, strict=True), strict=True))
    return Area(left * POINT, (height - top) * POINT, right * POINT, (height - bottom) * POINT)


def type_of(pdf: bytes, page: int, wanted: str) -> Type:
    """Give how the last occurrence of these words is printed."""
    with _flat(pdf, page) as (_page, text):
        content = text.get_text_range()
        start = content.rindex(wanted)
        letters = [index for index in range(start, start + len(wanted)) if not content[index].isspace()]
        return Type(frozenset(round(raw.FPDFText_GetFontSize(text, index), 1) for index in letters),
                    frozenset(_colour(text, index) for index in letters),
                    frozenset(_font(text, index) for index in letters))


@contextmanager
def _flat(pdf: bytes, page: int):
    """Open a page with its annotations made part of it: pdfium reads words of pages only."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    assert raw.FPDFPage_Flatten(document[page], raw.FLAT_PRINT) != raw.FLATTEN_FAIL
    flat = document[page]
    try:
        yield flat, flat.get_textpage()
    finally:
        document.close()


def _colour(text, index: int) -> tuple[int, int, int]:
    parts = [c_uint() for _part in range(4)]
    assert raw.FPDFText_GetFillColor(text, index, *parts)
    return tuple(part.value for part in parts[:3])


def _font(text, index: int) -> str:
    """Give the name of a letter's font without the mark of its subset."""
    flags, length = c_int(), raw.FPDFText_GetFontInfo(text, index, None, 0, None)
    name = create_string_buffer(length)
    raw.FPDFText_GetFontInfo(text, index, name, length, flags)
    return name.value.decode().partition('+')[2]
