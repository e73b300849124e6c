"""Judge one signature's certificate: chain, revocation and time, today and at a proven moment.

Revocation is demanded first for the whole chain, then for the signer alone, then not at all: the first answer that
holds tells how much was checked, and a revoked certificate is found even where the CRL above it is missing. What the
file brings along may help a signature, but never against a newer CRL of our own. Where an authority offers no way to
ask, there is nothing that could be missing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from .differences import DIFFERENCE_POLICY
from .facts import Revocation
from .material import Material, adobe_material, newest_of_each, store_material
from .trust import TrustMaterial, load_certificates, load_crls

__all__ = ['KEY_USAGES', 'Trust', 'Validator']

KEY_USAGES = KeyUsageConstraints(key_usage={'non_repudiation', 'digital_signature'})
# A certificate that says nothing about its usages may be used for all (RFC 5280, 4.2.1.3).
ANY_USAGE = KeyUsageConstraints(key_usage=set())
_REQUIRED, _NOT_ASKED = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.NO_CHECK
WHOLE_CHAIN = RevocationCheckingPolicy(_REQUIRED, _REQUIRED)
SIGNER_ONLY = RevocationCheckingPolicy(_REQUIRED, _NOT_ASKED)
NOBODY = RevocationCheckingPolicy(_NOT_ASKED, _NOT_ASKED)
TOLERANCE = timedelta(seconds=1)
# Reasons after which what a key signed earlier stands.
_HARMLESS_BEFORE = {'affiliation_changed', 'superseded', 'cessation_of_operation', 'unspecified'}


@dataclass(frozen=True, slots=True)
class Trust:
    """pyHanko's status with what was found out about trust around it."""

    status: object
    trusted: bool
    at_signing: bool
    revocation: Revocation
    stamp_ok: bool = False


