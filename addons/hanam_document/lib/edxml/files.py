"""The attached files of a packet: contents matched with the references that announce them."""

from unicodedata import normalize

from .archive import SEVERAL, ZIP_TYPE, clean_name, is_zip_type, unwrap
from .checks import bare_id
from .errors import BadAttachment, TooLarge
from .parts import Attachment, Notice
from .reader import CONTENT
from .tree import Node

_ENVELOPE = 'edXMLEnvelope'


def read_files(root, limits, place):
    """The files in the order of the manifest, then those it does not name; and the notices about them.

    `root` is the root element; `place` is where contents are put (`contents.Memory` or `Spool`). An id may stand with
    or without `cid:`, in an element or an `xlink:href`; content may be a zip of one file or the bare file. Raises
    BadAttachment and TooLarge.
    """
    references = {}
    for node in root.child(_ENVELOPE, 'edXMLBody', 'edXMLManifest').all('Reference'):
        references.setdefault(_key(node), node)
    contents = [(_key(node), node) for node in _contents(root)]
    notices = _mismatches(references, [key for key, _ in contents])
    order = {key: ordinal for ordinal, key in enumerate(references)}
    contents.sort(key=lambda content: order.get(content[0], len(order)))
    files, left = [], limits.packet_size
    for key, node in contents:
        half = _Halves(node, references.get(key, Node('')), f'file-{len(files) + 1}')
        file, odd = half.read(key, limits, place)
        left -= file.size
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


class _Halves:
    """A content and the reference that announces it; what one does not say, the other may."""

    def __init__(self, content, reference, fallback):
        self._nodes = (content, reference)
        self._fallback = fallback

    def read(self, key, limits, place):
        """The file, and the notices about it. The content is let go of: the next one needs the room."""
        given = self._said('AttachmentName')
        name = clean_name(given, self._fallback)
        holder = self._nodes[0].child(CONTENT)
        if holder.content is None:
            raise BadAttachment(name, 'is missing')
        packed, holder.content = holder.content, None
        content_type = self._said('ContentType')
        found = unwrap(packed, name, content_type, limits, place)
        notices = [Notice(found.oddity, 'Attachment', name)] if found.oddity else []
        if not given:
            name = clean_name(found.inner_name, self._fallback)
        elif found.oddity == SEVERAL and is_zip_type(content_type):
            name = clean_name(f'{name}.zip')
        if name != normalize('NFC', given):
            notices.append(Notice('file name changed', 'AttachmentName', name))
        content = place.keep(found.file)
        return Attachment(key, name, content, self._said('Description'), content_type or ZIP_TYPE), notices

    def _said(self, field):
        return next(filter(None, (node.value(field) for node in self._nodes)), '')


__all__ = ['read_files']
