from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .signed_world import SignedProvinceCase


@tagged('post_install', '-at_install')
class TestPaperAlongside(SignedProvinceCase):
    """Paper goes with an electronic document in four cases, and otherwise only to who is not connected (Art. 5)."""

    def send(self, **values):
        """Return a document issued to Health and to an agency that is not connected."""
        village = self.env['document.agency'].create({'name': "UBND xã Thanh Hà", 'code': 'H25.30.01'})
        both = self.health.agency_id | village
        return self.issued(recipient_agency_ids=[Command.set(both.ids)], **values).with_user(self.clerk)

    def print_for(self, document, **values):
        """Print one copy as the clerk, by the dialog."""
        self.env['document.print.wizard'].with_user(self.clerk).create({
            'res_model': document._name, 'res_id': document.id, 'step': 'print_original', 'note': "Sở Y tế",
            'for_recipient': True, **values}).action_confirm()

    def test_each_case_is_recorded_and_its_paper_followed(self):
        """Cases a to d of Art. 5.5: the packet says so, the clerk sends the paper and keeps how.

        Proves: 44.5.5
        """
        for kind in 'abcd':
            document = self.issued(paper_kind=kind)
            delivery = document.with_user(self.clerk).delivery_ids
            packet = edxml.decode(self.env['document.transmission'].sudo().search(
                [('outgoing_id', '=', document.id)])._body())
            self.assertEqual((packet.business.paper, delivery.paper_state), (1, 'due'))
            self.assertIn('send_paper', delivery.available_steps)
            delivery.action_send_paper(evidence="Bưu điện, EB123456789VN")
            self.assertEqual((delivery.paper_state, delivery.paper_evidence), ('sent', "Bưu điện, EB123456789VN"))
            self.assertTrue(delivery.paper_sent_at)
            self.assertNotIn('send_paper', delivery.available_steps)

    def test_the_receiver_works_without_waiting_for_the_paper(self):
        """Art. 6.2: it is registered and presented; when the paper comes, it takes no number of its own."""
        document = self.issued(paper_kind='d')
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        self.assertTrue(arrival.paper_follows)
        arrival.action_receive()
        arrival.action_register()
        number = arrival.arrival_number
        arrival.action_receive_paper(evidence="Cặp lưu số 3")
        self.assertEqual((arrival.paper_note, arrival.arrival_number), ("Cặp lưu số 3", number))
        self.assertNotIn('receive_paper', arrival.available_steps)

    def test_no_paper_beside_the_signed_document_but_in_the_cases_of_the_law(self):
        """The system asks which case it is; for its own file an agency may print.

        Proves: 44.5.3
        """
        document = self.issued().with_user(self.clerk)
        with self.refused(UserError, "no paper is issued"):
            self.print_for(document)
        with self.refused(UserError, "No paper goes along"):
            document.delivery_ids.action_send_paper(evidence="Bưu điện")
        self.print_for(document, for_recipient=False, note="Lưu VT")
        self.assertFalse(document.delivery_ids.paper_state)
        self.print_for(document, paper_kind='b')
        self.assertEqual((document.paper_kind, document.delivery_ids.paper_state), ('b', 'due'))
        self.assertEqual(document.printed_amount, 2)

    def test_who_is_not_connected_is_marked_and_gets_it_another_way(self):
        """Art. 5.2: by packet where the recipient is connected, by paper and with a record where it is not.

        Proves: 44.5.2
        """
        document = self.send()
        ways = {row.agency_id.code: row for row in document.delivery_ids}
        self.assertEqual({code: row.transport for code, row in ways.items()},
                         {'H25.16': 'loopback', 'H25.30.01': 'paper'})
        self.print_for(document, note="UBND xã Thanh Hà")
        ways['H25.30.01'].action_hand_over(evidence="Giao tay, ông Nguyễn Văn Bình ký nhận")
        self.exchange()
        self.assertEqual((ways['H25.16'].state, ways['H25.30.01'].state), ('arrived', 'handed_over'))
        self.assertTrue(ways['H25.30.01'].evidence)
        paper = self.arrive()
        self.assertEqual((self.arrival_of(document).channel, paper.channel), ('electronic', 'paper'))
