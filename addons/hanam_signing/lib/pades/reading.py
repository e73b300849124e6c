"""Open foreign PDFs: one place that knows which exceptions a reader may throw at hostile bytes."""

from io import BytesIO
from struct import error as StructError
from zlib import error as ZlibError

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import CMSExtractionError, SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    OCSPValidationError,
    PathError,
    ValidationError,
)

from .errors import NotPdf, PdfEncrypted

__all__ = ['FOREIGN_ERRORS', 'header_version', 'open_reader', 'open_writer']

# Seen with broken and hostile files: a reader gives not only its own errors but whatever the broken value led to.
# Memory that runs out is apart: what is said about the rest of such a file would be wrong.
FOREIGN_ERRORS = (
    PdfError, SignatureValidationError, CMSExtractionError, SigningError, ValueError, TypeError, LookupError,
    AttributeError, AssertionError, ArithmeticError, RuntimeError, OSError, NameError, EOFError, SyntaxError,
    StructError, ZlibError, UnsupportedAlgorithm, InvalidSignature, PathError, CRLValidationError, OCSPValidationError,
    ValidationError,
)

HEADER_WITHIN = 1024


def header_version(pdf: bytes) -> str:
    """Give the version of the «%PDF-» mark in the first 1,024 bytes; NotPdf without one."""
    start = pdf.find(b'%PDF-', 0, HEADER_WITHIN)
    if start < 0:
        raise NotPdf('no %PDF- mark in the first 1024 bytes')
    return pdf[start + 5:start + 8].decode('latin-1')


def open_reader(pdf: bytes) -> tuple[PdfFileReader, bool]:
    """Open for reading, strict if the file allows; give the reader and whether it is strict.

    NotPdf when nothing can be read, PdfEncrypted when a password is needed to read.
    """
    header_version(pdf)
    try:
        reader, strict = _strict_or_lenient(pdf)
        if reader.encrypted and reader.decrypt('').status is AuthStatus.FAILED:
            raise PdfEncrypted('a password is needed to read the file')
        reader.root['/Pages']
    except FOREIGN_ERRORS as error:
        raise NotPdf(f'{type(error).__name__}: {error}') from error
    return reader, strict


def _strict_or_lenient(pdf: bytes) -> tuple[PdfFileReader, bool]:
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if not reader.xrefs.hybrid_xrefs_present:
            return reader, True
    except FOREIGN_ERRORS:
        pass
    return PdfFileReader(BytesIO(pdf), strict=False), False


class _Writer(IncrementalPdfFileWriter):
    """Adds a revision and leaves title, dates and producer of the draft as they are.

    What pyHanko writes there is the hour of the machine, and different in Info and XMP, which PDF/A does not allow.
    """

    def _update_meta(self):
        pass


def open_writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """Open for an incremental update; NotPdf or PdfEncrypted (any encryption: it cannot be signed here)."""
    header_version(pdf)
    try:
        writer = _Writer(BytesIO(pdf), strict=True)
        writer.root['/Pages']
    except FOREIGN_ERRORS as error:
        raise NotPdf(f'{type(error).__name__}: {error}') from error
    if writer.prev.encrypted:
        raise PdfEncrypted('an encrypted file cannot be signed')
    return writer
