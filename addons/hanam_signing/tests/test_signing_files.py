"""Whole files signed by a tool on the person's computer (VGCA Sign Service): nothing it does is trusted."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase

from .means_world import MeansCase, sign_whole_file


class TestSigningFiles(MeansCase, HttpCase):
    provider = 'vgca'

    def setUp(self):
        super().setUp()
        self.begun = self.started()
        self.request = self.rows(self.begun)
        self.message = json.loads(self.begun['items'][0]['message'])
        self.path = urlsplit(self.message['FileName']).path

    def fetch(self):
        """Ask for the file as the tool does: no cookie."""
        self.opener.cookies.clear()
        return self.url_open(self.path)

    def send(self, content, **files):
        """Send a file back as the tool does."""
        self.opener.cookies.clear()
        return self.opener.post(self.base_url() + self.path, files=files or {'uploadfile': ('signed.pdf', content)})

    def finish(self):
        return self.requests().finish(self.begun['batch'])

    def test_the_tool_signs_and_sends_back(self):
        """Fetched once, sent once, checked and finished; the answer is the one the tool hands on."""
        self.assertEqual(self.begun['items'][0]['function'], 'SignApproved')
        self.assertEqual(self.message['FileUploadHandler'], self.message['FileName'])
        fetched = self.fetch()
        self.assertEqual((fetched.status_code, fetched.headers['Content-Type']), (200, 'application/pdf'))
        answer = self.send(sign_whole_file(fetched.content, 'director'))
        self.assertEqual((answer.status_code, answer.json()['Status'], answer.json()['FileName']),
                         (200, True, 'signed.pdf'))
        self.assertEqual(self.request.state, 'answered')
        self.assertEqual(self.finish()['state'], 'done', self.request.error)

    def test_an_address_works_once_in_each_direction(self):
        fetched = self.fetch()
        self.assertEqual(self.fetch().status_code, 404)
        signed = sign_whole_file(fetched.content, 'director')
        self.assertEqual(self.send(signed).status_code, 200)
        again = self.send(signed)
        self.assertEqual((again.status_code, again.json()['Status']), (404, False))
        self.assertEqual(self.finish()['state'], 'done')
        self.assertEqual(self.fetch().status_code, 404)

    def test_asking_whether_it_is_there_uses_nothing_up(self):
        self.assertEqual(self.opener.head(self.base_url() + self.path).status_code, 200)
        self.assertEqual(self.fetch().status_code, 200)

    def test_nothing_is_taken_before_it_was_fetched(self):
        self.assertEqual(self.send(b'%PDF-1.7').status_code, 404)
        self.assertEqual(self.request.state, 'waiting')

    def test_an_address_is_over_after_ten_minutes(self):
        self.request.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self.fetch().status_code, 404)
        self.assertEqual(self.finish()['state'], 'expired')

    def test_an_unknown_address_is_nothing(self):
        """Neither a wrong token nor the hash that is stored."""
        for token in ('x' * 43, self.request.token_hash, '0'):
            self.path = f'/hanam/signing/file/{token}'
            with self.subTest(token=token):
                self.assertEqual((self.fetch().status_code, self.send(b'%PDF').status_code), (404, 404))

    def test_the_address_is_not_stored(self):
        token = self.path.rpartition('/')[2]
        self.assertGreaterEqual(len(token), 43)
        self.assertNotIn(token, str(self.request.read()))

    def test_what_is_no_upload_is_told(self):
        self.fetch()
        self.assertEqual(self.send(b'', other=('a.pdf', b'%PDF')).status_code, 400)
        self.assertEqual(self.request.state, 'waiting')

    def test_other_bytes_end_the_request(self):
        """Another file, a changed beginning, or far more than a signature needs."""
        fetched = self.fetch().content
        signed = sign_whole_file(fetched, 'director')
        changed = signed[:200] + bytes([signed[200] ^ 1]) + signed[201:]
        for wrong in (b'%PDF-1.7 other', changed, signed + b' ' * (3 * 1024 * 1024), b''):
            self.request.write({'state': 'waiting', 'error': False})
            with self.subTest(size=len(wrong)):
                answer = self.send(wrong)
                self.assertEqual((answer.status_code, answer.json()['Status']), (404, False))
                self.assertEqual(self.finish()['state'], 'failed')
                self.assertRegex(self.request.error, "is not the one that was given out")

    def test_what_is_not_signed_as_expected_is_refused(self):
        """Unsigned, signed by another person, signed twice, changed beside the signature."""
        fetched = self.fetch().content
        signed = sign_whole_file(fetched, 'director')
        twice = sign_whole_file(signed, 'director', field='Signature2', box=(50, 50, 150, 90))
        for wrong, why in ((fetched, "changed beside"), (sign_whole_file(fetched, 'deputy'), "another certificate"),
                           (twice, "changed beside"), (signed + b'\n%%EOF\n', "changed beside|does not match")):
            self.request.write({'state': 'waiting', 'error': False, 'result_id': False})
            with self.subTest(why=why):
                self.assertEqual(self.send(wrong).status_code, 200)
                self.assertEqual(self.finish()['state'], 'failed')
                self.assertRegex(self.request.error, why)

    def test_finishing_waits_for_the_file(self):
        """The page may ask too early; nothing is lost."""
        with self.assertRaisesRegex(UserError, "has not sent the signed file back"):
            self.finish()
        self.send(sign_whole_file(self.fetch().content, 'director'))
        self.assertEqual(self.finish()['state'], 'done')
