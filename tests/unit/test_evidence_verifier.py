"""The verifier inside a pack sees every change."""

import ast
import hashlib
import subprocess
import sys
from zipfile import ZipFile

import pades_world
import pki
import pytest
import test_pades_archive as archived
from evidence_packs import VERIFIER, entries, judged, unpacked, with_sums, written


class TestVerifier:
    """`kiem_tra.py`, run by plain Python with nothing of ours or of others on its path."""

    def test_a_good_pack_passes_packed_and_unpacked(self, tmp_path):
        """And both signatures of the issued file hold."""
        content, made = written()
        packed = tmp_path / 'goi.zip'
        packed.write_bytes(content)
        for place in (packed, unpacked(tmp_path / 'goi', content)):
            status, said = judged(place, made.mark)
            assert status == 0, said
            assert said.count('ĐẠT       Chữ ký') == 2 and 'Ủy ban nhân dân tỉnh Hà Nam' in said
            assert made.mark in said and 'KHÔNG XÉT' in said and 'không kiểm được' not in said

    def test_the_copy_inside_the_pack_checks_the_folder_it_lies_in(self, tmp_path):
        """Nobody needs the product."""
        folder = unpacked(tmp_path)
        done = subprocess.run([sys.executable, '-S', 'kiem_tra.py'], cwd=folder, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b''), done.stdout.decode()

    def test_another_mark_fails(self, tmp_path):
        """The pack is not the one that was made."""
        status, said = judged(unpacked(tmp_path), 'a' * 64)
        assert status == 1 and '1 ĐIỂM KHÔNG ĐẠT' in said

    @pytest.mark.parametrize(('change', 'words'), [
        (lambda folder: (folder / 'nhat-ky.json').write_bytes(b'[]\n'), 'nhat-ky.json: nội dung ĐÃ THAY ĐỔI'),
        (lambda folder: (folder / 'nhat-ky.json').unlink(), 'nhat-ky.json: THIẾU'),
        (lambda folder: (folder / 'them.txt').write_bytes(b'x'), 'them.txt: THỪA'),
        (lambda folder: (folder / 'SHA256SUMS').unlink(), 'Gói không đọc được'),
        (lambda folder: (folder / 'SHA256SUMS').write_bytes(b''), 'Gói không đọc được'),
        (lambda folder: (folder / 'manifest.json').unlink(), 'manifest.json: THIẾU'),
    ])
    def test_a_changed_missing_or_added_file_fails(self, tmp_path, change, words):
        """It is named."""
        folder = unpacked(tmp_path)
        change(folder)
        status, said = judged(folder)
        assert (status, words in said) == (1, True), said

    def test_a_file_that_is_twice_in_the_zip_fails(self, tmp_path):
        """Programs differ on which of the two they show."""
        path = tmp_path / 'goi.zip'
        path.write_bytes(written()[0])
        with ZipFile(path, 'a') as archive, pytest.warns(UserWarning):
            archive.writestr('nhat-ky.json', b'{}\n')
        status, said = judged(path)
        assert status == 1 and 'nhiều lần' in said

    def test_what_is_no_pack_fails(self, tmp_path):
        """In words, not in a traceback."""
        path = tmp_path / 'goi.zip'
        path.write_bytes(b'no zip')
        assert judged(path)[0] == judged(tmp_path / 'absent.zip')[0] == 1

    def test_sums_that_were_written_anew_show_in_the_mark_alone(self, tmp_path):
        """Why the mark is kept in the history of the document."""
        made = written()[1]
        folder = unpacked(tmp_path)
        (folder / 'nhat-ky.json').write_bytes(b'[]\n')
        with_sums(folder)
        assert judged(folder)[0] == 0
        assert judged(folder, made.mark)[0] == 1

    def test_a_manifest_that_says_something_else_fails(self, tmp_path):
        """Both lists of digests must agree."""
        folder = unpacked(tmp_path)
        (folder / 'nhat-ky.json').write_bytes(b'[]\n')
        with_sums(folder)
        (folder / 'nhat-ky.json').write_bytes(b'{}\n')
        sums = (folder / 'SHA256SUMS').read_text().replace(
            hashlib.sha256(b'[]\n').hexdigest(), hashlib.sha256(b'{}\n').hexdigest())
        (folder / 'SHA256SUMS').write_text(sums)
        status, said = judged(folder)
        assert status == 1 and 'ghi khác nhau' in said

    def test_it_needs_nothing_newer_than_python_3_8(self):
        """Nor anything beside the standard library."""
        for path in sorted(VERIFIER.glob('kiem_tra*.py')):
            tree = ast.parse(path.read_text('utf-8'), feature_version=(3, 8))
            modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
            modules |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            assert modules - {'kiem_tra_pdf'} <= sys.stdlib_module_names

    def test_it_runs_where_output_knows_no_vietnamese(self, tmp_path):
        """A Windows console of another language, for example."""
        folder = unpacked(tmp_path)
        done = subprocess.run([sys.executable, '-S', 'kiem_tra.py'], cwd=folder, capture_output=True, check=False,
                              env={'PYTHONIOENCODING': 'cp1252'})
        assert done.returncode == 0 and 'KẾT LUẬN' in done.stdout.decode()


