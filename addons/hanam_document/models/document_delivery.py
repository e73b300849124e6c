"""Deliveries: one issued document, one recipient, and how far it is there (Art. 6.3, 6.6, 7, 13.5)."""

from datetime import UTC

from odoo import api, fields, models

from ..workflows import DELIVERY
from .document_workflow import step

# packet status code -> (system step, field that keeps the recipient's own time)
STATUS_STEPS = {
    '01': ('arrive', 'arrived_at'), '02': ('reject', 'rejected_at'), '03': ('accept', 'accepted_at'),
    '04': ('assign', 'assigned_at'), '05': ('process', 'processing_at'), '06': ('complete', 'completed_at'),
}


class DocumentDelivery(models.Model):
    """One recipient's story: an agency by packet or on paper, an own unit or person by access."""

    _name = 'document.delivery'
    _description = 'Delivery'
    _inherit = ['document.part', 'document.workflow']
    _order = 'id'
    _workflow = DELIVERY
    _earned = frozenset({
        'state', 'sent_at', 'reason', 'evidence', *(column for _step, column in STATUS_STEPS.values())})

    agency_id = fields.Many2one('document.agency', string="Recipient Agency", readonly=True, index='btree_not_null')
    department_id = fields.Many2one('hr.department', string="Own Unit", readonly=True)
    user_id = fields.Many2one('res.users', string="Own Person", readonly=True)
    transport = fields.Selection(
        [('loopback', "Inside This System"), ('peer', "Connected System"), ('axis', "Axis"),
         ('paper', "Paper or E-mail"), ('internal', "Inside the Agency")], required=True, readonly=True)
    peer_id = fields.Many2one('document.peer', string="Sent Through", readonly=True, index='btree_not_null')
    note = fields.Char(readonly=True, help="Why it goes to another agency than the one that was named.")
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
        rows = self._rows_to(document.recipient_agency_ids)
        rows += [{'department_id': unit.id, 'transport': 'internal'} for unit in document.recipient_department_ids]
        rows += [{'user_id': user.id, 'transport': 'internal'} for user in document.recipient_user_ids]
        deliveries = self._begin(document, rows)
        self.env['document.transmission']._post(document, deliveries)
        for delivery in deliveries.filtered(lambda row: row.transport == 'internal'):
            delivery._hand_inside()

    @api.model
    def _begin(self, document, rows):
        """Return new deliveries of an issued document; from now on they are followed."""
        # sudo: deliveries are made by issuing only
        deliveries = self.sudo().create([{**row, 'outgoing_id': document.id} for row in rows])
        deliveries._start_clock()
        return deliveries

    @api.model
    def _rows_to(self, agencies):
        """Return the values of deliveries to agencies: by the way of today, a dissolved one through its successor."""
        heirs = {agency: agency._heir() for agency in agencies}
        ways = self.env['document.agency'].union(*heirs.values())._carriers_on(self.env['document.outgoing']._today())
        rows = []
        for agency, heir in heirs.items():
            transport, peer = ways[heir.id]
            note = self.env._("%(old)s → %(new)s, its successor", old=agency.code, new=heir.code)
            rows.append({'agency_id': heir.id, 'transport': transport, 'peer_id': peer.id,
                         'note': note if heir != agency else False})
        return rows

    def _event_company(self):
        """Return the agency of the document, which a delivery knows without reading the document."""
        return self.company_id

    def _is_electronic(self):
        """Return whether a packet goes there."""
        return self.transport in ('loopback', 'peer', 'axis')

    def _start_clock(self):
        """Begin to wait for the report that it arrived (Art. 6.6)."""

    def _hand_inside(self):
        """Let an own unit or person read what was issued (Art. 13.4.c, 21.1.b)."""
        users = self.user_id or self.department_id._head_user()
        self.env['document.grant']._give(self.outgoing_id, users, 'recipient', self.department_id)
        self.action_send()
        self._earn(arrived_at=fields.Datetime.now())
        self.action_arrive()

    def _note_status(self, code, moment, description):
        """Take a recipient's report: move by rank only, keep every report and the recipient's own time."""
        name, column = STATUS_STEPS[code]
        earned = {} if self[column] else {column: moment.astimezone(UTC).replace(tzinfo=None)}
        if code == '02':
            earned['reason'] = description
        if self._move_by_report(name, description, **earned):
            self._after_report(code)

    def _after_report(self, code):
        """Let go of what waited for this report."""

    def _tell_anomaly(self, moment, text):
        """Keep what a recipient finds odd before it decides, and tell whoever answers for the document."""
        self.env['document.event']._log(self, 'anomaly', self.state, text)

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
