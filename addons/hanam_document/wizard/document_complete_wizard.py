from odoo import api, fields, models


class DocumentCompleteWizard(models.TransientModel):
    """«Kết quả là gì?»: the reply that was issued, or why none is needed (Art. 12)."""

    _name = 'document.complete.wizard'
    _description = 'Result of an Incoming Document'
    _inherit = ['document.step.wizard']

    kind = fields.Selection([('reply', "Answered by a document"), ('no_reply', "No reply needed")],
                            compute='_compute_reply', store=True, readonly=False, required=True)
    outgoing_id = fields.Many2one('document.outgoing', string="Answered By", compute='_compute_reply', store=True,
                                  readonly=False, domain="[('state', '=', 'issued')]")
    note = fields.Text(string="Result")

    @api.depends('res_model', 'res_id')
    def _compute_reply(self):
        for wizard in self:
            replies = wizard._record().reply_ids.filtered(lambda reply: reply.state == 'issued')
            wizard.outgoing_id = replies[:1]
            wizard.kind = 'reply' if replies else 'no_reply'

    def action_confirm(self):
        """Complete the document with this result."""
        reply = self.outgoing_id if self.kind == 'reply' else self.outgoing_id.browse()
        return self._take({'kind': self.kind, 'outgoing_id': reply.id, 'note': self.note or ''})
