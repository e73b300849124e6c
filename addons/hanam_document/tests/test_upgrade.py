import base64
from functools import cache
from pathlib import Path

from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import plain_pdf
from .signed_world import SignedProvinceCase

SCRIPTS = Path(__file__).parents[1] / 'migrations' / '19.0.1.1.0'


@cache
def script(name):
    """Return an upgrade script as a module."""
    return load_script(str(SCRIPTS / f'{name}.py'), name)


@tagged('post_install', '-at_install')
class TestUpgrade(SignedProvinceCase):
    """What the upgrade to 19.0.1.1.0 makes of rows as the version before left them."""

    def unlaid(self, content=None):
        """Return a document before its signer whose file has no places yet, as it was before."""
        document = self.to_sign().sudo()
        document._main_file._restore_draft()
        if content:
            document._main_file._take_upload(content)
        return document

    def unlocked(self, version):
        """Take from a signed version what the database keeps of its beginning."""
        self.env.flush_all()
        self.env.cr.execute("""
            ALTER TABLE document_file_version DROP CONSTRAINT document_file_version_prefix_check;
            ALTER TABLE document_file_version DISABLE TRIGGER hanam_document_keep_version""")
        self.env.cr.execute(SQL(
            "UPDATE document_file_version SET parent_sha256 = NULL, prefix_sha256 = NULL WHERE id = %s", version.id))
        version.invalidate_recordset()

    def test_signed_versions_get_the_digest_of_their_beginning(self):
        """Decree 30/2020, App. VI, III.5a: the constraint holds again for every row."""
        version = self.signed().sudo().file_ids.version_ids[0]
        self.unlocked(version)
        script('pre-prefix_digests').fill(self.env.cr)
        version.invalidate_recordset()
        self.assertEqual((version.origin, version.parent_sha256, version.prefix_sha256),
                         ('sign', version.parent_id.sha256, version.parent_id.sha256))

    def test_a_damaged_file_does_not_stop_the_upgrade(self):
        """Decree 30/2020, App. VI, III.5a: the row is brought over, and the reading by schedule finds the damage."""
        version = self.signed().sudo().file_ids.version_ids[0]
        self.unlocked(version)
        self.env.cr.execute(SQL(
            "ALTER TABLE ir_attachment DISABLE TRIGGER hanam_signing_keep_signed;"
            "UPDATE ir_attachment SET store_fname = 'aa/gone' WHERE id = %s", version.attachment_id.id))
        version.attachment_id.invalidate_recordset()
        with self.assertLogs('pre-prefix_digests', 'WARNING'), mute_logger('odoo.addons.base.models.ir_attachment'):
            script('pre-prefix_digests').fill(self.env.cr)
            version.invalidate_recordset()
            self.assertEqual(version._found_damage(), 'missing')
        self.assertEqual(version.prefix_sha256, version.parent_id.sha256)

    def test_what_was_checked_stays_checked(self):
        """Art. 13.2: a check by the old digest holds under the new one; a draft changed after it stays changed."""
        kept, changed = self.unlaid(), self.unlaid()
        expected = kept.form_digest
        changed._earn(form_digest='0' * 64)
        for document in (kept, changed):
            script('post-new_rules').renew_digests(document)
        self.assertEqual((kept.form_digest, changed.form_digest), (expected, '0' * 64))
        self.assertFalse(list(kept._changed_since('form')))
        self.assertTrue(list(changed._changed_since('form')))

    def test_what_waits_for_its_signer_is_laid(self):
        """Art. 13.3: the signer goes on where the document stands."""
        document = self.unlaid()
        script('post-new_rules').lay(document)
        self.assertEqual((document.state, document._main_file._current_version().origin), ('signing', 'prepare'))
        self.assertFalse(list(document._obstacles_to_signatures()))

    def test_what_has_no_places_goes_back_to_the_form_check(self):
        """Art. 13.2.b: the trace says which places are missing, and the form checker has the notice."""
        document = self.unlaid(plain_pdf())
        script('post-new_rules').lay(document)
        event = self.last_event(document)
        self.assertEqual((document.state, event.step, event.state_from), ('form_check', 'upgrade', 'signing'))
        self.assertIn(self.director.name, event.comment)
        self.assertEqual(document.activity_ids.user_id, self.form_checker)

    def test_received_paper_stays_registrable(self):
        """Art. 10.2: what was received before is registered without a signed scan; what only arrived is not."""
        received, arrived = (self.env['document.incoming'].with_user(self.clerk).create({
            'type_id': self.letter.id, 'subject': "V/v rà soát", 'organ_name': "Sở Y tế", 'issued_date': '2026-01-05',
            'file_ids': [(0, 0, {'name': 'a.pdf', 'upload': base64.b64encode(plain_pdf())})]}) for _ in range(2))
        received.action_receive()
        self.env.flush_all()
        script('post-new_rules').waive_scans(self.env.cr)
        self.env.invalidate_all()
        self.assertFalse(arrived.scan_waiver)
        received.action_register()
        self.assertEqual(received.state, 'registered')

    def test_issued_files_ask_for_their_archive_copies(self):
        """Decree 30/2020, Art. 29-31: what was issued before is archived as what is issued from now on."""
        document = self.issued().sudo()
        rows = self.env['signing.archive'].sudo().search([('issued_id', 'in', document.file_ids.attachment_id.ids)])
        rows.unlink()
        script('post-new_rules').archive(document)
        archived = self.env['signing.archive'].sudo().search([('sha256', 'in', document.file_ids.mapped('sha256'))])
        self.assertEqual(archived.company_id, self.home)
