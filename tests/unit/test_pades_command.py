"""`./hanam verify`: one object for every file there is, an exit status nobody can misread, no traceback, no hang."""

import base64
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pades
import pades_world as world
import pki
import pytest
from asn1crypto import cms, x509
from pades import anchors, command
from pades.child import LIBRARY
from pades.findings import Reason
from pades.sentences import SENTENCES

AT = world.LATER.isoformat()
KEYS = {'verdict', 'reason', 'reasons', 'intact', 'changes', 'signatures', 'file', 'checked_at',
        'document_timestamps', 'warnings'}
OWN_KEYS = {'verdict', 'reason', 'intact', 'changes', 'field', 'signer', 'organisation', 'certificate', 'time',
            'time_source', 'level', 'coverage'}


@pytest.fixture
def folder(tmp_path):
    """A folder of trust: the root in PEM, the revocation lists in DER in a folder of their own."""
    lists = tmp_path / 'anchors' / 'lists'
    lists.mkdir(parents=True)
    (tmp_path / 'anchors' / 'root.pem').write_bytes(pem(world.authority().root_der))
    (tmp_path / 'anchors' / 'README').write_text('not a certificate')
    for number, ders in enumerate(world.authority().crls()):
        (lists / f'{number}.crl').write_bytes(ders)
    return tmp_path / 'anchors'


def pem(der: bytes, kind: str = 'CERTIFICATE') -> bytes:
    return f'-----BEGIN {kind}-----\n'.encode() + base64.encodebytes(der) + f'-----END {kind}-----\n'.encode()


def run(*arguments, **kwargs):
    """Give exit status, the object and what was said beside it."""
    stdout, stderr = io.BytesIO(), io.StringIO()
    status = command.main([os.fspath(one) for one in arguments], stdout=stdout, stderr=stderr,
                          **{'now': world.LATER, **kwargs})
    return status, json.loads(stdout.getvalue()), stderr.getvalue()


def file(tmp_path, content: bytes, name: str = 'x.pdf'):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_good_file_passes(tmp_path, folder):
    status, answer, said = run(file(tmp_path, world.sealed()), '--anchors', folder, '--at', AT)
    assert (status, answer['verdict'], said) == (0, 'PASSED', '')
    assert (answer['intact'], answer['changes']) == (True, 'permitted')
    assert answer.keys() >= KEYS and 'error' not in answer
    person, agency = answer['signatures']
    assert person.keys() >= OWN_KEYS and (person['signer'], agency['organisation']) == ('Nguyễn Văn An', 'Tỉnh Hà Nam')
    assert (person['changes'], agency['changes'], agency['coverage']) == ('permitted', 'none', 'file')
    assert (person['time_source'], person['level']) == ('claimed', 'B-B')
    assert datetime.fromisoformat(person['time']) == pki.NOW
    assert person['certificate']['sha256'] == world.chairman().fingerprint
    assert answer['file'] == {'sha256': world.facts(world.sealed()).sha256, 'size': len(world.sealed())}
    assert [one['field'] for one in answer['history']] == ['', '', 'HanamNguoiKy', 'HanamCoQuan']


def test_a_proven_time_is_told_apart(tmp_path, folder):
    stamped = world.person_signs(level='t', timestamper=world.time_stamper(world.authority().time_stamper(), pki.NOW))
    (own,) = run(file(tmp_path, stamped), '--anchors', folder, '--at', AT)[1]['signatures']
    assert (own['time_source'], own['level']) == ('timestamp', 'B-T')
    assert datetime.fromisoformat(own['time']) == pki.NOW


def test_without_anchors_nobody_is_trusted(tmp_path):
    status, answer, _ = run(file(tmp_path, world.sealed()), '--at', AT)
    assert (status, answer['verdict'], answer['intact']) == (1, 'INDETERMINATE', True)
    assert answer['reasons'] == ['no_trust_anchor']


def test_without_revocation_lists_it_is_not_passed(tmp_path):
    root = file(tmp_path, world.authority().root_der, 'root.der')
    status, answer, _ = run(file(tmp_path, world.sealed()), '--anchors', root, '--at', AT)
    assert (status, answer['verdict'], answer['reasons']) == (1, 'INDETERMINATE', ['revocation_not_checked'])


