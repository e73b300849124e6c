from odoo import api, fields, models

from ..models.document_assignment import KINDS


class DocumentDirectionWizard(models.TransientModel):
    """Who leads, who supports, who is told, with which opinion, by when (Art. 11.2; Decree 30, Art. 23.2)."""

    _name = 'document.direction.wizard'
    _description = 'Direction'
    _inherit = ['document.step.wizard']

    opinion = fields.Text(string="Direction")
    due_date = fields.Date(string="Deadline", compute='_compute_due_date', store=True, readonly=False)
    line_ids = fields.One2many('document.direction.wizard.line', 'wizard_id', string="Given To",
                               compute='_compute_line_ids', store=True, readonly=False)
    subject = fields.Char(compute='_compute_subject')

    @api.depends('res_model', 'res_id')
    def _compute_due_date(self):
        for wizard in self:
            wizard.due_date = wizard._record().due_date

    @api.depends('res_model', 'res_id')
    def _compute_subject(self):
        for wizard in self:
            wizard.subject = wizard._record()._document().display_name

    @api.depends('res_model', 'res_id')
    def _compute_line_ids(self):
        """Begin with one line: in the lead, or what the person handing on was given themselves."""
        for wizard in self:
            record = wizard._record()
            kind = record.kind if 'kind' in record._fields else 'lead'
            wizard.line_ids = [fields.Command.clear(), fields.Command.create({'kind': kind})]

    def action_confirm(self):
        """Give the direction."""
        return self._take([{
            'kind': line.kind, 'user_id': line.user_id.id, 'department_id': line.department_id.id,
            'opinion': line.opinion or self.opinion,
            'due_date': fields.Date.to_string(line.due_date or self.due_date) or False,
        } for line in self.line_ids])


class DocumentDirectionWizardLine(models.TransientModel):
    """One unit or person named in a direction."""

    _name = 'document.direction.wizard.line'
    _description = 'Line of a Direction'

    wizard_id = fields.Many2one('document.direction.wizard', required=True, ondelete='cascade')
    kind = fields.Selection(KINDS, default='lead', required=True)
    department_id = fields.Many2one('hr.department', string="Unit")
    user_id = fields.Many2one('res.users', string="Person")
    opinion = fields.Char(string="Own Direction")
    due_date = fields.Date(string="Own Deadline")
