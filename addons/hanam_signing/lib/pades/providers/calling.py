"""A pyHanko signer whose signature is asked for elsewhere."""

import asyncio

from asn1crypto import x509
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ..errors import SignerRefused

__all__ = ['DIGEST', 'CallingSigner']

DIGEST = 'sha256'


class CallingSigner(Signer):
    """Gives what `ask(data)` gives, asked in a thread: pyHanko's loop goes on meanwhile. SHA-256 only."""

    def __init__(self, certificate_der: bytes, chain, ask):
        store = SimpleCertificateStore()
        store.register_multiple([x509.Certificate.load(der) for der in chain])
        certificate = x509.Certificate.load(certificate_der)
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=False)
        self._ask = ask
        self._room = _longest_signature(certificate)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self._room)
        if digest_algorithm != DIGEST:
            raise SignerRefused('only SHA-256 is signed with')
        return await asyncio.to_thread(self._ask, data)


def _longest_signature(certificate: x509.Certificate) -> int:
    """Give the most bytes a signature takes: the modulus, or two numbers of the curve in DER."""
    size = (certificate.public_key.bit_size + 7) // 8
    return size if certificate.public_key.algorithm == 'rsa' else 2 * size + 16
