"""Verify a foreign PDF in a process of its own with limits, because a PDF reader is not to be trusted with it.

In: as `verify`, or an `OpenFile`, whose bytes this process never holds. Out: a report, always; a child that dies, hangs
or talks nonsense gives an unreadable one that says how. `pool` does the same with children that stay.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from .child import DEFAULT_LIMITS, Child, Limits
from .errors import ChildFailed
from .facts import DocumentReport, from_json, unreadable
from .intake import DEFAULT_CAPS, Caps
from .trust import TrustMaterial, load_certificates, load_crls
from .wire import Source, digest_of, size_of

__all__ = ['Limits', 'Question', 'guarded', 'verify_in_child']

PROCESS = 'process'


@dataclass(frozen=True, slots=True)
class Question:
    """What a child is asked about one file. `trust` is JSON, `material` its digest: sent only where it is news."""

    source: Source
    trust: str
    material: str
    at: datetime
    caps: Caps

    def put_to(self, child: Child) -> bytes:
        """Ask; ChildFailed when no answer comes."""
        trust = self.trust if child.material != self.material else 'null'
        rest = json.dumps({'at': self.at.isoformat(), 'caps': asdict(self.caps), 'size': size_of(self.source)})
        answer = child.ask(f'{{"trust": {trust}, {rest[1:]}'.encode(), self.source)
        child.material = self.material
        return answer


def verify_in_child(pdf: Source, *, trust: TrustMaterial, at: datetime, caps: Caps = DEFAULT_CAPS,
                    limits: Limits = DEFAULT_LIMITS) -> DocumentReport:
    """Report on a foreign file as `verify` does; MaterialBroken if our own material is no DER."""
    def ask(question: Question) -> bytes:
        with Child(limits) as child:
            return question.put_to(child)

    return guarded(pdf, trust, at, caps, ask)


def guarded(pdf: Source, trust: TrustMaterial, at: datetime, caps: Caps,
            ask: Callable[[Question], bytes]) -> DocumentReport:
    """Have `ask` put the question to a child and make a report of whatever comes back."""
    if at.tzinfo is None:
        raise ValueError('at must be aware of its zone')
    material = _material(trust)
    size = size_of(pdf)
    if size > caps.max_bytes:
        digest = digest_of(pdf) if isinstance(pdf, bytes) else ''
        return unreadable(digest, size, at, f'{size} bytes are over the limit of {caps.max_bytes}', 'bytes')
    digest = ''
    try:
        digest = digest_of(pdf)
        report = _read(ask(Question(pdf, *material, at, caps)))
    except ChildFailed as error:
        return unreadable(digest, size, at, error.reason, over_limit=PROCESS)
    if report.sha256 != digest:
        return unreadable(digest, size, at, 'the report is about another file', over_limit=PROCESS)
    return report


@lru_cache(maxsize=4)
def _material(trust: TrustMaterial) -> tuple[str, str]:
    """Give our own material as JSON with its digest; read here once, so that a fault of ours is not the file's."""
    for certificates in (trust.roots, trust.tsa_roots, trust.intermediates):
        load_certificates(certificates)
    load_crls(trust.crls)
    text = json.dumps({kind: [b64encode(der).decode() for der in ders] for kind, ders in asdict(trust).items()})
    return text, sha256(text.encode()).hexdigest()


def _read(answer: bytes) -> DocumentReport:
    try:
        return from_json(answer.decode())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ChildFailed(f'no report came back: {error}') from error
