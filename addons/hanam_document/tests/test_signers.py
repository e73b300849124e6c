import base64
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.hanam_signing.lib.pades import Expectation

from .common import PASSWORD, signable_pdf
from .signed_world import PIN, SignedProvinceCase


def joint_pdf(*signers):
    """Return a letter with room for several signatures side by side and below; `signers`: (name, title)."""
    signable_pdf("", "")
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=True)
    canvas.setFont('Tinos', 13)
    canvas.drawString(45 * mm, 256 * mm, 'Số:            /SNV-CCVC')
    canvas.drawString(112 * mm, 256 * mm, 'Hà Nam, ngày         tháng         năm')
    for place, (name, title) in enumerate(signers):
        left, top = (150 if place % 2 else 70) * mm, (180 - 70 * (place // 2)) * mm
        canvas.drawCentredString(left, top, title)
        canvas.drawCentredString(left, top - 35 * mm, name)
    canvas.save()
    return output.getvalue()


class SignersCase(SignedProvinceCase):
    """A document the director signs last, after the deputy and the Department of Health."""

    @classmethod
    def setUpClass(cls):
        """Give the deputy and the other agency's director an authority to sign."""
        super().setUpClass()
        authorities = cls.env['document.delegation']
        cls.deputy_authority = authorities.create({
            'company_id': cls.home.id, 'user_id': cls.deputy.id, 'kind': 'KT', 'competence': "KT. GIÁM ĐỐC",
            'position': "PHÓ GIÁM ĐỐC", 'valid_from': '2020-01-01'})
        cls.health_authority = authorities.create({
            'company_id': cls.health.id, 'user_id': cls.health_director.id, 'kind': 'head',
            'position': "GIÁM ĐỐC SỞ Y TẾ", 'valid_from': '2020-01-01', 'is_joint': True})

    @classmethod
    def people_with_keys(cls):
        """Return those for whom the demonstration PKI has a key."""
        return cls.director, cls.health_director, cls.deputy

    @classmethod
    def draft(cls, **values):
        """Return a draft signed by three persons of two agencies."""
        content = joint_pdf((cls.deputy.name, "PHÓ GIÁM ĐỐC"), (cls.health_director.name, "GIÁM ĐỐC SỞ Y TẾ"),
                            ("", ""), (cls.director.name, "GIÁM ĐỐC"))
        return super().draft(**{
            'file_ids': [Command.create({'name': 'draft.pdf', 'upload': base64.b64encode(content)})],
            'signer_ids': [Command.create({'sequence': 1, 'delegation_id': cls.deputy_authority.id}),
                           Command.create({'sequence': 2, 'delegation_id': cls.health_authority.id})], **values})

    def rows(self, document):
        """Return the rows of the deputy and of the other agency, as those persons."""
        first, second = document.sudo().signer_ids.sorted('sequence')
        return first.with_user(self.deputy).sudo(False), second.with_user(self.health_director).sudo(False)

    def all_signed(self):
        """Return a document signed by the deputy, by the other agency, which sealed, and by the director."""
        document = self.to_sign()
        for row in self.rows(document):
            row.action_sign(pin=PIN)
        self.rows(document)[1].with_user(self.health_clerk).action_seal(pin=PIN)
        document.with_user(self.director).action_sign(pin=PIN)
        return document


@tagged('post_install', '-at_install')
class TestJointDocument(SignersCase):
    """A joint document from its draft to its arrival."""

    def test_each_signs_in_turn_and_every_signature_holds(self):
        """Art. 13.3-13.4: deputy, other agency with its seal, head; then number, date and the lead agency's seal.

        Proves: 44.13.3
        """
        document = self.all_signed()
        document.with_user(self.clerk).action_assign_number()
        document.with_user(self.clerk).action_issue(pin=PIN)
        main = document.file_ids
        versions = main.version_ids.sorted('id')
        self.assertEqual(versions.mapped('origin'), ['upload', 'prepare', 'sign', 'sign', 'seal', 'sign', 'seal'])
        for version in versions[2:]:
            self.assertTrue(version.attachment_id.raw.startswith(version.parent_id.attachment_id.raw))
        check = main.sudo().attachment_id._verify_signatures(Expectation(
            kind='main', agency_names=(self.home.name, self.health.name), number='01'))
        self.assertEqual((check.verdict, check.reason), ('valid', ''))
        self.assertEqual(set(check.signature_ids.mapped('field_name')), {
            'HanamNguoiKy', 'HanamNguoiKy2', 'HanamNguoiKy3', 'HanamCoQuan', 'HanamCoQuan3'})
        self.exchange()
        self.assertEqual(self.arrival_of(document).verdict, 'valid')


@tagged('post_install', '-at_install')
class TestSigners(SignersCase, HttpCase):
    """Several signers in order, of one agency or of two (Decree 30/2020, Art. 13, 18)."""

    def test_nobody_signs_before_their_turn(self):
        """Decree 30/2020, Art. 13: the order is that of the rows; the head comes last."""
        document = self.to_sign()
        deputy, health = self.rows(document)
        self.assertEqual((deputy.state, health.sudo().state), ('waiting', 'queued'))
        with self.refused(UserError, f"{self.deputy.name} has not signed yet"):
            document.with_user(self.director).action_sign(pin=PIN)
        with self.refused(AccessError, ""):
            health.action_sign(pin=PIN)
        self.assertEqual(document.sudo().activity_ids.user_id, self.deputy)
        deputy.action_sign(pin=PIN)
        self.assertEqual(health.sudo().activity_ids.user_id, self.health_director)
        self.assertFalse(document.sudo().activity_ids.user_id)
        health.action_sign(pin=PIN)
        self.assertEqual(document.sudo().activity_ids.user_id, self.director)
        self.assertEqual(health.sudo().activity_ids.user_id, self.health_clerk)

    def test_signers_wait_for_the_readers(self):
        """Decree 30/2020, Art. 11: who reads before the signers agrees first."""
        document = self.to_sign(presentation_ids=[Command.create({'reader_id': self.chief.id})])
        deputy, _health = self.rows(document)
        self.assertEqual(deputy.sudo().state, 'queued')
        document.presentation_ids.with_user(self.chief).action_agree(opinion='')
        self.assertEqual(deputy.state, 'waiting')

    def test_a_row_shows_another_agency_what_it_must_read_and_nothing_else(self):
        """Decree 30/2020, App. VI, III.3b: the row opens; document, files, history and drafts of others do not."""
        document = self.to_sign()
        deputy, health = self.rows(document)
        board = self.env['document.signer'].with_user(self.health_director)
        self.assertFalse(board.search([]))
        deputy.action_sign(pin=PIN)
        self.assertEqual(board.search([('is_my_turn', '=', True)]), health)
        self.assertEqual((health.document_name, health.lead_agency), (document.display_name, self.home.name))
        with self.refused(AccessError, ""):
            document.with_user(self.health_director).read(['subject'])
        with self.refused(AccessError, ""):
            document.file_ids.with_user(self.health_director).read(['name'])
        with self.refused(AccessError, ""):
            health.write({'sequence': 0})
        with self.refused(AccessError, ""):
            deputy.with_user(self.health_director).read(['state'])
        self.env.flush_all()
        pages, files = health.layout_preview()['pages'], health.readable_files
        for login, status in (('health_director', 200), ('health_clerk', 200), ('colleague', 403)):
            self.authenticate(f'{login}@test', PASSWORD)
            self.assertEqual(self.url_open(pages[0]['url']).status_code, status, login)
            self.assertEqual(self.url_open(files[0]['url']).status_code, status, login)
        self.authenticate('health_director@test', PASSWORD)
        self.assertEqual(self.url_open(files[0]['url']).content, document.file_ids._pdf())
        self.assertEqual(self.url_open(f'/hanam/document/file/{document.file_ids.id}/page/0.png').status_code, 403)

    def test_the_row_opens_on_the_screens_of_another_agency(self):
        """Art. 21.1: list, form and the dialog that asks for the PIN need nothing of the lead agency's own."""
        document = self.to_sign()
        deputy, health = self.rows(document)
        deputy.action_sign(pin=PIN)
        for kind in ('list', 'form'):
            asked = {name: {'fields': {'display_name': {}}} if health._fields[name].relational else {}
                     for name in health.get_views([(False, kind)])['models']['document.signer']['fields']
                     if name in self.env.ref(f'hanam_document.document_signer_view_{kind}').arch}
            self.env.invalidate_all()
            self.assertEqual(health.web_read(asked)[0]['lead_agency'], self.home.name)
        params = health.action_sign()['params']
        self.assertEqual((params['method'], params['preview_url']), ('action_sign', health.readable_files[0]['url']))

    def test_declining_sends_the_document_back_and_all_sign_again(self):
        """Art. 13.1.c: with the reason; what was signed stays as a version."""
        document = self.to_sign()
        deputy, health = self.rows(document)
        deputy.action_sign(pin=PIN)
        health.action_decline(reason="Chưa thống nhất khoản 2")
        self.assertEqual((document.state, deputy.state, health.state), ('unit_check', 'queued', 'declined'))
        self.assertEqual(document.file_ids._current_version().origin, 'upload')
        self.assertIn("Chưa thống nhất khoản 2", document.sudo().event_ids.mapped('comment'))
        self.assertEqual(document.event_ids.company_id, self.home)
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        self.assertEqual((deputy.state, health.sudo().state), ('waiting', 'queued'))
        for row in (deputy, health):
            row.action_sign(pin=PIN)
        self.assertEqual(document.file_ids.version_ids.mapped('origin').count('sign'), 3)

    def test_the_lead_agency_issues_when_every_agency_has_sealed(self):
        """Decree 30/2020, App. I, II.8a: each agency seals its own place; the lead agency comes last."""
        document = self.to_sign()
        deputy, health = self.rows(document)
        for row in (deputy, health):
            row.action_sign(pin=PIN)
        document.with_user(self.director).action_sign(pin=PIN)
        document.with_user(self.clerk).action_assign_number()
        with self.refused(UserError, f"{self.health.name} has not sealed yet"):
            document.with_user(self.clerk).action_issue(pin=PIN)
        with self.refused(UserError, "put when the document is issued"):
            deputy.with_user(self.clerk).action_seal(pin=PIN)
        health.with_user(self.health_clerk).action_seal(pin=PIN)
        self.assertEqual((health.state, health.sealed_by_id), ('sealed', self.health_clerk))
        document.with_user(self.clerk).action_issue(pin=PIN)
        self.assertEqual(document.state, 'issued')

    def test_signers_are_named_while_it_is_a_draft(self):
        """Art. 13.2: a line changed after the checks would be another document."""
        document = self.draft()
        with self.refused(AccessError, "change only by the steps"):
            document.signer_ids.write({'state': 'signed'})
        with self.refused(AccessError, "is not with you now"):
            document.signer_ids.with_user(self.colleague_of(document)).write({'sequence': 5})
        document.action_submit()
        document.with_user(self.unit_head).action_pass_content()
        row = document.signer_ids.sorted('sequence')[0].with_user(self.form_checker)
        row.unlink()
        with self.refused(UserError, "changed after the content check"):
            document.with_user(self.form_checker).action_pass_form()
        signing = self.to_sign()
        with self.refused(AccessError, "can no longer be changed here"):
            signing.signer_ids.with_user(self.director).write({'sequence': 5})

    def colleague_of(self, document):
        """Return someone who was asked about a draft, and so may read it."""
        document.write({'opinion_ids': [Command.create({'user_id': self.colleague.id, 'question': "Đồng ý?"})]})
        return self.colleague

    def test_another_agency_is_named_only_where_it_lends_its_signer(self):
        """Art. 21.1: what an agency keeps to itself is not named by another."""
        authorities = self.env['document.delegation'].with_user(self.officer)
        self.assertEqual(authorities.name_search("Sở Y tế"), [
            (self.health_authority.id, f"{self.health.name} · GIÁM ĐỐC SỞ Y TẾ · {self.health_director.name}")])
        self.health_authority.is_joint = False
        self.assertFalse(authorities.name_search("Sở Y tế"))
        with self.refused(AccessError, ""):
            self.draft()

    def test_a_person_signs_once_and_with_authority(self):
        """Decree 30/2020, Art. 13: rows are held to the same authority as the signer."""
        document = self.draft(signer_ids=[Command.create({'delegation_id': self.authority.id})])
        with self.refused(UserError, "signs once"):
            document.action_submit()
        self.deputy_authority.valid_to = '2021-01-01'
        with self.refused(UserError, f"{self.deputy.name} has no authority"):
            self.draft().action_submit()
