"""A signed file stays as it is, for everyone (Decree 30/2020, Art. 5)."""

from odoo.exceptions import UserError

from .common import SigningCase, draft_pdf


class TestSignedFiles(SigningCase):

    def test_a_signed_file_cannot_be_overwritten(self):
        """By nobody, in no field that holds or replaces its bytes."""
        signed = self.signed()
        content = signed.raw
        for file in (signed.with_user(self.director), signed.with_user(self.clerk), signed.sudo()):
            for values in ({'raw': b'%PDF-1.7 other'}, {'datas': b'JVBERg=='}, {'db_datas': b'x'},
                           {'store_fname': 'aa/bb'}, {'type': 'url', 'url': '/elsewhere'}, {'mimetype': 'text/html'}):
                with self.subTest(user=file.env.user.login, values=values), \
                        self.assertRaisesRegex(UserError, "can no longer be changed or deleted"):
                    file.write(dict(values))
        self.env.invalidate_all()
        self.assertEqual(signed.raw, content)

    def test_a_signed_file_cannot_be_deleted(self):
        signed = self.signed()
        for file in (signed.with_user(self.clerk), signed.sudo()):
            with self.subTest(su=file.env.su), self.assertRaisesRegex(UserError, "can no longer be changed or deleted"):
                file.unlink()
        self.assertTrue(signed.exists())

    def test_a_record_cannot_take_its_signed_files_along(self):
        """Deleting the record a signed file hangs on would delete the file."""
        partner = self.env['res.partner'].create({'name': "Tạm"})
        file = self.upload(draft_pdf())
        file.sudo().write({'res_model': 'res.partner', 'res_id': partner.id})
        file._freeze()
        with self.assertRaisesRegex(UserError, "can no longer be changed or deleted"):
            partner.unlink()

    def test_nobody_says_by_hand_that_a_file_is_signed(self):
        file = self.upload(draft_pdf())
        for values in ({'is_signed': True}, {'sha256': 'ab'}, {'parent_attachment_id': file.id}, {'is_trial': True}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "found out by signing it"):
                file.sudo().write(dict(values))
            with self.subTest(create=values), self.assertRaisesRegex(UserError, "found out by signing it"):
                self.env['ir.attachment'].create({'name': 'x', **values})
        files = self.env['ir.attachment'].with_context(default_is_signed=True, default_sha256='ab')
        plain = files.create({'name': 'x'})
        self.assertEqual((plain.is_signed, plain.sha256), (False, False))

    def test_nobody_says_by_hand_that_a_file_is_not_signed(self):
        with self.assertRaisesRegex(UserError, "found out by signing it"):
            self.signed().sudo().write({'is_signed': False})

    def test_a_copy_is_a_plain_file(self):
        """A copy may be worked on; only the original is closed."""
        copied = self.signed().sudo().copy()
        self.assertFalse(copied.is_signed)
        copied.raw = b'%PDF-1.7 other'

    def test_new_bytes_continue_the_old_ones(self):
        signed = self.signed()
        with self.assertRaisesRegex(UserError, "does not begin with .* as it was"):
            signed._version(b'%PDF-1.7' + signed.raw, is_signed=True)

    def test_a_file_that_arrived_signed_can_be_closed(self):
        file = self.upload(draft_pdf())
        file._freeze()
        self.assertEqual(len(file.sha256), 64)
        with self.assertRaisesRegex(UserError, "can no longer be changed or deleted"):
            file.sudo().raw = b'other'
