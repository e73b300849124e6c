import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import NotDer, is_list_of, read_crl

DAYS_OF_A_LIST = 7


class SigningCrl(models.Model):
    """A list of withdrawn certificates, as its authority signed it. Newer lists are added, older ones stay.

    It counts once it is known to be signed by a registered authority, until it ends or is older than the setting
    `hanam_signing.crl_max_age_days` allows, whatever the authority promised.
    """

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
    scope = fields.Char(compute='_compute_from_der', store=True)
    authority_id = fields.Many2one(
        'signing.authority', "Signed By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        help="The registered authority whose signature on the list was checked. Without one the list does not count.")
    state = fields.Selection(
        [('current', "Counts"), ('superseded', "Superseded"), ('outdated', "Too Old"), ('unproven', "Not Proven")],
        compute='_compute_state')

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
            crl.scope = data.scope

    @api.depends('authority_id.active')
    def _compute_state(self):
        current, fresh = self._current(), self.filtered_domain(self._fresh_domain())
        for crl in self:
            if crl in current:
                crl.state = 'current'
            elif not crl.authority_id.active:
                crl.state = 'unproven'
            else:
                crl.state = 'superseded' if crl in fresh else 'outdated'

    @api.model_create_multi
    def create(self, vals_list):
        lists = super().create([
            dict(vals, der=self._normalised_der(vals.get('der')), authority_id=False) for vals in vals_list])
        lists._bind()
        return lists

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A revocation list is never changed. Upload the newer one beside it."))

    @api.model
    def _normalised_der(self, content):
        try:
            data = read_crl(base64.b64decode(content or b''))
        except (NotDer, ValueError) as error:
            raise UserError(self.env._(
                "This file is not a revocation list. Choose the .crl file of the certification authority.")) from error
        if data.is_delta:
            raise UserError(self.env._(
                "This list only says what changed since another one. Choose the full list of the authority."))
        return base64.b64encode(data.der)

    def _der_bytes(self):
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).der or b'')

    def _bind(self):
        """Find the authority that signed each list; without records, of all that have none yet. Others wait."""
        # sudo: whose signature a list carries is found out here, never said by a person
        waiting = self.sudo() or self.sudo().search([('authority_id', '=', False)])
        # sudo: as above; an authority that is archived signed its lists all the same
        authorities = self.env['signing.authority'].sudo().with_context(active_test=False).search(
            [('subject', 'in', waiting.mapped('issuer'))], order='active DESC, purpose, id')
        for crl in waiting:
            signer = next((authority for authority in authorities if authority.subject == crl.issuer
                           and is_list_of(crl._der_bytes(), authority._der_bytes())), None)
            if signer:
                super(SigningCrl, crl).write({'authority_id': signer.id})

    @api.model
    def _take(self, content, authority):
        """Keep a list that was fetched for an authority, unless it is here already; return it.

        content: bytes, DER or PEM. UserError, with what to do, when it is none, is signed by somebody else, or ended.
        """
        der = base64.b64decode(self._normalised_der(base64.b64encode(content)))
        data = read_crl(der)
        if not is_list_of(der, authority._der_bytes()):
            raise UserError(self.env._(
                "The list at this address is not signed by %(name)s. Check the address.", name=authority.display_name))
        if data.next_update and data.next_update <= fields.Datetime.now():
            raise UserError(self.env._(
                "The list at this address ended on %(day)s. Ask the authority to publish a new one.",
                day=data.next_update.strftime('%d/%m/%Y')))
        return self.search([('sha256', '=', data.sha256)]) or self.create([{'der': base64.b64encode(der)}])

    @api.model
    def _fresh_domain(self):
        """Return which lists are young enough to count: not ended, not older than the setting, of an authority."""
        now = fields.Datetime.now()
        return (Domain('authority_id.active', '=', True)
                & Domain('this_update', '>=', now - timedelta(days=self._max_age_days()))
                & (Domain('next_update', '=', False) | Domain('next_update', '>', now)))

    @api.model
    def _max_age_days(self):
        """Return after how many days a list does not count any more, whatever it promises."""
        # sudo: the age limit is a setting of the system
        setting = self.env['ir.config_parameter'].sudo().get_param('hanam_signing.crl_max_age_days', '')
        return int(setting) if setting.strip().isdigit() and int(setting) else DAYS_OF_A_LIST

    @api.model
    def _current(self):
        """Return the newest list that counts, of each authority and each part of its certificates."""
        newest = {}
        for crl in self.sudo().search(self._fresh_domain()):  # sudo: revocation is the same for everyone
            newest.setdefault((crl.authority_id, crl.scope), crl)
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
