"""The messages of service and agent: JSON objects, one answer per request, binary values in base64.

    {"op": "certificates"}            -> {"certificates": [{"certificate", "chain", "token", "key"}]}
    {"op": "sign", "certificate": sha256 hex | "token": label, "key": hex id, "pin": "…",
     "items": [{"data": DER of the signed attributes, "mechanism": "sha256_rsa" | "sha256_ecdsa"}]}
                                      -> {"signatures": [raw signature]}
    any failure                       -> {"error": name, "message": sentence}
"""

import base64
import binascii
import re
from dataclasses import dataclass, field

from asn1crypto import cms

from .certificates import TokenCertificate
from .mechanisms import KEY_TYPES
from .troubles import BadRequest, KeyTrouble

__all__ = ['MAX_ITEMS', 'Item', 'SignRequest', 'answer_of', 'certificates_of', 'error_of', 'parse_sign']

MAX_ITEMS = 100
MAX_DATA = 64 * 1024
SHA256 = re.compile(r'[0-9a-f]{64}')
KEY_ID = re.compile(r'(?:[0-9a-f]{2}){1,64}')


@dataclass(frozen=True, slots=True)
class Item:
    """What is signed: CMS signed attributes (DER, a SET OF), and how."""

    data: bytes
    mechanism: str


@dataclass(frozen=True, slots=True)
class SignRequest:
    """A checked request; `certificate` (SHA-256 hex) or `token` and `key`, the PIN or None for a question."""

    items: tuple[Item, ...]
    certificate: str = ''
    token: str = ''
    key: str = ''
    pin: str | None = field(default=None, repr=False)


def parse_sign(message: dict) -> SignRequest:
    """Read a sign request; BadRequest says what is wrong with it, and never shows the PIN."""
    items = message.get('items')
    if not isinstance(items, list) or not 0 < len(items) <= MAX_ITEMS:
        raise BadRequest(f'items must be a list of 1 to {MAX_ITEMS}')
    certificate = _text(message, 'certificate', SHA256)
    token, key = _text(message, 'token'), _text(message, 'key', KEY_ID)
    if not certificate and not (token and key):
        raise BadRequest('certificate, or token and key, must be given')
    return SignRequest(tuple(_item(each) for each in items), certificate, token, key, _pin(message))


def _text(message: dict, name: str, pattern: re.Pattern | None = None) -> str:
    value = message.get(name, '')
    if not isinstance(value, str) or len(value) > 200 or (value and pattern and not pattern.fullmatch(value)):
        raise BadRequest(f'{name} is not well formed')
    return value


def _pin(message: dict) -> str | None:
    pin = message.get('pin')
    if pin is not None and (not isinstance(pin, str) or not 0 < len(pin) <= 256 or '\0' in pin):
        raise BadRequest('pin is not well formed')
    return pin


def _item(each) -> Item:
    if not isinstance(each, dict) or each.get('mechanism') not in KEY_TYPES:
        raise BadRequest('an item needs data and one of the mechanisms ' + ', '.join(KEY_TYPES))
    try:
        data = base64.b64decode(each.get('data'), validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise BadRequest('the data of an item is no base64') from error
    _require_signed_attributes(data)
    return Item(data, each['mechanism'])


def _require_signed_attributes(data: bytes) -> None:
    """Refuse to sign anything but the attributes of a CMS signature: no login challenge, no certificate request."""
    try:
        if not 0 < len(data) <= MAX_DATA:
            raise ValueError(f'{len(data)} bytes')
        attributes = cms.CMSAttributes.load(data, strict=True).native
        kinds = {attribute['type'] for attribute in attributes}
    except (ValueError, TypeError, KeyError) as error:
        raise BadRequest('the data of an item are no CMS signed attributes') from error
    if not {'content_type', 'message_digest'} <= kinds:
        raise BadRequest('the signed attributes have no message digest')


def certificates_of(certificates: tuple[TokenCertificate, ...]) -> dict:
    """Give the answer to «certificates»."""
    return {'certificates': [{
        'certificate': _b64(one.certificate), 'chain': [_b64(der) for der in one.chain],
        'token': one.token, 'key': one.key,
    } for one in certificates]}


def answer_of(signatures: list[bytes]) -> dict:
    """Give the answer to «sign»."""
    return {'signatures': [_b64(signature) for signature in signatures]}


def error_of(trouble: KeyTrouble) -> dict:
    """Give the answer of a failure: its name, its sentence, its details."""
    return {'error': trouble.name, 'message': str(trouble), **trouble.details}


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()
