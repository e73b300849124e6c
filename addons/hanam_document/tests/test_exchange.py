from dataclasses import replace
from datetime import UTC, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .signed_world import SignedProvinceCase


@tagged('post_install', '-at_install')
class TestExchange(SignedProvinceCase):
    """One packet out, one document in, and every status back by itself."""

    def test_a_document_goes_out_comes_in_and_is_answered_for(self):
        """Art. 6.3, 6.6: the sender sees 01, 03, 04, 05 and 06 without asking."""
        document = self.issued()
        delivery = document.delivery_ids
        self.assertEqual(delivery.state, 'pending')
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        self.assertEqual((delivery.state, arrival.state, arrival.verdict), ('arrived', 'arrived', 'valid'))
        self.assertEqual(arrival.organ_name, self.home.name)
        self.assertEqual(arrival.file_ids._pdf(), document.file_ids._pdf())
        arrival.action_receive()
        arrival.action_register()
        self.exchange()
        self.assertEqual(delivery.state, 'accepted')
        arrival.action_present(readers=self.health_director.ids)
        arrival.with_user(self.health_director).action_assign(
            direction=[{'kind': 'lead', 'user_id': self.health_director.id}])
        self.exchange()
        self.assertEqual(delivery.state, 'assigned')
        arrival.with_user(self.health_director).action_process()
        arrival.with_user(self.health_director).action_complete(result={'kind': 'no_reply', 'note': "Đã rõ"})
        self.exchange()
        self.assertEqual(delivery.state, 'completed')
        self.assertTrue(delivery.arrived_at and delivery.accepted_at and delivery.completed_at)

    def test_a_returned_document_tells_its_sender_why(self):
        """Art. 5.4, 10.1.b: no number is used, the sender sees the reason.

        Proves: 44.5.4
        """
        document = self.issued()
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.action_return(reason="Gửi sai nơi nhận")
        self.exchange()
        self.assertEqual((document.delivery_ids.state, document.delivery_ids.reason), ('rejected', "Gửi sai nơi nhận"))
        self.assertFalse(arrival.arrival_number)

    def test_one_packet_names_every_recipient_and_each_takes_it_in_once(self):
        """Decision 28/2018, Art. 10: also where several receivers share this system."""
        third = self._agency("Sở Tài chính tỉnh Hà Nam", 'H25.05', 'STC')
        document = self.issued(recipient_agency_ids=[Command.set((self.health.agency_id | third.agency_id).ids)])
        outbox = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        self.assertEqual((len(outbox), len(set(outbox.mapped('digest')))), (2, 1))
        packet = edxml.decode(outbox[0].body_id.raw)
        self.assertEqual({party.organ_id for party in packet.to}, {'H25.16', 'H25.05'})
        self.exchange()
        for company in (self.health, third):
            self.assertEqual(len(self.arrival_of(document, company)), 1)

    def test_a_large_packet_is_taken_in_whole(self):
        """Its files lie on disk meanwhile, and come out as they went in."""
        body = self.env['document.transmission'].sudo().search([('outgoing_id', '=', self.issued().id)])._body()
        packet = edxml.decode(body)
        large = edxml.Attachment('so-lieu', 'so-lieu.csv', bytes(range(32, 127)) * 20_000)
        with_large = edxml.encode(replace(packet, attachments=(*packet.attachments, large)))
        inbox = self.env['document.transmission'].sudo()
        receipt = inbox._receive(self.health, 'H25.02', packet.message_id, with_large)
        self.assertEqual(receipt['outcome'], 'accepted')
        files = inbox.search([('direction', '=', 'in'), ('message_id', '=', packet.message_id)]).incoming_id.file_ids
        self.assertEqual([file.attachment_id.raw for file in files], [packet.attachments[0].content, large.content])

    def test_a_repeat_gets_the_same_receipt(self):
        """Art. 6.1: the same packet again changes nothing; other bytes under its name are refused."""
        document = self.issued()
        outbox = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        inbox = self.env['document.transmission'].sudo()
        message, body = outbox.message_id, outbox.body_id.raw
        first = inbox._receive(self.health, 'H25.02', message, body)
        again = inbox._receive(self.health, 'H25.02', message, body)
        self.assertEqual((first['outcome'], again), ('accepted', first))
        other = inbox._receive(self.health, 'H25.02', message, body + b' ')
        self.assertEqual(other['reason'], 'OtherContent')
        self.assertEqual(len(self.arrival_of(document)), 1)

    def test_a_bad_packet_is_refused_by_name_and_kept(self):
        """Art. 1.2: what cannot be read is stored and refused; of a secret one only sender, id and digest stay."""
        inbox = self.env['document.transmission'].sudo()
        receipt = inbox._receive(self.health, 'H25.02', 'broken', b'<not a packet')
        self.assertEqual((receipt['outcome'], receipt['reason']), ('refused', 'NotXml'))
        row = inbox.search([('message_id', '=', 'broken')])
        self.assertEqual(row._body(), b'<not a packet')
        document = self.issued()
        body = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)]).body_id.raw
        secret = body.replace(b'</edXML:OtherInfo>', '<edXML:DoMat>Tối mật</edXML:DoMat></edXML:OtherInfo>'.encode())
        receipt = inbox._receive(self.health, 'H25.02', 'secret', secret)
        row = inbox.search([('message_id', '=', 'secret')])
        self.assertEqual((receipt['reason'], bool(row._body())), ('SecretContent', False))

    def test_late_and_repeated_statuses_move_a_delivery_once(self):
        """Art. 6.3: 03 after 06 does not go back; every report is kept."""
        document = self.issued()
        self.exchange()
        delivery = document.delivery_ids.sudo()
        moment = datetime.now(UTC)
        for code in ('06', '03', '06'):
            delivery._note_status(code, moment, '')
        self.assertEqual(delivery.state, 'completed')
        kept = document.sudo().event_ids.filtered(lambda event: event.subject_model == 'document.delivery')
        self.assertEqual(kept.sorted('id').mapped('step')[-3:], ['complete', 'accept', 'complete'])

    def test_a_tampered_file_cannot_be_received(self):
        """Art. 10.1.b: the clerk is told why, and returns it; the file is for information only (Art. 4.2).

        Proves: 44.4
        """
        document = self.issued()
        transmission = self.env['document.transmission'].sudo()
        outbox = transmission.search([('outgoing_id', '=', document.id)])
        packet = edxml.decode(outbox.body_id.raw)
        content = packet.attachments[0].content
        place = content.rindex(b'stream') - 200
        forged = content[:place] + bytes([content[place] ^ 1]) + content[place + 1:]
        body = edxml.encode(replace(packet, attachments=(replace(packet.attachments[0], content=forged),)))
        transmission._receive(self.health, 'H25.02', packet.message_id, body)
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.sudo().file_ids._verify()
        self.assertIn(arrival.verdict, ('invalid', 'unreadable', 'suspicious'))
        self.assertEqual(arrival.legal_value, 'information')
        with self.refused(UserError, "Return it to the sender|could not be fully confirmed"):
            arrival.action_receive()

    def test_a_document_for_somebody_else_cannot_be_received(self):
        """Art. 10.1.b: valid signatures do not make it ours; the clerk returns it, and the sender sees why."""
        document = self.issued()
        transmission = self.env['document.transmission'].sudo()
        outbox = transmission.search([('outgoing_id', '=', document.id)])
        packet = edxml.decode(outbox.body_id.raw)
        elsewhere = replace(packet.to[0], organ_id='H25.05', organ_name="Sở Tài chính tỉnh Hà Nam")
        body = edxml.encode(replace(packet, to=(elsewhere,)))
        transmission._receive(self.health, 'H25.02', packet.message_id, body)
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.sudo().file_ids._verify()
        self.assertEqual((arrival.verdict, arrival.is_misaddressed), ('valid', True))
        with self.refused(UserError, "addressed to somebody else. Return it to the sender"):
            arrival.action_receive()
        arrival.action_return(reason="Không gửi cho Sở Y tế")
        self.assertEqual((arrival.state, arrival.arrival_number), ('returned', 0))

    def test_everyone_named_gets_it_and_knows_until_when_a_reply_is_wanted(self):
        """Art. 13.4.c: agencies by name and code, units, persons; reply wanted, and by when.

        Proves: 44.13.4c
        """
        with self.refused(UserError, "A reply is wanted: say by when"):
            self.draft(wants_reply=True).action_submit()
        document = self.issued(
            wants_reply=True, due_date='2027-03-31', recipient_department_ids=[Command.set(self.unit.ids)],
            recipient_user_ids=[Command.set(self.chief.ids)])
        outbox = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        packet = edxml.decode(outbox.body_id.raw)
        self.assertEqual([(party.organ_id, party.organ_name) for party in packet.to], [('H25.16', self.health.name)])
        self.exchange()
        arrival = self.arrival_of(document)
        self.assertEqual((str(arrival.reply_due_date), arrival.organ_name), ('2027-03-31', self.home.name))
        self.assertEqual(sorted(document.delivery_ids.mapped('transport')), ['internal', 'internal', 'loopback'])
        for person in (self.unit_head, self.chief):
            self.assertTrue(document.with_user(person).has_access('read'), person.name)

    def test_own_units_and_people_get_it_without_a_packet(self):
        """Art. 13.4.c, 21.1.b: by access and a notice of its own."""
        document = self.issued(recipient_agency_ids=[Command.clear()],
                               recipient_user_ids=[Command.set(self.colleague.ids)])
        self.assertFalse(self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)]))
        self.assertEqual(document.delivery_ids.state, 'arrived')
        self.assertIn(document, self.env['document.outgoing'].with_user(self.colleague).search([]))

    def test_a_recipient_without_a_system_is_served_on_paper(self):
        """Art. 5.2: the clerk records how it was handed over."""
        outside = self.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41'})
        document = self.issued(recipient_agency_ids=[Command.set(outside.ids)])
        delivery = document.delivery_ids.with_user(self.clerk)
        self.assertEqual((delivery.transport, delivery.state), ('paper', 'pending'))
        delivery.action_hand_over(evidence="Bưu điện, vận đơn EB123")
        self.assertEqual(delivery.state, 'handed_over')

    def test_a_reply_closes_what_it_answers(self):
        """Art. 13.1.a: completing names the reply that was issued."""
        arrival = self.directed(sender_id=self.health.agency_id.id).with_user(self.officer)
        reply = self.env['document.outgoing'].with_user(self.officer).browse(arrival.action_reply()['res_id'])
        with self.refused(UserError, "must have been issued"):
            arrival.action_complete(result={'kind': 'reply', 'outgoing_id': reply.id})
        done = self.issued()
        arrival.action_complete(result={'kind': 'reply', 'outgoing_id': done.id})
        self.assertEqual((arrival.state, arrival.result_id), ('completed', done))
