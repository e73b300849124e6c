from datetime import UTC, timedelta

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .recall_world import REASON, RecallCase


@tagged('post_install', '-at_install')
class TestTimesAndStatuses(RecallCase):
    """When a document counts as sent and received, and what every status does (Decision 44/2024, Art. 6.3, 7)."""

    def reports(self, arrival):
        """Return the codes an arrival's agency has reported, and what each packet says."""
        packets = self.env['document.transmission'].sudo().search([
            ('incoming_id', '=', arrival.id), ('direction', '=', 'out'), ('kind', '=', 'status')], order='id')
        return {packet.status_code: edxml.decode(packet._body()) for packet in packets}

    def test_sent_is_issued_and_acknowledged(self):
        """Art. 7.1: not when the clerk issues it, nor when its packet waits: when the carrier has answered for it.

        Proves: 44.7.1
        """
        document = self.numbered(recipient_agency_ids=[
            Command.set((self.health.agency_id | self.finance.agency_id).ids)])
        self.assertFalse(document.sudo().delivery_ids)
        document.with_user(self.clerk).action_issue(pin='13572468')
        first, second = document.delivery_ids
        self.assertEqual((first.state, first.sent_at, second.sent_at), ('pending', False, False))
        packets = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)], order='id')
        outbox = packets.filtered(lambda packet: packet.delivery_ids == first)
        with self.enter_registry_test_mode():
            outbox._dispatch()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((outbox.state, outbox.receipt['outcome']), ('sent', 'accepted'))
        self.assertLessEqual(document.issued_at, first.sent_at)
        self.assertLessEqual(first.sent_at, fields.Datetime.now())
        self.assertEqual((second.state, second.sent_at), ('pending', False))

    def test_received_is_in_the_system_and_accessible(self):
        """Art. 7.2: the recipient's clerk opens document and file; the moment its 01 names is the one the sender keeps.

        Proves: 44.7.2
        """
        document = self.issued()
        self.assertFalse(document.delivery_ids.arrived_at)
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        self.assertEqual(arrival.file_ids._pdf(), document.file_ids._pdf())
        said = self.reports(arrival)['01'].timestamp
        self.assertEqual(said.utcoffset(), timedelta(hours=7))
        moment = said.astimezone(UTC).replace(tzinfo=None)
        self.assertEqual(document.delivery_ids.arrived_at, moment)
        self.assertLess(abs(arrival.arrived_at - moment), timedelta(seconds=5))
        refused = self.issued(recipient_agency_ids=[Command.set(self.finance.agency_id.ids)])
        packet = self.packet_of(refused, attachments=())
        self.assertEqual(self.receive(packet, self.finance)['reason'], 'NoFile')
        self.assertFalse(refused.delivery_ids.arrived_at)

    def test_every_status_is_sent_and_understood(self):
        """QCVN 102:2016: each step of a recipient leaves as a packet, and moves what the sender sees.

        Proves: EX.status
        """
        document, arrival = self.at_work()
        self.exchange()
        self.assertEqual(document.delivery_ids.state, 'processing')
        arrival.with_user(self.health_officer).action_complete(result={'kind': 'no_reply', 'note': "Đã rõ"})
        self.exchange()
        self.assertEqual(document.delivery_ids.state, 'completed')
        self.assertEqual(list(self.reports(arrival)), ['01', '03', '04', '05', '06'])
        delivery = document.delivery_ids
        times = [delivery[f'{state}_at'] for state in ('arrived', 'accepted', 'assigned', 'processing', 'completed')]
        self.assertEqual((all(times), sorted(times)), (True, times))
        returned = self.issued()
        self.exchange()
        self.arrival_of(returned).with_user(self.health_clerk).action_return(reason="Gửi sai nơi nhận")
        self.exchange()
        self.assertEqual(list(self.reports(self.arrival_of(returned))), ['01', '02'])
        self.assertEqual(returned.delivery_ids.state, 'rejected')

    def asked_back(self):
        """Recall a document as an agency asks whose recipient's system knows status 13 alone; return both sides."""
        document, arrival = self.at_work()
        peer = self.env['document.peer'].create({
            'name': "Hệ thống khác", 'url': 'https://khac.example', 'recall_form': 'status'})
        document.sudo().delivery_ids.write({'peer_id': peer.id})
        document.with_user(self.clerk).action_recall(recall={'order': "Công văn 12/SNV-VP", 'reason': REASON})
        packet = document.sudo().request_ids.transmission_id
        self.assertEqual((packet.kind, packet.status_code), ('status', '13'))
        report = edxml.decode(packet._body())
        self.assertEqual(self.receive(report, sender='H25.02')['outcome'], 'accepted')
        return document, arrival, self.request_to(self.health).with_user(self.health_clerk)

    def test_13_asks_it_back_15_gives_and_16_keeps_it(self):
        """QCVN 102:2016: asked by the sender, answered by the receiver, each by a status.

        Proves: EX.status
        """
        document, arrival, request = self.asked_back()
        request.action_agree()
        self.exchange()
        self.assertEqual((list(self.reports(arrival))[-1], arrival.state), ('15', 'withdrawn'))
        self.assertEqual((document.delivery_ids.state, document.request_ids.state), ('withdrawn', 'agreed'))
        document, arrival, request = self.asked_back()
        request.action_propose_refusal(reason="Đã chi trả")
        request.with_user(self.health_director).action_refuse()
        self.exchange()
        self.assertEqual((list(self.reports(arrival))[-1], arrival.state), ('16', 'processing'))
        self.assertEqual((document.delivery_ids.state, document.request_ids.state), ('processing', 'refused'))
        self.assertIn("Đã chi trả", document.request_ids.answer)
