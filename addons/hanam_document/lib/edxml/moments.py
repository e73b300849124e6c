"""Dates and moments of the packet: written one way, read in the three ways met (Decision 44/2024, Art. 7.3).

>>> read_moment('2024/09/10 15:42:07') == read_moment('2024-09-10T08:42:07Z') == read_moment('10/09/2024 15:42:07')
True
>>> str(read_day('2024/09/10')), read_day('2014/02/30'), read_day('soon')
('2024-09-10', None, None)
>>> write_moment(read_moment('2024-09-09T20:00:00.5Z'))
'2024/09/10 03:00:00'
"""

import re
from datetime import UTC, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))

_MOMENT = re.compile(r'''
    (?: (?P<year>[0-9]{4}) [/-] (?P<month>[0-9]{1,2}) [/-] (?P<day>[0-9]{1,2})
      | (?P<day2>[0-9]{1,2}) [/-] (?P<month2>[0-9]{1,2}) [/-] (?P<year2>[0-9]{4}) )
    (?: [T ]\s* (?P<hour>[0-9]{1,2}) : (?P<minute>[0-9]{2}) (?: : (?P<second>[0-9]{2}) (?: [.,][0-9]+ )? )?
        \s* (?P<zone> Z | [+-][0-9]{2}:?[0-9]{2} )? )?
    ''', re.VERBOSE)


def read_moment(text):
    """The moment a text names, in Vietnam time to the second, or None. Without a zone it is Vietnam time."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    part = found.groupdict()
    day = [int(part[name] or part[name + '2']) for name in ('year', 'month', 'day')]
    time = [int(part[name] or 0) for name in ('hour', 'minute', 'second')]
    try:
        return datetime(*day, *time, tzinfo=_zone(part['zone'])).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return None


def read_day(text):
    """The day a text names, in Vietnam, or None."""
    moment = read_moment(text)
    return moment.date() if moment else None


def write_day(day):
    """A date as `yyyy/MM/dd`."""
    return f'{day.year:04d}/{day.month:02d}/{day.day:02d}'


def write_moment(moment):
    """An aware datetime as `yyyy/MM/dd HH:mm:ss` in Vietnam time. ValueError for one without a zone."""
    return f'{write_day(at_wire(moment))} {at_wire(moment):%H:%M:%S}'


def at_wire(moment):
    """A moment as the packet can say it: Vietnam time, whole seconds. ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError('A moment of a packet needs a time zone.')
    return moment.astimezone(VIETNAM).replace(microsecond=0)


def _zone(text):
    if not text:
        return VIETNAM
    if text == 'Z':
        return UTC
    sign = -1 if text[0] == '-' else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


__all__ = ['VIETNAM', 'at_wire', 'read_day', 'read_moment', 'write_day', 'write_moment']