def test_time_that_is_up_while_the_folder_is_read_is_no_wrong_usage(tmp_path, folder):
    """The answer is the one for a check that was not done in time, wherever the alarm rings."""
    status, answer, _ = run(file(tmp_path, world.sealed()), '--anchors', folder, '--at', AT, altogether=0.002)
    assert (status, answer['verdict']) == (1, 'UNREADABLE')
    assert 'not done within' in answer['error']


def test_a_changed_file_fails(tmp_path, folder):
    status, answer, _ = run(file(tmp_path, world.tampered(world.sealed())), '--anchors', folder, '--at', AT)
    assert (status, answer['verdict'], answer['intact']) == (1, 'FAILED', False)
    assert answer['reasons'][0] == 'hash_failure' and answer['signatures'][0]['verdict'] == 'FAILED'


@pytest.mark.parametrize(('content', 'verdict', 'changes'), [
    (b'', 'UNREADABLE', 'suspect'),
    (b'%PDF-1.7 nothing', 'UNREADABLE', 'suspect'),
    (os.fsencode('not \udcff a file'), 'UNREADABLE', 'suspect'),
])
def test_what_is_no_document_is_unreadable(tmp_path, content, verdict, changes):
    status, answer, said = run(file(tmp_path, content))
    assert (status, answer['verdict'], answer['changes'], answer['intact'], said) == (1, verdict, changes, None, '')
    assert answer['signatures'] == []


def test_a_file_without_signature_says_so(tmp_path, folder):
    status, answer, _ = run(file(tmp_path, world.prepared()), '--anchors', folder)
    assert (status, answer['verdict'], answer['intact'], answer['changes']) == (1, 'NO_SIGNATURE', None, 'none')


def test_a_password_is_unreadable(tmp_path):
    status, answer, _ = run(file(tmp_path, world.encrypted(world.prepared(), 'u', 'o')))
    assert (status, answer['verdict'], answer['reasons']) == (1, 'UNREADABLE', ['password'])


def test_a_file_over_fifty_megabytes_is_not_read(tmp_path):
    path = file(tmp_path, b'%PDF-1.7')
    os.truncate(path, 10 ** 12)
    status, answer, _ = run(path)
    assert (status, answer['verdict'], answer['reasons']) == (1, 'UNREADABLE', ['over_limit'])
    assert answer['file'] == {'sha256': None, 'size': 10 ** 12}


def test_a_check_that_takes_too_long_is_unreadable(tmp_path):
    path = file(tmp_path, world.sealed())
    status, answer, _ = run(path, limits=pades.Limits(wall_seconds=0.01))
    assert (status, answer['verdict'], answer['reasons']) == (1, 'UNREADABLE', ['check_failed'])
    status, answer, said = run(path, altogether=0.05)
    assert (status, answer['verdict']) == (1, 'UNREADABLE') and 'not done' in said


@pytest.fixture
def nothing_to_read(tmp_path):
    os.mkfifo(tmp_path / 'pipe')
    os.symlink('circle', tmp_path / 'circle')
    return {'missing': tmp_path / 'missing.pdf', 'folder': tmp_path, 'pipe': tmp_path / 'pipe',
            'device': '/dev/zero', 'circle': tmp_path / 'circle', 'name': 'nothing\udcff.pdf', 'null': 'a\0b'}


@pytest.mark.parametrize('kind', ['missing', 'folder', 'pipe', 'device', 'circle', 'name', 'null'])
def test_what_is_no_file_is_said_in_words(nothing_to_read, kind):
    status, answer, said = run(nothing_to_read[kind])
    assert (status, answer['verdict']) == (2, 'UNREADABLE') and answer['error'] in said
    assert answer.keys() >= KEYS and answer['signatures'] == []


@pytest.mark.parametrize('arguments', [
    (), ('--help',), ('-h',), ('{file}', '--at', 'tomorrow'), ('{file}', '--at', '0001-01-01'), ('{file}', '--at'),
    ('{file}', '--anchors', '{missing}'), ('{file}', '--anchors', '{empty}'), ('{file}', '--at', '9999-12-31T23:59:59'),
    ('{file}', '{file}'), ('{file}', '--anchor', 'x'), ('{file}', '--anchors', '{file}'), ('--at=2026-01-01',),
])
def test_wrong_usage_checks_nothing_and_never_passes(tmp_path, arguments):
    (tmp_path / 'empty').mkdir()
    places = {'file': file(tmp_path, world.sealed()), 'missing': tmp_path / 'gone', 'empty': tmp_path / 'empty'}
    status, answer, said = run(*(one.format(**places) for one in arguments))
    assert (status, answer['verdict'], answer['intact']) == (2, 'INDETERMINATE', None) and answer['error'] in said


