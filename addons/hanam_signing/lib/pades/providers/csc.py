"""Remote signing by the Cloud Signature Consortium's API 1.0.4: the key lies with a provider, the holder authorises.

A batch is authorised once: the hashes of all its documents go into one request, so one PIN and one one-time password
sign a whole tray. Only hashes leave this machine.
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from ..errors import AuthorisationRefused, KeyAbsent, ServiceDown
from .calling import DIGEST, CallingSigner
from .csc_authorising import Authorising, post

__all__ = ['CscAccess', 'CscCredential', 'CscSigner', 'csc_batch', 'csc_credential', 'csc_credentials']


@dataclass(frozen=True, slots=True)
class CscAccess:
    """Where the service is and how this server is known there.

    url: what stands before /csc/v1, https, or http on loopback; token: OAuth token, '' for none; ca_pem: the
    authority of the service's own certificate, '' for the machine's list; timeout: seconds for a whole call.
    """

    url: str
    token: str = field(default='', repr=False)
    ca_pem: str = field(default='', repr=False)
    timeout: float = 60

    def session_info(self, credential: str) -> CSCServiceSessionInfo:
        """Give pyHanko's view; ServiceDown for an address that may not be used."""
        parts = urlsplit(self.url)
        if parts.scheme != 'https' and not (parts.scheme == 'http' and _is_loopback(parts.hostname)):
            raise ServiceDown('the address of a remote signing service must begin with https')
        return CSCServiceSessionInfo(self.url.rstrip('/'), credential, self.token or None)


@dataclass(frozen=True, slots=True)
class CscCredential:
    """A key of the holder at the service: certificate and chain as DER, and how many hashes one PIN may sign."""

    credential: str
    certificate_der: bytes
    chain: tuple[bytes, ...]
    batch_limit: int


@dataclass(frozen=True, slots=True)
class CscSigner:
    """One key at a remote signing service, with what its holder gave for this signature: PIN, one-time password.

    Errors when it signs: ServiceDown, KeyAbsent, PinWrong, PinLocked, AuthorisationRefused, SignerRefused.
    """

    access: CscAccess
    credential: str
    certificate_der: bytes = field(repr=False)
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    pin: str = field(default='', repr=False)
    otp: str = field(default='', repr=False)

    def open(self) -> CallingSigner:
        """Give the pyHanko signer; nothing is asked before there is something to sign."""
        return CallingSigner(self.certificate_der, self.chain, self._sign)

    def _sign(self, data: bytes) -> bytes:
        return csc_batch(self, (data,))[0]


def csc_credentials(access: CscAccess) -> tuple[str, ...]:
    """List the credentials of the holder of the token; ServiceDown, AuthorisationRefused."""
    async def listed(session):
        answer = await post(session, access.session_info(''), 'credentials/list', {})
        found = answer.get('credentialIDs')
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise ServiceDown('the remote signing service gave no list of credentials')
        return tuple(found)
    return _call(access, listed)


def csc_credential(access: CscAccess, credential: str) -> CscCredential:
    """Fetch certificate and chain of a credential; KeyAbsent if the service does not know it, ServiceDown."""
    async def fetched(session):
        info = await _info(session, access, credential)
        return CscCredential(credential, info.signing_cert.dump(), tuple(one.dump() for one in info.chain),
                             info.max_batch_size)
    return _call(access, fetched)


def csc_batch(signer: CscSigner, items: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Sign many signed attributes (DER) under one authorisation; signatures in the same order, or an error for all.

    AuthorisationRefused if there are more than the credential signs at once: split them and let the holder authorise
    each part. KeyAbsent if the credential holds another certificate than the registered one.
    """
    async def signed(session):
        info = await _info(session, signer.access, signer.credential)
        if info.signing_cert.dump() != signer.certificate_der:
            raise KeyAbsent('the credential holds another certificate than the registered one')
        if len(items) > max(1, info.max_batch_size):
            raise AuthorisationRefused(f'{len(items)} documents, {info.max_batch_size} can be authorised at once')
        authorising = Authorising(session, signer.access.session_info(signer.credential), info, signer.pin, signer.otp)
        return await _commit(CSCSigner(session, authorising, sign_timeout=signer.access.timeout,
                                       batch_autocommit=False, batch_size=len(items)), items)
    return _call(signer.access, signed)


async def _info(session, access: CscAccess, credential: str) -> CSCCredentialInfo:
    try:
        return await fetch_certs_in_csc_credential(session, access.session_info(credential), access.timeout)
    except SigningError as error:
        status = getattr(error.__cause__, 'status', None)
        if status in (400, 404):
            raise KeyAbsent(f'the remote signing service does not know the credential {credential}') from error
        if status in (401, 403):
            raise AuthorisationRefused(f'the remote signing service answered {status}') from error
        raise


async def _commit(signer: CSCSigner, items) -> tuple[bytes, ...]:
    """Let every item join the batch, then send it; a failure of the sending is the failure of all."""
    waiting = [asyncio.ensure_future(signer.async_sign_raw(data, DIGEST)) for data in items]
    try:
        await asyncio.sleep(0)
        await signer.commit()
        return tuple(await asyncio.gather(*waiting))
    except SigningError as error:
        if 400 <= getattr(error.__cause__, 'status', 500) < 500:
            raise AuthorisationRefused(f'the remote signing service refused to sign: {error.__cause__}') from error
        raise
    finally:
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def _call(access: CscAccess, work):
    """Run `work(session)` within the time allowed; what comes out is the result or an error of this package."""
    access.session_info('')

    async def bounded():
        trusted = ssl.create_default_context(cadata=access.ca_pem or None)
        async with (asyncio.timeout(access.timeout),
                    aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted),
                                          middlewares=(_only_to(access.url),)) as session):
            return await work(session)
    try:
        return asyncio.run(bounded())
    except TimeoutError as error:
        raise ServiceDown(f'the remote signing service gave no answer within {access.timeout} seconds') from error
    except (aiohttp.ClientError, OSError) as error:
        raise ServiceDown(f'remote signing service: {type(error).__name__}') from error
    except SigningError as error:
        raise ServiceDown(f'remote signing service: {error}') from error


def _only_to(url: str):
    """Follow no redirection to another place than the one that was configured: a PIN may be in the body."""
    allowed = _place(urlsplit(url))

    async def guard(request, handler):
        if _place(urlsplit(str(request.url))) != allowed:
            raise aiohttp.ClientError('the remote signing service sent us elsewhere')
        return await handler(request)
    return guard


def _place(parts) -> tuple:
    return parts.scheme, parts.hostname, parts.port or {'https': 443, 'http': 80}.get(parts.scheme)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == 'localhost' or ip_address(host or '').is_loopback
    except ValueError:
        return False
