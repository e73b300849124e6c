"""When something is due, on an agency's calendar."""

import doctest
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import worktime
from hypothesis import given
from hypothesis import strategies as st
from worktime import NoWorkingTime, OfficeHours

HANOI = ZoneInfo('Asia/Ho_Chi_Minh')
DAY = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
# Tết Bính Ngọ: 16 to 20 February 2026 off; Saturday 24 January worked for another day
TET = frozenset(date(2026, 2, day) for day in range(16, 21))
OFFICE = OfficeHours(dict.fromkeys(range(5), DAY), TET | {date(2026, 1, 1), date(2026, 4, 27)},
                     {date(2026, 1, 24): DAY}, HANOI)
NEVER = OfficeHours({}, frozenset(), {}, HANOI)


def at(*numbers):
    """Return a moment in Hà Nam."""
    return datetime(*numbers, tzinfo=HANOI)


def test_the_docstrings_are_true():
    """The examples in the module are its specification."""
    outcome = doctest.testmod(worktime)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(('day', 'expected'), [
    (date(2026, 1, 23), date(2026, 1, 24)),     # the swapped Saturday
    (date(2026, 1, 24), date(2026, 1, 26)),
    (date(2025, 12, 31), date(2026, 1, 2)),     # over the new year
    (date(2026, 2, 13), date(2026, 2, 23)),     # over Tết and both its weekends
    (at(2026, 4, 24, 15, 0), date(2026, 4, 28)),
])
def test_the_next_working_day(day, expected):
    """Art. 6.2 counts working days: weekends and holidays do not count, swapped days do."""
    assert OFFICE.next_working_day(day) == expected
    assert OFFICE.is_working_day(expected)


def test_the_local_day_counts_not_that_of_the_server():
    """20:00 UTC on Sunday is Monday morning here (Decision 44/2024, Art. 7.3)."""
    sunday_evening_utc = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    assert OFFICE.is_working_day(sunday_evening_utc)
    assert OFFICE.next_working_day(sunday_evening_utc) == date(2026, 3, 3)
    assert OFFICE.end_of_day(sunday_evening_utc) == at(2026, 3, 2, 17, 0)


@pytest.mark.parametrize(('sessions', 'end'), [
    (DAY, time(11, 30)),
    (((time(8), time(16)),), time(12)),
    (((time(7), time(9)), (time(9, 15), time(11)), (time(13), time(17))), time(11)),
    (((time(13), time(17)),), time(12)),
    (((time(12), time(17)),), time(12)),
    ((), time(12)),
])
def test_the_morning_ends_with_its_session_and_never_after_noon(sessions, end):
    """Art. 6.2 names no clock time: the agency's calendar does, and noon is the limit."""
    office = OfficeHours({0: sessions}, frozenset(), {}, HANOI)
    assert office.end_of_morning(date(2026, 3, 2)) == datetime.combine(date(2026, 3, 2), end, HANOI)


@pytest.mark.parametrize(('signed', 'due', 'latest'), [
    (at(2026, 3, 2, 9, 0), at(2026, 3, 2, 17, 0), at(2026, 3, 3, 11, 30)),
    (at(2026, 3, 2, 17, 0), at(2026, 3, 3, 11, 30), at(2026, 3, 3, 11, 30)),      # the office has just closed
    (at(2026, 3, 7, 10, 0), at(2026, 3, 9, 11, 30), at(2026, 3, 9, 11, 30)),      # signed on a Saturday
    (at(2026, 2, 13, 16, 59), at(2026, 2, 13, 17, 0), at(2026, 2, 23, 11, 30)),   # the eve of Tết
    (datetime(2026, 3, 2, 1, 0, tzinfo=UTC), at(2026, 3, 2, 17, 0), at(2026, 3, 3, 11, 30)),
])
def test_a_signed_document_leaves_the_same_day_or_the_next_working_morning(signed, due, latest):
    """Decision 44/2024, Art. 6.2."""
    deadline = OFFICE.issue_deadline(signed)
    assert (deadline.due_at, deadline.latest_at) == (due, latest)


@pytest.mark.parametrize(('moment', 'hours', 'expected'), [
    (at(2026, 3, 2, 10, 30), 1, at(2026, 3, 2, 11, 30)),       # ends with the session, not after lunch
    (at(2026, 3, 2, 10, 30), 1.5, at(2026, 3, 2, 14, 0)),
    (at(2026, 3, 2, 12, 15), 1, at(2026, 3, 2, 14, 30)),       # asked during lunch
    (at(2026, 3, 6, 16, 0), 2, at(2026, 3, 9, 8, 30)),         # over a weekend
    (at(2026, 3, 7, 3, 0), 7.5, at(2026, 3, 9, 17, 0)),
    (at(2026, 2, 13, 17, 0), 0.5, at(2026, 2, 23, 8, 0)),
    (at(2026, 3, 7, 3, 0), 0, at(2026, 3, 7, 3, 0)),
])
def test_hours_are_counted_in_office_time(moment, hours, expected):
    """Decree 30/2020, Art. 24.2: deadlines follow the agency's working rules."""
    assert OFFICE.add_working_hours(moment, hours) == expected


