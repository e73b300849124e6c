"""Deliveries: one issued document, one recipient, and how far it is there (Art. 6.3, 6.6, 7, 13.5)."""

from datetime import UTC

from odoo import api, fields, models

from ..workflows import DELIVERY
from .document_workflow import step

# packet status code -> (method of the system step, field that keeps the recipient's own time)
STATUS_STEPS = {
    '01': ('action_arrive', 'arrived_at'), '02': ('action_reject', 'rejected_at'),
    '03': ('action_accept', 'accepted_at'), '04': ('action_assign', 'assigned_at'),
    '05': ('action_process', 'processing_at'), '06': ('action_complete', 'completed_at'),
}


class DocumentDelivery(models.Model):
    """One recipient's story: an agency by packet or on paper, an own unit or person by access."""

    _name = 'document.delivery'
    _description = 'Delivery'
    _inherit = ['document.part', 'document.workflow']
    _order = 'id'
    _workflow = DELIVERY
    _earned = frozenset({
        'state', 'sent_at', 'reason', 'evidence', *(column for _action, column in STATUS_STEPS.values())})

    agency_id = fields.Many2one('document.agency', string="Recipient Agency", readonly=True, index='btree_not_null')
    department_id = fields.Many2one('hr.department', string="Own Unit", readonly=True)
    user_id = fields.Many2one('res.users', string="Own Person", readonly=True)
    transport = fields.Selection([('loopback', "Inside This System"), ('paper', "Paper or E-mail"),
                                  ('internal', "Inside the Agency")], required=True, readonly=True)
    state = fields.Selection(DELIVERY.selection(), default=DELIVERY.first, required=True, readonly=True)
    sent_at = fields.Datetime(readonly=True)
    arrived_at = fields.Datetime(readonly=True)
    rejected_at = fields.Datetime(string="Returned At", readonly=True)
    accepted_at = fields.Datetime(string="Registered At", readonly=True)
    assigned_at = fields.Datetime(readonly=True)
    processing_at = fields.Datetime(string="In Progress At", readonly=True)
    completed_at = fields.Datetime(readonly=True)
    reason = fields.Text(readonly=True)
    evidence = fields.Text(string="How It Was Handed Over", readonly=True)

    # what a clerk follows: recipients that have not received
    _open_index = models.Index("(company_id, state) WHERE state IN ('pending', 'sent')")

    @api.depends('agency_id', 'department_id', 'user_id')
    def _compute_display_name(self):
        for delivery in self:
            # sudo: a recipient's name is part of the document
            named = delivery.sudo()
            delivery.display_name = named.agency_id.name or named.department_id.name or named.user_id.name

    @api.model
    def _send_out(self, document):
        """Make a row per recipient, and put the packet in the outbox, in the transaction of `issue`."""
        rows = [{'agency_id': agency._heir().id, 'transport': agency._heir().transport}
                for agency in document.recipient_agency_ids]
        rows += [{'department_id': unit.id, 'transport': 'internal'} for unit in document.recipient_department_ids]
        rows += [{'user_id': user.id, 'transport': 'internal'} for user in document.recipient_user_ids]
        # sudo: deliveries are made by issuing only
        deliveries = self.sudo().create([{**row, 'outgoing_id': document.id} for row in rows])
        self.env['document.transmission']._post(document, deliveries.filtered(lambda row: row.transport == 'loopback'))
        for delivery in deliveries.filtered(lambda row: row.transport == 'internal'):
            delivery._hand_inside()

    def _hand_inside(self):
        """Let an own unit or person read what was issued (Art. 13.4.c, 21.1.b)."""
        users = self.user_id or self.department_id._head_user()
        self.env['document.grant']._give(self.outgoing_id, users, 'recipient', self.department_id)
        self.action_send()
        self._earn(arrived_at=fields.Datetime.now())
        self.action_arrive()

    def _note_status(self, code, moment, description):
        """Take a recipient's report: move by rank only, keep every report and the recipient's own time."""
        action, column = STATUS_STEPS[code]
        name = action.removeprefix('action_')
        if not self[column]:
            self._earn(**{column: moment.astimezone(UTC).replace(tzinfo=None)})
        if code == '02':
            self._earn(reason=description)
        if self.state in self._workflow.step(name).sources:
            getattr(self, action)()
        else:
            self.env['document.event']._log(self, name, self.state, description)

    @step
    def action_send(self):
        """Sent: the carrier has acknowledged (Art. 7.1)."""
        self._earn(sent_at=fields.Datetime.now())

    @step
    def action_arrive(self):
        """In the recipient's system and usable there (Art. 7.2)."""

    @step
    def action_reject(self):
        """Returned by the recipient, with a reason (Art. 5.4)."""

    @step
    def action_accept(self):
        """In the recipient's register."""

    @step
    def action_assign(self):
        """Directed by the recipient's leader."""

    @step
    def action_process(self):
        """Being worked on."""

    @step
    def action_complete(self):
        """Finished by the recipient."""

    @step
    def action_hand_over(self, evidence):
        """Record how a recipient without a connected system got it (Art. 5.2)."""
        self._earn(evidence=evidence, sent_at=fields.Datetime.now())
