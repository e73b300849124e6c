"""A pyHanko signer whose signature is asked for elsewhere, and the words both sides use for a mechanism."""

import asyncio

from asn1crypto import x509
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ..errors import SignerRefused

__all__ = ['CallingSigner', 'mechanism_for']


class CallingSigner(Signer):
    """Gives what `ask(data, digest_algorithm)` gives, asked in a thread: pyHanko's loop goes on meanwhile."""

    def __init__(self, certificate_der: bytes, chain, ask):
        store = SimpleCertificateStore()
        store.register_multiple([x509.Certificate.load(der) for der in chain])
        certificate = x509.Certificate.load(certificate_der)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._ask = ask
        self._room = _longest_signature(certificate)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self._room)
        return await asyncio.to_thread(self._ask, data, digest_algorithm)


def mechanism_for(certificate_der: bytes, digest_algorithm: str = 'sha256') -> str:
    """Give 'sha256_rsa' or 'sha256_ecdsa' for a certificate's key; SignerRefused for any other kind."""
    kind = {'rsa': 'rsa', 'ec': 'ecdsa'}.get(x509.Certificate.load(certificate_der).public_key.algorithm)
    if kind is None or digest_algorithm != 'sha256':
        raise SignerRefused('only RSA and elliptic-curve keys with SHA-256 are signed with')
    return f'{digest_algorithm}_{kind}'


def _longest_signature(certificate: x509.Certificate) -> int:
    """Give the most bytes a signature takes: the modulus, or two numbers of the curve in DER."""
    size = (certificate.public_key.bit_size + 7) // 8
    return size if certificate.public_key.algorithm == 'rsa' else 2 * size + 16
