"""One page of HTML as a PDF: real files, read back."""

from io import BytesIO

import pytest
from books import LETTERS, font_folder, font_names, page_texts
from printing import FontMissing, OutsideReference, page_to_pdf
from pypdf import PdfReader

HTML = '''<html lang="vi"><head><title>Phiếu</title><style>
@page { size: A4; @bottom-right { content: "Trang " counter(page) "/" counter(pages); font-family: Tinos } }
body { font-family: Tinos }</style></head><body>%s</body></html>'''
DOT = 'data:image/png;base64,' \
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


def test_letters_fonts_and_page_numbers():
    """All cuts come from the folder, embedded; pages count themselves."""
    body = f'{" ".join(LETTERS)} <b>đậm</b> <i>nghiêng</i> <b><i>cả hai</i></b><p style="break-before: page">hai</p>'
    pdf = page_to_pdf(HTML % body, font_folder())
    texts = page_texts(pdf)
    assert set(LETTERS) <= set(texts[0])
    assert [f'Trang {place}/2' in text for place, text in enumerate(texts, 1)] == [True, True]
    fonts = font_names(PdfReader(BytesIO(pdf)))
    assert len(fonts) == 4
    assert all('Tinos' in name and is_embedded for name, is_embedded in fonts.items())


def test_what_the_page_carries_is_drawn():
    """A picture in the page itself."""
    pdf = page_to_pdf(HTML % f'<img src="{DOT}" width="20"/>', font_folder())
    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == 1


@pytest.mark.parametrize('part', [
    '<img src="http://127.0.0.1/x.png">', '<img src="file:///etc/hostname">', '<img src="beside.png">',
    '<link rel="stylesheet" href="https://127.0.0.1/y.css">', '<style>@import "ftp://127.0.0.1/";</style>',
    '<img src="font:../../etc/hostname">', '<object data="HTTP://127.0.0.1/b"></object>',
    '<svg width="50" height="50"><image width="40" height="40" href="file:///etc/hostname"/></svg>',
    '<link rel="attachment" href="file:///etc/hostname">',
])
def test_a_page_that_looks_outside_is_refused(part):
    """No file of the server and no address of its network ever gets into a print."""
    with pytest.raises(OutsideReference) as caught:
        page_to_pdf(HTML % part, font_folder())
    assert caught.value.url


def test_a_missing_font_is_named(tmp_path):
    """No other font is taken in its place."""
    with pytest.raises(FontMissing) as caught:
        page_to_pdf(HTML % '', tmp_path)
    assert caught.value.path.parent == tmp_path
