"""The command `./hanam verify`: judge one PDF without a server and a database, and say it in one JSON object.

`main(arguments, …)` writes the object and gives the exit status: 0 only for PASSED, 1 for every other verdict, 2 when
nothing was checked (wrong usage, no such file), with the sentence on standard error too. The file is read by a limited
child; this process ends by an alarm of its own whatever happens to it.
"""

import argparse
import json
import os
import signal
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from .anchors import read_folder
from .answer import answer_about, answer_without
from .child import Limits
from .errors import PadesError
from .sandbox import verify_in_child
from .trust import TrustMaterial
from .verdict import Status, judge
from .wire import OpenFile

__all__ = ['main']

ALTOGETHER = 44.0
# For judging, writing and the end of the child.
RESERVE = 3.0
VIETNAM_OFFSET = timedelta(hours=7)
USAGE = './hanam verify FILE.pdf [--anchors DIR] [--at MOMENT]; see ./hanam help verify'


class _WrongUsage(PadesError):
    """The arguments are wrong, or there is no file to check; `status` is what is said of the file."""

    def __init__(self, sentence: str, status: Status = Status.INDETERMINATE):
        super().__init__(sentence)
        self.status = status


class _TimeIsUp(BaseException):
    """The whole command has used up its time; like an interrupt it passes whoever deals with bad files."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        raise _WrongUsage(f'{message}; usage: {USAGE}')


def main(arguments: Sequence[str], *, stdout: BinaryIO, stderr, now: datetime, age: float = 0.0,
         limits: Limits | None = None, altogether: float = ALTOGETHER) -> int:
    """Run the command; `now` is aware, `age` the seconds it has taken already. Never raises for what it is given."""
    ends = time.monotonic() + altogether - age
    limits = limits or Limits(wall_seconds=max(1.0, altogether - age - RESERVE))
    try:
        with _alarm(ends):
            answer, status = _answer(arguments, now, limits)
    except _WrongUsage as error:
        answer, status = answer_without(str(error), error.status, now), 2
    except _TimeIsUp:
        answer, status = answer_without(f'not done within {altogether:g} seconds', Status.UNREADABLE, now), 1
    if 'error' in answer:
        print(f'hanam verify: {answer["error"]}', file=stderr)
    return _say(answer, stdout, status)


def _answer(arguments: Sequence[str], now: datetime, limits: Limits) -> tuple[dict, int]:
    options = _options(arguments)
    at = _moment(options.at) if options.at is not None else now
    trust = _trust(options.anchors)
    with _open(options.file) as file:
        try:
            report = verify_in_child(file, trust=trust, at=at, limits=limits)
        except OSError as error:
            raise _WrongUsage(f'{options.file!r} cannot be read: {error.strerror}', Status.UNREADABLE) from error
    judgement = judge(report)
    return answer_about(report, judgement), 0 if judgement.status is Status.PASSED else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """Asking for help checks nothing, so it is no success: a file may be called --help."""
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument('file', nargs='?')
    parser.add_argument('--anchors')
    parser.add_argument('--at')
    parser.add_argument('-h', '--help', action='store_true')
    options = parser.parse_args(list(arguments))
    if options.help:
        parser.error('help was asked for, nothing was checked')
    if options.file is None:
        parser.error('name a file')
    return options


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else (moment - VIETNAM_OFFSET).replace(tzinfo=UTC)
        _ = moment.astimezone(UTC)
        if not 1970 <= moment.year < 9000:
            raise ValueError
    except (ValueError, OverflowError) as error:
        raise _WrongUsage(f'--at {text!r} is no moment such as 2026-11-22T10:00:00+07:00') from error
    return moment


def _trust(folder: str | None) -> TrustMaterial:
    if folder is None:
        return TrustMaterial()
    try:
        return read_folder(folder)
    except PadesError as error:
        raise _WrongUsage(f'--anchors: {error}') from error


@contextmanager
def _open(path: str) -> Iterator[OpenFile]:
    """Open without waiting for anybody: what is no regular file may never give an end."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        why = getattr(error, 'strerror', None) or str(error)
        raise _WrongUsage(f'{path!r} cannot be opened: {why}', Status.UNREADABLE) from error
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise _WrongUsage(f'{path!r} is not a file', Status.UNREADABLE)
        yield OpenFile(descriptor, about.st_size)
    finally:
        os.close(descriptor)


@contextmanager
def _alarm(ends: float) -> Iterator[None]:
    def ring(_number, _frame):
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(0.001, ends - time.monotonic()))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _say(answer: dict, stdout: BinaryIO, status: int) -> int:
    """A reader that went away is no reason for a traceback, but nobody was told that it passed."""
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    try:
        stdout.write(text.encode('utf-8', 'replace') + b'\n')
        stdout.flush()
    except OSError:
        return status or 1
    return status


def _age() -> float:
    """Seconds since this process began: its start is counted in."""
    with open('/proc/self/stat', 'rb') as file:
        ticks = int(file.read().rpartition(b')')[2].split()[19])
    return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf('SC_CLK_TCK'))


if __name__ == '__main__':
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ended = main(sys.argv[1:], stdout=sys.stdout.buffer, stderr=sys.stderr,
                 now=datetime.fromtimestamp(time.clock_gettime(time.CLOCK_REALTIME), UTC), age=_age())
    os._exit(ended)
