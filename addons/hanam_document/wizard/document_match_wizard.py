from odoo import api, fields, models
from odoo.fields import Domain


class DocumentMatchWizard(models.TransientModel):
    """Which document a request means that names none we know; only those of who asks can be chosen."""

    _name = 'document.match.wizard'
    _description = 'Document a Request Means'
    _inherit = ['document.step.wizard']

    named = fields.Char(compute='_compute_named')
    candidate_ids = fields.Many2many('document.incoming', compute='_compute_named')
    incoming_id = fields.Many2one('document.incoming', string="Document", domain="[('id', 'in', candidate_ids)]")

    @api.depends('res_model', 'res_id')
    def _compute_named(self):
        for wizard in self:
            request = wizard._record()
            sender = Domain('sender_code', '=', request.agency_code)
            if request.agency_id:
                sender |= Domain('sender_id', '=', request.agency_id.id)
            wizard.named = request.document_name
            wizard.candidate_ids = self.env['document.incoming'].search(
                Domain('company_id', '=', request.company_id.id) & Domain('state', '!=', 'withdrawn') & sender)

    def action_confirm(self):
        """Tie the request to the document."""
        return self._take(self.incoming_id.id)
