"""Codes outside their tables: refused by name with the code as it stood, so that people can see it; nothing moves."""

import re

import pytest
from edxml import Notice, UnknownCode, decode, encode
from edxml_packets import ACCEPTED, NEW, UPDATE


def changed(before, after, packet):
    """Our packet as somebody else might have written it."""
    text = encode(packet).decode()
    assert before in text
    return decode(text.replace(before, after).encode())


@pytest.mark.parametrize(('packet', 'before', 'after', 'field', 'value'), [
    (ACCEPTED, '<edXML:StatusCode>03<', '<edXML:StatusCode>07<', 'StatusCode', '07'),
    (NEW, '<edXML:BussinessDocType>0<', '<edXML:BussinessDocType>9<', 'BussinessDocType', '9'),
    (UPDATE, '<edXML:BussinessDocType>2<', '<edXML:BussinessDocType><', 'BussinessDocType', ''),
    (UPDATE, '<edXML:ReceiverType>0<', '<edXML:ReceiverType><', 'ReceiverType', ''),
    (NEW, '<edXML:BussinessDocType>0<', '<edXML:BussinessDocType>00<', 'BussinessDocType', '00'),
    (UPDATE, '<edXML:ReceiverType>1<', '<edXML:ReceiverType>2<', 'ReceiverType', '2'),
    (NEW, '<edXML:Priority>1<', '<edXML:Priority>khẩn<', 'Priority', 'khẩn'),
])
def test_an_unknown_code_is_refused_with_the_code(packet, before, after, field, value):
    """QCVN 102:2016: code tables; the log shows the raw code and of which document it was."""
    with pytest.raises(UnknownCode) as refusal:
        changed(before, after, packet)
    assert (refusal.value.field, refusal.value.value) == (field, value)
    assert refusal.value.document_id == 'H25.02,2024/09/10,1523/SNV-CCVC'
    assert refusal.value.sender == packet.from_.organ_id


@pytest.mark.parametrize('code', ['07', '08', '09', '10', '11', '12', '14', '7', '00', '17', '99', '001', '3a', ''])
def test_a_status_nobody_knows_is_shown_as_it_stands(code):
    """Decision 28/2018, Art. 9: 07 to 12 and 14 were never seen in use; the quarantine keeps the packet and the code,
    and nothing moves."""
    with pytest.raises(UnknownCode, match=re.escape(f'{code!r} in StatusCode')) as refusal:
        changed('<edXML:StatusCode>03<', f'<edXML:StatusCode>{code}<', ACCEPTED)
    assert refusal.value.value == code
    assert (refusal.value.sender, refusal.value.document_id) == ('H25.35', ACCEPTED.response_for.document_id)


def test_a_packet_that_does_not_say_what_it_asks_for_is_new():
    """Decision 28/2018, Art. 9: nothing in it speaks of a change, and văn thư sees what is missing."""
    packet = changed('<edXML:BussinessDocType>0</edXML:BussinessDocType>', '', NEW)
    assert packet.business == NEW.business
    assert packet.warnings == (Notice('missing', 'BussinessDocType'),)


def test_a_one_digit_status_is_the_two_digit_one():
    """QCVN 102:2016: some writers drop the zero."""
    assert changed('<edXML:StatusCode>03<', '<edXML:StatusCode>3<', ACCEPTED) == ACCEPTED
