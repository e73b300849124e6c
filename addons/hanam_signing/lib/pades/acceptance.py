"""Check what a signer gave back before it is stored: our bytes, plus exactly one good signature.

Used after every signature made here and for what comes back from elsewhere. Trust and revocation are the verifier's
matter; this is about the file.
"""

from collections.abc import Iterable
from hashlib import sha256

from .differences import DIFFERENCE_POLICY
from .errors import NotPdf, PdfEncrypted, ResultInvalid, ResultMoreChanges, ResultNotPrefix, ResultWrongSigner
from .signedfile import FileState, is_intact, state_of

__all__ = ['accept_result', 'accept_signature']

DIGESTS = {'sha256', 'sha384', 'sha512'}


def accept_result(base: bytes, result: bytes, *, certificate_der: bytes, field: str | None = None) -> None:
    """Raise a ResultRefused child unless `result` is `base` plus one good signature by that certificate.

    base: the bytes that were handed out. field: the field that had to be signed, if it was fixed.
    """
    if not result.startswith(base):
        raise ResultNotPrefix('the result does not begin with the file that was handed out')
    accept_signature(result, earlier=state_of(base).signed, certificates=(certificate_der,), field=field)


def accept_signature(result: bytes, *, earlier: frozenset[str], certificates: Iterable[bytes],
                     field: str | None = None, policy=DIFFERENCE_POLICY) -> FileState:
    """Raise a ResultRefused child unless one good signature by one of the certificates came to those in `earlier`.

    For a result that is known to begin with the right bytes. policy: which later changes earlier signatures bear. Gives
    what was read of it.
    """
    state = _readable(result)
    new = [one for one in state.signatures if one.fq_name not in earlier]
    if len(new) != 1 or len(state.signatures) != len(earlier) + 1:
        raise ResultMoreChanges(f'{len(new)} new signatures')
    if field is not None and new[0].fq_name != field:
        raise ResultMoreChanges(f'signed in field {new[0].fq_name}, not in {field}')
    expected = {sha256(der).digest() for der in certificates}
    if sha256(new[0].signer_cert.dump()).digest() not in expected:
        raise ResultWrongSigner(f'signed by {new[0].signer_cert.subject.human_friendly}')
    for one in state.signatures:
        if not is_intact(one, policy):
            raise ResultInvalid(f'the signature in {one.fq_name} does not verify')
    _require_whole(new[0], len(result))
    return state


def _readable(result: bytes) -> FileState:
    try:
        return state_of(result)
    except (NotPdf, PdfEncrypted) as error:
        raise ResultInvalid(f'the result is not readable: {error}') from error


def _require_whole(signature, size: int) -> None:
    """The new signature covers every byte but its own, in two pieces that meet it, with a digest that still counts."""
    start, before, after, rest = (int(number) for number in signature.byte_range)
    gap = 2 * len(signature.pkcs7_content) + 2
    if (start, after, after + rest) != (0, before + gap, size):
        raise ResultMoreChanges(f'the signature in {signature.fq_name} does not cover the whole file')
    if signature.md_algorithm not in DIGESTS:
        raise ResultInvalid(f'the signature in {signature.fq_name} uses {signature.md_algorithm}')
