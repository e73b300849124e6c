from datetime import time, timedelta
from zoneinfo import ZoneInfo

from odoo import models


class ResourceCalendar(models.Model):
    """The working calendar of an agency, as the arithmetic of deadlines reads it."""

    _inherit = 'resource.calendar'

    def _worktime(self):
        """Return sessions per weekday and days off, as `lib.worktime.OfficeHours` takes them."""
        zone = ZoneInfo(self.tz or 'Asia/Ho_Chi_Minh')
        sessions = {}
        for line in self.attendance_ids.filtered(lambda line: line.day_period != 'lunch').sorted('hour_from'):
            session = (_clock(line.hour_from), _clock(line.hour_to))
            sessions.setdefault(int(line.dayofweek), []).append(session)
        return {
            'sessions': {day: tuple(spans) for day, spans in sessions.items()},
            'days_off': frozenset(day for leave in self.global_leave_ids for day in _days(leave, zone)),
            'extra_days': {},
            'timezone': zone,
        }


def _clock(hours):
    return time(int(hours), round(hours % 1 * 60))


def _days(leave, zone):
    """Yield the local days a public holiday covers."""
    day = leave.date_from.replace(tzinfo=ZoneInfo('UTC')).astimezone(zone).date()
    last = leave.date_to.replace(tzinfo=ZoneInfo('UTC')).astimezone(zone).date()
    while day <= last:
        yield day
        day += timedelta(days=1)
