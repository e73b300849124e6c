from datetime import timedelta
from functools import cache
from pathlib import Path

from freezegun import freeze_time

from odoo import Command, fields
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import SQL

from .tracking_world import TrackingCase

SCRIPTS = Path(__file__).parents[1] / 'migrations' / '19.0.1.2.0'
NEW_COLUMNS = ('business_type', 'delivery_id', 'document_code', 'description', 'packet_at')


@cache
def script(name):
    """Return an upgrade script as a module."""
    return load_script(str(SCRIPTS / f'{name}.py'), name)


@tagged('post_install', '-at_install')
class TestUpgradeExchange(TrackingCase):
    """What the upgrade to 19.0.1.2.0 makes of packets and deliveries as the version before left them."""

    def packets(self, document, **values):
        """Return packets about a document, in the order in which they came to be."""
        return self.env['document.transmission'].sudo().search([
            ('outgoing_id', '=', document.id), *((name, '=', value) for name, value in values.items())], order='id')

    def before(self, packets):
        """Take from packets what only this version knows of them."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "DELETE FROM document_delivery_document_transmission_rel WHERE document_transmission_id IN %s",
            tuple(packets.ids)))
        self.env.cr.execute(SQL("UPDATE document_transmission SET %s WHERE id IN %s", SQL(', ').join(
            SQL("%s = NULL", SQL.identifier(name)) for name in NEW_COLUMNS), tuple(packets.ids)))
        self.env.invalidate_all()

    def forget(self, record, *columns):
        """Empty columns that the version before had not."""
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), SQL(', ').join(
            SQL("%s = NULL", SQL.identifier(name)) for name in columns), record.id))
        self.env.invalidate_all()

    def run_part(self, name, argument):
        """Let one part of the upgrade work on what is in the database."""
        self.env.flush_all()
        getattr(script('post-exchange'), name)(argument)
        self.env.invalidate_all()

    def test_a_further_report_that_it_arrived_may_leave(self):
        """Art. 10.1.b: the former index let one 01 out per document, and an anomaly is told by another."""
        document = self.issued()
        self.exchange()
        self.env.cr.execute("""
            CREATE UNIQUE INDEX document_transmission_status_unique ON document_transmission (incoming_id, status_code)
             WHERE direction = 'out' AND status_code IN ('01', '02', '03', '04', '05', '06');
            ALTER TABLE document_agency ADD COLUMN transport varchar""")
        for _again in range(2):
            script('pre-former_rules').drop(self.env.cr)
        self.arrival_of(document).with_user(self.health_clerk).action_report_anomaly(reason="Thiếu phụ lục")
        self.env.flush_all()
        reports = self.env['document.transmission'].sudo().search([
            ('incoming_id', '=', self.arrival_of(document).id), ('status_code', '=', '01')])
        self.assertEqual(len(reports), 2)
        self.env.cr.execute("SELECT 1 FROM information_schema.columns WHERE table_name = 'document_agency'"
                            " AND column_name = 'transport'")
        self.assertFalse(self.env.cr.fetchall())

    def test_packets_are_tied_to_their_recipients(self):
        """Art. 6.3: each to the delivery of the agency it went to or came from, and to no other."""
        third = self._agency("Sở Tài chính tỉnh Hà Nam", 'H25.05', 'STC')
        document = self.issued(recipient_agency_ids=[Command.set((self.health.agency_id | third.agency_id).ids)])
        self.exchange()
        packets = self.packets(document)
        expected = {packet.id: (packet.delivery_ids, packet.delivery_id) for packet in packets}
        self.assertEqual(len(packets), 4)
        self.assertTrue(all(served or reported for served, reported in expected.values()))
        self.before(packets)
        for _again in range(2):
            self.run_part('name_recipients', self.env)
        self.assertEqual({packet.id: (packet.delivery_ids, packet.delivery_id) for packet in packets}, expected)

    def test_packets_say_again_what_they_are(self):
        """Art. 7.3: what is asked for, of which document, and when by the clock of who said it."""
        document = self.issued()
        self.exchange()
        self.arrival_of(document).with_user(self.health_clerk).action_return(reason="Gửi sai nơi nhận")
        self.exchange()
        packets = self.packets(document) | self.env['document.transmission'].sudo().search([
            ('incoming_id', '=', self.arrival_of(document).id)])
        reports = packets.filtered(lambda packet: packet.kind == 'status')
        said = {packet.id: (packet.document_code, packet.packet_at, packet.description or '') for packet in reports}
        self.before(packets)
        self.run_part('name_recipients', self.env)
        self.run_part('describe_packets', self.env.cr)
        self.assertEqual(set((packets - reports).mapped('business_type')), {'0'})
        self.assertFalse(any(reports.mapped('business_type')))
        came = reports.filtered(lambda packet: packet.direction == 'in')
        self.assertEqual(sorted(came.mapped('status_code')), ['01', '02'])
        for packet in came:
            self.assertEqual((packet.document_code, packet.packet_at, packet.description or ''), said[packet.id])
        self.assertEqual(set(reports.mapped('document_code')), {document.document_code})
        self.assertTrue(all((packets - reports).filtered(lambda row: row.direction == 'out').mapped('packet_at')))

    def test_a_refusal_keeps_its_name_and_its_sentence(self):
        """A repeat of a packet that was refused gets the answer of then."""
        inbox = self.env['document.transmission'].sudo()
        receipts = [inbox._receive(self.home, 'H25.16', f'odd-{body[1:3]}', body) for body in (b'<x>', b'<edXML/>')]
        packets = inbox.search([('company_id', '=', self.home.id), ('state', '=', 'refused')], order='id', limit=2)
        kept = packets.mapped(lambda packet: (packet.error_kind, packet.error))
        for packet, (name, sentence) in zip(packets, kept, strict=True):
            packet.write({'error_kind': False, 'error': f'{name}: {sentence}'})
        bare = self.packets(self.issued())
        bare.write({'state': 'refused', 'error_kind': False, 'error': 'NoFile'})
        self.run_part('name_refusals', self.env.cr)
        self.assertEqual(packets.mapped(lambda packet: (packet.error_kind, packet.error)), kept)
        self.assertEqual((bare.error_kind, bare.error), ('NoFile', False))
        again = [inbox._receive(self.home, 'H25.16', f'odd-{body[1:3]}', body) for body in (b'<x>', b'<edXML/>')]
        self.assertEqual(again, receipts)

    def test_what_was_answered_is_not_asked_for_again(self):
        """Art. 13.1.a: an answer that came before the upgrade counts, and its page names what it answers."""
        document = self.issued(wants_reply=True, due_date='2027-03-31')
        self.exchange()
        self.assertEqual(self.answer(document)['outcome'], 'accepted')
        delivery, reply = document.sudo().delivery_ids, self.issued()
        answer = delivery.answer_id
        self.forget(delivery, 'answered_at', 'answer_id')
        self.forget(answer, 'answers_id')
        # the answer as the Department of Health has it: a document of its own
        self.env.cr.execute(SQL(
            "UPDATE document_outgoing SET company_id = %s, reply_to_id = %s, document_code = %s WHERE id = %s",
            self.health.id, self.arrival_of(document).id, answer.document_code, reply.id))
        self.run_part('link_answers', self.env.cr)
        self.assertEqual((delivery.answer_id, answer.answers_id), (answer, document))
        self.assertEqual(delivery.answered_at, answer.arrived_at)
        with freeze_time('2027-04-01 02:00:00'):
            self.env.invalidate_all()
            self.assertFalse(delivery.is_reply_overdue)

    def test_nobody_is_called_about_what_was_issued_long_ago(self):
        """Art. 6.6: of the last week, from the moment of issue; a recipient on paper is not waited for."""
        outside = self.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41'})
        old = self.issued()
        recent = self.issued(recipient_agency_ids=[Command.set((self.health.agency_id | outside).ids)])
        by_packet = recent.delivery_ids.filtered(lambda row: row.transport == 'loopback')
        expected = by_packet.call_due_at
        self.env.cr.execute(SQL("UPDATE document_outgoing SET issued_at = %s WHERE id = %s",
                                fields.Datetime.now() - timedelta(days=30), old.id))
        for delivery in (old | recent).delivery_ids:
            self.forget(delivery, 'call_due_at')
        self.run_part('start_clocks', self.env)
        self.assertEqual((by_packet.call_due_at, (recent.delivery_ids - by_packet).call_due_at), (expected, False))
        self.assertFalse(old.delivery_ids.call_due_at)

    def test_what_was_handed_over_on_paper_needs_nobody_any_more(self):
        """Art. 5.2: its packet is closed; of a packet that still needs a person, the clerk is told what to do."""
        handed, blocked = self.issued(), self.issued()
        (self.packets(handed) | self.packets(blocked)).write({'state': 'blocked'})
        handed.delivery_ids.with_user(self.clerk).action_hand_over(evidence="Bưu điện, EB123")
        self.packets(handed).write({'closed_at': False})
        for document in (handed, blocked):
            document.sudo().activity_ids.unlink()
        for name in ('close_handed_over', 'renew_duties'):
            self.run_part(name, self.env)
        self.assertTrue(self.packets(handed).closed_at)
        self.assertFalse(handed.sudo().activity_ids)
        self.assertEqual(blocked.sudo().activity_ids.user_id, self.clerk)
