import json
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import PASSWORD
from .signed_world import SignedProvinceCase


class EvidenceCase(SignedProvinceCase):
    """The world, and what is in a pack."""

    def pack(self, document, user=None):
        """Return (bytes of the zip, {name: content}) of the pack of a document."""
        stream = BytesIO()
        document = document.with_user(user or self.clerk)
        document.env['document.evidence']._write_pack(document, stream)
        with ZipFile(stream) as archive:
            return stream.getvalue(), {name: archive.read(name) for name in archive.namelist()}

    def judged(self, files, *words):
        """Return (exit status, what was said) of the verifier that lies in the pack, run by plain Python."""
        with TemporaryDirectory() as folder:
            for name, content in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            done = subprocess.run([sys.executable, '-S', 'kiem_tra.py', *words], cwd=folder, capture_output=True,
                                  check=False)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def answered(self):
        """Return a document issued to two agencies, of which one registered it and one sent it back."""
        third = self._agency("Sở Tài chính tỉnh Hà Nam", 'H25.05', 'STC')
        clerk = self._person('finance_clerk', "Mai Thị Lan", 'clerk', company=third)
        document = self.issued(recipient_agency_ids=[Command.set((self.health.agency_id | third.agency_id).ids)])
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.action_receive()
        arrival.action_register()
        self.arrival_of(document, third).with_user(clerk).action_return(reason="Gửi sai nơi nhận")
        self.exchange()
        return document


