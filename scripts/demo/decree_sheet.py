"""The sheet of Decree 30/2020, Appendix I: A4, margins 20/20/30/15 mm, the two columns of head and foot."""

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

__all__ = ['BOTTOM', 'LEFT', 'LEFT_MIDDLE', 'LEFT_WIDTH', 'RIGHT', 'RIGHT_MIDDLE', 'TOP', 'WIDTH', 'wrapped']

TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm
WIDTH = A4[0] - LEFT - RIGHT
# middles and widths of the two columns of head and foot, as the decree's diagram has them
LEFT_MIDDLE, LEFT_WIDTH = 0.225 * WIDTH, 0.43 * WIDTH
RIGHT_MIDDLE = 0.735 * WIDTH


def wrapped(text, font, size, width):
    """Break a line at spaces so that each part fits `width` points."""
    lines, line = [], ''
    for word in text.split():
        longer = f'{line} {word}'.strip()
        if line and pdfmetrics.stringWidth(longer, font, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines
