"""Packets that want to do harm, or came to harm: each refused by name, none crashes, nothing is opened."""

from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from edxml import (
    Attachment,
    HostileXml,
    Limits,
    NotXml,
    PacketError,
    SecretContent,
    TooLarge,
    WrongShape,
    decode,
    encode,
)
from edxml_packets import ACCEPTED, DATA, NEW
from hypothesis import given, settings
from hypothesis import strategies as st

SAMPLES = [path.read_bytes() for path in sorted(DATA.rglob('*.edxml'))]
BODY = encode(NEW)
ROOT = b'<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">'


def with_doctype(doctype, inside=''):
    """Our packet with a document type declaration, and something in its subject."""
    declared = BODY.replace(b'?>\n', b'?>\n' + doctype.encode(), 1)
    return declared.replace(b'<edXML:Subject>', b'<edXML:Subject>' + inside.encode())


def billion_laughs():
    entities = ''.join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_doctype(f'<!DOCTYPE edXML [<!ENTITY l0 "ha">{entities}]>', '&l9;')


@pytest.mark.parametrize('body', [
    billion_laughs(),
    with_doctype('<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'),
    with_doctype('<!DOCTYPE edXML [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'),
    with_doctype('<!DOCTYPE edXML SYSTEM "http://127.0.0.1:9/edxml.dtd">'),
    with_doctype('<!DOCTYPE edXML>'),
])
def test_a_document_type_is_refused_before_it_is_read(body):
    """Decision 44/2024, Art. 6.1: no entities, no other file, no network."""
    with pytest.raises(HostileXml) as refusal:
        decode(body)
    assert refusal.value.digest == sha256(body).hexdigest()


@pytest.mark.parametrize('body', [
    b'',
    b' \n ',
    b'%PDF-1.7',
    b'PK\x03\x04',
    BODY.replace(b'</edXML:Subject>', b'</edXML:Object>'),
    BODY.replace(b'<edXML:Subject>', b'<edXML:Subject>&undefined;'),
    BODY.replace(b'<edXML:Subject>', b'<edXML:Subject>\x00'),
    BODY.replace(b'<edXML:Subject>', b'<edXML:Subject>&#1;'),
    BODY + b'<edXML/>',
    BODY.replace('Hà Nam'.encode(), 'Hà Nam'.encode('cp1258')),
    BODY.decode().encode('utf-16'),
    BODY.decode().encode('utf-16-le'),
    BODY.replace(b'encoding="UTF-8"', b'encoding="UTF-16"'),
    BODY.replace(b'encoding="UTF-8"', b'encoding="windows-1258"'),
    BODY.replace(b'encoding="UTF-8"', b'encoding="UTF-7"'),
])
def test_what_is_not_utf_8_xml_is_refused_by_name(body):
    """QCVN 102:2016: XML in UTF-8."""
    with pytest.raises(NotXml) as refusal:
        decode(body)
    assert not isinstance(refusal.value, HostileXml)
    assert refusal.value.reason
    assert refusal.value.digest == sha256(body).hexdigest()


def test_a_fault_in_the_xml_is_found_by_line_and_column():
    """The administrator of the quarantine sees where."""
    with pytest.raises(NotXml, match='mismatched tag at line 2, column 8') as refusal:
        decode(b'<edXML>\n  <a></b></edXML>')
    assert (refusal.value.line, refusal.value.column) == (2, 8)


@pytest.mark.parametrize('sample', [BODY, encode(ACCEPTED), *SAMPLES])
def test_a_packet_cut_off_anywhere_is_refused(sample):
    """Decision 28/2018, Art. 9: complete and whole, or not taken in."""
    whole = len(sample.rstrip())
    for end in [*range(0, whole, 97), whole - 1]:
        with pytest.raises(NotXml):
            decode(sample[:end])


def test_a_refusal_names_the_packet_as_far_as_it_was_read():
    """Decision 28/2018, Art. 9: the sender is answered."""
    body = BODY[:-20]
    with pytest.raises(NotXml) as refusal:
        decode(body)
    assert refusal.value.sender == 'H25.02'
    assert refusal.value.document_id == 'H25.02,2024/09/10,1523/SNV-CCVC'
    cut = body.index(b'H25.02</edXML:OrganId>') + len(b'H25.0')
    with pytest.raises(NotXml) as refusal:
        decode(body[:cut])
    assert (refusal.value.sender, refusal.value.document_id) == ('', '')


def test_what_is_no_code_is_not_passed_on_as_sender():
    """Of a refused packet only codes go on."""
    with pytest.raises(WrongShape) as refusal:
        decode(BODY.replace(b'<edXML:OrganId>H25.02<', b'<edXML:OrganId>drop table<', 1))
    assert refusal.value.sender == ''


@pytest.mark.parametrize(('body', 'what'), [
    (ROOT + b'<a>' * 40 + b'</a>' * 40 + b'</edXML>', 'depth'),
    (ROOT + b'<a>' * 1_000_000, 'depth'),
    (ROOT + b'<a/>' * 20_001 + b'</edXML>', 'elements'),
    (ROOT + b'<a>' + b'x' * 9_000_000 + b'</a></edXML>', 'header_size'),
    (ROOT + b'<!---->' * 1_300_000 + b'</edXML>', 'header_size'),
    (ROOT + b'<?a b?>' * 1_300_000 + b'</edXML>', 'header_size'),
    (ROOT + b'<a b="' + b'x' * 3_000_000 + b'"/></edXML>', 'token_size'),
    (ROOT + b'<!--' + b'x' * 3_000_000, 'token_size'),
    (ROOT + b'<a' + b'x' * 3_000_000, 'token_size'),
])
def test_what_swells_is_refused_by_name(body, what):
    """Project rule: every size has a limit, and the refusal says which."""
    with pytest.raises(TooLarge) as refusal:
        decode(body)
    assert refusal.value.what == what
    assert refusal.value.limit == getattr(Limits(), what)
    assert refusal.value.digest == sha256(body).hexdigest()


def test_a_packet_beyond_the_limit_is_not_read_to_its_end():
    """Project rule: 200 MB a packet."""
    class Endless:
        """A sender that never stops."""

        given = 0

        def read(self, size):
            self.given += size
            return b' ' * size

    sender = Endless()
    limits = Limits(packet_size=1024 * 1024, header_size=1024 * 1024)
    with pytest.raises(TooLarge):
        decode(sender, limits)
    assert sender.given < 3 * limits.body_size


def test_the_whole_body_has_a_limit():
    """Project rule: base64 with line breaks of what a packet may hold."""
    limits = Limits(packet_size=100, header_size=len(BODY) - 151)
    with pytest.raises(TooLarge) as refusal:
        decode(BODY, limits)
    assert refusal.value.what == 'body_size'
    assert refusal.value.limit == len(BODY) - 1


@pytest.mark.parametrize('text', [
    'mật' + '\n' * 3_900_000, 'mật' + 'a\n' * 1_900_000, '(' * 3_900_000, '( độ mật : ' * 290_000,
    ('a' + '\u0301' * 30) * 60_000, 'không ' * 480_000 + 'mật',
])
def test_a_text_made_to_be_slow_is_read_at_once(text):
    """Every search takes time in proportion to the text: what takes its square would not come back from here."""
    try:
        decode(BODY.replace(b'<edXML:Subject>', f'<edXML:Subject>{text}'.encode()))
    except SecretContent as refusal:
        assert refusal.place == 'Subject'


def test_what_looks_like_an_inclusion_is_an_unknown_element():
    """Decision 44/2024, Art. 6.1: nothing a packet names is fetched, by XInclude, base, schema or style sheet."""
    parts = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    body = BODY.replace(b'?>\n', b'?>\n<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>', 1).replace(
        b'<edXML:OtherInfo>', parts.encode() + b'<edXML:OtherInfo xml:base="file:///etc/">')
    packet = decode(body)
    assert replace(packet, extras=()) == NEW
    assert packet.extras[0].attributes == (('href', 'file:///etc/passwd'), ('parse', 'text'))


@pytest.mark.parametrize('text', ['a' + '\u0301' * 100_000, '\u0301\u0323' * 100_000, 'x' * 40 + '\u05b0\u0591' * 20])
def test_a_pile_of_marks_is_refused(text):
    """Sorting marks takes the square of their number: no search or comparison here may be made to do it."""
    with pytest.raises(WrongShape, match='combining'):
        decode(BODY.replace(b'<edXML:Subject>', f'<edXML:Subject>{text}'.encode()))
    with pytest.raises(NotXml):
        decode(BODY.replace(b'<edXML:Subject>', f'<edXML:Subject>{text}'.encode()).split(b'</edXML:Subject>')[0])


def test_large_files_pass():
    """Project rule: up to 50 MB a file."""
    large = bytes(range(256)) * 4096 * 12
    packet = replace(NEW, attachments=(Attachment('1', 'map.tif', large), Attachment('2', 'map2.tif', large)))
    assert decode(encode(packet)) == packet


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=400, deadline=None)
def test_a_mutated_packet_is_read_or_refused_by_name(sample, data):
    """Decision 44/2024, Art. 6.1: nothing a packet holds breaks the reader."""
    body = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(body)))
        length = data.draw(st.integers(0, 40))
        body[place:place + length] = data.draw(st.one_of(
            st.binary(max_size=8), st.sampled_from([b'<', b'>', b'</edXML:', b'&', b'"', b'<![CDATA[', b'PK\x03\x04'])))
    try:
        packet = decode(bytes(body))
    except PacketError as refusal:
        assert refusal.digest == sha256(body).hexdigest()
        assert str(refusal)
    else:
        assert packet.message_id


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_bytes_at_random_are_refused_by_name(body):
    """QCVN 102:2016."""
    with pytest.raises(PacketError):
        decode(body)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_mutated_zip_is_read_or_refused_by_name(data):
    """Decision 28/2018, Art. 9: the zip format is large, its reader forgiving; both stay behind one door."""
    start = BODY.index(b'QCVN_102_2016">UEsDB') + len(b'QCVN_102_2016">')
    end = BODY.index(b'<', start)
    packed = bytearray(b64decode(BODY[start:end]))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(4, len(packed) - 1))
        packed[place] = data.draw(st.integers(0, 255))
    try:
        decode(BODY[:start] + b64encode(packed) + BODY[end:])
    except PacketError as refusal:
        assert str(refusal)
