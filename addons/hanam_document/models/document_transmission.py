"""Outbox and inbox: exactly once = sent at least once, received at most once (design of Art. 6.3, 7)."""

from datetime import timedelta
from hashlib import sha256

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain

from ..lib import edxml

# minutes after which a packet is tried again; then hourly for a day, then a person must look
BACKOFF = (0.5, 1, 2, 4, 8) + (60,) * 24


class DocumentTransmission(models.Model):
    """One packet, going out or come in. Its id, bytes and digest are fixed when the row is written."""

    _name = 'document.transmission'
    _description = 'Packet'
    _order = 'id desc'
    _rec_name = 'message_id'

    direction = fields.Selection([('out', "Outbox"), ('in', "Inbox")], string="Box", required=True, readonly=True)
    company_id = fields.Many2one('res.company', string="Agency", required=True, readonly=True)
    peer_code = fields.Char(string="Other Agency", required=True, readonly=True)
    message_id = fields.Char(string="Packet Identifier", required=True, readonly=True)
    kind = fields.Selection([('document', "Document"), ('status', "Status"), ('unknown', "Unreadable")],
                            required=True, readonly=True)
    status_code = fields.Char(readonly=True)
    body_id = fields.Many2one('ir.attachment', string="Packet", readonly=True, ondelete='restrict')
    digest = fields.Char(string="SHA-256", required=True, readonly=True)
    state = fields.Selection(
        [('pending', "Waiting"), ('sent', "Sent"), ('blocked', "Needs a Person"), ('applied', "Taken In"),
         ('refused', "Refused")], required=True, readonly=True)
    urgency = fields.Char(readonly=True, default='0')
    attempts = fields.Integer(readonly=True)
    next_attempt_at = fields.Datetime(readonly=True)
    error = fields.Char(readonly=True)
    receipt = fields.Json(readonly=True)
    outgoing_id = fields.Many2one('document.outgoing', readonly=True, index='btree_not_null', ondelete='restrict')
    incoming_id = fields.Many2one('document.incoming', readonly=True, index='btree_not_null', ondelete='restrict')

    _message_unique = models.UniqueIndex('(direction, company_id, peer_code, message_id)')
    # a status leaves once per document and code
    _status_unique = models.UniqueIndex(
        "(incoming_id, status_code) WHERE direction = 'out' AND status_code IN ('01', '02', '03', '04', '05', '06')")
    # what the dispatcher takes next
    _due_index = models.Index("(urgency DESC, id) WHERE direction = 'out' AND state = 'pending'")

    @api.model
    def _post(self, document, deliveries):
        """Put the one packet of an issued document in the outbox, a row per receiver in this system."""
        if not deliveries:
            return
        packet = self.env['document.exchange']._packet(document)
        body = edxml.encode(packet)
        stored = self._store(f'{document.full_code.replace("/", "-")}.edxml', body)
        self._queue([{
            'company_id': document.company_id.id, 'peer_code': agency.code, 'message_id': packet.message_id,
            'kind': 'document', 'body_id': stored.id, 'digest': self._digest(body),
            'urgency': document.urgency, 'outgoing_id': document.id,
        } for agency in deliveries.agency_id])

    @api.model
    def _queue(self, rows):
        """Write outbox rows and wake the dispatcher once this transaction is committed."""
        now = fields.Datetime.now()
        # sudo: nobody writes packets by hand; documents do, when a step was taken
        self.sudo().create([{**row, 'direction': 'out', 'state': 'pending', 'next_attempt_at': now} for row in rows])
        self.env.ref('hanam_document.cron_dispatch').sudo()._trigger()  # sudo: waking the dispatcher needs no right

    @api.model
    def _digest(self, body):
        return sha256(body).hexdigest()

    @api.model
    def _store(self, name, body):
        # sudo: packets belong to the outbox and inbox, not to a person
        return self.env['ir.attachment'].sudo().create({
            'name': name, 'raw': body, 'mimetype': 'application/xml', 'res_model': self._name})

    @api.model
    def _due_domain(self):
        return (Domain('direction', '=', 'out') & Domain('state', '=', 'pending')
                & Domain('next_attempt_at', '<=', fields.Datetime.now()))

    @api.model
    def _cron_dispatch(self):
        """Send what is due, one packet per transaction."""
        due = self.search(self._due_domain(), limit=200, order='urgency desc, id')
        self.env['ir.cron']._commit_progress(remaining=len(due))
        for packet in due:
            packet = packet.try_lock_for_update().filtered_domain(self._due_domain())
            if packet:
                packet._dispatch()
            if not self.env['ir.cron']._commit_progress(1):
                break

    def _dispatch(self):
        """Hand the packet to its receiver. Never raises: the outcome is on the row."""
        try:
            receipt = self.env['document.loopback']._deliver(self)
        except Exception as failure:  # the one place where any failure of a carrier is caught, and recorded
            self._try_later(failure)
            return
        refused = receipt['outcome'] == 'refused'
        self.write({'state': 'refused' if refused else 'sent', 'receipt': receipt, 'error': receipt.get('reason')})
        if self.kind == 'document':
            self.env['document.exchange']._note_receipt(self, receipt)

    def _try_later(self, failure):
        """Wait longer after each failure; after the last one, ask a person."""
        attempts = self.attempts + 1
        values = {'attempts': attempts, 'error': f'{type(failure).__name__}: {failure}'[:500]}
        if attempts > len(BACKOFF):
            values['state'] = 'blocked'
        else:
            pause = timedelta(minutes=BACKOFF[attempts - 1])
            values['next_attempt_at'] = fields.Datetime.now() + pause
            self.env.ref('hanam_document.cron_dispatch')._trigger(values['next_attempt_at'])
        self.write(values)
        if values.get('state') == 'blocked' and self.outgoing_id:
            self.outgoing_id._renew_waiting()

    @api.model
    def _receive(self, receiver, sender, message_id, body):
        """Take a packet in once and answer with its receipt, however often it comes.

        `receiver`: the company it came to. `sender`, `message_id`: as the carrier names them. Returns the
        receipt. Raises ConcurrencyError for the same packet at this very moment in another transaction.
        """
        digest = self._digest(body)
        earlier = self.search([('direction', '=', 'in'), ('company_id', '=', receiver.id),
                               ('peer_code', '=', sender), ('message_id', '=', message_id)])
        if earlier:
            return earlier._receipt_for(digest)
        values, packet = self._read(body)
        try:
            with self.env.cr.savepoint():
                arrived = self.create({**values, 'direction': 'in', 'company_id': receiver.id, 'peer_code': sender,
                                       'message_id': message_id, 'digest': digest})
        except UniqueViolation as twin:
            raise ConcurrencyError(message_id) from twin
        if packet:
            arrived._apply(packet)
        return arrived._receipt_for(digest)

    @api.model
    def _read(self, body):
        """Return (values of the inbox row, packet or None). Of secret content no body is kept (Art. 1.2)."""
        try:
            packet = edxml.decode(body)
        except edxml.SecretContent as refusal:
            return self._refusal(refusal), None
        except edxml.PacketError as refusal:
            return {**self._refusal(refusal), 'body_id': self._store('refused.edxml', body).id}, None
        kind = 'status' if isinstance(packet, edxml.StatusReport) else 'document'
        code = packet.code.value if kind == 'status' else False
        return {'kind': kind, 'status_code': code, 'state': 'applied',
                'body_id': self._store('received.edxml', body).id}, packet

    @api.model
    def _refusal(self, refusal):
        return {'kind': 'unknown', 'state': 'refused', 'error': f'{type(refusal).__name__}: {refusal}'[:500],
                'receipt': {'outcome': 'refused', 'reason': type(refusal).__name__}}

    def _apply(self, packet):
        """Put what the packet says into records; what cannot be applied is refused by name, and kept."""
        exchange = self.env['document.exchange']
        refusal = exchange._arrive(self, packet) if self.kind == 'document' else exchange._report(self, packet)
        if refusal:
            self.write({'state': 'refused', 'error': refusal, 'receipt': {'outcome': 'refused', 'reason': refusal}})
        else:
            self.write({'receipt': {'outcome': 'accepted'}})

    def _receipt_for(self, digest):
        """Return the stored receipt; other bytes under the same id are refused, with both digests."""
        if digest != self.digest:
            return {'outcome': 'refused', 'reason': 'OtherContent', 'digests': [self.digest, digest]}
        return {**self.receipt, 'digest': self.digest}
