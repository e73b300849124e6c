from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .recall_world import RecallCase
from .signed_world import PIN


@tagged('post_install', '-at_install')
class TestNewerDocuments(RecallCase):
    """Replaced and corrected documents, linked both ways at both ends (Decree 30/2020, Art. 18.3)."""

    def newer(self, document, action):
        """Issue the document that replaces or corrects another."""
        draft = self.env['document.outgoing'].with_user(self.officer).browse(
            getattr(document.with_user(self.officer), action)()['res_id'])
        self.assertEqual(draft.recipient_agency_ids, document.recipient_agency_ids)
        sample = self.draft()
        draft.write({'delegation_id': self.authority.id, 'department_id': self.unit.id, 'file_ids': [Command.create({
            'name': 'draft.pdf', 'upload': sample.file_ids.upload})]})
        draft.action_submit()
        draft.with_user(self.unit_head).action_pass_content()
        draft.with_user(self.form_checker).action_pass_form()
        draft.with_user(self.director).action_sign(pin=PIN)
        draft.with_user(self.clerk).action_assign_number()
        draft.with_user(self.clerk).action_issue(pin=PIN)
        return draft

    def test_a_replacement_is_linked_both_ways_and_readers_are_told(self):
        """QCVN 102:2016, type 3: at the sender and at the receiver."""
        document, arrival = self.at_work()
        with self.refused(UserError, "Only an issued document"):
            self.draft().action_replace()
        newer = self.newer(document, 'action_replace')
        self.assertEqual((newer.replaces_id, document.replaced_by_ids, document.state), (document, newer, 'issued'))
        self.exchange()
        new_arrival = self.arrival_of(newer)
        self.assertEqual((new_arrival.replaces_ids, arrival.replaced_by_ids), (arrival, new_arrival))
        self.assertEqual((new_arrival.state, newer.delivery_ids.state), ('arrived', 'arrived'))
        self.assertIn("was replaced by", self.messages_to(self.officer))
        self.assertIn("was replaced by its sender", self.messages_to(self.health_officer))

    def test_a_replacement_that_comes_first_is_linked_when_the_old_one_comes(self):
        """QCVN 102:2016, type 3: in whatever order."""
        document = self.issued()
        newer = self.newer(document, 'action_replace')
        for issued in (newer, document):
            self.receive(self.packet_of(issued))
        self.assertEqual(self.arrival_of(newer).replaces_ids, self.arrival_of(document))

    def test_a_stranger_replaces_nothing(self):
        """Decision 28/2018, Art. 5.5: its document is taken in, the other one only tells of it."""
        document, arrival = self.at_work()
        own = self.issued()
        packet = self.packet_of(own, from_=self.env['document.exchange']._organization(self.finance.agency_id),
                                document_id='H25.05,2026/01/01,9/STC', business=edxml.Business(
                                    type=edxml.BusinessType.REPLACE,
                                    replacements=(edxml.Replacement(document.document_code),)))
        self.assertEqual(self.receive(packet)['outcome'], 'accepted')
        self.assertFalse(arrival.replaced_by_ids)
        self.assertEqual(self.last_event(arrival).step, 'stranger')

    def test_a_correction_is_a_letter_linked_to_what_it_corrects(self):
        """Decree 30/2020, Art. 18.3: «đính chính» by a công văn of its own number."""
        document, arrival = self.at_work()
        letter = self.newer(document, 'action_rectify')
        self.assertEqual((letter.corrects_id, letter.type_id, document.corrected_by_ids), (
            document, self.letter, letter))
        self.assertNotEqual(letter.full_code, document.full_code)
        packet = self.packet_of(letter)
        self.assertEqual((packet.business.type, [row.document_id for row in packet.response_for]),
                         (edxml.BusinessType.NEW, [document.document_code]))
        self.exchange()
        self.assertEqual(self.arrival_of(letter).corrects_ids, arrival)
        self.assertIn("corrects or adds to", self.messages_to(self.health_officer))

    def test_an_answer_is_tied_to_what_it_answers(self):
        """Art. 13.4.d: what came back is seen before a recall is decided."""
        document, arrival = self.at_work()
        packet = self.packet_of(
            self.issued(), from_=self.env['document.exchange']._organization(self.health.agency_id),
            document_id='H25.16,2026/01/01,9/SYT', response_for=(document._own_reference(),))
        self.receive(packet, company=self.home)
        answer = self.env['document.incoming'].sudo().search([('document_code', '=', 'H25.16,2026/01/01,9/SYT')])
        self.assertEqual(answer.answers_id, document)