class Validator:
    """Validate signatures of one opened file against given material and the file's own, without network."""

    def __init__(self, reader, material: TrustMaterial, at: datetime):
        self.reader, self.at = reader, at
        self.roots = load_certificates(material.roots, 'root')
        self.tsa_roots = load_certificates(material.tsa_roots, 'tsa root') or self.roots
        self.others = load_certificates(material.intermediates, 'intermediate')
        self.crls = newest_of_each(load_crls(material.crls), at + TOLERANCE)
        self.store = store_material(reader)
        self.proofs: list[tuple[int, datetime]] = []

    def prove(self, revision: int, moment: datetime) -> None:
        """Take note that everything before a revision existed at a moment: a document time stamp holds."""
        self.proofs.append((revision, moment))

    def existed(self, revision: int) -> datetime:
        """Give the earliest moment at which document time stamps prove a revision; the check's own without any."""
        return min((moment for stamped, moment in self.proofs if stamped > revision), default=self.at)

    def trust(self, signature) -> Trust:
        """Validate one signature; errors of a broken one pass through to the caller."""
        brought = self.store + adobe_material(signature)
        status = self._validate(signature, WHOLE_CHAIN, brought, skip_diff=False)
        stamp_ok = self._stamp_ok(status)
        contrary = self._contrary(signature, status, brought, self.at)
        if status.trusted and contrary is None:
            return Trust(status, True, False, Revocation.GOOD, stamp_ok)
        if contrary is not None:
            status = contrary
        elif status.revocation_details is None:
            status = self._without_chain_revocation(signature, brought)
        return self._not_good_now(signature, brought, status, stamp_ok)

    def _not_good_now(self, signature, brought, status, stamp_ok: bool) -> Trust:
        details = status.revocation_details
        held = details is not None and details.revocation_reason.native == 'certificate_hold'
        at_signing = not held and self._at_signing(signature, brought, status, stamp_ok)
        if details is not None:
            state = Revocation.HELD if held else Revocation.REVOKED
            return Trust(status, False, at_signing, state, stamp_ok)
        if status.trusted and self._where_offered(signature, brought).trusted:
            offered = self._offered(signature.signer_cert, brought)
            return Trust(status, True, False, Revocation.GOOD if offered else Revocation.NOT_OFFERED, stamp_ok)
        return Trust(status, status.trusted and not at_signing, at_signing, Revocation.UNKNOWN, stamp_ok)

    def _offered(self, certificate, brought: Material) -> bool:
        """Whether anybody can ask if a certificate was revoked: it names where, or its authority's list is known."""
        issuer = certificate.issuer.hashable
        return bool(certificate.crl_distribution_points or certificate.ocsp_urls
                    or any(one.issuer.hashable == issuer for one in self.crls + brought.crls))

    def _where_offered(self, signature, brought: Material, **when):
        """Validate with revocation demanded of those certificates of the chain for which it is offered."""
        status = self._validate(signature, NOBODY, brought, **when)
        if not status.trusted:
            return status
        above = [one for one in status.validation_path.iter_certs(include_root=False)
                 if one.dump() != signature.signer_cert.dump()]
        asked = [self._offered(signature.signer_cert, brought), any(self._offered(one, brought) for one in above)]
        rules = [_REQUIRED if one else _NOT_ASKED for one in asked]
        return self._validate(signature, RevocationCheckingPolicy(*rules), brought, **when)

    def _contrary(self, signature, status, brought: Material, moment, *, retroactive: bool = False):
        """Give the status by our own CRLs alone if they say revoked, whatever older answer the file brings.

        Where the file brings none, `status` is by our own already; where no list of ours names a number of the chain,
        they have nothing to say against it.
        """
        if not self.crls or not (brought.crls or brought.ocsps) or not self._named(status.validation_path):
            return None
        alone = Material(brought.certificates)
        for policy in (SIGNER_ONLY, WHOLE_CHAIN):
            status = self._validate(signature, policy, alone, moment=moment, retroactive=retroactive)
            if status.revocation_details is not None:
                return status
        return None

    def _named(self, path) -> bool:
        """Whether a CRL of ours names a serial number of the chain, whoever issued it; a chain not found may be."""
        if path is None:
            return True
        numbers = {certificate.serial_number for certificate in path.iter_certs(include_root=True)}
        return any(entry['user_certificate'].native in numbers for one in self.crls
                   for entry in one['tbs_cert_list']['revoked_certificates'])

    def _without_chain_revocation(self, signature, brought):
        status = self._validate(signature, SIGNER_ONLY, brought)
        if status.trusted or status.revocation_details is not None:
            return status
        return self._validate(signature, NOBODY, brought)

    def _stamp_ok(self, status) -> bool:
        stamp = status.timestamp_validity
        return bool(stamp is not None and stamp.intact and stamp.valid and stamp.trusted
                    and not self.stamper_revoked(stamp.signing_cert, stamp.timestamp))

    def _at_signing(self, signature, brought, status, stamp_ok: bool) -> bool:
        """A signature whose moment is proven, by its own time stamp or the archive's, is judged at that moment."""
        existed = self.existed(signature.signed_revision)
        if not stamp_ok and existed == self.at:
            return False
        moment = status.timestamp_validity.timestamp if stamp_ok else existed
        if moment > self.at + TOLERANCE:
            return False
        if not self._proven_today(signature, brought, stamp_ok):
            brought = self._stamped_material(signature)
        then = self._where_offered(signature, brought, moment=moment, retroactive=True)
        return then.trusted and self._contrary(signature, then, brought, moment, retroactive=True) is None

    def _stamped_material(self, signature) -> Material:
        """What the newest document time stamp proves the file to have held.

        Certificates and answers that came later may be made with keys that nobody could trust any more (EN 319 102-1,
        5.6.3); pyHanko's own way there asks the machine's clock, and so is none for a check as of another moment.
        """
        newest = max(stamped for stamped, _ in self.proofs)
        return store_material(self.reader.get_historical_resolver(newest)) + adobe_material(signature)

    def _proven_today(self, signature, brought, stamp_ok: bool) -> bool:
        """Whether one time stamp that is trusted now proves the moment, without a chain of older ones."""
        if not stamp_ok:
            return sum(stamped > signature.signed_revision for stamped, _ in self.proofs) == 1
        return self._stamp_ok(self._validate(signature, NOBODY, brought, stamp_moment=self.at))

    def _validate(self, signature, policy, brought: Material, *, moment: datetime | None = None,
                  retroactive: bool = False, skip_diff: bool = True, stamp_moment: datetime | None = None):
        stamp_moment = stamp_moment or self.existed(signature.signed_revision)
        return validate_pdf_signature(
            signature,
            self._context(self.roots, policy, moment or self.at, brought, retroactive=retroactive),
            self._context(self.tsa_roots, NOBODY, stamp_moment, brought),
            diff_policy=DIFFERENCE_POLICY, key_usage_settings=_usages(signature), skip_diff=skip_diff)

    def _context(self, roots, policy, moment, brought: Material, *, retroactive: bool = False) -> ValidationContext:
        return ValidationContext(
            trust_roots=roots, other_certs=self.others + brought.certificates, crls=self.crls + brought.crls,
            ocsps=brought.ocsps, moment=moment, time_tolerance=TOLERANCE, allow_fetching=False,
            revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=retroactive))

    def timestamp_context(self, moment: datetime) -> ValidationContext:
        """Give the context for document time stamps as of a moment."""
        return self._context(self.tsa_roots, NOBODY, moment, self.store)

    def stamper_revoked(self, certificate, moment: datetime) -> bool:
        """Tell whether our CRLs revoke a time-stamping certificate in a way that touches what it said at a moment."""
        for one in self.crls:
            if one.issuer.hashable != certificate.issuer.hashable:
                continue
            for entry in one['tbs_cert_list']['revoked_certificates']:
                if entry['user_certificate'].native == certificate.serial_number:
                    reason = entry.crl_reason_value.native if entry.crl_reason_value else 'unspecified'
                    return reason not in _HARMLESS_BEFORE or entry['revocation_date'].native <= moment
        return False

    def embedded(self, signature, trust: Trust) -> dict:
        """Tell what the file itself holds to check this signature later (levels LT and LTA)."""
        path = trust.status.validation_path
        chain = list(path.iter_certs(include_root=False)) if path is not None else [signature.signer_cert]
        own = adobe_material(signature)
        if not (self.store + own).covers(chain):
            return {'material': False, 'material_stamped': False}
        revisions = [stamped for stamped, _ in self.proofs if stamped > signature.signed_revision]
        stamped = any((store_material(self.reader.get_historical_resolver(one)) + own).covers(chain)
                      for one in revisions)
        return {'material': True, 'material_stamped': stamped}


def _usages(signature) -> KeyUsageConstraints:
    return ANY_USAGE if signature.signer_cert.key_usage_value is None else KEY_USAGES
