"""Foreign bytes to a tree of elements, trusting nothing.

How it works: a stream of small pieces goes through expat, so no more is held than what is kept. A document type
declaration ends the reading before anything it declares is looked at; nothing outside the packet is ever opened;
every size is counted while it grows. Base64 of attached files becomes bytes on the way. Prefixes are resolved here
and not by expat, which refuses packets met in use for an `xlink:href` that nobody declared.
"""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from hashlib import sha256
from unicodedata import combining
from xml.parsers import expat

from .contents import PIECE, pieces_of
from .errors import HostileXml, NotXml, TooLarge, WrongShape
from .tree import NAMESPACE, PREFIX, Node

CONTENT = 'ContentTransferEncoded'
# Zips of stored files are a little larger than the files.
PACKING = 1024 * 1024
_UTF_16 = re.compile(rb'\xff\xfe|\xfe\xff|.?\0', re.DOTALL)
_UTF_8 = ('utf-8', 'utf8', 'us-ascii', 'ascii')
# No writing needs 31 combining marks on one letter; sorting a million of them takes hours.
_PILE = re.compile(f'[{"".join(filter(combining, map(chr, range(0x300, 0x1E950))))}]{{31}}')
_WHITE = b' \t\r\n'


class TreeReader:
    """Reads one packet. `root` holds what was read, also after a refusal; `digest()` is of all bytes.

    `place` (`contents.Memory` or `Spool`) is where the bytes of attached files are put. `before_content` is called
    with the root as it stands before the first of them: what it refuses is put nowhere.
    """

    def __init__(self, limits, place, before_content):
        self.root = None
        self._limits = limits
        self._place = place
        self._before_content = before_content
        self._hash = sha256()
        self._open = []
        self._texts = []
        self._scopes = []
        self._elements = self._header_size = self._content_size = 0
        self._content = None
        self._parser = self._new_parser()

    def _new_parser(self):
        parser = expat.ParserCreate('UTF-8')
        parser.buffer_text = True
        parser.buffer_size = PIECE
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = lambda text: self._count(len(text) + 7)
        parser.ProcessingInstructionHandler = lambda target, text: self._count(len(target) + len(text) + 5)
        return parser

    def read(self, body):
        """The root element of `body`, bytes or a binary stream read to its end."""
        pieces = _pieces(body)
        try:
            self._feed(pieces)
        except expat.ExpatError as error:
            self._parser.buffer_text = False        # hands over the text before the fault
            raise NotXml(expat.errors.messages[error.code], error.lineno, error.offset + 1) from None
        finally:
            self._close_all()
            self._drain(pieces)
        return self.root

    def digest(self):
        """SHA-256 of the packet in hexadecimal; of its beginning only if it is larger than any packet may be."""
        return self._hash.hexdigest()

    def _feed(self, pieces):
        fed = 0
        for piece in pieces:
            self._hash.update(piece)
            if not fed and _UTF_16.match(piece):
                raise NotXml('it is not in UTF-8')
            fed += len(piece)
            if fed > self._limits.body_size:
                raise TooLarge('body_size', self._limits.body_size)
            self._parser.Parse(piece, False)
            if fed - self._parser.CurrentByteIndex > self._limits.token_size + PIECE:
                raise TooLarge('token_size', self._limits.token_size)
        self._parser.Parse(b'', True)

    def _close_all(self):
        """Give the elements left open by a refusal the text read so far."""
        while self._open:
            text = ''.join(self._texts.pop())
            node = self._open.pop()
            node.text = '' if _PILE.search(text) else text
            node.is_cut = True

    def _drain(self, pieces):
        """Read on after a refusal, as far as a packet may go, so that the digest names the whole packet."""
        left = self._limits.body_size // PIECE
        for piece in pieces:
            self._hash.update(piece)
            left -= 1
            if left < 0:
                break

    def _declaration(self, _version, encoding, _standalone):
        if encoding and encoding.lower() not in _UTF_8:
            raise NotXml(f'it declares the encoding {encoding[:40]!r}, a packet is in UTF-8')

    def _doctype(self, *_):
        raise HostileXml('it has a document type declaration')

    def _start(self, name, attributes):
        self._elements += 1
        if self._elements > self._limits.elements:
            raise TooLarge('elements', self._limits.elements)
        if len(self._open) >= self._limits.depth:
            raise TooLarge('depth', self._limits.depth)
        words = name + ''.join(key + value for key, value in attributes.items())
        self._count(len(words))
        _refuse_pile(words)
        bindings = {key: value for key, value in attributes.items() if key == 'xmlns' or key.startswith('xmlns:')}
        self._scopes.append({key[6:]: value for key, value in bindings.items()})
        prefix, _, local = name.rpartition(':')
        node = Node(_spelling(local), namespace=self._namespace(prefix), attributes={
            key.rpartition(':')[2]: value for key, value in attributes.items() if key not in bindings})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._texts.append([])
        self._content = self._new_content() if node.name == CONTENT else None

    def _new_content(self):
        if self._before_content:
            check, self._before_content = self._before_content, None
            check(self.root)
        return _Base64(self._limits, self._place.new())

    def _namespace(self, prefix):
        """What a prefix stands for here; '' for one that nobody declared.

        The prefix of the standard stands for it even undeclared: some writers
        bind it on the envelope and use it outside.
        """
        known = NAMESPACE if prefix == PREFIX.rstrip(':') else ''
        return next((scope[prefix] for scope in reversed(self._scopes) if prefix in scope), known)

    def _end(self, _name):
        node = self._open.pop()
        text = ''.join(self._texts.pop())
        self._scopes.pop()
        _refuse_pile(text)
        node.text = text
        if self._content is not None:
            node.content = self._content.close()
            self._content_size += self._content.size
            if self._content_size > self._limits.packet_size + PACKING:
                raise TooLarge('packet_size', self._limits.packet_size)
            self._content = None

    def _text(self, text):
        if self._content is not None:
            self._content.feed(text)
            return
        self._count(len(text))
        self._texts[-1].append(text)

    def _count(self, size):
        self._header_size += size
        if self._header_size > self._limits.header_size:
            raise TooLarge('header_size', self._limits.header_size)


