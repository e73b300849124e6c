"""One HTTP call with limits on everything, and nothing from the surroundings.

No proxy, no cookie, no .netrc, no redirect, no compression; the answer is read piece by piece up to a limit of bytes
and a limit of time; plain http only to this machine. The key never stands in an error: a sentence names the kind of
failure, and what the other side answers is searched for the key before anybody sees it.
"""

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from time import monotonic
from urllib.parse import urlsplit

import requests
import urllib3

from .errors import KeyRefused, Oversized, TooLong, Unreachable

CHUNK = 64 * 1024
SMALL = 1024 * 1024                # an answer that is only a few words
LIST_LIMIT = 64 * SMALL
# lib/edxml takes packets up to this: 200 MiB of files in base64 with line breaks, and the header
PACKET_LIMIT = 304 * SMALL
SLOWEST = 10                       # an answer may take this many times the time to read its first byte
SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `said` is its JSON object, None where it is none or was not asked to be read."""

    status: int
    said: dict | None
    peer_time: datetime | None


class Body:
    """Bytes to send, in pieces that are not joined: read in blocks, so that the time-out counts for each block."""

    def __init__(self, *pieces):
        self._pieces = [memoryview(piece) for piece in pieces if piece]
        self._length = sum(map(len, self._pieces))

    def __len__(self):
        return self._length

    def __iter__(self):
        return iter(lambda: self.read(CHUNK), b'')

    def read(self, size):
        """Give the next block, at most `size` bytes; b'' at the end."""
        if not self._pieces:
            return b''
        block, rest = self._pieces[0][:size], self._pieces[0][size:]
        self._pieces[:1] = [rest] if rest else []
        return bytes(block)


class Caller:
    """Calls to one address with one key.

    timeout: seconds (to connect, to wait for the next byte); authorities: a file of CA certificates beside the usual.
    """

    def __init__(self, url, key, timeout, authorities=None):
        self.url = checked_url(url)
        self.key = (key or '').strip()
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = authorities or True
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers = {'Accept-Encoding': 'identity', 'User-Agent': 'hanam-exchange'}

    def __repr__(self):
        return f'<{type(self).__name__} {self.url}>'

    def check_key(self):
        """Refuse to call without a key that can stand in a header (KeyRefused)."""
        if not (self.key and self.key.isascii() and self.key.isprintable()):
            raise KeyRefused('There is no usable key for the other side.')

    def ask(self, method, path, *, headers, body=None, params=None, limit=SMALL):
        """Call and read the JSON object of the answer. Unreachable when there is none, or one of over `limit` bytes."""
        kept = io.BytesIO()
        try:
            status, when = self.download(method, path, kept, headers=headers, body=body, params=params, limit=limit)
        except Oversized as error:
            raise TooLong(f'The answer is longer than {limit} bytes.', peer_time=error.peer_time) from None
        return Answer(status, self.read(kept.getvalue()), when)

    def download(self, method, path, into, *, headers, body=None, params=None, limit):
        """Call and write the answer into a file; return its HTTP status and the other side's clock."""
        self.check_key()
        try:
            with self._session.request(method, self.url + path, headers=headers, data=body or None, params=params,
                                       stream=True, allow_redirects=False, timeout=self._timeout) as response:
                self._read(response, into, limit)
                return response.status_code, _moment(response.headers.get('Date', ''))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            # Not chained: a request hangs on these errors, and in it the key
            raise Unreachable(f'The other side gave no answer ({type(error).__name__}).') from None

    def _read(self, response, into, limit):
        if response.headers.get('Content-Encoding', 'identity') != 'identity':
            raise Unreachable('The other side packed its answer, which was not asked for.')
        ends, left = monotonic() + SLOWEST * self._timeout[1], limit
        while piece := response.raw.read1(CHUNK):
            left -= len(piece)
            if left < 0:
                raise Oversized(limit, peer_time=_moment(response.headers.get('Date', '')))
            if monotonic() > ends:
                raise Unreachable('The other side did not finish its answer in time.')
            into.write(piece)

    def read(self, content):
        """Read bytes as a JSON object in UTF-8, our key taken out of it; None when they are none."""
        if len(self.key) >= SHORTEST_SECRET:
            content = content.replace(self.key.encode(), b'***')
        try:
            said = json.loads(content.decode('utf-8-sig'))
        except (ValueError, RecursionError):
            return None
        return said if isinstance(said, dict) else None


def checked_url(url):
    """Return the address without a slash at its end. ValueError unless it is https, or http to this machine."""
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError('The address of a system must be a plain https://name/path.')
    if parts.scheme != 'https' and not (parts.scheme == 'http' and _is_this_machine(parts.hostname)):
        raise ValueError('The address of a system must begin with https://; http:// is only for this machine.')
    return url.rstrip('/')


def _is_this_machine(host):
    try:
        return host == 'localhost' or ip_address(host).is_loopback
    except ValueError:
        return False


def _moment(text):
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


__all__ = ['Answer', 'Body', 'Caller', 'checked_url']
