"""Does a PDF that says it is PDF/A keep what PDF/A asks, as far as that can be seen here? (ISO 19005-1 to -3)

What: `check_pdfa(pdf)` gives the shortfalls, `claim_in_words(shortfalls)` one sentence that claims no more than was
checked. How it works: every object is looked at once for what the standard forbids or requires; glyph by glyph checks
(widths, .notdef) and the drawing operators are left to a validator.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import pikepdf

from .errors import NotPdf
from .pdfa_metadata import metadata_shortfalls
from .pdfa_objects import ObjectChecks
from .reading import header_version

__all__ = ['Point', 'Shortfall', 'check_pdfa', 'claim_in_words']


class Point(StrEnum):
    """What is checked."""

    HEADER = 'header'
    TRAILER_ID = 'trailer_id'
    ENCRYPTION = 'encryption'
    IDENTIFICATION = 'identification'
    METADATA = 'metadata'
    OUTPUT_INTENT = 'output_intent'
    COLOUR = 'colour'
    FONTS = 'fonts'
    ACTIONS = 'actions'
    FORM = 'form'
    ANNOTATIONS = 'annotations'
    MULTIMEDIA = 'multimedia'
    EMBEDDED_FILES = 'embedded_files'
    EXTERNAL_STREAMS = 'external_streams'
    FILTERS = 'filters'
    TRANSPARENCY = 'transparency'
    PERMISSIONS = 'permissions'
    XREF_STREAMS = 'xref_streams'


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that is not as PDF/A asks."""

    point: Point
    detail: str


def check_pdfa(pdf: bytes) -> tuple[Shortfall, ...]:
    """Give what falls short of the part of PDF/A the file claims, in the order of `Point`; NotPdf."""
    header_version(pdf)
    found = {Point.HEADER: _header(pdf)}
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            part, found[Point.IDENTIFICATION], found[Point.METADATA] = metadata_shortfalls(document)
            found |= {Point(point): details for point, details in ObjectChecks(document, part).run().items()}
            found[Point.TRAILER_ID] = () if len(document.trailer.get('/ID', ())) == 2 else ('the file has no ID',)
            found[Point.ENCRYPTION] = ('the file is encrypted',) if document.is_encrypted else ()
    except pikepdf.PasswordError:
        found[Point.ENCRYPTION] = ('a password is needed to read the file',)
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError) as error:
        raise NotPdf(f'{type(error).__name__}: {error}') from error
    else:
        if part == '1' and re.search(rb'/Type\s*/(ObjStm|XRef)\b', pdf):
            found[Point.XREF_STREAMS] = ('PDF/A-1 allows no object or cross-reference streams',)
    return tuple(Shortfall(point, detail) for point in Point for detail in dict.fromkeys(found.get(point, ())))


def claim_in_words(shortfalls: tuple[Shortfall, ...]) -> str:
    """Give one sentence; it never says more than that what was checked here is in order.

    >>> claim_in_words(())
    'meets the 18 points of PDF/A checked here; not certified'
    """
    missed = len({one.point for one in shortfalls})
    if not missed:
        return f'meets the {len(Point)} points of PDF/A checked here; not certified'
    return f'falls short of {missed} of the {len(Point)} points of PDF/A checked here'


def _header(pdf: bytes) -> tuple[str, ...]:
    """The mark is at the very beginning, and a comment of four high bytes follows it."""
    match = re.match(rb'%PDF-[12]\.\d[\r\n]{1,2}%([^\r\n]{4})', pdf)
    return () if match and all(byte > 127 for byte in match[1]) else ('the header or its binary comment is missing',)
