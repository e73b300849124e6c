"""Which bytes a signature really covers, and what lies behind the end of a file, told from the bytes themselves.

A byte range is believed only if its gap is exactly the container that was checked: readers that compare lengths alone
take a container stored elsewhere for the gap, and everything in between would be unsigned.
"""

import re

from pyhanko.sign.validation.status import SignatureCoverageLevel

from .facts import Coverage
from .reading import FOREIGN_ERRORS

__all__ = ['brings_objects', 'coverage_of', 'ends_with_nothing', 'signed_end']

_COVERAGE = {
    SignatureCoverageLevel.ENTIRE_FILE: Coverage.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: Coverage.BLOCK,
}
_BLANK = b' \t\r\n\f\0'
_OBJECT = re.compile(rb'(?<![0-9])[0-9]{1,10}[ \t\r\n\f\0]+[0-9]{1,5}[ \t\r\n\f\0]+obj\b|\btrailer\b|\bxref\b')
_END = re.compile(rb'startxref[ \t\r\n]+[0-9]+[ \t\r\n]+%%EOF[ \t\r\n\0]*\Z')


def coverage_of(signature, level) -> Coverage:
    """Give what the reader says, unless the byte range leaves a gap that is not the container."""
    pdf = signature.reader.stream.getvalue()
    if not _gap_is_container(signature, pdf):
        return Coverage.UNCLEAR
    coverage = _COVERAGE.get(level, Coverage.UNCLEAR)
    if coverage is Coverage.FILE and signed_end(signature) != len(pdf):
        return Coverage.UNCLEAR
    return coverage


def _gap_is_container(signature, pdf: bytes) -> bool:
    numbers = _numbers(signature)
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        return False
    _, start, end, tail = numbers
    gap = pdf[start:end]
    if end + tail > len(pdf) or gap[:1] != b'<' or gap[-1:] != b'>':
        return False
    digits = gap[1:-1].translate(None, _BLANK)
    try:
        return bytes.fromhex((digits + b'0' * (len(digits) % 2)).decode('ascii')) == signature.pkcs7_content
    except ValueError:
        return False


def _numbers(signature) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in signature.byte_range)
    except FOREIGN_ERRORS:
        return ()


def signed_end(signature) -> int:
    """Give the offset behind the last byte of the range; 0 when it is none."""
    numbers = _numbers(signature)
    return numbers[2] + numbers[3] if len(numbers) == 4 else 0


def ends_with_nothing(pdf: bytes, reader) -> bool:
    """Tell whether the file ends with the end of its newest revision and nothing but blanks behind."""
    newest = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    tail = pdf[newest.end_location:]
    return tail.count(b'%%EOF') <= 1 and _END.search(tail) is not None


def brings_objects(uncovered: bytes) -> bool:
    """Tell whether bytes nobody signed hold objects or tables, which a reader that repairs files would take in."""
    return _OBJECT.search(uncovered) is not None
