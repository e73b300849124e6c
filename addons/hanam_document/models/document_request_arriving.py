"""Requests that come by packet: which document they mean, and whether it is theirs to ask for (Decision 28/2018)."""

from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib import edxml

GONE = ('returned', 'annulled', 'withdrawn')
PAUSE = timedelta(minutes=1)


class DocumentRequest(models.Model):
    """Only the agency that issued a document may ask; what matches nothing here is held for the clerk, not dropped."""

    _inherit = 'document.request'

    @api.model
    def _arrive(self, transmission, packet):
        """Take in a packet that recalls (1) or updates (2) a document. Returns a refusal by name, or None."""
        kind = self._kind_asked(transmission.company_id, packet)
        if kind is None:
            return None
        staff = next((person.staff for person in packet.business.staff if person.staff), '')
        values = {
            'kind': kind, 'reason': packet.business.reason, 'asked_by_name': staff,
            'asked_at': transmission.packet_at or fields.Datetime.now()}
        named = {
            'named_ids': list(packet.concerned_ids), 'named_subject': packet.subject,
            'named_code': '/'.join(filter(None, (packet.code_number, packet.code_notation))),
            'named_date': fields.Date.to_string(packet.promulgation_date) or False}
        if kind == 'update':
            named['proposed'] = self._proposed(packet)
        return self._ask_us(transmission, values, named)

    @api.model
    def _kind_asked(self, company, packet):
        """Return what a packet asks of us: 'recall', 'remove', 'update'; None when it concerns others alone."""
        if packet.business.type is edxml.BusinessType.RECALL:
            return 'recall'
        updates = packet.business.updates
        own = [receiver.receiver_type for update in updates for receiver in update.receivers
               if self.env['document.agency']._find(receiver.organ_id)._heir() == company.agency_id]
        if edxml.ReceiverType.REMOVED in own:
            return 'remove'
        concerns_all = not updates or any(update.document_info for update in updates)
        return 'update' if concerns_all or packet.attachments else None

    @api.model
    def _proposed(self, packet):
        """Return what an update puts into the header: {field: value as the database takes it}, empty ones left out."""
        values = self.env['document.exchange']._incoming_values(packet)
        values['reply_due_date'] = values.pop('due_date') or False
        if values['type_id'] == self.env.ref('hanam_document.document_type_other').id:
            values.pop('type_id')
        said = {name: value if isinstance(value, int) else str(value) for name, value in values.items() if value}
        return {'reply_due_date': False, **said}

    @api.model
    def _asked_by_status(self, transmission, report=None):
        """Take in a status 13: the sender wants a document back. Returns a refusal by name, or None."""
        report = report or edxml.decode(transmission._body())
        answered = report.response_for
        values = {'kind': 'recall', 'reason': report.description, 'asked_by_name': report.staff.staff,
                  'asked_at': transmission.packet_at or fields.Datetime.now()}
        named = {'named_ids': [answered.document_id] if answered.document_id else [], 'named_code': answered.code,
                 'named_date': fields.Date.to_string(answered.promulgation_date) or False}
        return self._ask_us(transmission, values, named)

    @api.model
    def _ask_us(self, transmission, values, named):
        """Keep the request with the document it means; a stranger's is refused, and the documents tell of it."""
        company, code = transmission.company_id, transmission.peer_code
        incoming, foreign = self._match(company, code, named)
        if foreign and not incoming:
            for document in foreign:
                self.env['document.event']._log(document, 'stranger', document.state, f'{code}: {values["reason"]}')
            return 'NotTheIssuer'
        request = self.create({
            **values, **named, 'direction': 'in', 'company_id': company.id, 'agency_code': code,
            'agency_id': self.env['document.agency']._find(code).id, 'transmission_id': transmission.id})
        request._earn(incoming_id=incoming.id)
        self.env['document.event']._log(request, 'ask', False, values['reason'])
        if incoming:
            request._link(incoming)
        else:
            request._hold()
        return None

    @api.model
    def _match(self, company, code, named):
        """Return (the document of this sender that is named, documents of others that carry a name given).

        Names are tried in order, the likeliest first; last the sender's number, notation and date.
        """
        ids = named.get('named_ids') or []
        known = self.env['document.incoming'].search(
            Domain('company_id', '=', company.id) & (
                Domain('document_code', 'in', ids) | Domain('sealed_code', 'in', ids)))
        own = known.filtered(lambda document: document._is_issued_by(code))
        for name in ids:
            if found := own.filtered(lambda document, name=name: name in (document.document_code,
                                                                        document.sealed_code)):
                return self._likeliest(found), known.browse()
        if named.get('named_code') and named.get('named_date'):
            same = self.env['document.incoming'].search([
                ('company_id', '=', company.id), ('full_code', '=', named['named_code']),
                ('issued_date', '=', named['named_date'])])
            if found := same.filtered(lambda document: document._is_issued_by(code)):
                return self._likeliest(found), known.browse()
        return known.browse(), known - own

    @api.model
    def _likeliest(self, documents):
        """Return the one that lives before one that is gone, the newest first."""
        return documents.sorted(lambda document: (document.state in GONE, -document.id))[:1]

    def _named(self):
        """Return by which names a request that waits looks for its document."""
        request = self.sudo()  # sudo: the names are kept from everybody, since they are the document's own
        return {'named_ids': request.named_ids, 'named_code': request.named_code,
                'named_date': fields.Date.to_string(request.named_date)}

    def _link(self, incoming):
        """Tie the request to its document, and let it be decided."""
        self._earn(incoming_id=incoming.id)
        self.sudo().transmission_id.incoming_id = incoming  # sudo: packets are nobody's to write
        if incoming.state == 'withdrawn':
            self._answer_again()
            return
        if self.kind != 'update':
            # what was to be changed is to be cancelled now
            # sudo: what was asked before is overtaken, whoever found the document
            incoming.sudo().request_ids.filtered(
                lambda row: row.kind == 'update' and row.state in ('asked', 'consent')).action_lapse()
        self._renew_waiting()

    def _hold(self):
        """Wait for the document, and let the clerk see it: two packets may come in at one moment, out of order."""
        self._renew_waiting()
        cron = self.env.ref('hanam_document.cron_claim')
        cron._trigger(datetime.now(UTC).replace(tzinfo=None) + PAUSE)

    @api.model
    def _held_domain(self):
        return (Domain('direction', '=', 'in') & Domain('incoming_id', '=', False)
                & Domain('state', 'in', ('asked', 'consent')))

    @api.model
    def _claim(self, incoming):
        """Give a document that has just arrived the requests that came before it."""
        self.search(self._held_domain() & Domain('company_id', '=', incoming.company_id.id))._look_again()

    @api.model
    def _cron_claim(self):
        """Look again for the documents of requests that wait."""
        self.search(self._held_domain())._look_again()

    def _look_again(self):
        for request in self.sorted('id'):
            found, _foreign = self._match(request.company_id, request.agency_code, request._named())
            if found:
                self.env['document.event']._log(request, 'claim', request.state)
                request._link(found)


class DocumentExchange(models.AbstractModel):
    _inherit = 'document.exchange'

    @api.model
    def _take_in(self, transmission, packet):
        """Let an update of a document we hold, also of one that is gone, be decided; it never arrives a second time."""
        if packet.business.type is edxml.BusinessType.UPDATE and not self._adds(transmission.company_id, packet):
            requests, named = self.env['document.request'], {'named_ids': list(packet.concerned_ids)}
            if any(requests._match(transmission.company_id, transmission.peer_code, named)):
                return requests._arrive(transmission, packet)
        return super()._take_in(transmission, packet)
