"""A small register to print, in the words of Decree 30/2020, App. IV.VI."""

import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from io import BytesIO

from drafts import font_file
from printing import Book, Closing, Column, Cover, load_fonts, write_book
from pypdf import PdfReader

HANOI = timezone(timedelta(hours=7))
NOON = datetime(2026, 12, 31, 12, 0, tzinfo=HANOI)
HEADINGS = (
    'Ngày đến', 'Số đến', 'Tác giả', 'Số, ký hiệu văn bản', 'Ngày tháng văn bản',
    'Tên loại và trích yếu nội dung văn bản', 'Đơn vị hoặc người nhận', 'Ngày chuyển', 'Ký nhận', 'Ghi chú')
WIDTHS = (15, 12.5, 12.5, 20, 17.5, 27.5, 20, 20, 15, 15)
MARKED = 'ăâêôơưđ' + 'áàảãạ' 'ắằẳẵặ' 'ấầẩẫậ' 'éèẻẽẹ' 'ếềểễệ' 'íìỉĩị' 'óòỏõọ' 'ốồổỗộ' 'ớờởỡợ' 'úùủũụ' 'ứừửữự' 'ýỳỷỹỵ'
LETTERS = MARKED + MARKED.upper()


def font_folder():
    """Return the folder that holds Tinos."""
    return font_file('Tinos-Regular.ttf').parent


def row(number, **cells):
    """Return one line of the register; `cells` by ordinal of the column: c6="…"."""
    line = ['05/01/2026', f'{number:02d}', 'Sở Nội vụ', f'{number}/SNV-VP', '03/01/2026',
            'Báo cáo về cải cách hành chính', 'Văn phòng', '06/01/2026', '', '']
    for name, text in cells.items():
        line[int(name.removeprefix('c')) - 1] = text
    return tuple(line)


def book(rows, **changes):
    """Return a volume with these rows."""
    cover = Cover('Ủy ban nhân dân tỉnh Hà Nam', 'Sở Tư pháp', 'Sổ đăng ký văn bản đến', 2026,
                  '05/01/2026', '31/12/2026', '01', '60', '01')
    columns = tuple(Column(heading, width) for heading, width in zip(HEADINGS, WIDTHS, strict=True))
    closing = Closing('Hà Nam, ngày 31 tháng 12 năm 2026', ('Văn thư cơ quan', 'Thủ trưởng cơ quan'))
    values = {'cover': cover, 'columns': columns, 'rows': rows, 'closing': closing, 'printed_at': NOON,
              'mark': 'In từ Hệ thống quản lý văn bản'}
    return Book(**(values | changes))


def printed(volume):
    """Return (size, bytes, reader) of the volume as PDF."""
    stream = BytesIO()
    size = write_book(volume, load_fonts(font_folder()), stream)
    return size, stream.getvalue(), PdfReader(BytesIO(stream.getvalue()))


def page_texts(pdf):
    """Return the text of each page as another program reads it: poppler where it is installed, else pypdf."""
    if shutil.which('pdftotext'):
        answer = subprocess.run(['pdftotext', '-layout', '-', '-'], input=pdf, capture_output=True, check=True)
        return answer.stdout.decode().split('\f')[:-1]
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def font_names(reader):
    """Return {font name: is it embedded} over every page and form of a PDF."""
    fonts = {}
    for page in reader.pages:
        for resources in _resources(page):
            for font in (resources.get('/Font') or {}).values():
                font = font.get_object()
                inner = font['/DescendantFonts'][0].get_object() if '/DescendantFonts' in font else font
                descriptor = inner.get('/FontDescriptor')
                is_embedded = descriptor is not None and '/FontFile2' in descriptor.get_object()
                fonts[str(font['/BaseFont'])] = is_embedded
    return fonts


def _resources(page):
    yield page['/Resources']
    for form in (page['/Resources'].get('/XObject') or {}).values():
        if resources := form.get_object().get('/Resources'):
            yield resources.get_object()
