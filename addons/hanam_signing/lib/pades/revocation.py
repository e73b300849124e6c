"""Judge one signature's certificate: chain, revocation and time, today and at a proven moment.

Revocation is demanded first for the whole chain, then for the signer alone, then not at all: the first answer that
holds tells how much was checked, and a revoked certificate is found even where the CRL above it is missing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from .differences import DIFFERENCE_POLICY
from .facts import Revocation
from .reading import FOREIGN_ERRORS
from .trust import TrustMaterial, load_certificates, load_crls

__all__ = ['KEY_USAGES', 'Trust', 'Validator']

KEY_USAGES = KeyUsageConstraints(key_usage={'non_repudiation', 'digital_signature'})
_REQUIRED, _NOT_ASKED = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.NO_CHECK
WHOLE_CHAIN = RevocationCheckingPolicy(_REQUIRED, _REQUIRED)
SIGNER_ONLY = RevocationCheckingPolicy(_REQUIRED, _NOT_ASKED)
NOBODY = RevocationCheckingPolicy(_NOT_ASKED, _NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Trust:
    """pyHanko's status with what was found out about trust around it."""

    status: object
    trusted: bool
    at_signing: bool
    revocation: Revocation


class Validator:
    """Validate signatures of one opened file against given material and the file's own DSS, without network."""

    def __init__(self, reader, material: TrustMaterial, at: datetime):
        self.at = at
        self.roots = load_certificates(material.roots, 'root')
        self.tsa_roots = load_certificates(material.tsa_roots, 'tsa root') or self.roots
        self.others = load_certificates(material.intermediates, 'intermediate')
        self.crls = load_crls(material.crls)
        self.ocsps = []
        self._read_security_store(reader)

    def _read_security_store(self, reader) -> None:
        """What the file brings along helps to build chains; it is never an anchor."""
        try:
            store = DocumentSecurityStore.read_dss(reader)
            certificates = list(store.load_certs())
            crls = [_crl(one) for one in store.crls]
            ocsps = [one.get_object().data for one in store.ocsps]
        except (NoDSSFoundError, *FOREIGN_ERRORS):
            return
        self.others, self.crls, self.ocsps = self.others + certificates, self.crls + crls, ocsps

    def trust(self, signature) -> Trust:
        """Validate one signature; errors of a broken one pass through to the caller."""
        status = self._validate(signature, WHOLE_CHAIN, skip_diff=False)
        if status.trusted:
            return Trust(status, True, False, Revocation.GOOD)
        if status.revocation_details is None:
            status = self._without_chain_revocation(signature)
        if status.revocation_details is None:
            return Trust(status, status.trusted, self._at_signing(signature, status), Revocation.UNKNOWN)
        held = status.revocation_details.revocation_reason.native == 'certificate_hold'
        at_signing = not held and self._at_signing(signature, status)
        return Trust(status, False, at_signing, Revocation.HELD if held else Revocation.REVOKED)

    def _without_chain_revocation(self, signature):
        status = self._validate(signature, SIGNER_ONLY)
        if status.trusted or status.revocation_details is not None:
            return status
        return self._validate(signature, NOBODY)

    def _at_signing(self, signature, status) -> bool:
        """A signature whose moment a trusted time stamp proves is judged at that moment."""
        stamp = status.timestamp_validity
        if status.trusted or stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
            return False
        return self._validate(signature, WHOLE_CHAIN, moment=stamp.timestamp).trusted

    def _validate(self, signature, policy, *, moment: datetime | None = None, skip_diff: bool = True):
        return validate_pdf_signature(
            signature,
            self._context(self.roots, policy, moment or self.at, retroactive=moment is not None),
            self._context(self.tsa_roots, NOBODY, self.at),
            diff_policy=DIFFERENCE_POLICY, key_usage_settings=KEY_USAGES, skip_diff=skip_diff)

    def _context(self, roots, policy, moment, *, retroactive: bool = False) -> ValidationContext:
        return ValidationContext(
            trust_roots=roots, other_certs=self.others, crls=self.crls, ocsps=self.ocsps, moment=moment,
            revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=retroactive),
            time_tolerance=timedelta(seconds=1), allow_fetching=False)

    def timestamp_context(self) -> ValidationContext:
        """Give the context for document time stamps."""
        return self._context(self.tsa_roots, NOBODY, self.at)


def _crl(reference):
    return load_crls([reference.get_object().data])[0]
