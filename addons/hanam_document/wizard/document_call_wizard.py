from odoo import api, fields, models

from ..models.document_contact import OUTCOMES


class DocumentCallWizard(models.TransientModel):
    """What came of a telephone call to a recipient: filled in before it opens, so that saving is enough (Art. 6.6)."""

    _name = 'document.call.wizard'
    _description = 'Telephone Call'
    _inherit = ['document.step.wizard']

    outcome = fields.Selection(OUTCOMES, string="What came of it", required=True, default='promised')
    phone = fields.Char(compute='_compute_phone', string="Telephone")
    person = fields.Char("Who was spoken to", compute='_compute_person', store=True, readonly=False)
    note = fields.Text()

    @api.depends('res_model', 'res_id')
    def _compute_phone(self):
        for wizard in self:
            wizard.phone = wizard._record().agency_phone

    @api.depends('res_model', 'res_id')
    def _compute_person(self):
        """Propose the desk of the recipient."""
        for wizard in self:
            wizard.person = wizard._record().agency_focal_unit

    def action_confirm(self):
        """Keep the call."""
        return self._take({'outcome': self.outcome, 'person': self.person, 'note': self.note})
