"""A small named world: two agencies of one province, with a person for every role."""

import base64
import os
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import odoo
from odoo import Command
from odoo.tests import TransactionCase

GROUP = 'hanam_document.group_%s'
PASSWORD = 'Hanam@2026x'
FONTS = (os.environ.get('HANAM_FONT_DIR'), Path(odoo.__path__[0]).parents[3] / 'share', '/usr/share/fonts')


def plain_pdf(text='document'):
    """Return a small real PDF that holds `text`."""
    output = BytesIO()
    canvas = Canvas(output, invariant=True)
    canvas.drawString(72, 720, text)
    canvas.save()
    return output.getvalue()


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


@cache
def scan_pdf(mode='RGB', dpi=200, pages=1):
    """Return a scan of A4 pages: pictures of one colour, as a scanner writes them."""
    output, page = BytesIO(), Image.new(mode, (1654 * dpi // 200, 2339 * dpi // 200), 'white')
    page.save(output, 'PDF', resolution=dpi, save_all=True, append_images=[page] * (pages - 1))
    return output.getvalue()


class ProvinceCase(TransactionCase):
    """The Department of Home Affairs (`home`) and the Department of Health (`health`)."""

    @classmethod
    def setUpClass(cls):
        """Build the agencies, their people, units, authorities and registers."""
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': True, 'no_reset_password': True})
        cls.home = cls._agency("Sở Nội vụ tỉnh Hà Nam", 'H25.02', 'SNV')
        cls.health = cls._agency("Sở Y tế tỉnh Hà Nam", 'H25.16', 'SYT')
        cls.clerk = cls._person('clerk', "Trần Thị Văn Thư", 'clerk')
        cls.director = cls._person('director', "Nguyễn Văn An", 'leader', 'signatory')
        cls.deputy = cls._person('deputy', "Lê Thị Bình", 'leader', 'signatory')
        cls.chief = cls._person('chief', "Phạm Văn Cường", 'leader')
        cls.unit_head = cls._person('unit_head', "Đỗ Thị Dung")
        cls.officer = cls._person('officer', "Vũ Văn Em")
        cls.colleague = cls._person('colleague', "Bùi Thị Giang")
        cls.form_checker = cls._person('form_checker', "Hồ Văn Hải", 'form_checker')
        cls.health_clerk = cls._person('health_clerk', "Ngô Thị Hoa", 'clerk', company=cls.health)
        cls.health_director = cls._person(
            'health_director', "Dương Văn Khánh", 'leader', 'signatory', company=cls.health)
        cls.home.write({'head_id': cls.director.id, 'chief_of_office_id': cls.chief.id})
        cls.health.write({'head_id': cls.health_director.id})
        cls.unit = cls._unit("Phòng Công chức, viên chức", 'CCVC', cls.unit_head, cls.officer, cls.colleague)
        cls.authority = cls.env['document.delegation'].create({
            'company_id': cls.home.id, 'user_id': cls.director.id, 'kind': 'head', 'competence': "GIÁM ĐỐC",
            'position': "GIÁM ĐỐC", 'valid_from': '2020-01-01'})
        (cls.home | cls.health)._open_registers(cls.env['document.incoming']._today().year)
        cls.letter = cls.env.ref('hanam_document.document_type_cong_van')

    @classmethod
    def _agency(cls, name, code, notation):
        company = cls.env['res.company'].create({'name': name, 'notation': notation, 'place': "Hà Nam"})
        cls.env['document.agency'].create({'name': name, 'code': code, 'company_id': company.id})
        company.partner_id.lang = 'vi_VN' if cls.env['res.lang']._lang_get('vi_VN') else 'en_US'
        return company

    @classmethod
    def _person(cls, login, name, *roles, company=None):
        company = company or cls.home
        groups = [cls.env.ref(GROUP % role).id for role in ('officer', *roles)]
        return cls.env['res.users'].create({
            'name': name, 'login': f'{login}@test', 'password': PASSWORD, 'tz': 'Asia/Ho_Chi_Minh',
            'company_id': company.id, 'company_ids': [Command.set(company.ids)], 'group_ids': [Command.set(groups)]})

    @classmethod
    def _unit(cls, name, symbol, head, *people):
        employees = cls.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id, 'company_id': cls.home.id} for user in (head, *people)])
        unit = cls.env['hr.department'].create({
            'name': name, 'symbol': symbol, 'company_id': cls.home.id, 'manager_id': employees[0].id})
        employees.department_id = unit
        return unit

    @classmethod
    def arrive(cls, **values):
        """Return a paper document the clerk has just opened, with its scan."""
        document = cls.env['document.incoming'].with_user(cls.clerk).create({
            'type_id': cls.letter.id, 'code_number': '1523', 'code_notation': 'STC-NS', 'issued_date': '2026-01-15',
            'organ_name': "Sở Tài chính tỉnh Hà Nam", 'subject': "V/v lập dự toán năm 2027",
            'scan_waiver': "Bản giấy lưu tại Văn thư", **values,
            'file_ids': [Command.create({'name': 'scan.pdf', 'upload': base64.b64encode(scan_pdf())})]})
        return document

    @classmethod
    def registered(cls, **values):
        """Return an arrival that stands in the register."""
        document = cls.arrive(**values)
        document.action_receive()
        document.action_register()
        return document

    @classmethod
    def presented(cls, **values):
        """Return an arrival before the director."""
        document = cls.registered(**values)
        document.action_present(readers=cls.director.ids)
        return document

    @classmethod
    def directed(cls, **values):
        """Return an arrival the director gave to the officer, with the colleague in support."""
        document = cls.presented(**values)
        document.with_user(cls.director).action_assign(direction=[
            {'kind': 'lead', 'user_id': cls.officer.id, 'opinion': "Tham mưu trả lời", 'due_date': '2027-01-15'},
            {'kind': 'support', 'user_id': cls.colleague.id}])
        return document

    @classmethod
    def draft(cls, **values):
        """Return a draft of the officer that the director can sign."""
        content = signable_pdf(cls.director.name, cls.authority.position)
        return cls.env['document.outgoing'].with_user(cls.officer).create({
            'type_id': cls.letter.id, 'subject': "V/v báo cáo biên chế năm 2026", 'delegation_id': cls.authority.id,
            'department_id': cls.unit.id,
            'recipient_agency_ids': [Command.set(cls.health.agency_id.ids)],
            'file_ids': [Command.create({'name': 'draft.pdf', 'upload': base64.b64encode(content)})], **values})

    @contextmanager
    def refused(self, error, words):
        """Expect `error` with these words, and undo what was written before it was raised."""
        with self.assertRaisesRegex(error, words), self.cr.savepoint():
            yield

    def last_event(self, document):
        """Return the newest event of a document."""
        return document.sudo().event_ids.sorted('id')[-1]
