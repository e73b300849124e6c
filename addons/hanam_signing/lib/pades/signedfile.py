"""What a PDF carries as it is now: signatures, and fields that still wait for one."""

from dataclasses import dataclass

from pyhanko.pdf_utils.form_tools import enumerate_fields_in
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from .differences import DIFFERENCE_POLICY
from .errors import ResultInvalid
from .reading import FOREIGN_ERRORS, open_reader

__all__ = ['FileState', 'is_intact', 'signatures_of', 'state_of']


@dataclass(frozen=True, slots=True, repr=False)
class FileState:
    """One look at a file: pyHanko's reader, its signatures in signing order, names of empty fields."""

    reader: object
    signatures: tuple
    empty: frozenset[str]
    blanks: frozenset[str]

    @property
    def signed(self) -> frozenset[str]:
        """Names of the fields that hold a signature, time stamps apart."""
        return frozenset(one.fq_name for one in self.signatures)


def state_of(pdf: bytes) -> FileState:
    """Read a file; NotPdf, PdfEncrypted, ResultInvalid if a signature is unreadable.

    empty: signature fields without a signature; blanks: text fields without a value.
    """
    reader, _ = open_reader(pdf)
    try:
        signatures = tuple(reader.embedded_regular_signatures)
        return FileState(reader, signatures, _waiting(reader, '/Sig'), _waiting(reader, '/Tx'))
    except FOREIGN_ERRORS as error:
        raise ResultInvalid(f'a signature is not readable: {error}') from error


def _waiting(reader, kind: str) -> frozenset[str]:
    try:
        fields = reader.root['/AcroForm']['/Fields']
    except KeyError:
        return frozenset()
    found = enumerate_fields_in(fields, filled_status=False, refs_seen=set(), target_field_type=kind)
    return frozenset(str(name) for name, _, _ in found)


def signatures_of(pdf: bytes) -> tuple:
    """Give pyHanko's signatures of a file in signing order, time stamps apart; errors as `state_of`."""
    return state_of(pdf).signatures


def is_intact(signature, policy=DIFFERENCE_POLICY) -> bool:
    """Tell whether digest and signature hold and later changes stay within form filling and the file's locks."""
    try:
        signature.compute_integrity_info(diff_policy=policy)
        intact, valid = validate_sig_integrity(
            signature.signer_info, signature.signer_cert, expected_content_type='data',
            actual_digest=signature.compute_digest())
        allowed = signature.summarise_integrity_info()['docmdp_ok']
    except FOREIGN_ERRORS:
        return False
    difference = signature.diff_result
    harmless = isinstance(difference, DiffResult) and difference.modification_level <= ModificationLevel.FORM_FILLING
    return intact and valid and harmless and allowed is not False
