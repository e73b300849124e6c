"""Check what a signer gave back before it is stored: our bytes, plus exactly one good signature.

Used after every signature made here and for files that come back from elsewhere (a whole-file provider is untrusted).
Trust and revocation are the verifier's matter; this is about the file.
"""

from hashlib import sha256

from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel

from .differences import DIFFERENCE_POLICY
from .errors import ResultInvalid, ResultMoreChanges, ResultNotPrefix, ResultWrongSigner
from .reading import FOREIGN_ERRORS, open_reader

__all__ = ['accept_result', 'is_intact', 'signatures_of']


def accept_result(base: bytes, result: bytes, *, certificate_der: bytes, field: str | None = None) -> None:
    """Raise a ResultRefused child unless `result` is `base` plus one good signature by that certificate.

    base: the bytes that were handed out. field: the field that had to be signed, if it was fixed.
    """
    if not result.startswith(base):
        raise ResultNotPrefix('the result does not begin with the file that was handed out')
    before = {one.fq_name for one in signatures_of(base)}
    signatures = signatures_of(result)
    new = [one for one in signatures if one.fq_name not in before]
    if len(new) != 1 or len(signatures) != len(before) + 1:
        raise ResultMoreChanges(f'{len(new)} new signatures')
    if field is not None and new[0].fq_name != field:
        raise ResultMoreChanges(f'signed in field {new[0].fq_name}, not in {field}')
    if sha256(new[0].signer_cert.dump()).digest() != sha256(certificate_der).digest():
        raise ResultWrongSigner(f'signed by {new[0].signer_cert.subject.human_friendly}')
    for one in signatures:
        _require_good(one, is_new=one is new[0])


def signatures_of(pdf: bytes) -> list:
    """Give pyHanko's signatures of a file in signing order, time stamps apart; ResultInvalid if one is unreadable."""
    reader, _ = open_reader(pdf)
    try:
        return reader.embedded_regular_signatures
    except FOREIGN_ERRORS as error:
        raise ResultInvalid(f'a signature is not readable: {error}') from error


def _require_good(signature, *, is_new: bool) -> None:
    if not is_intact(signature):
        raise ResultInvalid(f'the signature in {signature.fq_name} does not verify')
    if is_new and signature.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        raise ResultMoreChanges(f'the signature in {signature.fq_name} does not cover the whole file')


def is_intact(signature) -> bool:
    """Tell whether digest and signature hold and later changes stay within form filling and the file's locks."""
    try:
        signature.compute_integrity_info(diff_policy=DIFFERENCE_POLICY)
        intact, valid = validate_sig_integrity(
            signature.signer_info, signature.signer_cert, expected_content_type='data',
            actual_digest=signature.compute_digest())
        allowed = signature.summarise_integrity_info()['docmdp_ok']
    except FOREIGN_ERRORS:
        return False
    difference = signature.diff_result
    harmless = isinstance(difference, DiffResult) and difference.modification_level <= ModificationLevel.FORM_FILLING
    return intact and valid and harmless and allowed is not False
