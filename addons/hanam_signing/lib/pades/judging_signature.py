"""Rules about one signature (accept rule, points 6 and 9)."""

from collections.abc import Iterator
from datetime import timedelta

from .facts import Coverage, DocumentReport, Modification, Revocation, SignatureFacts
from .findings import Finding, Reason, Verdict

__all__ = ['signature_findings']

WEAK_DIGESTS = frozenset({'md2', 'md4', 'md5', 'sha1'})
# The smallest key in bits, by the beginning of its algorithm's name; ETSI TS 119 312 knows no smaller curve.
SMALLEST_KEYS = {'rsa': 2048, 'dsa': 2048, 'ec': 224}
# A certificate for these purposes alone is none for signing documents.
OTHER_PURPOSES = frozenset({'time_stamping', 'ocsp_signing', 'server_auth', 'code_signing'})
# A signer's clock may be a little ahead of ours.
CLOCK_TOLERANCE = timedelta(hours=1)

_PROBLEMS = {
    'NO_CERTIFICATE_CHAIN_FOUND': Reason.NO_CERTIFICATE_CHAIN_FOUND,
    'CHAIN_CONSTRAINTS_FAILURE': Reason.CHAIN_CONSTRAINTS_FAILURE,
    'CRYPTO_CONSTRAINTS_FAILURE': Reason.CRYPTO_CONSTRAINTS_FAILURE,
    'CRYPTO_CONSTRAINTS_FAILURE_NO_POE': Reason.CRYPTO_CONSTRAINTS_FAILURE,
    'EXPIRED': Reason.EXPIRED,
    'NOT_YET_VALID': Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE,
    'OUT_OF_BOUNDS_NO_POE': Reason.EXPIRED,
    'OUT_OF_BOUNDS_NOT_REVOKED': Reason.EXPIRED,
    'REVOKED': Reason.REVOKED,
    'REVOKED_NO_POE': Reason.REVOKED,
    'REVOKED_CA_NO_POE': Reason.REVOKED,
}


def signature_findings(facts: SignatureFacts, report: DocumentReport) -> Iterator[Finding]:
    """Yield what is wrong with one signature; nothing when it is valid today with revocation checked."""
    container = _container_problem(facts)
    if container is not None:
        yield container
        return
    yield from _integrity(facts)
    yield from _strength(facts)
    yield from _certificate(facts, report)
    yield from _moment(facts, report)


def _container_problem(facts: SignatureFacts) -> Finding | None:
    if not facts.supported:
        return Finding(Verdict.UNSUPPORTED, Reason.UNKNOWN_FORMAT, facts.field)
    if not facts.readable:
        return Finding(Verdict.INVALID, Reason.SIGNATURE_UNREADABLE, facts.field)
    if facts.error:
        return Finding(Verdict.INVALID, Reason.FORMAT_FAILURE, facts.field)
    return None


def _integrity(facts: SignatureFacts) -> Iterator[Finding]:
    if not facts.intact:
        yield Finding(Verdict.INVALID, Reason.HASH_FAILURE, facts.field)
    elif not facts.valid:
        yield Finding(Verdict.INVALID, Reason.SIG_CRYPTO_FAILURE, facts.field)
    if facts.coverage not in (Coverage.REVISION, Coverage.FILE):
        yield Finding(Verdict.INVALID, Reason.PARTIAL_COVERAGE, facts.field)
    elif not facts.docmdp_ok or facts.modification not in (
            Modification.NONE, Modification.LTA_UPDATES, Modification.FORM_FILLING):
        yield Finding(Verdict.INVALID, Reason.CHANGED_AFTER_SIGNING, facts.field)


def _strength(facts: SignatureFacts) -> Iterator[Finding]:
    smallest = max((bits for name, bits in SMALLEST_KEYS.items() if facts.key_algorithm.startswith(name)), default=0)
    weak_key = facts.key_bits < smallest
    if facts.digest in WEAK_DIGESTS or weak_key:
        yield Finding(Verdict.INVALID, Reason.CRYPTO_CONSTRAINTS_FAILURE, facts.field)


def _certificate(facts: SignatureFacts, report: DocumentReport) -> Iterator[Finding]:
    """Chain, purpose, revocation and time stamp; a time stamp that fails is a fault of the signature."""
    if facts.timestamp_present and not facts.timestamp_ok:
        yield Finding(Verdict.INVALID, Reason.TIMESTAMP_NOT_TRUSTED, facts.field)
    if facts.is_ca or (facts.purposes and OTHER_PURPOSES.issuperset(facts.purposes)):
        yield Finding(Verdict.INVALID, Reason.CHAIN_CONSTRAINTS_FAILURE, facts.field)
    if facts.revocation is Revocation.HELD:
        yield Finding(Verdict.REVOCATION_UNKNOWN, Reason.ON_HOLD, facts.field)
    elif facts.trusted_at_signing:
        yield Finding(Verdict.VALID_AT_SIGNING, Reason.TRUSTED_AT_SIGNING_ONLY, facts.field)
    elif not facts.trusted:
        yield from _not_trusted(facts, report)
    elif facts.revocation not in (Revocation.GOOD, Revocation.NOT_OFFERED):
        yield Finding(Verdict.REVOCATION_UNKNOWN, Reason.REVOCATION_NOT_CHECKED, facts.field)


def _not_trusted(facts: SignatureFacts, report: DocumentReport) -> Iterator[Finding]:
    """Of a broken signature nobody asked the chain, so there is nothing to say about it."""
    asked = facts.intact and facts.valid
    if asked or facts.problem:
        yield Finding(Verdict.INVALID, _why_not_trusted(facts, report), facts.field)


def _why_not_trusted(facts: SignatureFacts, report: DocumentReport) -> Reason:
    if not report.anchors:
        return Reason.NO_TRUST_ANCHOR
    if facts.revoked_at is not None and facts.timestamp_ok and facts.timestamp >= facts.revoked_at:
        return Reason.REVOKED_BEFORE_SIGNING
    return _PROBLEMS.get(facts.problem, Reason.CERTIFICATE_NOT_TRUSTED)


def _moment(facts: SignatureFacts, report: DocumentReport) -> Iterator[Finding]:
    """The claimed and the proven moment must lie inside the certificate and not after the check."""
    proven = facts.timestamp if facts.timestamp_ok else None
    claimed = [moment for moment in (facts.signed_at, proven) if moment is not None]
    if any(_outside(moment, facts) for moment in claimed) and not facts.trusted_at_signing:
        yield Finding(Verdict.INVALID, Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE, facts.field)
    if any(moment > report.checked_at + CLOCK_TOLERANCE for moment in claimed):
        yield Finding(Verdict.SUSPICIOUS, Reason.SIGNING_TIME_IN_FUTURE, facts.field)


def _outside(moment, facts: SignatureFacts) -> bool:
    if facts.not_before is None or facts.not_after is None:
        return False
    return not facts.not_before <= moment <= facts.not_after