class _Base64:
    """The bytes of one attached file, growing. Line breaks are fine, anything else foreign is not."""

    def __init__(self, limits, written):
        self.size = 0
        self._limits = limits
        self._written = written
        self._rest = b''

    def feed(self, text):
        try:
            data = text.encode('ascii')
        except UnicodeEncodeError:
            raise WrongShape(CONTENT, 'is not base64') from None
        if any(white in data for white in _WHITE):
            data = data.translate(None, _WHITE)
        data = self._rest + data
        whole = len(data) - len(data) % 4
        self._rest = data[whole:]
        self._decode(data[:whole])
        if self.size > self._limits.file_size + PACKING:
            raise TooLarge('file_size', self._limits.file_size)

    def close(self):
        """The file it was written to."""
        if self._rest:
            raise WrongShape(CONTENT, 'is cut off')
        return self._written

    def _decode(self, data):
        if not data:
            return
        if self.size % 3:
            raise WrongShape(CONTENT, 'goes on after its end')
        try:
            self.size += self._written.write(a2b_base64(data, strict_mode=True))
        except Base64Error:
            raise WrongShape(CONTENT, 'is not base64') from None


def _refuse_pile(text):
    if not text.isascii() and _PILE.search(text):
        raise WrongShape('a text', 'piles up combining marks')


def _pieces(body):
    """Small pieces of bytes or of a binary stream."""
    if hasattr(body, 'read'):
        yield from pieces_of(body)
        return
    view = memoryview(body)
    for start in range(0, len(view), PIECE):
        yield view[start:start + PIECE]


def _spelling(name):
    """One spelling per element: some writers mend the double s of the standard, old ones had a shorter manifest."""
    if name.startswith('Business'):
        return 'Bussiness' + name.removeprefix('Business')
    return 'edXMLManifest' if name == 'Manifest' else name


__all__ = ['TreeReader']