@tagged('post_install', '-at_install')
class TestEvidence(EvidenceCase):
    """One zip says what was issued, who got it, when, and why the signatures hold."""

    def test_an_issued_document_with_two_recipients(self):
        document = self.answered()
        content, files = self.pack(document)
        mark = sha256(files['SHA256SUMS']).hexdigest()
        status, said = self.judged(files, mark)
        self.assertEqual(status, 0, said)
        main = document.file_ids
        self.assertEqual(files[f'van-ban/01-{main.name.split(".")[0]}.pdf'], main._pdf())
        self.assertIn('ĐẠT       Chữ ký 2', said)
        signed = [name for name in files if name.startswith('phien-ban/')]
        self.assertEqual([name.split('-')[-1] for name in signed], ['upload.pdf', 'prepare.pdf', 'sign.pdf'])
        self.assertIn(document.full_code, files['DOC-TRUOC-KHI-XEM.txt'].decode())
        event = self.last_event(document)
        self.assertEqual((event.step, event.user_id, event.details['mark'], event.details['sha256']),
                         ('prove', self.clerk, mark, sha256(content).hexdigest()))
        self.assertIn(mark, event.explanation)

    def test_packets_statuses_and_recipients(self):
        """Art. 6.3, 7: each moment with whose clock it was, each report with the packet that says so."""
        document = self.answered()
        files = self.pack(document)[1]
        rows = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        raw = {row.digest for row in rows}
        kept = {sha256(body).hexdigest(): name for name, body in files.items() if name.endswith('.edxml')}
        self.assertEqual(raw, set(kept), "every packet as it was sent or received, once")
        listed = json.loads(files['goi-tin/danh-muc.json'])['dòng']
        self.assertEqual([kept[row['digest']] for row in listed], [row['tệp'] for row in listed])
        statuses = json.loads(files['trang-thai.json'])
        self.assertEqual(sorted(row['mã'] for row in statuses), ['01', '01', '02', '03'])
        self.assertTrue(all(row['gói tin'] in files and row['nghĩa'] for row in statuses))
        recipients = json.loads(files['noi-nhan.json'])['dòng']
        self.assertEqual({row['mã định danh'] for row in recipients}, {'H25.16', 'H25.05'})
        back = next(row for row in recipients if row['mã định danh'] == 'H25.05')
        self.assertEqual((back['reason'], back['state'].split(':')[0]), ("Gửi sai nơi nhận", 'rejected'))
        self.assertRegex(back['rejected_at'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$')
        self.assertEqual(back['đồng hồ'].keys(), {'sent_at', 'arrived_at', 'rejected_at'})
        self.assertNotEqual(back['đồng hồ']['sent_at'], back['đồng hồ']['rejected_at'])
        trace = [row['step'] for row in json.loads(files['nhat-ky.json'])['dòng']]
        self.assertLess(trace.index('sign'), trace.index('issue'))
        self.assertIn('reject', trace)

    def test_what_signatures_were_judged_by(self):
        """Checks, certificates, chains and lists, with the file they belong to."""
        document = self.issued()
        files = self.pack(document)[1]
        check = json.loads(next(body for name, body in files.items() if name.endswith('-van-ban-01-draft.json')))
        self.assertEqual((check['tệp'], check['kết quả']['sha256']), ('van-ban/01-draft.pdf', document.file_ids.sha256))
        self.assertEqual(check['kết quả']['verdict'].split(':')[0], 'valid')
        self.assertEqual(len(check['chữ ký']['dòng']), 2)
        self.assertEqual(check['dữ kiện']['sha256'], document.file_ids.sha256)
        rows = {row['SHA-256']: row for row in json.loads(files['chung-thu/danh-muc.json'])}
        self.assertEqual({sha256(files[row['tệp']]).hexdigest() for row in rows.values()}, set(rows))
        signature = self.env['signing.signature'].sudo().search([('verification_id.attachment_id', '=',
                                                                  document.file_ids.sudo().attachment_id.id)])
        for fingerprint in signature.mapped('fingerprint'):
            self.assertIn('van-ban/01-draft.pdf', rows[fingerprint]['nằm trong chữ ký của'])
        roots = self.env['signing.authority'].sudo().search([('is_self_signed', '=', True)])
        self.assertTrue(any(rows.get(root.sha256, {}).get('là tổ chức được hệ thống tin cậy') for root in roots))
        lists = {sha256(body).hexdigest() for name, body in files.items() if name.endswith('.crl')}
        self.assertTrue(lists and lists <= set(self.env['signing.crl'].sudo().search([]).mapped('sha256')))

    def test_a_second_pack_leaves_the_check_as_it_is(self):
        """What was found once is not found again; the making of the first is in the trace of the second."""
        document = self.issued()
        first, second = self.pack(document)[1], self.pack(document, self.director)[1]
        checks = [[body for name, body in files.items() if name.startswith('kiem-tra-chu-ky/')]
                  for files in (first, second)]
        self.assertEqual(*checks)
        self.assertIn(sha256(first['SHA256SUMS']).hexdigest(), second['nhat-ky.json'].decode())

    def test_an_incoming_document(self):
        """The same of what arrived: packet as received, statuses that left, register."""
        document = self.answered()
        arrival = self.arrival_of(document)
        files = self.pack(arrival, self.health_clerk)[1]
        status, said = self.judged(files)
        self.assertEqual(status, 0, said)
        self.assertEqual(files['van-ban/01-draft.pdf'], document.file_ids._pdf())
        names = [name for name in files if name.endswith('.edxml')]
        self.assertEqual([name.split('-', 2)[2] for name in names],
                         ['nhan-van-ban.edxml', 'gui-trang-thai-01.edxml', 'gui-trang-thai-03.edxml'])
        self.assertIn("Sở Nội vụ", files['DOC-TRUOC-KHI-XEM.txt'].decode())
        self.assertEqual(json.loads(files['so-dang-ky.json'])['số'], str(arrival.arrival_number))

    def test_a_paper_arrival_has_its_scan(self):
        arrival = self.registered()
        files = self.pack(arrival)[1]
        self.assertEqual(self.judged(files)[0], 0)
        self.assertEqual(files['van-ban/01-scan.pdf'], arrival.file_ids._pdf())

    def test_who_may_make_one(self):
        """Clerks and leaders who may read the document; nobody else, and nobody of another agency."""
        document = self.issued()
        for user in (self.officer, self.colleague, self.unit_head):
            with self.refused(AccessError, "."):
                self.pack(document, user)
        with self.refused(AccessError, "clerks and the leaders"):
            document.with_user(self.officer).action_evidence()
        for user in (self.health_clerk, self.health_director):
            with self.refused(AccessError, "."):
                self.pack(document, user)
        for user in (self.clerk, self.director, self.deputy):
            self.assertTrue(self.pack(document, user))
            self.assertTrue(document.with_user(user).may_prove)
        self.assertFalse(document.with_user(self.officer).may_prove)

    def test_a_restricted_document_only_for_those_it_was_given_to(self):
        document = self.issued(restricted=True)
        with self.refused(AccessError, "."):
            self.pack(document, self.chief)
        self.assertTrue(self.pack(document, self.director))

    def test_only_what_is_issued(self):
        document = self.signed()
        with self.refused(UserError, "issued document"):
            self.pack(document, self.director)
        self.assertFalse(document.with_user(self.director).may_prove)

    def test_what_was_withdrawn_here_is_given_to_nobody(self):
        """Art. 13.4.d: content and data of a recalled arrival are unreadable, in a pack too."""
        document = self.issued()
        self.exchange()
        arrival = self.arrival_of(document)
        arrival.action_withdraw(order="Công văn 12/SNV-VP ngày 05/3/2026")
        with self.refused(UserError, "withdrawn"):
            self.pack(arrival, self.health_clerk)
        with self.refused(UserError, "withdrawn"):
            arrival.with_user(self.health_director).action_evidence()

    def test_a_recall_is_proved_by_who_asked_for_it(self):
        """Art. 13.4.d: order, reason and answers are in the sender's pack."""
        document = self.issued()
        self.exchange()
        document.with_user(self.clerk).action_recall(recall={'order': "Công văn 12/SNV-VP", 'reason': "Sai căn cứ"})
        self.exchange()
        files = self.pack(document)[1]
        self.assertEqual(self.judged(files)[0], 0)
        [request] = json.loads(files['yeu-cau.json'])['dòng']
        self.assertEqual((request['order'], request['reason']), ("Công văn 12/SNV-VP", "Sai căn cứ"))
        self.assertEqual(json.loads(files['thong-tin.json'])['dòng'][0]['state'].split(':')[0], 'recalled')

    def test_damaged_bytes_are_no_evidence(self):
        """A pack with them would prove nothing; the person is told which file it is."""
        document = self.issued()
        attachment = document.file_ids.sudo().attachment_id
        path = Path(attachment._full_path(attachment.store_fname))
        whole = path.read_bytes()
        self.addCleanup(path.write_bytes, whole)
        for damage in (lambda: path.write_bytes(whole[:-1] + b'?'), path.unlink):
            damage()
            with self.refused(UserError, "van-ban/01-draft.pdf is not as it was kept"):
                self.pack(document)
        self.assertNotEqual(self.last_event(document).step, 'prove')


@tagged('post_install', '-at_install')
class TestEvidenceDownload(EvidenceCase, HttpCase):
    """The button hands over the file; the page asks again who it is."""

    def test_the_clerk_downloads_it(self):
        document = self.issued()
        url = document.with_user(self.clerk).action_evidence()['url']
        self.authenticate('clerk@test', PASSWORD)
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.headers['Content-Type']), (200, 'application/zip'))
        self.assertIn('goi-bang-chung-', answer.headers['Content-Disposition'])
        event = self.last_event(document)
        self.assertEqual((event.step, event.details['sha256'], event.details['size']),
                         ('prove', sha256(answer.content).hexdigest(), int(answer.headers['Content-Length'])))

    def test_nobody_else_does(self):
        document = self.issued()
        url = f'/hanam/document/outgoing/{document.id}/evidence.zip'
        for login in ('officer', 'colleague', 'health_clerk'):
            self.authenticate(f'{login}@test', PASSWORD)
            self.assertEqual(self.url_open(url).status_code, 403)
        self.assertNotEqual(self.last_event(document).step, 'prove')
        self.authenticate('clerk@test', PASSWORD)
        for wrong in ('outgoing/0', 'user/1'):
            self.assertEqual(self.url_open(f'/hanam/document/{wrong}/evidence.zip').status_code, 404)
