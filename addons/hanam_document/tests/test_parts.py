import base64

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import plain_pdf
from .signed_world import SignedProvinceCase


@tagged('post_install', '-at_install')
class TestParts(SignedProvinceCase):
    """Files, readers, signers, questions and copies stay with the document they were made for."""

    def test_a_part_is_never_moved_to_another_document(self):
        """Decree 30/2020, App. VI, III.5d: nobody puts something into a document that is not theirs to change."""
        signed = self.signed()
        mine = self.draft(
            file_ids=[Command.create({'name': 'a.pdf', 'upload': base64.b64encode(plain_pdf())})],
            presentation_ids=[Command.create({'reader_id': self.chief.id})],
            opinion_ids=[Command.create({'user_id': self.colleague.id, 'question': "Có ý kiến gì?"})])
        self.authority.copy({'user_id': self.deputy.id})
        signer = self.env['document.signer'].with_user(self.officer).create({
            'outgoing_id': mine.id,
            'delegation_id': self.env['document.delegation'].search([('user_id', '=', self.deputy.id)], limit=1).id})
        copy = self.env['document.copy'].with_user(self.officer).create({
            'outgoing_id': mine.id, 'delegation_id': self.authority.id, 'to_places': "- Lưu: VT."})
        for part in (mine.file_ids, mine.presentation_ids, mine.opinion_ids, signer, copy):
            for place in ({'outgoing_id': signed.id}, {'company_id': self.health.id}):
                with self.subTest(part=part._name, place=place), self.assertRaises(AccessError):
                    part.with_user(self.officer).write(place)
