"""The parts of a packet, as values: agencies, files, stations, what is asked for, what was odd."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from .codes import BusinessType, ReceiverType
from .contents import FileContent, content_size, open_content
from .moments import at_wire


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

    `content_type` is what the packet said; `content_id` stands without `cid:`. `content` is bytes where it lies in
    memory; to be written it may also be a path. `open`, `read` and `size` serve whatever it is.
    """

    content_id: str
    name: str
    content: bytes | FileContent | Path
    description: str = ''
    content_type: str = 'application/zip'

    @property
    def size(self):
        """Bytes of the file."""
        return content_size(self.content)

    def open(self):
        """A binary stream of the file, from its beginning."""
        return open_content(self.content)

    def read(self):
        """The file as bytes."""
        if isinstance(self.content, bytes):
            return self.content
        with self.open() as stream:
            return stream.read()


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


__all__ = [
    'Attachment',
    'Business',
    'Extra',
    'Hop',
    'Notice',
    'Organization',
    'Receiver',
    'Replacement',
    'ResponseFor',
    'Staff',
    'Update',
]
