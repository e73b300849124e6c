import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ProvinceCase, plain_pdf


@tagged('post_install', '-at_install')
class TestSecrets(ProvinceCase):
    """State secrets never enter (Decision 44/2024, Art. 1.2, 15.1)."""

    def test_a_form_with_a_secrecy_mark_is_refused(self):
        """Art. 15.1: whether it is typed as a note or written over RPC, and only a trace is kept."""
        with self.refused(UserError, "carries a secrecy mark"):
            self.arrive(subject="V/v phòng thủ (Tối mật)")
        document = self.arrive()
        with self.refused(UserError, "carries a secrecy mark"):
            document.write({'description': "MẬT"})
        with self.env.registry.cursor() as cr:
            trace = self.env(cr=cr)['document.refusal'].search([('sender', '=', self.clerk.login)], limit=2)
            self.assertEqual(set(trace.mapped('entrance')), {'form'})
            self.assertEqual(len(trace[0].digest), 64)

    def test_a_file_with_a_secrecy_mark_is_refused(self):
        """Art. 1.2: the stamp on its pages or in its name stops the upload."""
        scan = base64.b64encode(plain_pdf('TOI MAT'))
        for name, upload in (('scan.pdf', scan), ('TUYỆT MẬT.pdf', base64.b64encode(plain_pdf()))):
            with self.refused(UserError, "carries a secrecy mark"):
                self.env['document.incoming'].with_user(self.clerk).create({
                    'type_id': self.letter.id, 'subject': "V/v phòng thủ",
                    'file_ids': [Command.create({'name': name, 'upload': upload})]})

    def test_ordinary_words_are_no_secrets(self):
        """Art. 15.1: «bảo mật» is a subject like any other."""
        self.assertTrue(self.arrive(subject="V/v bảo mật thông tin và chăn nuôi ong lấy mật"))
