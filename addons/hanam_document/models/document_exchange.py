"""Translates documents into packets and packets into documents (QCVN 102:2016; Decision 44/2024, Art. 9)."""

from datetime import UTC, datetime

from odoo import api, fields, models

from ..lib import edxml
from .document_delivery import STATUS_STEPS

# What the packet says of each file (QCVN 102:2016, Description); the receiver's system reads the last one again.
MAIN, ATTACHED, REFERENCE = "Văn bản chính", "Tài liệu kèm theo", "Tài liệu để tham khảo"


class DocumentExchange(models.AbstractModel):
    """Nothing but translation: queueing is `document.transmission`, effects are steps."""

    _name = 'document.exchange'
    _description = 'Exchange of Packets'

    @api.model
    def _organization(self, agency):
        return edxml.Organization(
            organ_id=agency.code, organ_name=agency.name, in_charge=agency.parent_id.name or '',
            address=agency.address or '', email=agency.email or '', telephone=agency.phone or '')

    @api.model
    def _packet(self, document):
        """Return the one packet of an issued document; it names every recipient agency."""
        now = datetime.now(UTC)
        document = document.sudo()  # sudo: the packet is made from the document as it stands, whoever issues
        own = document.company_id.agency_id
        return edxml.Document(
            from_=self._organization(own),
            to=tuple(self._organization(row.agency_id) for row in document.delivery_ids if row.agency_id),
            document_id=document.document_code,
            code_number=document.code_number, code_notation=document.code_notation,
            place=document.company_id.place or '', promulgation_date=document.issued_date,
            type_code=document.type_id.packet_type, type_name=document.type_id.name,
            subject=document.subject, signer_competence=document.competence or '',
            signer_position=document.signer_position or '', signer_full_name=document.signer_full_name or '',
            due_date=document.due_date or None, priority=edxml.Urgency(int(document.urgency)),
            promulgation_amount=document.issued_amount, page_amount=document.page_amount,
            to_places=tuple((document.to_places or '').splitlines()),
            response_for=self._answers(document.reply_to_id),
            trace=(edxml.Hop(own.code, now),),
            business=edxml.Business(staff=(edxml.Staff(department=own.focal_unit or '',
                                                       staff=document.issued_by_id.name or ''),)),
            attachments=tuple(self._attachment(file) for file in document.file_ids),
        )

    @api.model
    def _answers(self, incoming):
        if not incoming.document_code:
            return ()
        return (edxml.ResponseFor(organ_id=incoming.sender_code or '', code=incoming.full_code or '',
                                  document_id=incoming.document_code, promulgation_date=incoming.issued_date or None),)

    @api.model
    def _attachment(self, file):
        return edxml.Attachment(content_id=file.sha256[:32], name=file.attachment_id.name,
                                content=file.attachment_id.raw,
                                description=self._described(file))

    @api.model
    def _described(self, file):
        if file.is_reference:
            return REFERENCE
        return MAIN if file.kind == 'main' else ATTACHED

    @api.model
    def _arrive(self, transmission, packet):
        """Create the incoming document of a new packet and report 01. Returns a refusal by name, or None."""
        if packet.business.type is not edxml.BusinessType.NEW:
            return 'NotSupported'
        sender = self.env['document.agency']._find(packet.from_.organ_id)
        incoming = self.env['document.incoming'].create({
            **self._incoming_values(packet), 'company_id': transmission.company_id.id, 'sender_id': sender.id})
        for place, attachment in enumerate(packet.attachments, 1):
            file = self.env['document.file'].create({
                'incoming_id': incoming.id, 'name': attachment.name, 'sequence': place})
            self.env['document.file.version']._keep(file, attachment.content, attachment.name, 'receive')
            if place > 1 and attachment.description == REFERENCE:
                file._take_for_reference(attachment.content)
        incoming._earn(channel='electronic', document_code=packet.document_id, sender_code=packet.from_.organ_id,
                       addressed_to='\n'.join(f'{party.organ_id} {party.organ_name}' for party in packet.to),
                       arrived_at=fields.Datetime.now(), reply_due_date=packet.due_date or False)
        transmission.incoming_id = incoming
        self.env['document.event']._log(incoming, 'arrive', False)
        incoming._renew_waiting()
        self._queue_status(incoming, '01', '')
        self.env.ref('hanam_document.cron_verify')._trigger()
        return None

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
    def _queue_status(self, incoming, code, description):
        """Queue the report of a status to the sender; each code leaves once per document."""
        outbox = self.env['document.transmission'].sudo()  # sudo: a status follows from a step, whoever took it
        if outbox.search_count([('incoming_id', '=', incoming.id), ('direction', '=', 'out'),
                                ('status_code', '=', code)], limit=1):
            return
        own = incoming.sudo().company_id.agency_id  # sudo: as above
        report = edxml.StatusReport(
            from_=self._organization(own),
            response_for=edxml.ResponseFor(
                organ_id=incoming.sender_code, code=incoming.full_code or '', document_id=incoming.document_code,
                promulgation_date=incoming.issued_date or None),
            code=edxml.StatusCode(code), description=description or '', timestamp=datetime.now(UTC),
            staff=edxml.Staff(department=own.focal_unit or '', staff=self.env.user.name))
        body = edxml.encode(report)
        stored = outbox._store(f'status-{code}.edxml', body)
        outbox._queue([{
            'company_id': incoming.company_id.id, 'peer_code': incoming.sender_code, 'message_id': report.message_id,
            'kind': 'status', 'status_code': code, 'body_id': stored.id, 'digest': outbox._digest(body),
            'urgency': incoming.urgency, 'incoming_id': incoming.id}])

    @api.model
    def _report(self, transmission, report):
        """Move the delivery a status report speaks of. Returns a refusal by name, or None."""
        if report.code.value not in STATUS_STEPS:
            return 'NotSupported'
        document = self.env['document.outgoing'].search([
            ('document_code', '=', report.response_for.document_id),
            ('company_id', '=', transmission.company_id.id)])
        agency = self.env['document.agency']._find(report.from_.organ_id)
        delivery = document.delivery_ids.filtered(lambda row: row.agency_id == agency)
        if not delivery:
            return 'UnknownDocument'
        transmission.outgoing_id = document
        delivery._note_status(report.code.value, report.timestamp, report.description)
        return None

    @api.model
    def _note_receipt(self, transmission, receipt):
        """Note on the delivery that the carrier took the packet, or why the receiver's system refused it."""
        agency = self.env['document.agency']._find(transmission.peer_code)
        delivery = transmission.outgoing_id.delivery_ids.filtered(lambda row: row.agency_id == agency)
        if receipt['outcome'] == 'refused':
            delivery._note_status('02', datetime.now(UTC), receipt.get('reason') or '')
        elif delivery.state == 'pending':
            delivery.action_send()
        else:
            delivery._earn(sent_at=fields.Datetime.now())
