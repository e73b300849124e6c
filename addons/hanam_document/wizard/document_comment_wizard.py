from odoo import api, fields, models


class DocumentCommentWizard(models.TransientModel):
    """Asks for a reason, an order, an opinion or how something was handed over."""

    _name = 'document.comment.wizard'
    _description = 'Words for a Step'
    _inherit = ['document.step.wizard']

    comment = fields.Text()
    asks = fields.Char(compute='_compute_asks')

    @api.depends('res_model', 'step')
    def _compute_asks(self):
        for wizard in self:
            wizard.asks = wizard._record()._workflow.step(wizard.step).asks if wizard.step else False

    def action_confirm(self):
        """Take the step with these words."""
        return self._take(self.comment or '')
