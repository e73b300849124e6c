"""A certified copy on paper: the pages, and under a solid line the block of the copy.

Decree 30/2020, App. I, Part II, II.

What: `copy_sheet(pdf, block, fonts)` gives the PDF to print; signature and seal are put on by hand. How it works: the
block stands right after the end of the copied text, on its last sheet where there is room, else on a sheet of its own.
"""

import re
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from .errors import PageAbsent

__all__ = ['CopyBlock', 'copy_sheet', 'page_numbers']

LEFT, RIGHT, BOTTOM = 30 * mm, 15 * mm, 20 * mm
GAP = 6 * mm
HEIGHT = 84 * mm
SIGNATURE = 27 * mm
LINE = 6 * mm
RANGE = re.compile(r'(\d+)(?:\s*-\s*(\d+))?')


@dataclass(frozen=True, slots=True)
class CopyBlock:
    """The words of the block: form («SAO Y»), agency, number, place and date, titles and name, recipients by line."""

    form: str
    agency: str
    number: str
    place_and_date: str
    titles: tuple[str, ...]
    name: str
    recipients: tuple[str, ...]


def page_numbers(words: str, count: int) -> list[int]:
    """Give the pages, from 0, that «1, 3-4» names, all when it is empty; PageAbsent for anything else.

    >>> page_numbers('1, 3-4', 5), page_numbers('', 2)
    ([0, 2, 3], [0, 1])
    """
    if not words.strip():
        return list(range(count))
    found = []
    for part in words.split(','):
        match = RANGE.fullmatch(part.strip())
        if not match:
            raise PageAbsent(part.strip(), count)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            raise PageAbsent(part.strip(), count)
        found += range(first - 1, last)
    return found


def copy_sheet(pdf: bytes, block: CopyBlock, fonts, pages: str = '') -> bytes:
    """Give the pages with the block of the copy; PageAbsent when `pages` names one that is not there."""
    with pikepdf.open(BytesIO(pdf)) as source, pikepdf.new() as sheets:
        chosen = page_numbers(pages, len(source.pages))
        for number in chosen:
            sheets.pages.append(source.pages[number])
        width, height = _size(sheets.pages[-1])
        end = _end_of_text(pdf, chosen[-1])
        if end - BOTTOM < HEIGHT + GAP or width < LEFT + RIGHT + 100 * mm:
            sheets.add_blank_page(page_size=(width, height))
            end = height - BOTTOM
        drawn = BytesIO(_draw(block, fonts, width, height, end - GAP))
        with pikepdf.open(drawn) as overlay:
            last = sheets.pages[-1]
            last.add_overlay(overlay.pages[0], pikepdf.Rectangle(*last.cropbox))
        output = BytesIO()
        sheets.save(output)
    return output.getvalue()


def _size(page) -> tuple[float, float]:
    x0, y0, x1, y1 = (float(side) for side in page.cropbox)
    return x1 - x0, y1 - y0


def _end_of_text(pdf: bytes, number: int) -> float:
    """Give how high above the foot of the page its lowest drawing ends; a picture of a page leaves no room."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number]
        x0, y0, _x1, _y1 = page.get_cropbox()
        feet = [one.get_bounds()[1] - y0 for one in page.get_objects(max_depth=2)]
        return 0 if page.get_rotation() or x0 else min(feet, default=page.get_height())
    finally:
        document.close()


def _draw(block: CopyBlock, fonts, width: float, height: float, top: float) -> bytes:
    output = BytesIO()
    canvas = Canvas(output, pagesize=(width, height), invariant=True)
    canvas.setLineWidth(0.7)
    canvas.line(LEFT, top, width - RIGHT, top)
    _left(canvas, block, fonts, LEFT + (width - LEFT - RIGHT) * 0.22, top)
    _right(canvas, block, fonts, LEFT + (width - LEFT - RIGHT) * 0.74, top)
    canvas.save()
    return output.getvalue()


def _left(canvas, block, fonts, middle, top) -> None:
    y = _centred(canvas, fonts.bold, 13, block.agency.split('\n'), middle, top - 7 * mm)
    canvas.line(middle - 12 * mm, y + 3 * mm, middle + 12 * mm, y + 3 * mm)
    canvas.setFont(fonts.regular, 13)
    canvas.drawCentredString(middle, y - 2 * mm, block.number)
    canvas.setFont(fonts.bold_italic, 12)
    y = top - 32 * mm
    canvas.drawString(LEFT, y, 'Nơi nhận:')
    canvas.setFont(fonts.regular, 11)
    for line in block.recipients:
        y -= 5 * mm
        canvas.drawString(LEFT, y, line)


def _right(canvas, block, fonts, middle, top) -> None:
    y = _centred(canvas, fonts.bold, 14, [block.form], middle, top - 7 * mm)
    canvas.setFont(fonts.italic, 14)
    canvas.drawCentredString(middle, y - 5 * mm, block.place_and_date)
    y = _centred(canvas, fonts.bold, 14, block.titles, middle, top - 32 * mm)
    canvas.drawCentredString(middle, y - SIGNATURE, block.name)


def _centred(canvas, font, size, lines, middle, y) -> float:
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawCentredString(middle, y, line)
        y -= LINE
    return y
