"""Translates documents into packets and packets into documents (QCVN 102:2016; Decision 44/2024, Art. 9)."""

from datetime import UTC, datetime
from pathlib import Path

from odoo import api, fields, models

from ..lib import edxml

# What the packet says of each file (QCVN 102:2016, Description); the receiver's system reads the last one again.
MAIN, ATTACHED, REFERENCE = "Văn bản chính", "Tài liệu kèm theo", "Tài liệu để tham khảo"
# Begins the words of a status 01 said once more, by which a receiver tells what is odd before it decides (Art. 10.1.b).
ANOMALY = "BẤT THƯỜNG: "


class DocumentExchange(models.AbstractModel):
    """Records into packets. Nothing but translation: queueing is `document.transmission`, effects are steps."""

    _name = 'document.exchange'
    _description = 'Exchange of Packets'

    @api.model
    def _organization(self, agency):
        return edxml.Organization(
            organ_id=agency.code, organ_name=agency.name, in_charge=agency.parent_id.name or '',
            address=agency.address or '', email=agency.email or '', telephone=agency.phone or '')

    @api.model
    def _packet(self, document, agencies, business=None, with_files=True):
        """Return a packet of an issued document to these agencies.

        `business`: what it asks for (edxml.Business), by default what the issue of this document does. A packet
        without files speaks of a document the receiver has, as a recall does.
        """
        now = datetime.now(UTC)
        document = document.sudo()  # sudo: the packet is made from the document as it stands, whoever issues
        own = document.company_id.agency_id
        return edxml.Document(
            from_=self._organization(own),
            to=tuple(self._organization(agency) for agency in agencies),
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
            business=business or self._business(document),
            attachments=tuple(self._attachment(file) for file in document.file_ids) if with_files else (),
        )

    @api.model
    def _business(self, document):
        """Return what the issue of a document asks its receivers for."""
        return edxml.Business(staff=self._staff(document.issued_by_id, document.company_id))

    @api.model
    def _staff(self, user, company):
        """Return who acts for an agency, as packets name them."""
        unit = company.sudo().agency_id.focal_unit  # sudo: the desk that sends is in every packet
        return (edxml.Staff(department=unit or '', staff=user.name or ''),)

    @api.model
    def _answers(self, incoming):
        if not incoming.document_code:
            return ()
        return (edxml.ResponseFor(organ_id=incoming.sender_code or '', code=incoming.full_code or '',
                                  document_id=incoming.document_code, promulgation_date=incoming.issued_date or None),)

    @api.model
    def _attachment(self, file):
        stored = file.attachment_id
        # in the file store it is read piece by piece
        content = Path(stored._full_path(stored.store_fname)) if stored.store_fname else stored.raw
        return edxml.Attachment(content_id=file.sha256[:32], name=stored.name, content=content,
                                description=self._described(file))

    @api.model
    def _described(self, file):
        if file.is_reference:
            return REFERENCE
        return MAIN if file.kind == 'main' else ATTACHED

    @api.model
    def _queue_status(self, incoming, code, description, anomaly=False):
        """Queue the report of a status to the sender; each code of progress leaves once per document.

        An anomaly is status 01 said once more, with words: it moves nothing, whoever reads it (Art. 10.1.b).
        """
        outbox = self.env['document.transmission'].sudo()  # sudo: a status follows from a step, whoever took it
        once = not (anomaly or edxml.StatusCode(code).answers_request)
        if once and outbox.search_count([
                ('incoming_id', '=', incoming.id), ('direction', '=', 'out'), ('status_code', '=', code)], limit=1):
            return
        answered = edxml.ResponseFor(
            organ_id=incoming.sender_code, code=incoming.full_code or '', document_id=incoming.document_code,
            promulgation_date=incoming.issued_date or None)
        outbox._queue_report(incoming.company_id, incoming.sender_code, answered, code,
                             f'{ANOMALY}{description}' if anomaly else description or '', incoming, anomaly)

    @api.model
    def _status_packet(self, company, answered, code, description):
        """Return a report from one of our agencies, said now by this person."""
        return edxml.StatusReport(
            from_=self._organization(company.sudo().agency_id), response_for=answered,  # sudo: its name and code
            code=edxml.StatusCode(code), description=description or '', timestamp=datetime.now(UTC),
            staff=self._staff(self.env.user, company)[0])

    @api.model
    def _way_back(self, company, code, incoming=None):
        """Return the connected system by which an agency is answered: its way of today, else the way it came."""
        agency = self.env['document.agency']._find(code)
        transport, peer = agency._carrier_on(fields.Date.context_today(self)) if agency else ('paper', None)
        if transport != 'paper':
            return peer
        came = [('direction', '=', 'in'), ('company_id', '=', company.id), ('peer_code', 'in', [code, agency.code])]
        if incoming:
            came += [('incoming_id', '=', incoming.id)]
        # sudo: how packets go is not a person's right
        return self.env['document.transmission'].sudo().search(came, limit=1, order='id desc').peer_id
