"""What is to be signed, how it looks and what it says, before anybody's key is asked.

What: `plan_person`, `plan_seal`, `plan_co_seal` and `plan_attachment` check that the step is due and give a `Plan`.
How it goes on: `carry_out` with a key the server can call, `defer` and `finish` with a signature made elsewhere,
`hand_out` and `take_back` with a tool that signs whole files. A plan is a value: it may be carried out again. The order
is that of Decree 30/2020, Art. 13 to 18; the looks are those of App. I, II.7d, II.8 and Part II.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from hashlib import sha256

from PIL import Image
from pyhanko.sign.fields import MDPPerm

from .appearance import check_image
from .boxes import AGENCY, FIELD_NAMES, FieldNames
from .errors import AlreadySealed, AlreadySigned, FieldAbsent, NotSignedByPerson, PdfEncrypted, WouldBreakSignature
from .fields import form_values
from .heading import require_printed
from .levels import Level, settled
from .signedfile import FileState, is_intact, state_of
from .trust import ValidationMaterial

__all__ = ['ATTACHMENT_FIELD', 'Act', 'Plan', 'plan_attachment', 'plan_co_seal', 'plan_person', 'plan_seal']

ATTACHMENT_FIELD = 'HanamVanThu'
VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True, repr=False)
class Act:
    """What every signature says of itself, and what is put in beside it."""

    signed_at: datetime
    reason: str | None
    location: str | None
    name: str | None
    validation: ValidationMaterial | None
    timestamper: object


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """One signature that is due on exactly these bytes.

    field: where it goes. earlier: fields signed already. image or text: what is seen. values: (text field, text, font
    file) written in the same revision. certify: it is the first signature and closes the content.
    """

    pdf: bytes
    field: str
    act: Act
    permission: MDPPerm
    certify: bool = False
    earlier: frozenset[str] = frozenset()
    image: Image.Image | None = None
    text: str = ''
    font_path: object = None
    values: tuple[tuple[str, str, object], ...] = ()


def _act(*, signed_at: datetime, reason: str = '', location: str = '', name: str = '', level: Level | None = None,
         validation: ValidationMaterial | None = None, timestamper=None) -> Act:
    """Make the words canonical Unicode, the moment Vietnam's, and settle the level (`levels.settled`)."""
    if signed_at.tzinfo is None:
        raise ValueError('signed_at must be aware of its zone')
    words = [unicodedata.normalize('NFC', word) or None for word in (reason, location, name)]
    return Act(signed_at.astimezone(VIETNAM), *words, *settled(level, validation, timestamper))


def plan_person(pdf: bytes, *, image_png: bytes, field: str = FIELD_NAMES.person, names: FieldNames = FIELD_NAMES,
                certify: bool = True, **act) -> Plan:
    """Plan a person's signature with the blue picture (Decree 30/2020, App. I, II.7d).

    act: `signed_at` (aware) and, as wanted, `reason`, `location`, `name`, `level`, `validation` (B-LT), `timestamper`
    (a pyHanko one). The first signature certifies the content and leaves only form filling open, a co-signer
    approves. certify: False where a later signer's own tool will make a field that is not laid, since a field that
    appears after a certification counts as a change; where that is the agency's it is seen here. WouldBreakSignature,
    ImageRefused.
    """
    state = _unlocked(pdf)
    awaits_foreign_seal = names.number in state.blanks and names.agency not in state.empty
    return Plan(pdf, field, _act(**act), MDPPerm.FILL_FORMS, image=check_image(image_png), earlier=state.signed,
                certify=certify and not state.signatures and not awaits_foreign_seal)


