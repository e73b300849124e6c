"""The same rows as a spreadsheet (XLSX), for counting and searching; it does not replace the bound book."""

from xlsxwriter import Workbook

from .layout import printable
from .model import Size

__all__ = ['write_sheet']

# what one cell of a spreadsheet holds; a longer text would be dropped whole by the writer
CELL_LENGTH = 32767
# millimetres of the decree's model to the spreadsheet's character widths, the page being 1.5 times the model
CHARACTERS_PER_MM = 0.8


def write_sheet(book, stream):
    """Write title, head and rows into `stream` and return the Size (0 pages).

    Every cell is text: what begins with «=» or looks like a number or address stays as written. Rows go to
    a temporary file as they come. Raise WrongShape for a row that does not fit the columns.
    """
    workbook = Workbook(stream, {
        'constant_memory': True, 'strings_to_formulas': False, 'strings_to_numbers': False, 'strings_to_urls': False})
    # a spreadsheet's dates have no zone: the local moment is what the reader expects
    workbook.set_properties({
        'title': f'{book.cover.title} {book.cover.year}', 'author': book.cover.organ,
        'created': book.printed_at.replace(tzinfo=None)})
    sheet = workbook.add_worksheet('Sổ')
    head = _write_title(workbook, sheet, book)
    _write_head(workbook, sheet, book, head)
    _set_page(sheet, book, head)
    rows = 0
    formats = [_cell_format(workbook, column.is_centred) for column in book.columns]
    for rows, row in book.checked_rows():
        for place, (text, look) in enumerate(zip(row, formats, strict=True)):
            sheet.write_string(head + 1 + rows, place, _fitting(text), look)
    workbook.close()
    return Size(rows=rows)


def _write_title(workbook, sheet, book):
    """Write the cover's words above the head; return the line of the head."""
    cover = book.cover
    bold, plain = (workbook.add_format({'font_name': 'Times New Roman', 'bold': heavy}) for heavy in (True, False))
    lines = (
        (cover.superior.upper(), plain), (cover.organ.upper(), bold), (cover.title.upper(), bold),
        (f'Năm: {cover.year}', plain), (f'Từ ngày {cover.first_date} đến ngày {cover.last_date}', plain),
        (f'Từ số {cover.first_number} đến số {cover.last_number}', plain), (f'Quyển số: {cover.volume}', plain))
    for line, (text, look) in enumerate(lines):
        sheet.write_string(line, 0, printable(text), look)
    return len(lines) + 1


def _write_head(workbook, sheet, book, head):
    look = {'font_name': 'Times New Roman', 'align': 'center', 'valign': 'vcenter', 'text_wrap': True, 'border': 1}
    bold, plain = workbook.add_format({**look, 'bold': True}), workbook.add_format(look)
    for place, column in enumerate(book.columns):
        sheet.set_column(place, place, column.width * CHARACTERS_PER_MM)
        sheet.write_string(head, place, column.heading, bold)
    for place in range(len(book.columns)):
        sheet.write_string(head + 1, place, f'({place + 1})', plain)


def _set_page(sheet, book, head):
    sheet.set_landscape()
    sheet.set_paper(9 if book.paper.name == 'A4' else 8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head, head + 1)
    sheet.freeze_panes(head + 2, 0)
    # a footer holds 255 characters and reads «&» as a command
    sheet.set_footer(f"&L{printable(book.mark)[:80].replace('&', '&&')}&RTrang &P/&N")


def _cell_format(workbook, is_centred):
    return workbook.add_format({
        'font_name': 'Times New Roman', 'valign': 'top', 'text_wrap': True, 'border': 1,
        'align': 'center' if is_centred else 'left', 'num_format': '@'})


def _fitting(text):
    text = printable(text)
    return text if len(text) <= CELL_LENGTH else text[:CELL_LENGTH - 1] + '…'
