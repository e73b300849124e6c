from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.pades.appearance import check_image


class ResUsers(models.Model):
    _inherit = 'res.users'

    certificate_ids = fields.One2many('signing.certificate', 'user_id', "Certificates")
    signing_image_ids = fields.One2many('signing.image', 'user_id', "Signature Images")

    def _signing_certificate(self):
        """Return the certificate this person signs with: of those in force the newest; UserError without one."""
        self.ensure_one()
        certificates = self.env['signing.certificate'].search(
            [('user_id', '=', self.id)], order='valid_from DESC, id DESC')
        if not certificates:
            raise UserError(self.env._(
                "%(name)s has no certificate registered. Ask the administrator to register it.", name=self.name))
        now = fields.Datetime.now()
        in_force = certificates.filtered(lambda one: one.valid_from <= now <= one.valid_to)
        return (in_force or certificates)[:1]

    def _signature_image(self):
        """Return the PNG of this person's signature (Decree 30/2020, App. I, II.7d); UserError without one."""
        image = self._signature_row()
        if not image:
            raise UserError(self.env._(
                "%(name)s has no signature image. Upload a blue PNG with a transparent background first.",
                name=self.name))
        return image._png_bytes()

    def _signature_shape(self):
        """Return width over height of this person's signature, None without one: places are laid to it (II.8a)."""
        image = self._signature_row()
        if not image:
            return None
        width, height = check_image(image._png_bytes()).size
        return width / height

    def _signature_row(self):
        self.ensure_one()
        # sudo: pictures are hidden; drawn only with the owner's key, and laid for by their shape
        return self.env['signing.image'].sudo().search(
            [('user_id', '=', self.id), ('kind', '=', 'signature')], limit=1)
