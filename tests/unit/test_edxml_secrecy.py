"""State secrets have no way in: a packet that carries a mark is refused, and nothing of it is kept."""

from dataclasses import replace
from hashlib import sha256

import pytest
from edxml import PacketError, SecretContent, StatusCode, decode, encode
from edxml_packets import ACCEPTED, DATA, NEW

CONFIDENCE = 'nội dung không được lộ'
LETTER = replace(NEW, content=CONFIDENCE)


def marked(before, after, packet=LETTER):
    """The bytes of our packet with a mark put in as another system might."""
    text = encode(packet).decode()
    assert before in text
    return text.replace(before, after, 1).encode()


def refusal_of(body):
    with pytest.raises(SecretContent) as refusal:
        decode(body)
    return refusal.value


FIELDS = [
    ('<edXML:OtherInfo>', '<edXML:OtherInfo><edXML:DoMat>1</edXML:DoMat>', 'DoMat', ''),
    ('<edXML:OtherInfo>', '<edXML:OtherInfo><edXML:ĐộMật>Tối mật</edXML:ĐộMật>', 'ĐộMật', 'TỐI MẬT'),
    ('<edXML:OtherInfo>', '<edXML:OtherInfo><edXML:SecurityLevel>2</edXML:SecurityLevel>', 'SecurityLevel', ''),
    ('<edXML:OtherInfo>', '<edXML:OtherInfo><o:SECRET xmlns:o="urn:o">true</o:SECRET>', 'SECRET', ''),
    ('<edXML:OtherInfo>', '<edXML:OtherInfo><edXML:Muc_Do_Mat><edXML:Id>3</edXML:Id></edXML:Muc_Do_Mat>',
     'Muc_Do_Mat', ''),
    ('<edXML:OtherInfo>', '<edXML:OtherInfo><edXML:IsConfidential>1</edXML:IsConfidential>', 'IsConfidential', ''),
    ('<edXML:Subject>', '<edXML:Subject secrecy="MẬT">', 'Subject/@secrecy', 'MẬT'),
    ('<edXML:OtherInfo>', '<edXML:OtherInfo doMat="2">', 'OtherInfo/@doMat', ''),
    ('<edXML:Priority>1<', '<edXML:Priority>5<', 'Priority', '5'),
    ('<edXML:Priority>1<', '<edXML:Priority>-1<', 'Priority', '-1'),
    ('<edXML:Priority>1<', '<edXML:Priority>Mật<', 'Priority', 'MẬT'),
    ('<edXML:TypeName>Công văn<', '<edXML:TypeName>Công văn mật<', 'TypeName', 'MẬT'),
    ('<edXML:TypeName>Công văn<', '<edXML:TypeName>Quyết định (Tuyệt mật)<', 'TypeName', 'TUYỆT MẬT'),
]
WORDS = [
    ('Subject', 'TUYỆT MẬT', 'TUYỆT MẬT'),
    ('Subject', 'Báo cáo tháng 9\n  TỐI MẬT  \n', 'TỐI MẬT'),
    ('Subject', 'Báo cáo tháng 9 (Mật)', 'MẬT'),
    ('Subject', '[ĐỘ MẬT: TỐI MẬT] Báo cáo', 'TỐI MẬT'),
    ('Subject', 'HỎA TỐC - MẬT', 'MẬT'),
    ('Subject', 'TOI MAT', 'TỐI MẬT'),
    ('Subject', 'M\u00c2\u0323T', 'MẬT'),
    ('Content', '«Mật»', 'MẬT'),
    ('BussinessDocReason', 'Độ mật: Mật', 'MẬT'),
    ('SphereOfPromulgation', 'Bí mật nhà nước', ''),
    ('SphereOfPromulgation', 'Tài liệu mật, không phổ biến', 'MẬT'),
    ('SphereOfPromulgation', 'tối mật', 'TỐI MẬT'),
    ('AttachmentName', 'MẬT.pdf', 'MẬT'),
    ('AttachmentName', 'TỐI MẬT_12-BC.signed.pdf', 'TỐI MẬT'),
    ('Description', 'MẬT', 'MẬT'),
    ('Appendix', 'MẬT', 'MẬT'),
    ('Stamp', 'TUYET MAT', 'TUYỆT MẬT'),
]
INNOCENT = [
    ('Subject', 'V/v bảo mật hệ thống thông tin'),
    ('Subject', 'Quy chế bảo vệ bí mật nhà nước'),
    ('Subject', 'V/v quản lý chất lượng mật ong'),
    ('Subject', 'Công tác mật mã; đổi mật khẩu'),
    ('Subject', 'Báo cáo mật độ dân số'),
    ('Subject', 'Độ mật: Thường'),
    ('Content', 'Không mật'),
    ('SphereOfPromulgation', 'Lưu hành nội bộ'),
    ('SphereOfPromulgation', 'Không mật'),
    ('SphereOfPromulgation', 'Bảo mật thông tin'),
    ('TypeName', 'Quy chế bảo mật'),
    ('TypeName', 'Giấy chứng nhận mật ong'),
    ('TyperNotation', 'MAT'),
    ('FullName', 'Mật'),
    ('Staff', 'Mật'),
    ('CodeNotation', 'QĐ-MAT'),
    ('AttachmentName', 'Hướng dẫn bảo mật.pdf'),
    ('AttachmentName', 'HN_MAT_12.pdf'),
    ('SecretaryName', 'Trần Thị B'),
    ('SecurityLevel', '0'),
    ('DoMat', 'Thường'),
    ('DoMat', ' '),
    ('Secret', 'false'),
    ('MatKhau', 'x'),
]


