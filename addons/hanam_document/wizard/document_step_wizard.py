from odoo import api, fields, models
from odoo.exceptions import AccessError


class DocumentStepWizard(models.AbstractModel):
    """A dialog that asks what a step must be told, and takes the step with the answer."""

    _name = 'document.step.wizard'
    _description = 'Question of a Step'

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field='res_model', required=True)
    step = fields.Char(required=True)
    company_id = fields.Many2one('res.company', compute='_compute_company_id')

    @api.depends('res_model', 'res_id')
    def _compute_company_id(self):
        """The agency whose units and people may be named."""
        for wizard in self:
            wizard.company_id = wizard._record().company_id if wizard.res_model else False

    def _record(self):
        """Return the record the step is about. Raises AccessError for a model without steps."""
        model = self.env[self.res_model]
        if getattr(model, '_workflow', None) is None:
            raise AccessError(self.env._("%(model)s has no steps.", model=self.res_model))
        return model.browse(self.res_id)

    def _take(self, answer):
        """Take the step with what the person answered; the engine checks everything once more."""
        record = self._record()
        row = record._workflow.step(self.step)
        getattr(record, f'action_{row.name}')(**{row.asks: answer})
        return {'type': 'ir.actions.act_window_close'}
