"""What we ask of the recipients of a document, and what they answer (Decision 44/2024, Art. 13.4.d)."""

from datetime import UTC

from odoo import api, fields, models

from ..lib import edxml
from .document_workflow import step

RECALL_ASKED = '13'


class DocumentRequest(models.Model):
    """One row per recipient: by packet, by status where the other system knows no other way, or on paper."""

    _inherit = 'document.request'

    @api.model
    def _ask_recipients(self, document, deliveries, kind, order, reason):
        """Ask these recipients; return the requests. `kind`: 'recall', 'remove' or 'update'."""
        # sudo: requests are written by steps that were checked
        requests = self.sudo().create([{
            'direction': 'out', 'kind': kind, 'company_id': document.company_id.id, 'outgoing_id': document.id,
            'delivery_id': delivery.id, 'agency_id': delivery.agency_id.id, 'agency_code': delivery.agency_id.code,
            'is_on_paper': not delivery._has_by_packet(), 'order': order, 'reason': reason,
            'asked_at': fields.Datetime.now(), 'asked_by_id': self.env.uid} for delivery in deliveries])
        requests.filtered(lambda row: not row.is_on_paper)._send()
        for request in requests:
            self.env['document.event']._log(request, 'ask', False, f'{request._other_name()}: {reason}')
            request._renew_waiting()
        return requests

    def _send(self):
        """Put into the outbox what asks: one packet, and a status 13 where the other system wants that."""
        by_status = self.filtered(lambda row: row.kind != 'update' and row.delivery_id.peer_id.recall_form == 'status')
        for request in by_status:
            request.transmission_id = self.env['document.transmission'].sudo()._queue_report(  # sudo: follows a step
                request.company_id, request.agency_code, request._named_by_us(), RECALL_ASKED, request._said())
        rest = self - by_status
        if not rest:
            return
        packets = self.env['document.transmission'].sudo()._post(  # sudo: as above
            rest.outgoing_id, rest.delivery_id, rest._business(), with_files=False)
        for request in rest:
            request.transmission_id = packets.filtered(
                lambda packet, request=request: request.delivery_id in packet.delivery_ids)[:1]

    def _named_by_us(self):
        document = self.outgoing_id
        return edxml.ResponseFor(
            organ_id=self.agency_code, code=document.full_code or '', document_id=document.document_code,
            promulgation_date=document.issued_date or None)

    def _said(self):
        """Return order and reason as the recipient reads them."""
        first = self[0]
        return '. '.join(filter(None, (f'Theo {first.order}' if first.order else '', first.reason)))

    def _business(self):
        """Return what a packet to the recipients of these requests asks for; they are of one kind."""
        document, kind = self.outgoing_id, self[0].kind
        common = {'document_id': document.document_code, 'reason': self._said(),
                  'staff': self.env['document.exchange']._staff(self.env.user, document.company_id)}
        if kind == 'recall':
            return edxml.Business(type=edxml.BusinessType.RECALL, **common)
        if kind == 'update':
            return edxml.Business(type=edxml.BusinessType.UPDATE, updates=(edxml.Update(document_info=True),), **common)
        removed = tuple(edxml.Receiver(row.agency_code, edxml.ReceiverType.REMOVED) for row in self)
        return edxml.Business(type=edxml.BusinessType.UPDATE, **common, updates=(
            edxml.Update(document_receiver=True, receivers=removed),))

    @api.model
    def _note_answer(self, delivery, code, moment, description):
        """Take in a recipient's 15 or 16. It answers the oldest open request that was asked before it was said.

        `moment`: aware, by the recipient's clock. An answer to nothing that was asked is kept in the history.
        """
        said = moment.astimezone(UTC).replace(tzinfo=None)
        rows = self.search([('delivery_id', '=', delivery.id), ('direction', '=', 'out')], order='id')
        waiting = rows.filtered(lambda row: row.state == 'asked' or (code == '15' and row.state == 'refused'))
        asked = waiting.filtered(lambda row: row.asked_at <= said)
        # the recipient's clock may be behind; but what was overtaken may still be answered, and not this one
        request = (asked or (waiting if 'lapsed' not in rows.mapped('state') else waiting.browse()))[:1]
        if not request:
            self.env['document.event']._log(delivery, f'answer_{code}', delivery.state, description)
            return
        request._earn(answered_at=said)
        if code == '15':
            request.action_note_agreed(answer=description or '')
        else:
            request.action_note_refused(answer=description or '')

    @step
    def action_note_agreed(self, answer):
        """Note that it was agreed to: by the recipient (15), or here for a document that is cancelled already."""
        self._earn(answer=answer, answered_at=self.answered_at or fields.Datetime.now())
        if self.direction == 'out' and self.kind != 'update':
            self._note_cancelled(answer)

    def _note_cancelled(self, words):
        """Note on the delivery that the recipient has it no more."""
        delivery = self.sudo().delivery_id  # sudo: deliveries are moved by what recipients say
        if delivery.state in delivery._workflow.step('withdraw').sources:
            delivery._move_by_report('withdraw', words, withdrawn_at=self.answered_at)

    @step
    def action_note_refused(self, answer):
        """Note that it was refused (16), with the reason; here: that nothing is left to be updated."""
        self._earn(answer=answer, answered_at=self.answered_at or fields.Datetime.now())

    def _conclude_note_refused(self):
        if self.direction != 'out':
            return
        document = self.sudo().outgoing_id  # sudo: who answers for the document is told
        people = document._people_of(('clerk',)) | document.issued_by_id | document.drafter_id
        self._tell(people, self.with_context(lang=self._lang()).env._(
            "%(agency)s refuses what was asked about %(document)s: %(reason)s", agency=self._other_name(),
            document=document.display_name, reason=self.answer or '—'))

    @step
    def action_tell_on_paper(self, evidence):
        """Record how a recipient without a connected system was told (Decree 30/2020, Art. 18.4)."""
        self._earn(evidence=evidence)

    @step
    def action_record_return(self, evidence):
        """Record that the recipient sent the paper back, or says that it was cancelled (Decree 30/2020, Art. 18.4)."""
        self._earn(answer=evidence, answered_at=fields.Datetime.now(), answered_by_id=self.env.uid)
        self._note_cancelled(evidence)

    @step
    def action_ask_again(self, reason):
        """Ask the recipient once more, with further reasons."""
        request = self.sudo()  # sudo: requests are written by steps that were checked
        request.write({'reason': reason, 'asked_at': fields.Datetime.now(), 'asked_by_id': self.env.uid})
        request._earn(answer=False, answered_at=False, answered_by_id=False)
        if not request.is_on_paper:
            request._send()


class DocumentExchange(models.AbstractModel):
    """What a packet that asks names, and what becomes of one that the other side's system does not take."""

    _inherit = 'document.exchange'

    @api.model
    def _note_receipt(self, transmission, receipt):
        """A packet that asks moves no delivery: when it is refused, the request is, and the clerk is told."""
        # sudo: requests follow from what became of their packets
        asked = self.env['document.request'].sudo().search([('transmission_id', '=', transmission.id)])
        if not asked:
            super()._note_receipt(transmission, receipt)
        elif receipt.get('outcome') == 'refused':
            asked.filtered(lambda row: row.state == 'asked').action_note_refused(
                answer=receipt.get('sentence') or receipt.get('reason') or '')
