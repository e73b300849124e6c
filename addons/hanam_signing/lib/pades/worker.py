"""The child process of `sandbox`: set limits, read a request from standard input, write one report.

Started as a module of this package, by path, with nothing of Odoo around it. Standard error is for the log.
"""

import json
import logging
import resource
import sys
from base64 import b64decode
from datetime import datetime

from .facts import to_json
from .intake import Caps
from .trust import TrustMaterial
from .verifying import verify

__all__ = ['main']


def main(source, target) -> None:
    """Answer one request; limits hold before the first foreign byte is looked at."""
    request = json.loads(source.readline())
    _limit(request['limits'])
    logging.disable(logging.CRITICAL)  # what pyHanko would say about strangers' files is in the facts
    trust = TrustMaterial(**{kind: tuple(map(b64decode, ders)) for kind, ders in request['trust'].items()})
    report = verify(source.read(), trust=trust, at=datetime.fromisoformat(request['at']),
                    caps=Caps(**request['caps']))
    target.write(to_json(report))


def _limit(limits: dict) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits['address_space'],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits['cpu_seconds'],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == '__main__':
    main(sys.stdin.buffer, sys.stdout)
