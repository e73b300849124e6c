from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .tracking_world import DutyCase


@tagged('post_install', '-at_install')
class TestDuties(DutyCase):
    """«Chưa nhận? Gọi.»: nobody has to ask whether a document arrived (Decision 44/2024, Art. 6.6, 13.5)."""

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
        self.assertTrue(all(words.endswith(f": {self.health.name}") for words in said.values()))
        self.assertNotEqual(said[self.clerk], said[self.officer])
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
        self.assertRegex(self.notices(document)[self.clerk], r", Sở thứ \d (and|và) 2 ")
        for delivery in document.sudo().delivery_ids.filtered(lambda row: row.agency_id in others[1:]):
            delivery._note_status('01', fields.Datetime.context_timestamp(document, document.issued_at), '')
        names = self.notices(document)[self.officer].split(': ')[1]
        self.assertEqual(set(names.split(', ')), {self.health.name, "Sở thứ 0"})

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
