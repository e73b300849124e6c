"""Open one filled signature field: a signature that can be checked, or facts that say why it is none."""

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.sign.fields import FieldMDPSpec, SigSeedSubFilter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from .facts import SignatureFacts
from .reading import FOREIGN_ERRORS

__all__ = ['is_stamp', 'open_signature', 'said', 'short']

LONGEST = 500
_KNOWN = {known.value for known in SigSeedSubFilter}


class _Signature(EmbeddedPdfSignature):
    """A signature that keeps the lock of its field also where the signing tool did not repeat it in the signature."""

    @property
    def fieldmdp(self) -> FieldMDPSpec | None:
        declared = super().fieldmdp
        if declared is None and '/Lock' in self.sig_field:
            return FieldMDPSpec.from_pdf_object(self.sig_field['/Lock'])
        return declared


def open_signature(reader, field: str, reference) -> tuple[EmbeddedPdfSignature | None, SignatureFacts]:
    """Open the signature in a filled field; without one the facts say why it is none that can be checked."""
    subfilter = ''
    try:
        value = reference.get_object()['/V']
        if isinstance(value, DictionaryObject):
            subfilter = str(value.get('/SubFilter', ''))
        if subfilter not in _KNOWN and isinstance(value, DictionaryObject):
            return None, SignatureFacts(short(field), subfilter=short(subfilter), supported=False)
        signature = _Signature(reader, reference, field)
        facts = SignatureFacts(short(field), subfilter=subfilter, revision=signature.signed_revision)
        _ = signature.signer_cert.dump()
    except FOREIGN_ERRORS as error:
        return None, SignatureFacts(short(field), subfilter=short(subfilter), readable=False, error=said(error))
    return signature, facts


def is_stamp(signature) -> bool:
    """Tell a document time stamp by what it says it is and by what it contains, not by the type anybody may write."""
    content = signature.signed_data['encap_content_info']['content_type'].native
    return signature.sig_object.get('/SubFilter') == SigSeedSubFilter.ETSI_RFC3161.value and content == 'tst_info'


def short(value) -> str:
    """Names come from strangers: as text, and not longer than a form can show."""
    if isinstance(value, (list, tuple)):
        value = ', '.join(str(one) for one in value)
    return '' if value is None else str(value)[:LONGEST]


def said(error: BaseException) -> str:
    """Give an error as text for the log."""
    return short(f'{type(error).__name__}: {error}')
