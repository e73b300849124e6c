"""Read reports that were stored by earlier editions of this library.

`from_json` is for the process boundary, where both sides are of one edition. What was stored years ago may lack facts
that are found today: they take their defaults, and facts that are no longer known are left out.
"""

import json
from dataclasses import asdict, fields
from datetime import datetime

from .facts import (
    Condition,
    DocumentReport,
    Modification,
    SignatureFacts,
    from_json,
)
from .revision import Revision

__all__ = ['read_stored']

_PARTS = {'signatures': SignatureFacts, 'document_timestamps': SignatureFacts, 'history': Revision}


def read_stored(raw: dict) -> DocumentReport:
    """Give the report of a stored JSON object; ValueError, KeyError or TypeError if it is no report at all."""
    whole = _completed(DocumentReport, raw)
    for name, kind in _PARTS.items():
        whole[name] = [_completed(kind, part) for part in whole[name]]
    return from_json(json.dumps(whole, default=datetime.isoformat))


def _completed(kind, raw: dict) -> dict:
    known = {field.name for field in fields(kind)}
    return asdict(_EMPTY[kind]) | {name: value for name, value in raw.items() if name in known}


_EMPTY = {
    DocumentReport: DocumentReport(Condition.UNREADABLE, '', 0, datetime.min),
    SignatureFacts: SignatureFacts('', modification=Modification.UNKNOWN),
    Revision: Revision(0, 0, 0),
}
