"""What a signed file brings along to be checked with: certificates, CRLs and OCSP answers; never an anchor."""

from dataclasses import dataclass, field

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation.dss import DocumentSecurityStore

from .reading import FOREIGN_ERRORS

__all__ = ['Material', 'adobe_material', 'newest_of_each', 'store_material']

SPLIT = {'issuing_distribution_point', 'delta_crl_indicator'}


@dataclass(frozen=True, slots=True)
class Material:
    """Parsed certificates, CRLs and OCSP responses."""

    certificates: list[x509.Certificate] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)

    def __add__(self, other: 'Material') -> 'Material':
        return Material(self.certificates + other.certificates, self.crls + other.crls, self.ocsps + other.ocsps)

    def covers(self, certificates) -> bool:
        """Tell whether revocation of each certificate can be looked up here (level LT)."""
        issuers = {one.issuer.hashable for one in self.crls}
        answered = {serial for one in self.ocsps for serial in _serials(one)}
        return all(one.issuer.hashable in issuers or one.serial_number in answered for one in certificates)


def store_material(handler) -> Material:
    """Read the document security store as far as it can be read; a broken item is as good as none."""
    try:
        store = DocumentSecurityStore.read_dss(handler)
    except FOREIGN_ERRORS:
        return Material()
    return Material(_readable(store.certs.values(), _certificate), _readable(store.crls, _crl),
                    _readable(store.ocsps, _ocsp))


def adobe_material(signature) -> Material:
    """Read what Adobe's tools put among the signed attributes instead of a store."""
    try:
        archival = find_unique_cms_attribute(signature.signer_info['signed_attrs'], 'adobe_revocation_info_archival')
        crls, ocsps = list(archival['crl'] or ()), list(archival['ocsp'] or ())
    except FOREIGN_ERRORS:
        return Material()
    return Material(crls=crls, ocsps=ocsps)


def newest_of_each(crls, moment) -> list[crl.CertificateList]:
    """Of each issuer only the newest CRL issued by a moment; those that cover a part of it all stay."""
    newest, parts = {}, []
    for one in crls:
        issued = one['tbs_cert_list']['this_update'].native
        if issued > moment:
            continue
        if {extension['extn_id'].native for extension in one['tbs_cert_list']['crl_extensions']} & SPLIT:
            parts.append(one)
            continue
        known = newest.get(one.issuer.hashable)
        if known is None or known[0] < issued:
            newest[one.issuer.hashable] = (issued, one)
    return [one for _, one in newest.values()] + parts


def _readable(references, read) -> list:
    found = []
    for reference in references:
        try:
            found.append(read(reference.get_object()))
        except FOREIGN_ERRORS:
            continue
    return found


def _certificate(stream) -> x509.Certificate:
    certificate = x509.Certificate.load(stream.read_data(DecodePurpose.CERTIFICATE))
    _ = certificate.native  # asn1crypto is lazy: this is what parses the inside
    return certificate


def _crl(stream) -> crl.CertificateList:
    revoked = crl.CertificateList.load(stream.read_data(DecodePurpose.CRL))
    _ = revoked.native  # as above
    return revoked


def _ocsp(stream) -> ocsp.OCSPResponse:
    response = ocsp.OCSPResponse.load(stream.read_data(DecodePurpose.OCSP_RESPONSE))
    _ = response.native  # as above
    return response


def _serials(response) -> list[int]:
    try:
        return [one['cert_id']['serial_number'].native for one in response.response_data['responses']]
    except FOREIGN_ERRORS:
        return []
