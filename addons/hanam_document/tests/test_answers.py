from datetime import UTC, datetime, timedelta

from odoo import Command
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .recall_world import REASON, RecallCase


@tagged('post_install', '-at_install')
class TestAnswersToUs(RecallCase):
    """15 and 16 of recipients, late, doubled, or from systems that cannot be asked (Art. 13.4.d)."""

    def test_each_recipient_answers_for_itself(self):
        """Art. 13.4.d: one line per recipient, and how many have cancelled."""
        document = self.to_both()
        self.exchange()
        self.recall(document)
        self.request_to(self.finance).with_user(self.finance_clerk).action_agree()
        self.exchange()
        self.assertEqual(document.recall_words, '1/2 cancelled')
        states = {row.agency_id.company_id: row.state for row in document.delivery_ids}
        self.assertEqual((states[self.finance], states[self.health]), ('withdrawn', 'arrived'))

    def test_who_returned_it_is_not_asked(self):
        """Art. 13.4.d: nothing is left there to be cancelled."""
        document = self.issued()
        self.exchange()
        self.arrival_of(document).with_user(self.health_clerk).action_return(reason="Gửi nhầm")
        self.exchange()
        self.recall(document)
        self.assertEqual((document.state, document.request_ids.ids), ('recalled', []))

    def test_late_reports_do_not_bring_a_cancelled_delivery_back(self):
        """Art. 6.3: 03 after 15 is kept in the history and moves nothing."""
        document, _arrival = self.at_work()
        self.recall(document)
        self.request_to(self.health).with_user(self.health_clerk).action_agree()
        self.exchange()
        delivery = document.delivery_ids.sudo()
        delivery._note_status('03', datetime.now(UTC), '')
        self.env['document.request']._note_answer(delivery, '15', datetime.now(UTC), "lần hai")
        self.assertEqual((delivery.state, document.request_ids.answer), ('withdrawn', self.request_to(
            self.health).answer))
        self.assertEqual(self.last_event(document).step, 'answer_15')

    def test_an_answer_to_what_was_overtaken_is_not_one_to_the_recall(self):
        """Art. 13.4.d: agreed to an update just before the recall came: the recall still waits."""
        document, _arrival = self.at_work()
        clerk = document.with_user(self.clerk)
        clerk.action_update(update={'values': {'urgency': '1'}, 'reason': "Cần gấp"})
        self.exchange()
        update = document.request_ids
        before = update.asked_at.replace(tzinfo=UTC)
        update.sudo().asked_at -= timedelta(minutes=5)
        clerk.action_recall(recall={'order': "CV 1", 'reason': REASON})
        recall = document.request_ids - update
        self.assertEqual((update.state, recall.state), ('lapsed', 'asked'))
        self.env['document.request'].sudo()._note_answer(
            document.delivery_ids.sudo(), '15', before - timedelta(minutes=1), "Đã cập nhật")
        self.assertEqual((recall.state, document.delivery_ids.state), ('asked', 'processing'))

    def test_a_packet_the_other_system_refuses_is_told_to_the_clerk(self):
        """Art. 13.4.d: nobody waits for an answer that cannot come."""
        document, _arrival = self.at_work()
        self.recall(document)
        request = document.request_ids.sudo()
        self.env['document.exchange']._note_receipt(request.transmission_id, {
            'outcome': 'refused', 'reason': 'UnknownDocument', 'sentence': "Không có văn bản này"})
        self.assertEqual((request.state, bool(request.answer)), ('refused', True))
        self.assertEqual((document.delivery_ids.state, document.delivery_ids.rejected_at), ('processing', False))
        self.assertIn(request.answer, self.messages_to(self.clerk))

    def test_systems_that_know_no_recall_packet_are_asked_by_status(self):
        """Decision 28/2018, Art. 9: status 13, where the connection says so."""
        peer = self.env['document.peer'].create({
            'name': "Trục", 'kind': 'peer', 'url': 'https://axis.invalid', 'recall_form': 'status'})
        outside = self.env['document.agency'].create({'name': "Bộ Nội vụ", 'code': 'G09'})
        self.env['document.route'].create({
            'agency_id': outside.id, 'peer_id': peer.id, 'valid_from': '2020-01-01'})
        document = self.issued(recipient_agency_ids=[Command.set(outside.ids)])
        document.with_user(self.clerk).action_recall(recall={'order': "CV 1", 'reason': REASON})
        packet = document.request_ids.sudo().transmission_id
        report = edxml.decode(packet._body())
        self.assertEqual((packet.kind, packet.peer_id, report.code.value), ('status', peer, '13'))
        self.assertEqual((report.response_for.document_id, report.response_for.organ_id),
                         (document.document_code, 'G09'))
        self.assertIn(REASON, report.description)

    def test_a_recall_packet_names_what_it_recalls_twice(self):
        """QCVN 102:2016: in its business part and as what it answers, so that other makers find it."""
        document = self.issued()
        self.recall(document)
        packet = edxml.decode(document.request_ids.sudo().transmission_id._body())
        self.assertEqual((packet.business.type, packet.business.document_id, packet.attachments),
                         (edxml.BusinessType.RECALL, document.document_code, ()))
        self.assertEqual([row.document_id for row in packet.response_for], [document.document_code])
        self.assertIn(REASON, packet.business.reason)
