"""Packets as other makers write them, each kind of business and status: what is read is what was meant."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from unicodedata import normalize

import pytest
from edxml import BusinessType, Notice, Receiver, ReceiverType, Replacement, ResponseFor, StatusCode, decode, encode
from edxml_packets import DATA, NEW, RECALL, REPLACEMENT, UPDATE

MAKERS = DATA / 'makers'
PDF = b'%PDF-1.4\n% to trinh\n%%EOF\n'
HANOI = timezone(timedelta(hours=7))


def read(name):
    return decode((MAKERS / f'{name}.edxml').read_bytes())


def test_a_document_without_prefixes_in_any_order_is_read():
    """QCVN 102:2016: a serializer of records: byte order mark, CRLF, fields by name, ISO 8601, one s in Business."""
    letter = read('dotnet_new')
    assert [agency.organ_id for agency in letter.to] == ['000.00.00.H25', 'H25.08', 'vxp.saas.03']
    assert (letter.from_.organ_id, letter.from_.in_charge) == ('000.00.18.H40', '000.00.00.H40')
    assert letter.document_id == '7c3c2f54-5a0e-4a5e-9f0a-0b5a4f1f7d11'
    assert (letter.code_number, letter.code_notation, letter.type_name) == ('214', 'TTr-SYT', 'Tờ trình')
    assert letter.promulgation_date == date(2026, 3, 2)
    assert normalize('NFC', letter.subject) == 'Về việc phối hợp phòng, chống dịch' != letter.subject
    assert letter.trace[0].timestamp == datetime(2026, 3, 2, 9, 15, 30, tzinfo=HANOI)
    assert (letter.business.type, letter.business.paper) == (BusinessType.NEW, 1)
    assert letter.business.staff[0].staff == 'Phạm Thị Dung'
    assert letter.response_for == letter.warnings == ()


def test_additions_of_the_axis_library_are_read_without_a_warning():
    """QCVN 102:2016: what the standard does not have and the national axis' library writes."""
    letter = read('dotnet_new')
    assert letter.direction is True
    assert (letter.reply_fors, letter.reference_codes) == ('88/UBND-VP7', '12/KH-UBND; 13/KH-UBND')
    assert letter.appendixes == ('Phụ lục 1', 'Phụ lục 2')
    assert letter.task_codes == ('VPCP-2026-00113', 'VPCP-2026-00114')
    assert letter.application_type == 'QLVB'
    assert letter.warnings == ()
    assert read('axis_update').direction is False
    assert NEW.direction is None


def test_files_packed_in_three_ways_come_out_in_the_order_of_the_manifest():
    """QCVN 102:2016: a path of Windows in the zip, folders in the zip with broken lines, a .docx that is a zip."""
    files = read('dotnet_new').attachments
    assert [file.name for file in files] == ['214-TTr-SYT.pdf', 'Dự thảo.docx', 'Phụ lục số liệu.xlsx']
    assert files[0].content == PDF
    assert files[1].content.startswith(b'PK\x03\x04')
    assert files[2].content == b'a table'


def test_a_document_put_together_from_strings_is_read():
    """QCVN 102:2016: an undeclared xlink, an old manifest, a bare file, CDATA, empty elements, a day that never was."""
    invitation = read('strings_new')
    assert (invitation.from_.organ_id, invitation.to[0].organ_id) == ('H37.22', 'H25.35.012')
    assert invitation.subject == 'Họp giao ban <quý I> & sơ kết'
    assert (invitation.due_date, invitation.raw_due_date) == (None, '2026/02/30')
    assert invitation.to_places == ('Như trên;', 'Lưu: VT.')
    assert [hop.organ_id for hop in invitation.trace] == ['H37.22', 'H37']
    assert [(file.name, file.content, file.description) for file in invitation.attachments] == [
        ('GM 05.pdf', PDF, 'Giấy mời')]
    assert {extra.path.rpartition('/')[2]: extra.text for extra in invitation.extras} == {
        'FieldName': 'file', 'MimeType': 'application/pdf', 'Format': 'base64'}
    assert invitation.warnings == (Notice('impossible date', 'DueDate', '2026/02/30'),)


def test_a_recall_that_names_its_document_elsewhere_is_read():
    """Decision 28/2018, Art. 9: without Bussiness/DocumentId the answered document is meant, then the packet's own."""
    recall = read('jaxb_recall')
    assert recall.business.type is BusinessType.RECALL
    assert recall.business.reason == 'Gửi nhầm nơi nhận'
    assert recall.concerned_ids == ('G22-9b1d-1020', 'G22-9b1d-1021')
    assert recall.response_for == (ResponseFor('000.00.00.G22', '1020/VPCP-KGVX', 'G22-9b1d-1020', date(2026, 2, 28)),)
    assert recall.warnings == recall.attachments == ()


