"""The attached files of a packet: contents matched with the references that announce them."""

from .archive import ZIP_TYPE, clean_name, unwrap
from .checks import bare_id
from .errors import BadAttachment, TooLarge
from .packet import Attachment, Notice
from .reader import CONTENT
from .tree import Node

_ENVELOPE = 'edXMLEnvelope'


def read_files(root, limits):
    """The files in the order of the manifest, then those it does not name; and the notices about them.

    `root` is the root element. An id may stand with or without `cid:`, in an element or an `xlink:href`; content may
    be a zip of one file or the bare file. Raises BadAttachment and TooLarge.
    """
    references = {}
    for node in root.child(_ENVELOPE, 'edXMLBody', 'edXMLManifest').all('Reference'):
        references.setdefault(_key(node), node)
    contents = [(_key(node), node) for node in _contents(root)]
    notices = _mismatches(references, [key for key, _ in contents])
    place = {key: ordinal for ordinal, key in enumerate(references)}
    contents.sort(key=lambda content: place.get(content[0], len(place)))
    files, left = [], limits.packet_size
    for key, node in contents:
        file, odd = _read_file(key, (node, references.get(key, Node(''))), len(files) + 1, limits)
        left -= len(file.content)
        if left < 0:
            raise TooLarge('packet_size', limits.packet_size)
        files.append(file)
        notices += odd
    return tuple(files), notices


def _contents(root):
    """The attachments, which stand outside the envelope; some writers put them inside."""
    envelope = root.child(_ENVELOPE)
    holders = [root.child('AttachmentEncoded'), envelope.child('AttachmentEncoded'),
               envelope.child('edXMLBody', 'AttachmentEncoded')]
    return [attachment for holder in holders for attachment in holder.all('Attachment')]


def _key(node):
    """What links a reference to its content: the id, or the file name where there is none."""
    named = node.value('ContentId') or node.attributes.get('href', '')
    return bare_id(named) or node.value('AttachmentName')


def _mismatches(references, keys):
    """Notices about references and contents that lack their other half, and ids used twice."""
    held = set(keys)
    notices = [Notice('reference without content', 'Reference', key) for key in references if key not in held]
    notices += [Notice('content without reference', 'Attachment', key) for key in keys if key not in references]
    if len(held) < len(keys):
        notices.append(Notice('content id used twice', 'Attachment'))
    return notices


def _read_file(key, nodes, ordinal, limits):
    """One file, and the notices about it. `nodes`: its content and its reference; what one lacks, the other may say."""

    def said(field):
        return next(filter(None, (node.value(field) for node in nodes)), '')

    given = said('AttachmentName')
    name = clean_name(given, f'file-{ordinal}')
    data = nodes[0].child(CONTENT).content
    if data is None:
        raise BadAttachment(name, 'is missing')
    content_type = said('ContentType')
    content, oddity = unwrap(data, name, content_type, limits)
    notices = [Notice(oddity, 'Attachment', name)] if oddity else []
    if name != given:
        notices.append(Notice('file name changed', 'AttachmentName', name))
    return Attachment(key, name, content, said('Description'), content_type or ZIP_TYPE), notices


__all__ = ['read_files']
