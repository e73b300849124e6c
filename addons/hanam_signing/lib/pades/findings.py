"""The words of a judgement: nine verdicts, the reasons, and a finding that joins the two."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ['Finding', 'Reason', 'Verdict']


class Verdict(StrEnum):
    """What the clerk reads, from best to worst; the worst finding decides."""

    VALID = 'valid'
    VALID_AT_SIGNING = 'valid_at_signing'
    REVOCATION_UNKNOWN = 'revocation_unknown'
    SUSPICIOUS = 'suspicious'
    UNSUPPORTED = 'unsupported'
    NO_SIGNATURE = 'no_signature'
    INVALID = 'invalid'
    ENCRYPTED = 'encrypted'
    UNREADABLE = 'unreadable'


class Reason(StrEnum):
    """Why: the sub-indications of ETSI EN 319 102-1 where it has one, else our own words."""

    BROKEN_FILE = 'broken_file'
    OVER_LIMIT = 'over_limit'
    CHECK_FAILED = 'check_failed'
    PASSWORD = 'password'
    NOT_SIGNED = 'not_signed'
    SIGNATURE_UNREADABLE = 'signature_unreadable'
    UNKNOWN_FORMAT = 'unknown_format'

    FORMAT_FAILURE = 'format_failure'
    HASH_FAILURE = 'hash_failure'
    SIG_CRYPTO_FAILURE = 'sig_crypto_failure'
    PARTIAL_COVERAGE = 'partial_coverage'
    CHANGED_AFTER_SIGNING = 'changed_after_signing'
    SIGNATURES_REMOVED = 'signatures_removed'
    FIELD_AFTER_CERTIFYING = 'field_after_certifying'
    FILLED_AFTER_LAST_SIGNATURE = 'filled_after_last_signature'
    TRAILING_DATA = 'trailing_data'

    NO_TRUST_ANCHOR = 'no_trust_anchor'
    NO_CERTIFICATE_CHAIN_FOUND = 'no_certificate_chain_found'
    CHAIN_CONSTRAINTS_FAILURE = 'chain_constraints_failure'
    CRYPTO_CONSTRAINTS_FAILURE = 'crypto_constraints_failure'
    CERTIFICATE_NOT_TRUSTED = 'certificate_not_trusted'
    EXPIRED = 'expired'
    REVOKED = 'revoked'
    REVOKED_BEFORE_SIGNING = 'revoked_before_signing'
    ON_HOLD = 'on_hold'
    REVOCATION_NOT_CHECKED = 'revocation_not_checked'
    TIMESTAMP_NOT_TRUSTED = 'timestamp_not_trusted'
    ARCHIVE_TIMESTAMP_BROKEN = 'archive_timestamp_broken'
    TRUSTED_AT_SIGNING_ONLY = 'trusted_at_signing_only'
    SIGNING_TIME_OUTSIDE_CERTIFICATE = 'signing_time_outside_certificate'
    SIGNING_TIME_IN_FUTURE = 'signing_time_in_future'

    PERSON_MISSING = 'person_missing'
    AGENCY_MISSING = 'agency_missing'
    SIGNER_UNKNOWN = 'signer_unknown'
    NUMBER_WITHOUT_SEAL = 'number_without_seal'
    METADATA_MISMATCH = 'metadata_mismatch'


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason with its verdict; `field` names the signature or form field it is about, empty for the file."""

    verdict: Verdict
    reason: Reason
    field: str = ''
