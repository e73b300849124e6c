"""From draft to sealed decision, through the models (Decision 44/2024, Art. 13; Decree 30/2020, App. I)."""

import base64
from datetime import timedelta

from demo_ca import subject

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .common import DIRECTOR, HOME, PIN, SigningCase, draft_pdf


class TestSigning(SigningCase):

    def test_a_decision_is_signed_then_numbered_and_sealed(self):
        """Decision 44/2024, Art. 13.3, 13.4; Decree 30/2020, App. I, II.7d, II.8a."""
        sealed = self.sealed()
        expected = self.home._expected_signatures('main', self.director, number='07', day='5', month='1', year='2026')
        verification = sealed._verify_signatures(expected)
        self.assertEqual((verification.verdict, verification.status), ('valid', 'passed'), verification.reason)
        self.assertEqual(
            verification.signature_ids.mapped(lambda line: (line.role, line.signer, line.organisation, line.verdict)),
            [('person', DIRECTOR, HOME, 'valid'), ('agency', HOME, HOME, 'valid')])
        self.assertEqual(verification.signature_ids.mapped('revocation'), ['good', 'good'])
        self.assertEqual(dict(verification.facts['form_values'])['HanamSo'], '07')

    def test_each_version_begins_with_the_one_before(self):
        """The signed bytes are never touched again."""
        prepared = self.prepared()
        signed = prepared.with_user(self.director)._sign_as_person(PIN)
        sealed = signed.with_user(self.clerk)._seal(self.home, PIN, '07', '05', '01', '2026')
        self.assertEqual(sealed.parent_attachment_id.parent_attachment_id, prepared)
        self.assertTrue(sealed.raw.startswith(signed.raw))
        self.assertTrue(signed.raw.startswith(prepared.raw))
        self.assertEqual((sealed.name, sealed.res_model, sealed.res_id), (signed.name, signed.res_model, signed.res_id))
        self.assertEqual((prepared.is_signed, signed.is_signed, sealed.is_signed), (False, True, True))

    def test_the_person_who_signed_is_kept(self):
        """The new version was made by the person at work, not by the system."""
        self.assertEqual(self.signed().create_uid, self.director)

    def test_a_decision_is_sealed_only_after_a_person_signed(self):
        """Decision 44/2024, Art. 13.4: the agency signs what the authorised person signed."""
        prepared = self.prepared()
        with self.assertRaisesRegex(UserError, "cannot be sealed.*Have it signed first"):
            prepared._seal(self.home, PIN, '07', '05', '01', '2026')

    def test_a_decision_is_sealed_once(self):
        """A number is written once."""
        sealed = self.sealed()
        with self.assertRaisesRegex(UserError, "carries the seal already"):
            sealed._seal(self.home, PIN, '08', '05', '01', '2026')

    def test_an_attachment_of_its_own_carries_the_text_of_the_agency(self):
        """Decree 30/2020, App. I, II.8b: the agency alone signs, with text at the top right and no picture."""
        text = 'Số: 07/QĐ-SNV; 05/01/2026; 09:15:30'
        signed = self.upload(draft_pdf())._sign_as_agency(self.home, PIN, text)
        verification = signed._verify_signatures(self.home._expected_signatures('attachment'))
        self.assertEqual(verification.verdict, 'valid', verification.reason)
        self.assertEqual(verification.signature_ids.mapped('role'), ['agency'])

    def test_what_a_key_in_a_file_signs_is_marked(self):
        """«KÝ THỬ» is a flag and the reason of the signature."""
        sealed = self.sealed()
        verification = sealed._verify_signatures()
        self.assertTrue(sealed.is_trial)
        self.assertTrue(verification.is_trial)
        self.assertEqual(verification.signature_ids.mapped('signing_reason'), ['KÝ THỬ', 'KÝ THỬ'])

    def test_a_draft_without_room_for_the_number_is_named(self):
        """Decree 30/2020, App. I, II.3: the number has its place."""
        draft = self.upload(draft_pdf(number='Số 7 QĐ-SNV'))
        with self.assertRaisesRegex(UserError, "no gap for the number.*room before the slash"):
            draft._prepare_for_signing(DIRECTOR)

    def test_a_draft_without_the_signer_is_named(self):
        """Decree 30/2020, App. I, II.7: full name under the signature."""
        with self.assertRaisesRegex(UserError, "does not show the signer's full name"):
            self.upload(draft_pdf(signer="Lê Thị Bình"))._prepare_for_signing(DIRECTOR)

    def test_a_file_that_is_no_pdf_is_named(self):
        with self.assertRaisesRegex(UserError, "is not a readable PDF file"):
            self.upload(b'not a PDF')._prepare_for_signing(DIRECTOR)

    def test_a_revoked_certificate_signs_nothing(self):
        """The chain is checked against the newest list before a signature is kept."""
        certificate = self.director._signing_certificate()
        self.revoke(certificate)
        prepared = self.prepared()
        with self.assertRaisesRegex(UserError, "revocation lists do not hold now"):
            prepared.with_user(self.director)._sign_as_person(PIN)
        self.assertFalse(self.env['ir.attachment'].search_count([('parent_attachment_id', '=', prepared.id)]))

    def test_a_file_nobody_may_read_is_not_signed(self):
        """Who may not read a file may not sign it."""
        prepared = self.prepared()
        prepared.sudo().write({'res_model': 'ir.config_parameter', 'res_id': 1})
        with self.assertRaisesRegex(AccessError, "not allowed to access"):
            prepared.with_user(self.director)._sign_as_person(PIN)

    def revoke(self, certificate):
        """Publish a newer list of the issuing authority that withdraws the certificate."""
        issuing = self.issuing_authority()
        moment = fields.Datetime.now().replace(tzinfo=issuing.holder.certificate.not_valid_before_utc.tzinfo)
        der = issuing.revocation_list(moment - timedelta(minutes=1), (int(certificate.serial_number, 16),), 2)
        self.env['signing.crl'].create({'der': base64.b64encode(der)})


class TestExpiry(SigningCase):

    def test_an_expired_certificate_signs_nothing(self):
        """Only a certificate in force signs; the sentence says until when it was."""
        self.director.certificate_ids.active = False
        issuing = self.issuing_authority()
        began = issuing.holder.certificate.not_valid_before_utc - timedelta(days=30)
        holder = issuing.certify(subject(DIRECTOR, HOME), began, days=10)
        self.env['signing.certificate'].create({
            'user_id': self.director.id, 'der': base64.b64encode(holder.certificate_der), 'key_reference': 'old.p12'})
        local = fields.Datetime.context_timestamp(
            self.director.with_user(self.director), (began + timedelta(days=10)).replace(tzinfo=None))
        ended = local.strftime('%d/%m/%Y')
        prepared = self.prepared()
        with self.assertRaisesRegex(UserError, f"to {ended} and cannot sign now"):
            prepared.with_user(self.director)._sign_as_person(PIN)
