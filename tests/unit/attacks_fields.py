"""Changes to the form of a signed file: fields filled, added, copied, emptied, and the signature's own entry."""

from attacks_updates import NAMES, dictionary, drawing, numbers
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name


def field_by_name(writer, name: str):
    return next(one.get_object() for one in writer.root['/AcroForm']['/Fields'] if one.get_object()['/T'] == name)


def filled(name: str, value: str, *, drawn: bytes | None = None):
    def change(writer):
        field = field_by_name(writer, name)
        field[NAMES['V']] = generic.pdf_string(value)
        if drawn is not None:
            field[NAMES['AP']] = dictionary(N=writer.add_object(drawing(drawn)))
        writer.update_container(field)
    change.__name__ = f'filled_{name}'
    return change


def field_added(writer):
    """A new text field, with a picture of its own, over the text."""
    field = writer.add_object(dictionary(
        Type=NAMES['Annot'], Subtype=NAMES['Widget'], FT=NAMES['Tx'], T=generic.pdf_string('later'),
        Rect=numbers(90, 660, 490, 720), AP=dictionary(N=writer.add_object(drawing()))))
    writer.register_annotation(writer.find_page_for_modification(0)[0], field)
    writer.root['/AcroForm']['/Fields'].append(field)
    writer.update_container(writer.root['/AcroForm']['/Fields'])


def signature_field_added(writer):
    """A visible signature field that nobody signed, with a picture over the text."""
    field = writer.add_object(dictionary(
        Type=NAMES['Annot'], Subtype=NAMES['Widget'], FT=NAMES['Sig'], T=generic.pdf_string('empty'),
        Rect=numbers(90, 660, 490, 720), AP=dictionary(N=writer.add_object(drawing()))))
    writer.register_annotation(writer.find_page_for_modification(0)[0], field)
    writer.root['/AcroForm']['/Fields'].append(field)
    writer.update_container(writer.root['/AcroForm']['/Fields'])


def signature_looks_different(writer):
    """The picture of a signature that was made, over the whole page."""
    field = field_by_name(writer, 'Signature1')
    field[NAMES['Rect']] = numbers(90, 660, 490, 720)
    field[NAMES['AP']] = dictionary(N=writer.add_object(drawing()))
    writer.update_container(field)


def signature_removed(writer):
    field = field_by_name(writer, 'Signature1')
    del field['/V']
    writer.update_container(field)


def signature_entry(**changes):
    """Override the signature dictionary itself: None takes an entry away."""
    def change(writer):
        entry = field_by_name(writer, 'Signature1')['/V']
        for name, value in changes.items():
            if value is None:
                del entry['/' + name]
            else:
                entry[pdf_name('/' + name)] = value
        writer.update_container(entry)
    change.__name__ = 'signature_' + '_'.join(changes)
    return change


def twice_the_same_name(writer):
    """A second field of the same name with the same signature."""
    field = field_by_name(writer, 'Signature1')
    copy = generic.DictionaryObject(field)
    writer.root['/AcroForm']['/Fields'].append(writer.add_object(copy))
    writer.update_container(writer.root['/AcroForm']['/Fields'])


def signature_copied(writer):
    """A second field with a copy of the signature, same container and byte range."""
    field = field_by_name(writer, 'Signature1')
    copy = generic.DictionaryObject(field)
    copy[NAMES['T']] = generic.pdf_string('Signature9')
    copy[NAMES['V']] = writer.add_object(generic.DictionaryObject(field['/V']))
    writer.root['/AcroForm']['/Fields'].append(writer.add_object(copy))
    writer.update_container(writer.root['/AcroForm']['/Fields'])
