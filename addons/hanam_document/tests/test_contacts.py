from datetime import timedelta

from psycopg2.errors import IntegrityConstraintViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .tracking_world import DutyCase


@tagged('post_install', '-at_install')
class TestContacts(DutyCase):
    """E-mail, telephone, text message: one click or two, and each is evidence (Decision 44/2024, Art. 6.6)."""

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
