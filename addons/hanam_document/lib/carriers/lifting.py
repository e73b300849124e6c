"""A packet out of a JSON answer that is too large to be read as a whole.

An axis puts the packet, up to hundreds of megabytes in base64, into one string of a JSON object. The answer lies in a
file; long strings are found by their place and stay there, the rest is read as usual JSON with a mark where each long
string was, and the wanted one is decoded block by block.
"""

import binascii
import codecs
import io
import json
import re

from .calling import SMALL
from .errors import Oversized, Unreachable

BLOCK = 1024 * 1024
LONG = 64 * 1024
MARK = '\0'
_SIGN = re.compile(rb'["\\]')
_FIRST_HALF = re.compile(rb'\\u[dD][89abAB][0-9a-fA-F]{2}')
LONGEST_ESCAPE = 6
_SPACES = str.maketrans('', '', ' \t\r\n')


def read_large(file, read):
    """Read the JSON object in a file; return it and the (start, end) of its long strings. `read`: see `Caller.read`.

    A long string is the text MARK and its number in the list. None and () when it is no JSON object.
    """
    spans = list(_long_strings(file))
    size = file.seek(0, io.SEEK_END)
    if size - sum(end - start for start, end in spans) > SMALL:
        return None, ()
    rest, at = bytearray(), 0
    for number, (start, end) in enumerate(spans):
        file.seek(at)
        rest += file.read(start - at) + json.dumps(MARK + str(number))[1:-1].encode()
        at = end
    file.seek(at)
    return read(bytes(rest + file.read())), spans


def packet_of(file, text, spans, limit):
    """Decode the packet that a value of the answer stands for: base64, or the XML itself.

    Oversized above `limit` bytes; Unreachable when it is neither, or when there is nothing in it.
    """
    if not isinstance(text, str):
        raise Unreachable('The answer of the axis holds no packet.')
    number = text.removeprefix(MARK)
    is_long = text.startswith(MARK) and number.isascii() and number.isdigit() and int(number) < len(spans)
    pieces = _text(file, *spans[int(number)]) if is_long else iter((text,))
    try:
        packet = _decoded(pieces, limit)
    except ValueError:
        raise Unreachable('The packet in the answer of the axis is broken.') from None
    if not packet:
        raise Unreachable('The answer of the axis holds no packet.')
    return packet


def _long_strings(file):
    """Yield (start, end) of the contents of each string of more than LONG bytes."""
    file.seek(0)
    start, base, at = None, 0, 0
    while block := file.read(BLOCK):
        while found := _SIGN.search(block, at):
            at = found.end()
            if found.group() == b'\\':
                at += 1
            elif start is None:
                start = base + at
            else:
                if base + at - 1 - start > LONG:
                    yield start, base + at - 1
                start = None
        base += len(block)
        # One past the end when the block ends with a backslash: the next begins with the escaped sign
        at = max(0, at - len(block))


def _text(file, start, end):
    """Yield the text of the string between two places, its escapes read."""
    file.seek(start)
    left, kept = end - start, b''
    characters = codecs.getincrementaldecoder('utf-8')()
    while left:
        block = file.read(min(BLOCK, left))
        left -= len(block)
        block = kept + block
        cut = _whole(block) if left else len(block)
        block, kept = block[:cut], block[cut:]
        yield json.loads(f'"{characters.decode(block, not left)}"', strict=False)


def _whole(block):
    """How many bytes of a block can be read alone: up to an escape, or a pair of them, that may go on in the next."""
    size = len(block)
    at = block.rfind(b'\\', max(0, size - LONGEST_ESCAPE))
    if not _is_escape(block, at):
        return size
    is_begun = at + 1 == size or block[at + 1] == ord('u') and at + LONGEST_ESCAPE > size
    if at + LONGEST_ESCAPE == size and _FIRST_HALF.match(block, at):
        return at
    half = at - LONGEST_ESCAPE
    if is_begun and half >= 0 and _FIRST_HALF.match(block, half) and _is_escape(block, half):
        return half
    return at if is_begun else size


def _is_escape(block, at):
    """Whether the backslash at a place begins an escape and is not itself the second sign of one."""
    before = block[:at + 1]
    return (len(before) - len(before.rstrip(b'\\'))) % 2 == 1


def _decoded(pieces, limit):
    """Join pieces of base64, or of XML, to bytes. ValueError when they are broken, Oversized above `limit`."""
    packet, is_xml, kept = io.BytesIO(), None, ''
    for piece in pieces:
        if is_xml is None:
            piece = piece.lstrip('\ufeff \t\r\n')
            is_xml = piece.startswith('<') if piece else None
        if is_xml:
            packet.write(piece.encode())
        else:
            kept += piece.translate(_SPACES)
            whole = len(kept) - len(kept) % 4
            packet.write(binascii.a2b_base64(kept[:whole], strict_mode=True))
            kept = kept[whole:]
        if packet.tell() > limit:
            raise Oversized(limit)
    if kept:
        raise ValueError('base64 ends in the middle')
    return packet.getvalue()


__all__ = ['packet_of', 'read_large']
