"""The text an agency's signature shows on attachments and copies: top right of page 1, 10 pt, black."""

from dataclasses import dataclass

from .appearance import Font
from .boxes import LINE_ASCENT, LINE_DESCENT, MM, Box
from .errors import TextRefused
from .geometry import PageView

__all__ = ['TextBlock', 'text_block']

SIZE = 10.0
LARGEST_WIDTH = 81 * MM
RIGHT_MARGIN, TOP_MARGIN = 10 * MM, 5 * MM
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Broken lines with the field that holds them."""

    box: Box
    lines: tuple[str, ...]
    size: float


def text_block(view: PageView, font: Font, text: str) -> TextBlock:
    """Break a text to at most 81 mm (Decree 30/2020, model 3.2) and place it by what is visible of the page.

    TextRefused when it needs more than three lines, the height of the top margin, or is empty.
    """
    widest = min(LARGEST_WIDTH, view.width - 2 * RIGHT_MARGIN)
    lines = _broken(font, text.split(), widest)
    if not lines or len(lines) > MOST_LINES:
        raise TextRefused(f'{text!r} takes {len(lines)} lines')
    width = max(font.shape(line, SIZE)[1] for line in lines) + 1
    height = len(lines) * SIZE * (LINE_ASCENT + LINE_DESCENT)
    box = view.box(0, view.width - RIGHT_MARGIN - width, TOP_MARGIN, width, height)
    return TextBlock(box, tuple(lines), SIZE)


def _broken(font: Font, words: list[str], widest: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f'{lines[-1]} {word}' if lines else word
        if font.shape(longer, SIZE)[1] <= widest:
            lines[-1:] = [longer]
        else:
            lines.append(word)
    return lines
