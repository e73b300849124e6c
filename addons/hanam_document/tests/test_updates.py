from dataclasses import replace
from datetime import UTC, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.hanam_document.lib import edxml

from .common import plain_pdf
from .recall_world import RecallCase


@tagged('post_install', '-at_install')
class TestUpdates(RecallCase):
    """What an issued document may still become, and what its recipients do about it (Art. 13.4.c-d)."""

    def test_new_data_are_shown_agreed_to_and_kept_beside_the_old(self):
        """QCVN 102:2016, type 2: what the signature does not cover; the receiver sees old and new, and decides."""
        document, arrival = self.at_work()
        clerk = document.with_user(self.clerk)
        dialog = clerk.action_update()
        form = Form(self.env[dialog['res_model']].with_user(self.clerk).with_context(**dialog['context']))
        form.urgency, form.wants_reply, form.due_date = '2', True, '2027-06-30'
        form.reason = "Bộ yêu cầu báo cáo sớm"
        form.save().action_confirm()
        self.assertEqual((document.state, document.urgency, str(document.due_date)), ('issued', '2', '2027-06-30'))
        self.assertIn("2027-06-30", str(self.last_event(document).details))
        self.exchange()
        request = self.request_to(self.health).with_user(self.health_clerk)
        self.assertEqual((request.kind, request.incoming_id, arrival.urgency), ('update', arrival, '0'))
        self.assertIn("Very Urgent", request.changes)
        request.action_agree()
        self.exchange()
        self.assertEqual((arrival.urgency, str(arrival.reply_due_date), arrival.state),
                         ('2', '2027-06-30', 'processing'))
        self.assertEqual(arrival.subject, document.subject)
        kept = arrival.sudo().event_ids.filtered(lambda event: event.step == 'updated').details
        self.assertIn({'field': 'urgency', 'label': "Urgency", 'old': "Ordinary", 'new': "Very Urgent"},
                      kept['changes'])
        self.assertIn("has updated", self.messages_to(self.health_officer))
        asked = document.request_ids
        self.assertEqual((asked.state, document.delivery_ids.state), ('agreed', 'processing'))

    def test_what_the_signature_covers_is_not_changed(self):
        """Decree 30/2020, App. VI, III.8a, Art. 13.4.d: for that a document is replaced or rectified."""
        document = self.issued().with_user(self.clerk)
        for update, words in (({'values': {'subject': "x"}, 'reason': "x"}, "not changed any more"),
                              ({'values': {'state': 'draft'}, 'reason': "x"}, "not changed any more"),
                              ({'values': {'urgency': '1'}, 'reason': " "}, "say why"),
                              ({'values': {'urgency': '0'}, 'reason': "x"}, "Change something"),
                              ({'values': {'wants_reply': True}, 'reason': "x"}, "say by when")):
            with self.refused(UserError, words):
                document.action_update(update=update)

    def test_new_versions_of_files_are_taken_over_and_the_old_stay(self):
        """QCVN 102:2016, type 2, from another maker's system: the old version stays as a version."""
        document, arrival = self.at_work()
        old = arrival.sudo().file_ids
        other = self.issued(subject="V/v khác hẳn")
        new = self.packet_of(other).attachments[0]
        packet = self.update_packet(document, replace(new, name=old.name), edxml.Attachment(
            content_id='b1', name='bieu.xlsx', content=plain_pdf('bieu'), description="Tài liệu để tham khảo"))
        self.receive(packet)
        request = self.request_to(self.health).with_user(self.health_clerk)
        before = old.sha256
        request.action_agree()
        self.assertEqual((len(arrival.sudo().file_ids), len(old.version_ids)), (2, 2))
        self.assertEqual(old.version_ids.sorted('id')[0].sha256, before)
        self.assertEqual(old._pdf(), new.content)
        with self.refused(AccessError, ""):
            self.env['document.file'].with_user(self.health_clerk).create({
                'incoming_id': arrival.id, 'name': "thêm.pdf"})

    def update_packet(self, document, *files, **values):
        """Return an update packet that brings files."""
        return self.packet_of(document, attachments=files, trace=(edxml.Hop('H25.02', datetime.now(UTC)),), **values,
                              business=edxml.Business(
                                  type=edxml.BusinessType.UPDATE, document_id=document.document_code,
                                  reason="Bản sửa", updates=(edxml.Update(document_info=True),)))

    def test_a_file_whose_signature_is_broken_is_not_taken_over(self):
        """Art. 10.1.b: the update is refused instead, and what was there stays."""
        document, arrival = self.at_work()
        content = arrival.sudo().file_ids._pdf()
        place = content.rindex(b'stream') - 200
        forged = content[:place] + bytes([content[place] ^ 1]) + content[place + 1:]
        self.receive(self.update_packet(document, edxml.Attachment(
            content_id='a1', name=arrival.sudo().file_ids.name, content=forged)))
        request = self.request_to(self.health).with_user(self.health_clerk)
        with self.refused(UserError, "cannot be accepted"):
            request.action_agree()
        self.assertEqual(arrival.sudo().file_ids._pdf(), content)

    def test_a_recipient_taken_off_is_asked_to_cancel(self):
        """QCVN 102:2016, type 2 with receivers removed: for them it is a recall, for the others nothing."""
        document = self.to_both()
        self.exchange()
        kept, gone = (document.delivery_ids.filtered(
            lambda row, company=company: row.agency_id.company_id == company)
            for company in (self.health, self.finance))
        document.with_user(self.clerk).action_update(update={'removed': gone.ids, 'reason': "Gửi thừa"})
        self.exchange()
        self.assertFalse(self.request_to(self.health))
        request = self.request_to(self.finance).with_user(self.finance_clerk)
        arrival = self.arrival_of(document, self.finance)
        self.assertEqual((request.kind, request.reason, request.incoming_id), ('remove', "Gửi thừa", arrival))
        request.action_agree()
        self.exchange()
        self.assertEqual((gone.state, kept.state, document.state), ('withdrawn', 'arrived', 'issued'))
        self.assertEqual(arrival.state, 'withdrawn')
        self.assertEqual(document.recipient_agency_ids, self.health.agency_id)

    def test_an_update_that_names_others_asks_nothing_of_us(self):
        """QCVN 102:2016: a list of receivers in which we are not."""
        document, arrival = self.at_work()
        packet = self.packet_of(document, attachments=(), trace=(edxml.Hop('H25.02', datetime.now(UTC)),),
                                business=edxml.Business(
                                    type=edxml.BusinessType.UPDATE, document_id=document.document_code,
                                    updates=(edxml.Update(document_receiver=True, receivers=(
                                        edxml.Receiver('H25.05', edxml.ReceiverType.REMOVED),)),)))
        self.assertEqual(self.receive(packet)['outcome'], 'accepted')
        self.assertFalse(arrival.sudo().request_ids)

    def test_what_is_cancelled_is_not_updated_any_more(self):
        """Art. 13.4.d: answered 16 at once, without a decision."""
        document, arrival = self.at_work()
        self.recall(document)
        self.request_to(self.health).with_user(self.health_clerk).action_agree()
        self.receive(self.update_packet(document, *self.packet_of(document).attachments))
        request = self.request_to(self.health)
        self.assertEqual((request.kind, request.state, arrival.state), ('update', 'refused', 'withdrawn'))

    def test_a_missed_recipient_gets_it_under_its_own_number(self):
        """Art. 13.4.c: by packet 2, only to the one that was added; those who have it hear nothing."""
        document = self.issued()
        self.exchange()
        code, packets = document.document_code, self.inbox_count(self.health)
        clerk = document.with_user(self.clerk)
        with self.refused(UserError, "does not have the document yet"):
            clerk.action_add_recipients(recipients={'agency_ids': self.health.agency_id.ids})
        clerk.action_add_recipients(recipients={'agency_ids': self.finance.agency_id.ids, 'reason': "Gửi thiếu",
                                                'user_ids': self.colleague.ids})
        outbox = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)], limit=1)
        packet = edxml.decode(outbox._body())
        self.assertEqual((packet.business.type, [party.organ_id for party in packet.to], packet.document_id),
                         (edxml.BusinessType.UPDATE, ['H25.05'], code))
        self.exchange()
        arrival = self.arrival_of(document, self.finance)
        self.assertEqual((arrival.state, arrival.full_code, arrival.verdict), ('arrived', document.full_code, 'valid'))
        self.assertEqual(self.inbox_count(self.health), packets)
        self.assertEqual(document.delivery_ids.filtered('agency_id').mapped('state'), ['arrived', 'arrived'])
        self.assertTrue(document.with_user(self.colleague).has_access('read'))
        self.assertIn(self.finance.name, self.last_step(document, 'add_recipients').explanation)

    def inbox_count(self, company):
        return self.env['document.transmission'].sudo().search_count([
            ('direction', '=', 'in'), ('company_id', '=', company.id)])

    def last_step(self, document, name):
        return document.sudo().event_ids.filtered(lambda event: event.step == name)[:1]

    def test_a_returned_document_is_sent_again_to_the_right_address(self):
        """Art. 13.4.c: a new row, the old one stays; also to the same agency once its reason is gone."""
        document = self.issued()
        self.exchange()
        first = document.delivery_ids
        self.arrival_of(document).with_user(self.health_clerk).action_return(reason="Gửi nhầm")
        self.exchange()
        row = first.with_user(self.clerk)
        self.assertIn('send_again', row.available_steps)
        row.action_send_again(address={'agency_id': self.finance.agency_id.id, 'reason': "Sai địa chỉ"})
        self.exchange()
        again = first.resent_as_id
        self.assertEqual((first.state, again.state, again.agency_id), ('rejected', 'arrived', self.finance.agency_id))
        self.assertEqual(self.arrival_of(document, self.finance).document_code, document.document_code)
        with self.refused(UserError, "sent again already"):
            row.action_send_again(address={'agency_id': self.health.agency_id.id})

    def test_sent_again_to_the_same_agency_it_arrives_anew(self):
        """Art. 13.4.c: the returned arrival stays returned, beside the new one."""
        document = self.issued()
        self.exchange()
        old = self.arrival_of(document)
        old.with_user(self.health_clerk).action_return(reason="Tệp không mở được")
        self.exchange()
        first = document.delivery_ids
        with freeze_time(datetime.now(UTC) + timedelta(minutes=2)):
            first.with_user(self.clerk).action_send_again(address={'agency_id': self.health.agency_id.id})
            self.exchange()
        self.assertEqual(sorted(self.arrival_of(document).mapped('state')), ['arrived', 'returned'])
        self.assertEqual(first.resent_as_id.state, 'arrived')
        self.recall(document)
        self.assertEqual(self.request_to(self.health).incoming_id, self.arrival_of(document) - old)
