import socket
from datetime import UTC, datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.hanam_document.models.document_transmission_dispatch import BACKOFF

from .signed_world import SignedProvinceCase


@tagged('post_install', '-at_install')
class TestUndelivered(SignedProvinceCase):
    """Packets nobody takes: a duty that says what to do (Decision 44/2024, Art. 5.2, 6.6)."""

    @classmethod
    def setUpClass(cls):
        """Connect a system at an address of this machine where nobody listens."""
        super().setUpClass()
        cls.administrator = cls._person('administrator', "Đinh Thị Quản Trị", 'administrator')
        (cls.home | cls.health).partner_id.lang = 'en_US'  # duties are quoted here as they stand in the source
        closed = socket.socket()
        closed.bind(('127.0.0.1', 0))
        cls.addClassCleanup(closed.close)
        cls.peer = cls.env['document.peer'].create({
            'name': "Tỉnh bạn", 'url': f'http://127.0.0.1:{closed.getsockname()[1]}'})
        keys = cls.env['document.key.files']
        keys._write(cls.peer.key_name, 'abc')
        cls.addClassCleanup(keys._path(cls.peer.key_name).unlink)
        cls.away = cls.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41'})
        cls.env['document.route'].create({'agency_id': cls.away.id, 'peer_id': cls.peer.id})

    def blocked(self):
        """Return (document, its packet to the other province) after the last try."""
        document = self.issued(recipient_agency_ids=[Command.set(self.away.ids)])
        packet = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        for _try in range(len(BACKOFF) + 1):
            packet._dispatch()
        return document, packet

    def duties(self, document):
        """Return what the clerk is told to do about a document."""
        return document.sudo().activity_ids.filtered(lambda row: row.user_id == self.clerk).mapped('summary')

    def test_the_last_failure_is_a_duty_that_says_what_to_do(self):
        document, packet = self.blocked()
        self.assertEqual((packet.state, packet.attempts), ('blocked', len(BACKOFF) + 1))
        self.assertEqual(self.duties(document), [
            "Not delivered to 1 recipients: send the packet again, or hand the document over on paper"])
        self.assertIn("hand the document over on paper", packet.with_user(self.clerk).explanation)
        self.assertTrue(self.peer.last_failure_at and self.peer.last_error)

    def test_a_clerk_sends_it_again(self):
        """The same bytes, from the first try on; the duty ends."""
        document, packet = self.blocked()
        with self.assertRaises(AccessError):
            packet.with_user(self.officer).action_send_again()
        digest, body = packet.digest, packet._body()
        packet.with_user(self.clerk).action_send_again()
        self.assertEqual((packet.state, packet.attempts, packet.digest, packet._body()), ('pending', 0, digest, body))
        self.assertTrue(packet.filtered_domain(packet._due_domain(self.peer)))
        self.assertFalse(self.duties(document))
        self.assertEqual((packet.act_ids.act, packet.act_ids.user_id), ('send_again', self.clerk))

    def test_an_administrator_may_send_again_and_not_hand_over(self):
        _document, packet = self.blocked()
        administrator = packet.with_user(self.administrator)
        with self.refused(AccessError, "not yours to decide"):
            administrator.action_give_up()
        administrator.action_send_again()
        self.assertEqual(packet.state, 'pending')

    def test_given_up_for_paper_it_never_leaves(self):
        """Art. 5.2: the clerk records how it was handed over; nothing is sent after that."""
        document, packet = self.blocked()
        action = packet.with_user(self.clerk).action_give_up()
        dialog = Form(self.env[action['res_model']].with_user(self.clerk).with_context(**action['context']))
        dialog.comment = "Bưu điện, vận đơn EB456"
        dialog.save().action_confirm()
        self.assertEqual(document.delivery_ids.state, 'handed_over')
        self.assertTrue(packet.closed_at)
        self.assertFalse(self.duties(document))
        self.assertEqual((packet.act_ids.act, packet.act_ids.words), ('give_up', "Bưu điện, vận đơn EB456"))
        for act in (packet.with_user(self.clerk).action_send_again, packet.with_user(self.clerk).action_give_up):
            with self.assertRaises(UserError):
                act()

    def test_paper_for_one_recipient_stops_no_other_packet(self):
        other = self.env['document.agency'].create({'name': "UBND tỉnh Thanh Hóa", 'code': 'H56'})
        self.env['document.route'].create({'agency_id': other.id, 'peer_id': self.peer.id})
        document = self.issued(recipient_agency_ids=[Command.set((self.away | other).ids)])
        delivery = document.delivery_ids.filtered(lambda row: row.agency_id == self.away)
        delivery.with_user(self.clerk).action_hand_over(evidence="Trao tay")
        packets = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        self.assertEqual({row.peer_code: (row.state, bool(row.closed_at)) for row in packets},
                         {'H41': ('blocked', True), 'H56': ('pending', False)})

    def test_a_refusal_there_is_told_in_words_and_a_secret_is_a_duty(self):
        """Art. 1.2, 5.4: the delivery says why and what to do; the clerks are called once."""
        document = self.issued()
        packet = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        receipt = {'outcome': 'refused', 'reason': 'SecretContent', 'sentence': 'The packet carries a secrecy level.'}
        packet._note_outcome(receipt, '')
        packet._note_outcome(receipt, '')
        self.assertEqual((packet.state, document.delivery_ids.state), ('refused', 'rejected'))
        self.assertIn("send it on paper", packet.with_user(self.clerk).explanation)
        self.assertEqual(document.delivery_ids.reason, self.env['document.reason']._say(
            'SecretContent', 'out', self.home.partner_id.lang))
        alarm = self.env['document.alarm'].sudo().search([('kind', '=', 'secret_out')])
        self.assertEqual((len(alarm), alarm.activity_ids.user_id), (1, self.clerk))
        self.assertIn(document.document_code, alarm.words)
        self.assertNotIn(document.subject, alarm.words)
        packet.with_user(self.clerk).action_close("Đã chuyển bản giấy theo đường mật")
        alarm.with_user(self.clerk).action_close("Đã báo cáo lãnh đạo")
        self.assertFalse(alarm.activity_ids)

    def refused_there(self, reason):
        """Return (document, its packet) that the recipient's system has refused for this reason."""
        document = self.issued()
        packet = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        packet._note_outcome({'outcome': 'refused', 'reason': reason, 'sentence': ''}, '')
        return document, packet

    def test_what_was_refused_and_is_taken_in_after_all_goes_on(self):
        """Art. 6.3: the recipient mended its settings and read the packet again; no return is left standing."""
        document, packet = self.refused_there('TooLarge')
        self.assertEqual(document.delivery_ids.state, 'rejected')
        self.env['document.transmission'].sudo()._receive(self.health, 'H25.02', packet.message_id, packet._body())
        self.exchange()
        self.assertEqual((document.delivery_ids.state, document.delivery_ids.reason), ('arrived', False))
        self.assertTrue(packet.closed_at)
        steps = document.sudo().event_ids.filtered(lambda row: row.subject_model == 'document.delivery')
        self.assertEqual(steps.sorted('id').mapped('step')[-2:], ['take_after_all', 'arrive'])

    def test_a_person_who_returned_it_is_not_overruled_by_a_late_report(self):
        """Art. 5.4: 01 after 02 changes nothing where a person decided."""
        document = self.issued()
        self.exchange()
        delivery = document.delivery_ids.sudo()
        delivery._note_status('02', datetime.now(UTC), "Gửi sai nơi nhận")
        delivery._note_status('01', datetime.now(UTC), '')
        self.assertEqual((delivery.state, delivery.reason), ('rejected', "Gửi sai nơi nhận"))

    def test_what_was_refused_there_is_handed_over_on_paper(self):
        """Art. 5.2: the clerk records it, and nothing is left to do with the packet."""
        document, packet = self.refused_there('TooLarge')
        document.delivery_ids.with_user(self.clerk).action_hand_over(evidence="Trao tay, kèm đĩa")
        self.assertEqual((document.delivery_ids.state, packet.state), ('handed_over', 'refused'))
        self.assertTrue(packet.closed_at)

    def test_the_sender_is_alarmed_when_the_receiver_has_other_content(self):
        document = self.issued()
        packet = self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)])
        inbox = self.env['document.transmission'].sudo()
        inbox._receive(self.health, 'H25.02', packet.message_id, b'something else')
        self.exchange()
        self.assertEqual((packet.state, packet.error_kind), ('refused', 'OtherContent'))
        alarms = self.env['document.alarm'].sudo().search([])
        self.assertEqual({(alarm.kind, alarm.company_id) for alarm in alarms}, {
            ('quarantine', self.health), ('content_in', self.health), ('content_out', self.home)})
        self.assertEqual(alarms.filtered(lambda row: row.kind == 'content_out').activity_ids.user_id, self.clerk)
