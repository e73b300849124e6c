"""Attached files: each way of packing met in use comes out whole, or is refused."""

from base64 import b64decode, b64encode, encodebytes
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from edxml import Attachment, BadAttachment, Limits, Notice, TooLarge, WrongShape, decode, encode
from edxml_packets import NEW

PDF = b'%PDF-1.7\nsome words\n%%EOF\n'
ONE_FILE = replace(NEW, attachments=(Attachment('1', 'letter.pdf', PDF),))


def zipped(entries, method=ZIP_DEFLATED):
    made = BytesIO()
    with ZipFile(made, 'w', method) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return made.getvalue()


DOCX = zipped({'[Content_Types].xml': b'<Types/>', 'word/document.xml': b'<document/>'})
ODT = zipped({'mimetype': b'application/vnd.oasis.opendocument.text'})


def sent(data, name='letter.pdf', content_type='application/zip', encoder=b64encode):
    """A packet of one file as another maker packed it, after reading."""
    text = encode(ONE_FILE).decode().replace('letter.pdf', name).replace('application/zip', content_type)
    head, rest = text.split('<edXML:ContentTransferEncoded', 1)
    opening, tail = rest.split('>', 1)[0], rest.split('</', 1)[1]
    body = f'{head}<edXML:ContentTransferEncoded{opening}>{encoder(data).decode()}</{tail}'
    return decode(body.encode())


@pytest.mark.parametrize(('data', 'name', 'content_type', 'content'), [
    (zipped({'6f1.edxml': PDF}), 'letter.pdf', 'application/zip', PDF),
    (zipped({'6f1.edxml': PDF}), 'letter.pdf', 'application/pdf', PDF),
    (zipped({'6f1.edxml': DOCX}), 'letter.docx', 'application/zip', DOCX),
    (zipped({'../../letter.docx': DOCX}), 'letter.docx', 'application/x-zip-compressed', DOCX),
    (zipped({'x/': b'', 'x/letter.pdf': PDF}), 'letter.pdf', 'application/zip', PDF),
    (zipped({'x/y/': b'', 'x/y/z/letter.pdf': PDF}), 'letter.pdf', 'application/zip', PDF),
    (zipped({'letter.pdf': PDF, '__MACOSX/._letter.pdf': b'', '.DS_Store': b''}), 'letter.pdf', 'application/zip', PDF),
    (zipped({'Ph\u1ee5 l\u1ee5c.pdf': PDF}), 'letter.pdf', 'application/zip', PDF),
    (PDF, 'letter.pdf', 'application/pdf', PDF),
    (PDF, 'letter.pdf', 'application/zip', PDF),
    (b'', 'letter.txt', 'text/plain', b''),
    (DOCX, 'letter.docx', 'application/zip', DOCX),
    (DOCX, 'letter.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', DOCX),
    (ODT, 'letter.odt', 'application/zip', ODT),
    (zipped({'a.pdf': PDF}), 'bundle.zip', 'application/zip', zipped({'a.pdf': PDF})),
    (zipped({'bundle.zip': zipped({'a.pdf': PDF})}), 'bundle.zip', 'application/zip', zipped({'a.pdf': PDF})),
    (zipped({'6f1.edxml': b'not a zip'}), 'bundle.zip', 'application/zip', b'not a zip'),
    (zipped({'a': PDF, 'b': PDF}), 'bundle.zip', 'application/zip', zipped({'a': PDF, 'b': PDF})),
])
def test_the_file_comes_out_whole(data, name, content_type, content):
    """QCVN 102:2016: a zip of one file or the bare file, and a .docx is a zip by itself."""
    packet = sent(data, name, content_type)
    assert packet.attachments[0].content == content
    assert packet.attachments[0].name == name
    assert packet.warnings == ()


def test_line_breaks_in_base64_do_not_matter():
    """QCVN 102:2016: writers that break lines at 76 characters."""
    assert sent(zipped({'a.edxml': PDF * 50}), encoder=encodebytes).attachments[0].content == PDF * 50


def test_several_files_in_one_zip_are_left_in_it():
    """Nothing is lost: the clerk opens the zip."""
    data = zipped({'a.pdf': PDF, 'b.pdf': PDF})
    packet = sent(data)
    assert packet.attachments[0].content == data
    assert packet.attachments[0].name == 'letter.pdf.zip'
    assert packet.warnings == (Notice('several files in one zip', 'Attachment', 'letter.pdf'),
                               Notice('file name changed', 'AttachmentName', 'letter.pdf.zip'))


def test_a_document_that_is_a_zip_by_itself_keeps_its_name():
    """Formats nobody here has heard of are packed as the known ones are."""
    packet = sent(DOCX, 'plan.vsdx')
    assert packet.attachments[0].content == DOCX
    assert packet.attachments[0].name == 'plan.vsdx'
    assert packet.warnings == ()


@pytest.mark.parametrize('data', [
    zipped({'a.edxml': PDF})[:60],
    b'PK\x03\x04' + b'\xff' * 40,
    zipped({'a.edxml': PDF * 9}).replace(PDF[:4], b'XXXX', 1)[:-9],
    zipped({'a.edxml': PDF}, ZIP_BZIP2),
])
def test_a_zip_that_does_not_open_is_refused_by_name(data):
    """Decision 28/2018, Art. 9: what is not whole is not taken in."""
    with pytest.raises(BadAttachment) as refusal:
        sent(data)
    assert refusal.value.name == 'letter.pdf'
    assert refusal.value.field == 'ContentTransferEncoded'


