"""A province's axis (family B, REST): `RestAxis(url, system_id, key)`."""

import json
from datetime import timedelta
from hashlib import sha256
from tempfile import SpooledTemporaryFile

from . import unverified as wire
from .calling import LIST_LIMIT, PACKET_LIMIT, SMALL, Answer, Body, Caller
from .entries import listing_of_agencies, listing_of_items, rows_of
from .errors import TooLong
from .lifting import packet_of, read_large
from .values import Taken
from .verdicts import judge_code

LONGEST_WINDOW = timedelta(days=366)
MOST_PAGES = 2000


class RestAxis:
    """Client of a province's axis.

    system_id, key: what the axis gave us; now: a callable that gives the moment (aware): lists end with its day and
    the next (their clock may be ahead), without it a year after they begin; the rest as for `VxpAxis`.
    """

    def __init__(self, url, system_id, key, *, now=None, timeout=(10, 120), limit=PACKET_LIMIT, authorities=None):
        self._caller = Caller(url, key, timeout, authorities)
        self._system_id, self._now, self._limit = system_id, now, limit

    def __repr__(self):
        return f'<{type(self).__name__} {self._caller.url} {self._system_id}>'

    def send(self, body, *, sender, receiver, message_id, kind):
        """Hand one packet over (Taken); as `VxpAxis.send`."""
        digest = sha256(body).hexdigest()
        head = (f'--{digest}\r\nContent-Disposition: form-data; name="messageType"\r\n\r\n'
                f'{wire.MESSAGE_TYPES[kind]}\r\n--{digest}\r\n'
                f'Content-Disposition: form-data; name="edocFile"; filename="{digest[:32]}.edxml"\r\n'
                'Content-Type: application/xml\r\n\r\n')
        answer = self._ask('POST', '/v1/sendEdoc', {'Content-Type': f'multipart/form-data; boundary={digest}'},
                           body=Body(head.encode(), body, f'\r\n--{digest}--\r\n'.encode()))
        data = answer.said.get('data')
        inner = data if isinstance(data, dict) else {}
        return Taken(str(inner.get('docId') or answer.said.get('docId') or ''), answer.said, answer.peer_time)

    def listed(self, since, kind):
        """The packets of a kind that the axis took for us since that day (Listing of Item), done ones among them."""
        first = since.astimezone(wire.VIETNAM).date()
        last = (self._now().astimezone(wire.VIETNAM).date() + timedelta(days=1) if self._now
                else first + LONGEST_WINDOW)
        return self._window(first, max(first, last), kind)

    def fetch(self, item):
        """The packet of an item, as bytes. Oversized when it is larger than the limit."""
        with SpooledTemporaryFile(SMALL) as file:
            # The packet may come twice, whole and with its files beside it
            status, when = self._caller.download('GET', '/v1/getEdoc', file, headers=self._headers({}),
                                                 params={'docId': item.reference}, limit=self._limit * 3 + SMALL)
            said, spans = read_large(file, self._caller.read)
            _judge(Answer(status, said, when))
            return packet_of(file, wire.packet_of_rest(said), spans, self._limit)

    def confirm(self, item, done):
        """Tell the axis that an item arrived here for good (done) or cannot (not done). May be told again."""
        told = json.dumps({'docId': item.reference, 'status': wire.CONFIRMED[done]}).encode()
        self._ask('POST', '/v1/updateStatus', {'Content-Type': 'application/json'}, body=Body(told))

    def agencies(self):
        """The agencies of the axis (Listing of Agency), page by page; `skipped` counts those of pages not given."""
        found, total, pages = self._page(1)
        for page in range(2, min(pages, MOST_PAGES) + 1):
            more, _total, _pages = self._page(page)
            found = found.joined(more)
        found.skipped += max(0, total - len(found) - found.skipped)
        return found

    def _page(self, page):
        """One page of the directory, how many agencies and how many pages there are (0 when not said).

        An axis that does not know our word for the page gives the first one again, which is no other page.
        """
        answer = self._ask('GET', '/v1/getAgenciesList', {}, params={wire.PAGE: page}, limit=LIST_LIMIT)
        data = answer.said.get('data')
        inner = data if isinstance(data, dict) else {'content': data}
        is_asked = page == 1 or inner.get(wire.PAGE) == page
        part = listing_of_agencies(rows_of(inner.get('content'), answer) if is_asked else (), answer.peer_time)
        return part, _number(inner.get('totalRecords')), _number(inner.get('totalPages'))

    def _window(self, first, last, kind):
        """List some days; when their answer is too long, in two halves."""
        try:
            answer = self._ask('GET', '/v1/syncReceivedEdocList', {}, limit=LIST_LIMIT, params={
                'messageType': wire.MESSAGE_TYPES[kind], **wire.window(first, last)})
        except TooLong:
            if first == last:
                raise
            middle = first + (last - first) // 2
            parts = self._window(first, middle, kind), self._window(middle + timedelta(days=1), last, kind)
            return parts[0].joined(parts[1])
        return listing_of_items(rows_of(answer.said.get('data'), answer), kind, answer.peer_time)

    def _ask(self, method, path, headers, **how):
        answer = self._caller.ask(method, path, headers=self._headers(headers), **how)
        _judge(answer)
        return answer

    def _headers(self, more):
        return {'X-SystemId': self._system_id, 'X-SecretKey': self._caller.key, 'Accept': 'application/json'} | more


def _judge(answer):
    said = answer.said or {}
    code, words = wire.code_of_rest(said)
    judge_code(answer, code, words, wire.is_good_of_rest(said) and code in {'', '0'})


def _number(value):
    return value if isinstance(value, int) and value > 0 else 0


__all__ = ['RestAxis']
