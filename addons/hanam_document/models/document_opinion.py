"""Opinions asked and given on a draft (Decision 44/2024, Art. 13.1.b)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..workflows import OPINION
from .document_workflow import step


class DocumentOpinion(models.Model):
    """A question to one colleague about a draft, and the answer."""

    _name = 'document.opinion'
    _description = 'Opinion'
    _inherit = ['document.part', 'document.workflow']
    _order = 'id'
    _rec_name = 'user_id'
    _workflow = OPINION
    _earned = frozenset({'state', 'answer', 'answered_at', 'asked_by_id'})

    user_id = fields.Many2one('res.users', string="Asked Of", required=True)
    question = fields.Text()
    due_date = fields.Date(string="Wanted By")
    asked_by_id = fields.Many2one('res.users', readonly=True, default=lambda self: self.env.user)
    state = fields.Selection(OPINION.selection(), default=OPINION.first, required=True, readonly=True)
    answer = fields.Text(readonly=True)
    answered_at = fields.Datetime(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Ask: the colleague may open the draft and has a notice."""
        rows = super().create(vals_list)
        for row in rows:
            draft = row.outgoing_id
            if draft.state not in ('draft', 'unit_check', 'form_check', 'signing'):
                raise UserError(self.env._("%(document)s is signed; opinions are asked on drafts.",
                                           document=draft.display_name))
            draft._renew_waiting()
        return rows

    @step
    def action_give(self, opinion):
        """Answer the question; the answer stays with the draft."""
        self._earn(answer=opinion, answered_at=fields.Datetime.now())

    @step
    def action_take_back(self):
        """Withdraw the question."""
