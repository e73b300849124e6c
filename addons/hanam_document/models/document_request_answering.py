"""What the receiver of a document decides on a request: 15 with a certificate, or 16 with a reason (Art. 13.4.d)."""

from datetime import UTC

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib import edxml
from ..lib.certificate import said_at
from .document_workflow import step

AGREED, REFUSED = '15', '16'
CANCELLED = "Văn bản đã bị thu hồi và hủy trước đó; không còn nội dung để cập nhật."


class DocumentRequest(models.Model):
    """Cancelling is the rule (Art. 13.4.d); a refusal needs a reason and the consent of the head of the agency."""

    _inherit = 'document.request'

    conflicts = fields.Text(string="Before You Decide", compute='_compute_conflicts')

    def _compute_conflicts(self):
        """List what was done with the document meanwhile: people weigh it, the system does not."""
        for request in self:
            lines = request.incoming_id._done_meanwhile() if request.direction == 'in' else ()
            request.conflicts = '\n'.join(lines)

    def _obstacles_to_match(self):
        if self.incoming_id:
            yield self.env._("The document is known already: %(document)s.", document=self.incoming_id.display_name)

    @step
    def action_match(self, document):
        """Say which document of this sender is meant. `document`: id of the arrival."""
        incoming = self.env['document.incoming'].browse(document).exists()
        incoming.check_access('read')
        if incoming.company_id != self.company_id or not incoming._is_issued_by(self.agency_code):
            raise UserError(self.env._("Choose a document that %(agency)s sent to this agency.",
                                       agency=self._other_name()))
        self._link(incoming)

    def _obstacles_to_agree(self):
        if not self.incoming_id:
            yield self.env._("It is not known yet which document is meant. Choose it, or wait until it arrives; if it "
                             "never came, propose to refuse.")
        elif self.kind == 'update':
            yield from self._obstacles_to_updating()

    @step
    def action_agree(self):
        """Cancel the document here, or take its new data over, and tell the sender (15)."""
        if self.kind == 'update':
            self._answer(AGREED, self._apply_update())
            return
        answered = self._answered()
        # sudo: a document is withdrawn by the request alone, which was checked
        self.incoming_id.sudo().action_withdraw(order=self._order_words())
        certificate = self.incoming_id.sudo().certificate  # sudo: as above
        self._answer(AGREED, certificate, answered)
        for other in self._open_siblings():
            other._answer_again(is_told=True)

    def _open_siblings(self):
        """Return the other open requests about the document; they are settled by what was decided now."""
        # sudo: a request follows from what was decided on the document
        rows = self.sudo().incoming_id.request_ids.filtered(lambda row: row.state in ('asked', 'consent'))
        return rows - self

    def _answer_again(self, is_told=False):
        """Answer for a document that is cancelled already: with the same certificate, or that nothing can be updated.

        `is_told`: the certificate is on its way already, by the request that was decided now.
        """
        request = self.sudo()  # sudo: nobody decides any more
        if request.state == 'consent':
            request.action_lapse()
        elif request.kind == 'update':
            request.action_note_refused(answer=CANCELLED)
            request._send_answer(REFUSED, CANCELLED)
        else:
            certificate = request.incoming_id.certificate
            request.action_note_agreed(answer=certificate)
            if not is_told:
                request._send_answer(AGREED, certificate)

    @step
    def action_propose_refusal(self, reason):
        """Propose to keep the document; the head of the agency decides."""
        self._earn(answer=reason)

    @step
    def action_refuse(self):
        """Consent to the refusal; its reason goes to the sender (16)."""
        self._answer(REFUSED, self.answer)

    @step
    def action_insist(self, reason):
        """Not consented: the clerk does what the sender asks."""
        self._earn(answer=False)

    @step
    def action_lapse(self):
        """Overtaken by a later request about the same document."""

    def _answer(self, code, words, answered=None):
        self._earn(answer=words, answered_at=fields.Datetime.now(), answered_by_id=self.env.uid)
        self._send_answer(code, words, answered)

    def _send_answer(self, code, words, answered=None):
        """Queue the answer to whoever asked; once per request."""
        incoming = self.sudo().incoming_id  # sudo: the answer names the document, whoever may still read it
        self.env['document.transmission'].sudo()._queue_report(  # sudo: an answer follows from a step
            self.company_id, self.agency_code, answered or self._answered(), code, words, incoming)

    def _answered(self):
        """Return the document as the sender knows it."""
        if facts := self.sudo().incoming_id._facts():  # sudo: what was sealed is still named to its own sender
            return edxml.ResponseFor(organ_id=self.agency_code, code=facts['full_code'] or '',
                                     document_id=facts['document_code'] or self._first_id(facts['full_code']),
                                     promulgation_date=fields.Date.to_date(facts['issued_date']) or None)
        return edxml.ResponseFor(
            organ_id=self.agency_code, code=self.named_code or '', document_id=self._first_id(self.named_code),
            promulgation_date=self.named_date or None)

    def _first_id(self, code):
        """Return the identifier the sender used; its number and notation where it used none."""
        return next(iter(self.sudo().named_ids or ()), code or str(self.id))  # sudo: told to who named it

    def _order_words(self):
        """Return by which request a document is cancelled; the words of the law, since they leave the house."""
        words = f'Yêu cầu thu hồi của {self._other_name()} lúc {said_at(self.asked_at.replace(tzinfo=UTC))}'
        return f'{words}: {self.reason.strip()}' if (self.reason or '').strip() else words
