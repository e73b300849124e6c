"""Tell the history of a PDF, revision by revision: what each added to the file (Decision 44/2024, Art. 10.1).

In: the bytes of a file, foreign or ours; foreign ones only inside the limited child. Out: one `Revision` for each
incremental update, the oldest first, at most `MOST_REVISIONS` of them. Nothing is judged here: it is what an auditor
reads to see why a file is still valid after its second signature.
"""

import re

from pyhanko.pdf_utils.form_tools import enumerate_fields_in
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
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
    filled, contents = _filled(reader), _content_streams(reader)
    revisions, start = [], 0
    for index in range(min(reader.xrefs.total_revisions, MOST_REVISIONS)):
        end = max(start, _end_of(reader, index))
        facts = _facts(reader, index, signed.get(index), contents)
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


def _facts(reader, index: int, signature, contents: frozenset[int]) -> dict:
    try:
        signed = {} if signature is None else _signed(signature, _end_of(reader, index))
        return signed | (_written(reader, index, contents) if index else {})
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


def _content_streams(reader) -> frozenset[int]:
    """Object numbers of what the pages of today show."""
    found, waiting = set(), [reader.root_ref] if reader.xrefs.total_revisions > 1 else []
    for _ in range(MOST_OBJECTS):
        if not waiting:
            break
        try:
            node = waiting.pop().get_object()
            kids = [node.raw_get('/Pages')] if '/Pages' in node else node.get('/Kids', ())
            waiting += list(kids)[:MOST_OBJECTS - len(waiting)]
            contents = node.raw_get('/Contents') if '/Contents' in node else ()
            found |= {one.idnum for one in _references(contents)}
        except FOREIGN_ERRORS:
            continue
    return frozenset(found)


def _references(value) -> list[IndirectObject]:
    """A page names its content by a reference to a stream or to an array, or by an array."""
    if isinstance(value, IndirectObject):
        inner = value.get_object()
        return [value, *_references(inner)] if isinstance(inner, ArrayObject) else [value]
    return [one for one in value.raw_values() if isinstance(one, IndirectObject)] if value else []


def _written(reader, index: int, contents: frozenset[int]) -> dict:
    references = sorted(reader.xrefs.explicit_refs_in_revision(index), key=lambda one: one.idnum)
    catalog, store = reader.root_ref.idnum, _store(reader)
    touched = set()
    for reference in references[:MOST_OBJECTS]:
        value = _value(reader, reference, index)
        touched |= {kind for kind, holds in (
            (PAGES, _says(value, '/Type', ('/Page', '/Pages'))), (CONTENT, reference.idnum in contents),
            (ANNOTATIONS, isinstance(value, DictionaryObject) and '/Rect' in value and '/Subtype' in value),
            (CATALOG, reference.idnum == catalog)) if holds}
    return {'objects': len(references), 'touched': tuple(kind for kind in KINDS if kind in touched),
            'security_store': store in {one.idnum for one in references}}


def _value(reader, reference, index: int):
    """What a reader has read once is not read again, unless a later revision replaced it."""
    newest = reader.xrefs.get_last_change(reference) <= index
    return reader.get_object(reference) if newest else reader.get_object(reference, index)


def _says(value, key: str, words: tuple[str, ...]) -> bool:
    return isinstance(value, DictionaryObject) and value.get(key) in words


def _store(reader) -> int | None:
    """The object number of the revocation material (DSS), or of the catalog it stands in."""
    if '/DSS' not in reader.root:
        return None
    store = reader.root.raw_get('/DSS')
    return store.idnum if isinstance(store, IndirectObject) else reader.root_ref.idnum
