"""One checking child as its owner sees it: start it, ask it, end it. For one thread at a time.

`Child(limits).ask(…)` gives the answer's bytes, or raises ChildFailed saying how the child died, hung or babbled. A
child that failed is of no use any more.
"""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import ChildFailed
from .wire import Source, receive_by, send_by

__all__ = ['DEFAULT_LIMITS', 'Child', 'Limits']

LIBRARY = Path(__file__).resolve().parents[1]
PACKAGE = Path(__file__).resolve().parent.name


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: bytes of address space at all; for each file CPU seconds and seconds on the wall clock."""

    address_space: int = 1024 ** 3
    cpu_seconds: int = 30
    wall_seconds: float = 45


DEFAULT_LIMITS = Limits()


class Child:
    """A process that sees this library, its end of a socket, and nothing else of ours; -P keeps `/` off its path."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS, idle_seconds: float = 60):
        self.limits, self.files, self.material = limits, 0, ''
        self._channel, theirs = socket.socketpair()
        command = [sys.executable, '-P', '-m', f'{PACKAGE}.worker', str(theirs.fileno()), str(idle_seconds),
                   json.dumps(asdict(limits))]
        with theirs:
            self._process = subprocess.Popen(
                command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, cwd='/', start_new_session=True,
                env={'PYTHONPATH': str(LIBRARY), 'PYTHONDONTWRITEBYTECODE': '1'})

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """How the process ended: 0 when it had no work for long, None while it lives."""
        return self._process.poll()

    def ask(self, request: bytes, source: Source) -> bytes:
        """Have one file checked; ChildFailed if no answer comes within the limits."""
        deadline = time.monotonic() + self.limits.wall_seconds
        self.files += 1
        try:
            answer = self._exchange(deadline, request, source)
        except TimeoutError as error:
            raise ChildFailed(f'not done within {self.limits.wall_seconds} s') from error
        if not answer:
            raise ChildFailed(f'ended with {self._how_it_ended(deadline)}')
        if answer.startswith(b'{"failed"'):
            raise ChildFailed(f'ended with {_words(answer)}')
        return answer

    def _exchange(self, deadline: float, request: bytes, source: Source) -> bytes:
        """A child that ends while it is being told leaves its last words in the socket."""
        with suppress(ConnectionError):
            send_by(deadline, self._channel, request, source)
        try:
            return receive_by(deadline, self._channel)
        except ConnectionError:
            return b''

    def _how_it_ended(self, deadline: float) -> str:
        try:
            status = self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return 'a closed socket'
        return signal.Signals(-status).name if status < 0 else f'status {status}'

    def forget(self) -> None:
        """Let go of our end of the socket without a word to the process: in a fork, it belongs to the parent."""
        self._channel.close()

    def end(self) -> None:
        """Kill the process, whatever it does, and wait for it."""
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> 'Child':
        return self

    def __exit__(self, *_problem) -> None:
        self.end()


def _words(answer: bytes) -> str:
    try:
        return str(json.loads(answer)['failed'])[:300]
    except (ValueError, KeyError, TypeError):
        return 'no words'
