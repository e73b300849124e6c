import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hanam_signing.lib.pades import Expectation

from .common import scan_pdf
from .signed_world import PIN, SignedProvinceCase


@tagged('post_install', '-at_install')
class TestPaperOriginals(SignedProvinceCase):
    """Documents signed by hand, papers that stay inside, and paper printed from a signed file."""

    def test_a_document_signed_by_hand_takes_its_number_and_goes_out_as_a_copy(self):
        """Art. 13.3, 13.4: one register for both kinds; the scan is signed «SAO Y», the paper dispatch recorded.

        Proves: 44.13.4c
        """
        self.issued()
        document = self.to_sign(medium='paper')
        self.assertEqual(document.file_ids.version_ids.mapped('origin'), ['upload'])
        with self.refused(UserError, "is no step of"):
            document.with_user(self.director).action_sign(pin=PIN)
        clerk = document.with_user(self.clerk)
        clerk.action_record_signature(evidence="Giám đốc ký sáng 05/01, chuyên viên mang đến")
        clerk.action_assign_number()
        self.assertEqual(clerk.full_code, '02/SNV-CCVC')
        with self.refused(UserError, "scan it, and upload the scan"):
            clerk.action_issue(pin=PIN)
        clerk.file_ids.write({'upload': base64.b64encode(scan_pdf())})
        clerk.action_issue(pin=PIN)
        self.assertEqual((clerk.state, clerk.legal_value), ('issued', 'copy'))
        check = clerk.sudo().file_ids.attachment_id._verify_signatures(
            Expectation(kind='attachment', agency_names=(self.home.name,)))
        self.assertEqual((check.verdict, len(check.signature_ids)), ('valid', 1))

    def test_a_poor_scan_of_a_signed_paper_is_not_issued(self):
        """Decree 30/2020, App. I, part II, I: a grey scan is no copy."""
        document = self.to_sign(medium='paper')
        clerk = document.with_user(self.clerk)
        clerk.action_record_signature(evidence="Đã ký")
        clerk.action_assign_number()
        clerk.file_ids.write({'upload': base64.b64encode(scan_pdf('L'))})
        with self.refused(UserError, "not in colour"):
            clerk.action_issue(pin=PIN)

    def test_an_internal_paper_is_signed_and_never_leaves(self):
        """A unit's own number, the personal signature, no seal, no packet; it reaches units and persons inside."""
        self.env['document.register'].create({
            'company_id': self.home.id, 'year': self.env['document.outgoing']._today().year, 'direction': 'outgoing',
            'series': "Phòng", 'department_id': self.unit.id})
        document = self.draft(medium='internal')
        with self.refused(UserError, "never leaves the agency"):
            document.action_submit()
        document.write({'recipient_agency_ids': [Command.clear()],
                        'recipient_user_ids': [Command.set(self.colleague.ids)]})
        document.action_take_unit_number()
        self.assertEqual((document.number, document.full_code), (1, '01/SNV-CCVC'))
        document.action_submit()
        document.with_user(self.unit_head).action_pass_to_sign()
        document.with_user(self.director).action_sign(pin=PIN)
        with self.refused(UserError, "is no step of"):
            document.with_user(self.clerk).action_assign_number()
        self.assertIn(self.officer, document.sudo().activity_ids.user_id)
        document.action_circulate()
        self.assertEqual((document.state, document.delivery_ids.transport), ('issued', 'internal'))
        self.assertFalse(self.env['document.transmission'].search([('outgoing_id', '=', document.id)]))
        self.assertTrue(document.with_user(self.colleague).has_access('read'))
        check = document.sudo().file_ids.attachment_id._verify_signatures()
        self.assertEqual((check.verdict, len(check.signature_ids)), ('valid', 1))
        # the agency's own series is untouched
        self.assertEqual(self.issued().number, 1)

    def test_printed_copies_are_counted(self):
        """Art. 13.4.b: paper originals are printed from the signed file; how many, and the seal, is kept.

        Proves: 44.13.4b
        """
        document = self.issued()
        for copies in (2, 1):
            self.env['document.print.wizard'].with_user(self.clerk).create({
                'res_model': document._name, 'res_id': document.id, 'step': 'print_original', 'copies': copies,
                'note': "Lưu VT", 'is_sealed': True}).action_confirm()
        self.assertEqual(document.printed_amount, 3)
        words = document.event_ids.filtered(lambda event: event.step == 'print_original').mapped('explanation')
        self.assertEqual(len(words), 2)
        self.assertIn("2 copies, sealed in ink: Lưu VT", words)

    def test_each_document_says_what_its_file_is_worth(self):
        """Decision 44/2024, Art. 4: original, certified copy, or for information only.

        Proves: 44.4
        """
        document = self.signed()
        self.assertEqual(document.legal_value, 'information')
        clerk = document.with_user(self.clerk)
        clerk.action_assign_number()
        clerk.action_issue(pin=PIN)
        self.assertEqual(clerk.legal_value, 'original')

    def test_a_copy_is_known_as_one_where_it_arrives(self):
        """Art. 4; Decree 30/2020, Art. 26: the scan signed «SAO Y» is valid with the agency's signature alone.

        Proves: 44.4
        """
        document = self.to_sign(medium='paper')
        clerk = document.with_user(self.clerk)
        clerk.action_record_signature(evidence="Đã ký")
        clerk.action_assign_number()
        clerk.file_ids.write({'upload': base64.b64encode(scan_pdf())})
        clerk.action_issue(pin=PIN)
        original = self.issued()
        self.exchange()
        arrivals = self.env['document.incoming'].search([('company_id', '=', self.health.id)])
        values = {arrival.code_number: (arrival.verdict, arrival.legal_value) for arrival in arrivals}
        self.assertEqual(values, {clerk.code_number: ('valid', 'copy'), original.code_number: ('valid', 'original')})
        self.assertEqual((clerk.legal_value, original.legal_value), ('copy', 'original'))
