from odoo import fields, models


class DocumentRecipientsWizard(models.TransientModel):
    """Recipients that were missed: they get the document under its own number, the others hear nothing of it."""

    _name = 'document.recipients.wizard'
    _description = 'Further Recipients of an Issued Document'
    _inherit = ['document.step.wizard']

    agency_ids = fields.Many2many('document.agency', string="Agencies")
    department_ids = fields.Many2many('hr.department', string="Own Units")
    user_ids = fields.Many2many('res.users', string="Own People")
    reason = fields.Char()

    def action_confirm(self):
        """Send it to them."""
        return self._take({'agency_ids': self.agency_ids.ids, 'department_ids': self.department_ids.ids,
                           'user_ids': self.user_ids.ids, 'reason': self.reason or ''})


class DocumentAddressWizard(models.TransientModel):
    """The right recipient of a document that came back."""

    _name = 'document.address.wizard'
    _description = 'Corrected Address of a Returned Document'
    _inherit = ['document.step.wizard']

    agency_id = fields.Many2one('document.agency', string="Right Recipient")
    reason = fields.Char()

    def action_confirm(self):
        """Send it there."""
        return self._take({'agency_id': self.agency_id.id, 'reason': self.reason or ''})
