"""A short digest of what a packet says: two packets of one document in one second get two names.

Both sides compute it, the sender from what it means, the receiver from what it read; so it is taken of the values as
reading gives them: without white space around, and without what is empty. Agencies at both ends and the way the
packet took do not count, an axis may rewrite them; of the files, name, size and CRC-32 count.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from zlib import crc32

from .archive import clean_name
from .codes import Urgency
from .contents import pieces_of

LENGTH = 12
_NOT_SAID = ('from_', 'to', 'trace', 'attachments', 'extras', 'warnings')


def fingerprint(packet):
    """12 hexadecimal digits that differ where two packets say different things. OSError where a file is gone."""
    said = {name: value for name, value in _values(packet).items() if name not in _NOT_SAID}
    said['files'] = [_file(file, ordinal) for ordinal, file in enumerate(getattr(packet, 'attachments', ()), 1)]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode(errors='surrogatepass')).hexdigest()[:LENGTH]


def _values(thing):
    """The fields that say something, by name. A raw date counts only where there is no other."""
    found = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in _NOT_SAID}
    plain = {name: _plain(value) for name, value in found.items()}
    return {name: value for name, value in plain.items()
            if value not in ('', None, [], {}) and not (name.startswith('raw_') and plain[name.removeprefix('raw_')])}


def _plain(value):
    if is_dataclass(value):
        return _values(value)
    if isinstance(value, tuple):
        return [said for said in map(_plain, value) if said not in ('', {})]
    if isinstance(value, Urgency):
        return value.shown.value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _file(file, ordinal):
    check = 0
    with file.open() as stream:
        for piece in pieces_of(stream):
            check = crc32(piece, check)
    return [clean_name(file.name, f'file-{ordinal}'), file.size, check]


__all__ = ['fingerprint']
