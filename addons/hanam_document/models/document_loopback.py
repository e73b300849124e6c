"""The carrier between agencies of this system: the receiver's own inbox, in the receiver's own transaction."""

from odoo import SUPERUSER_ID, api, models

from ..lib.carriers import Refused, Taken, Unreachable


class DocumentLoopback(models.AbstractModel):
    """No shortcut writes into another agency's documents: even here a packet goes through outbox and inbox."""

    _name = 'document.loopback'
    _description = 'Carrier Inside This System'

    @api.model
    def _deliver(self, packet):
        """Hand the bytes to the receiver's inbox and return its receipt, once the receiver has committed."""
        receiver = self.env['document.agency']._find(packet.peer_code)._heir()
        if not receiver.company_id:
            raise Refused(f'{packet.peer_code} is no agency of this system.', code='UnknownReceiver')
        try:
            with self.env.registry.cursor() as cr:
                inbox = self._inbox(cr, receiver.company_id)
                receipt = inbox._receive(inbox.env.company, packet.company_id.agency_id.code, packet.message_id,
                                         packet._body())
        except Exception as failure:  # whatever went wrong there was undone there; it is tried again
            raise Unreachable(f'{type(failure).__name__}: {failure}') from failure
        return Taken(reference='', receipt=receipt, peer_time=None)

    @api.model
    def _inbox(self, cr, company):
        """Return the inbox of an agency of this system, on a cursor, in that agency's language and time."""
        context = {'allowed_company_ids': company.ids, 'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'}
        return api.Environment(cr, SUPERUSER_ID, context)['document.transmission']