def plan_seal(pdf: bytes, *, number: str, day: str, month: str, year: str, image_png: bytes, font_path,
              date_font_path=None, names: FieldNames = FIELD_NAMES, authorised: frozenset[str] = frozenset(),
              **act) -> Plan:
    """Plan number, date and the agency's red seal in one revision (Decree 30/2020, Art. 15 and 18; App. I, II.8a).

    font_path: TeX Gyre Termes; date_font_path: its italic, for the date line. authorised: SHA-256 of the certificates
    (hex) of which one must have signed; none given, any person counts. act: as for `plan_person`. NotSignedByPerson
    while a personal or another agency's signature is missing or broken, AlreadySealed the second time, FieldAbsent,
    PrintedDateDiffers.
    """
    state = _state(pdf)
    if names.agency in state.signed:
        raise AlreadySealed('the agency has signed this file')
    italic = date_font_path or font_path
    values = _due(state, {names.number: (number, font_path), names.day: (day, italic)},
                  {names.month: (month, italic), names.year: (year, italic)})
    _require_printed_date(pdf, state, {names.month: ('month', month), names.year: ('year', year)})
    if state.empty - {names.agency}:
        raise NotSignedByPerson(f'still to be signed: {sorted(state.empty - {names.agency})}')
    _require_persons(state, names, authorised)
    return Plan(pdf, names.agency, _act(**act), MDPPerm.NO_CHANGES, image=check_image(image_png), values=values,
                earlier=state.signed)


def plan_co_seal(pdf: bytes, *, field: str, image_png: bytes, names: FieldNames = FIELD_NAMES,
                 authorised: frozenset[str] = frozenset(), **act) -> Plan:
    """Plan the seal of a further agency of a joint document in its own field, before the lead agency's.

    It writes no number and locks nothing. authorised, act: as for `plan_seal`. NotSignedByPerson unless an intact
    personal signature covers the file, AlreadySealed after the lead agency.
    """
    state = _state(pdf)
    if names.agency in state.signed:
        raise AlreadySealed('the lead agency has signed this file')
    _require_persons(state, names, authorised)
    return Plan(pdf, field, _act(**act), MDPPerm.FILL_FORMS, image=check_image(image_png), earlier=state.signed)


def plan_attachment(pdf: bytes, *, text: str, font_path, field: str = ATTACHMENT_FIELD, **act) -> Plan:
    """Plan the agency's signature on a file of its own or a digitised copy: text at the top right of page 1.

    text: what the decree prints there (App. I, II.8b: «Số: …; ngày/tháng/năm; giờ: phút: giây»; Part II, I: form of
    copy, agency, time). act: as for `plan_person`. AlreadySigned refuses a file with any signature: this one allows no
    change.
    """
    if _state(pdf).signatures:
        raise AlreadySigned('the file has a signature already')
    return Plan(pdf, field, _act(**act), MDPPerm.NO_CHANGES, certify=True, font_path=font_path,
                text=unicodedata.normalize('NFC', text))


def _state(pdf: bytes) -> FileState:
    state = state_of(pdf)
    if state.reader.encrypted:
        raise PdfEncrypted('an encrypted file cannot be signed')
    return state


def _unlocked(pdf: bytes) -> FileState:
    state = _state(pdf)
    if any(one.docmdp_level is MDPPerm.NO_CHANGES for one in state.signatures):
        raise WouldBreakSignature('the file is sealed: no further signature is allowed')
    return state


def _require_persons(state: FileState, names: FieldNames, authorised: frozenset[str]) -> None:
    """A seal comes after a person with authority, on the file as it is (Decree 30/2020, Art. 13.1, 18.1, 32)."""
    persons = [one for one in state.signatures
               if one.fq_name != names.agency and names.kind(one.fq_name) != AGENCY]
    if not persons:
        raise NotSignedByPerson('a personal signature is missing')
    if not all(map(is_intact, state.signatures)) or state.signatures[-1].coverage.name != 'ENTIRE_FILE':
        raise NotSignedByPerson('the signatures do not hold for the file as it is')
    if authorised and authorised.isdisjoint(sha256(one.signer_cert.dump()).hexdigest() for one in persons):
        raise NotSignedByPerson('nobody with authority has signed')


def _due(state: FileState, laid: dict, maybe_printed: dict) -> tuple[tuple[str, str, object], ...]:
    """Give what is to be written where; month and year may be printed in the draft and have no field then."""
    filled = dict(form_values(state.reader))
    due = []
    for name, (text, font_path) in (laid | maybe_printed).items():
        if name in state.blanks:
            due.append((name, text, font_path))
        elif name in laid or name in filled:
            raise FieldAbsent(name)
    return tuple(due)


def _require_printed_date(pdf: bytes, state: FileState, parts: dict[str, tuple[str, str]]) -> None:
    """What has no field is printed in the draft and must be the date of issue (Decree 30/2020, App. I, II.4)."""
    for name, (part, wanted) in parts.items():
        if name not in state.blanks:
            require_printed(pdf, name, part, wanted)
