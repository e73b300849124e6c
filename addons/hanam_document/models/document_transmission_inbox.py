"""The receiving half of exactly once: taken in at most once, however often it comes."""

from dataclasses import replace
from datetime import UTC
from tempfile import TemporaryFile

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ..lib import edxml
from ..lib.edxml import identity
from ..lib.edxml.limits import MEBIBYTE
from ..lib.edxml.moments import VIETNAM
from .document_delivery import STATUS_STEPS

# settings of an administrator, in MB
LIMITS = {'file_size': 'hanam_document.largest_file_mb', 'packet_size': 'hanam_document.largest_packet_mb'}
# the files of a larger packet lie on disk while it is taken in
LARGE = 1024 * 1024


class DocumentTransmission(models.Model):
    """A repeat is a success: it gets the stored receipt. What cannot be applied is stored and refused by name."""

    _inherit = 'document.transmission'

    @api.model
    def _receive(self, receiver, sender, message_id, body, peer=None, reference=''):
        """Take a packet in once and answer with its receipt, however often it comes.

        `receiver`: the company it came to. `sender`, `message_id`: as the carrier names them; the packet's own
        identifier counts where it can be read. `peer`, `reference`: by which system it came, and under which id
        there. Returns the receipt. Raises ConcurrencyError for the same packet at this very moment in another
        transaction: ask again.
        """
        today = self.env['document.outgoing']._today()
        digest, (sender, *_ids) = self._digest(body), self.env['document.agency']._known(sender, today)
        if earlier := self._earlier(receiver, sender, message_id):
            return earlier._receipt_for(digest)
        with TemporaryFile() as spool:
            values, packet = self._read(body, receiver, sender, spool)
            if packet and packet.message_id != message_id:
                message_id = packet.message_id
                if earlier := self._earlier(receiver, sender, message_id):
                    return earlier._receipt_for(digest)
            try:
                arrived = self.create({
                    **values, 'direction': 'in', 'company_id': receiver.id, 'peer_code': sender, 'digest': digest,
                    'message_id': message_id, 'peer_id': peer.id if peer else False, 'reference': reference})
                self.env.flush_all()
            except UniqueViolation as twin:  # whoever asked gives this transaction up, and asks again in another
                raise ConcurrencyError(message_id) from twin
            arrived._take_effect(packet)
        return arrived._receipt_for(digest)

    @api.model
    def _note_repeat(self, company, peer, item, body, receipt):
        """Keep that an axis gave a packet we have under another id of its own, and return that row."""
        refused, digest = receipt['outcome'] == 'refused', self._digest(body)
        return self.create({
            'direction': 'in', 'company_id': company.id, 'peer_code': item.sender, 'peer_id': peer.id,
            'reference': item.reference, 'message_id': f'axis:{item.reference}', 'kind': item.kind, 'digest': digest,
            'state': 'refused' if refused else 'applied', 'error_kind': receipt.get('reason') if refused else False,
            **(self._kept_body('other.edxml', body) if refused else {})})

    @api.model
    def _earlier(self, receiver, sender, message_id):
        return self.search([('direction', '=', 'in'), ('company_id', '=', receiver.id),
                            ('peer_code', '=', sender), ('message_id', '=', message_id)])

    @api.model
    def _read(self, body, receiver, sender, spool):
        """Return (values of the inbox row, packet or None). Of secret content no body is kept (Art. 1.2).

        `spool`: a file in which the contents of a large packet lie as long as it is used.
        """
        try:
            packet = edxml.decode(body, self._limits(), spool if len(body) > LARGE else None)
        except edxml.SecretContent as refusal:
            return {'kind': 'unknown', **self._refusal(refusal), 'document_code': refusal.document_id}, None
        except edxml.PacketError as refusal:
            return {'kind': 'unknown', **self._refusal(refusal), 'document_code': refusal.document_id,
                    **self._kept_body('refused.edxml', body)}, None
        kept = self._kept_body('received.edxml', body)
        if not self._is_from(packet, sender):
            return {'kind': 'unknown', 'state': 'refused', 'error_kind': 'SenderMismatch', **kept}, None
        if isinstance(packet, edxml.StatusReport):
            about = self.env['document.exchange']._reported(receiver, sender, packet)
            return {'kind': 'status', 'status_code': packet.code.value, 'state': 'applied', **about, **kept,
                    'packet_at': packet.timestamp.astimezone(UTC).replace(tzinfo=None),
                    'document_code': packet.response_for.document_id, 'description': packet.description}, packet
        said = packet.trace[0].timestamp if packet.trace else None
        return {'kind': 'document', 'business_type': packet.business.type.value, 'state': 'applied', **kept,
                'packet_at': said and said.astimezone(UTC).replace(tzinfo=None),
                'document_code': packet.document_id}, packet

    @api.model
    def _limits(self):
        """Return how large a packet may be: the settings of this system, in MB, or the rules of the exchange."""
        # sudo: how large a packet may be is the same for everybody
        said = self.env['ir.config_parameter'].sudo().get_param
        sizes = {name: int(value) * MEBIBYTE for name, key in LIMITS.items() if (value := said(key, '')).isdecimal()}
        return replace(edxml.Limits(), **sizes)

    @api.model
    def _is_from(self, packet, sender):
        """Return whether a packet is from whom its carrier says."""
        said, agencies = packet.from_.organ_id, self.env['document.agency']
        return identity.same_agency(said, sender) or bool(agencies._find(said) & agencies._find(sender))

    @api.model
    def _refusal(self, refusal):
        return {'state': 'refused', 'error_kind': type(refusal).__name__, 'error': str(refusal)[:500]}

    def _take_effect(self, packet):
        """Put what the packet says into records; what cannot be applied is refused by name, and kept whole."""
        if packet is None:
            if self.error_kind == 'SecretContent':
                self._tell_secret()
            return
        if self.kind == 'status' and self.status_code in STATUS_STEPS:
            self._settle()  # nothing of it can be refused any more
            return
        try:
            with self.env.cr.savepoint():
                refusal = self._apply(packet)
        except (UserError, AccessError) as refused:
            self.write({'state': 'refused', 'error_kind': 'NotApplied', 'error': str(refused)[:500]})
            return
        if refusal:
            self.write({'state': 'refused', 'error_kind': refusal})

    def _apply(self, packet):
        """Return the name of a refusal, or None."""
        if self.kind == 'status':
            return self._settle()
        return self.env['document.exchange']._take_in(self, packet)

    def _settle(self):
        """Let the reports of these inbox rows move their deliveries. Returns a refusal by name, or None."""
        return self.env['document.exchange']._report(self)

    def _tell_secret(self):
        """Tell the clerks of the receiver, and the sender, what to do on paper (Art. 1.2, 15.1)."""

    def _alarm_other_content(self, digest):
        """Tell the clerks that other bytes came under the identifier of this packet."""

    def _receipt_for(self, digest):
        """Return the receipt; other bytes under the same id are refused, with both digests, and alarmed."""
        if digest != self.digest:
            self._alarm_other_content(digest)
            return {'outcome': 'refused', 'reason': 'OtherContent', 'digests': [self.digest, digest],
                    'sentence': 'Another packet came under this identifier before.'}
        return self._receipt()

    def _receipt(self):
        """Return what the other side is told of this packet, now and whenever it asks again.

        `received_at`: when it was wholly in this system and could be used here (Decision 44/2024, Art. 7.2).
        """
        moment = fields.Datetime.to_datetime(self.create_date).replace(tzinfo=UTC, microsecond=0).astimezone(VIETNAM)
        receipt = {'outcome': 'refused' if self.state == 'refused' else 'accepted', 'digest': self.digest,
                   'received_at': moment.isoformat()}
        if self.state == 'refused':
            receipt |= {'reason': self.error_kind, 'sentence': self.error or ''}
        return receipt
