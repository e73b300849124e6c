"""Text in boxes: measured, split and drawn. Lengths in points, from the bottom left corner."""

from unicodedata import normalize
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph

__all__ = ['PADDING', 'Line', 'cell', 'paragraph', 'printable', 'text_style']

PADDING = 1.2 * mm


def printable(text):
    """Return the text with composed letters and without control characters, line breaks kept.

    >>> printable('a' + chr(0) + 'b' + chr(10) + 'c')
    'ab\\nc'
    """
    composed = normalize('NFC', text)
    return ''.join(letter for letter in composed if letter >= ' ' or letter == '\n')


def text_style(font, size, is_centred=False):
    """Return how a text looks: font name, size in points, centred or from the left."""
    return ParagraphStyle(
        name=f'{font}-{size}-{is_centred}', fontName=font, fontSize=size, leading=size * 1.18,
        alignment=TA_CENTER if is_centred else TA_LEFT, bulletFontName=font, splitLongWords=1,
        allowWidows=1, allowOrphans=1)


def paragraph(text, style):
    """Return a flowing text; markup in it is printed as it stands."""
    return Paragraph(escape(printable(text)), style)


def cell(text, style):
    """Return what a cell of the table holds: a flowing text for each line of `text`, none for an empty one."""
    return tuple(paragraph(line, style) for line in text.split('\n')) if text else ()


class Line:
    """One line of the table: a cell per column, as tall as its tallest cell."""

    def __init__(self, cells, widths):
        self.cells = cells
        self.widths = widths
        self.height = 2 * PADDING + max(
            sum(text.wrap(width - 2 * PADDING, 0)[1] for text in texts)
            for texts, width in zip(cells, widths, strict=True))

    def split(self, height):
        """Return (a line no taller than `height`, the rest)."""
        halves = [
            _split_cell(texts, width - 2 * PADDING, height - 2 * PADDING)
            for texts, width in zip(self.cells, self.widths, strict=True)]
        return tuple(Line(half, self.widths) for half in zip(*halves, strict=True))

    def draw(self, canvas, left, top):
        """Draw texts and grid with the upper left corner at (left, top); return the lower edge."""
        bottom = top - self.height
        canvas.setLineWidth(0.4)
        for texts, width in zip(self.cells, self.widths, strict=True):
            canvas.rect(left, bottom, width, self.height)
            edge = top - PADDING
            for text in texts:
                edge -= text.height
                text.drawOn(canvas, left + PADDING, edge)
            left += width
        return bottom


def _split_cell(texts, width, room):
    upper = []
    for place, text in enumerate(texts):
        if text.height > room:
            parts = text.split(width, room)
            return (*upper, *parts[:1]), (*parts[1:], *(texts[place + 1:] if parts else texts[place:]))
        upper.append(text)
        room -= text.height
    return tuple(upper), ()
