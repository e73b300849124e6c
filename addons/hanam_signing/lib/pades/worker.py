"""The child process of `sandbox` and `pool`: give up all it does not need, then answer one file after the other.

Started as a module of this package, by path, with nothing of Odoo around it: the socket's descriptor, the seconds it
may wait for work, and its limits in JSON are its arguments. It ends by itself, with status 0, when it has had no work
for so long or nobody is there any more to ask.
"""

import gc
import json
import logging
import select
import socket
import sys
from base64 import b64decode
from datetime import datetime
from functools import partial

from .facts import to_json
from .intake import Caps
from .isolation import close_network, give_time, limit_memory
from .trust import TrustMaterial, parsed
from .verifying import verify
from .wire import receive, send

__all__ = ['main']


def main(descriptor: str, idle_seconds: str, limits: str) -> None:
    """Serve until the other side ends; limits hold before the first foreign byte is looked at."""
    channel, limits = socket.socket(fileno=int(descriptor)), json.loads(limits)
    sys.excepthook = partial(_last_words, channel)
    close_network()
    limit_memory(limits['address_space'])
    logging.disable(logging.CRITICAL)  # what pyHanko would say about strangers' files is in the facts
    gc.freeze()  # what was imported stays: looking through it again and again is a tenth of a check
    _serve(channel, float(idle_seconds), (limits['cpu_seconds'], limits['wall_seconds']))


def _serve(channel, idle_seconds: float, seconds: tuple[int, float]) -> None:
    """Between two files nothing of the stream is buffered, so the socket itself tells whether there is work."""
    stream, trust = channel.makefile('rb'), TrustMaterial()
    while select.select([channel], [], [], idle_seconds)[0]:
        give_time(*seconds)
        head = receive(stream)
        if not head:
            return
        request = json.loads(head)
        if request['trust'] is not None:
            ders = {kind: tuple(map(b64decode, texts)) for kind, texts in request['trust'].items()}
            trust = parsed(TrustMaterial(**ders))
        send(channel, _answer(stream, request, trust))
        give_time(seconds[0], 0)


def _answer(stream, request: dict, trust: TrustMaterial) -> bytes:
    report = verify(stream.read(request['size']), trust=trust, at=datetime.fromisoformat(request['at']),
                    caps=Caps(**request['caps']))
    return to_json(report).encode()


def _last_words(channel, error_type, error, _traceback) -> None:
    """Say why this process ends; there may be no memory left to say much."""
    send(channel, json.dumps({'failed': f'{error_type.__name__}: {error}'[:300]}).encode())


if __name__ == '__main__':
    main(*sys.argv[1:])
