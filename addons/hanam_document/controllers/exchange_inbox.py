"""The inbox other installations hand packets to: `POST /hanam/exchange/v1/inbox` (Decision 28/2018, Art. 9)."""

import logging
from urllib.parse import unquote

from werkzeug.exceptions import Forbidden

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..lib.edxml.limits import DEFAULT

_logger = logging.getLogger(__name__)

GROUP = 'hanam_document.group_interface_exchange'


class ExchangeInbox(http.Controller):
    """Takes a packet in once, and answers with its receipt when the transaction that took it in is committed."""

    @http.route('/hanam/exchange/v1/inbox', type='http', auth='hanam_key', methods=['POST'], csrf=False,
                save_session=False, max_content_length=DEFAULT.body_size)
    def inbox(self, **_unused):
        """Take the packet in the body; `X-Hanam-Sender`, `-Receiver`, `-Message` name it (UTF-8, percent-encoded).

        200 and 422 carry its receipt, the same one however often it comes. Odoo answers 503 by itself when the same
        packet is being taken in at this very moment more often than it asks again.
        """
        if not request.env.user.has_group(GROUP):
            raise Forbidden("This key hands in no packets.")
        # sudo: the account of a connection holds no right; what it may do is decided here
        env = request.env(user=SUPERUSER_ID, su=True)
        agencies, said = env['document.agency'], request.httprequest.headers
        sender, receiver, message = (
            unquote(said.get(f'X-Hanam-{name}', '')) for name in ('Sender', 'Receiver', 'Message'))
        peer = env['document.peer'].search([('user_id', '=', request.env.uid)])
        # kept by the request: Odoo asks again when another transaction was quicker, and the stream is read only once
        body = request.httprequest.get_data(cache=True)
        if not body or len(body) != request.httprequest.content_length:
            return self._refuse(400, 'CutOff', "The packet did not come whole; nothing was stored. Send it again.")
        if not (sender and receiver and message):
            return self._refuse(400, 'NoName', "X-Hanam-Sender, X-Hanam-Receiver and X-Hanam-Message name the packet.")
        if not peer._speaks_for(agencies._find(sender)):
            return self._refuse(403, 'NotThisPeer', f"Packets of {sender} do not come from this connection.")
        company = agencies._find(receiver)._heir().company_id
        if not company:
            return self._refuse(404, 'UnknownReceiver', f"{receiver} is no agency of this system.")
        inbox = env['document.transmission'].with_context(allowed_company_ids=company.ids)
        receipt = inbox._receive(company, sender, message, body, peer)
        return request.make_json_response(receipt, status=422 if receipt['outcome'] == 'refused' else 200)

    def _refuse(self, status, reason, sentence):
        _logger.warning("packet refused at the door: %s, account %s", reason, request.env.uid)
        return request.make_json_response({'outcome': 'refused', 'reason': reason, 'sentence': sentence}, status=status)
