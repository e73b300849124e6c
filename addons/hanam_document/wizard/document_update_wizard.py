from odoo import api, fields, models

from ..models.document_outgoing_recall import UPDATABLE


class DocumentUpdateWizard(models.TransientModel):
    """Changes what the signature does not cover, or takes recipients off; every recipient is asked to follow."""

    _name = 'document.update.wizard'
    _description = 'Correction After the Issue'
    _inherit = ['document.step.wizard']

    reason = fields.Text()
    due_date = fields.Date(string="Deadline")
    wants_reply = fields.Boolean(string="Reply Wanted")
    urgency = fields.Selection(
        lambda self: self.env['document.outgoing']._fields['urgency']._description_selection(self.env))
    description = fields.Char(string="Note")
    removed_ids = fields.Many2many('document.delivery', string="No Recipients Any More")

    @api.model
    def default_get(self, fields_list):
        """Show what stands there now."""
        values = super().default_get([*fields_list, 'res_model', 'res_id'])
        if values.get('res_model') == 'document.outgoing' and values.get('res_id'):
            document = self.env['document.outgoing'].browse(values['res_id'])
            values.update(document._convert_to_write({name: document[name] for name in UPDATABLE}))
        return values

    def action_confirm(self):
        """Change what is different."""
        document = self._record()
        new = {name: self._fields[name].convert_to_write(self[name], self) for name in UPDATABLE
               if self[name] != document[name]}
        for name, value in new.items():
            new[name] = fields.Date.to_string(value) if name == 'due_date' else value
        return self._take({'values': new, 'removed': self.removed_ids.ids, 'reason': self.reason or ''})
