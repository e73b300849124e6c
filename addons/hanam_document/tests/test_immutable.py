from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .signed_world import PIN, SignedProvinceCase

CHANGES = {
    'store_fname': "store_fname = 'aa/other'", 'db_datas': r"db_datas = '\x00'", 'checksum': "checksum = 'other'",
    'file_size': 'file_size = 1', 'is_signed': 'is_signed = false', 'sha256': "sha256 = 'other'",
}


@tagged('post_install', '-at_install')
class TestImmutable(SignedProvinceCase):
    """Signed bytes never change: the database refuses it, and what the store holds is read again."""

    def barred(self, query, *values):
        """Expect the database itself to refuse a statement."""
        self.env.flush_all()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.env.cr.execute(SQL(query, *values))

    def test_the_database_keeps_a_signed_attachment(self):
        """Decree 30/2020, App. VI, III.5d: not even a statement typed into the database changes signed bytes.

        Proves: 44.15.2
        """
        document = self.signed()
        signed, prepared = (version.attachment_id for version in document.file_ids.version_ids[:2])
        for change in CHANGES.values():
            self.barred(f'UPDATE ir_attachment SET {change} WHERE id = %s', signed.id)
        self.barred('DELETE FROM ir_attachment WHERE id = %s', signed.id)
        self.env.cr.execute(SQL("UPDATE ir_attachment SET name = 'x', file_size = file_size WHERE id = %s", signed.id))
        self.env.cr.execute(SQL("UPDATE ir_attachment SET checksum = 'x' WHERE id = %s", prepared.id))

    def test_the_database_keeps_a_signed_version(self):
        """Decree 30/2020, App. VI, III.5d: versions that were signed are only added.

        Proves: 44.15.2
        """
        document = self.signed()
        signed, prepared, draft = document.file_ids.version_ids
        for change in ('attachment_id = %s', 'parent_id = NULL', "sha256 = '%s'", "origin = 'upload'",
                       'user_id = %s', "made_at = now() - interval '%s days'", "prefix_sha256 = '%s'"):
            change = change.replace('%s', str(draft.attachment_id.id))
            self.barred(f'UPDATE document_file_version SET {change} WHERE id = %s', signed.id)
        self.barred('DELETE FROM document_file_version WHERE id = %s', signed.id)
        self.env.cr.execute(SQL('UPDATE document_file_version SET checked_at = NULL WHERE id = %s', signed.id))
        self.env.cr.execute(SQL('UPDATE document_file_version SET origin = origin WHERE id = %s', prepared.id))

    def test_a_signed_version_must_begin_with_the_one_before(self):
        """App. VI, III.5d: a row that says it is signed, and does not continue its parent, is not stored."""
        document = self.signed()
        version = document.file_ids.version_ids[0]
        self.assertEqual(version.prefix_sha256, version.parent_id.sha256)
        insert = ("INSERT INTO document_file_version (file_id, attachment_id, sha256, origin, user_id, made_at, "
                  "parent_sha256, prefix_sha256) SELECT file_id, %s, sha256, 'seal', user_id, made_at, %s, %s "
                  "FROM document_file_version WHERE id = %s")
        other = self.env['ir.attachment'].create({'name': 'x', 'raw': b'%PDF-1.7'})
        for before, beginning in ((None, None), ('a', None), ('a', 'b')):
            self.barred(insert, other.id, before, beginning, version.id)
        with self.refused(UserError, "must begin with the version before"):
            self.env['document.file.version']._keep(document.file_ids.sudo(), b'%PDF-1.7 x', 'x.pdf', 'seal')

    def stored(self, version):
        """Return where the bytes of a version lie, and put them back when the test ends."""
        attachment = version.sudo().attachment_id
        path = Path(attachment._full_path(attachment.store_fname))
        self.addCleanup(path.write_bytes, path.read_bytes())
        return path

    def check(self):
        """Run the scheduled reading; return what is known of damages."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('hanam_document.cron_check_bytes').method_direct_trigger()
        self.env.invalidate_all()

    def test_what_the_store_holds_is_read_again(self):
        """Decree 30/2020, App. VI, III.5d: a file changed or lost in the store is found, told, and found whole again.

        Proves: 44.15.2
        """
        administrator = self._person('administrator', "Tạ Thị Kim", 'administrator')
        document = self.signed()
        version = document.sudo().file_ids.version_ids[0]
        notices = self.home.partner_id.activity_ids
        self.check()
        self.assertTrue(version.checked_at and not version.damage)
        path, whole = self.stored(version), version.attachment_id.raw
        for content, damage in ((whole[:-1] + b'x', 'changed'), (whole + b' ', 'changed'), (b'', 'missing')):
            path.write_bytes(content)
            version._check_bytes()
            self.assertEqual(version.damage, damage)
            notice = self.home.partner_id.activity_ids - notices
            self.assertEqual(notice.user_id, administrator)
            self.assertIn(version.attachment_id.store_fname, notice.note)
            self.assertEqual(self.last_event(document).step, 'damaged')
        events = len(document.sudo().event_ids)
        self.check()
        self.assertEqual((version.damage, len(document.sudo().event_ids)), ('missing', events))
        path.unlink()
        version._check_bytes()
        path.write_bytes(whole)
        self.check()
        self.assertEqual((version.damage, self.last_event(document).step), (False, 'mended'))
        self.assertEqual(self.home.partner_id.activity_ids, notices)

    def test_the_longest_unread_comes_first(self):
        """Decree 30/2020, App. VI, III.5d: every version is read within a week, whatever was signed meanwhile."""
        first, second = (self.signed().sudo().file_ids.version_ids[0] for _time in range(2))
        second.checked_at, first.checked_at = '2026-01-02', '2026-01-01'
        versions = self.env['document.file.version'].sudo()
        due = versions.search(versions._due_domain(), order='checked_at NULLS FIRST, id')
        self.assertLess(due.ids.index(first.id), due.ids.index(second.id))
        first._check_bytes()
        self.assertNotIn(first, versions.search(versions._due_domain()))


@tagged('post_install', '-at_install')
class TestAuthority(SignedProvinceCase):
    """The seal follows a person with authority (Decision 44/2024, Art. 13.3-13.4; Decree 30/2020, Art. 13)."""

    def issue(self, document):
        document.with_user(self.clerk).action_issue(pin=PIN)

    def test_the_authority_held_on_the_day_of_signing(self):
        """Art. 13.3: dates and kinds, judged by the day of the signature.

        Proves: 44.13.3
        """
        document = self.numbered()
        today = document._today()
        self.authority.write({'valid_to': '2021-01-01', 'instrument': "QĐ 15/QĐ-SNV"})
        with self.refused(UserError, r"had no authority .* \(basis: QĐ 15/QĐ-SNV\)"):
            self.issue(document)
        self.authority.write({'valid_to': today, 'type_ids': [(4, self.env.ref(
            'hanam_document.document_type_other').id)]})
        with self.refused(UserError, "had no authority"):
            self.issue(document)
        self.authority.type_ids = False
        self.issue(document)
        self.assertEqual(document.state, 'issued')

    def test_the_certificate_on_the_file_is_the_signers(self):
        """Art. 13.4: what counts is the signature in the file, not what the record says of it.

        Proves: 44.13.4c
        """
        document = self.numbered()
        certificates = self.env['signing.certificate'].search([('user_id', '=', self.director.id)])
        certificates.user_id = self.deputy
        with self.refused(UserError, f"no signature made with a certificate of {self.director.name}"):
            self.issue(document)
        certificates.user_id = self.director
        certificates.active = False
        self.issue(document)

    def test_a_file_changed_in_the_store_is_not_sealed(self):
        """Art. 13.4: the seal is put on a signature that holds, read from the file itself.

        Proves: 44.13.4c
        """
        document = self.numbered()
        attachment = document.file_ids.sudo().attachment_id
        path = Path(attachment._full_path(attachment.store_fname))
        whole = path.read_bytes()
        self.addCleanup(path.write_bytes, whole)
        path.write_bytes(whole.replace(b'/MediaBox', b'/MediaBoy'))
        attachment.invalidate_recordset(['raw', 'datas'])
        with self.refused(UserError, "cannot be sealed"):
            self.issue(document)

    def test_a_signature_that_was_taken_back_does_not_count(self):
        """Art. 13.2: a signed file that was handed back stays as a version; the document is signed again."""
        document = self.signed()
        main = document.file_ids
        self.assertEqual(main._signed_by(), self.director)
        document.with_user(self.clerk).action_hand_back(reason="Sai nơi nhận")
        self.assertFalse(main._signed_by())

    def test_the_block_around_a_signature(self):
        """Decree 30/2020, App. I, II.7b: TM., KT., TL., TUQ. before the authority, Q. before the position.

        Proves: 44.13.3
        """
        rows = (
            ('head', False, "GIÁM ĐỐC", ["GIÁM ĐỐC"]),
            ('head', "GIÁM ĐỐC", "GIÁM ĐỐC", ["GIÁM ĐỐC"]),
            ('TM', "ỦY BAN NHÂN DÂN", "CHỦ TỊCH", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
            ('KT', "TM. ỦY BAN NHÂN DÂN | KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
             ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
            ('TL', "TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
            ('TUQ', "GIÁM ĐỐC", "TRƯỞNG PHÒNG", ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]),
            ('Q', False, "GIÁM ĐỐC", ["Q. GIÁM ĐỐC"]),
        )
        for kind, competence, position, lines in rows:
            authority = self.env['document.delegation'].create({
                'company_id': self.home.id, 'user_id': self.deputy.id, 'kind': kind, 'competence': competence,
                'position': position, 'instrument': "Quy chế làm việc", 'valid_from': '2020-01-01',
                'valid_to': '2027-12-31'})
            self.assertEqual(authority.signing_block(), [*lines, self.deputy.name], kind)
