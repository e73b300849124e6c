from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.pades import TrustMaterial


class SigningAuthority(models.Model):
    """Whom the province trusts to say who signed: roots and the authorities between them and people."""

    _name = 'signing.authority'
    _description = 'Trusted Authority'
    _inherit = ['signing.x509']
    _order = 'purpose, common_name, id'

    purpose = fields.Selection(
        [('signing', "Signatures"), ('timestamp', "Time Stamps")], required=True, default='signing')
    note = fields.Text(help="Where the certificate was taken from, and who compared its fingerprint.")
    active = fields.Boolean(default=True)

    _sha256_unique = models.UniqueIndex('(sha256, purpose)', "This authority is registered already for this purpose.")

    @api.model
    def _check_certificate(self, data):
        if not data.is_authority:
            raise UserError(self.env._(
                "%(name)s is not a certification authority. Register it as a certificate of a person or an agency.",
                name=data.common_name))

    @api.model
    def _trust_material(self):
        """Return the anchors, intermediates and current revocation lists a signature is judged by.

        Revocation lists that ended or are too old stay out: without a fresh one the verdict says that revocation was
        not checked.
        """
        authorities = self.sudo().search_fetch([], ['der', 'purpose'])  # sudo: trust is the same for everyone
        signing = authorities.filtered(lambda authority: authority.purpose == 'signing')
        stamping = authorities - signing
        return TrustMaterial(
            roots=signing._ders(root=True),
            intermediates=authorities._ders(root=False),
            crls=self.env['signing.crl']._current_ders(),
            tsa_roots=stamping._ders(root=True),
        )

    @api.model
    def _trust_version(self):
        """Return a short text that changes exactly when what signatures are judged by changes.

        It is made of the fingerprints of the authorities and of the lists that count now, so a list that has become
        too old changes it too, and nobody has to count anything up.
        """
        authorities = self.sudo().search_fetch([], ['sha256', 'purpose'])  # sudo: trust is the same for everyone
        parts = [f'{authority.purpose} {authority.sha256}' for authority in authorities]
        parts += self.env['signing.crl']._current().mapped('sha256')
        return sha256('\n'.join(sorted(parts)).encode()).hexdigest()[:16]

    @api.model_create_multi
    def create(self, vals_list):
        authorities = super().create(vals_list)
        self.env['signing.crl']._bind()
        return authorities

    def _ders(self, *, root):
        return tuple(authority._der_bytes() for authority in self if authority.is_self_signed is root)
