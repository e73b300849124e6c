from dataclasses import replace
from datetime import UTC, datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.hanam_document.lib import edxml

from .recall_world import REASON, RecallCase


@tagged('post_install', '-at_install')
class TestRequestsOfUs(RecallCase):
    """Which document a packet means, in whatever order and style packets come (Decision 28/2018, Art. 9)."""

    def test_a_recall_before_its_document_waits_for_it(self):
        """Art. 13.4.d: held for the clerk, linked by itself when the document comes, and then decided."""
        document = self.issued()
        self.recall_early(document)
        request = self.request_to(self.health)
        self.assertEqual((request.state, request.is_matched), ('asked', False))
        self.assertIn(request, self.env['document.request'].with_user(self.health_clerk).search(
            [('is_my_turn', '=', True)]))
        with self.refused(UserError, "not known yet which document"):
            request.with_user(self.health_clerk).action_agree()
        self.exchange()
        arrival = self.arrival_of(document)
        self.assertEqual((request.incoming_id, arrival.state), (arrival, 'arrived'))
        request.with_user(self.health_clerk).action_agree()
        self.exchange()
        self.assertEqual((arrival.state, arrival.arrival_number, document.delivery_ids.state),
                         ('withdrawn', 0, 'withdrawn'))
        self.assertIn("chưa vào sổ", document.request_ids.answer)

    def recall_early(self, document):
        """Recall a document whose own packet is still in the outbox, and hand the recall over first."""
        document.with_user(self.clerk).action_recall(recall={'order': "CV 1", 'reason': REASON})
        with self.enter_registry_test_mode():
            packet = document.request_ids.sudo().transmission_id
            packet._dispatch()
            self.env.flush_all()
            self.env.invalidate_all()

    def test_two_packets_at_one_moment_find_each_other_later(self):
        """Art. 13.4.d: neither saw the other when it came; the scheduled look ties them."""
        document = self.issued()
        self.recall_early(document)
        request = self.request_to(self.health)
        request._earn(state='lapsed')
        self.exchange()
        request._earn(state='asked')
        self.assertFalse(request.incoming_id)
        self.env['document.request']._cron_claim()
        self.assertEqual(request.incoming_id, self.arrival_of(document))

    def test_however_the_packet_names_the_document(self):
        """QCVN 102:2016: by its business part, by what it answers, by its own header, or by number and date."""
        styles = {
            'business': {},
            'answer': {'business': edxml.Business(type=edxml.BusinessType.RECALL, reason=REASON),
                       'document_id': 'TH-1', 'named': True},
            'header': {'business': edxml.Business(type=edxml.BusinessType.RECALL, reason=REASON)},
            'number': {'business': edxml.Business(type=edxml.BusinessType.RECALL, reason=REASON),
                       'document_id': 'TH-2'}}
        for style, values in styles.items():
            document = self.issued()
            self.exchange()
            packet = self.recall_packet(document)
            if values.pop('named', False):
                values['response_for'] = (document._own_reference(),)
            packet = replace(packet, **values)
            self.assertEqual(self.receive(packet)['outcome'], 'accepted', style)
            self.assertEqual(self.request_to(self.health).incoming_id, self.arrival_of(document), style)

    def test_only_who_issued_a_document_may_recall_it(self):
        """Decision 28/2018, Art. 5.5: a stranger is refused by name, and the document tells of it."""
        document, arrival = self.at_work()
        packet = self.recall_packet(document, sender='H25.05')
        receipt = self.receive(packet)
        self.assertEqual((receipt['outcome'], receipt['reason']), ('refused', 'NotTheIssuer'))
        self.assertEqual((arrival.state, arrival.sudo().request_ids.ids), ('processing', []))
        told = self.last_event(arrival)
        self.assertEqual(told.step, 'stranger')
        self.assertIn('H25.05', told.comment)
        self.assertEqual(self.inbox_row(packet).state, 'refused')

    def test_a_stranger_that_names_an_unknown_document_reaches_nothing(self):
        """Decision 28/2018, Art. 9: held, and the clerk may tie it only to documents of who asked."""
        document, arrival = self.at_work()
        packet = self.recall_packet(document, sender='H25.05', named='LẠ-1', document_id='LẠ-1', code_number='999')
        self.assertEqual(self.receive(packet)['outcome'], 'accepted')
        request = self.request_to(self.health).with_user(self.health_clerk)
        self.assertFalse(request.incoming_id)
        with self.refused(UserError, "Choose a document that"):
            request.action_match(document=arrival.id)
        dialog = request.action_match()
        form = Form(self.env[dialog['res_model']].with_user(self.health_clerk).with_context(**dialog['context']))
        self.assertNotIn(arrival, form.candidate_ids)

    def test_the_clerk_chooses_the_document_a_request_means(self):
        """Decision 28/2018, Art. 9: never dropped, never guessed."""
        document, arrival = self.at_work()
        packet = self.recall_packet(document, named='KHÁC', document_id='KHÁC', code_number='998')
        self.receive(packet)
        request = self.request_to(self.health).with_user(self.health_clerk)
        self.assertFalse(request.incoming_id)
        self.assertFalse(request.with_user(self.health_officer).search([('id', '=', request.id)]))
        dialog = request.action_match()
        form = Form(self.env[dialog['res_model']].with_user(self.health_clerk).with_context(**dialog['context']))
        self.assertIn(arrival, form.candidate_ids)
        form.incoming_id = arrival
        form.save().action_confirm()
        self.assertEqual(request.incoming_id, arrival)
        with self.refused(UserError, "known already"):
            request.action_match(document=arrival.id)

    def test_a_document_that_never_came_is_refused_with_consent(self):
        """Art. 13.4.d: there is nothing to cancel; the sender is told, under the name it gave."""
        document = self.issued(recipient_agency_ids=[Command.set(self.finance.agency_id.ids)])
        packet = self.recall_packet(document)
        self.receive(packet)
        request = self.request_to(self.health).with_user(self.health_clerk)
        request.action_propose_refusal(reason="Không nhận được văn bản này")
        request.with_user(self.health_director).action_refuse()
        report = self.env['document.transmission'].sudo().search([
            ('company_id', '=', self.health.id), ('direction', '=', 'out'), ('status_code', '=', '16')])
        self.assertEqual((report.document_code, report.peer_code), (document.document_code, 'H25.02'))

    def test_a_repeat_changes_nothing_and_a_second_recall_gets_the_same_certificate(self):
        """Art. 13.4.d: cancelled once; whoever asks again is answered again."""
        document, arrival = self.at_work()
        packet = self.recall_packet(document)
        first = self.receive(packet)
        self.assertEqual(self.receive(packet), first)
        request = self.request_to(self.health)
        self.assertEqual(len(arrival.sudo().request_ids), 1)
        request.with_user(self.health_clerk).action_agree()
        certificate = arrival.certificate
        later = replace(self.recall_packet(document), trace=(edxml.Hop(
            'H25.02', datetime.now(UTC) + timedelta(minutes=1)),))
        self.receive(later)
        second = self.request_to(self.health)
        self.assertEqual((second.state, second.answer, second.answered_by_id.ids), ('agreed', certificate, []))
        reports = self.env['document.transmission'].sudo().search([
            ('incoming_id', '=', arrival.id), ('status_code', '=', '15')])
        self.assertEqual([report.description for report in reports], [certificate] * 2)
        self.assertEqual({report.document_code for report in reports}, {document.document_code})

    def test_a_status_13_asks_as_a_packet_does(self):
        """Decision 28/2018, Art. 9; both at once are answered alike."""
        document, arrival = self.at_work()
        report = edxml.StatusReport(
            from_=self.env['document.exchange']._organization(self.home.agency_id), code=edxml.StatusCode.RECALL_ASKED,
            response_for=replace(document._own_reference(), organ_id='H25.16'), description=REASON,
            timestamp=datetime.now(UTC))
        self.assertEqual(self.receive(report, sender='H25.02')['outcome'], 'accepted')
        first = self.request_to(self.health)
        self.receive(self.recall_packet(document))
        second = self.request_to(self.health)
        self.assertEqual((first.kind, first.incoming_id, second.incoming_id), ('recall', arrival, arrival))
        first.with_user(self.health_clerk).action_agree()
        self.assertEqual((first.state, second.state, first.answer), ('agreed', 'agreed', second.answer))
        self.assertEqual(self.env['document.transmission'].sudo().search_count([
            ('incoming_id', '=', arrival.id), ('status_code', '=', '15')]), 1)

    def test_a_successor_recalls_what_its_predecessor_issued(self):
        """Decision 28/2018, Art. 5.5: the agency that took its place is no stranger."""
        document, arrival = self.at_work()
        today = self.env['document.outgoing']._today()
        self.home.agency_id.write({'successor_id': self.finance.agency_id.id, 'valid_to': today - timedelta(days=3)})
        self.assertEqual(self.receive(self.recall_packet(document, sender='H25.05'))['outcome'], 'accepted')
        self.assertEqual(self.request_to(self.health).incoming_id, arrival)

    def test_requests_are_their_agencys_alone(self):
        """Art. 21.1: neither the other side nor who may not open the document sees a request."""
        document, _arrival = self.at_work()
        self.recall(document)
        request = self.request_to(self.health)
        bystander = self._person('bystander', "Cao Văn Ích", company=self.health)
        for person in (self.clerk, self.finance_clerk, bystander):
            self.assertFalse(request.with_user(person).search([('id', '=', request.id)]), person.name)
            with self.refused(AccessError, ""):
                request.with_user(person).read(['reason'])
        for values in ({'reason': "x"}, {'state': 'agreed'}, {'answer': "x"}):
            with self.refused(AccessError, ""):
                request.with_user(self.health_clerk).write(values)
