"""What the house stores of certificates and revocation lists: read once from DER or PEM, then plain values.

Moments are naive UTC, as the database keeps them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

__all__ = ['CertificateData', 'NotDer', 'RevocationList', 'is_issued_by', 'is_list_of',
           'read_certificate', 'read_crl']


class NotDer(Exception):
    """The bytes are no single certificate or revocation list, in DER or PEM."""


@dataclass(frozen=True, slots=True)
class CertificateData:
    """A certificate; `sha256` is the lower-case hexadecimal fingerprint of `der`, `serial` hexadecimal.

    `crl_urls`: where its issuer publishes what was withdrawn, as far as it is on the web.
    """

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
    crl_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A CRL; `next_update` is None when the list promises no next one.

    `scope`: the part of its issuer's certificates it is about, empty for all of them. `is_delta`: it only says what
    changed since another list.
    """

    der: bytes
    sha256: str
    issuer: str
    this_update: datetime
    next_update: datetime | None
    revoked: int
    scope: str
    is_delta: bool


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
            crl_urls=_crl_urls(certificate),
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
            revoked=len(crl), scope=_scope(crl), is_delta=_extension(crl, x509.DeltaCRLIndicator) is not None)
    except (ValueError, TypeError, x509.DuplicateExtension) as error:
        raise NotDer('not a revocation list') from error


def is_issued_by(certificate_der: bytes, authority_der: bytes) -> bool:
    """Tell whether a certificate was signed with the authority's key, both DER that was read."""
    certificate, authority = (x509.load_der_x509_certificate(der) for der in (certificate_der, authority_der))
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def is_list_of(crl_der: bytes, authority_der: bytes) -> bool:
    """Tell whether a revocation list was signed by the authority, which may sign lists; both DER that was read."""
    crl, authority = x509.load_der_x509_crl(crl_der), x509.load_der_x509_certificate(authority_der)
    usage = _extension(authority, x509.KeyUsage)
    if crl.issuer != authority.subject or (usage is not None and not usage.crl_sign):
        return False
    try:
        return crl.is_signature_valid(authority.public_key())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


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
    basic = _extension(certificate, x509.BasicConstraints)
    return basic is not None and basic.ca


def _extension(value, kind):
    try:
        return value.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _crl_urls(certificate: x509.Certificate) -> tuple[str, ...]:
    points = _extension(certificate, x509.CRLDistributionPoints) or ()
    names = [name.value for point in points for name in point.full_name or ()
             if isinstance(name, x509.UniformResourceIdentifier)]
    return tuple(dict.fromkeys(name for name in names if name.lower().startswith(('http://', 'https://'))))


def _scope(crl: x509.CertificateRevocationList) -> str:
    point = _extension(crl, x509.IssuingDistributionPoint)
    return sha256(point.public_bytes()).hexdigest() if point is not None else ''


def _is_self_signed(certificate: x509.Certificate) -> bool:
    der = certificate.public_bytes(Encoding.DER)
    return is_issued_by(der, der)
