"""The one PDF renderer in `ir.actions.report`."""

from io import BytesIO

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.printing import FontMissing, OutsideReference, load_fonts
from .common import PrintingCase

PAGE = '''<t t-name="hanam_reporting.test_page"><html lang="vi"><head><title>Thử</title></head>
<body style="font-family: Tinos"><p t-foreach="docs" t-as="doc" t-out="doc.display_name"/>%s</body></html></t>'''


@tagged('post_install', '-at_install')
class TestRenderer(PrintingCase):
    """Pages of HTML, kept prints, missing fonts."""

    def report(self, extra='', **values):
        """Return a report on registers with a small page of its own."""
        self.env['ir.ui.view'].create({
            'name': 'hanam_reporting.test_page', 'key': 'hanam_reporting.test_page', 'type': 'qweb',
            'arch': PAGE % extra})
        return self.env['ir.actions.report'].create({
            'name': "Thử", 'model': 'document.register', 'report_type': 'qweb-pdf', 'pdf_engine': 'weasyprint',
            'report_name': 'hanam_reporting.test_page', **values})

    def render(self, report, records):
        """Return the PDF bytes."""
        content, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, 'pdf')
        return content

    def test_a_page_is_printed_per_record(self):
        """The names of both registers, each on a page of its own."""
        registers = self.arrivals | self.departures
        pages = PdfReader(BytesIO(self.render(self.report(), registers))).pages
        self.assertEqual([' '.join(page.extract_text().split()) for page in pages], registers.mapped('display_name'))

    def test_a_print_is_kept_and_used_again(self):
        """Core's «save as attachment» works as before."""
        report = self.report(attachment="'so-%s.pdf' % object.id", attachment_use=True)
        first = self.render(report, self.arrivals)
        kept = self.env['ir.attachment'].search([
            ('res_model', '=', 'document.register'), ('res_id', '=', self.arrivals.id), ('name', '=like', 'so-%')])
        self.assertEqual(kept.raw, first)
        kept.raw = self.render(self.env.ref('hanam_reporting.register_book_report'), self.span())
        self.assertEqual(self.render(report, self.arrivals), kept.raw)
        self.assertEqual(len(self.env['ir.attachment'].search([('name', '=', kept.name)])), 1)

    @mute_logger('weasyprint')
    def test_a_page_that_looks_outside_is_refused(self):
        """No file and no address gets into a print."""
        report = self.report('<img src="file:///etc/hostname"/>')
        with self.assertRaisesRegex(OutsideReference, 'refers to .file:///etc/hostname'):
            self.render(report, self.arrivals)

    def test_the_client_may_ask_for_pdf(self):
        """Without this answer the web client shows HTML instead of printing."""
        self.assertEqual(self.env['ir.actions.report'].with_user(self.clerk).get_wkhtmltopdf_state(), 'ok')

    def test_the_folder_of_the_font_is_named_when_it_is_empty(self):
        """One clear sentence, and no other font in its place."""
        reports = self.env['ir.actions.report']
        folder = reports._font_folder()
        self.assertTrue(folder)
        with self.assertRaisesRegex(UserError, 'Tinos-Regular.ttf'):
            raise reports._font_error(self.missing())

    def missing(self):
        """Return the error of a folder without the font."""
        try:
            load_fonts('/nowhere')
        except FontMissing as missing:
            return missing
        raise AssertionError("a font was found nowhere")
