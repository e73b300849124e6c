"""The carrier between agencies of this system: the receiver's own inbox, in the receiver's own transaction."""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError


class DocumentLoopback(models.AbstractModel):
    """No shortcut writes into another agency's documents: even here a packet goes through outbox and inbox."""

    _name = 'document.loopback'
    _description = 'Carrier Inside This System'

    @api.model
    def _deliver(self, packet):
        """Hand the bytes to the receiver's inbox and return its receipt, once the receiver has committed."""
        receiver = self.env['document.agency']._find(packet.peer_code)._heir()
        if not receiver.company_id:
            raise UserError(self.env._("%(code)s is no agency of this system.", code=packet.peer_code))
        sender, message, body = packet.company_id.agency_id.code, packet.message_id, packet.body_id.raw
        with self.env.registry.cursor() as cr:
            context = {'allowed_company_ids': receiver.company_id.ids, 'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'}
            env = api.Environment(cr, SUPERUSER_ID, context)
            company = env['res.company'].browse(receiver.company_id.id)
            return env['document.transmission'].with_company(company)._receive(company, sender, message, body)
