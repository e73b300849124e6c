"""Facts about a PDF and its signatures, without any judgement: what `verify` gives and `judge` reads.

Frozen dataclasses of plain values, so that a report crosses a process boundary as JSON (`to_json`, `from_json`) and
every row of the accept rule can be tested without a PDF.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum

from .revision import Revision

__all__ = ['Condition', 'Coverage', 'DocumentReport', 'Modification', 'Revocation', 'SignatureFacts',
           'from_json', 'to_json', 'unreadable']


class Condition(StrEnum):
    """Whether the file could be looked at."""

    READ = 'read'
    ENCRYPTED = 'encrypted'
    UNREADABLE = 'unreadable'


class Coverage(StrEnum):
    """Which bytes a signature covers."""

    UNCLEAR = 'unclear'
    BLOCK = 'block'
    REVISION = 'revision'
    FILE = 'file'


class Modification(StrEnum):
    """What was done to the file after a signature."""

    NONE = 'none'
    LTA_UPDATES = 'lta_updates'
    FORM_FILLING = 'form_filling'
    ANNOTATIONS = 'annotations'
    OTHER = 'other'
    UNKNOWN = 'unknown'


class Revocation(StrEnum):
    """What CRLs and OCSP answers say; UNKNOWN: there is none that is fresh. HELD is reversible.

    NOT_OFFERED: the certificate names no list and no service to ask, and no list of its authority is known.
    """

    GOOD = 'good'
    REVOKED = 'revoked'
    HELD = 'held'
    UNKNOWN = 'unknown'
    NOT_OFFERED = 'not_offered'


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What one signature in a PDF shows, at one moment. Moments are aware; the certificate's are UTC.

    `material`: the file itself holds what its chain's revocation can be checked with; `material_stamped`: and a later
    document time stamp covers that. `field_after_certifying`: what was added is allowed only to those who let a new
    visible signature field come after a certification. `digest`: the weaker one of those used over the content and in
    the signature.
    """

    field: str
    subfilter: str = ''
    supported: bool = True
    readable: bool = True
    error: str = ''

    signer_cn: str = ''
    signer_o: str = ''
    signer_subject: str = ''
    serial: str = ''
    fingerprint: str = ''
    issuer: str = ''
    not_before: datetime | None = None
    not_after: datetime | None = None
    purposes: tuple[str, ...] = ()
    is_ca: bool = False

    signed_at: datetime | None = None
    reason: str = ''
    location: str = ''
    timestamp: datetime | None = None
    timestamp_present: bool = False
    timestamp_ok: bool = False
    timestamp_authority: str = ''

    intact: bool = False
    valid: bool = False
    coverage: Coverage = Coverage.UNCLEAR
    modification: Modification = Modification.UNKNOWN
    docmdp_ok: bool = False
    certifies: bool = False
    field_after_certifying: bool = False

    trusted: bool = False
    trusted_at_signing: bool = False
    trust_anchor: str = ''
    problem: str = ''
    revocation: Revocation = Revocation.UNKNOWN
    revoked_at: datetime | None = None
    revocation_reason: str = ''
    material: bool = False
    material_stamped: bool = False

    digest: str = ''
    key_algorithm: str = ''
    key_bits: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What a whole file shows. `problem` is for the log; `over_limit` names the cap that was hit, if any.

    `form_revisions`: in which revision, counted as in `SignatureFacts.revision`, a text field was last changed.
    `bytes_after_end`: there is more than blanks behind the end of the newest revision; `objects_unread`: bytes that
    no signature covers and no table leads to hold PDF objects; `signatures_removed`: an earlier revision was
    signed, the newest is not.
    """

    condition: Condition
    sha256: str
    size: int
    checked_at: datetime
    problem: str = ''
    over_limit: str = ''
    strict: bool = True
    pdf_version: str = ''
    pages: int = 0
    revisions: int = 0
    signature_fields_filled: int = 0
    signatures: tuple[SignatureFacts, ...] = ()
    document_timestamps: tuple[SignatureFacts, ...] = ()
    form_values: tuple[tuple[str, str], ...] = ()
    form_revisions: tuple[tuple[str, int], ...] = ()
    active_content: tuple[str, ...] = ()
    bytes_after_last: int = 0
    bytes_after_end: bool = False
    objects_unread: bool = False
    signatures_removed: bool = False
    history: tuple[Revision, ...] = ()
    anchors: int = 0
    crls: int = 0
    engine: str = ''


def unreadable(sha256: str, size: int, checked_at: datetime, problem: str, over_limit: str = '') -> DocumentReport:
    """Give the report of a file that could not be read."""
    return DocumentReport(Condition.UNREADABLE, sha256, size, checked_at, problem=problem, over_limit=over_limit)


def to_json(report: DocumentReport) -> str:
    """Write a report as one JSON object; moments as ISO 8601 with offset."""
    return json.dumps(asdict(report), default=datetime.isoformat)


def from_json(text: str) -> DocumentReport:
    """Read what `to_json` wrote; ValueError, KeyError or TypeError if it is anything else."""
    raw = json.loads(text)
    for name in ('signatures', 'document_timestamps'):
        raw[name] = tuple(_revive(SignatureFacts, one) for one in raw[name])
    for name in ('form_values', 'form_revisions'):
        raw[name] = tuple((field, value) for field, value in raw[name])
    for one in raw['history']:
        one['filled'] = [(field, value) for field, value in one['filled']]
    raw['history'] = tuple(_revive(Revision, one) for one in raw['history'])
    return _revive(DocumentReport, raw)


_ENUMS = {'condition': Condition, 'coverage': Coverage, 'modification': Modification, 'revocation': Revocation}
_MOMENTS = {'checked_at', 'not_before', 'not_after', 'signed_at', 'timestamp', 'revoked_at'}


def _revive(dataclass_type, raw: dict):
    known = {field.name for field in fields(dataclass_type)}
    if set(raw) != known:
        raise ValueError(f'not the fields of {dataclass_type.__name__}')
    return dataclass_type(**{name: _value(name, value) for name, value in raw.items()})


def _value(name: str, value):
    if name in _MOMENTS and value is not None:
        return datetime.fromisoformat(value)
    if name in _ENUMS:
        return _ENUMS[name](value)
    return tuple(value) if isinstance(value, list) else value
