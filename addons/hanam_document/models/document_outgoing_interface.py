from odoo import api, fields, models


class DocumentOutgoing(models.Model):
    """A draft another system handed in says so (Decision 44/2024, Art. 17.4)."""

    _inherit = 'document.outgoing'

    handed_in_by = fields.Char(compute='_compute_handed_in_by')

    @api.depends('event_ids')
    def _compute_handed_in_by(self):
        """Name the system and its identifier of the draft."""
        # sudo: which system handed it in is part of the document's history
        submissions = self.env['document.interface.submission'].sudo().search([('outgoing_id', 'in', self.ids)])
        named = {row.outgoing_id.id: f'{row.interface_id.name} · {row.external_id}' for row in submissions}
        for document in self:
            document.handed_in_by = named.get(document.id)
