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
    ResponseFor,
    SecretContent,
    StatusCode,
    TooLarge,
    Urgency,
    WrongShape,
    decode,
    encode,
)
from edxml_packets import ACCEPTED, DATA, GOLDEN, LETTER, NEW, RECALL, UPDATE


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
    """QCVN 102:2016: the document's id; kind or code, moment and fingerprint where one document has several packets."""
    assert NEW.message_id == 'H25.02,2024/09/10,1523/SNV-CCVC'
    recall, accepted = RECALL.message_id.rpartition('|'), ACCEPTED.message_id.rpartition('|')
    assert recall[0] == 'H25.02,2024/09/10,1523/SNV-CCVC|1|2024/09/10 16:42:07'
    assert accepted[0] == 'H25.02,2024/09/10,1523/SNV-CCVC|03|2024/09/10 16:00:00'
    for packet in GOLDEN.values():
        assert decode(encode(packet)).message_id == packet.message_id


@pytest.mark.parametrize('change', [
    {'subject': 'V/v báo cáo khác'},
    {'business': replace(UPDATE.business, reason='Bổ sung thêm một nơi nhận')},
    {'business': replace(UPDATE.business, updates=(replace(UPDATE.business.updates[0], document_info=True),))},
    {'attachments': NEW.attachments[:1]},
    {'attachments': (replace(NEW.attachments[0], content=b'%PDF-1.7\n% other document\n%%EOF'), NEW.attachments[1])},
    {'attachments': (replace(NEW.attachments[0], name='1523.pdf'), NEW.attachments[1])},
])
def test_two_requests_of_one_second_have_two_names(change):
    """Decision 44/2024, Art. 6.1: nothing is lost because the clock of a packet knows seconds only."""
    other = replace(UPDATE, **change)
    assert other.message_id != UPDATE.message_id
    assert other.message_id.rpartition('|')[0] == UPDATE.message_id.rpartition('|')[0]
    assert decode(encode(other)).message_id == other.message_id


def test_two_reports_of_one_second_have_two_names():
    """Decision 28/2018, Art. 9: an anomaly is told under the code that went before it."""
    other = replace(ACCEPTED, description='BẤT THƯỜNG: thiếu phụ lục')
    assert other.message_id != ACCEPTED.message_id
    assert decode(encode(other)).message_id == other.message_id


def test_what_a_carrier_may_rewrite_is_not_in_the_name():
    """An axis adds its station, and may address each receiver by itself."""
    carried = replace(UPDATE, to=UPDATE.to[:1], trace=(*UPDATE.trace, Hop('H25', datetime(2024, 9, 11, tzinfo=UTC))))
    assert carried.message_id == UPDATE.message_id


def test_white_space_and_raw_dates_do_not_change_the_name():
    """The sender names what it means, the receiver what it read."""
    loose = replace(UPDATE, subject=f' {UPDATE.subject}\n', content=' ', raw_due_date='soon', place=' Hà Nam',
                    response_for=(*UPDATE.response_for, ResponseFor('')))
    assert loose.message_id == UPDATE.message_id == decode(encode(loose)).message_id
