"""`./hanam packet`: one object for every packet, the name of every refusal, no traceback, nothing overwritten."""

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import edxml
import pytest
from edxml import Attachment, StatusCode, Urgency, command, encode
from edxml_packets import ACCEPTED, DATA, GOLDEN, NEW, RECALL

ROOT = Path(__file__).parents[2]
BODY = encode(NEW)
PACKED = BODY.split(b'QCVN_102_2016">')[-2].split(b'<')[0]
COMMON = ['file', 'kind', 'message_id', 'from']


def run(*arguments, stdin=b''):
    """Give exit status, the object (None where there is none) and what was said beside it."""
    stdout, stderr = io.BytesIO(), io.StringIO()
    status = command.main([os.fspath(one) for one in arguments], stdin=io.BytesIO(stdin), stdout=stdout, stderr=stderr)
    return status, json.loads(stdout.getvalue() or b'null'), stderr.getvalue()


def test_a_document_is_said_with_stable_keys():
    """QCVN 102:2016, Decision 28/2018, Art. 10.2: everything the packet says, files by name and digest."""
    status, answer, said = run('-', stdin=BODY)
    assert (status, said) == (0, '')
    assert list(answer)[:4] == COMMON
    assert answer['file'] == {'sha256': sha256(BODY).hexdigest(), 'size': len(BODY)}
    assert (answer['kind'], answer['message_id']) == ('document', NEW.message_id)
    assert [agency['organ_id'] for agency in answer['to']] == ['H25.35', '000.00.00.H41']
    assert (answer['promulgation_date'], answer['trace'][0]['timestamp']) == ('2024-09-10', '2024-09-10T15:42:07+07:00')
    assert (answer['priority'], answer['priority_meaning']) == (1, 'khẩn')
    assert (answer['business']['type'], answer['business']['type_meaning']) == ('0', 'văn bản điện tử mới')
    assert answer['attachments'] == [
        {'content_id': file.content_id, 'name': file.name, 'content_type': 'application/zip', 'size': file.size,
         'sha256': sha256(file.content).hexdigest(), 'description': file.description} for file in NEW.attachments]
    assert answer['extras'] == answer['warnings'] == []


@pytest.mark.parametrize('name', [path.relative_to(DATA) for path in sorted(DATA.rglob('*.edxml'))], ids=str)
def test_every_packet_we_know_is_said(name):
    """Decision 28/2018, Art. 9: types and statuses of all makers; the keys depend on the kind alone."""
    status, answer, said = run(DATA / name)
    assert (status, said) == (0, '')
    own = GOLDEN['status_03.edxml'] if answer['kind'] == 'status' else GOLDEN['document_new.edxml']
    assert list(answer) == list(run('-', stdin=encode(own))[1])
    assert answer['file']['sha256'] == sha256((DATA / name).read_bytes()).hexdigest()


@pytest.mark.parametrize('code', StatusCode)
def test_every_status_has_a_meaning(code):
    """QCVN 102:2016: codes as they stand, and in words."""
    answer = run('-', stdin=encode(replace(ACCEPTED, code=code)))[1]
    assert (answer['kind'], answer['code']) == ('status', code.value)
    assert answer['code_meaning']


@pytest.mark.parametrize('level', Urgency)
def test_every_urgency_has_a_meaning(level):
    """Decree 30/2020, App. I."""
    body = BODY.replace(b'<edXML:Priority>1<', f'<edXML:Priority>{level.value}<'.encode())
    answer = run('-', stdin=body)[1]
    assert answer['priority'] == level.value
    assert answer['priority_meaning']


def test_what_was_odd_and_what_was_not_understood_is_said():
    """Decision 28/2018, Art. 9: who supports others sees what their maker did."""
    answer = run(DATA / 'makers' / 'strings_new.edxml')[1]
    assert answer['warnings'] == [{'kind': 'impossible date', 'field': 'DueDate', 'value': '2026/02/30'}]
    assert [extra['text'] for extra in answer['extras']] == ['file', 'application/pdf', 'base64']


