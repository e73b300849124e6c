"""The province with a few registers to print."""

import base64
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.addons.hanam_document.tests.common import ProvinceCase


class PrintingCase(ProvinceCase):
    """Prints real files and reads them back."""

    @classmethod
    def setUpClass(cls):
        """Find the registers of the Department of Home Affairs."""
        super().setUpClass()
        registers = cls.env['document.register'].search([('company_id', '=', cls.home.id)])
        cls.arrivals = registers.filtered(lambda register: register.direction == 'incoming')
        cls.departures = registers.filtered(lambda register: register.direction == 'outgoing')

    @classmethod
    def lines(cls, count, start=1, **values):
        """Return `count` lines of the register of arrivals, entered without their way through the office."""
        documents = cls.env['document.incoming'].create([{
            'company_id': cls.home.id, 'type_id': cls.letter.id, 'code_number': str(number), 'code_notation': 'STC-NS',
            'issued_date': '2026-01-15', 'organ_name': "Sở Tài chính", 'subject': f"Về việc thứ {number}", **values,
        } for number in range(start, start + count)])
        for number, document in enumerate(documents, start):
            document._earn(state='registered', register_id=cls.arrivals.id, arrival_number=number,
                           arrival_date=document._today(), to_places="Văn phòng", forwarded_date=document._today())
        return documents

    @classmethod
    def span(cls, register=None, user=None, **values):
        """Return the dialog in which a person chooses what to print."""
        return cls.env['document.register.print'].with_user(user or cls.clerk).create({
            'register_id': (register or cls.arrivals).id, **values})

    def preview(self, span):
        """Return the PDF the browser shows for a dialog, as a reader."""
        reports = span.env['ir.actions.report'].with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf('hanam_reporting.register_book', span.ids)
        self.assertEqual(kind, 'pdf')
        return PdfReader(BytesIO(content))

    def printed(self, span, file_format='pdf'):
        """Print and keep what a dialog names; return the volume."""
        action = span._print(file_format)
        return self.env['document.register.volume'].with_user(span.env.user).browse(int(action['url'].split('/')[4]))

    def text(self, reader):
        """Return the whole text with single spaces."""
        return ' '.join(' '.join(page.extract_text() for page in reader.pages).split())

    def sheet(self, volume):
        """Return the rows under the head of a spreadsheet."""
        sheet = load_workbook(BytesIO(base64.b64decode(volume.file))).active
        return [[cell or '' for cell in row] for row in sheet.iter_rows(min_row=11, values_only=True)]

    def assertTinosOnly(self, reader):
        """Every font of the file is a cut of Tinos, and inside the file."""
        fonts = [font.get_object() for page in reader.pages for font in page['/Resources']['/Font'].values()]
        self.assertTrue(fonts)
        for font in fonts:
            inner = font['/DescendantFonts'][0].get_object() if '/DescendantFonts' in font else font
            self.assertIn('Tinos', font['/BaseFont'])
            self.assertIn('/FontFile2', inner['/FontDescriptor'].get_object())
