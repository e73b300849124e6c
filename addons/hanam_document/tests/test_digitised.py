import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hanam_signing.lib.pades import Expectation

from .common import scan_pdf
from .signed_world import PIN, SignedProvinceCase


@tagged('post_install', '-at_install')
class TestDigitised(SignedProvinceCase):
    """Paper that arrives is scanned, checked and signed as a copy."""

    @classmethod
    def arrival(cls, *contents, **values):
        """Return a paper arrival with these scans, received and ready for the register."""
        document = cls.env['document.incoming'].with_user(cls.clerk).create({
            'type_id': cls.letter.id, 'subject': "V/v rà soát biên chế", 'organ_name': "Sở Y tế", 'code_number': '12',
            'code_notation': 'SYT-VP', 'issued_date': '2026-01-05', **values,
            'file_ids': [Command.create({'name': f'scan{number}.pdf', 'upload': base64.b64encode(content)})
                         for number, content in enumerate(contents)]})
        document.action_receive()
        return document

    def test_a_scan_is_signed_by_the_agency(self):
        """Art. 10.2: colour, 200 dpi, the agency's signature with its text; then it has the value of a copy.

        Proves: 44.10.2, PL1.II.1
        """
        document = self.arrival(scan_pdf(pages=2))
        self.assertEqual(document.legal_value, 'paper')
        with self.refused(UserError, "Sign the scan first"):
            document.action_register()
        document.action_certify(pin=PIN)
        self.assertEqual((document.legal_value, document.certified_by_id), ('copy', self.clerk))
        check = document.sudo().file_ids.attachment_id._verify_signatures(
            Expectation(kind='attachment', agency_names=(self.home.name,)))
        self.assertEqual((check.verdict, len(check.signature_ids)), ('valid', 1))
        self.assertEqual(document.file_ids.version_ids.mapped('origin'), ['copy', 'convert', 'upload'])
        document.action_register()
        self.assertEqual(document.state, 'registered')

    def test_a_poor_scan_is_refused_page_by_page(self):
        """Decree 30/2020, App. I, part II, I: grey and coarse pages are named; nothing is signed.

        Proves: 44.10.2
        """
        grey, coarse = scan_pdf('L'), scan_pdf(dpi=120)
        with self.refused(UserError, "page 1: the scan is not in colour"):
            self.arrival(grey).action_certify(pin=PIN)
        document = self.arrival(coarse)
        with self.refused(UserError, "120 dots an inch"):
            document.action_certify(pin=PIN)
        self.assertFalse(document.certified_at)

    def test_paper_without_a_scan_says_why(self):
        """Art. 10.2: an object or a closed letter is registered with the reason."""
        document = self.arrival(scan_pdf('L'), scan_waiver="Thư gửi đích danh, không bóc bì")
        document.action_register()
        self.assertEqual((document.state, document.legal_value), ('registered', 'paper'))

    def test_an_electronic_arrival_is_not_copied(self):
        """There is no «sao y» from electronic to electronic; the signed file is forwarded as it is."""
        self.issued()
        self.exchange()
        arrival = self.env['document.incoming'].search([('company_id', '=', self.health.id)])
        with self.refused(UserError, "forward its signed file"):
            arrival.with_user(self.health_clerk).action_certify(pin=PIN)
