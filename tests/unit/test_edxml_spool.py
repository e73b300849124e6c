"""Files that stay on disk: read into a spool, written from paths, the same as in memory."""

import os
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from random import Random
from tempfile import TemporaryFile
from zipfile import ZipFile

import pytest
from edxml import Attachment, BadAttachment, FileContent, Limits, SecretContent, TooLarge, decode, encode, encode_to
from edxml_packets import DATA, NEW
from hypothesis import given, settings
from test_edxml_roundtrip import DOCUMENTS, written

SAMPLES = sorted(DATA.rglob('*.edxml'))


def in_memory(packet):
    """The packet with the bytes of its files."""
    return replace(packet, attachments=tuple(replace(file, content=file.read()) for file in packet.attachments))


@pytest.mark.parametrize('sample', SAMPLES, ids=[path.stem for path in SAMPLES])
def test_a_packet_in_a_spool_says_what_it_says_in_memory(sample):
    """QCVN 102:2016: where the bytes lie is no part of the packet."""
    body = sample.read_bytes()
    with TemporaryFile() as spool, sample.open('rb') as stream:
        spooled = decode(stream, spool=spool)
        packet = decode(body)
        assert spooled.message_id == packet.message_id
        if hasattr(packet, 'attachments'):
            assert all(isinstance(file.content, FileContent) for file in spooled.attachments)
            spooled = in_memory(spooled)
        assert spooled == packet


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_what_lies_in_a_spool_is_written_as_from_memory(document):
    """QCVN 102:2016: one packet, one form, wherever its files lie."""
    body = written(document)
    with TemporaryFile() as spool:
        stream = BytesIO()
        encode_to(decode(body, spool=spool), stream)
    assert stream.getvalue() == body


def test_two_files_of_a_spool_are_read_side_by_side():
    """The streams do not disturb each other, nor what is put into the spool later."""
    with TemporaryFile() as spool:
        spool.write(b'something of somebody else')
        first, second = decode(encode(NEW), spool=spool).attachments
        with first.open() as one, second.open() as other:
            assert one.read(5) == b'%PDF-'
            assert other.read() == b'a table'
            decode(encode(NEW), spool=spool)
            assert one.read() == NEW.attachments[0].content[5:]
            assert other.read() == b''
        spool.seek(0)
        assert spool.read(26) == b'something of somebody else'
        assert (first.size, second.size) == (31, 7)


def test_a_file_is_written_from_its_path(tmp_path):
    """Decision 44/2024, Art. 15.2: the kept file itself goes out, whatever its length leaves over in base64."""
    for size in (0, 1, 2, 3, 65_535, 65_536, 200_000):
        data = Random(size).randbytes(size)
        (tmp_path / 'kept').write_bytes(data)
        held = replace(NEW, attachments=(Attachment('1', 'a.pdf', data),))
        stream = BytesIO()
        encode_to(replace(held, attachments=(Attachment('1', 'a.pdf', tmp_path / 'kept'),)), stream)
        assert stream.getvalue() == encode(held)
        assert decode(stream.getvalue()) == held


def test_the_zip_written_by_hand_is_a_zip_to_others():
    """QCVN 102:2016: the usual tools open it and find nothing wrong."""
    body = encode(NEW)
    for piece, file in zip(body.split(b'QCVN_102_2016">')[-2:], NEW.attachments, strict=True):
        with ZipFile(BytesIO(b64decode(piece.split(b'<')[0]))) as packed:
            assert packed.testzip() is None
            (entry,) = packed.infolist()
            assert packed.read(entry) == file.content
            assert (entry.date_time, entry.create_system, entry.compress_size) == ((1980, 1, 1, 0, 0, 0), 0, file.size)


def test_a_file_that_changes_while_it_is_read_is_refused():
    """Decision 28/2018, Art. 9: what is sent is what was signed, or nothing is sent."""
    class Restless:
        """A content that is another one at every reading."""

        size = 4
        times = 0

        def open(self, _mode):
            content = self

            class Stream(BytesIO):
                def seek(self, place, whence=os.SEEK_SET):
                    content.times += 1
                    self.getbuffer()[:] = b'new%d' % content.times
                    return super().seek(place, whence)

            return Stream(b'old0')

    packet = replace(NEW, attachments=(Attachment('1', 'a.pdf', Restless()),))
    with pytest.raises(BadAttachment, match='changes while it is read'):
        encode_to(packet, BytesIO())


def test_a_path_that_leads_nowhere_writes_nothing(tmp_path):
    """The outbox notices before anything has left."""
    stream = BytesIO()
    with pytest.raises(FileNotFoundError):
        encode_to(replace(NEW, attachments=(Attachment('1', 'a.pdf', tmp_path / 'gone'),)), stream)
    assert stream.getvalue() == b''


def test_limits_hold_for_paths_before_anything_is_written(tmp_path):
    """Project rule: 50 MB a file, wherever it lies."""
    (tmp_path / 'large').write_bytes(bytes(21))
    packet = replace(NEW, attachments=(Attachment('1', 'a.pdf', tmp_path / 'large'),))
    stream = BytesIO()
    with pytest.raises(TooLarge):
        encode_to(packet, stream, Limits(file_size=20))
    assert stream.getvalue() == b''


def test_of_a_secret_packet_no_file_is_put_anywhere():
    """Decision 44/2024, Art. 1.2, 15.1: the mark in the header is seen before the first byte of a file."""
    body = encode(NEW).replace(b'<edXML:TypeName>', '<edXML:DoMat>Mật</edXML:DoMat><edXML:TypeName>'.encode())
    with TemporaryFile() as spool:
        with pytest.raises(SecretContent):
            decode(body, spool=spool)
        assert spool.seek(0, os.SEEK_END) == 0


def test_very_many_files_need_one_spool():
    """A packet may not use up what the process may open."""
    files = tuple(Attachment(str(number), f'{number}.txt', b'x') for number in range(1200))
    packet = replace(NEW, attachments=files)
    with TemporaryFile() as spool:
        before = len(os.listdir('/proc/self/fd'))
        spooled = decode(encode(packet), spool=spool)
        assert len(os.listdir('/proc/self/fd')) == before
        assert in_memory(spooled) == packet