@pytest.mark.parametrize(('body', 'name'), [
    (b'', 'NotXml'),
    (BODY[:-30], 'NotXml'),
    (BODY.decode().encode('utf-16'), 'NotXml'),
    (BODY.replace(b'?>\n', b'?>\n<!DOCTYPE edXML [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1), 'HostileXml'),
    (BODY.replace(b'edXML:To>', b'edXML:Cc>'), 'WrongShape'),
    (BODY.replace(b'BussinessDocType>0', b'BussinessDocType>8'), 'UnknownCode'),
    (BODY.replace(PACKED, PACKED[:24] + PACKED[64:]), 'BadAttachment'),
    (b'<a>' * 60, 'TooLarge'),
    (BODY.replace(b'<edXML:Subject>', '<edXML:DoMat>Mật</edXML:DoMat><edXML:Subject>'.encode()), 'SecretContent'),
])
def test_a_refusal_is_named(tmp_path, body, name):
    """Decision 44/2024, Art. 6.1: status 2, nothing on standard output, nothing extracted."""
    path = tmp_path / 'x.edxml'
    path.write_bytes(body)
    for source, stdin in ((path, b''), ('-', body)):
        status, answer, said = run(source, '--extract', tmp_path / 'out', stdin=stdin)
        assert (status, answer) == (2, None)
        assert said.startswith(f'{name}: The packet ')
        assert said.count('\n') == 1
    assert not (tmp_path / 'out').exists()


def test_of_a_secret_packet_nothing_is_shown():
    """Decision 44/2024, Art. 1.2, 15.1."""
    said = run('-', stdin=BODY.replace(b'<edXML:Subject>', b'<edXML:DoMat>A</edXML:DoMat><edXML:Subject>'))[2]
    assert 'biên chế' not in said


def test_files_are_written_and_nothing_is_overwritten(tmp_path):
    """Decree 30/2020, App. VI: a file name is never followed, and two of one name are two files."""
    files = tuple(Attachment(str(number), 'a.pdf', b'%d' % number) for number in range(3))
    long = Attachment('9', 'Ướ' * 60 + '.pdf', b'long')
    body = encode(replace(NEW, attachments=(*files, long, replace(long, content_id='8')))).replace(
        b'AttachmentName>a.pdf<', b'AttachmentName>../../a.pdf<')
    folder = tmp_path / 'new' / 'out'
    for turn in (1, 2):
        answer = run('-', '--extract', folder, stdin=body)[1]
        names = [file['extracted_as'] for file in answer['attachments']]
        assert [(folder / name).read_bytes() for name in names] == [b'0', b'1', b'2', b'long', b'long']
        assert len(list(folder.iterdir())) == 5 * turn
    assert names[:3] == ['a (4).pdf', 'a (5).pdf', 'a (6).pdf']
    assert all(len(name.encode()) <= 255 for name in names)
    assert [path.name for path in tmp_path.iterdir()] == ['new']


def test_a_link_that_lies_in_the_folder_is_not_followed(tmp_path):
    """What is there already stays as it is, a link too."""
    folder, target = tmp_path / 'out', tmp_path / 'target'
    folder.mkdir()
    (folder / NEW.attachments[0].name).symlink_to(target)
    answer = run('-', '--extract', folder, stdin=BODY)[1]
    assert answer['attachments'][0]['extracted_as'] == '1523-SNV-CCVC.signed (2).pdf'
    assert not target.exists()


def test_a_status_has_no_files_to_extract(tmp_path):
    """The folder is there all the same."""
    assert run('-', '--extract', tmp_path / 'out', stdin=encode(ACCEPTED))[0] == 0
    assert list((tmp_path / 'out').iterdir()) == []


def test_a_folder_that_cannot_be_is_said_in_words(tmp_path):
    """Status 74: the packet is good, the place is not."""
    (tmp_path / 'file').touch()
    status, answer, said = run('-', '--extract', tmp_path / 'file', stdin=BODY)
    assert (status, answer) == (74, None)
    assert 'could not be done' in said


@pytest.mark.parametrize('arguments', [
    (), ('--help',), ('-h',), ('{file}', '{file}'), ('{file}', '--extract'), ('{file}', '--extrac', 'x'), ('--bad',),
    ('{missing}',), ('{folder}',), ('{pipe}',), ('/dev/zero',), ('a\0b',), ('nothing\udcff',),
])
def test_wrong_usage_reads_nothing(tmp_path, arguments):
    """Status 64, so that nobody takes it for a refused packet."""
    places = {'file': tmp_path / 'x.edxml', 'missing': tmp_path / 'gone', 'folder': tmp_path, 'pipe': tmp_path / 'pipe'}
    places['file'].write_bytes(BODY)
    os.mkfifo(places['pipe'])
    status, answer, said = run(*(one.format(**places) for one in arguments))
    assert (status, answer) == (64, None)
    assert said.startswith('hanam packet: ')


def test_a_name_with_a_dash_goes_behind_two(tmp_path, monkeypatch):
    """A file may be called anything."""
    (tmp_path / '--help').write_bytes(encode(RECALL))
    monkeypatch.chdir(tmp_path)
    assert run('--', '--help')[1]['business']['type_meaning'] == 'thu hồi'


def test_a_reader_that_went_away_is_not_told_that_all_went_well():
    """No traceback either."""
    class Gone(io.BytesIO):
        def write(self, _data):
            raise BrokenPipeError

    assert command.main(['-'], stdin=io.BytesIO(BODY), stdout=Gone(), stderr=io.StringIO()) == 74


def test_the_word_runs_without_a_set_up(tmp_path):
    """`./hanam packet` as support staff type it: no server, no database, nothing made."""
    name = os.fsencode(tmp_path) + b'/v\xff.edxml'
    with open(name, 'wb') as target:
        target.write(BODY)
    environment = {'PATH': os.environ['PATH'], 'HANAM_HOME': str(tmp_path / 'home')}
    done = subprocess.run([ROOT / 'hanam', 'packet', name], cwd='/', env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b'')
    assert json.loads(done.stdout)['message_id'] == NEW.message_id
    refused = subprocess.run([ROOT / 'hanam', 'packet', '-'], input=BODY[:-9], cwd='/', env=environment,
                             capture_output=True, check=False)
    assert (refused.returncode, refused.stdout) == (2, b'')
    assert refused.stderr.startswith(b'NotXml: ')
    assert not (tmp_path / 'home').exists()


def test_it_runs_as_a_program():
    """With nothing but the library."""
    environment = {'PYTHONPATH': str(Path(edxml.__file__).parents[1]), 'PYTHONDONTWRITEBYTECODE': '1'}
    done = subprocess.run([sys.executable, '-P', '-m', 'edxml.command', '-'], input=BODY, env=environment,
                          capture_output=True, check=True)
    assert json.loads(done.stdout)['kind'] == 'document'
