from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .tracking_world import TrackingCase

TIMES = ('sent_at', 'arrived_at', 'accepted_at', 'assigned_at', 'processing_at', 'completed_at')


@tagged('post_install', '-at_install')
class TestTracking(TrackingCase):
    """The sender's page: one line per recipient, kept up by the recipients' reports alone (Art. 6.3, 6.6, 13.5)."""

    def test_clerk_and_drafter_follow_a_document_to_its_end(self):
        """Art. 6.3, 13.5: receipt and processing there, each with its moment, without asking anybody.

        Proves: 44.13.5, VI.III.1e, VI.III.1k, VI.III.1o
        """
        document = self.issued()
        people = self.clerk, self.officer
        for person in people:
            self.assertEqual(self.filtered(person, 'not_received'), document.delivery_ids)
        self.exchange()
        for person in people:
            self.assertFalse(self.filtered(person, 'not_received'))
            row, = self.page(person, document.delivery_ids)
            self.assertEqual((row['state'], bool(row['arrived_at']), row['accepted_at']), ('arrived', True, False))
        self.work_through(document)
        for person in people:
            row, = self.page(person, self.filtered(person, 'completed'))
            self.assertEqual(row['state'], 'completed')
            self.assertEqual([name for name in TIMES if not row[name]], [])

    def test_what_was_returned_is_found_with_its_reason(self):
        """Art. 5.4."""
        document = self.issued()
        self.exchange()
        self.arrival_of(document).with_user(self.health_clerk).action_return(reason="Gửi sai nơi nhận")
        self.exchange()
        for person in (self.clerk, self.officer):
            row, = self.page(person, self.filtered(person, 'rejected'))
            self.assertEqual((row['reason'], bool(row['rejected_at'])), ("Gửi sai nơi nhận", True))

    def test_each_sees_the_recipients_of_documents_they_may_open(self):
        """Art. 13.5: the clerk those of the agency, the drafter those of own documents, nobody else any."""
        document = self.issued()
        deliveries = self.env['document.delivery']
        for person in (self.clerk, self.officer):
            self.assertEqual(deliveries.with_user(person).search([]), document.delivery_ids)
        self.assertEqual(self.filtered(self.officer, 'mine'), document.delivery_ids)
        self.assertFalse(self.filtered(self.clerk, 'mine'))
        for person in (self.colleague, self.health_clerk, self.health_director):
            self.assertFalse(deliveries.with_user(person).search([]))

    def test_a_line_is_found_by_words_and_by_recipient(self):
        """By number, by words of the subject without marks, by name or code of the agency."""
        document = self.issued()
        deliveries = self.env['document.delivery'].with_user(self.clerk)
        for term in (document.full_code, 'bao cao bien che'):
            self.assertEqual(deliveries.search([('outgoing_id', 'ilike', term)]), document.delivery_ids, term)
        for term in ("Sở Y tế", 'H25.16'):
            self.assertEqual(deliveries.search([('agency_id', 'ilike', term)]), document.delivery_ids, term)
        self.assertFalse(deliveries.search([('outgoing_id', 'ilike', 'du toan')]))

    def test_an_answer_that_is_owed_is_overdue_until_the_work_is_finished(self):
        """Art. 13.4.c: wanted by a day that is over, and the recipient has not finished."""
        document = self.issued(wants_reply=True, due_date='2027-03-31')
        other = self.issued(due_date='2027-03-31')
        self.exchange()
        self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))
        with freeze_time('2027-03-31 12:00:00'):
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))
        with freeze_time('2027-04-01 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual(self.filtered(self.officer, 'reply_overdue'), document.delivery_ids)
            rows = self.page(self.clerk, (document | other).delivery_ids)
            self.assertEqual([row['is_reply_overdue'] for row in rows], [True, False])
        self.work_through(document)
        with freeze_time('2027-04-01 02:00:00'):
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))

    def test_an_answer_that_came_ends_the_waiting(self):
        """Art. 13.1.a: an arrival that names the document it answers; one of a stranger does not count."""
        document = self.issued(wants_reply=True, due_date='2027-03-31')
        self.exchange()
        self._agency("Sở Tài chính tỉnh Hà Nam", 'H25.05', 'STC')
        self.assertEqual(self.answer(document, 'H25.05')['outcome'], 'accepted')
        self.assertFalse(document.delivery_ids.answered_at)
        self.assertEqual(self.answer(document)['outcome'], 'accepted')
        self.assertEqual(document.delivery_ids.answer_id.full_code, '77/SYT-TCCB')
        with freeze_time('2027-04-01 02:00:00'):
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))

    def test_a_paper_recipient_that_answered_on_the_telephone_owes_nothing(self):
        """Art. 6.6: what a call found out counts."""
        outside = self.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41', 'phone': "0238 1"})
        document = self.issued(wants_reply=True, due_date='2027-03-31',
                               recipient_agency_ids=[Command.set(outside.ids)])
        delivery = document.delivery_ids.with_user(self.clerk)
        delivery.action_hand_over(evidence="Bưu điện, EB123")
        with freeze_time('2027-04-01 02:00:00'):
            self.assertEqual(self.filtered(self.clerk, 'reply_overdue'), delivery)
            delivery.action_call(call={'outcome': 'answered', 'person': "Ông Nam"})
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))
