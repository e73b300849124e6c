#!/usr/bin/env python3
"""Kiểm tra một gói bằng chứng của Hệ thống quản lý văn bản và điều hành.

Chạy bằng Python 3.8 trở lên, trên Windows hoặc Linux, không cần cài thêm gì, không cần mạng; tệp kiem_tra_pdf.py
phải nằm cạnh tệp này:

    python kiem_tra.py                     kiểm tra thư mục đang chứa tệp này
    python kiem_tra.py goi.zip             kiểm tra gói còn nén
    python kiem_tra.py goi.zip DẤU         so thêm với dấu của gói (64 chữ số) đã ghi khi lập gói

Mã kết thúc: 0 khi mọi điểm đều đạt, 1 khi có điểm không đạt.
"""

import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path

# Nothing is written into the folder that is checked
sys.dont_write_bytecode = True

from kiem_tra_pdf import NOT_JUDGED, signatures, told  # noqa: E402

SUMS, MANIFEST = 'SHA256SUMS', 'manifest.json'
# What a computer puts into a folder by itself
LITTER = ('desktop.ini', 'Thumbs.db', '.DS_Store')
CHUNK = 1 << 20
LINE = re.compile(r'([0-9a-f]{64}) [ *](.+)')


class Folder:
    """A pack that was unpacked."""

    def __init__(self, root):
        self.root = root

    def names(self):
        """Return the name of every file, '/' between its parts."""
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob('*') if path.is_file())

    def open(self, name):
        """Open a file to be read."""
        return (self.root / name).open('rb')


class Packed:
    """A pack as it was handed over."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(str(path))

    def names(self):
        """Return the name of every file; twice where it is there twice."""
        return sorted(name for name in self.archive.namelist() if not name.endswith('/'))

    def open(self, name):
        """Open a file to be read."""
        return self.archive.open(name)


def digest(pack, name):
    """Return the SHA-256 of a file of the pack, in hexadecimal digits."""
    sink = hashlib.sha256()
    with pack.open(name) as stream:
        for piece in iter(lambda: stream.read(CHUNK), b''):
            sink.update(piece)
    return sink.hexdigest()


def listed(pack):
    """Return {name: SHA-256} as SHA256SUMS says; ValueError for a line that says nothing."""
    with pack.open(SUMS) as stream:
        rows = [LINE.fullmatch(line) for line in stream.read().decode('utf-8').splitlines()]
    if not rows or None in rows:
        raise ValueError('SHA256SUMS')
    return {row.group(2): row.group(1) for row in rows}


def check_files(pack, sums):
    """Yield (is it right, sentence) for every file that is listed or there."""
    names = pack.names()
    for name, said in sorted(sums.items()):
        if name not in names:
            yield False, f'{name}: THIẾU'
        elif digest(pack, name) != said:
            yield False, f'{name}: nội dung ĐÃ THAY ĐỔI'
        else:
            yield True, name
    for name in sorted(set(names) - set(sums) - {SUMS}):
        if Path(name).name not in LITTER:
            yield False, f'{name}: THỪA, không có trong SHA256SUMS'
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield False, f'{name}: có nhiều lần trong gói'


def check_manifest(pack, sums):
    """Yield (False, sentence) for everything in which manifest.json and SHA256SUMS differ."""
    with pack.open(MANIFEST) as stream:
        rows = json.loads(stream.read().decode('utf-8'))['files']
    said = {row['name']: row['sha256'] for row in rows}
    known = {name: value for name, value in sums.items() if name != MANIFEST}
    for name in sorted(set(said) | set(known)):
        if said.get(name) != known.get(name):
            yield False, f'{name}: manifest.json và SHA256SUMS ghi khác nhau'


def show(rows):
    """Print (is it right, sentence) rows; return how many are wrong."""
    wrong = 0
    for is_right, sentence in rows:
        wrong += not is_right
        print(f'  {"ĐẠT" if is_right else "KHÔNG ĐẠT":<10}{sentence}')
    return wrong


def show_signatures(pack, names):
    """Print what is found of the signatures of each PDF; return how many are wrong."""
    wrong = 0
    for name in sorted(name for name in set(names) if name.lower().endswith('.pdf')):
        with pack.open(name) as stream:
            pdf = stream.read()
        found = signatures(pdf)
        print('  {}{}'.format(name, '' if found else ': không có chữ ký số'))
        for signature in found:
            wrong += bool(signature.faults)
            print(*('    ' + line for line in told(signature, len(pdf))), sep='\n')
    return wrong


def check(pack, expected):
    """Print everything that is found; return how many points are wrong. `expected`: digest of SHA256SUMS, or ''."""
    print('1. Dấu của gói (SHA-256 của tệp SHA256SUMS)')
    mark = digest(pack, SUMS)
    wrong = show([(not expected or mark == expected, mark)])
    if not expected:
        print('            Hãy so với dấu đã ghi trong nhật ký của văn bản khi lập gói.')
    print('2. Các tệp của gói')
    sums = listed(pack)
    wrong += show(check_files(pack, sums)) + show(check_manifest(pack, sums))
    print('3. Chữ ký số trong các tệp PDF (nội dung tệp có còn đúng như khi ký)')
    return wrong + show_signatures(pack, pack.names())


def main(words):
    """Check the pack the words of the command name; return the exit status."""
    sys.stdout.reconfigure(encoding='utf-8', errors='replace')
    expected = [word.lower() for word in words if re.fullmatch('[0-9a-fA-F]{64}', word)]
    places = [word for word in words if word.lower() not in expected]
    place = Path(places[0]) if places else Path(__file__).resolve().parent
    print(f'KIỂM TRA GÓI BẰNG CHỨNG: {place}')
    try:
        wrong = check(Folder(place) if place.is_dir() else Packed(place), expected[0] if expected else '')
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as trouble:
        print(f'  KHÔNG ĐẠT  Gói không đọc được: {trouble}')
        wrong = 1
    print(f'KẾT LUẬN: CÓ {wrong} ĐIỂM KHÔNG ĐẠT.' if wrong else
          'KẾT LUẬN: mọi tệp và mọi chữ ký kiểm được đều ĐẠT.')
    print(NOT_JUDGED)
    return int(bool(wrong))


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
