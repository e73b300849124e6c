"""Verify a foreign PDF in a process of its own with limits, because a PDF reader is not to be trusted with it.

In: as `verify`. Out: a report, always; a child that dies, hangs or talks nonsense gives an unreadable one that says
how. The request is one line of JSON (material, moment, caps), then the PDF as it is; the answer is one JSON object.
"""

import json
import subprocess
import sys
from base64 import b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from .errors import ChildFailed
from .facts import DocumentReport, from_json, unreadable
from .intake import DEFAULT_CAPS, Caps
from .trust import TrustMaterial, load_certificates, load_crls

__all__ = ['Limits', 'verify_in_child']

LIBRARY = Path(__file__).resolve().parents[1]
PACKAGE = Path(__file__).resolve().parent.name
PROCESS = 'process'


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use: address space in bytes, CPU seconds, seconds on the wall clock."""

    address_space: int = 1024 ** 3
    cpu_seconds: int = 30
    wall_seconds: float = 45


DEFAULT_LIMITS = Limits()


def verify_in_child(pdf: bytes, *, trust: TrustMaterial, at: datetime, caps: Caps = DEFAULT_CAPS,
                    limits: Limits = DEFAULT_LIMITS) -> DocumentReport:
    """Report on a foreign file as `verify` does; MaterialBroken if our own material is no DER."""
    if at.tzinfo is None:
        raise ValueError('at must be aware of its zone')
    for certificates in (trust.roots, trust.tsa_roots, trust.intermediates):
        load_certificates(certificates)
    load_crls(trust.crls)
    digest, size = sha256(pdf).hexdigest(), len(pdf)
    if size > caps.max_bytes:
        return unreadable(digest, size, at, f'{size} bytes are over the limit of {caps.max_bytes}', 'bytes')
    try:
        report = _read(_run(_request(trust, at, caps, limits) + pdf, limits))
    except ChildFailed as error:
        return unreadable(digest, size, at, error.reason, over_limit=PROCESS)
    if report.sha256 != digest:
        return unreadable(digest, size, at, 'the report is about another file', over_limit=PROCESS)
    return report


def _request(trust: TrustMaterial, at: datetime, caps: Caps, limits: Limits) -> bytes:
    material = {kind: [b64encode(der).decode() for der in ders] for kind, ders in asdict(trust).items()}
    request = {'trust': material, 'at': at.isoformat(), 'caps': asdict(caps), 'limits': asdict(limits)}
    return json.dumps(request).encode() + b'\n'


def _run(request: bytes, limits: Limits) -> bytes:
    """The child sees only this library, no environment of ours; -P keeps the working directory off its path."""
    command = [sys.executable, '-P', '-m', f'{PACKAGE}.worker']
    try:
        done = subprocess.run(command, input=request, capture_output=True, timeout=limits.wall_seconds, check=False,
                              cwd='/', env={'PYTHONPATH': str(LIBRARY), 'PYTHONDONTWRITEBYTECODE': '1'})
    except subprocess.TimeoutExpired as error:
        raise ChildFailed(f'not done within {limits.wall_seconds} s') from error
    if done.returncode:
        tail = done.stderr.decode('utf-8', 'replace').strip().splitlines()[-1:]
        raise ChildFailed(f'ended with {done.returncode}: {" ".join(tail)[:300]}')
    return done.stdout


def _read(answer: bytes) -> DocumentReport:
    try:
        return from_json(answer.decode())
    except (ValueError, KeyError, TypeError) as error:
        raise ChildFailed(f'no report came back: {error}') from error
