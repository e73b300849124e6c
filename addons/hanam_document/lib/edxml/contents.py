"""Where the bytes of attached files lie while a packet is read or written: in memory, or in one file on disk.

What it is: `Memory` and `Spool`, two places with one shape; `FileContent`, a content that lies in the file of a
`Spool`. How to use it: `open_content(content)` gives a binary stream of any content, whatever it is.
"""

import os
from io import BufferedReader, BytesIO, RawIOBase

PIECE = 64 * 1024


class Memory:
    """Each content in memory; what is kept of it is `bytes`."""

    def new(self):
        """An empty binary file to write into."""
        return BytesIO()

    def keep(self, written):
        """The content of a file made by `new`; no copy is made."""
        return written.getvalue()


class Spool:
    """All contents one behind the other in one binary file; what is kept of each is a `FileContent`."""

    def __init__(self, file):
        self._file = file
        self._last = _Region(file, file.seek(0, os.SEEK_END))

    def new(self):
        """An empty binary file to write into, until the next one is asked for."""
        self._last = _Region(self._file, self._last.start + self._last.size)
        return self._last

    def keep(self, written):
        """The content of a file made by `new`."""
        return FileContent(self._file, written.start, written.size)


class FileContent:
    """A content in a file that stays open as long as the packet is used. Only equal to itself."""

    __slots__ = ('_file', '_start', 'size')

    def __init__(self, file, start, size):
        self._file, self._start, self.size = file, start, size

    def open(self, mode='rb'):
        """A binary stream of it from its beginning; several may be open. `mode` is there to be as a path's."""
        if mode != 'rb':
            raise ValueError('A content is read, never written.')
        return BufferedReader(_Region(self._file, self._start, self.size), PIECE)

    def __repr__(self):
        return f'FileContent({self.size} bytes)'


class _Region(RawIOBase):
    """A part of a file as a file of its own. It may grow only while it is the last part."""

    def __init__(self, file, start, size=0):
        self.start, self.size = start, size
        self._file, self._place = file, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def writable(self):
        return True

    def readinto(self, buffer):
        wanted = max(0, min(len(buffer), self.size - self._place))
        self._file.seek(self.start + self._place)
        data = self._file.read(wanted)
        buffer[:len(data)] = data
        self._place += len(data)
        return len(data)

    def write(self, data):
        self._file.seek(self.start + self._place)
        self._file.write(data)
        self._place += len(data)
        self.size = max(self.size, self._place)
        return len(data)

    def seek(self, offset, whence=os.SEEK_SET):
        place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}[whence]
        if place < 0:
            raise OSError('there is nothing before the beginning')
        self._place = place
        return place

    def tell(self):
        return self._place


def open_content(content):
    """A binary stream of a content: bytes, a path, or anything else with `open('rb')`."""
    return content.open('rb') if hasattr(content, 'open') else BytesIO(content)


def content_size(content):
    """The size of a content in bytes. OSError for a path that leads nowhere."""
    if not hasattr(content, 'open'):
        return len(content)
    return content.size if hasattr(content, 'size') else content.stat().st_size


def pieces_of(stream):
    """Pieces of a binary stream to its end."""
    return iter(lambda: stream.read(PIECE), b'')


__all__ = ['PIECE', 'FileContent', 'Memory', 'Spool', 'content_size', 'open_content', 'pieces_of']
