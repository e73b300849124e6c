"""What a packet says, as values: a document with its files, or a report on one.

Fields are named as the decree's Appendix VI and QCVN 102:2016 name them, in snake_case. Texts are '' where the
packet has none. `warnings` tells what was odd when it was read; `extras` what was not understood.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from .codes import BusinessType, ReceiverType, StatusCode, Urgency
from .moments import at_wire, write_moment


@dataclass(frozen=True, slots=True)
class Organization:
    """An agency at either end. `in_charge` is the agency above it, by name or code."""

    organ_id: str
    organ_name: str
    in_charge: str = ''
    address: str = ''
    email: str = ''
    telephone: str = ''
    fax: str = ''
    website: str = ''


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file. The first one is the main document. Written as a zip of its own, whatever it is.

    `content_type` is what the packet said; `content_id` stands without `cid:`.
    """

    content_id: str
    name: str
    content: bytes
    description: str = ''
    content_type: str = 'application/zip'


@dataclass(frozen=True, slots=True)
class ResponseFor:
    """A document answered or reported on. `code` is number and notation, «1523/SNV-CCVC»."""

    organ_id: str
    code: str = ''
    document_id: str = ''
    promulgation_date: date | None = None
    raw_promulgation_date: str = ''


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acted for the agency."""

    department: str = ''
    department_id: str = ''
    staff: str = ''
    staff_id: str = ''
    email: str = ''
    mobile: str = ''


@dataclass(frozen=True, slots=True)
class Hop:
    """One station of the packet. `timestamp` is None where it cannot be read; ValueError for one without a zone."""

    organ_id: str
    timestamp: datetime | None
    raw_timestamp: str = ''

    def __post_init__(self):
        if self.timestamp is not None:
            object.__setattr__(self, 'timestamp', at_wire(self.timestamp))


@dataclass(frozen=True, slots=True)
class Receiver:
    """A receiver that an update adds or removes."""

    organ_id: str
    receiver_type: ReceiverType


@dataclass(frozen=True, slots=True)
class Update:
    """What an update changes: the document itself, its receivers, or both."""

    document_info: bool = False
    document_receiver: bool = False
    receivers: tuple[Receiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document replaced, and the agencies it is replaced for."""

    document_id: str
    organ_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Business:
    """What the packet asks for. `paper`: 0 electronic only, 1 or more: paper follows (Decision 44/2024, Art. 5.5)."""

    type: BusinessType = BusinessType.NEW
    document_id: str = ''
    reason: str = ''
    paper: int = 0
    updates: tuple[Update, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    staff: tuple[Staff, ...] = ()


@dataclass(frozen=True, slots=True)
class Extra:
    """An element we do not know: kept for people and audit, never sent on. `path` is of local names."""

    path: str
    text: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd in a packet that was read all the same. `value` is what stood there."""

    kind: str
    field: str
    value: str = ''

    def __str__(self):
        return f'{self.field}: {self.kind}' + (f' ({self.value})' if self.value else '')


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document packet: new, recall, update or replacement (Decision 28/2018, Art. 10.2).

    `promulgation_date` and `due_date` are None where the packet has none or an impossible one; what stood there is
    then in `raw_…`.
    """

    from_: Organization
    to: tuple[Organization, ...]
    document_id: str
    code_number: str = ''
    code_notation: str = ''
    place: str = ''
    promulgation_date: date | None = None
    raw_promulgation_date: str = ''
    type_code: int | None = None
    type_detail: int | None = 0
    type_name: str = ''
    subject: str = ''
    content: str = ''
    signer_competence: str = ''
    signer_position: str = ''
    signer_full_name: str = ''
    due_date: date | None = None
    raw_due_date: str = ''
    priority: Urgency = Urgency.ORDINARY
    sphere: str = ''
    typer_notation: str = ''
    promulgation_amount: int | None = None
    page_amount: int | None = None
    response_for: tuple[ResponseFor, ...] = ()
    steering_type: str = '1'
    to_places: tuple[str, ...] = ()
    trace: tuple[Hop, ...] = ()
    business: Business = field(default_factory=Business)
    attachments: tuple[Attachment, ...] = ()
    extras: tuple[Extra, ...] = ()
    warnings: tuple[Notice, ...] = ()

    @property
    def message_id(self):
        """Names the packet for both sides: the document's id, for types 1 to 3 with kind and moment."""
        if self.business.type is BusinessType.NEW:
            return self.document_id
        first = self.trace[0] if self.trace else Hop('', None)
        moment = write_moment(first.timestamp) if first.timestamp else first.raw_timestamp
        return f'{self.document_id}|{self.business.type.value}|{moment}'

    @property
    def concerned_ids(self):
        """Ids under which the document to recall, update or replace may be known, the likeliest first."""
        named = [self.business.document_id]
        named += [replaced.document_id for replaced in self.business.replacements]
        named += [answered.document_id for answered in self.response_for]
        named.append(self.document_id)
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """What became of a document, from one side to the other. ValueError for a timestamp without a zone.

    `timestamp` is kept in Vietnam time, to the second (Decision 44/2024, Art. 7.3).
    """

    from_: Organization
    response_for: ResponseFor
    code: StatusCode
    description: str = ''
    timestamp: datetime
    staff: Staff = field(default_factory=Staff)
    extras: tuple[Extra, ...] = ()
    warnings: tuple[Notice, ...] = ()

    def __post_init__(self):
        object.__setattr__(self, 'timestamp', at_wire(self.timestamp))

    @property
    def message_id(self):
        """Names the packet for both sides: the document's id, the code and the moment."""
        return f'{self.response_for.document_id}|{self.code.value}|{write_moment(self.timestamp)}'


__all__ = [
    'Attachment',
    'Business',
    'Document',
    'Extra',
    'Hop',
    'Notice',
    'Organization',
    'Receiver',
    'Replacement',
    'ResponseFor',
    'Staff',
    'StatusReport',
    'Update',
]
