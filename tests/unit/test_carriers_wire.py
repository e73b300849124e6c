"""What is only known by observation, pinned, and the reading of entries."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from answering import Answering, Said
from carriers import Listing, RestAxis, Unreachable, VxpAxis
from carriers.entries import read_moment
from carriers.errors import TooLong
from carriers.unverified import file_hash, signed_headers, timestamp, window

HANOI = timezone(timedelta(hours=7))
# printf '%s' '<the text signed below>' | openssl dgst -sha256 -hmac secret
HMAC = 'b2dca171aa2468ba5fd6c102591ad04c51c4f93bb59e7738187eca3d9385b22b'


def test_the_moment_of_a_call_is_that_of_vietnam():
    """Day first, then the time, then milliseconds in four digits where one expects a zone."""
    assert timestamp(datetime(2024, 9, 10, 20, 42, 7, 61_999, tzinfo=UTC)) == '11092024T034207+0061'


def test_the_hash_of_a_packet_has_no_leading_zeros():
    """Each byte by itself, as the client library of others writes it."""
    assert sha256(b'abc').hexdigest() == 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    assert file_hash(b'abc') == 'ba7816bf8f1cfea414140de5dae2223b0361a396177a9cb410ff61f2015ad'


def test_a_call_is_signed_as_it_is_seen():
    """One known answer: the fields in their order, the text of them, the HMAC of that text."""
    signed = signed_headers({'timestamp': '11092024T034207+0061', 'systemid': '00.00.H25'}, 'secret')
    assert signed['XroadVnpt-sign-header-key'] == 'timestamp;systemid'
    assert signed['XroadVnpt-sign-header'] == (
        '{"XroadVnpt-timestamp":"11092024T034207+0061","XroadVnpt-systemid":"00.00.H25"}')
    assert signed['XroadVnpt-hash-header'] == HMAC
    assert 'secret' not in json.dumps(signed)


def test_days_are_written_with_slashes():
    """As family B asks."""
    assert window(date(2024, 9, 1), date(2024, 12, 31)) == {'fromDate': '2024/09/01', 'toDate': '2024/12/31'}


@pytest.mark.parametrize('text', [
    '2024-09-10 15:42:07', '2024/09/10 15:42:07', '2024-09-10T15:42:07+07:00', '2024-09-10T08:42:07Z',
    '10/09/2024 15:42:07', '10-09-2024 15:42:07', '1725957727000', '1725957727',
])
def test_a_moment_of_an_axis_is_read_in_all_its_forms(text):
    """Without a zone it is Vietnam's."""
    moment = read_moment(text)
    assert moment == datetime(2024, 9, 10, 15, 42, 7, tzinfo=HANOI)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize('text', ['', 'soon', '2024-13-01', '9' * 30, '0001-01-01', '²', '2024-09-10 25:00:00', '-5'])
def test_a_moment_that_is_none_is_none(text):
    """The entry stays."""
    assert read_moment(text) is None


def listed(answer, since, days):
    """List documents of some days from a server that answers so; return the list and the windows asked for."""
    with Answering(answer=answer) as server:
        axis = RestAxis(server.url, 'HA-NAM', 'key', now=lambda: since + timedelta(days=days))
        found = axis.listed(since, 'document')
        return found, [parse_qs(urlsplit(asked.path).query) for asked in server.asked]


def test_a_list_too_long_to_be_read_is_asked_for_in_parts():
    """Day by day if need be: no packet is passed by."""
    def answer(asked):
        question = parse_qs(urlsplit(asked.path).query)
        first, last = question['fromDate'][0], question['toDate'][0]
        if first != last:
            return Said(200, b' ' * 65536, endless=True)
        return Said(200, {'success': True, 'data': [{'docId': first}, {}]})
    since = datetime(2024, 12, 31, 1, tzinfo=HANOI)
    found, windows = listed(answer, since, 2)
    assert [item.reference for item in found] == ['2024/12/31', '2025/01/01', '2025/01/02', '2025/01/03']
    assert (found.skipped, len(found.oddities)) == (4, 4)
    assert len(windows) == 7
    assert windows[0] == {'messageType': ['edoc'], 'fromDate': ['2024/12/31'], 'toDate': ['2025/01/03']}


def test_one_day_too_long_to_be_read_is_said():
    """And tried again later, never taken for an empty one."""
    with pytest.raises(TooLong):
        listed(lambda _asked: Said(200, b' ' * 65536, endless=True), datetime(2024, 9, 10, tzinfo=UTC), -1)


@pytest.mark.parametrize('data', ['x', {'content': 7}, 7, True])
def test_a_list_that_is_none_is_not_an_empty_one(data):
    """Nothing may be concluded from it."""
    with Answering(Said(200, {'success': True, 'status': 'OK', 'ErrorCode': 0, 'data': data})) as server:
        for axis in (RestAxis(server.url, 'HA-NAM', 'key'), VxpAxis(server.url, 'HA-NAM', 'key', now=moment)):
            with pytest.raises(Unreachable, match='no list'):
                axis.agencies() if isinstance(data, dict) and isinstance(axis, RestAxis) else axis.listed(
                    moment(), 'document')


def test_an_axis_that_knows_no_pages_is_read_once():
    """It gives the first page for ever; what it says there is besides is counted as not seen."""
    page = {'code': 200, 'data': {'currentPage': 1, 'totalPages': 3, 'totalRecords': 5,
                                  'content': [{'code': 'H25', 'name': 'UBND'}, {'name': 'no code'}]}}
    with Answering(Said(200, page)) as server:
        found = RestAxis(server.url, 'HA-NAM', 'key').agencies()
    assert ([agency.code for agency in found], found.skipped) == (['H25'], 4)


def test_two_lists_are_one():
    """With what was said of both."""
    both = Listing((1,), skipped=1, oddities='ab').joined(Listing((2,), skipped=2, oddities='cdef'))
    assert (both, both.skipped, both.oddities) == ((1, 2), 3, tuple('abcde'))


def moment():
    """Some moment."""
    return datetime(2024, 9, 10, tzinfo=UTC)
