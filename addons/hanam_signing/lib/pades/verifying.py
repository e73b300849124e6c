"""Give the facts about a PDF and its signatures at a moment (Decision 44/2024, Art. 10.1; Decree 30/2020, Art. 4.2).

What: `verify(pdf, trust=…, at=…)`. Whatever the bytes are, a report comes back; only broken trust material, which is
ours, raises. It needs no network. Foreign files go through `sandbox.verify_in_child`, which runs this with limits.
"""

from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.form_tools import enumerate_fields_in
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.version import __version__ as pyhanko_version

from .collecting import document_timestamp_facts, signature_facts
from .covering import brings_objects, ends_with_nothing, signed_end
from .errors import NotPdf, PdfEncrypted, PdfTooBig
from .facts import Condition, Coverage, DocumentReport, SignatureFacts, unreadable
from .intake import DEFAULT_CAPS, Caps, scan
from .opening import is_stamp, open_signature
from .reading import FOREIGN_ERRORS, header_version, open_reader
from .revisions import history_of
from .revocation import Validator
from .trust import TrustMaterial, load_certificates, load_crls

__all__ = ['Caps', 'verify']

LONGEST_VALUE = 200
MOST_VALUES = 200


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
    covered = max((signed_end(one) for one, _ in opened if one is not None), default=len(pdf))
    values, revisions = _form(reader)
    return DocumentReport(
        Condition.READ, digest, len(pdf), at, strict=strict, pdf_version=header_version(pdf),
        pages=int(reader.root['/Pages'].get('/Count', 0)), revisions=reader.xrefs.total_revisions,
        signature_fields_filled=len(fields), signatures=signatures, document_timestamps=stamps,
        form_values=values, form_revisions=revisions, active_content=_active_content(pdf),
        bytes_after_last=max(0, len(pdf) - covered), bytes_after_end=not ends_with_nothing(pdf, reader),
        objects_unread=brings_objects(_unread(pdf, covered, reader)),
        signatures_removed=not fields and _signed_earlier(reader, caps),
        history=history_of(reader, [one for one, _ in opened if one is not None]),
        anchors=len(trust.roots), crls=len(trust.crls), engine=f'pyHanko {pyhanko_version}')


def _validate(reader, opened, trust, at) -> tuple[tuple[SignatureFacts, ...], ...]:
    """Signatures and document time stamps in signing order; those that cannot be opened come last.

    Time stamps go first, from the newest: each proves that the older ones existed while their authority could be
    trusted, and the signatures before it.
    """
    validator = Validator(reader, trust, at)
    stamps = _stamps(validator, [one for one in opened if one[0] is not None and is_stamp(one[0])], at)
    signatures = [facts if signature is None else signature_facts(signature, facts, validator)
                  for signature, facts in opened if signature is None or not is_stamp(signature)]
    signatures.sort(key=lambda one: (not (one.readable and one.supported), one.revision))
    return tuple(signatures), tuple(reversed(stamps))


def _stamps(validator: Validator, opened, at: datetime) -> list[SignatureFacts]:
    stamps, moment = [], at
    for stamp, facts in sorted(opened, key=lambda one: one[1].revision, reverse=True):
        judged = document_timestamp_facts(stamp, facts, validator, moment)
        stamps.append(judged)
        if judged.timestamp_ok and judged.coverage in (Coverage.REVISION, Coverage.FILE):
            moment = judged.timestamp
            validator.prove(judged.revision, moment)
    return stamps


def _signed_earlier(reader, caps: Caps) -> bool:
    """Whether an earlier revision had a filled signature field; only the newest revisions of very long files."""
    newest = reader.xrefs.total_revisions - 1
    try:
        return any(list(enumerate_sig_fields(reader.get_historical_resolver(revision), filled_status=True))
                   for revision in range(max(0, newest - caps.max_revisions), newest))
    except FOREIGN_ERRORS:
        return False


def _within(what: str, limit: int, found: int) -> None:
    if found > limit:
        raise PdfTooBig(what, limit, found)


def _within_revisions(reader, opened, caps: Caps) -> None:
    """Comparing revisions costs revisions times signatures; a real document has a handful after the first one."""
    signed = [facts.revision for signature, facts in opened if signature is not None]
    if signed:
        _within('revisions', caps.max_revisions, reader.xrefs.total_revisions - min(signed) - 1)


def _form(reader) -> tuple[tuple, tuple]:
    """Names with values, and names with the revision in which they were last changed, of all filled text fields."""
    values, revisions = [], []
    try:
        fields = reader.root['/AcroForm']['/Fields']
        for name, value, reference in enumerate_fields_in(fields, filled_status=True, refs_seen=set(),
                                                          target_field_type='/Tx'):
            values.append((str(name)[:LONGEST_VALUE], str(value)[:LONGEST_VALUE]))
            revisions.append((str(name)[:LONGEST_VALUE], reader.xrefs.get_last_change(reference.reference)))
    except FOREIGN_ERRORS:
        pass
    return tuple(values[:MOST_VALUES]), tuple(revisions[:MOST_VALUES])


def _active_content(pdf: bytes) -> tuple[str, ...]:
    """A warning only: a form is how we fill in the number ourselves."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            return tuple(str(content) for content in scan(document) if content != 'form')
    except (pikepdf.PdfError, *FOREIGN_ERRORS):
        return ('not_scanned',)


def _unread(pdf: bytes, covered: int, reader) -> bytes:
    """Bytes nobody signed and no table of the file leads to."""
    newest = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    if newest.end_location <= covered:
        return pdf[covered:]
    return pdf[newest.end_location:].partition(b'%%EOF')[2]
