"""Find the places of the decree in a draft: number, date, signatures, seals (Decree 30/2020, App. I, II.3, 4, 7, 8).

What: `propose_layout(pdf, signer_name=…)` gives what the words of the draft show and names what is missing;
`find_layout` wants everything. What is found is a proposal: the drafter sees a preview and may move the boxes. A seal
lies over the left third of its person's box at its real size; where the picture is known, the box has its width.
"""

from .boxes import FIELD_NAMES, MM, Box, FieldNames, Layout, Proposal, Signatory
from .geometry import PageView
from .heading import heading_of
from .pagetext import PageText, opened
from .signatories import SignaturePlaces

__all__ = ['find_layout', 'propose_layout', 'seal_box']


def find_layout(pdf: bytes, *, signer_name: str, seal_mm: float = 36.0, title: str = '',
                further: tuple[Signatory, ...] = (), picture: float | None = None,
                names: FieldNames = FIELD_NAMES) -> Layout:
    """Find all places of a main document; PlaceNotFound names the first that is missing; NotPdf, PdfEncrypted.

    signer_name: as printed under the signature. title: the signer's printed title, if known: the box lies below it.
    seal_mm: the real diameter of the seal. further: the signers of rows 2, 3… picture: as in `Signatory`.
    """
    return propose_layout(pdf, signer_name=signer_name, seal_mm=seal_mm, title=title, further=further,
                          picture=picture, names=names).layout(names)


def propose_layout(pdf: bytes, *, signer_name: str, seal_mm: float = 36.0, title: str = '',
                   further: tuple[Signatory, ...] = (), picture: float | None = None,
                   names: FieldNames = FIELD_NAMES) -> Proposal:
    """Find what can be found, as `find_layout`; what is missing is named, in the order of `find_layout`."""
    with opened(pdf) as document:
        places = SignaturePlaces(document)
        found = _heading(places.page(0), names)
        signers = (Signatory(signer_name, title, seal_mm, picture), *further)
        for row, signer in enumerate(signers, 1):
            found |= _signer_boxes(places, signer, names.person_at(row), names.agency_at(row))
    return Proposal({field: box for field, box in found.items() if box},
                    tuple(field for field, box in found.items() if not box))


def _heading(text: PageText, names: FieldNames) -> dict[str, Box | None]:
    """A printed month or year is neither found nor missing."""
    heading = heading_of(text)
    found = {names.number: heading.number, names.day: heading.day}
    if not heading.printed_month:
        found[names.month] = heading.month
    if not heading.printed_year:
        found[names.year] = heading.year
    return found


def _signer_boxes(places, signer: Signatory, person: str, agency: str) -> dict[str, Box | None]:
    place = places.find(signer)
    found = {person: None if place is None else place[0].box(*_as_drawn(place[1], signer.picture))}
    if signer.seal_mm is not None:
        found[agency] = found[person] and seal_box(found[person], signer.seal_mm, place[0].view)
    return found


def _as_drawn(sides, picture: float | None):
    """Narrow a place to what a picture as high as it will take of its width."""
    left, bottom, right, top = sides
    width = min(right - left, (top - bottom) * picture) if picture else right - left
    middle = (left + right) / 2
    return middle - width / 2, bottom, middle + width / 2, top


def seal_box(person: Box, seal_mm: float, view: PageView | None = None) -> Box:
    """Give the seal's square: real size, right edge at one third of the person's box (App. I, II.8a).

    view: how the page is seen, of `page_sizes`; with it the left third is the one that is seen, and a seal that would
    be cut off by the edge of the page is moved inside.
    """
    side = seal_mm * MM
    if view is None:
        right, middle = person.x0 + person.width / 3, (person.y0 + person.y1) / 2
        return Box(person.page, right - side, middle - side / 2, right, middle + side / 2)
    left, top, width, height = view.seen(person)
    x, y = left + width / 3 - side, top + height / 2 - side / 2
    return view.box(person.page, max(0, min(x, view.width - side)), max(0, min(y, view.height - side)), side, side)
