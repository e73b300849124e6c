"""A certificate authority for trying out: one root, one issuing authority, people and agencies.

How it works: `make_authority` gives a root, `Authority.subordinate` the issuing authority, `Authority.certify` a key
with its certificate, `Authority.revocation_list` the signed list of what was withdrawn. Keys are random and stay
with the caller; moments are arguments. Nothing here is for real signatures: the real chain is the national one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

__all__ = ['Authority', 'Holder', 'make_authority', 'subject']

# Reserved by RFC 2606: a certificate that names a list must be checked against it, and nothing is ever fetched there.
LIST_URL = 'http://pki.hanam.example/{name}.crl'
AUTHORITY_DAYS = 3650
HOLDER_DAYS = 1095
LIST_DAYS = 365


def subject(common_name: str, organisation: str | None = None, code: str | None = None) -> x509.Name:
    """Return a Vietnamese subject name; `code` is the identity code of an agency."""
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, 'VN')]
    if organisation:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    if code:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, code))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name))
    return x509.Name(attributes)


def _key_usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority, crl_sign=authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def key_pem(self) -> bytes:
        """Return the bare private key. Only for an authority's own file, readable by its owner alone."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    def pkcs12(self, pin: str, chain: tuple[x509.Certificate, ...] = ()) -> bytes:
        """Return the key store that `pin` opens, with the certificates in `chain` beside its own."""
        protection = serialization.BestAvailableEncryption(pin.encode())
        name = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        return pkcs12.serialize_key_and_certificates(name.encode(), self.key, self.certificate, chain, protection)


@dataclass(frozen=True, slots=True)
class Authority:
    """A holder that certifies others; `name` is the file name of its revocation list."""

    name: str
    holder: Holder

    def _issue(self, name: x509.Name, key, moment: datetime, days: int, usage: x509.KeyUsage, basic):
        issuer = self.holder.certificate
        return (
            x509.CertificateBuilder()
            .subject_name(name).issuer_name(issuer.subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(moment - timedelta(days=1)).not_valid_after(moment + timedelta(days=days))
            .add_extension(basic, critical=True).add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
            .add_extension(x509.CRLDistributionPoints([x509.DistributionPoint(
                [x509.UniformResourceIdentifier(LIST_URL.format(name=self.name))], None, None, None)]), critical=False)
            .sign(self.holder.key, hashes.SHA256())
        )

    def subordinate(self, name: str, common_name: str, moment: datetime) -> 'Authority':
        """Return an issuing authority below this one."""
        key = rsa.generate_private_key(65537, 3072)
        certificate = self._issue(
            subject(common_name, 'Hà Nam (thử nghiệm)'), key, moment, AUTHORITY_DAYS,
            _key_usage(authority=True), x509.BasicConstraints(ca=True, path_length=0))
        return Authority(name, Holder(key, certificate))

    def certify(self, name: x509.Name, moment: datetime, days: int = HOLDER_DAYS) -> Holder:
        """Return a new 2048 bit key with a signing certificate valid for `days` from the day before `moment`."""
        key = rsa.generate_private_key(65537, 2048)
        basic = x509.BasicConstraints(ca=False, path_length=None)
        return Holder(key, self._issue(name, key, moment, days, _key_usage(authority=False), basic))

    def revocation_list(self, moment: datetime, revoked: tuple[int, ...] = (), number: int = 1) -> bytes:
        """Return the DER list signed at `moment`, valid for a year, of the serial numbers `revoked`."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.holder.certificate.subject)
            .last_update(moment).next_update(moment + timedelta(days=LIST_DAYS))
            .add_extension(x509.CRLNumber(number), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
                self.holder.certificate.public_key()), critical=False)
        )
        for serial in revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment)
                .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False).build())
        return builder.sign(self.holder.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def make_authority(name: str, common_name: str, moment: datetime) -> Authority:
    """Return a self-signed root, valid for ten years from the day before `moment`."""
    key = rsa.generate_private_key(65537, 3072)
    own = subject(common_name, 'Hà Nam (thử nghiệm)')
    certificate = (
        x509.CertificateBuilder().subject_name(own).issuer_name(own).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1)).not_valid_after(moment + timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(_key_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(name, Holder(key, certificate))
