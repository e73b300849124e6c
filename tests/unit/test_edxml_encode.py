"""Writing packets: golden files, one form for one packet, and what is never written."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from edxml import (
    Extra,
    Hop,
    Limits,
    Notice,
    Organization,
    SecretContent,
    StatusCode,
    TooLarge,
    Urgency,
    WrongShape,
    decode,
    encode,
)
from edxml_packets import ACCEPTED, DATA, GOLDEN, LETTER, NEW, RECALL


@pytest.mark.parametrize('name', GOLDEN)
def test_a_packet_is_written_byte_for_byte_as_its_golden_file(name):
    """QCVN 102:2016: what was agreed with other systems does not change by accident."""
    assert encode(GOLDEN[name]) == (DATA / name).read_bytes()


@pytest.mark.parametrize('name', GOLDEN)
def test_a_golden_file_says_what_was_meant(name):
    """QCVN 102:2016, types 0 to 3 and status."""
    assert decode((DATA / name).read_bytes()) == GOLDEN[name]


@pytest.mark.parametrize('code', StatusCode)
def test_every_status_is_written_and_read(code):
    """Decision 28/2018, Art. 9: the receiver answers with the state of processing."""
    report = replace(ACCEPTED, code=code)
    assert decode(encode(report)) == report


def test_one_packet_has_one_form():
    """The outbox sends the same bytes at every attempt."""
    twin = replace(NEW, attachments=tuple(replace(file) for file in NEW.attachments))
    assert encode(NEW) == encode(twin)


def test_elements_stand_in_the_order_of_the_national_library():
    """QCVN 102:2016: readers that go by position exist."""
    header = encode(NEW).decode().split('<edXML:TraceHeaderList>')[0]
    found = re.findall(r'^ {8}<edXML:(\w+)>', header, re.MULTILINE)
    assert found == ['From', 'To', 'To', 'DocumentId', 'Code', 'PromulgationInfo', 'DocumentType', 'Subject',
                     'SignerInfo', 'DueDate', 'OtherInfo', 'ResponseFor', 'SteeringType', 'ToPlaces']


def test_the_namespace_is_bound_on_root_envelope_and_content():
    """QCVN 102:2016: default on the root, prefix on the envelope and on each content."""
    text = encode(NEW).decode()
    assert text.count('<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">') == 1
    assert text.count('<edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">') == 1
    assert text.count('ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">') == 2


def test_timed_flash_goes_out_as_flash():
    """Decree 30/2020, App. I: three levels of urgency, no fourth."""
    assert decode(encode(replace(NEW, priority=Urgency.TIMED_FLASH))).priority is Urgency.FLASH


def test_what_was_not_understood_is_not_sent_on():
    """A packet of ours holds what we mean, nothing else."""
    marked = replace(NEW, extras=(Extra('MessageHeader/Odd', 'x'),), warnings=(Notice('missing', 'Subject'),))
    assert encode(marked) == encode(NEW)


def test_a_moment_is_written_in_vietnam_time_to_the_second():
    """Decision 44/2024, Art. 7.3."""
    report = replace(ACCEPTED, timestamp=datetime(2024, 12, 31, 17, 30, 59, 999999, tzinfo=UTC))
    assert b'<edXML:Timestamp>2025/01/01 00:30:59</edXML:Timestamp>' in encode(report)
    assert report.timestamp.utcoffset() == timedelta(hours=7)


def test_a_moment_without_a_zone_is_refused():
    """Decision 44/2024, Art. 7.3: a naive moment may be seven hours off."""
    with pytest.raises(ValueError, match='time zone'):
        replace(ACCEPTED, timestamp=datetime(2024, 9, 10))
    with pytest.raises(ValueError, match='time zone'):
        Hop('H25', datetime(2024, 9, 10))


@pytest.mark.parametrize(('change', 'field'), [
    ({'from_': Organization('', 'Sở Nội vụ')}, 'From/OrganId'),
    ({'to': ()}, 'To'),
    ({'to': (Organization('H25/35', 'Bình Lục'),)}, 'To/OrganId'),
    ({'document_id': ' '}, 'DocumentId'),
    ({'document_id': 'x' * 256}, 'DocumentId'),
    ({'code_number': ''}, 'Code/CodeNumber'),
    ({'subject': '  '}, 'Subject'),
    ({'promulgation_date': None}, 'PromulgationInfo/PromulgationDate'),
    ({'signer_full_name': ''}, 'SignerInfo/FullName'),
    ({'subject': 'a\x00b'}, 'Subject'),
    ({'subject': 'a\ud800b'}, 'Subject'),
    ({'attachments': (replace(NEW.attachments[0], content_id='cid: '),)}, 'ContentId'),
    ({'attachments': (NEW.attachments[0], replace(NEW.attachments[1], content_id='cid:5f0c'))}, 'ContentId'),
])
def test_a_packet_the_axis_would_refuse_is_not_written(change, field):
    """Decision 28/2018, Art. 10.2: the obligatory fields."""
    with pytest.raises(WrongShape) as refusal:
        encode(replace(NEW, **change))
    assert refusal.value.field == field


@pytest.mark.parametrize('answered', [replace(LETTER, document_id=''), replace(LETTER, organ_id='?')])
def test_a_status_says_of_which_document_it_speaks(answered):
    """Decision 28/2018, Art. 9."""
    with pytest.raises(WrongShape, match='ResponseFor'):
        encode(replace(ACCEPTED, response_for=answered))


@pytest.mark.parametrize('limits', [Limits(file_size=20), Limits(packet_size=36)])
def test_what_nobody_could_read_is_not_written(limits):
    """Files beyond the limits are refused on the way out as on the way in."""
    with pytest.raises(TooLarge):
        encode(NEW, limits)


def test_a_secret_is_not_written():
    """Decision 44/2024, Art. 1.2, 15.1: also our own packets carry none."""
    with pytest.raises(SecretContent) as refusal:
        encode(replace(NEW, subject='Báo cáo quý III\nTỐI MẬT'))
    assert (refusal.value.place, refusal.value.level) == ('Subject', 'TỐI MẬT')


def test_packets_are_named_alike_on_both_sides():
    """QCVN 102:2016: the document's id; with kind or code and moment where one document has several packets."""
    assert NEW.message_id == 'H25.02,2024/09/10,1523/SNV-CCVC'
    assert RECALL.message_id == 'H25.02,2024/09/10,1523/SNV-CCVC|1|2024/09/10 16:42:07'
    assert ACCEPTED.message_id == 'H25.02,2024/09/10,1523/SNV-CCVC|03|2024/09/10 16:00:00'
    for packet in GOLDEN.values():
        assert decode(encode(packet)).message_id == packet.message_id
