"""The register as a spreadsheet, read back by another program."""

from io import BytesIO

import pytest
from books import HEADINGS, LETTERS, NOON, book, row
from openpyxl import load_workbook
from printing import WrongShape, write_sheet


def written(volume):
    """Return (size, worksheet)."""
    stream = BytesIO()
    size = write_sheet(volume, stream)
    return size, load_workbook(BytesIO(stream.getvalue())).active


def lines(sheet):
    """Return the rows under the head."""
    return [[cell or '' for cell in line] for line in sheet.iter_rows(min_row=11, values_only=True)]


def test_head_and_rows_are_the_books():
    """Ten columns verbatim, the line of ordinals, then the rows (App. IV.VI)."""
    size, sheet = written(book([row(number) for number in range(1, 61)]))
    assert size.rows == 60
    assert tuple(cell.value for cell in sheet[9]) == HEADINGS
    assert [cell.value for cell in sheet[10]] == [f'({ordinal})' for ordinal in range(1, 11)]
    assert lines(sheet) == [list(row(number)) for number in range(1, 61)]


def test_the_covers_words_stand_above():
    """Agency, title, year, days, numbers, volume."""
    _size, sheet = written(book([]))
    assert [sheet.cell(line, 1).value for line in range(1, 8)] == [
        'ỦY BAN NHÂN DÂN TỈNH HÀ NAM', 'SỞ TƯ PHÁP', 'SỔ ĐĂNG KÝ VĂN BẢN ĐẾN', 'Năm: 2026',
        'Từ ngày 05/01/2026 đến ngày 31/12/2026', 'Từ số 01 đến số 60', 'Quyển số: 01']


@pytest.mark.parametrize('text', [
    '=HYPERLINK("http://x/","y")', '+1+1', '-2', '@SUM(A1)', '{=1}', '00123', '01/02/2026', 'http://x/y', LETTERS])
def test_a_text_stays_a_text(text):
    """A subject that begins like a formula is not one; a number keeps its zero."""
    _size, sheet = written(book([row(1, c6=text)]))
    cell = sheet.cell(11, 6)
    assert cell.value == text
    assert cell.data_type == 's' or cell.data_type == 'inlineStr'
    assert cell.hyperlink is None


def test_a_text_longer_than_a_cell_keeps_its_beginning():
    """The writer would drop it whole; the cut is visible."""
    _size, sheet = written(book([row(1, c7='á' * 40000)]))
    value = sheet.cell(11, 7).value
    assert len(value) == 32767
    assert value.endswith('á…')


def test_the_sheet_prints_like_the_book():
    """Landscape, as wide as the page, head on each page, page x of y."""
    _size, sheet = written(book([row(1)], mark='A & B'))
    assert sheet.page_setup.orientation == 'landscape'
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows.replace('$', '') == '9:10'
    assert sheet.oddFooter.right.text == 'Trang &P/&N'
    assert sheet.oddFooter.left.text == 'A && B'


def test_the_file_carries_the_given_moment():
    """Not the clock of the machine."""
    stream = BytesIO()
    write_sheet(book([]), stream)
    assert load_workbook(stream).properties.created == NOON.replace(tzinfo=None)


def test_a_row_of_another_shape_is_refused():
    """The error names the row."""
    with pytest.raises(WrongShape, match='row 1 has 11 cells'):
        written(book([(*row(1), 'x')]))
