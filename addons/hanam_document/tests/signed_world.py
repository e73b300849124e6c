"""The named world with keys: a demonstration PKI made for the test run, and drafts that can be signed."""

import base64
import os
import sys
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import odoo
from odoo import Command

from .common import ProvinceCase

PKI = Path(__file__).parents[3] / 'scripts' / 'pki'
PIN = '13572468'
FONTS = (os.environ.get('HANAM_FONT_DIR'), Path(odoo.__path__[0]).parents[3] / 'share', '/usr/share/fonts')


def signable_pdf(signer, title, notation='SNV-CCVC'):
    """Return a one-page letter in the decree's layout, with gaps for number and date and room for the signature."""
    if 'Tinos' not in pdfmetrics.getRegisteredFontNames():
        font = next(path for folder in FONTS if folder for path in Path(folder).rglob('Tinos-Regular.ttf'))
        pdfmetrics.registerFont(TTFont('Tinos', font))
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=True)
    canvas.setFont('Tinos', 13)
    canvas.drawString(45 * mm, 256 * mm, f'Số:            /{notation}')
    canvas.drawString(112 * mm, 256 * mm, 'Hà Nam, ngày         tháng         năm')
    canvas.drawString(30 * mm, 216 * mm, "Kính gửi: Sở Y tế. Đề nghị báo cáo biên chế./.")
    canvas.drawString(30 * mm, 110 * mm, 'Nơi nhận:')
    canvas.drawCentredString(150 * mm, 110 * mm, title)
    canvas.drawCentredString(150 * mm, 75 * mm, signer)
    canvas.save()
    return output.getvalue()


class SignedProvinceCase(ProvinceCase):
    """The named world whose directors and agencies hold keys of the demonstration PKI."""

    @classmethod
    def setUpClass(cls):
        """Make the PKI once for the class and register it."""
        super().setUpClass()
        sys.path.insert(0, str(PKI))
        cls.addClassCleanup(sys.path.remove, str(PKI))
        from load_demo_pki import load_demo_pki
        from make_demo_pki import make_demo_pki
        folder = tempfile.TemporaryDirectory(prefix='hanam-pki-')
        cls.addClassCleanup(folder.cleanup)
        people = (cls.director, cls.health_director)
        make_demo_pki(Path(folder.name), {
            'agencies': [{'key': key, 'company': company.name, 'name': company.name, 'code': company.agency_id.code,
                          'pin': PIN} for key, company in (('home', cls.home), ('health', cls.health))],
            'persons': [{'key': f'person{number}', 'login': user.login, 'name': user.name, 'pin': PIN,
                         'organisation': user.company_id.name} for number, user in enumerate(people)],
        }, datetime.now(UTC).replace(microsecond=0))
        load_demo_pki(cls.env, Path(folder.name))

    @classmethod
    def draft(cls, **values):
        """Return a draft of the officer that the director can sign."""
        content = signable_pdf(cls.director.name, cls.authority.position)
        return cls.env['document.outgoing'].with_user(cls.officer).create({
            'type_id': cls.letter.id, 'subject': "V/v báo cáo biên chế năm 2026", 'delegation_id': cls.authority.id,
            'department_id': cls.unit.id, 'recipient_agency_ids': [Command.set(cls.health.agency_id.ids)],
            'file_ids': [Command.create({'name': 'draft.pdf', 'upload': base64.b64encode(content)})], **values})

    @classmethod
    def to_sign(cls, **values):
        """Return a draft that passed both checks and is before the director."""
        document = cls.draft(**values)
        document.action_submit()
        document.with_user(cls.unit_head).action_pass_content()
        document.with_user(cls.form_checker).action_pass_form()
        return document

    @classmethod
    def signed(cls, **values):
        """Return a document the director has signed."""
        document = cls.to_sign(**values)
        document.with_user(cls.director).action_sign(pin=PIN)
        return document

    @classmethod
    def numbered(cls, **values):
        """Return a signed document with number and date."""
        document = cls.signed(**values)
        document.with_user(cls.clerk).action_assign_number()
        return document

    @classmethod
    def issued(cls, **values):
        """Return a document that was sealed and sent."""
        document = cls.numbered(**values)
        document.with_user(cls.clerk).action_issue(pin=PIN)
        return document

    def exchange(self):
        """Let the dispatcher send everything that waits, and check the signatures of what arrived."""
        with self.enter_registry_test_mode():
            outbox = self.env['document.transmission'].sudo()
            while due := outbox.search(outbox._due_domain(), order='id'):
                for packet in due:
                    packet._dispatch()
                    self.env.flush_all()
                    self.env.invalidate_all()
        for file in self.env['document.file'].sudo().search([
                ('incoming_id.channel', '=', 'electronic'), ('verification_id', '=', False)]):
            file._verify()

    def arrival_of(self, document, company=None):
        """Return the incoming document a recipient has of an issued one."""
        return self.env['document.incoming'].sudo().search([
            ('document_code', '=', document.document_code), ('company_id', '=', (company or self.health).id)])
