"""What goes between a process and its checking child: frames of a length and so many bytes, on one local socket.

The side that asks has a deadline (a moment of `time.monotonic`) for everything it does; the child may wait for ever,
since it ends when the other side does. A request is a frame of JSON and then the file as it is, in pieces, so that
a file on disk is never held by the one who asks.
"""

import os
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from .errors import ChildFailed

__all__ = ['OpenFile', 'Source', 'digest_of', 'receive', 'receive_by', 'send', 'send_by', 'size_of']

HEAD = struct.Struct('>Q')
PIECE = 1024 ** 2
LONGEST_ANSWER = 32 * 1024 ** 2


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A regular file, open for reading, as it is from its start to `size` bytes."""

    descriptor: int
    size: int


Source = bytes | OpenFile


def size_of(source: Source) -> int:
    """Give the number of bytes of a file in memory or on disk."""
    return source.size if isinstance(source, OpenFile) else len(source)


def digest_of(source: Source) -> str:
    """Give the SHA-256 in hexadecimal; ChildFailed if the file became shorter, OSError if it cannot be read."""
    digest = sha256()
    for piece in _pieces(source):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(source: Source) -> Iterator[bytes | memoryview]:
    view = None if isinstance(source, OpenFile) else memoryview(source)
    start, size = 0, size_of(source)
    while start < size:
        wanted = min(PIECE, size - start)
        piece = os.pread(source.descriptor, wanted, start) if view is None else view[start:start + wanted]
        if not piece:
            raise ChildFailed('the file became shorter while it was read')
        yield piece
        start += len(piece)


def send_by(deadline: float, channel: socket.socket, request: bytes, source: Source) -> None:
    """Send a request and its file; TimeoutError when the deadline is over, OSError when nobody listens any more."""
    _give_time(channel, deadline)
    channel.sendall(HEAD.pack(len(request)) + request)
    for piece in _pieces(source):
        _give_time(channel, deadline)
        channel.sendall(piece)


def receive_by(deadline: float, channel: socket.socket) -> bytes:
    """Receive one frame; b'' when the other side has ended, TimeoutError when the deadline is over."""
    head = _exactly(deadline, channel, HEAD.size)
    if len(head) < HEAD.size:
        return b''
    (length,) = HEAD.unpack(head)
    if length > LONGEST_ANSWER:
        raise ChildFailed(f'an answer of {length} bytes')
    answer = _exactly(deadline, channel, length)
    return bytes(answer) if len(answer) == length else b''


def _exactly(deadline: float, channel: socket.socket, length: int) -> bytearray:
    received = bytearray()
    while len(received) < length:
        _give_time(channel, deadline)
        piece = channel.recv(min(PIECE, length - len(received)))
        if not piece:
            break
        received += piece
    return received


def _give_time(channel: socket.socket, deadline: float) -> None:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    channel.settimeout(remaining)


def receive(stream) -> bytes:
    """Receive one frame from a buffered stream, however long it takes; b'' at its end."""
    head = stream.read(HEAD.size)
    return stream.read(HEAD.unpack(head)[0]) if len(head) == HEAD.size else b''


def send(channel: socket.socket, answer: bytes) -> None:
    """Send one frame, however long it takes."""
    channel.sendall(HEAD.pack(len(answer)) + answer)
