from odoo import api, fields, models

FIELDS = ('type_id', 'code_number', 'code_notation', 'issued_date', 'organ_name', 'subject', 'signer_position',
          'signer_full_name', 'urgency', 'page_amount', 'description')


class DocumentCorrectWizard(models.TransientModel):
    """Corrects a registered entry; the register keeps the old value, the reason, the person and the time."""

    _name = 'document.correct.wizard'
    _description = 'Correction of a Register Entry'
    _inherit = ['document.step.wizard']

    reason = fields.Char()
    type_id = fields.Many2one('document.type', string="Kind")
    code_number = fields.Char(string="Number")
    code_notation = fields.Char(string="Notation")
    issued_date = fields.Date(string="Date of Document")
    organ_name = fields.Char(string="Issuing Agency")
    subject = fields.Char()
    signer_position = fields.Char(string="Signer's Position")
    signer_full_name = fields.Char(string="Signer's Name")
    urgency = fields.Selection(
        lambda self: self.env['document.incoming']._fields['urgency']._description_selection(self.env))
    page_amount = fields.Integer(string="Pages")
    description = fields.Char(string="Note")

    @api.model
    def default_get(self, fields_list):
        """Show what stands in the register now."""
        values = super().default_get([*fields_list, 'res_model', 'res_id'])
        if values.get('res_model') == 'document.incoming' and values.get('res_id'):
            entry = self.env['document.incoming'].browse(values['res_id'])
            values.update(entry._convert_to_write({name: entry[name] for name in FIELDS}))
        return values

    def action_confirm(self):
        """Correct what is different."""
        entry = self._record()
        new = {name: self._fields[name].convert_to_write(self[name], self) for name in FIELDS
               if self[name] != entry[name]}
        return self._take({'values': new, 'reason': self.reason or ''})
