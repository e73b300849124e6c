"""Ask a time-stamping authority for a token (RFC 3161), with an end to waiting and to what is read.

The answer of a stranger: its size and its time are bounded as a whole, redirects are not followed, and a token is taken
only if it is about our digest and its own signature holds. Whether its certificate is trusted is told by the chain.
"""

import asyncio
import socket
from contextlib import suppress
from hashlib import new as hashed
from threading import Thread

import aiohttp
from aiohttp.abc import AbstractResolver
from asn1crypto import cms, tsp
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import set_tsp_headers
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from .errors import TimestampUnavailable
from .reading import FOREIGN_ERRORS

__all__ = ['time_stamper']

LARGEST_ANSWER = 64 * 1024
DIGESTS = {'sha256', 'sha384', 'sha512'}
REPLY = 'application/timestamp-reply'


def time_stamper(url: str, timeout: float = 10) -> TimeStamper:
    """Give pyHanko's kind of time stamper for an address (http or https); timeout: seconds for one whole exchange.

    Whatever goes wrong comes out of signing as TimestampUnavailable. One object may serve a whole tray.
    """
    return _BoundedTimeStamper(url, timeout)


class _BoundedTimeStamper(TimeStamper):

    def __init__(self, url: str, timeout: float):
        super().__init__()
        self.url, self.timeout = url, timeout

    async def async_timestamp(self, message_digest, md_algorithm) -> cms.ContentInfo:
        try:
            async with asyncio.timeout(self.timeout):
                token = await super().async_timestamp(message_digest, md_algorithm)
            _require_whole(token, message_digest, md_algorithm)
        except TimeoutError as error:
            raise TimestampUnavailable(f'{self.url} gave no whole answer within {self.timeout} s') from error
        except (aiohttp.ClientError, *FOREIGN_ERRORS) as error:
            raise TimestampUnavailable(f'{self.url}: {type(error).__name__}: {error}') from error
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        connector = aiohttp.TCPConnector(resolver=_PatientlessResolver())
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.post(self.url, data=req.dump(), headers=set_tsp_headers({}), allow_redirects=False,
                         timeout=aiohttp.ClientTimeout(total=self.timeout)) as response,
        ):
            if response.status != 200 or response.content_type != REPLY:
                raise OSError(f'answered {response.status} with {response.content_type}')
            answer = bytearray()
            async for piece in response.content.iter_any():
                answer += piece
                if len(answer) > LARGEST_ANSWER:
                    raise OSError(f'answered more than {LARGEST_ANSWER} bytes')
        return tsp.TimeStampResp.load(bytes(answer), strict=True)


def _require_whole(token: cms.ContentInfo, digest: bytes, algorithm: str) -> None:
    """pyHanko checks the nonce alone."""
    signed = token['content']
    content = signed['encap_content_info']['content']
    imprint = content.parsed['message_imprint']
    if (imprint['hash_algorithm']['algorithm'].native, imprint['hashed_message'].native) != (algorithm, digest):
        raise ValueError('the token is about something else')
    signer = extract_signer_info(signed)
    used = signer['digest_algorithm']['algorithm'].native
    if used not in DIGESTS:
        raise ValueError(f'the token is signed with {used}')
    intact, valid = validate_sig_integrity(
        signer, extract_certificate_info(signed).signer_cert, expected_content_type='tst_info',
        actual_digest=hashed(used, bytes(content)).digest())
    if not (intact and valid):
        raise ValueError('the signature of the token does not hold')


class _PatientlessResolver(AbstractResolver):
    """Look names up in a thread nobody waits for: the usual one would be waited for when the event loop ends."""

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[dict]:
        loop = asyncio.get_running_loop()
        found = loop.create_future()

        def tell(action, value):
            if not found.done():
                action(value)

        def look_up():
            try:
                outcome = found.set_result, socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
            except OSError as error:
                outcome = found.set_exception, error
            with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(tell, *outcome)

        Thread(target=look_up, daemon=True).start()
        return [{'hostname': host, 'host': address[0], 'port': address[1], 'family': kind, 'proto': protocol,
                 'flags': socket.AI_NUMERICHOST} for kind, _, protocol, _, address in await found]

    async def close(self) -> None:
        """Nothing is kept."""
