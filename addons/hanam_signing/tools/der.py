"""What the house stores of certificates and revocation lists: read once from DER or PEM, then plain values.

Moments are naive UTC, as the database keeps them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

__all__ = ['CertificateData', 'NotDer', 'RevocationList', 'read_certificate', 'read_crl']


class NotDer(Exception):
    """The bytes are no single certificate or revocation list, in DER or PEM."""


@dataclass(frozen=True, slots=True)
class CertificateData:
    """A certificate; `sha256` is the lower-case hexadecimal fingerprint of `der`, `serial` hexadecimal."""

    der: bytes
    sha256: str
    common_name: str
    organisation: str
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    is_authority: bool
    is_self_signed: bool


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A CRL; `next_update` is None when the list promises no next one."""

    der: bytes
    sha256: str
    issuer: str
    this_update: datetime
    next_update: datetime | None
    revoked: int


def read_certificate(content: bytes) -> CertificateData:
    """Read one certificate; NotDer if it is anything else, a private key included."""
    try:
        certificate = _load(content, x509.load_pem_x509_certificate, x509.load_der_x509_certificate)
        return CertificateData(
            **_common(certificate),
            common_name=_attribute(certificate.subject, NameOID.COMMON_NAME),
            organisation=_attribute(certificate.subject, NameOID.ORGANIZATION_NAME),
            subject=certificate.subject.rfc4514_string(),
            serial=f'{certificate.serial_number:x}',
            valid_from=_naive(certificate.not_valid_before_utc),
            valid_to=_naive(certificate.not_valid_after_utc),
            is_authority=_is_authority(certificate),
            is_self_signed=_is_self_signed(certificate),
        )
    except (ValueError, TypeError, x509.DuplicateExtension) as error:
        raise NotDer('not a certificate') from error


def read_crl(content: bytes) -> RevocationList:
    """Read one revocation list; NotDer if it is anything else."""
    try:
        crl = _load(content, x509.load_pem_x509_crl, x509.load_der_x509_crl)
        ends = crl.next_update_utc
        return RevocationList(
            **_common(crl), this_update=_naive(crl.last_update_utc), next_update=_naive(ends) if ends else None,
            revoked=len(crl))
    except (ValueError, TypeError, x509.DuplicateExtension) as error:
        raise NotDer('not a revocation list') from error


def _load(content: bytes, from_pem, from_der):
    return from_pem(content) if content.lstrip().startswith(b'-----BEGIN') else from_der(content)


def _common(value) -> dict:
    der = value.public_bytes(Encoding.DER)
    return {'der': der, 'sha256': sha256(der).hexdigest(), 'issuer': value.issuer.rfc4514_string()}


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _attribute(name: x509.Name, oid) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ''


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _is_self_signed(certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
