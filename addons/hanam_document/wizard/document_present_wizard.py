from odoo import api, fields, models


class DocumentPresentWizard(models.TransientModel):
    """Presents a registered document to its readers, one after the other (Art. 11.1)."""

    _name = 'document.present.wizard'
    _description = 'Presentation of a Document'
    _inherit = ['document.step.wizard']

    line_ids = fields.One2many('document.present.wizard.line', 'wizard_id', string="Readers",
                               compute='_compute_line_ids', store=True, readonly=False)

    @api.depends('res_model', 'res_id')
    def _compute_line_ids(self):
        """Propose the chief of office, then the head."""
        for wizard in self:
            company = wizard._record().company_id.sudo()  # sudo: who heads the agency is no secret
            people = [company.chief_of_office_id, company.head_id]
            wizard.line_ids = [fields.Command.clear()] + [
                fields.Command.create({'user_id': user.id, 'sequence': place}) for place, user in enumerate(people)
                if user]

    def action_confirm(self):
        """Present it in this order."""
        return self._take(self.line_ids.sorted('sequence').user_id.ids)


class DocumentPresentWizardLine(models.TransientModel):
    """One reader in line."""

    _name = 'document.present.wizard.line'
    _description = 'Reader in Line'
    _order = 'sequence, id'

    wizard_id = fields.Many2one('document.present.wizard', required=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one('res.users', string="Reader", required=True)
