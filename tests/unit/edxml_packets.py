"""Packets of the demo province, one of each kind, and where their golden files lie."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from edxml import (
    Attachment,
    Business,
    BusinessType,
    Document,
    Hop,
    Organization,
    Receiver,
    ReceiverType,
    Replacement,
    ResponseFor,
    Staff,
    StatusCode,
    StatusReport,
    Update,
    Urgency,
)

DATA = Path(__file__).parent / 'data' / 'edxml'
HANOI = timezone(timedelta(hours=7))

INTERIOR = Organization('H25.02', 'Sở Nội vụ tỉnh Hà Nam', in_charge='Ủy ban nhân dân tỉnh Hà Nam',
                        email='snv@hanam.example')
BINH_LUC = Organization('H25.35', 'UBND huyện Bình Lục')
NGHE_AN = Organization('000.00.00.H41', 'UBND tỉnh Nghệ An')
LETTER = ResponseFor('H25.02', '1523/SNV-CCVC', 'H25.02,2024/09/10,1523/SNV-CCVC', date(2024, 9, 10))
CLERK = Staff('Văn phòng Sở', '', 'Trần Thị B', '', 'vanthu@hanam.example', '')
ISSUED_AT = Hop('H25.02', datetime(2024, 9, 10, 15, 42, 7, tzinfo=HANOI))

NEW = Document(
    from_=INTERIOR,
    to=(BINH_LUC, NGHE_AN),
    document_id='H25.02,2024/09/10,1523/SNV-CCVC',
    code_number='1523',
    code_notation='SNV-CCVC',
    place='Hà Nam',
    promulgation_date=date(2024, 9, 10),
    type_code=18,
    type_name='Công văn',
    subject='V/v báo cáo biên chế năm 2024 & kế hoạch <2025>',
    signer_competence='KT. GIÁM ĐỐC',
    signer_position='PHÓ GIÁM ĐỐC',
    signer_full_name='Nguyễn Văn A',
    due_date=date(2024, 9, 20),
    priority=Urgency.URGENT,
    typer_notation='NVA',
    promulgation_amount=1,
    page_amount=2,
    response_for=(ResponseFor('000.00.00.H41', '12/UBND-NC', 'H41,2024/09/02,12/UBND-NC', date(2024, 9, 2)),),
    to_places=('Như trên', 'Lưu: VT, CCVC'),
    trace=(ISSUED_AT,),
    business=Business(reason='Văn bản điện tử mới', staff=(CLERK,)),
    attachments=(
        Attachment('5f0c', '1523-SNV-CCVC.signed.pdf', b'%PDF-1.7\n% main document\n%%EOF\n', 'Văn bản chính'),
        Attachment('5f0d', 'Phụ lục I.xlsx', b'a table', 'Phụ lục I'),
    ),
)
AN_HOUR_LATER = Hop('H25.02', datetime(2024, 9, 10, 16, 42, 7, tzinfo=HANOI))
RECALL = replace(NEW, response_for=(LETTER,), attachments=(), trace=(AN_HOUR_LATER,), business=Business(
    BusinessType.RECALL, NEW.document_id, 'Ban hành nhầm nơi nhận', staff=(CLERK,)))
UPDATE = replace(NEW, trace=(AN_HOUR_LATER,), business=Business(
    BusinessType.UPDATE, NEW.document_id, 'Bổ sung nơi nhận', updates=(Update(False, True, (
        Receiver('H25.36', ReceiverType.ADDED), Receiver('000.00.00.H41', ReceiverType.REMOVED))),)))
REPLACEMENT = replace(NEW, trace=(AN_HOUR_LATER,), business=Business(
    BusinessType.REPLACE, reason='Thay thế hai văn bản', paper=1, replacements=(
        Replacement('H25.02,2024/09/01,1500/SNV-CCVC', ('H25.35', '000.00.00.H41')),
        Replacement('H25.02,2024/09/02,1501/SNV-CCVC', ('H25.35',)))))
ACCEPTED = StatusReport(
    from_=BINH_LUC, response_for=LETTER, code=StatusCode.ACCEPTED, description='Đã vào sổ văn bản đến, số đến 101',
    timestamp=datetime(2024, 9, 10, 9, 0, 0, tzinfo=UTC), staff=Staff('Văn phòng HĐND và UBND', staff='Lê C'))

GOLDEN = {
    'document_new.edxml': NEW,
    'document_recall.edxml': RECALL,
    'document_update.edxml': UPDATE,
    'document_replace.edxml': REPLACEMENT,
    'status_03.edxml': ACCEPTED,
}
