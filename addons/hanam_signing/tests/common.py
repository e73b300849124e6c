"""A small named world: two agencies, their people, real keys, and drafts in the form of Decree 30/2020, App. I."""

import os
import sys
import tempfile
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import odoo
from odoo import Command
from odoo.tests import TransactionCase, tagged

PKI_SCRIPTS = Path(__file__).resolve().parents[3] / 'scripts' / 'pki'
if str(PKI_SCRIPTS) not in sys.path:
    sys.path.append(str(PKI_SCRIPTS))

from load_demo_pki import load_demo_pki  # noqa: E402
from make_demo_pki import make_demo_pki, stored_authority  # noqa: E402

PIN = 'Thu-2026'
DIRECTOR, TITLE = "Nguyễn Văn An", "GIÁM ĐỐC"
HOME, HEALTH = "Sở Nội vụ tỉnh Hà Nam", "Sở Y tế tỉnh Hà Nam"
TINOS = 'share/fonts/truetype/croscore'


@cache
def key_folder():
    """Keys, certificates and pictures of the world, made once in a run: making keys is the slow part."""
    folder = tempfile.TemporaryDirectory(prefix='hanam-signing-')
    make_demo_pki(Path(folder.name), {
        'agencies': [{'key': key, 'company': name, 'name': name, 'code': code, 'pin': PIN}
                     for key, name, code in (('home', HOME, 'H25.02'), ('health', HEALTH, 'H25.16'))],
        'persons': [{'key': key, 'login': key, 'name': name, 'organisation': HOME, 'pin': PIN}
                    for key, name in (('director', DIRECTOR), ('deputy', "Lê Thị Bình"))],
    }, datetime.now(UTC).replace(microsecond=0))
    return folder


@cache
def body_font():
    """Register Tinos, the font of the decree's drafts, and return its name."""
    prefix = Path(odoo.__path__[0]).parents[3]
    for folder in filter(None, (os.environ.get('HANAM_FONT_DIR'), prefix / TINOS, Path('/usr') / TINOS)):
        if Path(folder, 'Tinos-Regular.ttf').exists():
            pdfmetrics.registerFont(TTFont('Tinos', Path(folder, 'Tinos-Regular.ttf')))
            return 'Tinos'
    raise AssertionError('Tinos-Regular.ttf not found: set HANAM_FONT_DIR')


@cache
def draft_pdf(signer=DIRECTOR, number='Số:            /QĐ-SNV'):
    """Return a decision with gaps for number and date and an empty place above the signer's name."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=True)
    canvas.setFont(body_font(), 13)
    canvas.drawCentredString(65 * mm, 272 * mm, HOME.upper())
    canvas.drawString(45 * mm, 256 * mm, number)
    canvas.drawString(112 * mm, 256 * mm, "Hà Nam, ngày         tháng         năm")
    canvas.drawCentredString(105 * mm, 236 * mm, "QUYẾT ĐỊNH")
    canvas.drawCentredString(150 * mm, 110 * mm, TITLE)
    canvas.drawCentredString(150 * mm, 75 * mm, signer)
    canvas.save()
    return output.getvalue()


@tagged('post_install', '-at_install')
class SigningCase(TransactionCase):
    """`home` with its director, deputy and clerk, `health` with its clerk; keys are open with PIN."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'no_reset_password': True, 'lang': 'en_US'})
        cls.home, cls.health = cls.env['res.company'].create([{'name': HOME}, {'name': HEALTH}])
        cls.director = cls._person('director', DIRECTOR, cls.home)
        cls.deputy = cls._person('deputy', "Lê Thị Bình", cls.home)
        cls.clerk = cls._person('clerk', "Trần Thị Văn Thư", cls.home)
        cls.health_clerk = cls._person('health_clerk', "Ngô Thị Hoa", cls.health)
        cls.manager = cls._person('manager', "Bùi Văn Quản Trị", cls.home, 'hanam_signing.group_signing_manager')
        # whatever the database trusts already is not part of this world
        cls.env['signing.authority'].search([]).active = False
        cls.env['signing.crl'].search([]).unlink()
        load_demo_pki(cls.env, Path(key_folder().name))

    @classmethod
    def _person(cls, login, name, company, *groups):
        # partners stand in for the documents that files hang on: who may change them may add files
        groups = ('base.group_user', 'base.group_partner_manager', *groups)
        return cls.env['res.users'].create({
            'login': login, 'name': name, 'company_id': company.id, 'company_ids': [Command.set(company.ids)],
            'lang': 'en_US', 'group_ids': [Command.set([cls.env.ref(group).id for group in groups])]})

    def upload(self, content, person=None, name="Quyết định.pdf"):
        """Return a file uploaded to the agency, readable by all who serve there."""
        person = person or self.clerk
        return self.env['ir.attachment'].with_user(person).create({
            'name': name, 'raw': content, 'mimetype': 'application/pdf', 'res_model': 'res.partner',
            'res_id': self.home.partner_id.id, 'company_id': person.company_id.id})

    def prepared(self):
        """Return a decision ready to be signed."""
        return self.upload(draft_pdf())._prepare_for_signing(DIRECTOR, TITLE)

    def signed(self):
        """Return the decision signed by the director."""
        return self.prepared().with_user(self.director)._sign_as_person(PIN)

    def sealed(self, day='05'):
        """Return the decision signed by the director and sealed by the clerk."""
        return self.signed().with_user(self.clerk)._seal(self.home, PIN, '07', day, '01', '2026')

    def issuing_authority(self):
        """Return the authority that certified everyone, with its key."""
        return stored_authority(Path(key_folder().name) / 'authority', 'issuing')
