"""From what is asked ('sha256_rsa', 'sha256_ecdsa') to what the token is told, and back to what CMS wants."""

import hashlib

from pkcs11 import KeyType, Mechanism
from pkcs11.util.ec import encode_ecdsa_signature

from .troubles import Failed

__all__ = ['KEY_TYPES', 'sign_with']

KEY_TYPES = {'sha256_rsa': KeyType.RSA, 'sha256_ecdsa': KeyType.EC}
# DigestInfo of SHA-256 up to the hash itself (RFC 8017, 9.2, note 1)
SHA256_PREFIX = bytes.fromhex('3031300d060960864801650304020105000420')


def sign_with(key, mechanism: str, data: bytes, known: set) -> bytes:
    """Sign with a private key object; `known` are the token's mechanisms. RSA PKCS#1 v1.5, or ECDSA as DER.

    The hash is made here where the token cannot: elliptic curves always, as SoftHSM and many cards sign hashes only.
    """
    if key.key_type is not KEY_TYPES[mechanism]:
        raise Failed(f'the key is no key for {mechanism}')
    if mechanism == 'sha256_ecdsa':
        return encode_ecdsa_signature(key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA))
    if Mechanism.SHA256_RSA_PKCS in known:
        return key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)
    return key.sign(SHA256_PREFIX + hashlib.sha256(data).digest(), mechanism=Mechanism.RSA_PKCS)