@pytest.mark.parametrize(('before', 'after', 'place', 'level'), FIELDS)
def test_a_field_for_secrecy_is_refused(before, after, place, level):
    """Decision 44/2024, Art. 1.2, 15.1; Decree 30/2020, App. VI, Priority: one digit for urgency and secrecy."""
    refusal = refusal_of(marked(before, after))
    assert (refusal.place, refusal.level) == (place, level)


def in_field(name, words):
    """The bytes of our packet with these words in a field, known or not."""
    text = encode(replace(LETTER, sphere='Nội bộ', attachments=LETTER.attachments[:1])).decode()
    element = f'<edXML:{name}>{words}</edXML:{name}>'
    if f'<edXML:{name}>' not in text:
        return text.replace('<edXML:OtherInfo>', '<edXML:OtherInfo>' + element).encode()
    head, rest = text.split(f'<edXML:{name}>', 1)
    return (head + element + rest.split(f'</edXML:{name}>', 1)[1]).encode()


@pytest.mark.parametrize(('name', 'words', 'level'), WORDS)
def test_a_stamp_is_refused_wherever_it_stands(name, words, level):
    """Decree 30/2020, App. I: the mark of secrecy, ô 10a, and the circulation note, ô 11."""
    refusal = refusal_of(in_field(name, words))
    assert (refusal.place, refusal.level) == (name, level)


@pytest.mark.parametrize(('name', 'words'), INNOCENT)
def test_words_that_only_sound_alike_pass(name, words):
    """Decision 44/2024, Art. 15.1: every other document must be in the system."""
    assert decode(in_field(name, words)).document_id == NEW.document_id


@pytest.mark.parametrize('body', [path.read_bytes() for path in sorted((DATA / 'foreign').iterdir())])
def test_packets_of_others_carry_no_mark(body):
    """Decision 44/2024, Art. 15.1: no false alarm on what is in use."""
    assert decode(body).message_id


def test_a_refusal_holds_codes_and_no_content():
    """Decision 44/2024, Art. 1.2: of a refused one only sender, id, digest and the refusal are kept."""
    body = marked('<edXML:Subject>', '<edXML:Subject>TỐI MẬT\n')
    refusal = refusal_of(body)
    assert (refusal.sender, refusal.document_id) == ('H25.02', 'H25.02,2024/09/10,1523/SNV-CCVC')
    assert refusal.digest == sha256(body).hexdigest()
    held = [str(refusal), *map(str, refusal.args), *map(str, vars(refusal).values())]
    assert not any(CONFIDENCE in words or 'biên chế' in words for words in held)
    assert refusal.__cause__ is None


@pytest.mark.parametrize('tail', ['&undefined;', '</edXML:Wrong>', ''])
def test_a_packet_that_breaks_after_the_mark_is_secret_and_not_broken(tail):
    """Decision 44/2024, Art. 1.2: a broken packet lies in quarantine with its body, a secret one must not."""
    body = marked('<edXML:Subject>', '<edXML:Subject>TỐI MẬT\n')
    cut = body.index('TỐI MẬT\n'.encode()) + len('TỐI MẬT\n'.encode())
    assert refusal_of(body[:cut] + tail.encode()).level == 'TỐI MẬT'


@pytest.mark.parametrize(('before', 'after'), [
    ('<edXML:OrganId>H25.02<', '<edXML:OrganId><'),
    ('edXML:To>', 'edXML:Not>'),
    ('<edXML:BussinessDocType>0<', '<edXML:BussinessDocType>9<'),
    ('>UEsDB', '>****'),
])
def test_a_secret_that_is_also_wrong_is_refused_as_secret(before, after):
    """Decision 44/2024, Art. 1.2: the mark is looked for before anything else."""
    body = marked('<edXML:Subject>', '<edXML:Subject>MẬT\n').decode().replace(before, after)
    assert refusal_of(body.encode()).level == 'MẬT'


def test_the_words_of_a_status_may_speak_of_secrets():
    """Decision 44/2024, Art. 10.1.b: the reason of a refusal says why."""
    report = replace(ACCEPTED, code=StatusCode.REJECTED, description='Văn bản có dấu chỉ độ mật (MẬT), gửi bản giấy')
    assert decode(encode(report)) == report
    body = encode(report).replace(b'<edXML:StatusCode>', b'<edXML:DoMat>1</edXML:DoMat><edXML:StatusCode>')
    assert refusal_of(body).place == 'DoMat'


def test_a_security_header_of_a_carrier_is_no_mark():
    """WS-Security holds a signature of the transport, not a level."""
    header = '<w:Security xmlns:w="urn:wsse"><w:Token>abc</w:Token></w:Security>'
    assert decode(marked('<edXML:MessageHeader>', header + '<edXML:MessageHeader>')).document_id == NEW.document_id


def test_secret_content_is_a_packet_error():
    """One root for all refusals."""
    assert issubclass(SecretContent, PacketError)
