"""Who may open one document, and why (Decree 30/2020, App. VI, III.3b)."""

from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

REASONS = {'drafter': _lt("Drafted it"), 'recipient': _lt("Is a recipient"), 'lead': _lt("Is in the lead"),
           'support': _lt("Supports"), 'info': _lt("Should know of it")}


class DocumentGrant(models.Model):
    """One person may open one document; steps create the rows, the record rules read them."""

    _name = 'document.grant'
    _description = 'Access Grant'
    _inherit = ['document.part']
    _order = 'id'
    _rec_name = 'user_id'

    incoming_id = fields.Many2one(readonly=True)
    outgoing_id = fields.Many2one(readonly=True)
    user_id = fields.Many2one('res.users', string="Person", readonly=True, required=True)
    reason = fields.Char(readonly=True, required=True)
    reason_name = fields.Char(string="Why", compute='_compute_reason_name')
    via_department_id = fields.Many2one('hr.department', string="Through Unit", readonly=True)
    granted_by_id = fields.Many2one('res.users', readonly=True, required=True)

    _incoming_unique = models.UniqueIndex('(user_id, incoming_id) WHERE incoming_id IS NOT NULL')
    _outgoing_unique = models.UniqueIndex('(user_id, outgoing_id) WHERE outgoing_id IS NOT NULL')

    @api.depends('reason')
    @api.depends_context('lang')
    def _compute_reason_name(self):
        """Put the role, or the state in which it was this person's turn, into words."""
        states = {model: dict(self.env[model]._fields['state']._description_selection(self.env))
                  for model in ('document.incoming', 'document.outgoing')}
        for grant in self:
            told = REASONS.get(grant.reason)
            if told:
                grant.reason_name = told._translate(self.env.lang or 'en_US')
            else:
                grant.reason_name = states[grant._document()._name].get(grant.reason, grant.reason)

    @api.model
    def _give(self, document, users, reason, department=None):
        """Let `users` open `document`; who already may is left as is. `reason` is the step or role."""
        link = document._event_links()
        column = 'incoming_id' if link.get('incoming_id') else 'outgoing_id'
        # sudo: grants are written here only, by a step that was checked
        grants = self.sudo()
        known = grants.search([(column, '=', link[column]), ('user_id', 'in', users.ids)]).user_id
        grants.create([{
            column: link[column], 'user_id': user.id, 'reason': reason,
            'via_department_id': department.id if department else False, 'granted_by_id': self.env.uid,
        } for user in users - known])
