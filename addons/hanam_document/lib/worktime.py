"""Working days and hours of one agency: when something is due.

What it is: `OfficeHours` is the agency's calendar as a value: sessions of each weekday, days off, days
worked in exchange. It answers with moments in the agency's own zone.

How to use it. The office below works Monday to Friday; 26 April 2026 (Giỗ Tổ) is a Sunday, so Monday 27
is off in lieu, and Saturday 9 May is worked in exchange for another day:

>>> from zoneinfo import ZoneInfo
>>> HANOI = ZoneInfo('Asia/Ho_Chi_Minh')
>>> day = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
>>> office = OfficeHours({weekday: day for weekday in range(5)}, frozenset({date(2026, 4, 27)}),
...                      {date(2026, 5, 9): day}, HANOI)
>>> signed = datetime(2026, 4, 24, 15, 0, tzinfo=HANOI)                    # a Friday
>>> office.end_of_morning(office.next_working_day(signed))
datetime.datetime(2026, 4, 28, 11, 30, tzinfo=zoneinfo.ZoneInfo(key='Asia/Ho_Chi_Minh'))
>>> print(office.issue_deadline(signed).due_at, office.issue_deadline(signed).latest_at)
2026-04-24 17:00:00+07:00 2026-04-28 11:30:00+07:00
>>> print(office.add_working_hours(signed, 4))                             # 2 on Friday, 2 on Tuesday
2026-04-28 09:30:00+07:00
>>> print(office.add_working_days(signed, 2))                              # Tuesday, Wednesday
2026-04-29 17:00:00+07:00
>>> office.working_hours_between(signed, datetime(2026, 4, 28, 9, 30, tzinfo=HANOI))
4.0
>>> office.is_working_day(date(2026, 5, 9)), office.is_working_day(date(2026, 4, 27))
(True, False)

How it works: each day is turned into its sessions and walked forward, at most `HORIZON` days. A day worked
in exchange wins over its weekday and over the days off. Hours are those of the wall clock, which in
Vietnam never jumps. Moments must be aware (ValueError), and a calendar without work raises NoWorkingTime.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

__all__ = ['IssueDeadline', 'NoWorkingTime', 'OfficeHours']

NOON = time(12)
LAST_SECOND = time(23, 59, 59)
ONE_DAY = timedelta(days=1)
HORIZON = 400  # days without any work after which the calendar is taken for empty: a year and a long Tết


class NoWorkingTime(Exception):
    """The calendar has no working time within `HORIZON` days after `day`."""

    def __init__(self, day):
        """Keep the day from which nothing was found."""
        super().__init__(f"no working time within {HORIZON} days after {day}")
        self.day = day


@dataclass(frozen=True, slots=True)
class IssueDeadline:
    """When a signed document must be out (Decision 44/2024, Art. 6.2).

    `due_at`: end of the office's day of signing. `latest_at`: morning of the next working day. Where the
    office was already closed at the moment of signing, both are the latter.
    """

    due_at: datetime
    latest_at: datetime


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The working time of one agency.

    `sessions`: weekday (Monday is 0) to ((from, to), …), local clock times in order, ending the day they
    start. `days_off`: holidays and days in lieu. `extra_days`: day to its sessions. `timezone`: a tzinfo.
    Raises ValueError for sessions that overlap, run backwards or lie on no weekday.
    """

    sessions: Mapping[int, tuple[tuple[time, time], ...]]
    days_off: frozenset[date]
    extra_days: Mapping[date, tuple[tuple[time, time], ...]]
    timezone: tzinfo

    def __post_init__(self):
        """Refuse a calendar that makes no sense."""
        if strange := set(self.sessions) - set(range(7)):
            raise ValueError(f"weekdays are 0 to 6, not {sorted(strange)}")
        for day, sessions in (*self.sessions.items(), *self.extra_days.items()):
            if not self._is_orderly(sessions):
                raise ValueError(f"sessions of {day} are not local times in order: {sessions}")

    @staticmethod
    def _is_orderly(sessions):
        is_local = not any(clock.tzinfo for session in sessions for clock in session)
        runs_forward = is_local and all(start < end for start, end in sessions)
        return runs_forward and all(before[1] <= after[0] for before, after in pairwise(sessions))

    def is_working_day(self, day):
        """Whether the office works on this day (a date, or the local day of an aware moment)."""
        return bool(self._sessions_on(self._local_day(day)))

    def next_working_day(self, day):
        """Return the first working date after this day (a date or an aware moment), never the day itself."""
        start = self._local_day(day)
        for count in range(1, HORIZON + 1):
            if self._sessions_on(start + count * ONE_DAY):
                return start + count * ONE_DAY
        raise NoWorkingTime(start)

    def end_of_morning(self, day):
        """Return when the morning of this day is over (Art. 6.2: "the morning of the next working day").

        That is the end of the last session that begins before noon, never after 12:00; 12:00 where no
        session begins before noon.
        """
        date_ = self._local_day(day)
        ends = [end for start, end in self._sessions_on(date_) if start < NOON]
        return self._at(date_, min(ends[-1], NOON) if ends else NOON)

    def end_of_day(self, day):
        """Return the end of the last session; on a day off, where only the date counts, 23:59:59."""
        date_ = self._local_day(day)
        sessions = self._sessions_on(date_)
        return self._at(date_, sessions[-1][1] if sessions else LAST_SECOND)

    def add_working_hours(self, moment, hours):
        """Return the moment when so many working hours have passed; 0 hours give the moment itself.

        `hours`: any real number from 0 (ValueError below). Hours that end with a session end there, not at
        the start of the next one.
        """
        left = timedelta(hours=float(hours))
        if left < timedelta(0):
            raise ValueError(f"hours to add are 0 or more, not {hours}")
        now = self._local(moment)
        while left:
            for start, end in self._intervals(now.date()):
                start = max(start, now)
                if left <= end - start:
                    return start + left
                left -= max(end - start, timedelta(0))
            now = self._at(self.next_working_day(now), time())
        return now

    def add_working_days(self, moment, days):
        """Return the end of the office's day, so many working days later; 0 is the end of this day.

        The day of `moment` does not count (Civil Code 2015, Art. 147.2), the last one runs to its end
        (Art. 148.1). `days`: a whole number from 0 (ValueError below).
        """
        if days < 0:
            raise ValueError(f"days to add are 0 or more, not {days}")
        day = self._local_day(moment)
        for _count in range(days):
            day = self.next_working_day(day)
        return self.end_of_day(day)

    def issue_deadline(self, signed_at):
        """Return the `IssueDeadline` of a document signed at this aware moment (Decision 44/2024, Art. 6.2)."""
        signed = self._local(signed_at)
        latest = self.end_of_morning(self.next_working_day(signed))
        open_until = self.end_of_day(signed)
        is_open = self.is_working_day(signed) and signed < open_until
        return IssueDeadline(due_at=open_until if is_open else latest, latest_at=latest)

    def working_hours_between(self, start, end):
        """Return the working hours from one aware moment to another; below 0 where `end` comes first."""
        first, last = self._local(start), self._local(end)
        if last < first:
            return -self.working_hours_between(last, first)
        total, day = timedelta(0), first.date()
        while day <= last.date():
            for opens, closes in self._intervals(day):
                total += max(min(closes, last) - max(opens, first), timedelta(0))
            day += ONE_DAY
        return total / timedelta(hours=1)

    def _sessions_on(self, day):
        if day in self.extra_days:
            return self.extra_days[day]
        return () if day in self.days_off else self.sessions.get(day.weekday(), ())

    def _intervals(self, day):
        return [(self._at(day, start), self._at(day, end)) for start, end in self._sessions_on(day)]

    def _at(self, day, clock):
        return datetime.combine(day, clock, tzinfo=self.timezone)

    def _local(self, moment):
        if not isinstance(moment, datetime) or moment.utcoffset() is None:
            raise ValueError(f"an aware moment is needed, not {moment!r}")
        return moment.astimezone(self.timezone)

    def _local_day(self, day):
        return self._local(day).date() if isinstance(day, datetime) else day
