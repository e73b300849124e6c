import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from freezegun import freeze_time
from psycopg2.errors import IntegrityConstraintViolation

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_tracking import TrackingCase


class Gateway(ThreadingHTTPServer):
    """A gateway of text messages on loopback: keeps what it is asked, answers with `status` and `body`."""

    def __init__(self):
        self.asked, self.status, self.body = [], 200, b'{"id": "GW-1"}'
        super().__init__(('127.0.0.1', 0), Desk)

    @property
    def url(self):
        return f'http://127.0.0.1:{self.server_port}/send'


class Desk(BaseHTTPRequestHandler):
    """Answers one message."""

    def do_POST(self):
        """Keep key and message."""
        said = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        self.server.asked.append((self.headers['Authorization'], said))
        self.send_response(self.server.status)
        self.send_header('Content-Length', str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_words):
        """Keep the log of the tests quiet."""


@tagged('post_install', '-at_install')
class TestDuties(TrackingCase):
    """«Chưa nhận? Gọi.»: nobody has to ask whether a document arrived (Decision 44/2024, Art. 6.6, 13.5)."""

    @classmethod
    def setUpClass(cls):
        """Let the directory know how the Department of Health is reached."""
        super().setUpClass()
        cls.home.write({'phone': "0226 385 1111", 'email': 'vanthu@snv.example'})
        cls.home.resource_calendar_id.tz = 'Asia/Ho_Chi_Minh'
        cls.health.agency_id.write({
            'email': 'vanthu@syt.example', 'phone': "0226 385 2222", 'focal_unit': "Văn phòng Sở"})

    def raise_duties(self, moment):
        """Let the scheduled action run at a moment (naive UTC)."""
        self.run_job('document.delivery', '_cron_call', moment)

    def run_job(self, model, job, moment):
        """Run a scheduled action as the scheduler does: by the system, in a transaction of its own."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), freeze_time(moment), self.registry.cursor() as cr:
            getattr(self.env(cr=cr, user=SUPERUSER_ID)[model], job)()
        self.env.invalidate_all()

    def notices(self, document):
        """Return {person: words} of the duties at a document."""
        kind = self.env.ref('hanam_document.activity_call')
        return {activity.user_id: activity.summary for activity in document.sudo().activity_ids
                if activity.activity_type_id == kind}

    def test_urgent_after_half_an_hour_others_after_four_hours_of_work(self):
        """Art. 6.6: nights, weekends and holidays do not count for what is not urgent."""
        urgent, ordinary = self.draft(urgency='1'), self.draft()
        friday = fields.Datetime.to_datetime('2026-04-24 08:00:00')  # 15:00 in Hà Nam
        self.assertEqual(str(urgent._call_due_at(friday)), '2026-04-24 08:30:00')
        self.assertEqual(str(ordinary._call_due_at(friday)), '2026-04-27 03:00:00')
        self.env['resource.calendar.leaves'].create({
            'name': "Giỗ Tổ", 'company_id': self.home.id, 'calendar_id': self.home.resource_calendar_id.id,
            'date_from': '2026-04-26 17:00:00', 'date_to': '2026-04-27 16:59:59'})
        self.assertEqual(str(ordinary._call_due_at(friday)), '2026-04-28 03:00:00')
        self.home.resource_calendar_id.attendance_ids.unlink()
        self.assertEqual(str(ordinary._call_due_at(friday)), '2026-04-24 12:00:00')

    def test_what_is_not_received_in_time_becomes_a_duty_once_and_goes_by_itself(self):
        """Art. 6.6, 13.5: the clerks are to call, the drafter knows; the report that it arrived ends it."""
        document = self.issued(urgency='1')
        delivery = document.delivery_ids
        self.assertEqual(delivery.call_due_at, document.issued_at + timedelta(minutes=30))
        self.raise_duties(delivery.call_due_at - timedelta(seconds=1))
        self.assertEqual(self.notices(document), {})
        late = delivery.call_due_at + timedelta(seconds=1)
        self.raise_duties(late)
        said = self.notices(document)
        self.assertEqual(set(said), {self.clerk, self.officer})
        self.assertEqual(said[self.clerk], f"Not received? Call: {self.health.name}")
        self.assertEqual(said[self.officer], f"Not received yet: {self.health.name}")
        with freeze_time(late):
            self.assertEqual(self.filtered(self.clerk, 'call'), delivery)
        self.raise_duties(late + timedelta(hours=1))
        self.assertEqual(self.notices(document), said)
        self.exchange()
        self.assertEqual((delivery.state, self.notices(document)), ('arrived', {}))
        with freeze_time(late):
            self.assertFalse(self.filtered(self.clerk, 'call'))

    def test_a_duty_that_was_done_with_is_not_raised_again(self):
        """The line stays on the page; the person is not told twice."""
        document = self.issued(urgency='1')
        late = document.delivery_ids.call_due_at + timedelta(minutes=1)
        self.raise_duties(late)
        document.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.clerk).unlink()
        self.raise_duties(late)
        self.assertEqual(set(self.notices(document)), {self.officer})

    def test_the_notice_names_who_is_still_to_be_told(self):
        """Of several recipients those that have it are left out, at once."""
        others = self.env['document.agency'].create([
            {'name': f"Sở thứ {place}", 'code': f'H77.{place}'} for place in range(4)])
        document = self.issued(urgency='1', recipient_agency_ids=[Command.set((self.health.agency_id | others).ids)])
        document.sudo().delivery_ids.filtered(lambda row: row.agency_id in others).write({'transport': 'peer'})
        document.sudo().delivery_ids._start_clock()
        self.raise_duties(document.delivery_ids[:1].call_due_at + timedelta(minutes=1))
        self.assertIn("and 2 more", self.notices(document)[self.clerk])
        for delivery in document.sudo().delivery_ids.filtered(lambda row: row.agency_id in others[1:]):
            delivery._note_status('01', fields.Datetime.context_timestamp(document, document.issued_at), '')
        self.assertEqual(self.notices(document)[self.officer], f"Not received yet: {self.health.name}, Sở thứ 0"
                         if document.delivery_ids[0].agency_id == self.health.agency_id
                         else f"Not received yet: Sở thứ 0, {self.health.name}")

    def test_nobody_is_called_about_a_document_that_was_recalled(self):
        """Art. 13.4.d: it is not to be received any more."""
        document = self.issued(urgency='1')
        late = document.delivery_ids.call_due_at + timedelta(minutes=1)
        self.raise_duties(late)
        document.with_user(self.clerk).action_recall(recall={'order': "Giám đốc", 'reason': "Sai số liệu"})
        self.assertEqual(self.notices(document), {})
        with freeze_time(late):
            self.assertFalse(self.filtered(self.clerk, 'call'))
        with self.refused(UserError, "is not issued any more"):
            document.delivery_ids.with_user(self.clerk).action_remind()

    def test_own_people_and_paper_are_not_waited_for(self):
        """Art. 5.2: nothing reports from there."""
        outside = self.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41'})
        document = self.issued(recipient_agency_ids=[Command.set(outside.ids)],
                               recipient_user_ids=[Command.set(self.chief.ids)])
        self.assertFalse(any(document.delivery_ids.mapped('call_due_at')))

    def test_one_click_sends_an_email_and_keeps_it(self):
        """Art. 6.6: number, date, subject, what to do; a second one not before the first has left."""
        document = self.issued()
        delivery = document.delivery_ids.with_user(self.clerk)
        self.assertIn('remind', delivery.available_steps)
        self.assertIs(delivery.action_remind(), True)
        contact = delivery.contact_ids
        mail = contact.sudo().mail_id
        self.assertEqual((contact.channel, contact.user_id, contact.to_whom, contact.mail_state),
                         ('mail', self.clerk, 'vanthu@syt.example', 'outgoing'))
        self.assertEqual((mail.email_to, mail.auto_delete), ('vanthu@syt.example', False))
        for words in (document.full_code, document.subject, "Kính gửi: Sở Y tế tỉnh Hà Nam", "0226 385 1111"):
            self.assertIn(words, mail.body_html)
        self.assertEqual(self.last_event(document).step, 'remind')
        with self.refused(UserError, "already waits to be sent"):
            delivery.action_remind()

    def test_an_email_that_failed_is_shown(self):
        """The queue's own verdict stands on the line."""
        document = self.issued()
        delivery = document.delivery_ids.with_user(self.clerk)
        delivery.action_remind()
        self.assertFalse(delivery.last_contact_failed)
        # what the queue writes when the mail server does not answer; in tests it never asks one
        delivery.contact_ids.sudo().mail_id.write({'state': 'exception', 'failure_reason': "Connection refused"})
        self.env.invalidate_all()
        self.assertTrue(delivery.last_contact_failed)
        self.assertIn("Connection refused", delivery.last_contact_id.display_name)
        row, = self.page(self.officer, delivery)
        self.assertTrue(row['last_contact_failed'])
        delivery.action_remind()
        self.assertEqual(len(delivery.contact_ids), 2)

    def test_nothing_of_a_restricted_document_is_told_but_its_number(self):
        """An e-mail leaves the system: the subject of a staff matter does not go with it."""
        document = self.issued(restricted=True)
        document.delivery_ids.with_user(self.clerk).action_remind()
        contact = document.delivery_ids.contact_ids
        self.assertIn(document.full_code, contact.body)
        self.assertNotIn(document.subject, f'{contact.title}{contact.body}{contact.sudo().mail_id.body_html}')

    def test_a_recipient_without_address_is_called(self):
        """The clerk is told what to do instead."""
        self.health.agency_id.email = False
        document = self.issued()
        with self.refused(UserError, "no e-mail address of Sở Y tế tỉnh Hà Nam. Call instead"):
            document.delivery_ids.with_user(self.clerk).action_remind()

    def test_a_call_is_kept_in_two_clicks(self):
        """Art. 6.6: the dialog opens filled in; saving it is enough."""
        document = self.issued()
        delivery = document.delivery_ids.with_user(self.clerk)
        dialog = delivery.action_call()
        wizard = self.env[dialog['res_model']].with_user(self.clerk).with_context(**dialog['context']).create({})
        self.assertEqual((wizard.outcome, wizard.person, wizard.phone), ('promised', "Văn phòng Sở", "0226 385 2222"))
        wizard.action_confirm()
        contact = delivery.contact_ids
        self.assertEqual((contact.channel, contact.outcome, contact.to_whom, contact.user_id),
                         ('phone', 'promised', "Văn phòng Sở, 0226 385 2222", self.clerk))
        self.assertEqual(delivery.last_contact_id, contact)
        self.assertIn("Reached; they will look for it", self.last_event(document).explanation)
        with self.refused(UserError, "Say what came of the call"):
            delivery.action_call(call={'outcome': 'gone'})

    def test_only_the_clerk_tells_recipients(self):
        """Art. 6.6: on behalf of the agency; the drafter sees it."""
        document = self.issued()
        delivery = document.delivery_ids
        delivery.with_user(self.clerk).action_call(call={'outcome': 'no_answer'})
        mine = delivery.with_user(self.officer)
        self.assertTrue(mine.last_contact_failed)
        self.assertFalse({'remind', 'call', 'text'} & set(mine.available_steps or []))
        with self.refused(AccessError, "is not yours to do"):
            mine.action_remind()

    def test_a_contact_is_evidence(self):
        """Decree 30/2020, App. VI, III.5a: nobody writes, changes or removes one, not even in the database."""
        document = self.issued()
        document.delivery_ids.with_user(self.clerk).action_call(call={'outcome': 'no_answer'})
        contact = document.delivery_ids.contact_ids
        for values in ({'outcome': 'there'}, {'at': '2020-01-01 00:00:00'}):
            with self.refused(AccessError, ""):
                contact.with_user(self.clerk).write(values)
            with self.assertRaises(IntegrityConstraintViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
                contact.sudo().write(values)
                self.env.flush_all()
        with self.assertRaises(IntegrityConstraintViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.cr.execute("DELETE FROM document_contact WHERE id = %s", [contact.id])
        with self.refused(AccessError, ""):
            self.env['document.contact'].with_user(self.clerk).create({
                'outgoing_id': document.id, 'channel': 'phone', 'at': '2026-01-01', 'user_id': self.clerk.id})

    @contextmanager
    def gateway(self):
        """Give the agency a gateway of text messages on this machine."""
        server = Gateway()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            self.home.write({'sms_gateway_url': server.url, 'sms_key': 'khoa-bi-mat'})
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            self.env['document.key.files']._path(self.home._sms_key_name()).unlink()

    def send_texts(self, moment=None):
        """Let the scheduled action send what waits."""
        self.run_job('document.contact', '_cron_text', moment or fields.Datetime.now())

    def test_a_text_message_leaves_by_the_gateway_of_the_agency(self):
        """Art. 6.6: only where one is configured; in the background, with the key of the agency."""
        document = self.issued()
        delivery = document.delivery_ids.with_user(self.clerk)
        self.assertNotIn('text', delivery.available_steps)
        with self.refused(UserError, "has no gateway of text messages"):
            delivery.action_text()
        with self.gateway() as gateway:
            self.env.invalidate_all()
            self.assertIn('text', delivery.available_steps)
            delivery.action_text()
            self.assertEqual((gateway.asked, delivery.contact_ids.sms_state), ([], 'waiting'))
            self.send_texts()
            (key, said), = gateway.asked
            self.assertEqual((key, said['to']), ('Bearer khoa-bi-mat', '02263852222'))
            self.assertIn(document.full_code, said['text'])
            self.assertNotIn(document.subject, said['text'])
            contact = delivery.contact_ids
            self.assertEqual((contact.sms_state, contact.sms_reference), ('sent', 'GW-1'))
            self.send_texts()
            self.assertEqual(len(gateway.asked), 1)
        self.assertFalse(self.home.sms_key)

    def test_a_gateway_that_fails_is_tried_again_and_then_shown(self):
        """The same identifier each time, so that the gateway may know it; a refusal is final."""
        delivery = self.issued().delivery_ids.with_user(self.clerk)
        with self.gateway() as gateway:
            gateway.status = 503
            delivery.action_text()
            contact, moment = delivery.contact_ids, fields.Datetime.now()
            for _attempt in range(6):
                moment += timedelta(hours=2)
                self.send_texts(moment)
            self.assertEqual((contact.sms_state, contact.sms_error, contact.has_failed), ('failed', 'HTTP 503', True))
            self.assertEqual(len({said['id'] for _key, said in gateway.asked}), 1)
            self.assertEqual(len(gateway.asked), 5)
            gateway.status, gateway.body = 400, b'so khong dung'
            delivery.action_text()
            self.send_texts()
            self.assertEqual(delivery.last_contact_id.sms_error, '400 so khong dung')
            self.assertTrue(delivery.last_contact_failed)

    def test_a_gateway_is_spoken_to_safely(self):
        """The key does not go over an open line."""
        with self.refused(ValidationError, "must begin with https://"):
            self.home.sms_gateway_url = 'http://sms.example/send'

    def test_the_whole_duty(self):
        """Art. 6.6: seen, raised, told by every means, and each of it kept.

        Proves: 44.6.6
        """
        document, delivered = self.issued(urgency='2'), self.issued()
        with self.gateway():
            self.raise_duties(document.delivery_ids.call_due_at + timedelta(minutes=1))
            self.assertIn(self.clerk, self.notices(document))
            self.env.invalidate_all()
            delivery = document.delivery_ids.with_user(self.clerk)
            delivery.action_remind()
            delivery.action_text()
            delivery.action_call(call={'outcome': 'promised', 'person': "Bà Hoa", 'note': "Kiểm tra trong sáng nay"})
            self.send_texts()
        kept = delivery.contact_ids.sorted('id')
        self.assertEqual(kept.mapped('channel'), ['mail', 'sms', 'phone'])
        self.assertEqual((kept.user_id, len(kept.filtered('at'))), (self.clerk, 3))
        self.exchange()
        self.assertEqual(self.notices(document), {})
        self.work_through(delivered)
        rows = {row['state']: row for row in self.page(self.clerk, (document | delivered).delivery_ids)}
        self.assertEqual(set(rows), {'arrived', 'completed'})
        self.assertTrue(all(rows['completed'][name] for name in ('arrived_at', 'accepted_at', 'assigned_at',
                                                                 'processing_at', 'completed_at')))
