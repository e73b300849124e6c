"""Convert an attached file to PDF/A-2b: office files with LibreOffice, pictures without it.

How to use it: `to_pdf(content)` gives the PDF's bytes or raises `ConversionError`, whose `reason` says which way it
failed; `kind_of(content)` says what a file is, by what is in it; `words_of(content)` reads what is not converted.
"""

from .errors import ConversionError, Failure
from .kinds import OFFICE, PICTURES, SPREADSHEETS, Kind, is_docx, kind_of
from .office import office_to_pdf
from .pictures import PictureBroken, PictureTooLarge, pictures_to_pdf
from .words import words_of

__all__ = ['SPREADSHEETS', 'ConversionError', 'Failure', 'Kind', 'is_docx', 'kind_of', 'to_pdf', 'words_of']


def to_pdf(content, kind=None, *, soffice='soffice', seconds=60):
    """Return the PDF of an office file, a text or a picture; a PDF is returned as it is. Raises ConversionError.

    kind: the only kind that is accepted, if the caller wants one (NOT_DOCX for a Word document that is none).
    seconds: how long it may take.
    """
    found = kind_of(content)
    if kind is not None and found is not kind:
        raise ConversionError(Failure.NOT_DOCX if kind is Kind.DOCX else Failure.UNKNOWN_KIND)
    if found is Kind.PDF:
        return content
    if found in PICTURES:
        return _picture(content)
    if found not in OFFICE:
        raise ConversionError(Failure.ENCRYPTED if found is Kind.ENCRYPTED else Failure.UNKNOWN_KIND)
    return office_to_pdf(content, found, soffice, seconds)


def _picture(content):
    try:
        return pictures_to_pdf(content)
    except PictureTooLarge as error:
        raise ConversionError(Failure.TOO_LARGE, str(error)) from error
    except PictureBroken as error:
        raise ConversionError(Failure.NO_RESULT, str(error)) from error
