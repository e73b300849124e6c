"""«Chưa nhận? Gọi.»: what a recipient has not received in time is a duty (Decision 44/2024, Art. 6.6, 13.5)."""

from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.worktime import NoWorkingTime

UNRECEIVED = ('pending', 'sent')
URGENT_MINUTES = 30
ORDINARY_HOURS = 4
# the recipient owes nothing any more
SETTLED = ('completed', 'rejected', 'withdrawn')
NAMED = 3


class DocumentDelivery(models.Model):
    """When a recipient should have received, and whether it owes an answer."""

    _inherit = 'document.delivery'
    _earned = frozenset({'call_due_at', 'call_raised_at', 'answered_at', 'answer_id'})

    call_due_at = fields.Datetime(
        string="Call From", readonly=True, help="Without a report that it arrived, the recipient is told by other "
        "means: after 30 minutes if urgent, after 4 working hours otherwise.")
    call_raised_at = fields.Datetime(string="Duty Since", readonly=True)
    is_call_due = fields.Boolean(compute='_compute_is_call_due', search='_search_is_call_due', string="Not Received")
    answered_at = fields.Datetime(string="Reply At", readonly=True)
    answer_id = fields.Many2one('document.incoming', string="Answering Document", readonly=True,
                                index='btree_not_null')
    is_reply_overdue = fields.Boolean(compute='_compute_is_reply_overdue', search='_search_is_reply_overdue',
                                      string="Reply Overdue")

    # what the scheduled action raises next
    _call_index = models.Index("(call_due_at) WHERE call_raised_at IS NULL AND state IN ('pending', 'sent')")

    @api.depends('call_due_at', 'state', 'outgoing_id.state')
    def _compute_is_call_due(self):
        now = fields.Datetime.now()
        for delivery in self:
            delivery.is_call_due = delivery._is_awaited() and bool(delivery.call_due_at) and delivery.call_due_at <= now

    @api.model
    def _search_is_call_due(self, operator, value):
        if operator != 'in' or True not in value:
            return NotImplemented
        return (Domain('state', 'in', UNRECEIVED) & Domain('call_due_at', '<=', fields.Datetime.now())
                & Domain('outgoing_id', 'any', Domain('state', '=', 'issued')))

    def _is_awaited(self):
        """Return whether a report that it arrived is awaited: of a recalled document it is not any more."""
        return self.state in UNRECEIVED and self.outgoing_id.state == 'issued'

    @api.depends('state', 'answered_at', 'outgoing_id.wants_reply', 'outgoing_id.due_date')
    def _compute_is_reply_overdue(self):
        overdue = self.search([('id', 'in', self.ids), ('is_reply_overdue', '=', True)])
        for delivery in self:
            delivery.is_reply_overdue = delivery in overdue

    @api.model
    def _search_is_reply_overdue(self, operator, value):
        """Find agencies of which an answer was wanted by a day that is over, and that have not answered."""
        if operator != 'in' or True not in value:
            return NotImplemented
        today = self.env['document.outgoing']._today()
        wanted = Domain('state', '=', 'issued') & Domain('wants_reply', '=', True) & Domain('due_date', '<', today)
        return (Domain('agency_id', '!=', False) & Domain('answered_at', '=', False)
                & Domain('state', 'not in', SETTLED) & Domain('outgoing_id', 'any', wanted))

    def _start_clock(self):
        """Say from when the recipient is told by other means (Art. 6.6): from this moment on it is waited for."""
        super()._start_clock()
        now = fields.Datetime.now()
        electronic = self.filtered(lambda row: row._is_electronic())
        for document, deliveries in electronic.grouped('outgoing_id').items():
            deliveries._earn(call_due_at=document._call_due_at(now), call_raised_at=False)

    def _move_by_report(self, name, comment, **earned):
        moved = super()._move_by_report(name, comment, **earned)
        self._let_call_go()
        return moved

    def _after_step(self, row, source, answer):
        super()._after_step(row, source, answer)
        self._let_call_go()

    def _let_call_go(self):
        """Take the duty away once the recipient has it, or nothing is expected of it any more."""
        if self.call_raised_at and not self._is_awaited():
            self.outgoing_id._renew_call_notices()

    @api.model
    def _cron_call(self):
        """Raise the duty for what should have arrived by now, one document per transaction (Art. 6.6)."""
        unraised = self._search_is_call_due('in', [True]) & Domain('call_raised_at', '=', False)
        due = self.search(unraised, limit=1000, order='call_due_at')
        self.env['ir.cron']._commit_progress(remaining=len(due))
        for document, deliveries in due.grouped('outgoing_id').items():
            # a report may be coming in at this moment
            if late := deliveries.try_lock_for_update().filtered_domain(unraised):
                document._raise_call(late)
            if not self.env['ir.cron']._commit_progress(len(deliveries)):
                break


