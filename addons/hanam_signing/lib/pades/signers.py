"""Whose key signs: the protocol every provider meets, and PKCS#12 for trying out.

A provider gives a pyHanko signer that can be called now. Providers that answer later (a token in the browser, remote
signing) or give back a whole file are checked by `acceptance.accept_result` in the same way.
"""

from dataclasses import dataclass, field
from typing import Protocol

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .errors import NotPkcs12, PinWrong

__all__ = ['Pkcs12Signer', 'Signer', 'load_pkcs12']


class Signer(Protocol):
    """What signing needs: the certificate beforehand, and something pyHanko can sign with."""

    @property
    def certificate_der(self) -> bytes:
        """The signer's certificate as DER."""

    def open(self):
        """Give the pyHanko signer; SignerRefused if the key cannot be reached."""


@dataclass(frozen=True, slots=True)
class Pkcs12Signer:
    """A key and its chain from a PKCS#12 store, kept in memory as long as this object lives."""

    certificate_der: bytes
    _key: object = field(repr=False)
    _encoded: keys.PrivateKeyInfo = field(repr=False)
    _chain: tuple[bytes, ...] = ()

    def open(self) -> SimpleSigner:
        """Give a signer with certificates fresh from DER: pyHanko encodes ones that were looked into anew each time."""
        store = SimpleCertificateStore()
        store.register_multiple([x509.Certificate.load(der) for der in self._chain])
        signer = _ParsedKeySigner(x509.Certificate.load(self.certificate_der), self._encoded, store, embed_roots=False)
        signer.parsed_key = self._key
        return signer


class _ParsedKeySigner(SimpleSigner):
    """pyHanko parses the key for every signature, which is half of the work; here it is parsed once."""

    parsed_key = None

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        algorithm = {'sha256': hashes.SHA256(), 'sha384': hashes.SHA384(), 'sha512': hashes.SHA512()}[digest_algorithm]
        if isinstance(self.parsed_key, rsa.RSAPrivateKey):
            return self.parsed_key.sign(data, padding.PKCS1v15(), algorithm)
        return self.parsed_key.sign(data, ec.ECDSA(algorithm))


def load_pkcs12(data: bytes, pin: str) -> Pkcs12Signer:
    """Open a PKCS#12 store (.p12, .pfx); PinWrong for the password, NotPkcs12 for anything else that is wrong.

    RSA and elliptic-curve keys. For trying out only: the documents are marked «KÝ THỬ» by the caller.
    """
    if not data.startswith(b'\x30'):
        raise NotPkcs12('no PKCS#12 store')
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, pin.encode())
    except ValueError as error:
        if 'password' in str(error).lower():
            raise PinWrong('the password of the key store is wrong') from error
        raise NotPkcs12(str(error)) from error
    if certificate is None or not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise NotPkcs12('the store holds no RSA or elliptic-curve key with its certificate')
    encoded = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = tuple(other.public_bytes(Encoding.DER) for other in others)
    return Pkcs12Signer(certificate.public_bytes(Encoding.DER), key, keys.PrivateKeyInfo.load(encoded), chain)
