from odoo import api, fields, models


class DocumentRecallWizard(models.TransientModel):
    """By which order a document is recalled, why, and what each recipient has done with it so far (Art. 13.4.d)."""

    _name = 'document.recall.wizard'
    _description = 'Recall of an Issued Document'
    _inherit = ['document.step.wizard']

    order = fields.Char(string="By Which Order", help="Who ordered it, and the number of the paper that says so.")
    reason = fields.Text()
    line_ids = fields.One2many('document.recall.wizard.line', 'wizard_id', string="Recipients",
                               compute='_compute_line_ids', store=True)

    @api.depends('res_model', 'res_id')
    def _compute_line_ids(self):
        """Show one line per recipient, with the document by which it answered."""
        for wizard in self:
            deliveries = wizard._record().delivery_ids
            answers = wizard._answers()
            wizard.line_ids = [fields.Command.clear()] + [fields.Command.create({
                'delivery_id': delivery.id, 'answer': answers.get(delivery.agency_id)}) for delivery in deliveries]

    def _answers(self):
        """Return {agency: what it answered with}."""
        # sudo: that an answer came must be known before a recall, also by who may not open it
        arrivals = self.env['document.incoming'].sudo().search([('answers_id', '=', self.res_id)])
        return {arrival.sender_id: arrival.display_name for arrival in arrivals}

    def action_confirm(self):
        """Recall the document and freeze it."""
        return self._take({'order': self.order or '', 'reason': self.reason or ''})


class DocumentRecallWizardLine(models.TransientModel):
    """One recipient, as it stands now."""

    _name = 'document.recall.wizard.line'
    _description = 'Recipient of a Document That Is Recalled'

    wizard_id = fields.Many2one('document.recall.wizard', required=True, ondelete='cascade')
    delivery_id = fields.Many2one('document.delivery', string="Recipient", readonly=True)
    state = fields.Selection(related='delivery_id.state')
    transport = fields.Selection(related='delivery_id.transport')
    sent_at = fields.Datetime(related='delivery_id.sent_at')
    arrived_at = fields.Datetime(related='delivery_id.arrived_at')
    accepted_at = fields.Datetime(related='delivery_id.accepted_at')
    processing_at = fields.Datetime(related='delivery_id.processing_at')
    completed_at = fields.Datetime(related='delivery_id.completed_at')
    answer = fields.Char(string="Answered With", readonly=True)
    so_far = fields.Char(compute='_compute_so_far')

    @api.depends('delivery_id.state', 'answer')
    @api.depends_context('lang')
    def _compute_so_far(self):
        unopened, acted_on = self.env._("Not opened"), self.env._("Acted on")
        words = {
            'pending': self.env._("Not sent yet"), 'sent': unopened, 'arrived': unopened,
            'accepted': self.env._("Registered there"), 'assigned': acted_on, 'processing': acted_on,
            'completed': self.env._("Finished"), 'handed_over': self.env._("Has it on paper"),
            'rejected': self.env._("Returned: nothing to recall"), 'withdrawn': self.env._("Cancelled already")}
        for line in self:
            line.so_far = self.env._("Has answered") if line.answer else words.get(line.delivery_id.state)
