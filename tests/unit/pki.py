"""A certificate authority in memory: a root, an intermediate, persons and agencies, CRLs. Keys live as long as a test.

Moments are fixed: everything is issued from 2025 on and judged at `NOW`, so no test depends on the day it runs.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PIN = '12345678'
DAY = timedelta(days=1)
# A name reserved by RFC 2606: nothing is ever fetched there, but who judges knows that there is a list.
LIST_PLACE = x509.CRLDistributionPoints([x509.DistributionPoint(
    [x509.UniformResourceIdentifier('http://pki.example/ca.crl')], None, None, None)])


@cache
def key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """One key per name and test run: making keys is the slow part."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def curve_key(name: str) -> ec.EllipticCurvePrivateKey:
    """One key on P-256 per name."""
    return ec.generate_private_key(ec.SECP256R1())


def subject(common_name: str, organisation: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, 'VN'),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ])


@dataclass(frozen=True)
class Identity:
    """A certificate with its key and the certificates above it."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def pkcs12(self, pin: str = PIN) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b'demo', self.key, self.certificate, list(self.chain), BestAvailableEncryption(pin.encode()))


class Authority:
    """A root and an intermediate that issue for persons and agencies. Two with one name have different keys."""

    def __init__(self, name: str = 'Hà Nam Test CA', secret: str = ''):
        organisation = 'Test PKI'
        self.root = self._ca(subject(f'{name} Root', organisation), key(f'{name}{secret} root'), None)
        self.intermediate = self._ca(subject(name, organisation), key(f'{name}{secret} ca'), self.root)

    def _ca(self, name, own_key, issuer):
        builder = _builder(name, own_key, issuer or Identity(None, own_key), NOW - 400 * DAY, NOW + 3650 * DAY,
                           issuer.certificate.subject if issuer else name)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(_usage(cert_sign=True), critical=True)
        return Identity(builder.sign((issuer.key if issuer else own_key), hashes.SHA256()), own_key)

    def issue(self, common_name: str, organisation: str, *, not_before=None, not_after=None, bits: int = 2048,
              digest=None, purpose=None, own_key=None, offers_revocation: bool = True) -> Identity:
        """Give a signer's identity; `purpose`: an extended key usage; `offers_revocation`: it names where lists are."""
        own_key = own_key or key(common_name, bits)
        builder = _builder(subject(common_name, organisation), own_key, self.intermediate,
                           not_before or NOW - 300 * DAY, not_after or NOW + 900 * DAY,
                           self.intermediate.certificate.subject)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        if offers_revocation:
            builder = builder.add_extension(LIST_PLACE, critical=False)
        builder = builder.add_extension(_usage(cert_sign=False), critical=True)
        if purpose is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        certificate = builder.sign(self.intermediate.key, digest or hashes.SHA256())
        return Identity(certificate, own_key, (self.intermediate.certificate, self.root.certificate))

    def person(self, name: str = 'Nguyễn Văn An', organisation: str = 'Ủy ban nhân dân tỉnh Hà Nam', **kwargs):
        return self.issue(name, organisation, **kwargs)

    def agency(self, name: str = 'Ủy ban nhân dân tỉnh Hà Nam', **kwargs) -> Identity:
        return self.issue(name, 'Tỉnh Hà Nam', **kwargs)

    def time_stamper(self) -> Identity:
        return self.issue('Test TSA', 'Test PKI', purpose=ExtendedKeyUsageOID.TIME_STAMPING)

    def crls(self, revoked=(), *, at: datetime = NOW, reason=x509.ReasonFlags.key_compromise) -> tuple[bytes, ...]:
        """Give today's CRLs of root and intermediate; `revoked` are pairs of identity and moment."""
        return (_crl(self.root, (), at, reason), _crl(self.intermediate, revoked, at, reason))

    @property
    def root_der(self) -> bytes:
        return self.root.der


def _builder(name, own_key, issuer, not_before, not_after, issuer_name):
    return (x509.CertificateBuilder()
            .subject_name(name).issuer_name(issuer_name).public_key(own_key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(not_before).not_valid_after(not_after)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(own_key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
                           critical=False))


def _usage(*, cert_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not cert_sign, content_commitment=not cert_sign, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=cert_sign, crl_sign=cert_sign,
        encipher_only=False, decipher_only=False)


def _crl(issuer: Identity, revoked, at: datetime, reason) -> bytes:
    builder = (x509.CertificateRevocationListBuilder()
               .issuer_name(issuer.certificate.subject).last_update(at - DAY).next_update(at + 6 * DAY)
               .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
                              critical=False)
               .add_extension(x509.CRLNumber(1), critical=False))
    for identity, moment in revoked:
        entry = (x509.RevokedCertificateBuilder().serial_number(identity.certificate.serial_number)
                 .revocation_date(moment).add_extension(x509.CRLReason(reason), critical=False).build())
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)
