"""The accept rule as a table: a name, the facts, verdict, status and the reasons that decide."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pades import (
    Condition,
    Coverage,
    DocumentReport,
    Expectation,
    Modification,
    Reason,
    Revocation,
    SignatureFacts,
    Status,
    Verdict,
)
from pades.facts import unreadable

AT = datetime(2026, 3, 3, tzinfo=UTC)
YEAR = timedelta(days=365)
AGENCY = 'Ủy ban nhân dân tỉnh Hà Nam'

PERSON_SIGNS = SignatureFacts(
    'HanamNguoiKy', signer_cn='Nguyễn Văn An', signer_o=AGENCY, fingerprint='aa', not_before=AT - YEAR,
    not_after=AT + YEAR, signed_at=AT - timedelta(hours=2), intact=True, valid=True, coverage=Coverage.REVISION,
    modification=Modification.FORM_FILLING, docmdp_ok=True, certifies=True, trusted=True, revocation=Revocation.GOOD,
    digest='sha256', key_algorithm='rsa', key_bits=2048, revision=2)
AGENCY_SEALS = replace(
    PERSON_SIGNS, field='HanamCoQuan', signer_cn=AGENCY, signer_o='Tỉnh Hà Nam', fingerprint='bb',
    coverage=Coverage.FILE, modification=Modification.NONE, certifies=False, revision=3)
STAMP = replace(AGENCY_SEALS, field='Stamp', timestamp_present=True, timestamp_ok=True, timestamp=AT, revision=4)
FORM = (('HanamSo', '44'), ('HanamNgay', '02'), ('HanamThang', '3'), ('HanamNam', '2026'))
EXPECTED = Expectation(agency_names=(AGENCY,), number='44', day='2', month='03', year='2026')


def report(person=PERSON_SIGNS, agency=AGENCY_SEALS, **changes) -> DocumentReport:
    signatures = tuple(one for one in (person, agency) if one is not None)
    whole = DocumentReport(Condition.READ, 'ff', 1000, AT, signatures=signatures, form_values=FORM, anchors=1, crls=2,
                           signature_fields_filled=len(signatures))
    return replace(whole, **changes)


def sealed_with(**changes) -> DocumentReport:
    return report(agency=replace(AGENCY_SEALS, **changes))


def untrusted(problem: str, **changes) -> DocumentReport:
    return sealed_with(trusted=False, problem=problem, **changes)


def as_last(**changes) -> DocumentReport:
    return sealed_with(coverage=Coverage.REVISION, **changes)


INVALID, SUSPICIOUS = Verdict.INVALID, Verdict.SUSPICIOUS
TABLE = [
    ('good', report(), Verdict.VALID, Status.PASSED, set()),
    ('over a limit', unreadable('ff', 1, AT, 'x', 'bytes'), Verdict.UNREADABLE, Status.UNREADABLE,
     {Reason.OVER_LIMIT}),
    ('broken', unreadable('ff', 1, AT, 'x'), Verdict.UNREADABLE, Status.UNREADABLE, {Reason.BROKEN_FILE}),
    ('child died', unreadable('ff', 1, AT, 'x', 'process'), Verdict.UNREADABLE, Status.UNREADABLE,
     {Reason.CHECK_FAILED}),
    ('password', report(condition=Condition.ENCRYPTED), Verdict.ENCRYPTED, Status.UNREADABLE, {Reason.PASSWORD}),
    ('no signature', report(None, None), Verdict.NO_SIGNATURE, Status.NO_SIGNATURE, {Reason.NOT_SIGNED}),
    ('only a document time stamp', report(None, None, signature_fields_filled=1, document_timestamps=(AGENCY_SEALS,)),
     Verdict.NO_SIGNATURE, Status.NO_SIGNATURE, {Reason.NOT_SIGNED}),
    ('a signature vanished', report(signature_fields_filled=3), Verdict.UNSUPPORTED, Status.INDETERMINATE,
     {Reason.UNKNOWN_FORMAT}),
    ('unknown subfilter', sealed_with(supported=False), Verdict.UNSUPPORTED, Status.INDETERMINATE,
     {Reason.UNKNOWN_FORMAT}),
    ('container unreadable', sealed_with(readable=False), INVALID, Status.FAILED, {Reason.SIGNATURE_UNREADABLE}),
    ('broke while checked', sealed_with(error='FORMAT_FAILURE'), INVALID, Status.FAILED, {Reason.FORMAT_FAILURE}),
    ('content flipped', sealed_with(intact=False), INVALID, Status.FAILED, {Reason.HASH_FAILURE}),
    ('value flipped', sealed_with(valid=False), INVALID, Status.FAILED, {Reason.SIG_CRYPTO_FAILURE}),
    ('time stamp flipped', sealed_with(timestamp_present=True, timestamp_ok=False), INVALID, Status.INDETERMINATE,
     {Reason.TIMESTAMP_NOT_TRUSTED}),
    ('text appended', as_last(modification=Modification.NONE), SUSPICIOUS, Status.INDETERMINATE,
     {Reason.TRAILING_DATA}),
    ('archive time stamp after it', as_last(modification=Modification.LTA_UPDATES), Verdict.VALID, Status.PASSED,
     set()),
    ('filled after the seal', as_last(modification=Modification.FORM_FILLING), SUSPICIOUS, Status.INDETERMINATE,
     {Reason.FILLED_AFTER_LAST_SIGNATURE}),
    ('page changed', as_last(modification=Modification.OTHER, docmdp_ok=False), INVALID, Status.FAILED,
     {Reason.CHANGED_AFTER_SIGNING}),
    ('comment added', as_last(modification=Modification.ANNOTATIONS), INVALID, Status.FAILED,
     {Reason.CHANGED_AFTER_SIGNING}),
    ('lock ignored', as_last(modification=Modification.FORM_FILLING, docmdp_ok=False), INVALID, Status.FAILED,
     {Reason.CHANGED_AFTER_SIGNING}),
    ('text behind an archive time stamp', report(agency=replace(AGENCY_SEALS, coverage=Coverage.REVISION,
     modification=Modification.LTA_UPDATES), bytes_after_end=True), SUSPICIOUS, Status.INDETERMINATE,
     {Reason.TRAILING_DATA}),
    ('objects without a table', report(agency=replace(AGENCY_SEALS, coverage=Coverage.REVISION,
     modification=Modification.NONE), objects_unread=True), INVALID, Status.FAILED, {Reason.CHANGED_AFTER_SIGNING}),
    ('number filled after the seal', report(form_revisions=(('HanamSo', 4),)), SUSPICIOUS, Status.INDETERMINATE,
     {Reason.NUMBER_WITHOUT_SEAL}),
    ('archive time stamp broken', report(document_timestamps=(replace(STAMP, intact=False),)), INVALID,
     Status.FAILED, {Reason.ARCHIVE_TIMESTAMP_BROKEN}),
    ('archive time stamp leaves a gap', report(document_timestamps=(replace(STAMP, coverage=Coverage.UNCLEAR),)),
     INVALID, Status.FAILED, {Reason.ARCHIVE_TIMESTAMP_BROKEN}),
    ('archive time stamp of a stranger', report(document_timestamps=(replace(STAMP, timestamp_ok=False),)),
     SUSPICIOUS, Status.INDETERMINATE, {Reason.TIMESTAMP_NOT_TRUSTED}),
    ('signatures taken away', report(None, None, signatures_removed=True), INVALID, Status.FAILED,
     {Reason.SIGNATURES_REMOVED}),
    ('a stranger adds a visible signature', report(
        replace(PERSON_SIGNS, field_after_certifying=True), replace(AGENCY_SEALS, signer_cn='X', signer_o='Y')),
     SUSPICIOUS, Status.INDETERMINATE,
     {Reason.FIELD_AFTER_CERTIFYING, Reason.AGENCY_MISSING, Reason.SIGNER_UNKNOWN}),
    ('somebody untrusted adds a visible signature', report(
        replace(PERSON_SIGNS, field_after_certifying=True),
        replace(AGENCY_SEALS, signer_cn='X', trusted=False, problem='NO_CERTIFICATE_CHAIN_FOUND')), INVALID,
     Status.FAILED, {Reason.CHANGED_AFTER_SIGNING, Reason.NO_CERTIFICATE_CHAIN_FOUND}),
    ('the agency adds a visible signature', report(replace(PERSON_SIGNS, field_after_certifying=True)), Verdict.VALID,
     Status.PASSED, set()),
    ('archive time stamp', report(document_timestamps=(STAMP,)), Verdict.VALID, Status.PASSED, set()),
    ('range short', sealed_with(coverage=Coverage.BLOCK), INVALID, Status.FAILED, {Reason.PARTIAL_COVERAGE}),
    ('range odd', sealed_with(coverage=Coverage.UNCLEAR), INVALID, Status.FAILED, {Reason.PARTIAL_COVERAGE}),
    ('rolled back', report(replace(PERSON_SIGNS, coverage=Coverage.FILE, modification=Modification.NONE), None,
                           form_values=()),
     SUSPICIOUS, Status.INDETERMINATE, {Reason.AGENCY_MISSING}),
    ('only the agency', report(person=None), SUSPICIOUS, Status.INDETERMINATE, {Reason.PERSON_MISSING}),
    ('a person in the agency field', sealed_with(signer_cn='Trần Thị Bình', signer_o=AGENCY), SUSPICIOUS,
     Status.INDETERMINATE, {Reason.AGENCY_MISSING, Reason.NUMBER_WITHOUT_SEAL}),
    ('another agency', sealed_with(signer_cn='Sở Y tế', signer_o='Tỉnh Nam Định'), SUSPICIOUS, Status.INDETERMINATE,
     {Reason.AGENCY_MISSING, Reason.SIGNER_UNKNOWN}),
    ('a stranger beside both', report(signatures=(PERSON_SIGNS, replace(PERSON_SIGNS, field='x', signer_o='Khác'),
                                                  AGENCY_SEALS), signature_fields_filled=3),
     SUSPICIOUS, Status.INDETERMINATE, {Reason.SIGNER_UNKNOWN}),
    ('rogue authority', untrusted('NO_CERTIFICATE_CHAIN_FOUND'), INVALID, Status.INDETERMINATE,
     {Reason.NO_CERTIFICATE_CHAIN_FOUND}),
    ('no anchors at all', report(agency=replace(AGENCY_SEALS, trusted=False), anchors=0), INVALID,
     Status.INDETERMINATE, {Reason.NO_TRUST_ANCHOR}),
    ('self-signed', untrusted('CHAIN_CONSTRAINTS_FAILURE'), INVALID, Status.INDETERMINATE,
     {Reason.CHAIN_CONSTRAINTS_FAILURE}),
    ('expired', untrusted('OUT_OF_BOUNDS_NO_POE'), INVALID, Status.INDETERMINATE, {Reason.EXPIRED}),
    ('expired, time proven', untrusted('EXPIRED', trusted_at_signing=True), Verdict.VALID_AT_SIGNING, Status.PASSED,
     {Reason.TRUSTED_AT_SIGNING_ONLY}),
    ('a problem without a name of ours', untrusted('GENERIC'), INVALID, Status.INDETERMINATE,
     {Reason.CERTIFICATE_NOT_TRUSTED}),
    ('sha-1', sealed_with(digest='sha1'), INVALID, Status.INDETERMINATE, {Reason.CRYPTO_CONSTRAINTS_FAILURE}),
    ('short key', sealed_with(key_bits=1024), INVALID, Status.INDETERMINATE, {Reason.CRYPTO_CONSTRAINTS_FAILURE}),
    ('elliptic curve', sealed_with(key_algorithm='ec', key_bits=256), Verdict.VALID, Status.PASSED, set()),
    ('certificate of a time stamper', sealed_with(purposes=('time_stamping',)), INVALID, Status.INDETERMINATE,
     {Reason.CHAIN_CONSTRAINTS_FAILURE}),
    ('revoked', untrusted('REVOKED_NO_POE', revocation=Revocation.REVOKED), INVALID, Status.INDETERMINATE,
     {Reason.REVOKED}),
    ('revoked before the time stamp', untrusted('REVOKED_NO_POE', revocation=Revocation.REVOKED,
     revoked_at=AT - timedelta(hours=3), timestamp_present=True, timestamp_ok=True, timestamp=AT - timedelta(hours=2)),
     INVALID, Status.FAILED, {Reason.REVOKED_BEFORE_SIGNING}),
    ('revoked after the time stamp, chain not proven', untrusted('REVOKED_NO_POE', revocation=Revocation.REVOKED,
     revoked_at=AT, timestamp_present=True, timestamp_ok=True, timestamp=AT - timedelta(hours=2)),
     INVALID, Status.INDETERMINATE, {Reason.REVOKED}),
    ('revoked after the time stamp', untrusted('REVOKED_NO_POE', revocation=Revocation.REVOKED, revoked_at=AT,
     trusted_at_signing=True), Verdict.VALID_AT_SIGNING, Status.PASSED, {Reason.TRUSTED_AT_SIGNING_ONLY}),
    ('certificate of an authority', sealed_with(is_ca=True), INVALID, Status.INDETERMINATE,
     {Reason.CHAIN_CONSTRAINTS_FAILURE}),
    ('certificate of a web server', sealed_with(purposes=('server_auth',)), INVALID, Status.INDETERMINATE,
     {Reason.CHAIN_CONSTRAINTS_FAILURE}),
    ('certificate for mail and web', sealed_with(purposes=('email_protection', 'server_auth')), Verdict.VALID,
     Status.PASSED, set()),
    ('not yet valid', untrusted('NOT_YET_VALID'), INVALID, Status.INDETERMINATE,
     {Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE}),
    ('proven before the certificate', sealed_with(timestamp_present=True, timestamp_ok=True, timestamp=AT - 2 * YEAR),
     INVALID, Status.INDETERMINATE, {Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE}),
    ('proven after the check', sealed_with(timestamp_present=True, timestamp_ok=True,
                                           timestamp=AT + timedelta(days=1)),
     SUSPICIOUS, Status.INDETERMINATE, {Reason.SIGNING_TIME_IN_FUTURE}),
    ('md5', sealed_with(digest='md5'), INVALID, Status.INDETERMINATE, {Reason.CRYPTO_CONSTRAINTS_FAILURE}),
    ('short curve', sealed_with(key_algorithm='ec', key_bits=192), INVALID, Status.INDETERMINATE,
     {Reason.CRYPTO_CONSTRAINTS_FAILURE}),
    ('edwards curve', sealed_with(key_algorithm='ed25519', key_bits=256), Verdict.VALID, Status.PASSED, set()),
    ('broken and nothing asked', sealed_with(intact=False, trusted=False), INVALID, Status.FAILED,
     {Reason.HASH_FAILURE}),
    ('on hold', sealed_with(trusted=False, revocation=Revocation.HELD), Verdict.REVOCATION_UNKNOWN,
     Status.INDETERMINATE, {Reason.ON_HOLD}),
    ('no fresh CRL', sealed_with(revocation=Revocation.UNKNOWN), Verdict.REVOCATION_UNKNOWN, Status.INDETERMINATE,
     {Reason.REVOCATION_NOT_CHECKED}),
    ('signed before the certificate', sealed_with(signed_at=AT - 2 * YEAR), INVALID, Status.INDETERMINATE,
     {Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE}),
    ('signed tomorrow', sealed_with(signed_at=AT + timedelta(days=1)), SUSPICIOUS, Status.INDETERMINATE,
     {Reason.SIGNING_TIME_IN_FUTURE}),
    ('another number', report(form_values=(('HanamSo', '45'),)), SUSPICIOUS, Status.INDETERMINATE,
     {Reason.METADATA_MISMATCH}),
    ('no fields of ours', report(form_values=()), Verdict.VALID, Status.PASSED, set()),
    ('the worst decides', report(agency=replace(AGENCY_SEALS, revocation=Revocation.UNKNOWN, intact=False)), INVALID,
     Status.FAILED, {Reason.HASH_FAILURE}),
    ('failed beats undecided', report(agency=replace(AGENCY_SEALS, trusted=False, intact=False, problem='EXPIRED')),
     INVALID, Status.FAILED, {Reason.HASH_FAILURE, Reason.EXPIRED}),
    ('the person counts too', report(person=replace(PERSON_SIGNS, intact=False)), INVALID, Status.FAILED,
     {Reason.HASH_FAILURE}),
]
