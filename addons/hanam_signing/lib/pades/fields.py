"""Lay the form fields before the first signature and fill them in the sealing revision.

Nothing can be added to a form once a person has signed, so everything is there beforehand: number, day, month, year
(read-only, empty), the person's signature field, the agency's signature field with a lock on all fields. The lock is
what makes a number that is changed after sealing invalid.
"""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.form_tools import enumerate_fields_in, find_existing_empty_field
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import FormFillingError
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)

from .appearance import Font, TextLines
from .boxes import AGENCY, FIELD_NAMES, LINE_ASCENT, LINE_DESCENT, PERSON, Box, FieldNames, Layout
from .errors import (
    AlreadySigned,
    FieldAbsent,
    LayoutRefused,
    NotPdf,
    WouldBreakSignature,
)
from .geometry import page_view
from .heading import is_leader
from .pagetext import PageText, opened, view_of
from .reading import FOREIGN_ERRORS, open_reader, open_writer

__all__ = ['FIELD_NAMES', 'FieldNames', 'fill', 'form_values', 'page_of', 'prepare', 'rotation_at']

PRINTED_AND_LOCKED = 132
EDGE = 2.0
READ_ONLY = 1
LARGEST_TYPE = 14.0


LOCKED = {'field_mdp_spec': FieldMDPSpec(FieldMDPAction.ALL), 'doc_mdp_update_value': MDPPerm.NO_CHANGES}


def prepare(pdf: bytes, layout: Layout, names: FieldNames = FIELD_NAMES, *,
            without: frozenset[str] = frozenset()) -> bytes:
    """Give the draft with all its fields, as an incremental update; AlreadySigned, NotPdf or PdfEncrypted refuse it.

    All persons and further agencies must have signed before the lead agency, whose field alone locks the others.
    without: fields that are not laid because the signer's own tool makes one: PERSON, AGENCY (the leading ones), or
    the name of a further field. LayoutRefused names a box that is not on its page.
    """
    writer = open_writer(pdf)
    _require_unsigned(pdf, names)
    left_out = {{PERSON: names.person, AGENCY: names.agency}.get(one, one) for one in without}
    texts = {names.number, names.day, names.month, names.year}
    dotted = _look_at(pdf, layout.boxes(names), texts)
    for field, box in layout.boxes(names).items():
        if field in texts:
            _lay_text(writer, field, box, on_white=field in dotted)
        elif field not in left_out:
            _lay_signature(writer, field, box, **(LOCKED if field == names.agency else {}))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _look_at(pdf: bytes, boxes: dict[str, Box], texts: set[str]) -> set[str]:
    """Refuse boxes that are not on their page; give the text fields that lie on a row of dots."""
    with opened(pdf) as document:
        for field, box in boxes.items():
            if box.page >= len(document):
                raise LayoutRefused(field, f'is on page {box.page + 1} of {len(document)}')
            view = view_of(document[box.page])
            if (min(box.x0 - view.x0, box.y0 - view.y0, view.x1 - box.x1, view.y1 - box.y1)) < -EDGE:
                raise LayoutRefused(field, 'is not on the page')
        pages = {boxes[field].page for field in texts & set(boxes)}
        read = {page: PageText(document[page], page) for page in pages}
        return {field for field in texts & set(boxes) if is_leader(read[boxes[field].page].inside(boxes[field]))}


def _require_unsigned(pdf: bytes, names: FieldNames) -> None:
    reader, _ = open_reader(pdf)
    fields = _fields_of(reader)
    if any(value is not None for _, value, _ in enumerate_fields_in(
            fields, refs_seen=set(), target_field_type='/Sig')):
        raise AlreadySigned('fields must be laid before the first signature')
    taken = {name for name, _, _ in enumerate_fields_in(fields, refs_seen=set(), target_field_type='/Tx')}
    if names.number in taken:
        raise WouldBreakSignature('the fields are laid already')


def _fields_of(handler):
    try:
        return handler.root['/AcroForm']['/Fields']
    except KeyError:
        return generic.ArrayObject()


