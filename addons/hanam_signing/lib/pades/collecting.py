"""Turn pyHanko's view of one signature into facts, field by field, whatever state the signature is in."""

from hashlib import sha256

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from .facts import Coverage, Modification, SignatureFacts
from .reading import FOREIGN_ERRORS

__all__ = ['document_timestamp_facts', 'open_signature', 'signature_facts']

LONGEST = 500
_COVERAGE = {
    SignatureCoverageLevel.ENTIRE_FILE: Coverage.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: Coverage.BLOCK,
}
_MODIFICATION = {
    ModificationLevel.NONE: Modification.NONE,
    ModificationLevel.LTA_UPDATES: Modification.LTA_UPDATES,
    ModificationLevel.FORM_FILLING: Modification.FORM_FILLING,
    ModificationLevel.ANNOTATIONS: Modification.ANNOTATIONS,
}


def open_signature(reader, field: str, reference) -> tuple[EmbeddedPdfSignature | None, SignatureFacts]:
    """Open the signature in a filled field; without one the facts say why it is none that can be checked."""
    subfilter = ''
    try:
        value = reference.get_object()['/V']
        if isinstance(value, DictionaryObject):
            subfilter = str(value.get('/SubFilter', ''))
        if subfilter not in {known.value for known in SigSeedSubFilter}:
            return None, SignatureFacts(_short(field), subfilter=_short(subfilter), supported=False)
        signature = EmbeddedPdfSignature(reader, reference, field)
        facts = SignatureFacts(_short(field), subfilter=subfilter, revision=signature.signed_revision)
        _ = signature.signer_cert.dump()
    except FOREIGN_ERRORS as error:
        return None, SignatureFacts(_short(field), subfilter=_short(subfilter), readable=False, error=_said(error))
    return signature, facts


def signature_facts(signature, validator) -> SignatureFacts:
    """Validate a signature and give its facts; one that breaks while being checked has `error` set."""
    known = _known(signature)
    try:
        trust = validator.trust(signature)
        return SignatureFacts(**known, **_judged(trust), **_integrity(trust.status), **_timestamp(trust.status))
    except FOREIGN_ERRORS as error:
        return SignatureFacts(**known, error=_said(error))


def document_timestamp_facts(stamp, validator) -> SignatureFacts:
    """Validate a document time stamp; trust is about the TSA."""
    known = _known(stamp)
    try:
        status = validate_pdf_timestamp(stamp, validator.timestamp_context())
        return SignatureFacts(**known, **_integrity(status), trusted=bool(status.trusted), timestamp=status.timestamp,
                              timestamp_present=True, timestamp_ok=status.intact and status.valid and status.trusted)
    except FOREIGN_ERRORS as error:
        return SignatureFacts(**known, error=_said(error))


def _known(signature) -> dict:
    """What the container says, before anything is validated."""
    certificate = signature.signer_cert
    subject = certificate.subject.native
    key = certificate.public_key
    validity = certificate['tbs_certificate']['validity']
    purposes = certificate.extended_key_usage_value
    return {
        'field': _short(signature.fq_name), 'subfilter': str(signature.sig_object.get('/SubFilter', '')),
        'revision': signature.signed_revision,
        'signer_cn': _short(subject.get('common_name')), 'signer_o': _short(subject.get('organization_name')),
        'signer_subject': _short(certificate.subject.human_friendly),
        'serial': f'{certificate.serial_number:x}', 'fingerprint': sha256(certificate.dump()).hexdigest(),
        'issuer': _short(certificate.issuer.human_friendly),
        'not_before': validity['not_before'].native, 'not_after': validity['not_after'].native,
        'purposes': tuple(sorted(purposes.native)) if purposes is not None else (),
        'digest': signature.md_algorithm, 'key_algorithm': key.algorithm, 'key_bits': key.bit_size,
        **_claimed(signature),
    }


def _claimed(signature) -> dict:
    entry = signature.sig_object
    try:
        signed_at = signature.self_reported_timestamp
    except FOREIGN_ERRORS:
        signed_at = None
    if signed_at is not None and signed_at.tzinfo is None:
        signed_at = None
    certifies = any(one.get_object().get('/TransformMethod') == '/DocMDP' for one in entry.get('/Reference', ()))
    return {'signed_at': signed_at, 'reason': _short(entry.get('/Reason')), 'location': _short(entry.get('/Location')),
            'certifies': certifies}


def _integrity(status) -> dict:
    difference = status.diff_result
    modification = Modification.OTHER
    if isinstance(difference, DiffResult):
        modification = _MODIFICATION.get(difference.modification_level, Modification.OTHER)
    return {'intact': bool(status.intact), 'valid': bool(status.valid), 'modification': modification,
            'coverage': _COVERAGE.get(status.coverage, Coverage.UNCLEAR), 'docmdp_ok': status.docmdp_ok is not False}


def _judged(trust) -> dict:
    status = trust.status
    revoked = status.revocation_details
    anchor = status.validation_path.trust_anchor.authority.name.human_friendly if status.validation_path else ''
    return {
        'trusted': trust.trusted, 'trusted_at_signing': trust.at_signing, 'revocation': trust.revocation,
        'problem': status.trust_problem_indic.name if status.trust_problem_indic else '',
        'trust_anchor': _short(anchor),
        'revoked_at': revoked.revocation_date if revoked else None,
        'revocation_reason': revoked.revocation_reason.native if revoked else '',
    }


def _timestamp(status) -> dict:
    stamp = status.timestamp_validity
    if stamp is None:
        return {}
    return {'timestamp_present': True, 'timestamp': stamp.timestamp,
            'timestamp_ok': bool(stamp.intact and stamp.valid and stamp.trusted),
            'timestamp_authority': _short(stamp.signing_cert.subject.human_friendly)}


def _short(value) -> str:
    """Names come from strangers: as text, and not longer than a form can show."""
    if isinstance(value, (list, tuple)):
        value = ', '.join(str(one) for one in value)
    return '' if value is None else str(value)[:LONGEST]


def _said(error: BaseException) -> str:
    return _short(f'{type(error).__name__}: {error}')
