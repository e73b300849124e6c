"""Printing through the doors the browser uses."""

import json
from io import BytesIO

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PrintingCase

CALL = '/web/dataset/call_kw'
REFUSED = 'odoo.exceptions.AccessError'


@tagged('post_install', '-at_install')
class TestPrintingDoor(PrintingCase, HttpCase):
    """A clerk in the browser, and whoever guesses an address."""

    def enter(self, user):
        """Log in."""
        self.authenticate(user.login, 'Hanam@2026x')

    def call(self, model, method, *args):
        """Call a method as the browser does; return its result, or the name of the error."""
        answer = self.url_open(CALL, json.dumps({'params': {
            'model': model, 'method': method, 'args': args, 'kwargs': {}}}).encode(),
            headers={'Content-Type': 'application/json'}).json()
        return answer['error']['data']['name'] if 'error' in answer else answer['result']

    def show(self, url):
        """Fetch a report; a test server makes PDF only when asked."""
        return self.url_open(f'{url}?context={{"force_report_rendering": true}}')

    def test_the_clerk_previews_and_downloads(self):
        """Preview in the browser, then the kept volume as a file (Art. 10.3.c)."""
        self.lines(3)
        self.enter(self.clerk)
        span = self.call('document.register.print', 'create', {'register_id': self.arrivals.id})
        preview = self.show(self.call('document.register.print', 'action_preview', [span])['url'])
        self.assertEqual(preview.headers['Content-Type'], 'application/pdf')
        self.assertIn('SỔ ĐĂNG KÝ VĂN BẢN ĐẾN', self.text(PdfReader(BytesIO(preview.content))))
        book = self.url_open(self.call('document.register.print', 'action_print_book', [span])['url'])
        self.assertIn('quyen-01.pdf', book.headers['Content-Disposition'])
        self.assertEqual(len(PdfReader(BytesIO(book.content)).pages), 4)
        sheet = self.url_open(self.call('document.register.print', 'action_print_sheet', [span])['url'])
        self.assertTrue(sheet.content.startswith(b'PK'))

    @mute_logger('odoo.http')
    def test_nobody_else_gets_it_by_its_address(self):
        """Not the dialog, not the volume, not by another agency's clerk, not by an officer."""
        self.lines(3)
        volume, span = self.printed(self.span()), self.span()
        for user in (self.officer, self.health_clerk):
            self.enter(user)
            self.assertEqual(self.url_open(volume._download()['url']).status_code, 404)
            self.assertEqual(self.show(f'/report/pdf/hanam_reporting.register_book/{span.id}').status_code, 403)
            self.assertEqual(self.call('document.register.volume', '_make', {'register_id': self.arrivals.id}, 'pdf'),
                             REFUSED)
        other = self.call('document.register.print', 'create', {'register_id': self.arrivals.id})
        self.assertEqual(self.call('document.register.print', 'action_print_book', [other]), REFUSED)
        self.enter(self.officer)
        self.assertEqual(self.call('document.register.print', 'create', {'register_id': self.arrivals.id}), REFUSED)
