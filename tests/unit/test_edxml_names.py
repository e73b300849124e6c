"""Names of attached files, and the manifest that links them with their contents."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from unicodedata import normalize
from zipfile import ZipFile

import pytest
from edxml import Attachment, Notice, decode, encode
from edxml.archive import clean_name
from edxml_packets import NEW


@pytest.mark.parametrize(('given', 'kept'), [
    ('../../etc/passwd', 'passwd'),
    ('..\\..\\windows\\system32\\a.dll', 'a.dll'),
    ('/tmp/x/Công văn.pdf', 'Công văn.pdf'),
    ('C:\\báo cáo.pdf', 'báo cáo.pdf'),
    ('a\u202efdp.exe', 'afdp.exe'),
    ('tab\tand\nline.pdf', 'tabandline.pdf'),
    ('a:b*c?.pdf', 'a_b_c_.pdf'),
    ('..', 'file'),
    ('.htaccess', 'htaccess'),
    ('', 'file'),
    ('V\u0103n ba\u0309n.pdf', 'Văn bản.pdf'),
])
def test_a_name_cannot_lead_anywhere(given, kept):
    """Decree 30/2020, App. VI: a file name is shown and saved, never followed."""
    assert clean_name(given) == kept
    assert clean_name(kept) == kept


def test_a_long_name_is_cut_and_keeps_its_ending():
    """255 bytes of UTF-8 is what file systems hold, and Vietnamese letters take up to three."""
    name = clean_name('Ướ' * 300 + '.signed.pdf')
    assert name.endswith('.pdf')
    assert 250 < len(name.encode()) <= 255


def test_a_changed_name_is_noted():
    """Decision 28/2018, Art. 9: văn thư sees that the name is not the sender's."""
    packet = decode(encode(NEW).replace('Phụ lục I.xlsx'.encode(), b'../letter.pdf'))
    assert packet.attachments[1].name == 'letter.pdf'
    assert packet.warnings == (Notice('file name changed', 'AttachmentName', 'letter.pdf'),)


def test_a_name_in_the_other_form_of_vietnamese_is_no_change():
    """Files of some systems have their marks apart: the letters are the same, and so is the name."""
    packet = decode(encode(NEW).replace('Phụ lục I.xlsx'.encode(), normalize('NFD', 'Phụ lục I.xlsx').encode()))
    assert packet == NEW


@pytest.mark.parametrize(('inner', 'name'), [
    ('a/b/Công văn.pdf', 'Công văn.pdf'), ('../../x', 'x'), ('6f1.edxml', 'file-1'), ('..', 'file-1'),
])
def test_a_file_without_a_name_is_called_as_in_its_zip(inner, name):
    """QCVN 102:2016: what another maker leaves out; a path inside the zip leads nowhere either."""
    made = BytesIO()
    with ZipFile(made, 'w') as packed:
        packed.writestr(inner, b'content')
    text = encode(replace(NEW, attachments=(Attachment('1', 'lost', b''),))).decode().replace('>lost<', '><')
    head, tail = text.split('QCVN_102_2016">UEsDB')
    packet = decode(f'{head}QCVN_102_2016">{b64encode(made.getvalue()).decode()}<{tail.split("<", 1)[1]}'.encode())
    assert packet.attachments[0].content == b'content'
    assert packet.attachments[0].name == name
    assert packet.warnings == (Notice('file name changed', 'AttachmentName', name),)


def test_names_are_safe_on_the_way_out_too():
    """A path never leaves with a packet."""
    file = replace(NEW.attachments[0], name='/srv/clerk/letter.pdf')
    assert decode(encode(replace(NEW, attachments=(file,)))).attachments[0].name == 'letter.pdf'


@pytest.mark.parametrize(('before', 'after'), [
    ('<ContentId>cid:5f0', '<ContentId>5f0'),
    ('<edXML:ContentId>cid:5f0', '<edXML:ContentId>5f0'),
    ('>cid:5f0', '> 5f0'),
    ('<edXML:Reference>\n          <edXML:ContentId>cid:5f0c</edXML:ContentId>',
     '<edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:5f0c">'),
])
def test_an_id_is_found_with_and_without_cid(before, after):
    """QCVN 102:2016: on either side, in an element or an xlink:href."""
    text = encode(NEW).decode()
    assert before in text
    assert decode(text.replace(before, after).encode()) == NEW


def test_the_manifest_gives_the_order():
    """Project rule: the first file is the main document."""
    text = encode(NEW).decode()
    parts = text.split('    <Attachment>\n')
    first, second = parts[1], parts[2].removesuffix('  </AttachmentEncoded>\n</edXML>\n')
    turned = text.replace(first, '\0').replace(second, first).replace('\0', second)
    assert turned != text
    assert decode(turned.encode()) == NEW


def test_halves_without_the_other_are_noted():
    """Decision 28/2018, Art. 9: completeness is for văn thư to see."""
    packet = decode(encode(NEW).replace(b'<ContentId>cid:5f0d', b'<ContentId>cid:lost'))
    assert [file.content_id for file in packet.attachments] == ['5f0c', 'lost']
    assert packet.warnings == (
        Notice('reference without content', 'Reference', '5f0d'),
        Notice('content without reference', 'Attachment', 'lost'),
    )


def test_an_id_used_twice_is_noted():
    """Both files are kept."""
    packet = decode(encode(NEW).replace(b'cid:5f0d', b'cid:5f0c'))
    assert [file.content for file in packet.attachments] == [file.content for file in NEW.attachments]
    assert Notice('content id used twice', 'Attachment') in packet.warnings


def test_without_ids_the_file_name_links():
    """QCVN 102:2016: what another maker leaves out."""
    text = encode(NEW).decode().replace('ContentId>', 'Nothing>')
    assert [file.name for file in decode(text.encode()).attachments] == [file.name for file in NEW.attachments]


def test_an_attachment_inside_the_envelope_is_found():
    """QCVN 102:2016: some writers put the files into the body."""
    text = encode(NEW).decode()
    files = text[text.index('  <AttachmentEncoded>'):text.index('</edXML>')]
    inside = text.replace(files, '').replace('    </edXML:edXMLBody>', files + '    </edXML:edXMLBody>')
    assert decode(inside.encode()) == NEW
