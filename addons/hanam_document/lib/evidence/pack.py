"""Writing a pack: the same entries and moment give the same bytes, and no file is held in memory as a whole."""

import json
import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .errors import BadName, SourceChanged
from .model import Entry, Made
from .readme import MANIFEST, README, SUMS, readme

__all__ = ['write_pack']

CHUNK = 1 << 20
PROGRAMS = (
    ('kiem_tra.py', 'Công cụ kiểm tra gói, chạy bằng Python'),
    ('kiem_tra_pdf.py', 'Phần kiểm tra chữ ký số của tệp PDF, chạy riêng cũng được'),
)
NAME = re.compile(r'[A-Za-z0-9_][A-Za-z0-9._-]*')
LONGEST = 200
# names Windows keeps for devices
DEVICES = re.compile(r'(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?', re.IGNORECASE)


def write_pack(stream, entries, occasion):
    """Write a zip of `entries` with readme, verifier, manifest and checksums into `stream`; return a `Made`.

    `stream`: empty, opened to read, write and seek in bytes. `occasion`: `Occasion`. Raises BadName for a name that
    cannot stand in a pack, SourceChanged for an entry that is not there or is not what its kept digest says.

    Nothing is compressed: the bytes do not depend on a library's version, and what is inside can be cut out of a
    damaged zip.
    """
    entries = [*_own(entries, occasion), *sorted(entries, key=lambda entry: entry.name)]
    _refuse_names(entries)
    with ZipFile(stream, 'w', ZIP_STORED) as archive:
        rows = [_written(archive, entry, occasion) for entry in entries]
        manifest = _json({'format': 'hanam-evidence/1', 'made_at': occasion.moment.isoformat(),
                          'made_by': occasion.made_by, 'agency': occasion.agency, 'title': occasion.title,
                          'about': dict(occasion.lines), 'files': sorted(rows, key=lambda row: row['name'])})
        rows.append(_written(archive, Entry(MANIFEST, '', manifest), occasion))
        listed = sorted(rows, key=lambda row: row['name'])
        sums = ''.join(f'{row["sha256"]}  {row["name"]}\n' for row in listed).encode()
        mark = _written(archive, Entry(SUMS, '', sums), occasion)['sha256']
    return Made(mark=mark, sha256=_digest(stream), size=stream.tell(), files=len(rows) + 1)


def _own(entries, occasion):
    """Return the readme and the programs: first, so that they are seen first."""
    programs = [Entry(name, what, (Path(__file__).parent / 'verifier' / name).read_bytes()) for name, what in PROGRAMS]
    told = [*sorted(entries, key=lambda entry: entry.name), *programs]
    return [Entry(README, 'Bản hướng dẫn này', readme(told, occasion).encode()), *programs]


def _refuse_names(entries):
    seen = {MANIFEST.lower(), SUMS.lower()}
    for entry in entries:
        parts = PurePosixPath(entry.name).parts
        is_plain = parts and '/'.join(parts) == entry.name and all(
            NAME.fullmatch(part) and part[-1] != '.' and not DEVICES.fullmatch(part) for part in parts)
        if not is_plain or len(entry.name) > LONGEST or entry.name.lower() in seen:
            raise BadName(entry.name)
        seen.add(entry.name.lower())


def _written(archive, entry, occasion):
    """Write one entry while it is digested; return its row of the manifest."""
    info = ZipInfo(entry.name, occasion.moment.timetuple()[:6])
    info.create_system, info.external_attr = 3, 0o100644 << 16
    info.file_size = _size(entry)
    sink, size = sha256(), 0
    with _opened(entry) as source, archive.open(info, 'w') as target:
        while piece := source.read(CHUNK):
            sink.update(piece)
            target.write(piece)
            size += len(piece)
    found = sink.hexdigest()
    if entry.sha256 and entry.sha256 != found:
        raise SourceChanged(entry.name, found)
    return {'name': entry.name, 'size': size, 'sha256': found, 'what': entry.what}


def _size(entry):
    try:
        return entry.source.stat().st_size if isinstance(entry.source, Path) else len(entry.source)
    except FileNotFoundError:
        raise SourceChanged(entry.name, '') from None


def _opened(entry):
    return entry.source.open('rb') if isinstance(entry.source, Path) else BytesIO(entry.source)


def _digest(stream):
    """Return the SHA-256 of everything written; the stream is at its end then."""
    sink = sha256()
    stream.seek(0)
    while piece := stream.read(CHUNK):
        sink.update(piece)
    return sink.hexdigest()


def _json(value):
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + '\n').encode()
