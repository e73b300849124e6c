"""The words of a table or presentation that is not converted, so that what must not be in it can be looked for.

How it works: the parts of the package (XLSX, PPTX, OpenDocument) that hold text, read up to a limit; what ends a cell
or a paragraph ends a line, every other tag is left out. The old binary kinds give no words.
"""

import html
import io
import re
import zipfile

from .errors import ConversionError, Failure
from .kinds import PACKAGE_FAULTS

__all__ = ['words_of']

MOST = 32 * 1024 * 1024
PARTS = re.compile(
    r'(xl/(sharedStrings|worksheets/[^/]+|comments\d*)|ppt/slides/[^/]+|content|styles|docProps/core)\.xml$')
ENDS = re.compile(r'</(?:\w+:)?(?:si|is|p|h|c|row|oddHeader|oddFooter|title|subject|text)>|&amp;[LCR]')
TAGS = re.compile(r'<[^>]*>')


def words_of(content: bytes) -> str:
    """Return the words, a line for each cell or paragraph; '' for what is no package.

    Raises ConversionError when a part of a package is broken: what stands in it cannot be known.

    >>> words_of(b'MZ no package')
    ''
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except PACKAGE_FAULTS:
        return ''
    with archive:
        try:
            return '\n'.join(_parts(archive))
        except PACKAGE_FAULTS as fault:
            raise ConversionError(Failure.NO_RESULT, str(fault)) from fault


def _parts(archive: zipfile.ZipFile):
    left = MOST
    for name in archive.namelist():
        if left > 0 and PARTS.match(name):
            with archive.open(name) as part:
                text = part.read(left).decode('utf-8', 'replace')
            left -= len(text)
            yield html.unescape(TAGS.sub('', ENDS.sub('\n', text)))