def test_a_changed_byte_inside_the_zip_is_noticed():
    """Decision 28/2018, Art. 9: integrity."""
    data = bytearray(encode_one(PDF))
    data[data.index(b'%PDF') + 1] ^= 1
    with pytest.raises(BadAttachment, match='CRC'):
        sent(bytes(data))


def test_a_zip_with_a_password_is_refused_or_left_whole():
    """Decision 28/2018, Art. 9: what cannot be opened cannot be checked; a locked archive is a file of its own."""
    data = bytearray(zipped({'a.edxml': PDF}))
    data[6] |= 1
    data[data.rindex(b'PK\x01\x02') + 8] |= 1
    with pytest.raises(BadAttachment, match='password'):
        sent(bytes(data))
    data = data.replace(b'a.edxml', b'abc.pdf')
    assert sent(bytes(data), 'bundle.zip').attachments[0].content == data


@pytest.mark.parametrize('garbage', [
    'A', 'AAA', 'AA==AAAA', 'AA==<!-- -->AAAA', '====', 'A*==', 'tiếng Việt!!', 'AAAA=AAA',
])
def test_what_is_not_base64_is_refused_by_name(garbage):
    """Decision 28/2018, Art. 9."""
    with pytest.raises(WrongShape) as refusal:
        sent(b'', encoder=lambda _: garbage.encode())
    assert refusal.value.field == 'ContentTransferEncoded'


def test_an_attachment_without_content_is_refused():
    """Decision 28/2018, Art. 9: completeness."""
    text = encode(ONE_FILE).decode().replace('edXML:ContentTransferEncoded', 'edXML:Nothing')
    with pytest.raises(BadAttachment, match='is missing'):
        decode(text.encode())


def test_a_zip_bomb_is_refused_before_it_bursts():
    """Project rule: ratio at most 100, and the size says it first where it is smaller."""
    bomb = zipped({'a.edxml': bytes(8 * 1024 * 1024)})
    with pytest.raises(TooLarge) as refusal:
        sent(bomb)
    assert (refusal.value.what, refusal.value.limit) == ('ratio', 100)
    assert len(sent(zipped({'a.edxml': bytes(500_000)})).attachments[0].content) == 500_000


def test_a_bomb_that_lies_about_its_size_is_refused():
    """What a zip says of itself is not believed."""
    bomb = bytearray(zipped({'a.edxml': bytes(8 * 1024 * 1024)}))
    place = bomb.rindex(b'PK\x01\x02') + 20
    bomb[place:place + 4] = (2 ** 31 - 1).to_bytes(4, 'little')
    with pytest.raises((TooLarge, BadAttachment)):
        sent(bytes(bomb))


@pytest.mark.parametrize(('limits', 'what'), [
    (Limits(file_size=20), 'file_size'),
    (Limits(packet_size=30), 'packet_size'),
])
def test_files_beyond_the_limits_are_refused(limits, what):
    """Project rule: 50 MB a file, 200 MB a packet, both settings."""
    body = encode(NEW)
    with pytest.raises(TooLarge) as refusal:
        decode(body, limits)
    assert refusal.value.what == what


def test_a_zip_of_very_many_entries_is_not_even_opened():
    """A list of contents of a million lines costs more memory than all a packet may hold."""
    entry = b'PK\x01\x02' + bytes(42)
    count = 900_000
    end = b'PK\x05\x06' + bytes(8) + (len(entry) * count).to_bytes(4, 'little') + b'\x04' + bytes(5)
    bomb = b'PK\x03\x04' + entry * count + end
    packet = sent(bomb)
    assert packet.attachments[0].content == bomb
    assert packet.warnings[0] == Notice('several files in one zip', 'Attachment', 'letter.pdf')


def test_files_just_as_large_as_the_limits_pass():
    """Project rule: up to 50 MB and 200 MB, the packing not counted."""
    sizes = [len(file.content) for file in NEW.attachments]
    limits = Limits(file_size=max(sizes), packet_size=sum(sizes), header_size=64 * 1024)
    assert decode(encode(NEW, limits), limits) == NEW


def test_contents_that_belong_to_no_file_count_too():
    """A packet may not fill the memory from a corner nobody looks into."""
    stray = b'<x><ContentTransferEncoded>' + b64encode(bytes(1024 * 1024)) + b'</ContentTransferEncoded></x>'
    body = encode(NEW).replace(b'  <AttachmentEncoded>', stray * 6 + b'  <AttachmentEncoded>')
    with pytest.raises(TooLarge) as refusal:
        decode(body, Limits(packet_size=4 * 1024 * 1024))
    assert refusal.value.what == 'packet_size'


def encode_one(content):
    """The zip of one file as we pack it."""
    text = encode(replace(NEW, attachments=(Attachment('1', 'letter.pdf', content),)))
    return b64decode(text.split(b'QCVN_102_2016">')[-1].split(b'<')[0])
