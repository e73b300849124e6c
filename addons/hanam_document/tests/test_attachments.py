import base64
import os
import shutil
import tempfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import xlsxwriter
from docx import Document
from PIL import Image

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.conversion import Kind, kind_of
from .common import plain_pdf, signable_pdf
from .signed_world import SignedProvinceCase

# A converter that has the part for spreadsheets, which this machine may lack: it says so by writing a real PDF.
CALC = """#!/bin/sh
for last; do :; done
while [ "$1" != --outdir ]; do shift; done
cp "{pdf}" "$2/$(basename "${{last%.*}}").pdf"
"""


def sheet_xlsx(text='Biên chế'):
    """Return a real workbook with one cell."""
    output = BytesIO()
    with xlsxwriter.Workbook(output, {'in_memory': True}) as book:
        book.add_worksheet().write(0, 0, text)
    return output.getvalue()


def letter_docx(text='Phụ lục'):
    """Return a real Word document with one paragraph."""
    document, output = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(output)
    return output.getvalue()


def picture(form):
    """Return a small picture in one of Pillow's formats."""
    output = BytesIO()
    Image.new('RGB', (300, 200), 'white').save(output, form, dpi=(150, 150))
    return output.getvalue()


@tagged('post_install', '-at_install')
class TestAttachments(SignedProvinceCase):
    """What goes beside a document: made into PDF and signed, or kept for reference."""

    def with_attached(self, name, content):
        """Return a draft with one file attached, and that file."""
        document = self.draft()
        return document, self.attach(document, name, content)

    def attach(self, document, name, content):
        """Attach a file as the drafter does."""
        document.write({'file_ids': [Command.create({
            'name': name, 'sequence': 20, 'upload': base64.b64encode(content)})]})
        return document.file_ids.sorted('id')[-1]

    def with_calc(self):
        """Set a converter that reads spreadsheets."""
        folder = tempfile.TemporaryDirectory(prefix='hanam-calc-')
        self.addCleanup(folder.cleanup)
        pdf, program = Path(folder.name, 'made.pdf'), Path(folder.name, 'soffice')
        pdf.write_bytes(plain_pdf("Bang bien che"))
        program.write_text(CALC.format(pdf=pdf))
        program.chmod(0o755)
        self.env['ir.config_parameter'].sudo().set_param('hanam_document.soffice', str(program))

    def test_what_is_written_or_drawn_becomes_a_pdf_beside_its_source(self):
        """Decree 30/2020, App. VI, III.1a: Word, rich text, plain text and pictures."""
        rich = rb'{\rtf1\ansi Phu luc\par}'
        for name, content in (('Phu luc.docx', letter_docx()), ('Phu luc.rtf', rich),
                              ('Phu luc.txt', 'Phụ lục số 1'.encode()), ('Anh.jpg', picture('JPEG')),
                              ('Anh.png', picture('PNG')), ('Anh.tif', picture('TIFF'))):
            with self.subTest(name):
                _document, file = self.with_attached(name, content)
                self.assertEqual(file.version_ids.sorted('id').mapped('origin'), ['upload', 'convert'])
                self.assertEqual((file.source_id.raw, file.attachment_id.name),
                                 (content, f'{Path(name).stem}.pdf'))
                self.assertEqual((file.page_amount, file.is_reference), (1, False))
                with pypdfium2.PdfDocument(file._pdf()) as pdf:
                    self.assertEqual(len(pdf), 1)

    def test_open_document_text_is_converted(self):
        """An .odt made by the converter itself from a Word file is read back by it."""
        content = self.odt("Phụ lục số 2")
        self.assertEqual(kind_of(content), Kind.ODT)
        _document, file = self.with_attached('Phu luc.odt', content)
        with pypdfium2.PdfDocument(file._pdf()) as pdf:
            self.assertIn("Phụ lục số 2", pdf[0].get_textpage().get_text_bounded())

    def odt(self, text):
        """Return the OpenDocument text LibreOffice makes of a Word document."""
        import subprocess
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, 'a.docx').write_bytes(letter_docx(text))
            subprocess.run([shutil.which('soffice'), '--headless', f'-env:UserInstallation=file://{folder}/profile',
                            '--convert-to', 'odt', '--outdir', folder, f'{folder}/a.docx'], check=True,
                           capture_output=True, env={**os.environ, 'HOME': folder}, timeout=60)
            return Path(folder, 'a.odt').read_bytes()

    def test_the_document_itself_is_word_or_pdf(self):
        """Decision 44/2024, Art. 13.1: a table or a picture is no draft, and nothing else is taken unseen."""
        for name, content in (('a.xlsx', sheet_xlsx()), ('a.png', picture('PNG')), ('a.txt', b'Kinh gui')):
            with self.subTest(name), self.refused(UserError, "neither a PDF nor a Word document"):
                self.draft(file_ids=[Command.create({'name': name, 'upload': base64.b64encode(content)})])
        with self.refused(UserError, "of no kind that can be converted"):
            self.with_attached('a.exe', b'MZ\0\0\1')

    def test_a_spreadsheet_no_converter_reads_goes_along_for_reference(self):
        """The file is kept byte for byte; a document whose first file it becomes is no draft."""
        self.env['ir.config_parameter'].sudo().set_param('hanam_document.soffice', '/nonexistent/soffice')
        content = sheet_xlsx()
        document, file = self.with_attached('Bang.xlsx', content)
        self.assertEqual((file.is_reference, file._pdf(), file.version_ids.origin), (True, content, 'upload'))
        file.sequence = 1
        document.invalidate_recordset(['file_ids'])
        with self.refused(UserError, "Attach the draft"):
            document.action_submit()

    def test_a_spreadsheet_that_can_be_converted_gives_both(self):
        """The PDF is signed, the table stays beside it; another upload replaces both."""
        self.with_calc()
        content = sheet_xlsx()
        document, _last = self.with_attached('Bang.xlsx', content)
        pdf, beside = document.file_ids.sorted('id')[1:]
        self.assertEqual((pdf.name, pdf.is_reference, pdf.page_amount), ('Bang.pdf', False, 1))
        self.assertEqual(pdf.version_ids.sorted('id').mapped('origin'), ['upload', 'convert'])
        self.assertEqual((beside.name, beside.is_reference, beside._pdf()), ('Bang.xlsx', True, content))
        newer = sheet_xlsx("Biên chế 2027")
        pdf.write({'name': 'Bang.xlsx', 'upload': base64.b64encode(newer)})
        self.assertEqual(len(document.file_ids), 3)
        self.assertEqual(beside._pdf(), newer)
        pdf.write({'name': 'Bang.pdf', 'upload': base64.b64encode(plain_pdf())})
        self.assertFalse(pdf.is_reference)

    def test_a_table_with_a_broken_part_is_refused(self):
        """Art. 1.2: what cannot be read cannot be told free of secrets; nothing is kept of it."""
        content = sheet_xlsx("Biên chế " * 400)
        start = content.index(b'xl/sharedStrings.xml') + len('xl/sharedStrings.xml') + 8
        broken = content[:start] + b'\xff' * 16 + content[start + 16:]
        self.assertIs(kind_of(broken), Kind.XLSX)
        with self.refused(UserError, "nobody can tell whether it carries a secrecy mark"):
            self.with_attached('Bang.xlsx', broken)

    def test_a_table_with_a_secrecy_mark_is_refused(self):
        """Decision 44/2024, Art. 1.2: also where it would go along unconverted."""
        self.env['ir.config_parameter'].sudo().set_param('hanam_document.soffice', '/nonexistent/soffice')
        for place, secret in enumerate((sheet_xlsx("TỐI MẬT"), sheet_xlsx("Mật"))):
            with self.subTest(place), self.refused(UserError, "secrecy mark"):
                self.with_attached('Bang.xlsx', secret)
        self.assertTrue(self.with_attached('Bang.xlsx', sheet_xlsx("Bảo mật dữ liệu"))[1].is_reference)

    def test_a_reference_is_not_signed_and_says_so_at_the_receiver(self):
        """Decision 44/2024, Art. 4.2, 6.1: it travels in the packet as it is and carries no verdict."""
        self.env['ir.config_parameter'].sudo().set_param('hanam_document.soffice', '/nonexistent/soffice')
        content, letter = sheet_xlsx(), signable_pdf(self.director.name, self.authority.position)
        document = self.issued(file_ids=[
            Command.create({'name': name, 'sequence': place, 'upload': base64.b64encode(bytes_)})
            for place, (name, bytes_) in enumerate((
                ('draft.pdf', letter), ('Phu luc.pdf', plain_pdf("Phu luc")), ('Bang.xlsx', content)), 1)])
        _main, annex, table = document.file_ids
        self.assertEqual((annex.version_ids[:1].origin, table.version_ids.origin), ('seal', 'upload'))
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        received = arrival.file_ids[2]
        self.assertEqual((received.name, received.is_reference, received._pdf()), ('Bang.xlsx', True, content))
        self.assertFalse(received.verification_id)
        self.assertEqual(arrival.verdict, 'valid')
        arrival.action_receive()
        arrival.action_register()

    def test_a_file_called_a_reference_that_could_be_signed_is_checked(self):
        """Art. 10.1: a sender's word never takes a PDF out of the check."""
        arrival = self.arrive()
        file = arrival.file_ids
        file.sudo()._take_for_reference(plain_pdf())
        self.assertFalse(file.is_reference)
        file.sudo()._take_for_reference(sheet_xlsx())
        self.assertTrue(file.is_reference)

    def test_pdfa_is_claimed_as_far_as_it_was_checked(self):
        """A converted file says what the check showed, a PDF somebody brought says nothing."""
        document, file = self.with_attached('Phu luc.docx', letter_docx())
        self.assertEqual(file.pdfa_check, {'missed': []})
        self.assertRegex(file.with_context(lang='en_US').pdfa_claim, r"^18 points checked, all met; not certified$")
        self.assertFalse(document.file_ids[0].pdfa_claim)
        document.action_submit()
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        document.with_user(self.director).action_sign(pin='13572468')
        document.with_user(self.clerk).action_assign_number()
        document.with_user(self.clerk).action_issue(pin='13572468')
        self.assertEqual(file.version_ids[:1].origin, 'seal')
        self.assertEqual(file.pdfa_check, {'missed': []})

    def test_a_new_upload_takes_the_claim_back(self):
        """The claim is about the bytes that are there now."""
        _document, file = self.with_attached('Phu luc.docx', letter_docx())
        self.assertTrue(file.pdfa_claim)
        file.write({'upload': base64.b64encode(plain_pdf())})
        self.assertFalse(file.pdfa_claim)
