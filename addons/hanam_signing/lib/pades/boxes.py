"""Places on a page, in PDF points of the page's own space (origin as the page has it, y upwards)."""

import math
from dataclasses import dataclass, replace

from .errors import LayoutRefused, PlaceNotFound

__all__ = [
    'AGENCY', 'FIELD_NAMES', 'LINE_ASCENT', 'LINE_DESCENT', 'MM', 'PERSON', 'Box', 'FieldNames', 'Layout', 'Place',
    'Proposal', 'Signatory', 'layout_from_json', 'layout_to_json',
]

MM = 72 / 25.4
# Times New Roman and its equals: how far a line reaches above and below its baseline, in font sizes.
LINE_ASCENT, LINE_DESCENT = 0.891, 0.216
PERSON, AGENCY = 'person', 'agency'
SIDES = ('x0', 'y0', 'x1', 'y1')


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; `page` counts from 0, (x0, y0) is the lower left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """Give the rectangle as a PDF /Rect."""
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The names of the fields of one main document; further signers' names are these with 2, 3… at the end."""

    number: str = 'HanamSo'
    day: str = 'HanamNgay'
    month: str = 'HanamThang'
    year: str = 'HanamNam'
    person: str = 'HanamNguoiKy'
    agency: str = 'HanamCoQuan'

    def person_at(self, row: int) -> str:
        """Give the field of the person in this row of signers: 1 is the one who signs for the lead agency."""
        return self.person if row == 1 else f'{self.person}{row}'

    def agency_at(self, row: int) -> str:
        """Give the field where the agency of the person in this row seals: 1 is the lead agency."""
        return self.agency if row == 1 else f'{self.agency}{row}'

    def role(self, field: str) -> str | None:
        """Give the attribute of `Layout` a field belongs to, None for a further signer's.

        >>> FIELD_NAMES.role('HanamCoQuan'), FIELD_NAMES.role('HanamNam'), FIELD_NAMES.role('HanamNguoiKy2')
        ('seal', 'year', None)
        """
        roles = {getattr(self, role): role for role in ('number', 'day', 'month', 'year', 'person')}
        return {**roles, self.agency: 'seal'}.get(field)

    def kind(self, field: str) -> str | None:
        """Tell whether a further signer's field is a person's or an agency's; None for any other name."""
        for kind, stem in ((PERSON, self.person), (AGENCY, self.agency)):
            if field.startswith(stem) and field[len(stem):].isdigit():
                return kind
        return None


FIELD_NAMES = FieldNames()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one further signature goes; `kind` is `PERSON` or `AGENCY`."""

    field: str
    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class Signatory:
    """A further signer as printed. seal_mm: real diameter of the seal of an agency of its own (joint documents).

    picture: width over height of the picture of the signature, if known: the box is as wide as it will be drawn, so
    that a third of the box is a third of the picture.
    """

    name: str
    title: str = ''
    seal_mm: float | None = None
    picture: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a main document gets its number, date, signatures and seals (Decree 30/2020, App. I).

    month and year are None when the draft has them printed: then they are no fields and must be the ones of the day
    of issue. Number, day and seal are None for an internal paper, which a person alone signs. further: the places of
    the further signers, persons and agencies, in the order of their rows.
    """

    number: Box | None
    day: Box | None
    month: Box | None
    year: Box | None
    person: Box
    seal: Box | None
    further: tuple[Place, ...] = ()

    def boxes(self, names: FieldNames = FIELD_NAMES) -> dict[str, Box]:
        """Give every box by the name of its field."""
        own = {names.number: self.number, names.day: self.day, names.month: self.month, names.year: self.year,
               names.person: self.person, names.agency: self.seal}
        return {name: box for name, box in own.items() if box} | {one.field: one.box for one in self.further}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found in a draft: boxes by field name, and the names of the fields a person has to place."""

    boxes: dict[str, Box]
    missing: tuple[str, ...] = ()

    def layout(self, names: FieldNames = FIELD_NAMES) -> Layout:
        """Give the layout; PlaceNotFound names the first place that is missing."""
        if self.missing:
            role = names.role(self.missing[0])
            raise PlaceNotFound('date' if role in ('day', 'month', 'year') else role or self.missing[0])
        return _layout(self.boxes, names)


def _layout(boxes: dict[str, Box], names: FieldNames) -> Layout:
    own, further = dict.fromkeys(('number', 'day', 'month', 'year', 'person', 'seal')), []
    for field, box in boxes.items():
        if role := names.role(field):
            own[role] = box
        elif kind := names.kind(field):
            further.append(Place(field, kind, box))
        else:
            raise LayoutRefused(field, 'is no field of a main document')
    issued = any(own[role] for role in ('number', 'day', 'month', 'year', 'seal'))
    for role in ('number', 'day', 'person', 'seal') if issued else ('person',):
        if own[role] is None:
            raise PlaceNotFound('date' if role == 'day' else role)
    return replace(Layout(**own), further=tuple(further))


def layout_to_json(layout: Layout, names: FieldNames = FIELD_NAMES) -> dict[str, dict[str, float]]:
    """Give plain values by field name: page from 0, x0, y0, x1, y1 in points from the page's lower left."""
    return {name: {'page': box.page, **{side: round(getattr(box, side), 2) for side in SIDES}}
            for name, box in layout.boxes(names).items()}


def layout_from_json(data, names: FieldNames = FIELD_NAMES) -> Layout:
    """Read what `layout_to_json` gave or a person moved; LayoutRefused names a field, PlaceNotFound a missing place."""
    if not isinstance(data, dict):
        raise LayoutRefused('', 'is no list of fields')
    return _layout({str(field): _box(str(field), value) for field, value in data.items()}, names)


def _box(field: str, value) -> Box:
    try:
        page, sides = value['page'], [float(value[side]) for side in SIDES]
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutRefused(field, 'is no box') from error
    whole = isinstance(page, int) and not isinstance(page, bool) and page >= 0
    if not whole or not all(map(math.isfinite, sides)) or sides[0] >= sides[2] or sides[1] >= sides[3]:
        raise LayoutRefused(field, 'is no box')
    return Box(page, *sides)
