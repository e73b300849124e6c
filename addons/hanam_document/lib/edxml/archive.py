"""One attached file in a zip, and its name.

>>> clean_name('..\\\\..\\\\etc/passwd'), clean_name('C:\\\\báo cáo: quý 1?.pdf'), clean_name(' .. ', 'văn bản 1')
('passwd', 'báo cáo_ quý 1_.pdf', 'văn bản 1')
"""

import os
import re
import zlib
from dataclasses import dataclass
from struct import error as StructError
from struct import pack
from typing import BinaryIO
from unicodedata import category, normalize
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from .contents import pieces_of
from .errors import BadAttachment, TooLarge

ZIP_TYPE = 'application/zip'
# The ending of the one entry in a zip made for the packet, by us and by the national axis' own library.
WRAPPED = '.edxml'
LONGEST_NAME = 255
# What is odd about a zip that is not one file.
SEVERAL = 'several files in one zip'
# The list of contents of a zip of one file is far smaller; one of a million entries is not even opened.
LARGEST_DIRECTORY = 256 * 1024
# Below this size no ratio is a bomb: a blank scan may well shrink a hundredfold.
HARMLESS = 1024 * 1024

_MAGIC = b'PK\x03\x04'
_END = b'PK\x05\x06'
_END_SIZE = 22
_END_64 = b'PK\x06\x07'
_END_64_SIZE = 20
_LONGEST_COMMENT = 0xFFFF
_FIRST_DAY = 0x21          # 1 January 1980, as zips say it
_VERSION = 20
_READABLE = 0o600 << 16
_ZIP_FORMATS = ('zip', 'kmz', 'jar', 'docx', 'xlsx', 'pptx', 'docm', 'xlsm', 'odt', 'ods', 'odp', 'epub')
# An entry that says: this zip is a document by itself.
_FORMAT_MARKS = ('[Content_Types].xml', 'mimetype')
_ARCHIVES = ('zip', 'kmz', 'jar')
_LEFTOVERS = re.compile(r'^__MACOSX/|(^|/)(\.DS_Store|Thumbs\.db)$')
_LOCKED = 1
_EDGE = '.' + ''.join(char for char in map(chr, range(0x3001)) if char.isspace())
_FORBIDDEN = re.compile('[<>:"|?*]')
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, StructError,
           LookupError, OverflowError)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was in an attachment. `inner_name`: what the zip calls the file, '' where nothing was unpacked."""

    file: BinaryIO
    oddity: str = ''
    inner_name: str = ''


def wrap(file, size, ordinal, stream):
    """Write a zip of one file to a binary stream: stored, not deflated, so the same bytes wherever it is made.

    `file` is a binary stream of `size` bytes that can be read twice. Signed PDFs and office files are compressed
    already. ValueError when it changes between the two readings.
    """
    check = _checksum(file)
    name = f'{ordinal}{WRAPPED}'.encode()
    facts = pack('<4HI2I2H', 0, ZIP_STORED, 0, _FIRST_DAY, check, size, size, len(name), 0)
    head = _MAGIC + pack('<H', _VERSION) + facts + name
    stream.write(head)
    file.seek(0)
    written = again = 0
    for piece in pieces_of(file):
        stream.write(piece)
        written, again = written + len(piece), zlib.crc32(piece, again)
    if (written, again) != (size, check):
        raise ValueError('the file changes while it is read')
    entry = b'PK\x01\x02' + pack('<2H', _VERSION, _VERSION) + facts + pack('<3H2I', 0, 0, 0, _READABLE, 0) + name
    stream.write(entry + _END + pack('<4H2IH', 0, 0, 1, 1, len(entry), len(head) + size, 0))


def _checksum(file):
    check = 0
    for piece in pieces_of(file):
        check = zlib.crc32(piece, check)
    return check


def unwrap(file, name, content_type, limits, place):
    """The file itself out of a binary file that holds a zip made for the packet, or the bare file.

    A real .docx or .zip is a zip too: such a one is left whole. `name` is cleaned already; what comes out of a zip is
    put in `place` (`contents.Memory` or `Spool`). Raises BadAttachment and TooLarge.
    """
    file.seek(0)
    if file.read(len(_MAGIC)) != _MAGIC:
        return Unpacked(file)
    says_zip = is_zip_type(content_type)
    suffix = name.rpartition('.')[2].lower()
    whole = Unpacked(file, '' if suffix in _ZIP_FORMATS else SEVERAL)
    if _directory_size(file) > LARGEST_DIRECTORY:
        return whole
    try:
        with ZipFile(file) as packed:
            if any(mark in packed.namelist() for mark in _FORMAT_MARKS):
                return Unpacked(file)
            entry = _wrapped_entry(packed, suffix, says_zip)
            if entry is None:
                return whole
            return Unpacked(_inflate(packed, entry, limits, place), inner_name=_inner_name(entry))
    except _BROKEN as error:
        if says_zip and suffix not in _ZIP_FORMATS:
            raise BadAttachment(name, f'is a zip that does not open: {error}') from None
        return Unpacked(file, 'a zip that does not open')


def is_zip_type(content_type):
    """Whether a content type says zip, in one of its spellings."""
    return 'zip' in content_type.lower()


def _directory_size(file):
    """Size of the list of contents as `ZipFile` will find it, in bytes; more than any of ours for a zip64."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _END_64_SIZE - 1))
    data = file.read()
    place = len(data) - _END_SIZE
    if not data.startswith(_END, place) or not data.endswith(b'\0\0'):
        place = data.rfind(_END, max(0, place - _LONGEST_COMMENT - 1))
    if data[max(0, place - _END_64_SIZE):max(0, place)].startswith(_END_64):
        return LARGEST_DIRECTORY + 1
    return int.from_bytes(data[place + 12:place + 16], 'little') if place >= 0 else 0


def _wrapped_entry(packed, suffix, says_zip):
    """The entry that is the file, or None where the zip itself is the file."""
    entries = [entry for entry in packed.infolist()
               if not entry.is_dir() and not _LEFTOVERS.search(entry.filename)]
    if len(entries) != 1:
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


def _inner_name(entry):
    """What the zip calls a file, unless that was made up for the packet."""
    return '' if entry.filename.endswith(WRAPPED) else entry.filename


def _inflate(packed, entry, limits, place):
    """An entry in a file of its own; what it says of its own size is not believed."""
    if entry.flag_bits & _LOCKED:
        raise BadZipFile('locked with a password')
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile('a method no packet uses, which may ask for any amount of memory')
    packed_size = packed.fp.seek(0, os.SEEK_END)
    bomb = max(HARMLESS, min(entry.compress_size, packed_size) * limits.ratio)
    written, size = place.new(), 0
    with packed.open(entry) as stream:
        for piece in pieces_of(stream):
            size += len(piece)
            if size > bomb:
                raise TooLarge('ratio', limits.ratio)
            if size > limits.file_size:
                raise TooLarge('file_size', limits.file_size)
            written.write(piece)
    return written


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


__all__ = ['LONGEST_NAME', 'SEVERAL', 'ZIP_TYPE', 'Unpacked', 'clean_name', 'is_zip_type', 'unwrap', 'wrap']