@pytest.mark.parametrize(('moment', 'days', 'expected'), [
    (at(2026, 3, 2, 9, 0), 0, at(2026, 3, 2, 17, 0)),
    (at(2026, 3, 2, 9, 0), 5, at(2026, 3, 9, 17, 0)),
    (at(2026, 2, 13, 9, 0), 1, at(2026, 2, 23, 17, 0)),
    (at(2026, 1, 22, 9, 0), 2, at(2026, 1, 24, 17, 0)),
    (at(2026, 3, 7, 9, 0), 0, at(2026, 3, 7, 23, 59, 59)),     # a day off: only the date counts
])
def test_days_are_counted_from_the_next_working_day(moment, days, expected):
    """Civil Code 2015, Art. 147.2 and 148.1."""
    assert OFFICE.add_working_days(moment, days) == expected


def test_time_between_is_office_time_and_has_a_sign():
    """A deadline that has passed is so many working hours late."""
    signed, now = at(2026, 4, 24, 15, 0), at(2026, 4, 28, 9, 30)
    assert OFFICE.working_hours_between(signed, now) == 4.0
    assert OFFICE.working_hours_between(now, signed) == -4.0
    assert OFFICE.working_hours_between(at(2026, 3, 7, 8, 0), at(2026, 3, 8, 20, 0)) == 0.0


@given(minutes=st.integers(0, 60 * 24 * 90), hours=st.integers(1, 400).map(lambda quarters: quarters / 4))
def test_what_was_added_lies_between(minutes, hours):
    """Adding hours and counting them are one calendar, seen from two sides."""
    start = at(2026, 1, 1) + timedelta(minutes=minutes)
    end = OFFICE.add_working_hours(start, hours)
    assert end > start
    assert OFFICE.working_hours_between(start, end) == pytest.approx(hours)


@pytest.mark.parametrize('ask', [
    lambda office, moment: office.is_working_day(moment),
    lambda office, moment: office.next_working_day(moment),
    lambda office, moment: office.end_of_day(moment),
    lambda office, moment: office.add_working_hours(moment, 1),
    lambda office, moment: office.add_working_days(moment, 1),
    lambda office, moment: office.issue_deadline(moment),
    lambda office, moment: office.working_hours_between(moment, moment),
])
def test_a_moment_without_zone_is_refused(ask):
    """What the server calls nine o'clock is not what the office does."""
    with pytest.raises(ValueError, match='aware'):
        ask(OFFICE, datetime(2026, 3, 2, 9, 0))


def test_an_empty_calendar_says_so():
    """An agency whose calendar was never filled in gets an answer, not an endless search."""
    with pytest.raises(NoWorkingTime, match='no working time') as refusal:
        NEVER.next_working_day(at(2026, 3, 2, 9, 0))
    assert refusal.value.day == date(2026, 3, 2)
    with pytest.raises(NoWorkingTime):
        NEVER.add_working_hours(at(2026, 3, 2, 9, 0), 1)


@pytest.mark.parametrize(('sessions', 'extra'), [
    ({7: DAY}, {}),
    ({0: ((time(11), time(8)),)}, {}),
    ({0: ((time(8), time(8)),)}, {}),
    ({0: ((time(8), time(12)), (time(11), time(17)))}, {}),
    ({0: tuple(reversed(DAY))}, {}),
    ({}, {date(2026, 5, 9): ((time(17), time(8)),)}),
    ({0: ((time(8, tzinfo=HANOI), time(12, tzinfo=HANOI)),)}, {}),
])
def test_a_calendar_that_makes_no_sense_is_refused(sessions, extra):
    """Sessions follow each other within a day of the week."""
    with pytest.raises(ValueError, match=r'weekdays|local times in order'):
        OfficeHours(sessions, frozenset(), extra, HANOI)


@pytest.mark.parametrize('add', [OFFICE.add_working_hours, OFFICE.add_working_days])
def test_nothing_is_added_backwards(add):
    """A deadline lies ahead."""
    with pytest.raises(ValueError, match='0 or more'):
        add(at(2026, 3, 2, 9, 0), -1)
