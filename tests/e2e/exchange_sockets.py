"""Which process holds the other end of a connection to PostgreSQL: the kernel knows both ends of a local socket.

A forked worker of Odoo names its connections after the master, so the name does not tell. `holder(backend, processes)`
returns the one of `processes` that speaks with this process of PostgreSQL, or None when that one is dead.
"""

import os
import socket
import struct
from contextlib import suppress
from pathlib import Path

NETLINK_SOCK_DIAG, BY_FAMILY, DUMP, DONE, ERROR = 4, 20, 0x301, 3, 2
EVERY_STATE, SHOW_PEER, PEER = 0xFFFFFFFF, 4, 2
HEADER, SAID, ATTRIBUTE = struct.Struct("=IHHII"), struct.Struct("=BBBBIII"), struct.Struct("=HH")


def holder(backend: int, processes: list[int]) -> int | None:
    """Return the process at the other end of what `backend` serves."""
    ends = _ends()
    far = {ends[inode] for inode in _sockets(backend) if inode in ends}
    return next((process for process in processes if far & _sockets(process)), None)


def _sockets(process: int) -> set[int]:
    """Return the inodes of the sockets a process has open; none of a process that has ended."""
    found = set()
    with suppress(OSError):
        for link in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):
                shown = os.readlink(link)
                if shown.startswith("socket:["):
                    found.add(int(shown[8:-1]))
    return found


def _ends() -> dict[int, int]:
    """Return {inode of one end: inode of the other} of every connected local socket (sock_diag(7))."""
    question = struct.pack("=BBHIIIII", socket.AF_UNIX, 0, 0, EVERY_STATE, 0, SHOW_PEER, 0xFFFFFFFF, 0xFFFFFFFF)
    ends: dict[int, int] = {}
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG) as kernel:
        kernel.bind((0, 0))
        kernel.send(HEADER.pack(HEADER.size + len(question), BY_FAMILY, DUMP, 1, 0) + question)
        while _read(kernel.recv(1 << 18), ends):
            pass
    return ends


def _read(data: bytes, ends: dict[int, int]) -> bool:
    """Add what one answer of the kernel says; return whether there is more."""
    while data:
        length, kind, *_rest = HEADER.unpack_from(data)
        if kind == DONE:
            return False
        if kind == ERROR:
            raise OSError("the kernel does not list local sockets")
        inode = SAID.unpack_from(data, HEADER.size)[4]
        ends.update((inode, peer) for peer in _peers(data[HEADER.size + SAID.size:length]))
        data = data[(length + 3) & ~3:]
    return True


def _peers(attributes: bytes):
    """Yield the inode of the other end, where the attributes of a socket name one."""
    while len(attributes) >= ATTRIBUTE.size:
        length, kind = ATTRIBUTE.unpack_from(attributes)
        if kind == PEER:
            yield struct.unpack_from("=I", attributes, ATTRIBUTE.size)[0]
        attributes = attributes[(length + 3) & ~3:]
