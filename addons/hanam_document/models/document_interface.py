"""Other systems of the province, what each may do here, and its key (Decision 44/2024, Art. 17.4)."""

import re

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..interfaces import GROUP, RIGHTS
from .ir_http import SCOPE

CODE = re.compile(r'[a-z0-9][a-z0-9.-]{0,39}')
LONGEST_KEY = 365


class DocumentInterface(models.Model):
    """One system that calls this one: the procedures system, the operations centre, a monitor."""

    _name = 'document.interface'
    _description = 'Integrated System'
    _order = 'name'

    name = fields.Char(required=True, help="As people read it in the history of what this system hands in.")
    code = fields.Char(required=True, help="Small letters, digits, dots and dashes, such as “mot-cua.snv”.")
    company_id = fields.Many2one('res.company', string="Agency", required=True, index=True,
                                 default=lambda self: self.env.company, help="It acts for this agency alone.")
    active = fields.Boolean(default=True)
    user_id = fields.Many2one('res.users', string="Account", readonly=True, copy=False, ondelete='restrict',
                              help="Has no password and no right but those ticked here.")
    may_drafts = fields.Boolean(string="Hand In Drafts")
    may_status = fields.Boolean(string="Ask for Statuses")
    may_figures = fields.Boolean(string="Read Figures")
    may_monitor = fields.Boolean(string="Watch the Exchange")
    figures_scope = fields.Selection(
        [('own', "Of the agency"), ('below', "Of the agency and those it governs"), ('all', "Of the whole province")],
        string="Which Figures", required=True, default='own')
    drafter_id = fields.Many2one('res.users', domain="[('company_ids', 'in', company_id)]",
                                 help="What this system hands in is this person's draft, to be read and submitted.")
    department_id = fields.Many2one('hr.department', string="Drafting Unit", check_company=True,
                                    help="Empty: the unit of the drafter.")
    calls_per_minute = fields.Integer(default=120, required=True,
                                      help="Further calls are refused, so that a broken program stops nobody's work.")
    key_days = fields.Integer(string="Days a Key Is Valid", default=LONGEST_KEY, required=True)
    key_expires_at = fields.Datetime(string="Key Valid Until", compute='_compute_key_expires_at')
    key_issued_at = fields.Datetime(readonly=True, copy=False)
    key_issued_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    last_used_at = fields.Datetime(compute='_compute_usage')
    calls_today = fields.Integer(compute='_compute_usage')
    call_ids = fields.One2many('document.interface.call', 'interface_id', string="Calls")

    _code_unique = models.UniqueIndex('(code)', "Another system has this code already.")
    _user_unique = models.UniqueIndex('(user_id) WHERE user_id IS NOT NULL')
    _calls_check = models.Constraint("CHECK (calls_per_minute BETWEEN 1 AND 6000)",
                                     "Allow between 1 and 6000 calls a minute.")
    _days_check = models.Constraint(f"CHECK (key_days BETWEEN 1 AND {LONGEST_KEY})",
                                    "A key is valid for one year at most.")

    @api.depends('user_id', 'key_issued_at')
    def _compute_key_expires_at(self):
        ends = {key.user_id: key.expiration_date for key in self._keys()}
        for system in self:
            system.key_expires_at = ends.get(system.user_id)

    @api.depends('call_ids')
    def _compute_usage(self):
        """Say when each was last used, and how often since midnight in Vietnam."""
        calls = self.env['document.interface.call']
        last = dict(calls._read_group([('interface_id', 'in', self.ids)], ['interface_id'], ['at:max']))
        today = dict(calls._read_group([('interface_id', 'in', self.ids), ('at', '>=', calls._midnight())],
                                       ['interface_id'], ['__count']))
        for system in self:
            system.last_used_at = last.get(system)
            system.calls_today = today.get(system, 0)

    @api.constrains('code')
    def _check_code(self):
        for system in self:
            if not CODE.fullmatch(system.code):
                raise ValidationError(self.env._("“%(code)s” is no code: use small letters, digits, dots and dashes.",
                                                 code=system.code))

    @api.constrains('may_drafts', 'drafter_id', 'department_id', 'company_id')
    def _check_drafter(self):
        for system in self.filtered('may_drafts'):
            if not system.drafter_id.has_group('hanam_document.group_officer') \
                    or system.company_id not in system.drafter_id.company_ids:
                raise ValidationError(self.env._(
                    "Name the person of %(agency)s whose drafts these are: someone who works with documents there.",
                    agency=system.company_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        """Make each system's account with it."""
        systems = super().create(vals_list)
        for system in systems:
            # sudo: the account is made here only, has no password and belongs to no person
            system.user_id = self.env['res.users'].sudo().with_context(no_reset_password=True).create({
                'name': system.name, 'login': f'interface.{system.code}', 'company_id': system.company_id.id,
                'company_ids': [Command.set(system.company_id.ids)], 'group_ids': [Command.set(system._groups().ids)]})
        return systems

    def write(self, vals):
        """Let the account follow; a system that is put away loses its key."""
        if 'company_id' in vals and any(system.company_id.id != vals['company_id'] for system in self):
            raise AccessError(self.env._("A system acts for the agency it was set up for; set up another one."))
        written = super().write(vals)
        if vals.keys() & {'name', 'active', *(f'may_{right}' for right in RIGHTS)}:
            for system in self:
                # sudo: as in create
                system.user_id.sudo().write({'name': system.name, 'active': system.active,
                                             'group_ids': [Command.set(system._groups().ids)]})
        if vals.get('active') is False:
            self._revoke()
        return written

    def _groups(self):
        """Return the groups of what this system may do; they give nothing but the calls of their name."""
        groups = self.env['res.groups']
        return groups.union(*(self.env.ref(GROUP % right) for right in RIGHTS if self[f'may_{right}']))

    def _keys(self):
        # sudo: keys are nobody's to read; only until when one is valid is shown
        return self.env['res.users.apikeys'].sudo().search([('user_id', 'in', self.user_id.ids)])

    def _revoke(self):
        self._keys()._remove()

    def action_issue_key(self):
        """Show a new key, once; the former one ends at this moment."""
        self.ensure_one()
        self.check_access('write')
        if not self.active:
            raise UserError(self.env._("%(system)s is archived and gets no key.", system=self.name))
        self._revoke()
        now = fields.Datetime.now()
        # sudo: a key longer than a person's own, for an account that is no person's
        keys = self.env['res.users.apikeys'].with_user(self.user_id).sudo()
        key = keys._generate(SCOPE, self.name, fields.Datetime.add(now, days=self.key_days))
        self.write({'key_issued_at': now, 'key_issued_by_id': self.env.uid})
        view = self.env.ref('hanam_document.res_users_apikeys_show_view_form_interface')
        return {'type': 'ir.actions.act_window', 'res_model': 'res.users.apikeys.show', 'target': 'new',
                'name': self.env._("Key of %(system)s", system=self.name), 'views': [(view.id, 'form')],
                'context': {'default_key': key}}

    def action_revoke_key(self):
        """End the key at once."""
        self.check_access('write')
        self._revoke()
        self.write({'key_issued_at': False, 'key_issued_by_id': False})
        return True

    @api.model
    def _of_caller(self):
        """Return the system whose account makes this call, or none."""
        # sudo: the account of a system reads nothing by itself
        return self.sudo().search([('user_id', '=', self.env.uid)])
