"""One revision of a PDF as plain values: what `revisions` gives and a report carries along."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ['Revision']


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision: bytes from `start` to before `end`, and what it added or changed.

    `number` counts from 1. `field`, `signer_cn`, `signer_o`, `signed_at` (claimed by a signer, proven by a document
    time stamp) when it was
    signed, `covered` when that signature covers all bytes up to `end`; `filled`: names and values of text fields;
    `security_store`: revocation material (DSS). `objects` were written, `touched` says which of pages, content,
    annotations and catalog of today's file are among them. `error`: why there is no more.
    """

    number: int
    start: int
    end: int
    field: str = ''
    signer_cn: str = ''
    signer_o: str = ''
    signed_at: datetime | None = None
    is_timestamp: bool = False
    covered: bool = False
    filled: tuple[tuple[str, str], ...] = ()
    security_store: bool = False
    objects: int = 0
    touched: tuple[str, ...] = ()
    error: str = ''

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return self.end - self.start
