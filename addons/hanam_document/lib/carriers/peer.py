"""From one installation of this product to another, by its inbox."""

from hashlib import sha256
from urllib.parse import quote

from .calling import Body, Caller
from .errors import Refused, Unreachable
from .values import Taken
from .verdicts import judge_status, one_line

INBOX = '/hanam/exchange/v1/inbox'


class PeerCarrier:
    """The inbox of another installation: `PeerCarrier(url, key).send(body, …)`.

    url: https://name, where its pages are; key: what it gave us; timeout, authorities: see `Caller`.
    """

    def __init__(self, url, key, *, timeout=(10, 120), authorities=None):
        self._caller = Caller(url, key, timeout, authorities)

    def __repr__(self):
        return f'<{type(self).__name__} {self._caller.url}>'

    def send(self, body, *, sender, receiver, message_id, kind):
        """Hand one packet over and return what the peer has of it (Taken). The packet itself says its `kind`.

        Sending it again is harmless: the inbox answers the same receipt. A refusal's `code` is the name the peer gives
        it («WrongShape»), its `reason` the sentence.
        """
        headers = {
            'Authorization': f'Bearer {self._caller.key}', 'Content-Type': 'application/xml',
            'X-Hanam-Sender': quote(sender), 'X-Hanam-Receiver': quote(receiver),
            'X-Hanam-Message': quote(message_id),
        }
        answer = self._caller.ask('POST', INBOX, headers=headers, body=Body(body))
        said = answer.said or {}
        code, words = one_line(said.get('reason')), one_line(said.get('sentence'))
        known = {'receipt': said, 'peer_time': answer.peer_time}
        is_refusal = said.get('outcome') == 'refused'
        judge_status(answer, code, words, is_refusal)
        if is_refusal:
            raise Refused(words or 'The peer refused the packet.', code=code, **known)
        if said.get('outcome') != 'accepted':
            raise Unreachable('The answer of the peer is no receipt.', **known)
        if said.get('digest') != sha256(body).hexdigest():
            raise Unreachable('The receipt of the peer is for other bytes than those sent.', **known)
        return Taken('', **known)


__all__ = ['PeerCarrier']
