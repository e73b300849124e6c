"""The steps of an incoming document, in the order of the office (Decision 44/2024, Art. 10-12)."""

from odoo import fields, models
from odoo.exceptions import UserError

from .document_workflow import step

ACCEPTED_AT_ONCE = ('valid', 'valid_at_signing')
ACCEPTED_WITH_REASON = ('revocation_unknown', 'suspicious', 'unsupported', 'no_signature')


class DocumentIncoming(models.Model):
    """What each step does; who may take it when stands in `workflows.py`."""

    _inherit = 'document.incoming'

    def _obstacles_to_receive(self):
        if not self.file_ids:
            yield self.env._("Attach the document: a scan of the paper, or the electronic file.")
        if self.channel == 'paper':
            return
        if self.is_misaddressed:
            yield self.env._("This document is addressed to somebody else. Return it to the sender.")
        yield from self._verdict_obstacles()

    def _verdict_obstacles(self):
        """Say why the signatures do not allow acceptance (Decision 44/2024, Art. 10.1)."""
        self._renew_verdicts()
        if not self.verdict:
            yield self.env._("The signatures are still being checked. Try again in a moment.")
        elif self.verdict in ACCEPTED_WITH_REASON and not (self.acceptance_reason or '').strip():
            yield self.env._("The signatures could not be fully confirmed: %(reason)s "
                             "Write a reason for accepting, or return the document.", reason=self.verdict_reason)
        elif self.verdict not in ACCEPTED_AT_ONCE + ACCEPTED_WITH_REASON:
            yield self.env._("%(document)s cannot be received: %(reason)s Return it to the sender.",
                             document=self.display_name, reason=self.verdict_reason)

    @step
    def action_receive(self):
        """Accept the document once its signatures and its addressee were looked at (Art. 10.1.a)."""
        self._earn(received_at=fields.Datetime.now(), received_by_id=self.env.uid)

    @step
    def action_return(self, reason):
        """Send it back with the reason; no number is used (Art. 5.4, 10.1.b)."""

    def _obstacles_to_register(self):
        missing = [name for name in ('type_id', 'subject', 'organ_name', 'issued_date') if not self[name]]
        if missing:
            labels = ', '.join(self._fields[name].get_description(self.env)['string'] for name in missing)
            yield self.env._("Fill in before registering: %(fields)s.", fields=labels)
        if self.issued_date and self.issued_date > self._today():
            yield self.env._("The document is dated in the future. Check its date.")
        yield from self._digitised_obstacles()
        if not self.env['document.register']._open_for(self.company_id, 'incoming'):
            yield self.env._("No register of incoming documents is open for %(year)s.", year=self._today().year)

    @step
    def action_register(self):
        """Enter it in this year's register under the next number (Art. 10.3; Decree 30/2020, Art. 22.2)."""
        register = self.env['document.register']._open_for(self.company_id, 'incoming')
        self._earn(register_id=register.id, arrival_date=self._today(), registered_at=fields.Datetime.now())

    def _conclude_register(self):
        self.register_id._take_number(self, 'arrival_number')

    def _closed_register_obstacles(self):
        """Say that a printed and closed register is frozen (Art. 10.3.c)."""
        if self.register_id.state == 'closed':
            yield self.env._("%(register)s is closed; its lines are no longer changed.", register=self.register_id.name)

    def _obstacles_to_annul(self):
        yield from self._closed_register_obstacles()

    def _obstacles_to_give_back(self):
        yield from self._closed_register_obstacles()

    def _obstacles_to_correct(self):
        yield from self._closed_register_obstacles()

    @step
    def action_annul(self, order):
        """Void a registration made twice or by mistake; the line and its number stay (Art. 10.3.b)."""

    @step
    def action_give_back(self, order):
        """Send back what turned out not to be ours after registration; the number stays."""
        self._end_assignments()

    @step
    def action_correct(self, correction):
        """Change a registered field and keep the old value, the reason, the person and the time.

        `correction`: {'values': {field: new value}, 'reason': text}.
        """
        values, reason = correction.get('values') or {}, (correction.get('reason') or '').strip()
        if not reason:
            raise UserError(self.env._("Say why the entry is corrected."))
        if refused := values.keys() - self._correctable():
            raise UserError(self.env._("Not a field of the register: %(fields)s.", fields=', '.join(sorted(refused))))
        old = {name: self._printable(name) for name in values}
        self._earn(**values)
        changes = [{'field': name, 'label': self._fields[name].string, 'old': old[name], 'new': self._printable(name)}
                   for name in values if old[name] != self._printable(name)]
        if not changes:
            raise UserError(self.env._("Nothing is different from what stands in the register."))
        correction.clear()
        correction.update(reason=reason, changes=changes)

    def _correctable(self):
        return {'type_id', 'code_number', 'code_notation', 'issued_date', 'organ_name', 'subject', 'signer_position',
                'signer_full_name', 'urgency', 'page_amount', 'description'}

    def _printable(self, name):
        return self._fields[name].convert_to_display_name(self[name], self) if self[name] else ''

    @step
    def action_present(self, readers):
        """Present it to the persons in authority, one after the other (Art. 11.1). `readers`: user ids."""
        self._earn(forwarded_date=self._today())
        self.env['document.presentation']._line_up(self, readers)

    @step
    def action_present_again(self, readers):
        """Present it once more, to others or after new facts."""
        self._end_assignments()
        self._earn(lead_user_id=False, completed_at=False, result_kind=False, result_note=False, result_id=False)
        self.env['document.presentation']._line_up(self, readers)

    def _obstacles_to_forward(self):
        if not self.sudo().company_id.forwarding_basis:  # sudo: how the agency is set up is not everybody's to read
            yield self.env._("The working rules of this agency name no handler; present the document to a leader.")

    @step
    def action_forward(self, direction):
        """Hand it straight to the handler the working rules name (Decree 30/2020, Art. 23.1)."""
        self._earn(forwarded_date=self._today())
        self._direct(direction)

    @step
    def action_assign(self, direction):
        """Say who leads, who supports, who is told, with opinion and deadline (Art. 11.2; Decree 30, Art. 23.2)."""
        self._close_presentations(direction)
        self._direct(direction)

    @step
    def action_redirect(self, direction):
        """Direct again while work is in progress; what stood open before is ended."""
        self._end_assignments()
        self._direct(direction)

    @step
    def action_note(self, opinion):
        """Take note; nobody has to act."""
        self._close_presentations([{'opinion': opinion}])
        self._earn(completed_at=fields.Datetime.now(), result_kind='no_reply', result_note=opinion)

    @step
    def action_process(self):
        """Begin work (Art. 12)."""
        # sudo: the lead accepts the assignment by beginning work
        lead = self.assignment_ids.sudo().filtered(lambda row: row._is_open() and row.user_id == self.lead_user_id)
        for row in lead.filtered(lambda row: row.state == 'given'):
            row.sudo(False).action_accept()

    @step
    def action_complete(self, result):
        """Finish with a result: a reply that was issued, or the reason why none is needed (Art. 12).

        `result`: {'kind': 'reply' | 'no_reply', 'outgoing_id': id, 'note': text}.
        """
        kind, note = result.get('kind'), (result.get('note') or '').strip()
        reply = self.env['document.outgoing'].browse(result.get('outgoing_id') or [])
        if kind == 'reply' and reply.exists().state != 'issued':
            raise UserError(self.env._("Choose the document that answers this one; it must have been issued."))
        if kind != 'reply' and not note:
            raise UserError(self.env._("Say why no reply is needed."))
        self._earn(completed_at=fields.Datetime.now(), result_kind='reply' if kind == 'reply' else 'no_reply',
                   result_note=note, result_id=reply.id)
        for row in self.assignment_ids.sudo().filtered(lambda row: row._is_open()):  # sudo: work ends for everyone
            row.action_close()
        result['note'] = note

    @step
    def action_reopen(self, reason):
        """Take a finished document up again."""
        self._earn(completed_at=False, result_kind=False, result_note=False, result_id=False)

    def _obstacles_to_reopen(self):
        if not self.lead_user_id:
            yield self.env._("Nobody was in the lead. Present the document again instead.")

    def _direct(self, direction):
        """Write the assignments of one direction and what the register shows of them."""
        self.env['document.assignment']._give(self, direction)
        # sudo: the names in the register are those of everyone who was given work
        rows = self.assignment_ids.sudo().filtered(lambda row: row._is_open() and not row.parent_id)
        deadline = next((row.due_date for row in rows if row.kind == 'lead'), False)
        self._earn(to_places='\n'.join(row._receiver() for row in rows), due_date=deadline or self.due_date)

    def _close_presentations(self, direction):
        """Note the reader's own opinion and pass over whoever was still to read."""
        opinion = next((line['opinion'] for line in direction if line.get('opinion')), '')
        # sudo: readers below and above are passed over by the one who directs
        rows = self.presentation_ids.sudo().filtered(lambda row: row.state in ('waiting', 'queued'))
        own = rows.filtered(lambda row: row.reader_id == self.env.user)[:1]
        if own.state == 'queued':
            own.action_open()
        own.sudo(False).filtered('id').action_agree(opinion=opinion)
        (rows - own).exists().filtered(lambda row: row.state in ('waiting', 'queued')).action_skip()

    def _end_assignments(self):
        for row in self.assignment_ids.sudo().filtered(lambda row: row._is_open()):  # sudo: work ends for everyone
            row.action_end()

    def _tell_sender(self, code, comment):
        if self.channel == 'electronic':
            self.env['document.exchange']._queue_status(self, code, comment)

    def _waiting(self):
        """Add to the usual step whoever has a presentation or an assignment open."""
        if self.state != 'presented':
            yield from super()._waiting()
        for row in self.presentation_ids.sudo().filtered(lambda row: row.state == 'waiting'):  # sudo: others' turns
            yield row.reader_id, self._notice('assign'), self._waiting_until()
        for row in self.assignment_ids.sudo().filtered(lambda row: row._is_open()):  # sudo: others' work
            if row.user_id != self.lead_user_id or row.kind != 'lead':
                yield row.user_id, self._notice('accept'), row.due_date

    def _waiting_until(self):
        return self.due_date if self.state in ('assigned', 'processing') and self.due_date else self._today()

    def action_reply(self):
        """Draft an answer from this document: recipients, subject and link are filled (Art. 13.1.a)."""
        self.ensure_one()
        if self.state == 'assigned' and self.lead_user_id == self.env.user:
            self.action_process()
        draft = self.env['document.outgoing'].create({
            'reply_to_id': self.id,
            'company_id': self.company_id.id,
            'type_id': self.env.ref('hanam_document.document_type_cong_van').id,
            'subject': self.env._("V/v trả lời %(code)s: %(subject)s", code=self.full_code, subject=self.subject)[:500],
            'urgency': self.urgency,
            'recipient_agency_ids': [(6, 0, self.sender_id.ids)],
        })
        return {'type': 'ir.actions.act_window', 'res_model': 'document.outgoing', 'res_id': draft.id,
                'view_mode': 'form'}