class TestSignaturesInThePack:
    """A PDF that is not as it was signed fails, also where every digest of the pack was written anew."""

    def judged(self, tmp_path, pdf):
        return judged(unpacked(tmp_path, written(entries(pdf))[0]))

    def test_one_changed_byte(self, tmp_path):
        """Both signatures stand on it."""
        status, said = self.judged(tmp_path, pades_world.tampered(pades_world.sealed()))
        assert status == 1 and said.count('KHÔNG khớp với nội dung đã ký') == 2

    def test_a_changed_byte_after_the_first_signature(self, tmp_path):
        """Only the seal stands on it."""
        pdf = pades_world.sealed()
        place = len(pades_world.signed()) + 30
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1:]
        status, said = self.judged(tmp_path, changed)
        assert status == 1 and said.count('KHÔNG khớp với nội dung đã ký') == 1

    def test_a_digest_that_was_exchanged_in_the_signature(self, tmp_path):
        """The signature value says so: it is the key's, over the digest."""
        pdf = pades_world.signed()
        changed = pades_world.tampered(pdf)
        pieces = self.covered(changed)
        old, new = (hashlib.sha256(b''.join(row)).hexdigest().encode() for row in (self.covered(pdf), pieces))
        assert pdf.count(old) + pdf.count(old.upper()) == 1
        forged = changed.replace(old, new).replace(old.upper(), new.upper())
        status, said = self.judged(tmp_path, forged)
        assert status == 1 and 'không do khóa của chứng thư' in said and 'KHÔNG khớp' not in said

    def covered(self, pdf):
        start, size, again, rest = (int(number) for number in
                                    pdf.rpartition(b'/ByteRange')[2].split(b'[')[1].split(b']')[0].split())
        return pdf[start:start + size], pdf[again:again + rest]

    def test_a_signature_cut_off_or_made_of_nothing(self, tmp_path):
        """Told as unreadable, not with a traceback."""
        pdf = pades_world.signed()
        hole = pdf.index(b'<3', pdf.index(b'/Contents'))
        for broken in (pdf[:-200], pdf[:hole + 1] + b'0' * 40 + pdf[hole + 41:],
                       pdf[:hole + 1] + b'3080' * 2000 + pdf[hole + 8001:]):
            status, said = self.judged(tmp_path / str(len(list(tmp_path.iterdir()))), broken)
            assert status == 1 and 'chữ ký không đọc được' in said

    def test_a_document_time_stamp_is_checked_too(self, tmp_path):
        """What it stands on is the digest inside its token."""
        pdf = archived.copy()
        status, said = self.judged(tmp_path / 'whole', pdf)
        assert status == 0 and 'ĐẠT       Dấu thời gian 3' in said, said
        place = len(archived.issued()) + 30
        status, said = self.judged(tmp_path / 'changed', pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1:])
        assert status == 1 and 'KHÔNG ĐẠT Dấu thời gian 3' in said and said.count('ĐẠT       Chữ ký') == 2

    def test_a_value_that_is_no_rsa_is_said_to_be_unchecked(self, tmp_path):
        """The digest is checked all the same."""
        curve = pades_world.authority().person(own_key=pki.curve_key('evidence'))
        pdf = pades_world.person_signs(identity=curve)
        status, said = self.judged(tmp_path / 'whole', pdf)
        assert status == 0 and 'không kiểm được bằng công cụ này' in said
        status, said = self.judged(tmp_path / 'changed', pades_world.tampered(pdf))
        assert status == 1 and 'KHÔNG khớp' in said

    def test_the_tool_for_one_pdf_runs_alone(self, tmp_path):
        """Exit status 0 for a good one, 1 for a changed or unsigned one."""
        statuses = []
        for content in (pades_world.sealed(), pades_world.tampered(pades_world.sealed()), pades_world.prepared()):
            path = tmp_path / 'x.pdf'
            path.write_bytes(content)
            statuses.append(subprocess.run([sys.executable, '-S', str(VERIFIER / 'kiem_tra_pdf.py'), str(path)],
                                           capture_output=True, check=False).returncode)
        assert statuses == [0, 1, 1]
