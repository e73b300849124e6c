"""Print: registers of any length as a bound book or a spreadsheet, letters and forms from a page of HTML.

What it is: the decree's registers (Decree 30/2020, App. IV) drawn from plain rows: cover and first page in
the double-line frame, the head repeated on each page, «Trang x/y», a closing page; and one HTML page turned
into PDF without a look at network or disk. It knows nothing of documents; whoever calls gives words and rows.

How to use it: describe the volume as a `Book`, name the folder of the font, give an open binary stream:

    book = Book(cover=Cover(...), columns=(Column("Số đến", 12.5), ...), rows=iterator, closing=Closing(...),
                printed_at=moment)
    size = write_book(book, load_fonts(folder), stream)
    size = write_sheet(book, stream)
    pdf = page_to_pdf(html, folder)

How it works: rows are taken one by one and never kept; a row stands whole on one page unless it is longer
than a page. The number of pages is a form drawn on each page and filled at the end. A book is used once:
its rows are an iterator. The moment of printing is an argument, so the same book gives the same bytes.
"""

from .book import write_book
from .copysheet import CopyBlock, copy_sheet, page_numbers
from .envelope import Envelope, EnvelopePaper, Urgency, write_envelopes
from .errors import FontMissing, OutsideReference, PageAbsent, PrintingError, WrongShape
from .fonts import Fonts, load_fonts
from .model import Book, Closing, Column, Cover, Paper, Size
from .page import page_to_pdf
from .sheet import write_sheet

__all__ = [
    'Book', 'Closing', 'Column', 'CopyBlock', 'Cover', 'Envelope', 'EnvelopePaper', 'FontMissing', 'Fonts',
    'OutsideReference', 'PageAbsent', 'Paper', 'PrintingError', 'Size', 'Urgency', 'WrongShape', 'copy_sheet',
    'load_fonts', 'page_numbers', 'page_to_pdf', 'write_book', 'write_envelopes', 'write_sheet',
]
