from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .recall_world import ORDER, REASON, RecallCase


@tagged('post_install', '-at_install')
class TestRecall(RecallCase):
    """A recall from the order of its sender to the certificate of its receiver (Decision 44/2024, Art. 13.4.d)."""

    def test_a_recall_freezes_here_cancels_there_and_leaves_its_trace(self):
        """Art. 13.4.d: who ordered it, who agreed, when, and what the receiver states.

        Proves: 44.13.4d
        """
        document, arrival = self.at_work()
        number = arrival.arrival_number
        self.recall(document)
        self.assertEqual((document.state, document.recall_order, document.recall_words),
                         ('recalled', ORDER, '0/1 cancelled'))
        request = self.request_to(self.health).with_user(self.health_clerk)
        self.assertEqual((request.incoming_id, request.kind, request.state), (arrival, 'recall', 'asked'))
        self.assertIn(REASON, request.reason)
        request.action_agree()
        self.exchange()
        self.assertEqual((arrival.state, arrival.arrival_number, request.state), ('withdrawn', number, 'agreed'))
        asked = document.request_ids
        self.assertEqual((asked.state, document.delivery_ids.state, document.recall_words),
                         ('agreed', 'withdrawn', '1/1 cancelled'))
        for words in ("GIẤY XÁC NHẬN HỦY VĂN BẢN", self.health.name, f"Số đến: {number}", "+07:00",
                      self.health_clerk.name, self.home.name, REASON):
            self.assertIn(words, asked.answer)
        self.assertEqual(asked.answer, arrival.certificate)
        self.assertEqual(self.last_event(arrival).subject_model, 'document.request')
        acts = [f'{event.subject_model} {event.step}' for event in arrival.sudo().event_ids.sorted('id')]
        self.assertEqual(acts[0], 'document.incoming arrive')
        self.assertEqual(acts[-4:], ['document.request ask', 'document.assignment end', 'document.incoming withdraw',
                                     'document.request agree'])

    def test_the_recalled_document_is_frozen_for_everybody(self):
        """Decree 30/2020, App. VI, III.8a: neither a person nor the superuser changes it or takes a step.

        Proves: VI.III.8a
        """
        document = self.issued()
        self.recall(document)
        for values in ({'description': "x"}, {'due_date': '2027-01-01'}, {'to_places': "x"}, {'subject': "x"},
                       {'recipient_agency_ids': [Command.clear()]}, {'restricted': True}, {'number': 7}):
            for writer in (document.with_user(self.clerk), document.with_user(self.officer), document.sudo()):
                with self.refused(AccessError, ""):
                    writer.write(values)
        with self.refused(AccessError, ""):
            document.sudo().file_ids.write({'name': "khác.pdf"})
        for person in (self.clerk, self.officer, self.director):
            self.assertFalse(document.with_user(person).available_steps)
        with self.refused(UserError, "is not possible"):
            document.with_user(self.clerk).action_update(update={'values': {'urgency': '1'}, 'reason': "x"})
        self.assertTrue(document.with_user(self.clerk).has_access('read'))

    def test_order_and_reason_are_asked_and_every_recipient_is_shown(self):
        """Art. 13.4.d: who recalls sees what each recipient has done with it, and which answer came."""
        paper = self.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41'})
        document = self.issued(recipient_agency_ids=[Command.set((self.health.agency_id | paper).ids)])
        self.at_work(document)
        reply = self.env['document.incoming'].sudo().create({
            'company_id': self.home.id, 'type_id': self.letter.id, 'subject': "V/v trả lời",
            'sender_id': self.health.agency_id.id})
        reply._earn(answers_id=document.id)
        with self.refused(UserError, "by which order"):
            document.with_user(self.clerk).action_recall(recall={'order': " ", 'reason': REASON})
        dialog = document.with_user(self.clerk).action_recall()
        form = Form(self.env[dialog['res_model']].with_user(self.clerk).with_context(**dialog['context']))
        form.order, form.reason = ORDER, REASON
        wizard = form.save()
        self.assertEqual({line.delivery_id.agency_id: line.so_far for line in wizard.line_ids},
                         {self.health.agency_id: "Has answered", paper: "Not sent yet"})
        wizard.action_confirm()
        self.assertEqual(document.state, 'recalled')
        states = {row.agency_id: row.state for row in document.delivery_ids}
        self.assertEqual(states[paper], 'withdrawn')
        self.assertEqual(document.request_ids.agency_id, self.health.agency_id)

    def test_who_has_it_on_paper_is_told_on_paper(self):
        """Decree 30/2020, Art. 18.4: the clerk records how, and that the paper came back."""
        paper = self.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41'})
        document = self.issued(recipient_agency_ids=[Command.set(paper.ids)])
        document.delivery_ids.with_user(self.clerk).action_hand_over(evidence="Bưu điện, EB1")
        self.recall(document)
        request = document.request_ids.with_user(self.clerk)
        self.assertEqual((request.is_on_paper, request.transmission_id.id), (True, False))
        self.assertIn(request, self.env['document.request'].with_user(self.clerk).search([('is_my_turn', '=', True)]))
        request.action_tell_on_paper(evidence="Công văn 13/SNV-VP, EB2")
        self.assertEqual(document.delivery_ids.state, 'handed_over')
        request.action_record_return(evidence="Nhận lại bản giấy ngày 09/3/2026")
        self.assertEqual((request.state, document.delivery_ids.state), ('agreed', 'withdrawn'))
        self.assertEqual(document.recall_words, '1/1 cancelled')

    def test_a_refusal_needs_a_reason_and_the_consent_of_the_head(self):
        """Art. 13.4.d: 16 leaves only when the head consents; the sender's clerk reads why."""
        document, arrival = self.at_work()
        self.recall(document)
        request = self.request_to(self.health).with_user(self.health_clerk)
        with self.refused(UserError, "needs words"):
            request.action_propose_refusal(reason=" ")
        request.action_propose_refusal(reason="Đã chi trả theo văn bản")
        with self.refused(AccessError, "is not yours"):
            request.action_refuse()
        with self.refused(AccessError, "is not yours"):
            request.with_user(self.health_deputy).action_refuse()
        self.exchange()
        self.assertEqual(document.request_ids.state, 'asked')
        self.consent(document, arrival, request)

    def consent(self, document, arrival, request):
        """Let the head refuse consent, then give it; what the sender's clerk then reads, and may ask again."""
        head = request.with_user(self.health_director)
        self.assertIn(head, head.search([('is_my_turn', '=', True)]))
        head.action_insist(reason="Thu hồi là bắt buộc")
        self.assertEqual((request.state, request.answer), ('asked', False))
        request.action_propose_refusal(reason="Đã chi trả theo văn bản")
        head.action_refuse()
        self.exchange()
        self.assertEqual((request.state, arrival.state), ('refused', 'processing'))
        asked = document.request_ids
        self.assertEqual((asked.state, asked.answer), ('refused', "Đã chi trả theo văn bản"))
        self.assertEqual((document.state, document.delivery_ids.state), ('recalled', 'processing'))
        self.assertIn("Đã chi trả theo văn bản", self.messages_to(self.clerk))
        self.ask_again(document, asked, request)

    def ask_again(self, document, asked, request):
        """Ask once more, with further reasons: a request of its own there."""
        asked.with_user(self.clerk).action_ask_again(reason="Theo kết luận thanh tra")
        self.exchange()
        second = self.request_to(self.health)
        self.assertNotEqual(second, request)
        second.with_user(self.health_clerk).action_agree()
        self.exchange()
        self.assertEqual((asked.state, document.delivery_ids.state), ('agreed', 'withdrawn'))

    def test_conflicts_are_shown_to_people_who_decide(self):
        """Art. 13.4.d: an answer that was issued, copies, finished work do not decide by themselves."""
        document, arrival = self.at_work()
        arrival.with_user(self.health_officer).action_reply()
        arrival.with_user(self.health_officer).action_complete(result={'kind': 'no_reply', 'note': "Đã lưu hồ sơ"})
        self.recall(document)
        request = self.request_to(self.health).with_user(self.health_clerk)
        self.assertIn("Work on it is finished: Đã lưu hồ sơ", request.conflicts)
        self.assertIn("An answer is being drafted", request.conflicts)
        self.assertEqual(arrival.state, 'completed')
        request.action_agree()
        self.assertEqual(arrival.state, 'withdrawn')

    def test_own_people_are_told_and_what_never_left_is_only_noted(self):
        """Art. 13.4.d: inside the agency no packet goes."""
        document = self.issued(recipient_agency_ids=[Command.clear()],
                               recipient_user_ids=[Command.set(self.colleague.ids)])
        self.recall(document)
        self.assertEqual((document.delivery_ids.state, document.request_ids.ids), ('withdrawn', []))
        self.assertIn("was recalled", self.messages_to(self.colleague))