def _lay_text(writer, name: str, box: Box, *, on_white: bool) -> None:
    page = page_of(writer, box.page)
    blank = RawContent(b'', box=BoxConstraints(width=box.width, height=box.height)).as_form_xobject()
    field = generic.DictionaryObject({
        pdf_name('/Type'): pdf_name('/Annot'),
        pdf_name('/Subtype'): pdf_name('/Widget'),
        pdf_name('/FT'): pdf_name('/Tx'),
        pdf_name('/T'): generic.pdf_string(name),
        pdf_name('/F'): generic.NumberObject(PRINTED_AND_LOCKED),
        pdf_name('/Ff'): generic.NumberObject(READ_ONLY),
        pdf_name('/Q'): generic.NumberObject(1),
        pdf_name('/Rect'): generic.ArrayObject([generic.FloatObject(round(value, 2)) for value in box.corners]),
        pdf_name('/P'): page,
        pdf_name('/AP'): generic.DictionaryObject({pdf_name('/N'): writer.add_object(blank)}),
    })
    if on_white:
        white = generic.ArrayObject([generic.NumberObject(1)])
        field[pdf_name('/MK')] = generic.DictionaryObject({pdf_name('/BG'): white})
    reference = writer.add_object(field)
    writer.register_annotation(page, reference)
    fields = _form_fields(writer)
    fields.append(reference)
    writer.update_container(fields)


def _form_fields(writer):
    if '/AcroForm' not in writer.root:
        form = generic.DictionaryObject({pdf_name('/Fields'): generic.ArrayObject()})
        writer.root[pdf_name('/AcroForm')] = writer.add_object(form)
        writer.update_root()
    form = writer.root['/AcroForm']
    if '/Fields' not in form:
        form[pdf_name('/Fields')] = generic.ArrayObject()
        writer.update_container(form)
    return form['/Fields']


def _lay_signature(writer, name: str, box: Box, **lock) -> None:
    page_of(writer, box.page)
    append_signature_field(writer, SigFieldSpec(name, on_page=box.page, box=box.corners, **lock))


def page_of(writer, index: int):
    """Give the reference of a page, counted from 0; NotPdf if the file has no such page."""
    try:
        return writer.find_page_for_modification(index)[0]
    except FOREIGN_ERRORS as error:
        raise NotPdf(f'no page {index + 1}') from error


def fill(writer, values: dict[str, str], fonts: dict[str, Font]) -> None:
    """Write values into empty text fields of a writer, drawn with the font of each field; FieldAbsent names a field."""
    for name, text in values.items():
        try:
            reference = find_existing_empty_field(writer, name, '/Tx')
        except FormFillingError as error:
            raise FieldAbsent(name) from error
        field = reference.get_object()
        _draw(writer, field, text, fonts[name])
        field['/V'] = generic.pdf_string(text)
        writer.mark_update(reference)


class _TextOnWhite(TextLines):
    """Text over a row of dots that was printed for writing on."""

    def render(self) -> bytes:
        return b'q 1 g 0 0 %.4f %.4f re f Q ' % (self.box.width, self.box.height) + super().render()


def _draw(writer, field, text: str, font: Font) -> None:
    x0, y0, x1, y1 = (float(value) for value in field['/Rect'])
    rotation = rotation_at(field)
    line = x1 - x0 if rotation in (90, 270) else y1 - y0
    size = min(line / (LINE_ASCENT + LINE_DESCENT), LARGEST_TYPE)
    drawing = (_TextOnWhite if '/MK' in field else TextLines)(
        writer, x1 - x0, y1 - y0, font=font, lines=(text,), size=size, align=0.5, rotation=rotation)
    drawing.apply_appearance(field)


def rotation_at(field) -> int:
    """Give the rotation of the page a field lies on."""
    return page_view(field['/P']).rotation


def form_values(handler) -> tuple[tuple[str, str], ...]:
    """Give names and values of all filled text fields of an opened file."""
    fields = enumerate_fields_in(_fields_of(handler), filled_status=True, refs_seen=set(), target_field_type='/Tx')
    return tuple((str(name), str(value)) for name, value, _ in fields)
