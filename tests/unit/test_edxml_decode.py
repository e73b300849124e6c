"""Reading packets of other makers: found by name, forgiven what can be forgiven, and said so."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from io import BytesIO

import pytest
from edxml import (
    BusinessType,
    Document,
    Extra,
    Notice,
    StatusCode,
    Urgency,
    WrongShape,
    decode,
    encode,
)
from edxml_packets import ACCEPTED, DATA, GOLDEN, NEW, RECALL

FOREIGN = DATA / 'foreign'
HANOI = timezone(timedelta(hours=7))


def text_of(packet):
    return encode(packet).decode()


def changed(before, after, packet=NEW):
    """Our packet as somebody else might have written it."""
    text = text_of(packet)
    assert before in text
    return decode(text.replace(before, after).encode())


def test_a_document_of_another_maker_is_read():
    """Decision 28/2018, Art. 10: fields of a new document as the national axis' library writes it."""
    letter = decode((FOREIGN / 'edoc_new.edxml').read_bytes())
    assert isinstance(letter, Document)
    assert letter.from_.organ_id == '000.00.00.A80'
    assert letter.from_.organ_name == 'UBND xã Hòa Tiến - UBND huyện Hòa Vang - Thành phố Đà Nẵng'
    assert [agency.organ_id for agency in letter.to] == ['28.22.H17']
    assert letter.document_id == '000.00.00.G22,2015/09/30,7816/VPCP-TTĐT'
    assert (letter.code_number, letter.code_notation) == ('74fass22', 'VPCP-TTĐT')
    assert letter.promulgation_date == date(2019, 1, 16)
    assert letter.due_date == date(2018, 9, 28)
    assert (letter.type_code, letter.type_name) == (1, 'Công văn')
    assert (letter.promulgation_amount, letter.page_amount) == (2, 22)
    assert letter.priority is Urgency.ORDINARY
    assert letter.to_places == ('Cac bo va co quan ngang bo', 'Uy ban nhan dan cac tinh, TP')
    assert letter.trace[0].timestamp == datetime(2018, 9, 28, tzinfo=HANOI)
    assert letter.business.type is BusinessType.NEW
    assert letter.business.staff[0].staff == 'Nguyễn Thị Ngọc Trâm'
    assert [file.name for file in letter.attachments] == ['1896_QD-TTg_m_294779.doc']
    assert letter.warnings == ()


def test_a_packet_that_binds_its_prefixes_badly_is_read():
    """QCVN 102:2016: the file inside that sample is itself a packet, from a third maker: an undeclared `xlink`, the
    prefix used outside the envelope that bound it, an empty ResponseFor, a bare PDF in base64."""
    outer = decode((FOREIGN / 'edoc_new.edxml').read_bytes())
    inner = decode(outer.attachments[0].content)
    assert inner.document_id == '9fbfbad2-f1f8-4256-a2eb-50fb1061cddb'
    assert inner.response_for == ()
    assert inner.attachments[0].content.startswith(b'%PDF-1.5')
    assert inner.attachments[0].content_type == 'application/pdf'
    assert inner.business.type is BusinessType.NEW


@pytest.mark.parametrize(('name', 'code'), [
    ('status_inbox_01', StatusCode.ARRIVED),
    ('status_rejection_02', StatusCode.REJECTED),
    ('status_acceptance_03', StatusCode.ACCEPTED),
])
def test_a_status_of_another_maker_is_read(name, code):
    """Decision 28/2018, Art. 9."""
    report = decode((FOREIGN / f'{name}.edxml').read_bytes())
    assert report.code is code
    assert report.from_.organ_id == '000.00.00.H41'
    assert report.response_for.organ_id == '000.00.00.G22'
    assert report.response_for.code == '7816/VPCP-TTĐT'
    assert report.response_for.document_id == '000.00.00.G22,2015/09/30,7816/VPCP-TTĐT'
    assert report.timestamp == datetime(2015, 9, 20, 11, 8, 36, tzinfo=HANOI)
    assert report.staff.mobile == '84912000001'
    assert report.extras == report.warnings == ()


