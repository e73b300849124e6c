"""Quarantine: packets that were refused or that nothing here belongs to, until a person has dealt with them.

Nothing is lost by a refusal: the bytes stay as they came (but those of state secrets), and an administrator reads them
again with today's settings, answers the sender, or closes the packet with a note (Decision 28/2018, Art. 9).
"""

from tempfile import TemporaryFile

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import edxml
from .document_workflow import GROUP

QUARANTINED = ('refused', 'held')


class DocumentTransmission(models.Model):
    """What people do with a packet in trouble: each act is checked here, holds the row, and is kept with its person."""

    _inherit = 'document.transmission'

    closed_at = fields.Datetime(readonly=True, copy=False, help="When a person has said that nothing is left to do.")
    answered_at = fields.Datetime(string="Sender Answered", readonly=True, copy=False)
    act_ids = fields.One2many('document.transmission.act', 'transmission_id', string="What Was Done", readonly=True)
    in_quarantine = fields.Boolean(compute='_compute_in_quarantine')
    is_answerable = fields.Boolean(compute='_compute_in_quarantine')
    is_closable = fields.Boolean(compute='_compute_in_quarantine')
    may_decide = fields.Boolean(compute='_compute_may_decide')
    may_hand_over = fields.Boolean(compute='_compute_may_decide')
    explanation = fields.Text(string="In Words", compute='_compute_explanation')

    # what is open: a few rows among millions, counted by the board and listed as quarantine
    _trouble_index = models.Index(
        "(direction, state, peer_id) WHERE closed_at IS NULL "
        "AND state IN ('pending', 'blocked', 'stored', 'held', 'refused')")

    @api.depends('direction', 'state', 'closed_at', 'answered_at', 'document_code', 'kind')
    def _compute_in_quarantine(self):
        for packet in self:
            is_open = packet.state in QUARANTINED and not packet.closed_at
            packet.in_quarantine = is_open and packet.direction == 'in'
            packet.is_closable = is_open
            packet.is_answerable = bool(
                packet.in_quarantine and packet.kind != 'status' and packet.document_code and not packet.answered_at)

    @api.depends('direction')
    @api.depends_context('uid')
    def _compute_may_decide(self):
        """Say which buttons are for this person; the acts check it again."""
        is_clerk, is_administrator = (self.env.user.has_group(GROUP % role) for role in ('clerk', 'administrator'))
        for packet in self:
            packet.may_decide = is_administrator or (is_clerk and packet.direction == 'out')
            packet.may_hand_over = is_clerk

    @api.depends('direction', 'state', 'error_kind')
    @api.depends_context('lang')
    def _compute_explanation(self):
        reason = self.env['document.reason']
        for packet in self:
            if packet.state == 'refused':
                packet.explanation = reason._say(packet.error_kind, packet.direction)
            else:
                packet.explanation = reason._say_of_state(packet)

    def _refuse_others(self, *roles):
        """Raise AccessError unless this person holds one of the roles in the agency of the packet."""
        self.ensure_one()
        self.check_access('read')
        user = self.env.user
        if self.company_id not in user.company_ids or not any(user.has_group(GROUP % role) for role in roles):
            raise AccessError(self.env._("This packet is not yours to decide about."))

    def _hold(self):
        """Keep everybody else off this row until the end of the transaction."""
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("This packet is being worked on at this moment. Try again."))

    def _ask_words(self, act):
        """Return the dialog that asks for the words of an act."""
        return {
            'type': 'ir.actions.act_window', 'res_model': 'document.packet.wizard', 'view_mode': 'form',
            'target': 'new', 'name': dict(self.env['document.packet.wizard']._fields['act']._description_selection(
                self.env))[act], 'context': {
                    'default_res_model': self._name, 'default_res_id': self.id, 'default_act': act}}

    @api.model
    def _needed_words(self, words):
        if not (words or '').strip():
            raise UserError(self.env._("Say it in words: they are kept."))
        return words.strip()

    def action_retry(self):
        """Read the packet again as it came, with today's codes, limits and directory.

        On success it takes effect as on the day it came, once: a packet that was taken in is not in quarantine any
        more. Returns a notice that says what came of it.
        """
        self._refuse_others('administrator')
        self._hold()
        if not self.in_quarantine:
            raise UserError(self.env._("This packet is not in quarantine any more. Reload the page."))
        if not self.sudo()._body():  # sudo: the bytes are the packet's
            raise UserError(self.env._("Nothing of this packet was kept, so there is nothing to read again."))
        company = self.company_id
        # sudo: what it brings is made by the system as the inbox does it; that this person may ask was checked above
        self.with_user(SUPERUSER_ID).with_context(
            allowed_company_ids=company.ids, lang='vi_VN', tz='Asia/Ho_Chi_Minh')._read_again()
        self.invalidate_recordset()
        outcome = self.error_kind if self.state == 'refused' else {'held': 'Held'}.get(self.state, '')
        self.env['document.transmission.act']._log(self, 'retry', outcome=outcome)
        self.env['document.alarm']._end_quarantine(self)
        return self._told(self.explanation if outcome else self.env._("The packet was taken in."), not outcome)

    def _read_again(self):
        """Decode the stored bytes and let them take effect; the same document is never taken in twice."""
        with TemporaryFile() as spool:
            values, packet = self._read(self._body(), self.company_id, self.peer_code, spool)
            # the bytes are kept already
            self.env['ir.attachment'].browse(values.pop('body_id', [])).unlink()
            values.pop('body_small', None)
            if packet and (twin := self._earlier(self.company_id, self.peer_code, packet.message_id) - self):
                self.write({'error_kind': 'TakenInBefore', 'error': f'The same packet is number {twin.id}.'})
                return
            if packet:
                values['message_id'] = packet.message_id
            self.write({'error_kind': False, 'error': False, **values})
            if self.error_kind == 'SecretContent':
                self._forget_body()
            self._take_effect(packet)

    def _forget_body(self):
        """Remove bytes that turn out to be a state secret by the marks known today (Decision 44/2024, Art. 1.2)."""
        kept = self.body_id
        self.write({'body_id': False, 'body_small': False})
        kept.unlink()

    def _told(self, words, went_well):
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
            'type': 'success' if went_well else 'warning', 'message': words, 'sticky': not went_well,
            'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}}}

    def action_answer(self, words=None):
        """Return the document to its sender: status 02 with these words, once (Decision 44/2024, Art. 5.4)."""
        self._refuse_others('administrator')
        if words is None:
            return self._ask_words('answer')
        words = self._needed_words(words)
        self._hold()
        if not self.is_answerable:
            raise UserError(self.env._(
                "The sender cannot be answered: it was answered before, or the packet does not say which document "
                "it is."))
        self._return_to_sender(words)
        self.env['document.transmission.act']._log(self, 'answer', words)
        return True

    def _return_to_sender(self, words):
        """Queue a status 02 about what this packet tried to bring."""
        answered = edxml.ResponseFor(organ_id=self.peer_code, document_id=self.document_code)
        packets = self.sudo()  # sudo: a status follows from an act that was checked
        packets._queue_report(packets.company_id, self.peer_code, answered, '02', words)
        packets.answered_at = fields.Datetime.now()

    def action_close(self, words=None):
        """Say that nothing is left to do with a refused or held packet; it stays, with the note."""
        self._refuse_others(*(('administrator',) if self.direction == 'in' else ('clerk', 'administrator')))
        if words is None:
            return self._ask_words('close')
        words = self._needed_words(words)
        self._hold()
        if not self.is_closable:
            raise UserError(self.env._("There is nothing to close here any more. Reload the page."))
        self.sudo().closed_at = fields.Datetime.now()  # sudo: nobody writes packets by hand
        self.env['document.transmission.act']._log(self, 'close', words)
        self.env['document.alarm']._end_quarantine(self)
        return True
