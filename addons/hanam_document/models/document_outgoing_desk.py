"""What a desk shows of an outgoing document: what may be typed now, and by whom."""

from odoo import api, fields, models
from odoo.fields import Domain

from .document_outgoing import OPEN

# states of a delivery in which the recipient has the document
HERE = ('arrived', 'accepted', 'assigned', 'processing', 'completed', 'handed_over')


class DocumentOutgoing(models.Model):
    """Answers for the screen; what is allowed is decided by the steps and by `write`."""

    _inherit = 'document.outgoing'

    is_editable = fields.Boolean(compute='_compute_is_editable', help="The draft is with this person.")
    is_addressable = fields.Boolean(compute='_compute_is_editable', help="Recipients may still be changed.")
    is_trial = fields.Boolean(compute='_compute_is_trial', string="For Trying Out")
    delivery_words = fields.Char(string="Where It Is", compute='_compute_delivery_words')
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

    @api.depends('delivery_ids.state')
    @api.depends_context('lang')
    def _compute_delivery_words(self):
        """Say how many recipients have the document, and how many sent it back (Art. 13.5)."""
        rows = self.env['document.delivery']._read_group(
            [('outgoing_id', 'in', self.ids)], ['outgoing_id', 'state'], ['__count'])
        counts = {}
        for document, state, count in rows:
            counts.setdefault(document.id, {})[state] = count
        for document in self:
            by_state = counts.get(document.id, {})
            there = sum(by_state.get(state, 0) for state in HERE)
            words, back = '', by_state.get('rejected')
            if by_state:
                words = self.env._("%(there)s of %(all)s have it", there=there, all=sum(by_state.values()))
            if back:
                words = self.env._("%(words)s, %(back)s returned", words=words, back=back)
            document.delivery_words = words

    @api.model
    def _turn_domain(self, state):
        """A document waits for its signer only when no reader and no further signer is before them."""
        turn = super()._turn_domain(state)
        if state == 'signing':
            turn &= ~Domain('presentation_ids', 'any', Domain('state', 'in', ('queued', 'waiting')))
            turn &= ~Domain('signer_ids', 'any', Domain('state', 'in', ('queued', 'waiting', 'declined')))
        return turn
