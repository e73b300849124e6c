"""Packets into documents, requests and reports (QCVN 102:2016; Decision 44/2024, Art. 6.3, 7.2, 10)."""

from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib import edxml
from .document_delivery import STATUS_STEPS
from .document_exchange import ANOMALY, REFERENCE

GONE = ('returned', 'annulled', 'withdrawn')


class DocumentExchange(models.AbstractModel):
    """What a packet asks for becomes records, or is refused by name."""

    _inherit = 'document.exchange'

    @api.model
    def _take_in(self, transmission, packet):
        """Put a packet of a document into records. Returns a refusal by name, or None."""
        kind, requests = packet.business.type, self.env['document.request']
        if kind is edxml.BusinessType.RECALL:
            return requests._arrive(transmission, packet)
        if kind is edxml.BusinessType.UPDATE:
            live = self._live_arrival(transmission, packet)
            if live and self._adds(transmission.company_id, packet):
                transmission.incoming_id = live
                return None
            if live or not packet.attachments or self._removes(transmission.company_id, packet):
                return requests._arrive(transmission, packet)
        return self._arrive(transmission, packet)

    @api.model
    def _live_arrival(self, transmission, packet):
        """Return the arrival we hold of the document a packet speaks of, from this sender, unless it is gone."""
        return self.env['document.incoming'].search([
            ('company_id', '=', transmission.company_id.id), ('document_code', 'in', packet.concerned_ids),
            ('sender_code', '=', transmission.peer_code), ('state', 'not in', GONE)], limit=1)

    @api.model
    def _adds(self, company, packet):
        return self._receiver_is(company, packet, edxml.ReceiverType.ADDED)

    @api.model
    def _removes(self, company, packet):
        return self._receiver_is(company, packet, edxml.ReceiverType.REMOVED)

    @api.model
    def _receiver_is(self, company, packet, kind):
        own = company.agency_id
        agencies = self.env['document.agency']
        return any(own == agencies._find(receiver.organ_id)._heir() for update in packet.business.updates
                   for receiver in update.receivers if receiver.receiver_type is kind)

    @api.model
    def _arrive(self, transmission, packet):
        """Create the incoming document of a packet and report 01. Returns a refusal by name, or None."""
        if not packet.attachments:
            return 'NoFile'
        sender = self.env['document.agency']._find(packet.from_.organ_id)
        incoming = self.env['document.incoming'].create({
            **self._incoming_values(packet), 'company_id': transmission.company_id.id, 'sender_id': sender.id})
        self._keep_files(incoming, packet)
        incoming._earn(channel='electronic', document_code=packet.document_id, sender_code=transmission.peer_code,
                       addressed_to='\n'.join(f'{party.organ_id} {party.organ_name}' for party in packet.to),
                       arrived_at=fields.Datetime.now(), reply_due_date=packet.due_date or False)
        transmission.incoming_id = incoming
        self.env['document.event']._log(incoming, 'arrive', False)
        incoming._renew_waiting()
        self._queue_status(incoming, '01', '')
        self.env['document.request']._link_arrival(incoming, packet)
        self.env['document.request']._claim(incoming)
        self.env.ref('hanam_document.cron_verify')._trigger()
        return None

    @api.model
    def _keep_files(self, incoming, packet):
        for place, attachment in enumerate(packet.attachments, 1):
            file = self.env['document.file'].create({
                'incoming_id': incoming.id, 'name': attachment.name, 'sequence': place})
            content = attachment.read()
            self.env['document.file.version']._keep(file, content, attachment.name, 'receive')
            if place > 1 and attachment.description == REFERENCE:
                file._take_for_reference(content)

    @api.model
    def _incoming_values(self, packet):
        kind = self.env['document.type']._named(packet.type_name)
        return {
            'type_id': kind.id, 'type_name': packet.type_name[:100], 'code_number': packet.code_number[:30],
            'code_notation': packet.code_notation[:60], 'issued_date': packet.promulgation_date or False,
            'organ_name': packet.from_.organ_name[:200], 'subject': (packet.subject or packet.type_name)[:500],
            'signer_position': ' '.join(filter(None, (packet.signer_competence, packet.signer_position)))[:100],
            'signer_full_name': packet.signer_full_name[:50], 'urgency': str(min(packet.priority.value, 3)),
            'page_amount': packet.page_amount or 0, 'due_date': packet.due_date or False,
        }

    @api.model
    def _reported(self, company, sender, report):
        """Return what a status in the inbox is about: the delivery it reports on, or that it is held for want of one.

        13 is said by the sender of a document we have; all others by a receiver of one of ours.
        """
        if report.code.is_from_sender:
            return {}
        delivery = self._delivery_reported(company, sender, report.response_for.document_id)
        if not delivery:
            return {'state': 'held'}
        return {'outgoing_id': delivery.outgoing_id.id, 'delivery_id': delivery.id}

    @api.model
    def _report(self, transmission):
        """Let a status in the inbox move what it speaks of. Returns a refusal by name, or None."""
        code, delivery = transmission.status_code, transmission.delivery_id
        if edxml.StatusCode(code).is_from_sender:
            return self.env['document.request']._asked_by_status(transmission)
        if not delivery:
            return None
        moment, words = transmission.packet_at.replace(tzinfo=UTC), transmission.description or ''
        if code in STATUS_STEPS and words.startswith(ANOMALY):
            delivery._tell_anomaly(moment, words.removeprefix(ANOMALY))
        elif code in STATUS_STEPS:
            delivery._note_status(code, moment, words)
        else:
            self.env['document.request']._note_answer(delivery, code, moment, words)
        return None

    @api.model
    def _delivery_reported(self, company, sender, document_code):
        """Return the delivery a report is about: of that document, to that agency, the last one sent there."""
        _code, agency, heir = self.env['document.agency']._known(sender, self.env['document.outgoing']._today())
        document = self.env['document.outgoing'].search([
            ('document_code', '=', document_code), ('company_id', '=', company.id)])
        return self.env['document.delivery'].search(
            Domain('outgoing_id', '=', document.id) & Domain('agency_id', 'in', (agency, heir)),
            order='id desc', limit=1)

    @api.model
    def _note_receipt(self, transmission, receipt):
        """Note on the deliveries that the carrier took the packet, or why the receiver's system refused it."""
        refused = receipt.get('outcome') == 'refused'
        for delivery in transmission.delivery_ids:
            if refused and transmission.business_type in ('0', '3', '2'):
                delivery._note_status('02', datetime.now(UTC), receipt.get('sentence') or receipt.get('reason') or '')
            elif delivery.state == 'pending':
                delivery.action_send()
            elif not delivery.sent_at:
                delivery._earn(sent_at=fields.Datetime.now())
