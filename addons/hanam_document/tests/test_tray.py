from odoo.exceptions import UserError
from odoo.tests import tagged

from .signed_world import PIN, SignedProvinceCase


@tagged('post_install', '-at_install')
class TestTray(SignedProvinceCase):
    """Art. 13.3: what the tray shows a signer, and that it signs what was read."""

    def tray(self, person):
        """Return the tray of a person."""
        return self.env['document.outgoing'].with_user(person).signing_tray()

    def test_the_tray_shows_what_waits_for_this_signer(self):
        """Decision 44/2024, Art. 13.3: each document with its files, its bytes and in which authority it is signed."""
        document, draft = self.to_sign(), self.draft()
        tray = self.tray(self.director)
        line, = tray['documents']
        self.assertEqual((line['model'], line['id']), ('document.outgoing', document.id))
        self.assertEqual(line['sha256'], document.file_ids.sha256)
        self.assertIn(self.director.name, line['signs_as'])
        self.assertEqual((line['obstacles'], len(line['files'])), ([], 1))
        self.assertEqual((tray['signing']['provider_mode'], tray['signing']['asks_pin']), ('server', True))
        self.assertEqual(self.tray(self.deputy), {'documents': [], 'signing': {}})
        self.assertNotEqual(draft.state, 'signing')

    def test_other_bytes_than_those_read_are_not_signed(self):
        """A file that changed since it was read drops out with the reason; the same bytes are signed."""
        document = self.to_sign()
        read = self.tray(self.director)['documents'][0]['sha256']
        document.file_ids._lay()
        with self.refused(UserError, "changed since it was read"):
            document.with_user(self.director).action_sign(pin=PIN, sha256=read)
        again = self.tray(self.director)['documents'][0]['sha256']
        document.with_user(self.director).action_sign(pin=PIN, sha256=again)
        self.assertEqual(document.state, 'signed')
        self.assertEqual(self.tray(self.director)['documents'], [])

    def test_what_cannot_be_signed_yet_says_why(self):
        """A document whose file was exchanged after the check stays in the tray with its obstacle."""
        document = self.to_sign()
        document.with_user(self.director).write({'subject': "V/v khác"})
        line, = self.tray(self.director)['documents']
        self.assertTrue(any("changed after the" in obstacle for obstacle in line['obstacles']))