@pytest.mark.parametrize('name', sorted(path.name for path in FOREIGN.iterdir()))
def test_what_was_read_from_others_is_written_back_the_same(name):
    """QCVN 102:2016: nothing that we understand is lost on the way."""
    packet = decode((FOREIGN / name).read_bytes())
    again = decode(encode(packet))
    assert again == replace(packet, extras=())


def test_prefix_and_order_do_not_matter():
    """QCVN 102:2016: any prefix or none, the fields from last to first."""
    text = text_of(NEW)
    assert decode(text.replace('edXML:', 'x:').replace('xmlns:edXML', 'xmlns:x').encode()) == NEW
    assert decode(text.replace(' xmlns:edXML=', ' xmlns:none=').replace('edXML:', '').encode()) == NEW
    head, message, tail = re.split(r'(?<=MessageHeader>\n)(.*)(?=      </edXML:MessageHeader>)', text, flags=re.DOTALL)
    fields = re.split(r'^(?= {8}<edXML:)', message, flags=re.MULTILINE)
    assert len(fields) == 15
    shuffled = decode((head + ''.join(reversed(fields)) + tail).encode())
    assert shuffled == replace(NEW, to=NEW.to[::-1])


def test_byte_order_mark_line_ends_and_comments_do_not_matter():
    """QCVN 102:2016: files that went through other editors."""
    body = encode(NEW).replace(b'\n', b'\r\n').replace(b'<edXML:Subject>', b'<!-- here --><edXML:Subject>')
    assert decode(b'\xef\xbb\xbf' + body) == NEW
    assert decode(encode(NEW).split(b'\n', 1)[1]) == NEW


def test_other_spellings_of_the_standards_own_names_are_read():
    """QCVN 102:2016: `Business` for `Bussiness`, `Manifest` for `edXMLManifest`."""
    text = text_of(GOLDEN['document_update.edxml'])
    mended = text.replace('Bussiness', 'Business').replace('edXMLManifest', 'Manifest')
    assert decode(mended.encode()) == GOLDEN['document_update.edxml']


def test_a_stream_is_read_as_bytes_are():
    """The packet may lie in a file: it need not fit into memory twice."""
    assert decode(BytesIO(encode(NEW))) == NEW


def test_what_is_unknown_is_kept_and_disturbs_nothing():
    """QCVN 102:2016: extensions of others, in our namespace or theirs."""
    packet = changed('<edXML:OtherInfo>', '<o:Note xmlns:o="urn:o" kind="a"> b </o:Note><edXML:OtherInfo>'
                     '<edXML:Appraisal><edXML:Mark>9</edXML:Mark></edXML:Appraisal>')
    message = 'edXMLEnvelope/edXMLHeader/MessageHeader'
    assert packet.extras == (
        Extra(f'{message}/Note', 'b', (('kind', 'a'),)),
        Extra(f'{message}/OtherInfo/Appraisal/Mark', '9'),
    )
    assert replace(packet, extras=()) == NEW


def test_a_field_of_another_namespace_is_not_ours():
    """QCVN 102:2016: by local name inside the namespace."""
    with pytest.raises(WrongShape) as refusal:
        changed('<edXML:DocumentId>H25.02,2024/09/10,1523/SNV-CCVC</edXML:DocumentId>',
                '<o:DocumentId xmlns:o="urn:other">H25.02,2024/09/10,1523/SNV-CCVC</o:DocumentId>')
    assert refusal.value.field == 'DocumentId'


@pytest.mark.parametrize('written', ['2024-09-10', '10/09/2024', '2024/9/10', ' 2024-09-09T20:00:00Z '])
def test_a_date_is_read_in_each_form_met(written):
    """Decision 44/2024, Art. 7.3: ISO 8601 and Vietnam time."""
    packet = changed('<edXML:PromulgationDate>2024/09/10<', f'<edXML:PromulgationDate>{written}<')
    assert packet == NEW


