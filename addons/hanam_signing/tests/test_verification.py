"""What is found is recorded, in words, for good (Decision 44/2024, Art. 10.1; Decree 30/2020, Art. 4.2)."""

from odoo.exceptions import AccessError, UserError

from .common import SigningCase, draft_pdf


class TestVerification(SigningCase):

    def test_a_tampered_file_is_not_valid(self):
        """Decision 44/2024, Art. 10.1: authenticity and integrity before anything else."""
        content = bytearray(self.sealed().raw)
        picture = content.index(b'stream\n', content.index(b'/Image')) + 60
        content[picture] ^= 1
        verification = self.upload(bytes(content))._verify_signatures()
        self.assertEqual((verification.verdict, verification.status), ('invalid', 'failed'))
        self.assertRegex(verification.reason, "The signed content was changed")
        self.assertEqual(verification.signature_ids.mapped('is_intact'), [False, False])
        self.assertRegex(verification.signature_ids[0].problem, "The signed content was changed")

    def test_an_unsigned_file_has_reference_value_only(self):
        """Decree 30/2020, Art. 4.2."""
        verification = self.upload(draft_pdf())._verify_signatures()
        self.assertEqual((verification.verdict, verification.status), ('no_signature', 'no_signature'))
        self.assertRegex(verification.reason, "reference value only")
        self.assertFalse(verification.signature_ids)

    def test_a_file_that_is_no_pdf_has_a_verdict_too(self):
        verification = self.upload(b'\x00\x01 not a PDF')._verify_signatures()
        self.assertEqual((verification.verdict, verification.status), ('unreadable', 'unreadable'))

    def test_a_missing_seal_is_doubtful(self):
        """Decree 30/2020, Art. 13, 15: a document is signed by a person and by the agency."""
        verification = self.signed()._verify_signatures(self.home._expected_signatures('main', self.director))
        self.assertEqual(verification.verdict, 'suspicious')
        self.assertRegex(verification.reason, "issuing agency is missing")

    def test_another_agency_s_seal_does_not_count(self):
        verification = self.sealed()._verify_signatures(self.health._expected_signatures('main', self.director))
        self.assertEqual(verification.verdict, 'invalid')
        self.assertRegex(verification.reason, "without a signature of the agency")

    def test_another_date_than_the_message_says_is_doubtful(self):
        expected = self.home._expected_signatures('main', self.director, day='6')
        verification = self.sealed(day='05')._verify_signatures(expected)
        self.assertEqual(verification.verdict, 'suspicious')
        self.assertRegex(verification.reason, "Number or date in the file differ")

    def test_without_authorities_nothing_is_trusted(self):
        sealed = self.sealed()
        self.env['signing.authority'].search([]).active = False
        verification = sealed._verify_signatures()
        self.assertEqual((verification.verdict, verification.status), ('invalid', 'indeterminate'))
        self.assertRegex(verification.reason, "No trusted authority is registered here")

    def test_the_row_says_what_was_checked_and_with_what(self):
        sealed = self.sealed()
        verification = sealed._verify_signatures()
        self.assertEqual((verification.attachment_id, verification.sha256), (sealed, sealed.sha256))
        self.assertRegex(verification.engine, "pyHanko")
        self.assertEqual(verification.company_id, self.home)
        self.assertEqual(verification.facts['crls'], 2)
        self.assertEqual(verification.signature_ids.certificate_id,
                         self.director.certificate_ids | self.home.seal_certificate_id)

    def test_what_was_found_is_never_changed(self):
        """By nobody: users have no right, superuser mode is refused."""
        verification = self.sealed()._verify_signatures()
        line = verification.signature_ids[0]
        for record in (verification, line):
            with self.subTest(record=record), self.assertRaisesRegex(UserError, "is never changed"):
                record.sudo().write({'verdict': 'valid'})
            with self.subTest(record=record), self.assertRaisesRegex(UserError, "is never deleted"):
                record.sudo().unlink()
            for person in (self.clerk, self.manager):
                own = record.with_user(person)
                with self.subTest(person=person.login, record=record):
                    self.assertTrue(own.has_access('read'))
                    self.assertEqual([own.has_access(right) for right in ('write', 'create', 'unlink')], [False] * 3)

    def test_nobody_writes_a_verdict_by_hand(self):
        with self.assertRaisesRegex(AccessError, "not allowed to create"):
            self.env['signing.verification'].with_user(self.manager).create({
                'verdict': 'valid', 'status': 'passed', 'checked_at': '2026-01-05 02:15:30',
                'company_id': self.home.id})

    def test_another_agency_does_not_see_it(self):
        verification = self.sealed()._verify_signatures().with_user(self.health_clerk)
        self.assertFalse(verification.has_access('read'))
        self.assertFalse(verification.signature_ids.has_access('read'))
        self.assertFalse(verification.search([('id', '=', verification.id)]))
