import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import NotDer, read_crl


class SigningCrl(models.Model):
    """A list of withdrawn certificates, as its authority signed it. Newer lists are added, older ones stay."""

    _name = 'signing.crl'
    _description = 'Certificate Revocation List'
    _order = 'this_update DESC, id DESC'
    _rec_name = 'issuer'

    der = fields.Binary("List File", required=True, attachment=False, copy=False, help="DER or PEM.")
    issuer = fields.Char(compute='_compute_from_der', store=True)
    sha256 = fields.Char("Fingerprint (SHA-256)", compute='_compute_from_der', store=True, copy=False)
    this_update = fields.Datetime("Issued", compute='_compute_from_der', store=True)
    next_update = fields.Datetime("Valid Until", compute='_compute_from_der', store=True)
    revoked_count = fields.Integer("Withdrawn Certificates", compute='_compute_from_der', store=True)

    _sha256_unique = models.UniqueIndex('(sha256)', "This revocation list is here already.")

    @api.depends('der')
    def _compute_from_der(self):
        for crl in self:
            data = read_crl(crl._der_bytes())
            crl.issuer = data.issuer
            crl.sha256 = data.sha256
            crl.this_update = data.this_update
            crl.next_update = data.next_update
            crl.revoked_count = data.revoked

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([dict(vals, der=self._normalised_der(vals.get('der'))) for vals in vals_list])

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A revocation list is never changed. Upload the newer one beside it."))

    @api.model
    def _normalised_der(self, content):
        try:
            data = read_crl(base64.b64decode(content or b''))
        except (NotDer, ValueError) as error:
            raise UserError(self.env._(
                "This file is not a revocation list. Choose the .crl file of the certification authority.")) from error
        return base64.b64encode(data.der)

    def _der_bytes(self):
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).der or b'')

    @api.model
    def _current(self):
        """Return the newest list of each issuer that has not ended."""
        now = fields.Datetime.now()
        lists = self.sudo().search(  # sudo: revocation is the same for everyone
            ['|', ('next_update', '=', False), ('next_update', '>', now)])
        newest = {}
        for crl in lists:
            newest.setdefault(crl.issuer, crl)
        return self.sudo().browse([crl.id for crl in newest.values()])  # sudo: same rows, read by signing code

    @api.model
    def _current_ders(self):
        return tuple(crl._der_bytes() for crl in self._current())

    @api.model
    def _age_hours(self):
        """Return how many hours ago the oldest list in use was issued; 0 without any."""
        lists = self._current()
        if not lists:
            return 0
        return int((fields.Datetime.now() - min(lists.mapped('this_update'))).total_seconds() // 3600)
