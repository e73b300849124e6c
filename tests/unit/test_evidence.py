"""The evidence pack: the same bytes each time."""

import hashlib
import json
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import evidence
import pades_world
import pytest
import test_pades_archive as archived
from asn1crypto import x509
from evidence import Entry
from evidence_packs import OCCASION, entries, unpacked, written


class TestWriting:
    """What stands in a pack."""

    def test_the_same_input_gives_the_same_bytes(self):
        """Whatever the order of the entries, and whether they come from memory or from files."""
        first, made = written()
        assert written(list(reversed(entries())))[0] == first
        assert (made.sha256, made.size) == (hashlib.sha256(first).hexdigest(), len(first))
        assert written(occasion=replace(OCCASION, moment=OCCASION.moment + timedelta(hours=1)))[0] != first

    def test_a_file_of_the_store_gives_the_same_bytes_as_its_content(self, tmp_path):
        """Files are streamed."""
        path = tmp_path / 'stored'
        path.write_bytes(pades_world.sealed())
        streamed = [replace(entries()[0], source=path), entries()[1]]
        assert written(streamed)[0] == written()[0]

    def test_readme_and_verifier_come_first_and_the_sums_last(self):
        """Dates are those of the moment, in local time."""
        with ZipFile(BytesIO(written()[0])) as archive:
            assert archive.namelist() == [
                'DOC-TRUOC-KHI-XEM.txt', 'kiem_tra.py', 'kiem_tra_pdf.py', 'nhat-ky.json', 'van-ban/01-cong-van.pdf',
                'manifest.json', 'SHA256SUMS']
            assert {info.date_time for info in archive.infolist()} == {(2026, 3, 2, 16, 30, 5 // 2 * 2)}

    def test_the_sums_are_those_of_sha256sum(self, tmp_path):
        """Any other tool can check them (coreutils here)."""
        done = subprocess.run(['sha256sum', '--strict', '-c', 'SHA256SUMS'], cwd=unpacked(tmp_path),
                              capture_output=True, check=False)
        assert done.returncode == 0 and done.stdout.count(b': OK') == 6

    def test_the_manifest_says_what_each_thing_is(self, tmp_path):
        """Name, size, digest and words, also in the readme."""
        folder = unpacked(tmp_path)
        rows = {row['name']: row for row in json.loads((folder / 'manifest.json').read_text('utf-8'))['files']}
        assert rows['nhat-ky.json'] == {'name': 'nhat-ky.json', 'size': 3, 'what': 'Nhật ký',
                                        'sha256': hashlib.sha256(b'{}\n').hexdigest()}
        told = (folder / 'DOC-TRUOC-KHI-XEM.txt').read_text('utf-8')
        assert all(name in told for name in (*rows, 'manifest.json', 'SHA256SUMS', OCCASION.title, '02/03/2026'))

    @pytest.mark.parametrize('name', ['', '/a', '../a', 'a/../b', 'a//b', 'a/', 'a\\b', 'C:a', 'văn-bản.pdf', 'a b',
                                      'a\nb', 'NUL.txt', 'a/con', 'a.', '.a', 'SHA256SUMS', 'Kiem_Tra.py', 'x' * 201])
    def test_a_name_that_is_not_the_same_everywhere_is_refused(self, name):
        """On Windows, on Linux, and in SHA256SUMS."""
        with pytest.raises(evidence.BadName) as refused:
            written([Entry(name, '', b'')])
        assert refused.value.name == name

    def test_names_that_differ_by_case_alone_are_refused(self):
        """One would hide the other on Windows."""
        with pytest.raises(evidence.BadName):
            written([Entry('a.pdf', '', b'1'), Entry('A.pdf', '', b'2')])

    @pytest.mark.parametrize('stored', [b'other', None])
    def test_what_is_not_as_it_was_kept_is_refused(self, tmp_path, stored):
        """Damaged in the store, or gone from it."""
        path = tmp_path / 'stored'
        if stored is not None:
            path.write_bytes(stored)
        with pytest.raises(evidence.SourceChanged) as refused:
            written([Entry('a.pdf', '', path, hashlib.sha256(b'kept').hexdigest())])
        assert refused.value.found == (hashlib.sha256(stored).hexdigest() if stored else '')


class TestCertificates:
    """What a signed file brings along."""

    def test_signers_and_their_chain(self):
        """Each once, as DER."""
        found = {x509.Certificate.load(der).sha256.hex() for der in evidence.certificates_in(pades_world.sealed())}
        assert {pades_world.chairman().fingerprint, pades_world.agency().fingerprint} <= found

    def test_those_of_time_stamps_too(self):
        """They are inside the signature they stand on."""
        found = {x509.Certificate.load(der).sha256.hex() for der in evidence.certificates_in(archived.issued())}
        assert archived.stamping().fingerprint in found

    def test_nothing_of_what_is_unsigned_or_broken(self):
        """No error either."""
        assert evidence.certificates_in(b'%PDF-1.7') == ()
        broken = pades_world.signed().replace(b'/Contents <30', b'/Contents <31')
        assert evidence.certificates_in(b'/ByteRange [0 1 9 9]') == ()
        assert isinstance(evidence.certificates_in(broken), tuple)