def test_an_impossible_date_is_kept_as_it_stood():
    """QCVN 102:2016: 2014/02/30 occurs in real packets; it is a warning, not a refusal."""
    packet = changed('<edXML:DueDate>2024/09/20<', '<edXML:DueDate>2014/02/30<')
    assert (packet.due_date, packet.raw_due_date) == (None, '2014/02/30')
    assert packet.warnings == (Notice('impossible date', 'DueDate', '2014/02/30'),)
    assert str(packet.warnings[0]) == 'DueDate: impossible date (2014/02/30)'
    hop = changed('<edXML:Timestamp>2024/09/10 15:42:07<', '<edXML:Timestamp>tomorrow<').trace[0]
    assert (hop.timestamp, hop.raw_timestamp) == (None, 'tomorrow')


def test_the_raw_date_takes_part_in_the_id_of_the_packet():
    """A recall with an unreadable moment still has one id on both sides."""
    packet = changed('<edXML:Timestamp>2024/09/10 16:42:07<', '<edXML:Timestamp>soon<', RECALL)
    assert packet.message_id.startswith(f'{RECALL.document_id}|1|soon|')
    assert decode(encode(packet)).message_id == packet.message_id


@pytest.mark.parametrize(('before', 'after', 'notice'), [
    ('<edXML:Type>18<', '<edXML:Type>letter<', Notice('not a number', 'Type', 'letter')),
    ('<edXML:Subject>V/v báo cáo biên chế năm 2024 &amp; kế hoạch &lt;2025&gt;<', '<edXML:Subject><',
     Notice('missing', 'Subject')),
    ('<edXML:OrganId>H25.35<', '<edXML:OrganId>Bình Lục<',
     Notice('not the code of an agency', 'To/OrganId', 'Bình Lục')),
])
def test_a_lesser_fault_is_noted(before, after, notice):
    """Decision 28/2018, Art. 9: văn thư sees what is odd and decides."""
    assert changed(before, after).warnings == (notice,)


@pytest.mark.parametrize(('before', 'after', 'field'), [
    ('<edXML:OrganId>H25.02<', '<edXML:OrganId><', 'From/OrganId'),
    ('To>', 'Not>', 'To'),
    ('<edXML:DocumentId>H25.02,2024/09/10,1523/SNV-CCVC<', '<edXML:DocumentId><', 'DocumentId'),
    ('<edXML:DocumentId>H25.02,2024/09/10,1523/SNV-CCVC<', f'<edXML:DocumentId>{"x" * 256}<', 'DocumentId'),
    ('edXML:MessageHeader>', 'edXML:Other>', 'MessageHeader'),
    ('xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"', 'xmlns="http://www.e-doc.vn/Schema/"', 'the root element'),
])
def test_what_makes_it_no_packet_is_refused_by_name(before, after, field):
    """QCVN 102:2016: no sender, receiver or id, or another standard."""
    with pytest.raises(WrongShape) as refusal:
        changed(before, after)
    assert refusal.value.field == field
    assert field in str(refusal.value)


@pytest.mark.parametrize(('before', 'after', 'field'), [
    ('<edXML:Timestamp>2024/09/10 16:00:00<', '<edXML:Timestamp>2024/02/30 16:00:00<', 'Timestamp'),
    ('<edXML:DocumentId>H25.02,2024/09/10,1523/SNV-CCVC<', '<edXML:DocumentId> <', 'DocumentId'),
])
def test_a_status_without_document_or_moment_is_refused(before, after, field):
    """Decision 28/2018, Art. 9: states are put in order by their moment."""
    with pytest.raises(WrongShape) as refusal:
        changed(before, after, ACCEPTED)
    assert refusal.value.field == field


def test_timed_flash_is_read_and_shown_as_flash():
    """Decree 30/2020, App. I."""
    packet = changed('<edXML:Priority>1<', '<edXML:Priority>4<')
    assert packet.priority is Urgency.TIMED_FLASH
    assert packet.priority.shown is Urgency.FLASH


def test_the_document_a_recall_means_is_looked_for_in_order():
    """Decision 28/2018, Art. 9: real packets name it in three places."""
    asked = replace(RECALL.business, document_id='of the business')
    assert decode(encode(replace(RECALL, document_id='of the packet', business=asked))).concerned_ids == (
        'of the business', 'H25.02,2024/09/10,1523/SNV-CCVC', 'of the packet')
