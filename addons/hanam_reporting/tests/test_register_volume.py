"""Printed volumes are kept: the file, its digest, who may open it."""

import base64
from hashlib import sha256
from io import BytesIO

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import PrintingCase


@tagged('post_install', '-at_install')
class TestRegisterVolume(PrintingCase):
    """Print at once, print in the background, keep."""

    def test_a_short_volume_is_printed_at_once_and_kept(self):
        """The person downloads what is kept, byte for byte."""
        self.lines(12)
        volume = self.printed(self.span(volume='03'))
        content = base64.b64decode(volume.file)
        reader = PdfReader(BytesIO(content))
        self.assertEqual(volume.sha256, sha256(content).hexdigest())
        self.assertEqual((volume.row_count, volume.page_count), (12, len(reader.pages)))
        self.assertEqual((volume.first_number, volume.last_number, volume.printed_by_id), (1, 12, self.clerk))
        self.assertTrue(volume.file_name.endswith(f'{self.arrivals.year}-quyen-03.pdf'))
        self.assertTinosOnly(reader)

    def test_the_spreadsheet_holds_the_same_rows(self):
        """XLSX of the same span, text as text."""
        self.lines(3, subject="=1+1")
        volume = self.printed(self.span(), 'xlsx')
        book = [list(row) for _ordinal, row in self.span()._book().checked_rows()]
        self.assertEqual(self.sheet(volume), book)
        self.assertEqual(book[0][5], "Công văn\n=1+1")

    def test_a_long_register_is_printed_in_the_background(self):
        """More than 500 lines: a job makes the volume and tells the person (Art. 10.3.c)."""
        self.lines(501)
        span = self.span()
        with trap_jobs() as trap:
            action = span.action_print_book()
            self.assertEqual(action['tag'], 'display_notification')
            trap.assert_jobs_count(1)
            trap.perform_enqueued_jobs()
        volume = self.env['document.register.volume'].search([('register_id', '=', self.arrivals.id)])
        self.assertEqual((volume.row_count, volume.printed_by_id), (501, self.clerk))
        self.assertEqual(len(PdfReader(BytesIO(base64.b64decode(volume.file))).pages), volume.page_count)
        self.assertEqual(volume.activity_ids.user_id, self.clerk)
        with self.refused(UserError, "too many to wait for"):
            self.preview(span)

    def test_a_second_click_makes_no_second_job(self):
        """The same print, ordered twice, is one job."""
        self.lines(501)
        span = self.span()
        with trap_jobs() as trap:
            span.action_print_book()
            keys = {job.identity_key for job in trap.enqueued_jobs}
            span.action_print_book()
            self.assertEqual({job.identity_key for job in trap.enqueued_jobs}, keys)
            self.assertTrue(all(keys))

    def test_the_register_shows_who_may_print_and_what_was_printed(self):
        """An officer, who reads registers, is offered no print."""
        self.lines(1)
        self.printed(self.span())
        seen = [(register.may_print, register.volume_count) for register in map(
            self.arrivals.with_user, (self.clerk, self.director, self.officer))]
        self.assertEqual(seen, [(True, 1), (True, 1), (False, 1)])

    def test_nobody_changes_a_volume(self):
        """What was printed stays as it was printed."""
        self.lines(1)
        volume = self.printed(self.span())
        for act in (lambda: volume.write({'volume': '9'}), volume.unlink, volume.copy):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()

    def test_another_agency_sees_no_volume(self):
        """The fence of agencies; officers do not read registers either."""
        self.lines(1)
        volume = self.printed(self.span())
        self.assertTrue(volume.with_user(self.director).file)
        for user in (self.health_clerk, self.health_director, self.officer):
            with self.assertRaises(AccessError):
                volume.with_user(user).read(['file'])

    def test_a_volume_with_restricted_words_is_the_printers_and_the_heads(self):
        """Decree 30/2020, App. VI, IV.1.a."""
        document = self.lines(1)
        document.write({'restricted': True})
        self.env['document.grant']._give(document, self.deputy, 'presented')
        volume = self.printed(self.span(user=self.deputy))
        self.assertTrue(volume.has_restricted)
        for user in (self.deputy, self.director):
            self.assertTrue(volume.with_user(user).file)
        with self.assertRaises(AccessError):
            volume.with_user(self.clerk).read(['file'])
        self.assertFalse(self.printed(self.span()).has_restricted)
