"""Pages as pictures and sizes, for the person who looks where the signature goes and moves it.

What: `page_sizes(pdf)` gives a `PageView` for each page, `page_png(pdf, page, width)` its picture. A box of a layout is
in page points; `PageView.seen` and `PageView.box` turn it into what is seen on the picture, and back.
"""

from io import BytesIO

from .errors import NotPdf
from .geometry import PageView
from .pagetext import opened, view_of

__all__ = ['page_png', 'page_sizes']

WIDEST = 2400
MOST_PIXELS = 12_000_000
MOST_PAGES = 2000


def page_sizes(pdf: bytes) -> tuple[PageView, ...]:
    """Give visible area and rotation of every page, of the first 2,000 at most; NotPdf, PdfEncrypted."""
    with opened(pdf) as document:
        return tuple(view_of(document[index]) for index in range(min(len(document), MOST_PAGES)))


def page_png(pdf: bytes, page: int, width_px: int) -> bytes:
    """Give a page, counted from 0, as a PNG `width_px` wide with its fields and signatures.

    At most 2,400 pixels wide and 12 million altogether: a page that is longer comes out narrower. NotPdf when there is
    no such page, PdfEncrypted.
    """
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise NotPdf(f'no page {page + 1}')
        document.init_forms()
        width, height = document[page].get_size()
        if min(width, height) <= 0:
            raise NotPdf(f'page {page + 1} has no size')
        scale = max(1, min(width_px, WIDEST)) / width
        scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
        output = BytesIO()
        document[page].render(scale=scale).to_pil().convert('RGB').save(output, 'PNG')
        return output.getvalue()
