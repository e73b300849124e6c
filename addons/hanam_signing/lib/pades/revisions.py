"""Tell the history of a PDF, revision by revision: what each added to the file (Decision 44/2024, Art. 10.1).

In: the bytes of a file, foreign or ours; foreign ones only inside the limited child. Out: one `Revision` for each
incremental update, the oldest first, at most `MOST_REVISIONS` of them. Nothing is judged here: it is what an auditor
reads to see why a file is still valid after its second signature.
"""

import re

from pyhanko.pdf_utils.form_tools import enumerate_fields_in
from pyhanko.pdf_utils.generic import ArrayObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from .opening import is_stamp, open_signature, short
from .reading import FOREIGN_ERRORS, open_reader
from .revision import Revision

__all__ = ['MOST_REVISIONS', 'Revision', 'history', 'history_of']

MOST_REVISIONS = 60
MOST_FIELDS, LONGEST_VALUE, MOST_OBJECTS = 50, 200, 2000
END_MARK, END_WITHIN = re.compile(rb'%%EOF(?:\r\n|\r|\n)?'), 256
KINDS = PAGES, CONTENT, ANNOTATIONS, CATALOG = 'pages', 'content', 'annotations', 'catalog'


def history(pdf: bytes) -> tuple[Revision, ...]:
    """Give the history of a file; NotPdf or PdfEncrypted if it cannot be read at all."""
    reader, _ = open_reader(pdf)
    opened = [open_signature(reader, name, reference)[0]
              for name, _, reference in enumerate_sig_fields(reader, filled_status=True)]
    return history_of(reader, [one for one in opened if one is not None])


def history_of(reader: PdfFileReader, signatures) -> tuple[Revision, ...]:
    """Give the history of a file that is open already, with its signatures."""
    signed = {one.signed_revision: one for one in signatures}
    filled, places = _filled(reader), _places(reader)
    revisions, start = [], 0
    for index in range(min(reader.xrefs.total_revisions, MOST_REVISIONS)):
        end = max(start, _end_of(reader, index))
        facts = _facts(reader, index, signed.get(index), places)
        values = tuple((name, value) for changed, name, value in filled if changed == index)
        revisions.append(Revision(index + 1, start, end, filled=values[:MOST_FIELDS], **facts))
        start = end
    return tuple(revisions)


def _end_of(reader, index: int) -> int:
    """A revision ends with the line of its end mark, some bytes behind its table."""
    stream, behind = reader.stream, reader.xrefs.get_xref_container_info(index).end_location
    stream.seek(behind)
    tail = stream.read(END_WITHIN)
    mark = END_MARK.search(tail)
    return behind + (mark.end() if mark else 0)


def _facts(reader, index: int, signature, places: dict[int, str]) -> dict:
    try:
        signed = {} if signature is None else _signed(signature, _end_of(reader, index))
        return signed | (_written(reader, index, places) if index else {})
    except FOREIGN_ERRORS as error:
        return {'error': short(f'{type(error).__name__}: {error}')}


def _signed(signature, end: int) -> dict:
    subject = signature.signer_cert.subject.native
    stamp = is_stamp(signature)
    token = signature.signed_data['encap_content_info']['content']
    moment = token.parsed['gen_time'].native if stamp else signature.self_reported_timestamp
    begin, _, tail, length = (int(value) for value in signature.byte_range)
    return {'field': short(signature.fq_name), 'signer_cn': short(subject.get('common_name')),
            'signer_o': short(subject.get('organization_name')), 'is_timestamp': stamp,
            'covered': begin == 0 and tail + length >= end,
            'signed_at': moment if moment is not None and moment.tzinfo else None}


def _filled(reader) -> list[tuple[int, str, str]]:
    """Revision, name and value of each text field that is filled now, by its last change."""
    try:
        fields = enumerate_fields_in(reader.root['/AcroForm']['/Fields'], filled_status=True, refs_seen=set(),
                                     target_field_type='/Tx')
        return [(reader.xrefs.get_last_change(reference.reference), str(name)[:LONGEST_VALUE],
                 str(value)[:LONGEST_VALUE]) for name, value, reference in fields]
    except FOREIGN_ERRORS:
        return []


def _places(reader) -> dict[int, str]:
    """What the objects of today's catalog and pages are, by number; what nobody can reach is nowhere."""
    places, waiting = {reader.root_ref.idnum: CATALOG}, []
    if reader.xrefs.total_revisions > 1:
        waiting = _references(reader.root.raw_get('/Pages'))
    for _ in range(MOST_OBJECTS):
        if not waiting:
            break
        reference = waiting.pop()
        try:
            waiting += _found_in(reference, places)[:MOST_OBJECTS - len(waiting)]
        except FOREIGN_ERRORS:
            continue
    return places


def _found_in(reference, places: dict[int, str]) -> list[IndirectObject]:
    """Note a node of the page tree with its content and annotations; give the nodes below."""
    node = reference.get_object()
    places[reference.idnum] = PAGES
    for key, kind in (('/Contents', CONTENT), ('/Annots', ANNOTATIONS)):
        if key in node:
            places |= {one.idnum: kind for one in _references(node.raw_get(key))}
    return _references(node.raw_get('/Kids')) if '/Kids' in node else []


def _references(value) -> list[IndirectObject]:
    """A page names its content by a reference to a stream or to an array, or by an array."""
    if isinstance(value, IndirectObject):
        inner = value.get_object()
        return [value, *_references(inner)] if isinstance(inner, ArrayObject) else [value]
    return [one for one in value if isinstance(one, IndirectObject)] if isinstance(value, ArrayObject) else []


def _written(reader, index: int, places: dict[int, str]) -> dict:
    numbers = {one.idnum for one in reader.xrefs.explicit_refs_in_revision(index)}
    touched = {places[number] for number in numbers & places.keys()}
    return {'objects': len(numbers), 'touched': tuple(kind for kind in KINDS if kind in touched),
            'security_store': _store(reader) in numbers}


def _store(reader) -> int | None:
    """The object number of the revocation material (DSS), or of the catalog it stands in."""
    if '/DSS' not in reader.root:
        return None
    store = reader.root.raw_get('/DSS')
    return store.idnum if isinstance(store, IndirectObject) else reader.root_ref.idnum
