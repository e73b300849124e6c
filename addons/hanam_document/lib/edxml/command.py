"""The command `./hanam packet`: say what a packet says, in one JSON object, without a server and a database.

`main(arguments, …)` writes the object and gives the exit status: 0 for a packet that was read; 2 for one that was
refused, with the name of the refusal and its sentence on standard error; 64 for wrong usage or no such file; 74 where
the answer or the files could not be written.
"""

import argparse
import json
import os
import signal
import stat
import sys
from contextlib import contextmanager
from hashlib import sha256
from tempfile import TemporaryFile

from .decode import decode
from .errors import PacketError
from .extract import extract
from .spoken import spoken

__all__ = ['main']

USAGE = './hanam packet FILE.edxml [--extract DIR]; FILE - is standard input; see ./hanam help packet'
REFUSED, WRONG_USAGE, NOT_WRITTEN = 2, 64, 74


class _WrongUsage(Exception):
    """The arguments are wrong, or there is no file to read."""


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise _WrongUsage(f'{message}; usage: {USAGE}')


def main(arguments, *, stdin, stdout, stderr):
    """Run the command. `stdin` and `stdout` are binary streams. Never raises for what it is given."""
    try:
        options = _options(arguments)
        with _open(options.file, stdin) as file:
            status, answer = _answer(file, options.extract)
    except _WrongUsage as error:
        status, answer = WRONG_USAGE, str(error)
    if status:
        print(f'hanam packet: {answer}' if status != REFUSED else answer, file=stderr)
        return status
    return _say(answer, stdout)


def _answer(file, folder):
    """The exit status, and the object or what is wrong."""
    counted = _Counted(file)
    with TemporaryFile() as spool:
        try:
            packet = decode(counted, spool=spool)
            answer = {'file': {'sha256': counted.digest.hexdigest(), 'size': counted.size}, **spoken(packet)}
            if folder is not None:
                names = extract(getattr(packet, 'attachments', ()), folder)
                for about, name in zip(answer.get('attachments', ()), names, strict=True):
                    about['extracted_as'] = name
        except PacketError as refusal:
            return REFUSED, f'{type(refusal).__name__}: {refusal}'
        except OSError as error:
            return NOT_WRITTEN, f'could not be done: {error}'
    return 0, answer


class _Counted:
    """A stream that remembers what went through it: how much, and its SHA-256."""

    def __init__(self, file):
        self.size, self.digest = 0, sha256()
        self._file = file

    def read(self, size):
        data = self._file.read(size)
        self.size += len(data)
        self.digest.update(data)
        return data


def _options(arguments):
    """Asking for help reads nothing, so it is no success: a file may be called --help."""
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument('file', nargs='?')
    parser.add_argument('--extract', metavar='DIR')
    parser.add_argument('-h', '--help', action='store_true')
    options = parser.parse_args(list(arguments))
    if options.help:
        parser.error('help was asked for, nothing was read')
    if options.file is None:
        parser.error('name a file')
    return options


@contextmanager
def _open(path, stdin):
    """Open without waiting for anybody: what is no regular file may never give an end."""
    if path == '-':
        yield stdin
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise _WrongUsage(f'{path!r} cannot be opened: {getattr(error, "strerror", None) or error}') from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _WrongUsage(f'{path!r} is not a file')
    with open(descriptor, 'rb') as file:
        yield file


def _say(answer, stdout):
    """A reader that went away is no reason for a traceback, but nobody was told."""
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    try:
        stdout.write(text.encode('utf-8', 'replace') + b'\n')
        stdout.flush()
    except OSError:
        return NOT_WRITTEN
    return 0


if __name__ == '__main__':
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ended = main(sys.argv[1:], stdin=sys.stdin.buffer, stdout=sys.stdout.buffer, stderr=sys.stderr)
    os._exit(ended)
