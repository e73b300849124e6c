from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.pades import PadesError
from ..lib.pades.stamping import stamp_certificate
from ..lib.pades.timestamps import time_stamper
from ..tools import is_issued_by, read_certificate


class SigningTsa(models.Model):
    """An authority that proves moments: it signs what existed when (RFC 3161; Decree 30/2020, App. I, II.7d)."""

    _name = 'signing.tsa'
    _description = 'Time-Stamping Authority'
    _inherit = ['signing.expiring']
    _order = 'sequence, id'

    name = fields.Char(required=True)
    url = fields.Char("Address", required=True, tracking=True)
    timeout = fields.Integer("Longest Wait (seconds)", default=10, required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    authority_id = fields.Many2one(
        'signing.authority', "Trusted By", readonly=True, copy=False, ondelete='restrict',
        help="The registered authority above its certificate. Without one its stamps are not trusted here.")
    certificate_name = fields.Char("Stamps With", readonly=True, copy=False)
    valid_to = fields.Datetime("Certificate Valid Until", readonly=True, copy=False)
    tried_at = fields.Datetime("Last Tried", readonly=True, copy=False)
    trouble = fields.Text(readonly=True, copy=False)

    _timeout_check = models.Constraint(
        'CHECK (timeout BETWEEN 1 AND 60)', "The longest wait lies between 1 and 60 seconds.")

    @api.constrains('url')
    def _check_url(self):
        for tsa in self:
            if not tsa.url.startswith(('http://', 'https://')):
                raise UserError(self.env._("The address of a time-stamping authority begins with http:// or https://."))

    def write(self, vals):
        if 'url' in vals:
            vals = dict(vals, announced_days=0, certificate_name=False, valid_to=False, tried_at=False, trouble=False)
        return super().write(vals)

    def _time_stamper(self):
        """Return what the signature library asks for time stamps; failures come as its TimestampUnavailable."""
        self.ensure_one()
        return time_stamper(self.url, self.timeout)

    def action_try(self):
        """Ask for one time stamp, and note whose certificate made it and until when that certificate lasts."""
        self.ensure_one()
        self.check_access('write')
        trouble = False
        try:
            certificate = read_certificate(stamp_certificate(self._time_stamper()))
        except PadesError as error:
            trouble = self.env._(
                "No time stamp came. Check the address and the connection of the server: %(detail)s",
                detail=str(error)[:300])
        else:
            trouble = self._note_certificate(certificate)
        self.write({'tried_at': fields.Datetime.now(), 'trouble': trouble})
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def _note_certificate(self, data):
        """Keep which certificate stamps and until when, so that its end is announced like any other.

        Return a sentence when it comes from nobody who is trusted here, else False.
        """
        authorities = self.env['signing.authority'].search([('subject', '=', data.issuer)], order='purpose DESC, id')
        above = authorities.filtered(lambda authority: is_issued_by(data.der, authority._der_bytes()))[:1]
        self._note_end(data.valid_to)
        self.write({'certificate_name': data.common_name, 'authority_id': above.id})
        return False if above else self.env._(
            "Its certificate comes from %(issuer)s. Register that authority for time stamps, or its stamps are not "
            "trusted here.", issuer=data.issuer)

    def _note_end(self, ends):
        if self.valid_to != ends:
            self.write({'valid_to': ends, 'announced_days': 0})

    def _ending_advice(self):
        return self.env._("Ask the time-stamping authority whether it changes its certificate, and try it here again.")
