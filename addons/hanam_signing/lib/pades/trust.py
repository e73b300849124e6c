"""What is known about certificates when a signature is made or judged: anchors, intermediates, CRLs.

In: DER bytes. The caller keeps them (anchors are data, CRLs are fetched by a job); nothing here touches the network.
`contexts` are pyHanko's view of the same, always with an explicit, possibly empty, list of roots: without one the
operating system's roots would be trusted.
"""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, x509
from pyhanko_certvalidator import ValidationContext

from .errors import MaterialBroken

__all__ = [
    'TrustMaterial', 'ValidationMaterial', 'lists_for', 'load_certificates', 'load_crls', 'open_crls', 'parsed',
    'signing_context',
]


@dataclass(frozen=True, slots=True)
class TrustMaterial:
    """Anchors, intermediates and CRLs as DER, or `parsed`; `tsa_roots` are anchors for time stamps only."""

    roots: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    tsa_roots: tuple[bytes, ...] = ()


def parsed(material: TrustMaterial) -> TrustMaterial:
    """Give the same material read once, for many checks in one thread; MaterialBroken as the functions below."""
    return TrustMaterial(
        tuple(load_certificates(material.roots)), tuple(load_certificates(material.intermediates)),
        tuple(load_crls(material.crls)), tuple(load_certificates(material.tsa_roots)))


# When signing, the same material is what gets embedded (level B-LT).
ValidationMaterial = TrustMaterial


def load_certificates(ders, kind: str = 'certificate') -> list[x509.Certificate]:
    """Parse DER certificates, completely; MaterialBroken names the first that is none."""
    return [_load(x509.Certificate, der, kind, index) for index, der in enumerate(ders)]


def load_crls(ders) -> list[crl.CertificateList]:
    """Parse DER CRLs, completely; MaterialBroken names the first that is none."""
    return [_load(crl.CertificateList, der, 'crl', index) for index, der in enumerate(ders)]


def open_crls(ders) -> list[crl.CertificateList]:
    """Parse DER CRLs but for their entries, which take a second in a list of 20,000; MaterialBroken as above."""
    return [_load(crl.CertificateList, der, 'crl', index, _heading) for index, der in enumerate(ders)]


def lists_for(paths, crls) -> list[crl.CertificateList]:
    """Give the lists of those who issued something in these chains; others would only make a file larger."""
    issuers = {certificate.issuer.hashable for path in paths for certificate in path}
    return [one for one in crls if one.issuer.hashable in issuers]


def _inside(value):
    """asn1crypto is lazy: this is what parses everything."""
    return value.native


def _heading(value):
    return value.issuer.native, value['tbs_cert_list']['this_update'].native


def _load(asn1_type, der: bytes, kind: str, index: int, look=_inside):
    if isinstance(der, asn1_type):
        return der
    try:
        value = asn1_type.load(der, strict=True)
        look(value)
    except (ValueError, TypeError) as error:
        raise MaterialBroken(kind, index) from error
    return value


def signing_context(material: TrustMaterial, moment: datetime) -> ValidationContext:
    """Give the context in which chains must hold, with their CRLs, to be embedded (B-LT).

    The signer's and the time-stamping authority's are looked at together, so the anchors of both are in it.
    """
    return ValidationContext(
        trust_roots=load_certificates(material.roots, 'root') + load_certificates(material.tsa_roots, 'tsa root'),
        other_certs=load_certificates(material.intermediates, 'intermediate'),
        crls=open_crls(material.crls),
        moment=moment,
        revocation_mode='require',
        allow_fetching=False,
    )
