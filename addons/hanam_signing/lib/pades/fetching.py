"""Fetch one small file from an authority, such as a revocation list, with limits on everything.

What: `fetch(url, hosts=…)` gives the bytes or raises a `FetchError` that says why. How to use: `hosts` is the list of
an administrator, «name», «name:port» or an address; nothing else is ever asked. How it works: the name is resolved
once and the connection goes to that address, so that a name cannot turn into another machine; a guard cuts the
connection when the time is over, whatever the other side does; no proxy, no cookie, no compression.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from .errors import PadesError

__all__ = [
    'AddressRefused', 'AnswerRefused', 'FetchError', 'FetchLimits', 'HostRefused', 'MovedElsewhere', 'TooLarge',
    'TooSlow', 'Unreachable', 'UrlRefused', 'fetch',
]

PORTS = {'http': 80, 'https': 443}
MOVED = {301, 302, 303, 307, 308}
MOST_MOVES = 3
CHUNK = 64 * 1024


class FetchError(PadesError):
    """Nothing was fetched; `url` is what was asked for."""

    def __init__(self, url: str, detail: str):
        super().__init__(f'{url}: {detail}')
        self.url, self.detail = url, detail


class UrlRefused(FetchError):
    """No plain http or https address."""


class HostRefused(FetchError):
    """The host and port are not on the list."""


class AddressRefused(FetchError):
    """The name leads to an address inside our own network that is not on the list itself."""


class MovedElsewhere(FetchError):
    """The host sends us to another one, or round in circles."""


class TooLarge(FetchError):
    """The answer is over the limit of bytes."""


class TooSlow(FetchError):
    """The answer was not complete in time."""


class AnswerRefused(FetchError):
    """The host answered, but not with the file: an error status, or no proper HTTP."""


class Unreachable(FetchError):
    """No connection: unknown name, closed port, failed TLS."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bytes of the answer, and seconds for all of it: name, connection, answer and moves together."""

    max_bytes: int = 10 * 1024 * 1024
    seconds: float = 15


DEFAULT_LIMITS = FetchLimits()


def fetch(url: str, *, hosts: Collection[str], limits: FetchLimits = DEFAULT_LIMITS) -> bytes:
    """Give the file at `url`; a child of FetchError says why there is none.

    hosts: names or addresses that may be asked on ports 80 and 443, or «name:port». An address that is not public is
    asked only when the address itself is listed, so a listed name cannot lead into the own network unnoticed.
    """
    ends, listed = monotonic() + limits.seconds, {host.lower() for host in hosts}
    first = url
    for _ in range(MOST_MOVES + 1):
        answer = _ask(url, listed, limits.max_bytes, ends)
        if isinstance(answer, bytes):
            return answer
        moved = urljoin(url, answer)
        if urlsplit(moved).hostname != urlsplit(url).hostname:
            raise MovedElsewhere(first, f'sends us to {moved[:200]}')
        url = moved
    raise MovedElsewhere(first, f'moved more than {MOST_MOVES} times')


def _ask(url: str, listed: set[str], max_bytes: int, ends: float) -> bytes | str:
    """Ask once; give the file, or the place it moved to."""
    parts, port = _target(url, listed)
    address = _address(url, parts.hostname, port, listed, ends)
    late = threading.Event()
    try:
        with _connection(parts, port, address, _left(url, ends), late) as connection:
            connection.request('GET', f'{parts.path or "/"}{"?" + parts.query if parts.query else ""}', headers={
                'Accept-Encoding': 'identity', 'Connection': 'close', 'User-Agent': 'hanam'})
            with connection.getresponse() as answer:
                place = answer.headers.get('Location') if answer.status in MOVED else None
                if place:
                    return place
                content = _read(url, answer, max_bytes)
    except http.client.HTTPException as error:
        raise _late(url, late) or AnswerRefused(url, type(error).__name__) from error
    except (OSError, ValueError) as error:
        raise _late(url, late) or _slow(url, error) or Unreachable(url, str(error)[:200]) from error
    if late.is_set():
        raise TooSlow(url, 'not complete in time')
    return content


def _target(url: str, listed: set[str]) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UrlRefused(url, str(error)) from error
    if parts.scheme not in PORTS or not parts.hostname or '@' in parts.netloc or not url.isascii() or ' ' in url:
        raise UrlRefused(url, 'not a plain http or https address')
    usual = PORTS[parts.scheme]
    name = f'[{parts.hostname}]' if ':' in parts.hostname else parts.hostname
    known = {name, parts.hostname} if port in (None, usual) else set()
    if not (known | {f'{name}:{port or usual}'}) & listed:
        raise HostRefused(url, f'{name}:{port or usual} is not on the list of hosts')
    return parts, port or usual


def _address(url: str, host: str, port: int, listed: set[str], ends: float) -> str:
    """Resolve the name in time and give the first address that may be asked."""
    found = []

    def resolve():
        try:
            found.append([row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            found.append(error)

    # Resolving has no time limit of its own; a thread that is still at it is left behind.
    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(_left(url, ends))
    if not found:
        raise TooSlow(url, f'the name {host} was not resolved in time')
    if isinstance(found[0], Exception):
        raise Unreachable(url, f'{host}: {found[0]}')
    for address in found[0]:
        if ip_address(address.partition('%')[0]).is_global or {address, f'{address}:{port}'} & listed:
            return address
    raise AddressRefused(url, f'{host} leads to {found[0][0]}, which is not a public address')


def _left(url: str, ends: float) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise TooSlow(url, 'not complete in time')
    return left


@contextmanager
def _connection(parts, port: int, address: str, seconds: float, late: threading.Event) -> Iterator:
    """Connect to the address; at the end of the time the connection is cut, also in the middle of a read."""
    plain = socket.create_connection((address, port), timeout=seconds)
    guard = plain.dup()

    def cut():
        late.set()
        with suppress(OSError):
            guard.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    connection = http.client.HTTPConnection(parts.hostname, port)
    try:
        secure = parts.scheme == 'https'
        connection.sock = plain
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
        yield connection
    finally:
        timer.cancel()
        connection.close()
        plain.close()
        guard.close()


def _read(url: str, answer: http.client.HTTPResponse, max_bytes: int) -> bytes:
    if answer.status != http.client.OK:
        raise AnswerRefused(url, f'status {answer.status}')
    if answer.headers.get('Content-Encoding', 'identity').lower() != 'identity':
        raise AnswerRefused(url, 'the answer is compressed')
    announced = answer.length
    if announced is not None and announced > max_bytes:
        raise TooLarge(url, f'{announced} bytes, at most {max_bytes}')
    content = bytearray()
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > max_bytes:
            raise TooLarge(url, f'more than {max_bytes} bytes')
    if announced is not None and len(content) != announced:
        raise AnswerRefused(url, f'{len(content)} bytes of {announced}')
    return bytes(content)


def _late(url: str, late: threading.Event) -> TooSlow | None:
    return TooSlow(url, 'not complete in time') if late.is_set() else None


def _slow(url: str, error: Exception) -> TooSlow | None:
    return TooSlow(url, 'no answer in time') if isinstance(error, TimeoutError) else None
