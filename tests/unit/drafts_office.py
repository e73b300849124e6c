"""Office files and pictures with a draft in them, as small as they can be."""

import io
import zipfile
from xml.sax.saxutils import escape

from PIL import Image

LINES = (
    ('left', 'ỦY BAN NHÂN DÂN TỈNH HÀ NAM'), ('left', 'Số:            /QĐ-UBND'),
    ('right', 'Hà Nam, ngày         tháng         năm            '), ('center', 'QUYẾT ĐỊNH'),
    ('both', 'Điều 1. Giao Văn phòng chủ trì.'), ('right', 'CHỦ TỊCH        '), *[('right', '')] * 4,
    ('right', 'Nguyễn Văn An'),
)
WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006'
MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'


def package(parts: dict[str, str]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return output.getvalue()


def docx(lines=LINES) -> bytes:
    body = ''.join(
        f'<w:p><w:pPr><w:jc w:val="{side}"/></w:pPr><w:r><w:rPr><w:sz w:val="26"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for side, text in lines)
    return package({
        '[Content_Types].xml': f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        '_rels/.rels': f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type='
        f'"{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        'word/document.xml': f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '</w:sectPr></w:body></w:document>'})


def open_document(kind: str, body: str) -> bytes:
    said = f'application/vnd.oasis.opendocument.{kind}'
    names = 'urn:oasis:names:tc:opendocument:xmlns'
    return package({
        'mimetype': said,
        'content.xml': f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:text:1.0" '
        f'xmlns:b="{names}:table:1.0" o:version="1.2"><o:body><o:{kind}>{body}</o:{kind}></o:body>'
        '</o:document-content>',
        'META-INF/manifest.xml': f'<m:manifest xmlns:m="{names}:manifest:1.0"><m:file-entry m:full-path="/" '
        f'm:media-type="{said}"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'})


def odt() -> bytes:
    return open_document('text', '<t:p>Phụ lục kèm theo</t:p>')


def ods() -> bytes:
    return open_document('spreadsheet', '<b:table b:name="A"><b:table-row><b:table-cell><t:p>Số liệu</t:p>'
                                        '</b:table-cell></b:table-row></b:table>')


def rtf() -> bytes:
    return rb'{\rtf1\ansi Phu luc kem theo\par}'


def compound(*streams: str) -> bytes:
    """The beginning of an OLE file with these names in its directory: enough to be known, not to be read."""
    return b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(504) + b''.join(
        f'{name}\0'.encode('utf-16-le').ljust(128, b'\0') for name in ('Root Entry', *streams))


def picture(form: str, mode: str = 'RGB', size=(400, 300), **settings) -> bytes:
    output = io.BytesIO()
    Image.linear_gradient('L').resize(size).convert(mode).save(output, form, **settings)
    return output.getvalue()
