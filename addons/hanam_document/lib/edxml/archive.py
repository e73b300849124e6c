"""One attached file in a zip, and its name.

>>> clean_name('..\\\\..\\\\etc/passwd'), clean_name('C:\\\\báo cáo: quý 1?.pdf'), clean_name(' .. ', 'văn bản 1')
('passwd', 'báo cáo_ quý 1_.pdf', 'văn bản 1')
"""

import re
import zlib
from io import BytesIO
from struct import error as StructError
from unicodedata import category, normalize
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .errors import BadAttachment, TooLarge

ZIP_TYPE = 'application/zip'
# The ending of the one entry in a zip made for the packet, by us and by the national axis' own library.
WRAPPED = '.edxml'
LONGEST_NAME = 255
# The list of contents of a zip of one file is far smaller; one of a million entries is not even opened.
LARGEST_DIRECTORY = 256 * 1024
# Below this size no ratio is a bomb: a blank scan may well shrink a hundredfold.
HARMLESS = 1024 * 1024

_MAGIC = b'PK\x03\x04'
_END = b'PK\x05\x06'
_END_SIZE = 22
_END_64 = b'PK\x06\x07'
_LONGEST_COMMENT = 0xFFFF
_ZIP_FORMATS = ('zip', 'kmz', 'jar', 'docx', 'xlsx', 'pptx', 'docm', 'xlsm', 'odt', 'ods', 'odp', 'epub')
_ARCHIVES = ('zip', 'kmz', 'jar')
_LOCKED = 1
_EDGE = '.' + ''.join(char for char in map(chr, range(0x3001)) if char.isspace())
_FORBIDDEN = re.compile('[<>:"|?*]')
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, StructError,
           LookupError, OverflowError)


def wrap(content, ordinal):
    """A zip of one file, stored and not deflated: the same bytes on every machine, whatever its zlib.

    Signed PDFs and office files are compressed already.
    """
    entry = ZipInfo(f'{ordinal}{WRAPPED}', (1980, 1, 1, 0, 0, 0))
    entry.create_system = 0
    made = BytesIO()
    with ZipFile(made, 'w', ZIP_STORED) as packed:
        packed.writestr(entry, content)
    return made.getvalue()


def unwrap(data, name, content_type, limits):
    """The file itself, and '' or what was odd: bytes of a zip made for the packet, or of a bare file.

    A real .docx or .zip is a zip too: such a one is left whole. `name` is cleaned already. Raises BadAttachment and
    TooLarge.
    """
    if not data.startswith(_MAGIC):
        return data, ''
    says_zip = 'zip' in content_type.lower()
    suffix = name.rpartition('.')[2].lower()
    if _directory_size(data) > LARGEST_DIRECTORY:
        return data, '' if suffix in _ZIP_FORMATS else 'several files in one zip'
    try:
        with ZipFile(BytesIO(data)) as packed:
            entry = _wrapped_entry(packed, suffix, says_zip)
            if entry is not None:
                return _inflate(packed, entry, len(data), limits), ''
    except _BROKEN as error:
        if says_zip and suffix not in _ZIP_FORMATS:
            raise BadAttachment(name, f'is a zip that does not open: {error}') from None
        return data, 'a zip that does not open'
    return data, '' if suffix in _ZIP_FORMATS else 'several files in one zip'


def _directory_size(data):
    """Size of the list of contents as `ZipFile` will find it, in bytes; more than any of ours for a zip64."""
    place = len(data) - _END_SIZE
    if not data.startswith(_END, place) or not data.endswith(b'\0\0'):
        place = data.rfind(_END, max(0, place - _LONGEST_COMMENT - 1))
    if data[max(0, place - 20):max(0, place)].startswith(_END_64):
        return LARGEST_DIRECTORY + 1
    return int.from_bytes(data[place + 12:place + 16], 'little') if place >= 0 else 0


def _wrapped_entry(packed, suffix, says_zip):
    """The entry that is the file, or None where the zip itself is the file."""
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(entries) != 1 or entries[0].filename in ('[Content_Types].xml', 'mimetype'):
        return None
    entry = entries[0]
    if suffix not in _ARCHIVES or entry.filename.endswith(WRAPPED):
        return entry
    # An archive of one file by its own right, or one wrapped once more: what comes out tells.
    return entry if says_zip and _begins_as_zip(packed, entry) else None


def _begins_as_zip(packed, entry):
    if entry.flag_bits & _LOCKED:
        return False
    with packed.open(entry) as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def _inflate(packed, entry, packed_size, limits):
    """The bytes of an entry; what it says of its own size is not believed."""
    if entry.flag_bits & _LOCKED:
        raise BadZipFile('locked with a password')
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile('a method no packet uses, which may ask for any amount of memory')
    bomb = max(HARMLESS, min(entry.compress_size, packed_size) * limits.ratio)
    with packed.open(entry) as stream:
        content = stream.read(min(limits.file_size, bomb) + 1)
    if len(content) > bomb:
        raise TooLarge('ratio', limits.ratio)
    if len(content) > limits.file_size:
        raise TooLarge('file_size', limits.file_size)
    return content


def clean_name(name, fallback='file'):
    """A file name safe to show and to save: no path, no control or direction characters, at most 255 bytes of UTF-8.

    The ending is kept where the name is cut. Cleaning a clean name changes nothing.
    """
    name = normalize('NFC', re.split(r'[/\\]', name)[-1])
    name = ''.join(char for char in name if category(char) not in ('Cc', 'Cf', 'Cs', 'Zl', 'Zp'))
    name = _FORBIDDEN.sub('_', name).strip(_EDGE)
    if not name:
        return fallback
    stem, dot, suffix = name.rpartition('.')
    if not dot or len(suffix.encode()) > 16:
        stem, dot, suffix = name, '', ''
    room = LONGEST_NAME - len((dot + suffix).encode())
    return stem.encode()[:room].decode(errors='ignore').rstrip(_EDGE) + dot + suffix


__all__ = ['LONGEST_NAME', 'ZIP_TYPE', 'clean_name', 'unwrap', 'wrap']
