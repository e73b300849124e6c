"""The certificates of a token: whose keys are on it, and the authorities above them."""

import hashlib
from dataclasses import dataclass

from asn1crypto import x509
from pkcs11 import Attribute, ObjectClass

__all__ = ['TokenCertificate', 'read_certificates']

LONGEST_CHAIN = 5


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A signer's certificate and its chain as DER, the token's label and the key's id (CKA_ID) in hex."""

    certificate: bytes
    chain: tuple[bytes, ...]
    token: str
    key: str

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 of the certificate, in hex."""
        return hashlib.sha256(self.certificate).hexdigest()

    @property
    def holder(self) -> str:
        """Give the common name in the certificate, or its whole subject."""
        subject = x509.Certificate.load(self.certificate).subject
        return str(subject.native.get('common_name') or subject.human_friendly)


def read_certificates(session, token: str) -> tuple[TokenCertificate, ...]:
    """Read the certificates that are no authority's; what cannot be parsed is left out. No login is needed."""
    found = []
    for each in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        try:
            der, key = bytes(each[Attribute.VALUE]), bytes(each[Attribute.ID])
            found.append((der, key.hex(), x509.Certificate.load(der, strict=True)))
            found[-1][2].native  # noqa: B018  asn1crypto is lazy: this is what parses the inside
        except (ValueError, TypeError):
            found = [one for one in found if one[0] is not der]
    authorities = {parsed.subject.dump(): (der, parsed) for der, _key, parsed in found if parsed.ca}
    return tuple(TokenCertificate(der, _chain(parsed, authorities), token, key)
                 for der, key, parsed in found if not parsed.ca)


def _chain(parsed: x509.Certificate, authorities: dict) -> tuple[bytes, ...]:
    chain = []
    while len(chain) < LONGEST_CHAIN and parsed.issuer.dump() != parsed.subject.dump():
        der, parsed = authorities.get(parsed.issuer.dump(), (None, None))
        if der is None:
            break
        chain.append(der)
    return tuple(chain)
