"""Take away from this process what reading a foreign file does not need: memory, time, files to write, the network.

Called by the checking child before the first foreign byte; nothing here is given back. Limits that are lower already
stay. A network namespace of its own needs a right that a server may not have; without it Python's sockets are closed
all the same.
"""

import ctypes
import errno
import resource
import signal
import socket

__all__ = ['close_network', 'give_time', 'limit_memory']

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_NO_NEW_PRIVS = 38
WALL_MARGIN = 1.0


def limit_memory(address_space: int) -> None:
    """Allow so many bytes of address space, no core and no file to be written."""
    for kind, wanted in ((resource.RLIMIT_AS, address_space), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard),) * 2)


def give_time(cpu_seconds: int, wall_seconds: float) -> None:
    """Allow so much processor time from now on, and end on the wall clock even if nobody waits any more."""
    for number in (signal.SIGXCPU, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds + WALL_MARGIN if wall_seconds else 0)


def close_network() -> None:
    """Leave the network for good; sockets that are open already stay."""
    kernel = ctypes.CDLL(None)
    kernel.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if kernel.unshare(CLONE_NEWNET):
        kernel.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    socket.socket = _NoNetwork


class _NoNetwork(socket.socket):
    """A socket that exists may be wrapped (an event loop wakes itself by one), a new one is refused."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            raise OSError(errno.EACCES, 'no network here')
        super().__init__(family, type, proto, fileno)
