"""Changes appended to a signed file as one more revision, with a correct table: what any editor could do."""

from io import BytesIO

import attacks_makers as makers
import pades_world as world
import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

NAMES = {name: pdf_name('/' + name) for name in (
    'Type', 'Annot', 'Subtype', 'Rect', 'Contents', 'Kids', 'Count', 'OpenAction', 'S', 'JavaScript', 'JS', 'XFA', 'V',
    'AcroForm', 'AA', 'O', 'Rotate', 'MediaBox', 'Pages', 'Parent', 'Title', 'Fields', 'FT', 'Tx', 'T', 'Widget',
    'OCProperties', 'AP', 'N', 'NeedAppearances', 'Sig', 'Names', 'XObject')}
DRAWN = b'q 1 1 1 rg 90 660 400 60 re f Q BT /F1 20 Tf 100 690 Td (Pay 9000000) Tj ET'


def numbers(*values):
    return generic.ArrayObject([generic.NumberObject(value) for value in values])


def dictionary(**entries):
    return generic.DictionaryObject({pdf_name('/' + key): value for key, value in entries.items()})


def drawing(data: bytes = DRAWN, box=(0, 0, 600, 800)):
    return generic.StreamObject(dictionary(Type=NAMES['XObject'], Subtype=pdf_name('/Form'), BBox=numbers(*box)),
                                stream_data=data)


def page(writer, number: int = 0):
    return writer.find_page_for_modification(number)[0].get_object()


def content_appended(writer):
    one = page(writer)
    more = writer.add_object(generic.StreamObject(stream_data=DRAWN))
    one[NAMES['Contents']] = generic.ArrayObject([one.raw_get('/Contents'), more])
    writer.update_container(one)


def content_overridden(writer):
    """The same object number with another stream."""
    stream = page(writer)['/Contents']
    stream = stream[0].get_object() if isinstance(stream, generic.ArrayObject) else stream
    stream._data = DRAWN
    stream._encoded_data = None
    writer.mark_update(stream.container_ref)


def content_exchanged(writer):
    one, other = page(writer), page(writer, 1)
    one[NAMES['Contents']] = other.raw_get('/Contents')
    writer.update_container(one)


def annotation(subtype: str, **entries):
    def change(writer):
        note = dictionary(Type=NAMES['Annot'], Subtype=pdf_name('/' + subtype), Rect=numbers(90, 660, 490, 720),
                          AP=dictionary(N=writer.add_object(drawing())), **entries)
        writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    change.__name__ = f'annotation_{subtype}'
    return change


def page_added(writer):
    kids = writer.root['/Pages']
    new = writer.add_object(dictionary(Type=pdf_name('/Page'), Parent=writer.root.raw_get('/Pages'),
                                       MediaBox=numbers(0, 0, 600, 800),
                                       Contents=writer.add_object(generic.StreamObject(stream_data=DRAWN))))
    kids['/Kids'].append(new)
    kids[NAMES['Count']] = generic.NumberObject(int(kids['/Count']) + 1)
    writer.update_container(kids)


def page_removed(writer):
    kids = writer.root['/Pages']
    kids['/Kids'].pop()
    kids[NAMES['Count']] = generic.NumberObject(int(kids['/Count']) - 1)
    writer.update_container(kids)


def pages_turned_round(writer):
    kids = writer.root['/Pages']
    kids[NAMES['Kids']] = generic.ArrayObject(reversed(kids['/Kids']))
    writer.update_container(kids)


def page_tree_exchanged(writer):
    tree = dictionary(Type=NAMES['Pages'], Count=generic.NumberObject(1), Kids=generic.ArrayObject())
    reference = writer.add_object(tree)
    tree['/Kids'].append(writer.root['/Pages']['/Kids'][1])
    writer.root[NAMES['Pages']] = reference
    writer.update_root()


def page_turned(writer):
    one = page(writer)
    one[NAMES['Rotate']] = generic.NumberObject(180)
    writer.update_container(one)


def page_cropped(writer):
    one = page(writer)
    one[pdf_name('/CropBox')] = numbers(0, 0, 300, 300)
    writer.update_container(one)


def _first(resources, kind: str):
    entries = resources['/' + kind]
    return entries[next(iter(entries))]


def picture_replaced(writer):
    picture = _first(page(writer)['/Resources'], 'XObject')
    picture._data = b'\xff\x00\x00' * (int(picture['/Width']) * int(picture['/Height']))
    picture._encoded_data = None
    writer.mark_update(picture.container_ref)


def font_replaced(writer):
    """The font variant of a shadow attack: other shapes for the same letters."""
    font = _first(page(writer)['/Resources'], 'Font')
    font[pdf_name('/BaseFont')] = pdf_name('/Symbol')
    writer.update_container(font)


def script(writer):
    writer.root[NAMES['OpenAction']] = writer.add_object(
        dictionary(S=NAMES['JavaScript'], JS=generic.pdf_string('app.alert(1)')))
    writer.update_root()


def script_of_page(writer):
    one = page(writer)
    one[NAMES['AA']] = dictionary(O=dictionary(S=NAMES['JavaScript'], JS=generic.pdf_string('app.alert(1)')))
    writer.update_container(one)


def script_by_name(writer):
    writer.root[NAMES['Names']] = writer.add_object(dictionary(JavaScript=dictionary(Names=generic.ArrayObject(
        [generic.pdf_string('a'), dictionary(S=NAMES['JavaScript'], JS=generic.pdf_string('app.alert(1)'))]))))
    writer.update_root()


def dynamic_form(writer):
    form = writer.root['/AcroForm']
    form[NAMES['XFA']] = writer.add_object(generic.StreamObject(stream_data=b'<xdp/>'))
    writer.update_container(form)


def layers(writer):
    writer.root[NAMES['OCProperties']] = dictionary(OCGs=generic.ArrayObject(), D=dictionary())
    writer.update_root()


def appearances_needed(writer):
    form = writer.root['/AcroForm']
    form[NAMES['NeedAppearances']] = generic.BooleanObject(True)
    writer.update_container(form)


def form_removed(writer):
    del writer.root['/AcroForm']
    writer.update_root()


def permissions_removed(writer):
    del writer.root['/Perms']
    writer.update_root()


def object_freed(writer):
    """The stream of a page becomes null."""
    stream = page(writer).raw_get('/Contents')
    writer.objects[(stream.reference.generation, stream.reference.idnum)] = generic.NullObject()


def title_changed(writer):
    writer.set_info(dictionary(Title=generic.pdf_string('Other')))


def orphan(writer):
    writer.add_object(dictionary(Type=NAMES['Annot']))


def applied(pdf: bytes, *changes) -> bytes:
    """One revision for each change."""
    for change in changes:
        pdf = world.updated(pdf, change)
    return pdf


def shadowed(pdf: bytes | None = None) -> bytes:
    """A file prepared before signing: a white sheet over the text, which one object number can take away."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf or makers.letter())) as document:
        one = document.pages[0]
        sheet = document.make_stream(b'q 1 1 1 rg 90 660 400 60 re f Q', Type=pikepdf.Name.XObject,
                                     Subtype=pikepdf.Name.Form, BBox=[0, 0, 600, 800])
        one.Resources.XObject['/Sheet'] = document.make_indirect(sheet)
        one.contents_add(b'/Sheet Do')
        document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def sheet_taken_away(writer):
    sheet = page(writer)['/Resources']['/XObject']['/Sheet']
    sheet._data = b''
    sheet._encoded_data = None
    writer.mark_update(sheet.container_ref)
