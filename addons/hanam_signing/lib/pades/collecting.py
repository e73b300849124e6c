"""Turn pyHanko's view of one signature into facts, field by field, whatever state the signature is in."""

from datetime import timedelta
from hashlib import sha256

from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_timestamp

from .covering import coverage_of
from .differences import DIFFERENCE_POLICY, FOREIGN_TOOL_POLICY
from .facts import Coverage, Modification, SignatureFacts
from .opening import said, short
from .reading import FOREIGN_ERRORS

__all__ = ['document_timestamp_facts', 'signature_facts']

_MODIFICATION = {
    ModificationLevel.NONE: Modification.NONE,
    ModificationLevel.LTA_UPDATES: Modification.LTA_UPDATES,
    ModificationLevel.FORM_FILLING: Modification.FORM_FILLING,
    ModificationLevel.ANNOTATIONS: Modification.ANNOTATIONS,
}
_EDWARDS = {'ed25519': 256, 'ed448': 456}
# From the strongest to the weakest; what is not named here is as strong as the first.
_WEAK_LAST = ('sha512', 'sha384', 'sha256', 'sha224', 'sha1', 'md5', 'md4', 'md2')
# An authority's clock and ours differ a little.
CLOCK_TOLERANCE = timedelta(minutes=1)


def signature_facts(signature, opened: SignatureFacts, validator) -> SignatureFacts:
    """Validate a signature and give its facts; one that breaks while being checked has `error` set."""
    known = _start(opened)
    try:
        known |= _known(signature)
        trust = validator.trust(signature)
        return SignatureFacts(**known, **_judged(trust), **_integrity(signature, trust.status),
                              **_timestamp(trust), **validator.embedded(signature, trust))
    except FOREIGN_ERRORS as error:
        return SignatureFacts(**known, error=said(error))


def document_timestamp_facts(stamp, opened: SignatureFacts, validator, moment) -> SignatureFacts:
    """Validate a document time stamp as of a moment; trust is about the TSA."""
    known = _start(opened)
    try:
        known |= _known(stamp)
        status = validate_pdf_timestamp(stamp, validator.timestamp_context(moment), diff_policy=DIFFERENCE_POLICY)
        trusted = bool(status.trusted) and not validator.stamper_revoked(stamp.signer_cert, status.timestamp)
        facts = _integrity(stamp, status)
        good = status.intact and status.valid and trusted and status.timestamp <= moment + CLOCK_TOLERANCE
        return SignatureFacts(**known, **facts, trusted=trusted, timestamp=status.timestamp, timestamp_present=True,
                              timestamp_ok=bool(good))
    except FOREIGN_ERRORS as error:
        return SignatureFacts(**known, error=said(error))


def _start(opened: SignatureFacts) -> dict:
    return {'field': opened.field, 'subfilter': opened.subfilter, 'revision': opened.revision}


def _known(signature) -> dict:
    """What the container says, before anything is validated."""
    certificate = signature.signer_cert
    subject = certificate.subject.native
    key = certificate.public_key
    validity = certificate['tbs_certificate']['validity']
    purposes = certificate.extended_key_usage_value
    return {
        'signer_cn': short(subject.get('common_name')), 'signer_o': short(subject.get('organization_name')),
        'signer_subject': short(certificate.subject.human_friendly),
        'serial': f'{certificate.serial_number:x}', 'fingerprint': sha256(certificate.dump()).hexdigest(),
        'issuer': short(certificate.issuer.human_friendly),
        'not_before': validity['not_before'].native, 'not_after': validity['not_after'].native,
        'purposes': tuple(sorted(purposes.native)) if purposes is not None else (), 'is_ca': bool(certificate.ca),
        'digest': _digest(signature), 'key_algorithm': key.algorithm, 'key_bits': _bits(key),
        **_claimed(signature),
    }


def _bits(key) -> int:
    """The size of a key in bits; Edwards curves have one size each, which asn1crypto does not know."""
    return _EDWARDS.get(key.algorithm) or key.bit_size


def _digest(signature) -> str:
    """The weaker of the digest over the content and the one inside the signature."""
    try:
        inside = signature.signer_info['signature_algorithm'].hash_algo
    except FOREIGN_ERRORS:
        inside = signature.md_algorithm
    return max(signature.md_algorithm, inside, key=lambda one: _WEAK_LAST.index(one) if one in _WEAK_LAST else 0)


def _claimed(signature) -> dict:
    entry = signature.sig_object
    try:
        signed_at = signature.self_reported_timestamp
    except FOREIGN_ERRORS:
        signed_at = None
    if signed_at is not None and signed_at.tzinfo is None:
        signed_at = None
    certifies = any(one.get_object().get('/TransformMethod') == '/DocMDP' for one in entry.get('/Reference', ()))
    return {'signed_at': signed_at, 'reason': short(entry.get('/Reason')), 'location': short(entry.get('/Location')),
            'certifies': certifies}


def _integrity(signature, status) -> dict:
    facts = {'intact': bool(status.intact), 'valid': bool(status.valid),
             'coverage': coverage_of(signature, status.coverage)}
    if isinstance(status.diff_result, DiffResult):
        modification = _MODIFICATION.get(status.diff_result.modification_level, Modification.OTHER)
        return facts | {'modification': modification, 'docmdp_ok': status.docmdp_ok is not False}
    return facts | _with_new_field(signature, facts['coverage'])


def _with_new_field(signature, coverage: Coverage) -> dict:
    """Whether changes that are forbidden become form filling as soon as a new visible field may come after certifying.

    Tools differ here: some make a field for every signature, and many readers let them.
    """
    if coverage is Coverage.REVISION and signature.docmdp_level in (MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE):
        difference = signature.evaluate_modifications(FOREIGN_TOOL_POLICY)
        if isinstance(difference, DiffResult) and difference.modification_level is ModificationLevel.FORM_FILLING:
            return {'modification': Modification.FORM_FILLING, 'docmdp_ok': True, 'field_after_certifying': True}
    return {'modification': Modification.OTHER, 'docmdp_ok': False}


def _judged(trust) -> dict:
    status = trust.status
    revoked = status.revocation_details
    anchor = status.validation_path.trust_anchor.authority.name.human_friendly if status.validation_path else ''
    return {
        'trusted': trust.trusted, 'trusted_at_signing': trust.at_signing, 'revocation': trust.revocation,
        'problem': status.trust_problem_indic.name if status.trust_problem_indic else '',
        'trust_anchor': short(anchor),
        'revoked_at': revoked.revocation_date if revoked else None,
        'revocation_reason': revoked.revocation_reason.native if revoked else '',
    }


def _timestamp(trust) -> dict:
    stamp = trust.status.timestamp_validity
    if stamp is None:
        return {}
    return {'timestamp_present': True, 'timestamp': stamp.timestamp, 'timestamp_ok': trust.stamp_ok,
            'timestamp_authority': short(stamp.signing_cert.subject.human_friendly)}
