"""What each reason means, in one plain English sentence: for the command line, where no translation is at hand."""

from .findings import Reason
from .verdict import Judgement, Verdict

__all__ = ['SENTENCES', 'VALID', 'sentence_of']

SENTENCES = {
    Reason.BROKEN_FILE: 'The file is damaged or is not a PDF.',
    Reason.OVER_LIMIT: 'The file is over a limit of size, signatures, revisions or memory.',
    Reason.CHECK_FAILED: 'The check ended before it had a result: the file asks for too much time or memory.',
    Reason.PASSWORD: 'The file opens only with a password.',
    Reason.NOT_SIGNED: 'The file carries no digital signature.',
    Reason.SIGNATURE_UNREADABLE: 'A signature in the file cannot be read.',
    Reason.UNKNOWN_FORMAT: 'A signature is of a kind that is not supported.',
    Reason.FORMAT_FAILURE: 'A signature is built wrongly.',
    Reason.HASH_FAILURE: 'The signed content was changed.',
    Reason.SIG_CRYPTO_FAILURE: 'The signature does not match its certificate.',
    Reason.PARTIAL_COVERAGE: 'The signature leaves out a part of the file.',
    Reason.CHANGED_AFTER_SIGNING: 'The file was changed after signing in a way the signer did not allow.',
    Reason.SIGNATURES_REMOVED: 'An earlier state of the file was signed; its signatures were taken out.',
    Reason.FIELD_AFTER_CERTIFYING: 'A signature field was added after the document was certified.',
    Reason.FILLED_AFTER_LAST_SIGNATURE: 'A field was filled in after the last signature.',
    Reason.TRAILING_DATA: 'There is further data after the last signature.',
    Reason.NO_TRUST_ANCHOR: 'No trusted authority was given, so nobody can say who signed.',
    Reason.NO_CERTIFICATE_CHAIN_FOUND: 'The certificate does not come from a trusted authority.',
    Reason.CHAIN_CONSTRAINTS_FAILURE: 'The certificate was not made for signing documents.',
    Reason.CRYPTO_CONSTRAINTS_FAILURE: 'The signature uses an algorithm or a key that is too weak.',
    Reason.CERTIFICATE_NOT_TRUSTED: 'The certificate could not be trusted.',
    Reason.EXPIRED: 'The certificate is expired and no time stamp proves an earlier signature.',
    Reason.REVOKED: 'The certificate is revoked and nothing proves an earlier signature.',
    Reason.REVOKED_BEFORE_SIGNING: 'The certificate was revoked before the signature was made.',
    Reason.ON_HOLD: 'The certificate is suspended.',
    Reason.REVOCATION_NOT_CHECKED:
        'There is no fresh revocation list or answer, here or in the file, to check the certificate against.',
    Reason.TIMESTAMP_NOT_TRUSTED: 'The time stamp is not valid or does not come from a trusted authority.',
    Reason.ARCHIVE_TIMESTAMP_BROKEN: 'A time stamp over the whole document does not hold.',
    Reason.TRUSTED_AT_SIGNING_ONLY: 'The certificate held at the proven moment of signing; it does not hold any more.',
    Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE: 'The signing time lies outside the validity of the certificate.',
    Reason.SIGNING_TIME_IN_FUTURE: 'The signing time lies after the moment of this check.',
    Reason.PERSON_MISSING: 'The signature of the authorised person is missing.',
    Reason.AGENCY_MISSING: 'The signature of the issuing agency is missing or cannot be told.',
    Reason.SIGNER_UNKNOWN: 'It cannot be told for which agency the signer stands.',
    Reason.NUMBER_WITHOUT_SEAL: 'The number was filled in without the signature of an agency over it.',
    Reason.METADATA_MISMATCH: 'Number or date in the file differ from what was expected.',
}
ALL_VALID = 'Every signature is intact, comes from a trusted authority and was not revoked.'
VALID = 'The signature is intact, comes from a trusted authority and was not revoked.'


def sentence_of(judgement: Judgement, valid: str = ALL_VALID) -> str:
    """Give the sentence of the first reason that decided, or `valid`."""
    reasons = judgement.reasons
    if not reasons:
        return valid
    fields = dict.fromkeys(finding.field for finding in judgement.findings
                           if finding.field and finding.reason is reasons[0] and finding.verdict is judgement.verdict)
    sentence = SENTENCES[reasons[0]]
    return f'{sentence[:-1]} ({", ".join(fields)}).' if fields and judgement.verdict is not Verdict.VALID else sentence
