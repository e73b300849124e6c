"""Give the facts about a PDF and its signatures at a moment (Decision 44/2024, Art. 10.1; Decree 30/2020, Art. 4.2).

What: `verify(pdf, trust=…, at=…)`. Whatever the bytes are, a report comes back; only broken trust material, which is
ours, raises. It needs no network. Foreign files go through `sandbox.verify_in_child`, which runs this with limits.
"""

from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.version import __version__ as pyhanko_version

from .collecting import document_timestamp_facts, open_signature, signature_facts
from .errors import NotPdf, PdfEncrypted, PdfTooBig
from .facts import Condition, DocumentReport, SignatureFacts, unreadable
from .fields import form_values
from .intake import DEFAULT_CAPS, Caps, scan
from .reading import FOREIGN_ERRORS, header_version, open_reader
from .revocation import Validator
from .trust import TrustMaterial, load_certificates, load_crls

__all__ = ['Caps', 'verify']

LONGEST_VALUE = 200


def verify(pdf: bytes, *, trust: TrustMaterial, at: datetime, caps: Caps = DEFAULT_CAPS) -> DocumentReport:
    """Report on a file as of `at` (aware); MaterialBroken if anchors, intermediates or CRLs are no DER."""
    if at.tzinfo is None:
        raise ValueError('at must be aware of its zone')
    for certificates in (trust.roots, trust.tsa_roots, trust.intermediates):
        load_certificates(certificates)
    load_crls(trust.crls)
    digest, size = sha256(pdf).hexdigest(), len(pdf)
    try:
        return _report(pdf, digest, trust, at, caps)
    except PdfEncrypted as error:
        return DocumentReport(Condition.ENCRYPTED, digest, size, at, problem=str(error))
    except PdfTooBig as error:
        return unreadable(digest, size, at, str(error), over_limit=error.what)
    except MemoryError:
        return unreadable(digest, size, at, 'memory ran out', over_limit='memory')
    except (NotPdf, *FOREIGN_ERRORS) as error:
        return unreadable(digest, size, at, f'{type(error).__name__}: {error}'[:500])


def _report(pdf: bytes, digest: str, trust: TrustMaterial, at: datetime, caps: Caps) -> DocumentReport:
    _within('bytes', caps.max_bytes, len(pdf))
    reader, strict = open_reader(pdf)
    fields = list(enumerate_sig_fields(reader, filled_status=True))
    _within('signatures', caps.max_signatures, len(fields))
    opened = [open_signature(reader, name, reference) for name, _, reference in fields]
    _within_revisions(reader, opened, caps)
    signatures, stamps = _validate(reader, opened, trust, at)
    return DocumentReport(
        Condition.READ, digest, len(pdf), at, strict=strict, pdf_version=header_version(pdf),
        pages=int(reader.root['/Pages'].get('/Count', 0)), revisions=reader.xrefs.total_revisions,
        signature_fields_filled=len(fields), signatures=signatures, document_timestamps=stamps,
        form_values=_form_values(reader), active_content=_active_content(pdf),
        bytes_after_last=_bytes_after_last(opened, len(pdf)),
        anchors=len(trust.roots), crls=len(trust.crls), engine=f'pyHanko {pyhanko_version}')


def _validate(reader: PdfFileReader, opened, trust, at) -> tuple[tuple[SignatureFacts, ...], ...]:
    """Signatures and document time stamps in signing order; those that cannot be opened come last."""
    validator = Validator(reader, trust, at)
    signatures, stamps = [], []
    for signature, facts in opened:
        if signature is None:
            signatures.append(facts)
        elif signature.sig_object_type == '/DocTimeStamp':
            stamps.append(document_timestamp_facts(signature, validator))
        else:
            signatures.append(signature_facts(signature, validator))
    signatures.sort(key=lambda one: (not (one.readable and one.supported), one.revision))
    return tuple(signatures), tuple(sorted(stamps, key=lambda one: one.revision))


def _within(what: str, limit: int, found: int) -> None:
    if found > limit:
        raise PdfTooBig(what, limit, found)


def _within_revisions(reader, opened, caps: Caps) -> None:
    """Comparing revisions costs revisions times signatures; a real document has a handful after the first one."""
    signed = [facts.revision for signature, facts in opened if signature is not None]
    if signed:
        _within('revisions', caps.max_revisions, reader.xrefs.total_revisions - min(signed) - 1)


def _form_values(reader) -> tuple[tuple[str, str], ...]:
    try:
        values = form_values(reader)
    except FOREIGN_ERRORS:
        return ()
    return tuple((name[:LONGEST_VALUE], value[:LONGEST_VALUE]) for name, value in values[:200])


def _active_content(pdf: bytes) -> tuple[str, ...]:
    """A warning only: a form is how we fill in the number ourselves."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            return tuple(str(content) for content in scan(document) if content != 'form')
    except (pikepdf.PdfError, *FOREIGN_ERRORS):
        return ('not_scanned',)


def _bytes_after_last(opened, size: int) -> int:
    ends = [int(one.byte_range[2]) + int(one.byte_range[3]) for one, _ in opened
            if one is not None and len(one.byte_range) == 4]
    return max(0, size - max(ends)) if ends else 0
