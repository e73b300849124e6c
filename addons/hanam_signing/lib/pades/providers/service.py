"""The signing service of this machine: tokens and HSMs in a process of their own, asked over a Unix socket.

PKCS#11 never runs in a worker of the server: a login belongs to the process, and a fork of it is undefined. One JSON
object a line goes there and one comes back; `tools/hanam-signd` is the other side.
"""

import base64
import json
import socket
from dataclasses import dataclass, field

from ..answers import mechanism_of
from ..errors import (
    KeyAbsent,
    PinLocked,
    PinWrong,
    ServiceDown,
    SessionLost,
    SignerRefused,
    TokenAbsent,
)
from .calling import CallingSigner

__all__ = ['ServiceCertificate', 'ServiceSigner', 'service_certificates']

MAX_ANSWER = 10 * 1024 * 1024
TROUBLES = {
    'pin_locked': PinLocked, 'token_absent': TokenAbsent, 'key_absent': KeyAbsent, 'session_lost': SessionLost,
    'module_absent': ServiceDown, 'busy': ServiceDown,
}


@dataclass(frozen=True, slots=True)
class ServiceCertificate:
    """A certificate the service has the key of: DER, chain as on the token, token's label and key's id in hex."""

    certificate_der: bytes
    chain: tuple[bytes, ...]
    token: str
    key_id: str


@dataclass(frozen=True, slots=True)
class ServiceSigner:
    """A key on a token of this machine; the PIN is given for each signature and kept by nobody.

    socket_path: of the signing service; key_id: CKA_ID in hex; timeout: seconds to wait for one answer, longer than
    the service's own limit. Errors when it signs: ServiceDown, TokenAbsent, KeyAbsent, PinWrong (`tries_left` is 1 when
    the token warns of its last try), PinLocked, SessionLost, SignerRefused. None of them is tried again here.
    """

    socket_path: str
    token: str
    key_id: str
    pin: str = field(repr=False)
    certificate_der: bytes = field(repr=False)
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    timeout: float = 130

    def open(self) -> CallingSigner:
        """Give the pyHanko signer; nothing is asked before there is something to sign."""
        return CallingSigner(self.certificate_der, self.chain, self._sign)

    def _sign(self, data: bytes) -> bytes:
        item = {'data': base64.b64encode(data).decode(), 'mechanism': mechanism_of(self.certificate_der)}
        answer = _ask(self.socket_path, self.timeout, {
            'op': 'sign', 'token': self.token, 'key': self.key_id, 'pin': self.pin, 'items': [item]})
        try:
            return base64.b64decode(answer['signatures'][0], validate=True)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ServiceDown('the signing service gave no signature') from error


def service_certificates(socket_path: str, timeout: float = 30) -> tuple[ServiceCertificate, ...]:
    """List the signers' certificates on the tokens of this machine; no PIN is needed. ServiceDown, TokenAbsent."""
    answer = _ask(socket_path, timeout, {'op': 'certificates'})
    try:
        return tuple(ServiceCertificate(
            base64.b64decode(one['certificate'], validate=True),
            tuple(base64.b64decode(der, validate=True) for der in one['chain']), str(one['token']), str(one['key']),
        ) for one in answer['certificates'])
    except (KeyError, TypeError, ValueError) as error:
        raise ServiceDown('the signing service gave no list of certificates') from error


def _ask(socket_path: str, timeout: float, message: dict) -> dict:
    """Send one line, read one line; ServiceDown for silence and nonsense, the named error if the answer is one."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(timeout)
            connection.connect(socket_path)
            connection.sendall(json.dumps(message).encode() + b'\n')
            with connection.makefile('rb') as lines:
                answer = json.loads(lines.readline(MAX_ANSWER))
    except OSError as error:
        raise ServiceDown(f'signing service: {error or type(error).__name__}') from error
    except (ValueError, RecursionError) as error:
        raise ServiceDown('the signing service broke off or gave no JSON') from error
    if not isinstance(answer, dict):
        raise ServiceDown('the signing service gave no JSON object')
    if 'error' in answer:
        raise _trouble(answer)
    return answer


def _trouble(answer: dict) -> SignerRefused:
    sentence = str(answer.get('message', answer['error']))
    if answer['error'] == 'pin_wrong':
        return PinWrong(sentence, tries_left=1 if answer.get('final_try') is True else None)
    return TROUBLES.get(answer['error'], SignerRefused)(sentence)