def test_a_name_with_a_dash_goes_behind_two(tmp_path, folder, monkeypatch):
    file(tmp_path, world.sealed(), '--help')
    monkeypatch.chdir(tmp_path)
    assert run('--anchors', folder, '--at', AT, '--', '--help')[0] == 0


def test_a_moment_without_offset_is_that_of_vietnam(tmp_path):
    answer = run(file(tmp_path, b'x'), '--at', '2026-11-22T10:00:00')[1]
    assert datetime.fromisoformat(answer['checked_at']) == datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_a_reader_that_went_away_is_not_told_that_it_passed(tmp_path, folder):
    class Gone(io.BytesIO):
        def write(self, _data):
            raise BrokenPipeError

    status = command.main([str(file(tmp_path, world.sealed())), '--anchors', str(folder), '--at', AT], stdout=Gone(),
                          stderr=io.StringIO(), now=world.LATER)
    assert status == 1


def test_it_runs_as_a_program(tmp_path, folder):
    """With nothing but the library, in another folder, by a name that is no UTF-8."""
    name = os.fsencode(tmp_path) + b'/v\xff.pdf'
    with open(name, 'wb') as target:
        target.write(world.sealed())
    done = subprocess.run([sys.executable, '-P', '-m', 'pades.command', name, '--anchors', folder, '--at', AT],
                          cwd='/', env={'PYTHONPATH': str(LIBRARY), 'PYTHONDONTWRITEBYTECODE': '1'},
                          capture_output=True, check=False)
    assert (done.returncode, json.loads(done.stdout)['verdict'], done.stderr) == (0, 'PASSED', b'')


def bundle(*ders: bytes) -> bytes:
    """Give certificates as authorities hand them out for download: PKCS#7 without a signature (.p7b)."""
    return cms.ContentInfo({'content_type': 'signed_data', 'content': cms.SignedData({
        'version': 'v1', 'digest_algorithms': [], 'encap_content_info': {'content_type': 'data'}, 'signer_infos': [],
        'certificates': [x509.Certificate.load(der) for der in ders]})}).dump()


def intermediate() -> bytes:
    return world.authority().intermediate.der


@pytest.mark.parametrize(('content', 'roots', 'others'), [
    ('root', 1, 0), ('root pem', 1, 0), ('chain pem', 1, 1), ('bundle', 1, 1), ('bundle pem', 1, 1),
    ('intermediate', 1, 0), ('intermediate and person', 1, 1),
])
def test_certificates_are_found_in_every_form(tmp_path, content, roots, others):
    """The self-signed are anchors; where none is, the uppermost authority is."""
    root, person = world.authority().root_der, world.chairman().der
    forms = {'root': root, 'root pem': b'Subject: x\r\n' + pem(root).replace(b'\n', b'\r\n'),
             'chain pem': pem(intermediate()) + pem(root), 'bundle': bundle(root, intermediate()),
             'bundle pem': pem(bundle(intermediate(), root), 'PKCS7'), 'intermediate': intermediate(),
             'intermediate and person': pem(person) + pem(intermediate())}
    (tmp_path / 'deep' / 'deeper').mkdir(parents=True)
    file(tmp_path / 'deep' / 'deeper', forms[content], 'any.name')
    os.mkfifo(tmp_path / 'pipe')
    os.symlink('/dev/zero', tmp_path / 'zero.pem')
    os.symlink(tmp_path, tmp_path / 'deep' / 'circle')
    found = anchors.read_folder(str(tmp_path))
    assert (len(found.roots), len(found.intermediates)) == (roots, others)
    assert found.roots[0] == (intermediate() if content.startswith('intermediate') else root)


def test_revocation_lists_are_found_in_both_forms(tmp_path):
    first, second = world.authority().crls()
    file(tmp_path, pem(first, 'X509 CRL') + pem(first, 'X509 CRL'), 'a.crl')
    file(tmp_path, second, 'b.crl')
    file(tmp_path, world.authority().root_der, 'root')
    assert anchors.read_folder(str(tmp_path)).crls == (first, second)


def test_a_person_alone_is_no_authority(tmp_path):
    file(tmp_path, world.chairman().der, 'person.cer')
    with pytest.raises(anchors.FolderRefused, match='authority'):
        anchors.read_folder(str(tmp_path))


def test_every_reason_has_a_sentence():
    assert SENTENCES.keys() == set(Reason)
