#!/usr/bin/env python3
"""Kiểm tra chữ ký số trong tệp PDF: nội dung tệp có còn đúng như khi ký không.

Chạy bằng Python 3.8 trở lên, trên Windows hoặc Linux, không cần cài thêm gì, không cần mạng:

    python kiem_tra_pdf.py tep.pdf [tep-khac.pdf ...]

Mã kết thúc: 0 khi mọi chữ ký đều đạt, 1 khi có chữ ký không đạt hoặc không có chữ ký nào.
"""

import hashlib
import re
import sys
from collections import namedtuple
from pathlib import Path

BYTE_RANGE = re.compile(rb'/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]')
UNREADABLE = (ValueError, IndexError, KeyError, RecursionError)
HASHES = {'2b0e03021a': 'sha1', '608648016503040204': 'sha224', '608648016503040201': 'sha256',
          '608648016503040202': 'sha384', '608648016503040203': 'sha512'}
MESSAGE_DIGEST, SIGNING_TIME = '2a864886f70d010904', '2a864886f70d010905'
DATA, TIME_STAMP, COMMON_NAME = '2a864886f70d010701', '2a864886f70d0109100104', '550403'
# rsaEncryption, and the names that say the hash too
RSA = ('2a864886f70d010101', '2a864886f70d010105', '2a864886f70d01010e', '2a864886f70d01010b', '2a864886f70d01010c',
       '2a864886f70d01010d')
NOT_JUDGED = """\
CÔNG CỤ NÀY KHÔNG XÉT: chứng thư có do tổ chức tin cậy cấp không, có bị thu hồi không, còn hiệu lực khi ký không;
người ký có thẩm quyền không; phần được thêm sau một chữ ký (nếu có) có được phép không. Những điểm đó xem kết quả
trong thư mục kiem-tra-chu-ky, chứng thư và danh sách thu hồi trong thư mục chung-thu, hoặc mở tệp PDF bằng phần mềm
khác (xem DOC-TRUOC-KHI-XEM.txt)."""

# One element of DER: its tag, and where it begins, where its content begins and ends, and where it ends itself
Element = namedtuple('Element', 'tag start body stop end')
Signed = namedtuple('Signed', 'number covers is_stamp signer moment faults notes')


def element_at(data, start):
    """Read the element of DER (or of BER without a length) at `start`; ValueError or IndexError when there is none."""
    size, body = data[start + 1], start + 2
    if size == 0x80:
        stop = body
        while data[stop:stop + 2] != b'\0\0':
            stop = element_at(data, stop).end
        return Element(data[start], start, body, stop, stop + 2)
    if size > 0x80:
        body += size & 0x7f
        size = int.from_bytes(data[start + 2:body], 'big')
    if body + size > len(data):
        raise ValueError('cut off')
    return Element(data[start], start, body, body + size, body + size)


def inside(data, outer):
    """Return the elements inside an element."""
    found, at = [], outer.body
    while at < outer.stop:
        found.append(element_at(data, at))
        at = found[-1].end
    return found


def content(data, element):
    """Return the content of an element; of a string in pieces, the pieces put together."""
    if element.tag == 0x24:
        return b''.join(content(data, piece) for piece in inside(data, element))
    return data[element.body:element.stop]


def oid(data, element):
    return content(data, element).hex()


def attributes(data, holder):
    """Return {oid: first value} of signed attributes."""
    pairs = [inside(data, pair) for pair in inside(data, holder)]
    return {oid(data, name): inside(data, values)[0] for name, values in pairs}


def certificate_of(data, certificates, signer):
    """Return (common name, modulus, exponent) of the certificate a signer names; None for a part that is not there."""
    named = inside(data, signer) if signer.tag == 0x30 else []
    for one in certificates:
        fields = inside(data, inside(data, one)[0])
        fields = fields[1:] if fields[0].tag == 0xa0 else fields
        if len(named) == 2 and [content(data, fields[at]) for at in (2, 0)] != [content(data, row) for row in named]:
            continue
        names = [inside(data, pair) for rdn in inside(data, fields[4]) for pair in inside(data, rdn)]
        common = [content(data, value).decode('utf-8', 'replace') for name, value in names
                  if oid(data, name) == COMMON_NAME]
        algorithm, key = inside(data, fields[5])
        if oid(data, inside(data, algorithm)[0]) != RSA[0]:
            return common[-1:], None, None
        numbers = content(data, key)[1:]
        modulus, exponent = (int.from_bytes(content(numbers, number), 'big')
                             for number in inside(numbers, element_at(numbers, 0)))
        return common[-1:], modulus, exponent
    return [], None, None


def rsa_holds(modulus, exponent, value, name, digest):
    """Whether a signature value is that of a digest (RSASSA-PKCS1-v1_5, RFC 8017, 8.2.2)."""
    size = (modulus.bit_length() + 7) // 8
    found = pow(int.from_bytes(value, 'big'), exponent, modulus).to_bytes(size, 'big')
    code = bytes.fromhex(next(code for code, known in HASHES.items() if known == name))
    for ending in (b'\5\0', b''):
        algorithm = b'\6' + bytes([len(code)]) + code + ending
        said = b'\x30' + bytes([len(algorithm)]) + algorithm + b'\4' + bytes([len(digest)]) + digest
        said = b'\0' + b'\x30' + bytes([len(said)]) + said
        if found == b'\0\1' + b'\xff' * (size - len(said) - 2) + said:
            return True
    return False


