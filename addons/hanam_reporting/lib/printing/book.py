"""The book as a PDF, page by page."""

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from .frame import closing_sentence, draw_closing, draw_cover
from .layout import PADDING, Line, cell, printable, text_style
from .model import Size

__all__ = ['write_book']

# The left edge is wider: the sheets are bound there
LEFT, RIGHT, TOP, BOTTOM = 20 * mm, 10 * mm, 12 * mm, 16 * mm
FOOT = 9 * mm
TOTAL = 'page_count'


def write_book(book, fonts, stream):
    """Write the volume into `stream` and return its Size.

    Out: cover, first page, the table, closing page; every page but the cover says «Trang x/y», counting
    the cover as the first. Raise WrongShape for a row that does not fit the columns.
    """
    pages = _Pages(book, fonts, stream)
    rows = 0
    pages.add_covers()
    for ordinal, row in book.checked_rows():
        pages.add_row(row)
        rows = ordinal
    return Size(rows=rows, pages=pages.finish(rows))


class _Pages:
    """The canvas, and how far down the present page is filled."""

    def __init__(self, book, fonts, stream):
        self.book = book
        self.fonts = fonts
        self.size = tuple(side * mm for side in book.paper.value)
        self.inside = self.size[0] - LEFT - RIGHT
        scale = self.inside / sum(column.width for column in book.columns)
        self.widths = [column.width * scale for column in book.columns]
        self.styles = [text_style(fonts.regular, 10, column.is_centred) for column in book.columns]
        self.head = self._head()
        self.canvas = Canvas(
            stream, pagesize=self.size, pageCompression=1, invariant=1, initialFontName=fonts.regular, lang='vi-VN')
        self._describe()
        self.top = self.full_top = self.size[1] - TOP - sum(line.height for line in self.head)

    def _describe(self):
        cover = self.book.cover
        stamp = self.book.printed_at.strftime("D:%Y%m%d%H%M%S%z")
        # PDF writes the offset as +07'00'
        stamp = f"{stamp[:-2]}'{stamp[-2:]}'"
        self.canvas.setTitle(printable(f'{cover.title} {cover.year}'))
        self.canvas.setAuthor(printable(cover.organ))
        self.canvas.setCreator('Hệ thống quản lý văn bản')
        self.canvas.setKeywords('')
        self.canvas.setSubject(printable(f'Quyển số {cover.volume}'))
        self.canvas.setDateFormatter(lambda *_moment: stamp)

    def _head(self):
        bold, plain = text_style(self.fonts.bold, 10, True), text_style(self.fonts.regular, 10, True)
        columns = self.book.columns
        return (
            Line([cell(column.heading, bold) for column in columns], self.widths),
            Line([cell(f'({ordinal})', plain) for ordinal in range(1, len(columns) + 1)], self.widths),
        )

    def add_covers(self):
        """Draw cover and first page, which carry the same words, and open the first page of the table."""
        box = (LEFT, BOTTOM, self.inside, self.size[1] - TOP - BOTTOM)
        draw_cover(self.canvas, self.book.cover, self.fonts, box)
        self.canvas.showPage()
        draw_cover(self.canvas, self.book.cover, self.fonts, box)
        self._turn()
        self._draw_head()

    def add_row(self, row):
        """Draw one row: whole on this page or the next; one longer than a page runs over several."""
        line = Line([cell(text, style) for text, style in zip(row, self.styles, strict=True)], self.widths)
        while line.height > self.top - BOTTOM:
            if self.top < self.full_top:
                self._turn()
                self._draw_head()
            else:
                upper, line = line.split(self.top - BOTTOM)
                self.top = upper.draw(self.canvas, LEFT, self.top)
        self.top = line.draw(self.canvas, LEFT, self.top)

    def finish(self, rows):
        """Draw the closing page, fill in the number of pages, close the file; return the number."""
        self._turn()
        total = self.canvas.getPageNumber()
        box = (LEFT, BOTTOM, self.inside, self.size[1] - TOP - BOTTOM)
        closing = self.book.closing
        sentence = closing_sentence(self.book.cover, total, rows, closing.is_unbroken, closing.unit)
        draw_closing(self.canvas, self.book, self.fonts, box, sentence)
        self._draw_foot()
        self.canvas.beginForm(TOTAL, 0, -PADDING, 30 * mm, 5 * mm)
        self.canvas.setFont(self.fonts.regular, 10)
        self.canvas.drawString(0, 0, str(total))
        self.canvas.endForm()
        self.canvas.showPage()
        self.canvas.save()
        return total

    def _turn(self):
        self._draw_foot()
        self.canvas.showPage()
        self.top = self.full_top

    def _draw_head(self):
        top = self.size[1] - TOP
        for line in self.head:
            top = line.draw(self.canvas, LEFT, top)

    def _draw_foot(self):
        canvas = self.canvas
        canvas.setFont(self.fonts.italic, 8)
        canvas.drawString(LEFT, FOOT, printable(self.book.mark))
        canvas.setFont(self.fonts.regular, 10)
        # the total is not known yet: a form stands here and is filled when the last page is drawn
        canvas.saveState()
        canvas.translate(self.size[0] - RIGHT - canvas.stringWidth('00000', self.fonts.regular, 10), FOOT)
        canvas.drawRightString(0, 0, f'Trang {canvas.getPageNumber()}/')
        canvas.doForm(TOTAL)
        canvas.restoreState()
