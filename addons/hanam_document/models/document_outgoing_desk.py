"""What a desk shows of an outgoing document: what may be typed now, and by whom."""

from odoo import api, fields, models
from odoo.fields import Domain

from .document_outgoing import OPEN


class DocumentOutgoing(models.Model):
    """Answers for the screen; what is allowed is decided by the steps and by `write`."""

    _inherit = 'document.outgoing'

    is_editable = fields.Boolean(compute='_compute_is_editable', help="The draft is with this person.")
    is_addressable = fields.Boolean(compute='_compute_is_editable', help="Recipients may still be changed.")
    is_trial = fields.Boolean(compute='_compute_is_trial', string="For Trying Out")
    version_ids = fields.One2many('document.file.version', 'outgoing_id', string="Versions")

    @api.depends('state', 'drafter_id', 'unit_head_id', 'signatory_id')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_is_editable(self):
        for document in self:
            document.is_addressable = document._may_edit()
            document.is_editable = document.is_addressable and document.state in OPEN

    @api.depends('file_ids.attachment_id.is_trial')
    def _compute_is_trial(self):
        for document in self:
            document.is_trial = any(document.file_ids.attachment_id.mapped('is_trial'))

    @api.model
    def _turn_domain(self, state):
        """A document waits for its signer only when no reader is before them."""
        turn = super()._turn_domain(state)
        if state == 'signing':
            turn &= ~Domain('presentation_ids', 'any', Domain('state', 'in', ('queued', 'waiting')))
        return turn