@pytest.mark.parametrize('place', ['edXMLHeader', 'MessageHeader'])
def test_a_recall_in_the_wrong_place_is_no_new_document(place):
    """Decision 28/2018, Art. 9: what is asked for counts, wherever the writer put it."""
    text = encode(RECALL).decode()
    business = text[text.index('        <edXML:Bussiness>'):text.index('      </edXML:TraceHeaderList>')]
    moved = text.replace(business, '').replace(f'</edXML:{place}>', f'{business}</edXML:{place}>')
    assert decode(moved.encode()) == RECALL


def test_an_update_of_another_maker_is_read():
    """Decision 28/2018, Art. 9: receivers added and removed, words instead of digits."""
    business = read('axis_update').business
    assert (business.type, business.document_id) == (BusinessType.UPDATE, '28.22.H17,2026/03/04,30/UBND-VP')
    (update,) = business.updates
    assert (update.document_info, update.document_receiver) == (True, True)
    assert update.receivers == (Receiver('H25.36', ReceiverType.ADDED),
                                Receiver('000.00.00.H41', ReceiverType.REMOVED))


def test_a_replacement_of_another_maker_is_read():
    """Decision 28/2018, Art. 9: two documents replaced, in two lists."""
    packet = read('axis_replace')
    assert packet.business.type is BusinessType.REPLACE
    assert packet.business.replacements == (
        Replacement('28.22.H17,2026/03/01,28/UBND-VP', ('H25.36', '000.00.00.H41')),
        Replacement('f5b0c1de-0e55-4f37-9a5e-3d4a6b1c2e90', ('H25.36',)))
    assert packet.concerned_ids[:2] == ('28.22.H17,2026/03/01,28/UBND-VP', 'f5b0c1de-0e55-4f37-9a5e-3d4a6b1c2e90')


@pytest.mark.parametrize(('name', 'code', 'document', 'moment'), [
    ('dotnet_status_15', StatusCode.CHANGE_ACCEPTED, 'H25.02,2026/03/05,77/SNV-VP',
     datetime(2026, 3, 6, 1, 2, 3, tzinfo=UTC)),
    ('strings_status_13', StatusCode.RECALL_ASKED, 'H37.22,2026/03/03,05/GM-UBND',
     datetime(2026, 3, 3, 8, 5, tzinfo=HANOI)),
    ('jaxb_status_5', StatusCode.PROCESSING, '5d8b2c4e1f0a9b7c6d5e4f3a', datetime(2026, 3, 6, 16, 20, tzinfo=HANOI)),
])
def test_a_status_of_another_maker_is_read(name, code, document, moment):
    """Decision 28/2018, Art. 9: the moment in any form, a code of one digit, a day that never was."""
    report = read(name)
    assert (report.code, report.response_for.document_id, report.timestamp) == (code, document, moment)


@pytest.mark.parametrize('name', sorted(path.stem for path in MAKERS.iterdir()))
def test_what_was_read_is_written_back_the_same(name):
    """QCVN 102:2016: nothing that is understood is lost on the way, and our form of it does not change again."""
    packet = read(name)
    body = encode(packet)
    again = decode(body)
    assert again == written(packet)
    assert encode(again) == body
    assert again.message_id == packet.message_id


def written(packet):
    """What is left of a packet once we have written it: no extras, no other way of packing files."""
    packet = replace(packet, extras=())
    if isinstance(packet, type(NEW)):
        files = tuple(replace(file, content_type='application/zip') for file in packet.attachments)
        packet = replace(packet, attachments=files)
    return packet


def test_a_new_document_is_written_and_read():
    """QCVN 102:2016, type 0: every field, two receivers, two files.

    Proves: EX.doc
    """
    body = encode(NEW)
    assert decode(body) == NEW
    assert (len(NEW.to), len(NEW.attachments)) == (2, 2)
    assert body.count(b'<edXML:To>') == body.count(b'<Attachment>') == body.count(b'<edXML:Reference>') == 2
    assert b'<edXML:BussinessDocType>0</edXML:BussinessDocType>' in body


def test_a_recall_is_written_and_read():
    """QCVN 102:2016, type 1: the document is named twice beside the packet's own id, with the reason.

    Proves: EX.recall
    """
    body = encode(RECALL)
    assert decode(body) == RECALL
    assert b'<edXML:BussinessDocType>1</edXML:BussinessDocType>' in body
    assert body.count(f'>{RECALL.business.document_id}<'.encode()) == 3
    assert RECALL.business.reason.encode() in body


def test_an_update_is_written_and_read():
    """QCVN 102:2016, type 2: what changes, who is added and who removed.

    Proves: EX.update
    """
    body = encode(UPDATE)
    assert decode(body) == UPDATE
    assert b'<edXML:BussinessDocType>2</edXML:BussinessDocType>' in body
    assert body.count(b'<edXML:ReceiverType>1<') == body.count(b'<edXML:ReceiverType>0<') == 1


def test_a_replacement_is_written_and_read():
    """QCVN 102:2016, type 3: which documents, for which agencies.

    Proves: EX.replace
    """
    body = encode(REPLACEMENT)
    assert decode(body) == REPLACEMENT
    assert b'<edXML:BussinessDocType>3</edXML:BussinessDocType>' in body
    assert body.count(b'<edXML:ReplacementInfo>') == 2
