"""Outbox and inbox: exactly once = sent at least once, received at most once (Decision 44/2024, Art. 6.3, 7)."""

import base64
from hashlib import sha256
from tempfile import TemporaryFile

from odoo import api, fields, models

from ..lib import edxml

# a packet of this size or less stands in its row; a larger one is a file
SMALL = 16 * 1024


class DocumentTransmission(models.Model):
    """One packet, going out or come in. Its id, bytes and digest are fixed when the row is written."""

    _name = 'document.transmission'
    _description = 'Packet'
    _order = 'id desc'
    _rec_name = 'message_id'

    direction = fields.Selection([('out', "Outbox"), ('in', "Inbox")], string="Box", required=True, readonly=True)
    company_id = fields.Many2one('res.company', string="Agency", required=True, readonly=True)
    peer_code = fields.Char(string="Other Agency", required=True, readonly=True)
    peer_id = fields.Many2one('document.peer', string="Connected System", readonly=True, ondelete='restrict',
                              index='btree_not_null')
    reference = fields.Char(string="Identifier on the Axis", readonly=True)
    message_id = fields.Char(string="Packet Identifier", required=True, readonly=True)
    kind = fields.Selection([('document', "Document"), ('status', "Status"), ('unknown', "Unreadable")],
                            required=True, readonly=True)
    business_type = fields.Selection(
        [('0', "New"), ('1', "Recall"), ('2', "Update"), ('3', "Replacement")], string="Business", readonly=True)
    status_code = fields.Char(readonly=True)
    is_anomaly = fields.Boolean(readonly=True)
    document_code = fields.Char(string="Document Identifier", readonly=True, help="Of the document reported on.")
    description = fields.Text(readonly=True, help="What a status says in words.")
    packet_at = fields.Datetime(string="Moment in the Packet", readonly=True, help="By the clock of its sender.")
    body_id = fields.Many2one('ir.attachment', string="Packet", readonly=True, ondelete='restrict')
    body_small = fields.Binary(attachment=False, readonly=True, prefetch=False)
    digest = fields.Char(string="SHA-256", required=True, readonly=True)
    state = fields.Selection(
        [('pending', "Waiting"), ('sent', "Sent"), ('blocked', "Needs a Person"), ('applied', "Taken In"),
         ('held', "Held"), ('refused', "Refused")], required=True, readonly=True)
    urgency = fields.Char(readonly=True, default='0')
    attempts = fields.Integer(readonly=True)
    next_attempt_at = fields.Datetime(readonly=True)
    error_kind = fields.Char(string="Refusal", readonly=True)
    error = fields.Char(readonly=True)
    receipt = fields.Json(readonly=True)
    confirmed_at = fields.Datetime(string="Confirmed to the Axis", readonly=True)
    delivery_ids = fields.Many2many('document.delivery', string="Recipients", readonly=True)
    delivery_id = fields.Many2one('document.delivery', string="Reported On", readonly=True, ondelete='restrict',
                                  index='btree_not_null')
    outgoing_id = fields.Many2one('document.outgoing', readonly=True, index='btree_not_null', ondelete='restrict')
    incoming_id = fields.Many2one('document.incoming', readonly=True, index='btree_not_null', ondelete='restrict')

    _message_unique = models.UniqueIndex('(direction, company_id, peer_code, message_id)')
    # a status leaves once per document and code
    _report_unique = models.UniqueIndex(
        "(incoming_id, status_code) WHERE direction = 'out' AND is_anomaly IS NOT TRUE "
        "AND status_code IN ('01', '02', '03', '04', '05', '06')")
    # what the dispatcher of each system takes next
    _due_index = models.Index("(peer_id, urgency DESC, id) WHERE direction = 'out' AND state = 'pending'")
    # what an axis has given already, and what it was not yet told of
    _unconfirmed_index = models.Index(
        "(peer_id, id) WHERE direction = 'in' AND confirmed_at IS NULL AND reference IS NOT NULL")
    _reference_index = models.Index('(peer_id, reference) WHERE reference IS NOT NULL')

    @api.model
    def _post(self, document, deliveries, business=None, with_files=True):
        """Put a packet of an issued document in the outbox: a row per receiver, or per axis that carries it.

        `business`: what the packet asks for (edxml.Business); by default what the document's issue does. Through an
        axis only receivers that it knows are named, since it refuses a packet with a stranger in it.
        """
        rows = self.browse()
        electronic = deliveries.filtered(lambda row: row._is_electronic())
        on_axis = electronic.filtered(lambda row: row.transport == 'axis')
        for receivers in ((electronic - on_axis), *on_axis.grouped('peer_id').values()):
            if not receivers:
                continue
            whole = business is None and receivers == electronic - on_axis
            named = document.sudo().delivery_ids if whole else receivers  # sudo: one packet names every recipient
            packet = self.env['document.exchange']._packet(document, named.agency_id, business, with_files)
            rows += self._queue_document(document, packet, receivers)
        return rows

    @api.model
    def _queue_document(self, document, packet, receivers):
        body = self._encoded(packet)
        stored = self._kept_body(f'{document.full_code.replace("/", "-")}.edxml', body)
        common = {
            'company_id': document.company_id.id, 'message_id': packet.message_id, 'kind': 'document', **stored,
            'business_type': packet.business.type.value, 'digest': self._digest(body), 'urgency': document.urgency,
            'outgoing_id': document.id}
        axis = receivers.peer_id if receivers[0].transport == 'axis' else None
        if axis:
            return self._queue([{**common, 'peer_code': axis.name, 'peer_id': axis.id,
                                 'delivery_ids': receivers.ids}])
        return self._queue([{**common, 'peer_code': row.agency_id.code, 'peer_id': row.peer_id.id,
                             'delivery_ids': row.ids} for row in receivers])

    @api.model
    def _queue_report(self, company, to_code, answered, code, description, incoming=None, anomaly=False):
        """Queue a status packet. `answered`: edxml.ResponseFor; `code`: '01' … '16'; `description`: in words."""
        exchange = self.env['document.exchange']
        report = exchange._status_packet(company, answered, code, description)
        body = edxml.encode(report)
        peer = exchange._way_back(company, to_code, incoming)
        return self._queue([{
            'company_id': company.id, 'peer_code': to_code, 'peer_id': peer.id, 'message_id': report.message_id,
            'kind': 'status', 'status_code': code, 'is_anomaly': anomaly, 'document_code': answered.document_id,
            'description': description, **self._kept_body(f'status-{code}.edxml', body),
            'digest': self._digest(body), 'urgency': incoming.urgency if incoming else '0',
            'incoming_id': incoming.id if incoming else False}])

    @api.model
    def _queue(self, rows):
        """Write outbox rows and wake their dispatchers once this transaction is committed."""
        now = fields.Datetime.now()
        # sudo: nobody writes packets by hand; documents do, when a step was taken
        queued = self.sudo().create([
            {'packet_at': now, **row, 'direction': 'out', 'state': 'pending', 'next_attempt_at': now} for row in rows])
        queued._wake()
        return queued

    def _wake(self, at=None):
        """Wake the dispatchers of these packets, now or at a moment."""
        crons = self.peer_id.cron_id
        if any(not packet.peer_id for packet in self):
            crons |= self.env.ref('hanam_document.cron_dispatch').sudo()  # sudo: waking the dispatcher needs no right
        for cron in crons.sudo():  # sudo: as above
            cron._trigger(at)

    @api.model
    def _encoded(self, packet):
        """Return the bytes of a packet, whose files are read piece by piece."""
        with TemporaryFile() as stream:
            edxml.encode_to(packet, stream)
            stream.seek(0)
            return stream.read()

    @api.model
    def _digest(self, body):
        return sha256(body).hexdigest()

    @api.model
    def _kept_body(self, name, body):
        """Return the values that keep the bytes of a packet: in the row when small, else as a file."""
        if len(body) <= SMALL:
            return {'body_small': base64.b64encode(body)}
        # sudo: packets belong to the outbox and inbox, not to a person
        return {'body_id': self.env['ir.attachment'].sudo().create({
            'name': name, 'raw': body, 'mimetype': 'application/xml', 'res_model': self._name}).id}

    def _body(self):
        """Return the bytes of the packet; none of secret content."""
        self.ensure_one()
        if self.body_id:
            return self.body_id.raw
        return base64.b64decode(self.with_context(bin_size=False).body_small or b'')
