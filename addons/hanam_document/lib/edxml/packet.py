"""What a packet says, as values: a document with its files, or a report on one.

Fields are named as the decree's Appendix VI and QCVN 102:2016 name them, in snake_case. Texts are '' where the
packet has none. `warnings` tells what was odd when it was read; `extras` what was not understood.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from .codes import BusinessType, StatusCode, Urgency
from .fingerprint import fingerprint
from .moments import at_wire, write_moment
from .parts import Attachment, Business, Extra, Hop, Notice, Organization, ResponseFor, Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document packet: new, recall, update or replacement (Decision 28/2018, Art. 10.2).

    `promulgation_date` and `due_date` are None where the packet has none or an impossible one; what stood there is
    then in `raw_…`. `direction` (a directive), `reply_fors`, `reference_codes`, `appendixes` (names), `task_codes`
    (tasks of the Government that are answered) and `application_type` are additions of the national axis' library.
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
    direction: bool | None = None
    reply_fors: str = ''
    reference_codes: str = ''
    appendixes: tuple[str, ...] = ()
    response_for: tuple[ResponseFor, ...] = ()
    steering_type: str = '1'
    task_codes: tuple[str, ...] = ()
    application_type: str = ''
    to_places: tuple[str, ...] = ()
    trace: tuple[Hop, ...] = ()
    business: Business = field(default_factory=Business)
    attachments: tuple[Attachment, ...] = ()
    extras: tuple[Extra, ...] = ()
    warnings: tuple[Notice, ...] = ()

    @property
    def message_id(self):
        """Names the packet for both sides: the document's id; for types 1 to 3 with kind, moment and fingerprint.

        Within one second a sender may well ask for two things; a packet asked for again keeps its name.
        """
        if self.business.type is BusinessType.NEW:
            return self.document_id
        first = self.trace[0] if self.trace else Hop('', None)
        moment = write_moment(first.timestamp) if first.timestamp else first.raw_timestamp
        return f'{self.document_id}|{self.business.type.value}|{moment}|{fingerprint(self)}'

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
        """Names the packet for both sides: the document's id, the code, the moment and the fingerprint."""
        moment = write_moment(self.timestamp)
        return f'{self.response_for.document_id}|{self.code.value}|{moment}|{fingerprint(self)}'


__all__ = ['Document', 'StatusReport']