def of_value(data, parts, attrs, name, key):
    """Return (faults, notes) on the signature value over the signed attributes."""
    rest = parts[parts.index(attrs) + 1:]
    _common, modulus, exponent = key
    if modulus is None or oid(data, inside(data, rest[0])[0]) not in RSA:
        return [], ['giá trị chữ ký không kiểm được bằng công cụ này (không phải RSA PKCS#1 v1.5)']
    said = hashlib.new(name, b'\x31' + data[attrs.start + 1:attrs.end]).digest()
    if rsa_holds(modulus, exponent, content(data, rest[1]), name, said):
        return [], []
    return ['giá trị chữ ký không do khóa của chứng thư kèm theo tạo ra'], []


def of_digest(data, encapsulated, attrs, name, covered):
    """Return (faults, is a time stamp): whether the signed digest is that of the covered bytes of the file."""
    kind, stored = oid(data, encapsulated[0]), None
    if len(encapsulated) > 1:
        stored = content(data, inside(data, encapsulated[1])[0])
    signed_bytes = covered if stored is None else [stored]
    whole = content(data, attrs[MESSAGE_DIGEST]) == hashed(name, signed_bytes)
    if kind == TIME_STAMP:
        imprint = inside(stored, element_at(stored, 0))[2]
        algorithm, value = inside(stored, imprint)
        used = HASHES[oid(stored, inside(stored, algorithm)[0])]
        whole = whole and content(stored, value) == hashed(used, covered)
    elif stored is not None:
        whole = whole and stored == hashed('sha1', covered)
    return ([] if whole else ['nội dung tệp KHÔNG khớp với nội dung đã ký'], kind == TIME_STAMP)


def hashed(name, pieces):
    sink = hashlib.new(name)
    for piece in pieces:
        sink.update(piece)
    return sink.digest()


def read_cms(data, covered):
    """Return (is a time stamp, signer, moment, faults, notes) of a CMS signature over the pieces `covered`."""
    outer = element_at(data, 0)
    fields = inside(data, inside(data, inside(data, outer)[1])[0])
    certificates = [one for field in fields[3:-1] if field.tag == 0xa0 for one in inside(data, field)]
    parts = inside(data, inside(data, fields[-1])[0])
    held = next(part for part in parts if part.tag == 0xa0 and part is not parts[1])
    attrs, name = attributes(data, held), HASHES[oid(data, inside(data, parts[2])[0])]
    faults, is_stamp = of_digest(data, inside(data, fields[2]), attrs, name, covered)
    key = certificate_of(data, certificates, parts[1])
    more, notes = of_value(data, parts, held, name, key)
    if data[outer.end:].strip(b'\0'):
        more = more + ['có dữ liệu lạ sau chữ ký, trong chỗ dành cho chữ ký']
    moment = content(data, attrs[SIGNING_TIME]).decode('ascii') if SIGNING_TIME in attrs else ''
    return is_stamp, ''.join(key[0]), moment, faults + more, notes


def signatures(pdf):
    """Return a `Signed` for each signature of a PDF, in the order in which they were made."""
    ranges = sorted({tuple(int(number) for number in found.groups()) for found in BYTE_RANGE.finditer(pdf)},
                    key=lambda row: row[2] + row[3])
    found = []
    for number, (start, size, again, rest) in enumerate((row for row in ranges if row[3]), 1):
        view, hole = memoryview(pdf), pdf[start + size:again]
        is_stamp, signer, moment, faults, notes = False, '', '', [], []
        try:
            if start or hole[:1] != b'<' or hole[-1:] != b'>' or again + rest > len(pdf):
                raise ValueError('no hole')
            covered = [view[:size], view[again:again + rest]]
            is_stamp, signer, moment, faults, notes = read_cms(bytes.fromhex(hole[1:-1].decode('ascii')), covered)
        except (*UNREADABLE, StopIteration):
            faults = ['chữ ký không đọc được']
        found.append(Signed(number, again + rest, is_stamp, signer, moment, faults, notes))
    return found


def told(signature, size):
    """Return the lines that tell of one signature. `size`: bytes of the whole file."""
    kind = 'Dấu thời gian' if signature.is_stamp else 'Chữ ký'
    by = f', chứng thư ghi tên: {signature.signer}' if signature.signer else ''
    digits = re.match(r'(?:20)?(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)', signature.moment)
    clock = 'dấu ghi' if signature.is_stamp else 'người ký khai'
    said = ', {5} lúc {3}:{4} ngày {2}/{1}/20{0} (giờ UTC)'.format(*digits.groups(), clock) if digits else ''
    verdict = 'KHÔNG ĐẠT' if signature.faults else 'ĐẠT'
    yield f'{verdict:<10}{kind} {signature.number}{by}{said}'
    added = size - signature.covers
    yield ' ' * 10 + (f'sau đó tệp có thêm {added} byte (chữ ký khác, dấu thời gian hoặc sửa đổi)' if added
                      else 'bao trùm toàn bộ tệp, đến byte cuối cùng')
    for line in signature.faults + signature.notes:
        yield ' ' * 10 + line


def main(paths):
    """Tell of every signature of the files; return the exit status."""
    sys.stdout.reconfigure(encoding='utf-8', errors='replace')
    failed = not paths
    for path in paths:
        pdf = Path(path).read_bytes()
        found = signatures(pdf)
        print(path)
        for signature in found:
            print(*('  ' + line for line in told(signature, len(pdf))), sep='\n')
        if not found:
            print('  Không có chữ ký số.')
        failed = failed or not found or any(signature.faults for signature in found)
    print(NOT_JUDGED)
    return int(failed)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
