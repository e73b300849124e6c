"""Entries of lists as the axes give them: read what can be read, count the rest."""

from datetime import UTC, datetime

from .errors import Unreachable
from .unverified import MESSAGE_TYPES, VIETNAM
from .values import Agency, Item, Listing

LONGEST_NAME = 1000
LONGEST_CODE = 255
DAYS = ('%d-%m-%Y %H:%M:%S', '%d-%m-%Y')
MILLISECONDS = 100_000_000_000
KINDS = {name: kind for kind, name in MESSAGE_TYPES.items()}


def rows_of(rows, answer):
    """The entries of a list as they came; none where there is nothing, Unreachable where there is something else."""
    if rows is not None and not isinstance(rows, list):
        raise Unreachable('The list of the axis is no list.', receipt=answer.said, peer_time=answer.peer_time)
    return rows or []


def listing_of_items(rows, kind, peer_time=None):
    """Read packets that wait; an entry without a proper id is skipped and counted."""
    return _listing(rows, lambda row: _item(row, kind), peer_time)


def listing_of_agencies(rows, peer_time=None):
    """Read a directory; an entry without a code is skipped and counted."""
    return _listing(rows, _agency, peer_time)


def _listing(rows, read, peer_time):
    found, odd = [], []
    for row in rows:
        try:
            found.append(read(row))
        except ValueError as error:
            odd.append(str(error))
    return Listing(found, skipped=len(odd), oddities=odd, peer_time=peer_time)


def _item(row, kind):
    row = _row(row)
    return Item(
        reference=_code(row, 'docId'), kind=KINDS.get(_text(row, 'messageType').lower(), kind),
        sender=_text(row, 'from'), receiver=_text(row, 'to'), status=_text(row, 'status').lower(),
        created_at=read_moment(_text(row, 'created_time') or _text(row, 'createdTime')))


def _agency(row):
    row = _row(row)
    return Agency(code=_code(row, 'code'), name=_text(row, 'name'), reference=_text(row, 'id'),
                  parent=_text(row, 'pid') or _text(row, 'parentId'), mail=_text(row, 'mail'))


def _row(row):
    if not isinstance(row, dict):
        raise ValueError('an entry is no object')
    return row


def _code(row, name):
    text = _text(row, name)
    if not text or len(text) > LONGEST_CODE or not text.isprintable():
        raise ValueError(f'{name} is {text[:40]!r}')
    return text


def _text(row, name):
    """A value as text: a list gives its parts with commas; '' for anything else that is no text or number."""
    value = row.get(name)
    if isinstance(value, list):
        value = ','.join(part for part in value if isinstance(part, str))
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ''
    return str(value)[:LONGEST_NAME].strip()


def read_moment(text):
    """A moment (UTC) written in ISO 8601, with slashes, day first, or as milliseconds; None for anything else.

    Without a zone it is Vietnam time.
    """
    if text.isascii() and text.isdigit():
        return _counted(int(text))
    text = text.replace('/', '-')
    for read in (datetime.fromisoformat, *(lambda said, form=form: datetime.strptime(said, form) for form in DAYS)):
        try:
            moment = read(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _counted(number):
    try:
        return datetime.fromtimestamp(number / 1000 if number > MILLISECONDS else number, UTC)
    except (ValueError, OverflowError, OSError):
        return None


__all__ = ['listing_of_agencies', 'listing_of_items', 'read_moment', 'rows_of']
