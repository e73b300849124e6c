"""What kind of file these bytes are, by what is in them and never by a name.

How to use: `kind_of(content)` gives a `Kind` or None. How it works: a mark at the beginning; for packages (ZIP, OLE)
the parts inside; plain text is what can be read as UTF-8, or as UTF-16 with its mark, and has no control characters.
"""

import io
import lzma
import zipfile
import zlib
from enum import StrEnum

__all__ = ['OFFICE', 'PICTURES', 'SPREADSHEETS', 'Kind', 'is_docx', 'kind_of']

MAIN_PARTS = {'word/document.xml': 'docx', 'xl/workbook.xml': 'xlsx', 'ppt/presentation.xml': 'pptx'}
OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.'
OPEN_DOCUMENTS = {'text': 'odt', 'spreadsheet': 'ods', 'presentation': 'odp'}
OLE = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
OLE_ENTRY = 128
OLE_STREAMS = {'EncryptedPackage': 'encrypted', 'WordDocument': 'doc', 'Workbook': 'xls', 'Book': 'xls',
               'PowerPoint Document': 'ppt'}
MARKS = {b'{\\rtf': 'rtf', b'\xff\xd8\xff': 'jpeg', b'\x89PNG\r\n\x1a\n': 'png', b'II*\0': 'tiff', b'MM\0*': 'tiff'}
PDF_WITHIN = 1024
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


class Kind(StrEnum):
    """The kinds that can be attached to a document; ENCRYPTED is an office file under a password."""

    PDF = 'pdf'
    DOCX = 'docx'
    DOC = 'doc'
    ODT = 'odt'
    RTF = 'rtf'
    TEXT = 'txt'
    XLSX = 'xlsx'
    XLS = 'xls'
    ODS = 'ods'
    PPTX = 'pptx'
    PPT = 'ppt'
    ODP = 'odp'
    JPEG = 'jpeg'
    PNG = 'png'
    TIFF = 'tiff'
    ENCRYPTED = 'encrypted'


# What a broken or locked package shows itself by: RuntimeError is a password or a way of packing that is not known.
PACKAGE_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError)
SPREADSHEETS = frozenset({Kind.XLSX, Kind.XLS, Kind.ODS})
PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.TIFF})
OFFICE = frozenset(Kind) - PICTURES - {Kind.PDF, Kind.ENCRYPTED}


def kind_of(content: bytes) -> Kind | None:
    """Name the kind of a file; None for what is none of them.

    >>> kind_of(b'%PDF-1.7 ...'), kind_of('Kính gửi'.encode()), kind_of(b'MZ\\0\\0'), kind_of(b'')
    (<Kind.PDF: 'pdf'>, <Kind.TEXT: 'txt'>, None, None)
    """
    if b'%PDF-' in content[:PDF_WITHIN]:
        return Kind.PDF
    for mark, kind in MARKS.items():
        if content.startswith(mark):
            return Kind(kind)
    if content.startswith(b'PK'):
        return _package(content)
    if content.startswith(OLE):
        return _compound(content)
    return Kind.TEXT if _is_text(content) else None


def is_docx(content: bytes) -> bool:
    """Whether these bytes are a Word document (a ZIP with a main part).

    >>> is_docx(b'PK not really'), is_docx(b'%PDF-1.7')
    (False, False)
    """
    return kind_of(content) is Kind.DOCX


def _package(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            for part, kind in MAIN_PARTS.items():
                if part in names:
                    return Kind(kind)
            said = archive.open('mimetype').read(100).decode('ascii', 'replace') if 'mimetype' in names else ''
    except PACKAGE_FAULTS:
        return None
    kind = OPEN_DOCUMENTS.get(said.strip().removeprefix(OPEN_DOCUMENT))
    return Kind(kind) if kind else None


def _compound(content: bytes) -> Kind | None:
    """The directory of an OLE file has one entry of 128 bytes for each stream, which begins with the name."""
    for name, kind in OLE_STREAMS.items():
        entry = f'{name}\0'.encode('utf-16-le')
        at = content.find(entry)
        while at >= 0:
            if at % OLE_ENTRY == 0:
                return Kind(kind)
            at = content.find(entry, at + 1)
    return None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode('utf-16' if content[:2] in (b'\xff\xfe', b'\xfe\xff') else 'utf-8')
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(ord(letter) in CONTROLS for letter in text)
