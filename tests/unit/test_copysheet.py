"""The block of a certified copy: where it stands and what it says (Decree 30/2020, App. I, Part II, II)."""

from functools import cache
from io import BytesIO

import drafts
import pypdfium2
import pytest
from printing import CopyBlock, PageAbsent, copy_sheet, load_fonts, page_numbers
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

BLOCK = CopyBlock(
    form='SAO Y', agency='SỞ NỘI VỤ TỈNH HÀ NAM', number='Số: 05/SY-SNV',
    place_and_date='Hà Nam, ngày 05 tháng 01 năm 2026', titles=('KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'), name='Nguyễn Văn Bình',
    recipients=('- Phòng Kế toán;', '- Lưu: VT.'))


def pages(*feet):
    """Give a file whose pages are written down to these heights above their foot, in points."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4)
    for foot in feet:
        canvas.drawString(100, 700, 'copied text')
        canvas.drawString(100, foot, 'last line')
        canvas.showPage()
    canvas.save()
    return output.getvalue()


@cache
def fonts():
    return load_fonts(drafts.termes().parent)


def texts(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


def test_the_block_stands_under_the_text_where_there_is_room():
    """«On the same sheet, right after the end of the copied document»."""
    found = texts(copy_sheet(pages(100, 500), BLOCK, fonts()))
    assert len(found) == 2
    for words in (BLOCK.form, BLOCK.agency, BLOCK.number, BLOCK.place_and_date, *BLOCK.titles, BLOCK.name,
                  *BLOCK.recipients):
        assert words in found[1]
    assert BLOCK.form not in found[0]


def test_a_full_page_gets_a_further_sheet():
    """The block never lies on the text."""
    found = texts(copy_sheet(pages(100), BLOCK, fonts()))
    assert len(found) == 2
    assert 'last line' in found[0]
    assert BLOCK.number in found[1]


def test_an_extract_has_the_pages_that_were_named():
    """TRÍCH SAO copies a part."""
    found = texts(copy_sheet(pages(90, 91, 500), BLOCK, fonts(), pages='1, 3'))
    assert len(found) == 2
    assert BLOCK.form in found[1]


@pytest.mark.parametrize('words', ['0', '4', '2-1', 'a', '1,,2', '1-9'])
def test_what_is_no_page_is_refused(words):
    """Nothing is printed from a guess."""
    with pytest.raises(PageAbsent):
        page_numbers(words, 3)
