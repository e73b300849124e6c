import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import NotDer, read_certificate


class SigningX509(models.AbstractModel):
    """A stored certificate: the bytes are given once, everything else is read from them."""

    _name = 'signing.x509'
    _description = 'X.509 Certificate Data'
    _inherit = ['signing.expiring']

    der = fields.Binary(
        "Certificate File", required=True, attachment=False, copy=False, help="DER or PEM, without a private key.")
    common_name = fields.Char("Name", compute='_compute_from_der', store=True)
    organisation = fields.Char("Organization", compute='_compute_from_der', store=True)
    subject = fields.Char("Full Subject", compute='_compute_from_der', store=True)
    issuer = fields.Char(compute='_compute_from_der', store=True)
    serial_number = fields.Char(compute='_compute_from_der', store=True)
    sha256 = fields.Char("Fingerprint (SHA-256)", compute='_compute_from_der', store=True, copy=False)
    valid_from = fields.Datetime(compute='_compute_from_der', store=True)
    valid_to = fields.Datetime("Valid Until", compute='_compute_from_der', store=True)
    is_self_signed = fields.Boolean("Root", compute='_compute_from_der', store=True)
    crl_urls = fields.Text("Lists of Its Issuer", compute='_compute_from_der', store=True)

    @api.depends('der')
    def _compute_from_der(self):
        for holder in self:
            data = read_certificate(holder._der_bytes())
            holder.common_name = data.common_name
            holder.organisation = data.organisation
            holder.subject = data.subject
            holder.issuer = data.issuer
            holder.serial_number = data.serial
            holder.sha256 = data.sha256
            holder.valid_from = data.valid_from
            holder.valid_to = data.valid_to
            holder.is_self_signed = data.is_self_signed
            holder.crl_urls = '\n'.join(data.crl_urls)

    @api.depends('common_name')
    def _compute_display_name(self):
        for holder in self:
            holder.display_name = holder.common_name or holder.subject

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([dict(vals, der=self._normalised_der(vals.get('der'))) for vals in vals_list])

    def write(self, vals):
        if 'der' in vals:
            raise UserError(self.env._(
                "A certificate that is registered cannot be exchanged. Archive it and register the new one."))
        return super().write(vals)

    @api.model
    def _normalised_der(self, content):
        """Return the base64 DER of an uploaded base64 certificate, which may be PEM inside."""
        try:
            data = read_certificate(base64.b64decode(content or b''))
        except (NotDer, ValueError) as error:
            raise UserError(self.env._(
                "This file is not a certificate. Choose the public certificate as a .cer, .crt or .pem file, "
                "never a file with a private key.")) from error
        self._check_certificate(data)
        return base64.b64encode(data.der)

    @api.model
    def _check_certificate(self, data):
        """Refuse a certificate this model has no use for, with a UserError."""

    def _der_bytes(self):
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).der or b'')
