"""Small files that ask for much: nesting, tables that lie, chains that turn round, streams that swell."""

import struct
import zlib

import attacks_makers as makers
import attacks_wrapping as wrapping
import pades_world as world
from pyhanko.pdf_utils import generic

CATALOG = b'1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n'


def _end(at: int, size: int = 3, more: bytes = b'') -> bytes:
    return b'trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n' % (size, more, at)


def nested(opening: bytes, depth: int = 100_000) -> bytes:
    body = b'%PDF-1.7\n1 0 obj\n' + opening * depth
    return body + b'xref\n0 1\n0000000000 65535 f \n1 1\n0000000009 00000 n \n' + _end(len(body))


def table_of_billions() -> bytes:
    body = b'%PDF-1.7\n' + CATALOG
    return body + b'xref\n0 4000000000\n0000000000 65535 f \n' + _end(len(body), 4_000_000_000)


def tables_in_a_circle() -> bytes:
    body = b'%PDF-1.7\n' + CATALOG
    table = b'xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000056 00000 n \n'
    return body + table + _end(len(body), more=b'/Prev %d' % len(body))


def swelling_objects() -> bytes:
    return _swelling(b'/Type/ObjStm/N 2/First 20', 400_000_000)


def swelling_table() -> bytes:
    body = b'%PDF-1.7\n' + CATALOG
    packed = zlib.compress(bytes(300_000_000), 9)
    return body + (b'4 0 obj\n<</Type/XRef/Size 40000000/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n'
                   % len(packed)) + packed + b'\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n' % len(body)


def _swelling(entries: bytes, size: int) -> bytes:
    packed = zlib.compress(b' ' * size, 9)
    head = b'%PDF-1.5\n'
    body = head + b'3 0 obj\n<<%s/Filter/FlateDecode/Length %d>>stream\n' % (entries, len(packed)) + packed
    body += b'\nendstream\nendobj\n'
    rows = [(0, 0, 0), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, len(body), 0)]
    table = b''.join(struct.pack('>BIB', *row) for row in rows)
    return body + (b'4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n' % len(table) + table
                   + b'\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n' % len(body))


def fields_in_a_circle() -> bytes:
    """A field that is its own child."""
    def change(writer):
        field = generic.DictionaryObject({
            generic.pdf_name('/T'): generic.pdf_string('loop'), generic.pdf_name('/FT'): generic.pdf_name('/Sig')})
        reference = writer.add_object(field)
        field[generic.pdf_name('/Kids')] = generic.ArrayObject([reference])
        writer.root['/AcroForm']['/Fields'].append(reference)
        writer.update_container(writer.root['/AcroForm']['/Fields'])
    return world.updated(makers.approved(), change)


def pages_in_a_circle() -> bytes:
    def change(writer):
        writer.root['/Pages']['/Kids'].append(writer.root.raw_get('/Pages'))
        writer.update_container(writer.root['/Pages'])
    return world.updated(makers.approved(), change)


def thousands_of_fields(count: int = 5000) -> bytes:
    """The signature of the file under many names."""
    def change(writer):
        fields = writer.root['/AcroForm']['/Fields']
        signature = fields[0].raw_get('/V')
        for number in range(count):
            fields.append(writer.add_object(generic.DictionaryObject({
                generic.pdf_name('/FT'): generic.pdf_name('/Sig'), generic.pdf_name('/V'): signature,
                generic.pdf_name('/T'): generic.pdf_string(f'S{number}')})))
        writer.update_container(fields)
    return world.updated(makers.approved(), change)


def hundreds_of_revisions(count: int = 120) -> bytes:
    pdf = makers.approved()
    for _ in range(count):
        pdf += wrapping.revision(pdf, {900: b'900 0 obj\n<<>>\nendobj\n'})
    return pdf
