"""The national axis (family A, VXP): `VxpAxis(url, system_id, key, now=…)`."""

from tempfile import SpooledTemporaryFile

from . import unverified as wire
from .calling import LIST_LIMIT, PACKET_LIMIT, SMALL, Answer, Body, Caller
from .entries import listing_of_agencies, listing_of_items, rows_of
from .lifting import packet_of, read_large
from .values import Taken
from .verdicts import judge_code


class VxpAxis:
    """Client of the national axis.

    system_id, key: what the axis gave our centre; now: a callable that gives the moment (aware), for signing;
    timeout, authorities: see `Caller`; limit: the largest packet fetched, in bytes.
    """

    def __init__(self, url, system_id, key, *, now, timeout=(10, 120), limit=PACKET_LIMIT, authorities=None):
        self._caller = Caller(url, key, timeout, authorities)
        self._system_id, self._now, self._limit = system_id, now, limit

    def __repr__(self):
        return f'<{type(self).__name__} {self._caller.url} {self._system_id}>'

    def send(self, body, *, sender, receiver, message_id, kind):
        """Hand one packet over (Taken). The packet says itself who receives it and what its id is.

        Sending again after a lost answer is harmless: the axis gives it the id it has, or delivers it a second time,
        and an inbox takes a packet once.
        """
        answer = self._ask('/sendEdoc', wire.send_fields(body, sender, kind), Body(body))
        return Taken(str(answer.said.get('DocId') or ''), answer.said, answer.peer_time)

    def listed(self, since, kind):
        """All packets of a kind that wait for us (Listing of Item), also those from before `since`: none is passed by.

        Each is listed until it is confirmed.
        """
        answer = self._ask('/getReceivedEdocList', wire.list_fields(kind), limit=LIST_LIMIT)
        return listing_of_items(rows_of(answer.said.get('data'), answer), kind, answer.peer_time)

    def fetch(self, item):
        """The packet of an item, as bytes. Oversized when it is larger than the limit."""
        fields = wire.fetch_fields(item.reference)
        with SpooledTemporaryFile(SMALL) as file:
            status, when = self._caller.download('POST', '/getEdoc', file, headers=self._headers(fields),
                                                 body=Body(b'{}'), limit=self._limit * 3 // 2 + SMALL)
            said, spans = read_large(file, self._caller.read)
            _judge(Answer(status, said, when))
            return packet_of(file, said.get('data'), spans, self._limit)

    def confirm(self, item, done):
        """Tell the axis that an item arrived here for good (done) or cannot (not done). May be told again."""
        self._ask('/updateStatus', wire.confirm_fields(item.reference, done))

    def agencies(self):
        """The agencies of the axis (Listing of Agency)."""
        answer = self._ask('/getAgenciesList', {'Content-Type': 'application/json'}, limit=LIST_LIMIT)
        return listing_of_agencies(rows_of(answer.said.get('data'), answer), answer.peer_time)

    def _ask(self, path, fields, body=None, limit=SMALL):
        body = Body(b'{}') if body is None else body
        answer = self._caller.ask('POST', path, headers=self._headers(fields), body=body, limit=limit)
        _judge(answer)
        return answer

    def _headers(self, fields):
        self._caller.check_key()
        signed = {'timestamp': wire.timestamp(self._now()), 'systemid': self._system_id} | fields
        return wire.signed_headers(signed, self._caller.key) | {'Content-Type': fields['Content-Type']}


def _judge(answer):
    said = answer.said or {}
    code = said.get('ErrorCode')
    code = str(code) if isinstance(code, str | int) else ''
    judge_code(answer, code, said.get('ErrorDesc'), code == '0' and said.get('status') != 'FAIL')


__all__ = ['VxpAxis']
