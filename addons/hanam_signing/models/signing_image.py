import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.pades import PadesError
from ..lib.pades.appearance import check_image

INK = {'signature': 2, 'seal': 0}  # the channel that must lead: blue, red


class SigningImage(models.Model):
    """A handwritten signature in blue or a seal in red, as a transparent PNG (Decree 30/2020, App. I, II.7d, II.8a)."""

    _name = 'signing.image'
    _description = 'Signature or Seal Image'
    _order = 'kind, id DESC'

    name = fields.Char(compute='_compute_name', store=True)
    kind = fields.Selection([('signature', "Signature"), ('seal', "Seal")], required=True, default='signature')
    png = fields.Binary(
        "Image", required=True, attachment=False, copy=False,
        help="PNG with a transparent background: blue for a signature, red for a seal.")
    width_mm = fields.Float("Width (mm)", digits=(5, 1), required=True, default=45)
    user_id = fields.Many2one(
        'res.users', "Person", compute='_compute_owner', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='cascade')
    company_id = fields.Many2one(
        'res.company', "Agency", compute='_compute_owner', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='cascade')
    active = fields.Boolean(default=True)

    _owner_check = models.Constraint(
        "CHECK ((kind = 'signature' AND user_id IS NOT NULL AND company_id IS NULL)"
        " OR (kind = 'seal' AND company_id IS NOT NULL AND user_id IS NULL))",
        "A signature belongs to one person, a seal to one agency.")
    _width_check = models.Constraint(
        'CHECK (width_mm BETWEEN 10 AND 100)', "The width of the image lies between 10 and 100 mm.")

    @api.depends('kind', 'user_id', 'company_id')
    def _compute_name(self):
        for image in self:
            image.name = image.user_id.name or image.company_id.name

    @api.depends('kind')
    def _compute_owner(self):
        for image in self:
            image.user_id = (image.user_id or self.env.user) if image.kind == 'signature' else False
            image.company_id = (image.company_id or self.env.company) if image.kind == 'seal' else False

    @api.constrains('png', 'kind')
    def _check_png(self):
        for image in self:
            try:
                picture = check_image(image._png_bytes())
            except PadesError as error:
                raise ValidationError(self.env._(
                    "The image of %(name)s must be a PNG with a transparent background. Save it as such and upload it "
                    "again.", name=image.name)) from error
            if not self._has_ink(picture, INK[image.kind]):
                raise ValidationError(
                    self.env._("The signature of %(name)s must be blue. Scan it in blue ink.", name=image.name)
                    if image.kind == 'signature' else
                    self.env._("The seal of %(name)s must be red. Scan it in colour.", name=image.name))

    @api.model
    def _has_ink(self, picture, channel):
        """Tell whether the visible part of the picture is, on average, clearly of one colour (0 red, 2 blue)."""
        visible = picture.getchannel('A').point(lambda alpha: 255 if alpha > 127 else 0)
        weight = visible.histogram()[255]
        if not weight:
            return False
        means = [
            sum(level * count for level, count in enumerate(picture.getchannel(band).histogram(visible))) / weight
            for band in 'RGB'
        ]
        others = [mean for index, mean in enumerate(means) if index != channel]
        return means[channel] - max(others) >= 30

    def _png_bytes(self):
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).png or b'')
