"""The sending half of exactly once: the same bytes again until the other side has answered."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.carriers import KeyRefused, Refused, Unreachable

# minutes after which a packet is tried again; then hourly for a day, then a person must look
BACKOFF = (0.5, 1, 2, 4, 8) + (60,) * 24
PORTION = 200
# while an administrator mends the key, packets wait and nothing counts as a try
KEY_PAUSE = timedelta(minutes=5)


class DocumentTransmission(models.Model):
    """Nothing is sent inside a person's request: the dispatchers do it, one packet per transaction."""

    _inherit = 'document.transmission'

    @api.model
    def _due_domain(self, peer=None):
        """Return what is due now; with `peer`, through that system alone (an empty one: inside this system)."""
        due = (Domain('direction', '=', 'out') & Domain('state', '=', 'pending')
               & Domain('next_attempt_at', '<=', fields.Datetime.now()))
        return due if peer is None else due & Domain('peer_id', '=', peer.id)

    @api.model
    def _cron_dispatch(self):
        """Send what is due to agencies of this system."""
        self._dispatch_due(self.env['document.peer'])

    @api.model
    def _dispatch_due(self, peer):
        """Send what is due through one system. Where it does not answer, the rest waits and is not tried one by one."""
        due, cron = self.search(self._due_domain(peer), limit=PORTION, order='urgency desc, id'), self.env['ir.cron']
        cron._commit_progress(remaining=len(due))
        for packet in due:
            packet = packet.try_lock_for_update().filtered_domain(self._due_domain(peer))
            reached = packet._dispatch() if packet else True
            if not cron._commit_progress(1):
                break
            if not reached and peer:
                self._put_off(peer)
                break
        if len(due) == PORTION:
            due[-1:]._wake()

    @api.model
    def _put_off(self, peer):
        """Let everything for a system that does not answer wait as long as a first failure does."""
        later = fields.Datetime.now() + timedelta(minutes=BACKOFF[0])
        waiting = self.search(self._due_domain(peer)).try_lock_for_update()
        waiting.write({'next_attempt_at': later})
        waiting[:1]._wake(later)
        self.env['ir.cron']._commit_progress()

    def _dispatch(self):
        """Hand the packet to its carrier; the outcome is on the row. Returns False when nobody answered."""
        try:
            taken = self._hand_over()
        except KeyRefused as failure:
            self.write({'error': str(failure)[:500], 'next_attempt_at': fields.Datetime.now() + KEY_PAUSE})
            self.peer_id._note_contact(str(failure), failure.peer_time)
            return False
        except Unreachable as failure:
            self._try_later(str(failure), failure.peer_time)
            return False
        except Refused as refusal:
            receipt = {'outcome': 'refused', 'reason': refusal.code, 'sentence': str(refusal), **refusal.receipt}
            self._conclude(receipt, '', refusal.peer_time)
        except Exception as failure:  # any fault is kept on the row and tried again: nothing is lost by it
            self._try_later(f'{type(failure).__name__}: {failure}')
        else:
            self._conclude(taken.receipt, taken.reference, taken.peer_time)
        return True

    def _hand_over(self):
        """Give the bytes to the carrier of this packet and return what it says (lib.carriers.Taken)."""
        if not self.peer_id:
            return self.env['document.loopback']._deliver(self)
        return self.peer_id._carrier().send(
            self._body(), sender=self.company_id.sudo().agency_id.code, receiver=self.peer_code,  # sudo: its code
            message_id=self.message_id, kind=self.kind)

    def _conclude(self, receipt, reference, peer_time):
        """Note what the other side answered; what cannot be noted by a fault of ours is asked for again."""
        if self.peer_id:
            self.peer_id._note_contact(peer_time=peer_time)
        try:
            with self.env.cr.savepoint():
                self._note_outcome(receipt, reference)
        except Exception as failure:  # as above
            self._try_later(f'{type(failure).__name__}: {failure}')

    def _note_outcome(self, receipt, reference):
        refused = receipt.get('outcome') == 'refused'
        self.write({
            'state': 'refused' if refused else 'sent', 'receipt': receipt, 'reference': reference,
            'error_kind': receipt.get('reason') if refused else False,
            'error': receipt.get('sentence') if refused else False})
        if self.kind == 'document':
            self.env['document.exchange']._note_receipt(self, receipt)

    def _try_later(self, failure, peer_time=None):
        """Wait longer after each failure; after the last one, ask a person."""
        attempts = self.attempts + 1
        values = {'attempts': attempts, 'error': failure[:500]}
        if attempts > len(BACKOFF):
            values['state'] = 'blocked'
        else:
            values['next_attempt_at'] = fields.Datetime.now() + timedelta(minutes=BACKOFF[attempts - 1])
        self.write(values)
        if self.peer_id:
            self.peer_id._note_contact(failure, peer_time)
        if self.state == 'pending':
            self._wake(self.next_attempt_at)
        elif self.outgoing_id:
            self.outgoing_id._renew_waiting()
