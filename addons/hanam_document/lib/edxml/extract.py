"""The attached files of a packet put into a folder: nothing is overwritten, nothing lands outside."""

import os

from .archive import LONGEST_NAME, clean_name
from .contents import pieces_of

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def extract(attachments, folder):
    """Write the files into `folder`, which is made where there is none; return their names there, in order.

    A name that is taken gets a number: «letter (2).pdf». Raises OSError for a folder that cannot be written.
    """
    os.makedirs(folder, mode=0o700, exist_ok=True)
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return [_write(file, place) for file in attachments]
    finally:
        os.close(place)


def _write(file, place):
    name, descriptor = _new_file(clean_name(file.name), place)
    with open(descriptor, 'wb') as written, file.open() as content:
        for piece in pieces_of(content):
            written.write(piece)
    return name


def _new_file(name, place):
    """A name nobody has yet in the open folder `place`, and the descriptor of its file."""
    tried, number = name, 1
    while True:
        try:
            return tried, os.open(tried, _NEW, 0o600, dir_fd=place)
        except FileExistsError:
            number += 1
            tried = _numbered(name, f' ({number})')


def _numbered(name, number):
    stem, dot, suffix = name.rpartition('.')
    if not dot:
        stem, dot, suffix = name, '', ''
    room = LONGEST_NAME - len(f'{number}{dot}{suffix}'.encode())
    return stem.encode()[:room].decode(errors='ignore') + number + dot + suffix


__all__ = ['extract']