class DocumentOutgoing(models.Model):
    """The duty stands at the document: one notice for each clerk, and one for the drafter (Art. 13.5)."""

    _inherit = 'document.outgoing'

    def _call_due_at(self, moment):
        """Return from when a recipient is told by other means, for a document sent at `moment` (both naive UTC)."""
        if self.urgency != '0':
            return moment + timedelta(minutes=URGENT_MINUTES)
        local = fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), moment)
        company = self.sudo().company_id  # sudo: the working hours of the agency
        try:
            due = company._office_hours().add_working_hours(local, ORDINARY_HOURS)
        except NoWorkingTime:  # a calendar nobody filled must not stop what is issued
            due = local + timedelta(hours=ORDINARY_HOURS)
        return due.astimezone(UTC).replace(tzinfo=None)

    def _renew_waiting(self):
        """Nobody is called about a document that was recalled."""
        super()._renew_waiting()
        for document in self.filtered(lambda document: document.state == 'recalled'):
            document._renew_call_notices()

    def _raise_call(self, late):
        """Make the late deliveries a duty of the clerks, and tell the drafter, once."""
        late._earn(call_raised_at=fields.Datetime.now())
        notice = self.env.ref('hanam_document.activity_call')
        self._let_open(self._people_of(('clerk',)))
        self._give_notice(notice, self._renew_call_notices())

    def _renew_call_notices(self):
        """Let the notices name who is still to be told; remove them once nobody is.

        Returns {(user id, words): day} of who has no notice; whoever closed theirs gets no other for the same.
        """
        notice = self.env.ref('hanam_document.activity_call')
        # sudo: notices of other people are nobody's to write; they follow from the state alone
        current = self.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == notice)
        return self._turn_notices(current, self._call_notices())

    def _call_notices(self):
        # sudo: who is waited for does not depend on who asks
        late = self.sudo().delivery_ids.filtered(lambda row: row.call_raised_at and row._is_awaited())
        if not late:
            return {}
        speaker = self.with_context(lang=late.company_id.partner_id.lang or self.env.lang)
        names = ', '.join(late[:NAMED].mapped('display_name'))
        if len(late) > NAMED:
            names = speaker.env._("%(names)s and %(count)s more", names=names, count=len(late) - NAMED)
        clerks, today = self._people_of(('clerk',)), self._today()
        told = {(self.drafter_id.id, speaker.env._("Not received yet: %(agencies)s", agencies=names)): today}
        duty = speaker.env._("Not received? Call: %(agencies)s", agencies=names)
        return {(clerk.id, duty): today for clerk in clerks} | (told if self.drafter_id not in clerks else {})


class DocumentExchange(models.AbstractModel):
    """An arrival that answers a document of ours closes what was waited for."""

    _inherit = 'document.exchange'

    @api.model
    def _arrive(self, transmission, packet):
        refusal = super()._arrive(transmission, packet)
        if refusal is None:
            self._note_answers(transmission, packet)
        return refusal

    @api.model
    def _note_answers(self, transmission, packet):
        """Note on each delivery an arrival answers that its recipient has answered (Art. 13.1.a)."""
        codes = [answered.document_id for answered in packet.response_for if answered.document_id]
        agency = self.env['document.agency']._find(transmission.peer_code)
        if not codes or not agency:
            return
        self.env['document.delivery'].search([
            ('outgoing_id.document_code', 'in', codes), ('company_id', '=', transmission.company_id.id),
            ('agency_id', 'in', (agency | agency._heir()).ids), ('answered_at', '=', False),
        ])._earn(answered_at=fields.Datetime.now(), answer_id=transmission.incoming_id.id)
