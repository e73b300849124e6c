"""The two families of axes: the round of a packet, each code, each fault, over real HTTP on loopback."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from axis_server import AxisServer, System
from carriers import CarrierError, KeyRefused, Oversized, Refused, RestAxis, Unreachable, VxpAxis
from carriers.errors import TooLong
from edxml import decode, encode
from edxml_packets import ACCEPTED, BINH_LUC, NEW

SYSTEMS = {'HA-NAM': System('key-of-ha-nam-5c1d', ('H25.02', 'H25.30')),
           'BINH-LUC': System('key-of-binh-luc-9e', ('H25.35',)),
           'NGHE-AN': System('key-of-nghe-an-44', ('000.00.00.H41',), frozenset({'000.00.00.H99'})),
           'OLD': System('key-of-old-1', ('000.00.00.H99',))}
BODY = encode(NEW)
NAMES = {'sender': 'H25.02', 'receiver': 'H25.35', 'message_id': NEW.document_id, 'kind': 'document'}
FAMILIES = ['A', 'B as seen', 'B as written']


class World:
    """One axis and clients of one family."""

    def __init__(self, axis, family):
        self.axis, self._family = axis, family

    def client(self, system_id, key=None, **how):
        """A client of a centre."""
        key = SYSTEMS[system_id].key if key is None else key
        if self._family == 'A':
            return VxpAxis(self.axis.url, system_id, key, now=lambda: datetime.now(UTC), **how)
        return RestAxis(self.axis.url, system_id, key, **{'now': lambda: datetime.now(UTC), **how})

    def send(self, body=BODY, **names):
        """Send from Hà Nam."""
        return self.client('HA-NAM').send(body, **NAMES | names)

    def listed(self, system_id='BINH-LUC', kind='document', **how):
        """What waits for a centre, from some time ago."""
        return self.client(system_id, **how).listed(datetime.now(UTC) - timedelta(days=1), kind)


@pytest.fixture(params=FAMILIES)
def world(request):
    """A fresh axis, for each family."""
    with AxisServer(SYSTEMS, shape='success' if 'written' in request.param else 'code') as axis:
        yield World(axis, request.param.split()[0])


def test_a_document_makes_its_round(world):
    """Sent once, it waits for each receiver; fetched and confirmed it is done, for that one."""
    taken = world.send()
    assert taken.reference
    there = world.client('BINH-LUC')
    item, = world.listed()
    assert (item.kind, item.sender, item.receiver) == ('document', 'H25.02', 'H25.35')
    assert not item.is_done
    assert abs(item.created_at - taken.peer_time) < timedelta(minutes=1)
    assert there.fetch(item) == BODY
    there.confirm(item, done=True)
    there.confirm(item, done=True)
    assert [left for left in world.listed() if not left.is_done] == []
    assert [left.receiver for left in world.listed('NGHE-AN')] == ['000.00.00.H41']
    assert world.listed('HA-NAM') == ()


def test_a_status_goes_back_to_the_sender(world):
    """A list gives one kind, statuses are not among documents."""
    body = encode(ACCEPTED)
    world.client('BINH-LUC').send(body, sender='H25.35', receiver='H25.02', message_id='s1', kind='status')
    assert world.listed('HA-NAM') == ()
    item, = world.listed('HA-NAM', 'status')
    assert (item.kind, item.sender) == ('status', 'H25.35')
    assert decode(world.client('HA-NAM').fetch(item)) == ACCEPTED


def test_what_could_not_be_used_is_told(world):
    """And comes no more."""
    world.send()
    item, = world.listed()
    world.client('BINH-LUC').confirm(item, done=False)
    assert {parcel.status for parcel in world.axis.store.of(['H25.35'], 'edoc')} == {'fail'}


@pytest.mark.parametrize(('body', 'code'), [
    (b'', '10'),
    (b'<a>', '22'),
    (b'<a/>', '22'),
    (encode(replace(NEW, from_=BINH_LUC)), '19'),
    (encode(replace(NEW, to=(replace(BINH_LUC, organ_id='H25.99'),))), '18'),
    (encode(replace(NEW, to=(BINH_LUC, replace(BINH_LUC, organ_id='000.00.00.H99')))), '23'),
])
def test_the_axis_refuses_for_good(world, body, code):
    """With its code, and nothing is stored."""
    with pytest.raises(Refused, match=f'code {code}') as refused:
        world.send(body)
    assert (type(refused.value), refused.value.code) == (Refused, code)
    assert refused.value.receipt
    assert refused.value.peer_time
    assert world.axis.store.parcels == []


ENDS = {
    **{f'code:{code}': (Refused, code) for code in ('10', '18', '19', '21', '22', '23')},
    'code:15': (KeyRefused, '15'), 'status:401': (KeyRefused, 'HTTP 401'), 'status:403': (KeyRefused, 'HTTP 403'),
    'status:413': (Refused, 'HTTP 413'), 'code:20': (Unreachable, '20'), 'code:77': (Unreachable, '77'),
    'code:0': (Unreachable, '0'), 'status:404': (Unreachable, 'HTTP 404'), 'status:422': (Unreachable, 'HTTP 422'),
    'error': (Unreachable, 'HTTP 500'), 'busy': (Unreachable, 'HTTP 503'), 'many': (Unreachable, 'HTTP 429'),
    'moved': (Unreachable, 'HTTP 307'), 'page': (Unreachable, ''), 'lost': (Unreachable, ''),
    'cut': (Unreachable, ''), 'packed': (Unreachable, ''),
}


@pytest.mark.parametrize('call', ['send', 'list', 'fetch', 'confirm', 'agencies'])
def test_each_fault_of_each_call_has_one_of_three_ends(world, call):
    """The same answer means the same, whatever was asked; the next call works."""
    world.send()
    item, = world.listed()
    there = world.client('BINH-LUC')
    calls = {'send': world.send, 'list': world.listed, 'fetch': lambda: there.fetch(item),
             'confirm': lambda: there.confirm(item, done=True), 'agencies': there.agencies}
    ends = {}
    for fault in ENDS:
        world.axis.faults.script(call, fault)
        with pytest.raises(CarrierError) as refused:
            calls[call]()
        ends[fault] = type(refused.value), refused.value.code
        calls[call]()
    assert ends == ENDS


def test_a_lost_answer_is_no_lost_packet(world):
    """Stored, the answer lost: sent again it has the same id and is delivered once."""
    world.axis.faults.script('send', 'lost')
    with pytest.raises(Unreachable):
        world.send()
    taken = world.send()
    assert taken.reference == world.axis.store.parcels[0].sent
    assert len(world.listed()) == 1


def test_an_axis_may_deliver_twice(world):
    """Two parcels with the same bytes: the inbox here has to see it, the client shows both."""
    world.axis.faults.script('send', 'duplicate')
    world.send()
    first, second = world.listed()
    assert first.reference != second.reference
    there = world.client('BINH-LUC')
    assert there.fetch(first) == there.fetch(second) == BODY


def test_an_answer_that_comes_too_late_is_as_a_lost_one(world):
    """The axis has it; nobody here knows."""
    world.axis.faults.script('send', 'slow')
    with pytest.raises(Unreachable, match='Timeout'):
        world.client('HA-NAM', timeout=(5, 0.05)).send(BODY, **NAMES)
    world.axis.ended.set()
    assert len(world.axis.store.of(['H25.35'], 'edoc')) == 1


def test_an_endless_answer_is_cut_off(world):
    """By its bytes; a page of an axis that has gone mad is no packet and no list."""
    world.axis.faults.script('agencies', 'flood')
    with pytest.raises(TooLong):
        world.client('HA-NAM').agencies()
    world.axis.faults.script('send', 'flood')
    with pytest.raises(TooLong):
        world.send()


@pytest.mark.parametrize('order', ['reverse', 'shuffled'])
def test_the_order_of_a_list_means_nothing(world, order):
    """All are there, whatever the order of entries."""
    bodies = [encode(replace(NEW, document_id=f'no {number}')) for number in range(12)]
    for body in bodies:
        world.send(body)
    world.axis.order = order
    there = world.client('BINH-LUC')
    assert {there.fetch(item) for item in world.listed()} == set(bodies)


def test_broken_entries_are_counted_and_the_others_kept(world):
    """A list is not lost for one entry; an id is text of at most 255 signs, and a number may be one."""
    world.send()
    world.axis.broken = [None, 'x', {}, {'docId': ''}, {'docId': 'a\nb'}, {'docId': 'x' * 256}, {'docId': None},
                         {'docId': 17, 'to': ['H25.35', 'H25.36'], 'status': True, 'createdTime': 'soon',
                          'messageType': 'status'}]
    listed = world.listed()
    assert listed.skipped == 7
    assert len(listed.oddities) == 5
    odd = listed[-1]
    assert (odd.reference, odd.receiver, odd.status, odd.created_at, odd.kind) == (
        '17', 'H25.35,H25.36', '', None, 'status')
    assert len(listed) == 2


def test_an_expired_key_waits_for_a_new_one(world):
    """Nothing is lost meanwhile, and nothing is final."""
    world.axis.expired = {'HA-NAM'}
    with pytest.raises(KeyRefused):
        world.send()
    world.axis.expired = set()
    world.send()
    assert len(world.listed()) == 1


@pytest.mark.parametrize('key', ['key-of-binh-luc-9e', '', 'nothing of this'])
def test_a_wrong_key_is_refused_and_shows_nowhere(world, key):
    """Also that of another centre."""
    client = world.client('HA-NAM', key)
    with pytest.raises(KeyRefused) as refused:
        client.send(BODY, **NAMES)
    assert not key or key not in repr(refused.value) + str(refused.value.receipt) + repr(client)


def test_a_packet_of_another_centre_is_not_ours(world):
    """The axis gives each its own."""
    world.send()
    item, = world.listed()
    with pytest.raises(Refused, match='code 21'):
        world.client('NGHE-AN').fetch(item)


def test_the_clock_of_the_axis_is_told(world):
    """With every answer, so that drift can be shown."""
    world.axis.drift_seconds = 7200
    for answer in (world.send(), world.listed(), world.client('HA-NAM').agencies()):
        assert timedelta(minutes=119) < answer.peer_time - datetime.now(UTC) < timedelta(minutes=121)


def test_the_directory_is_read(world):
    """All agencies of the axis."""
    assert [agency.code for agency in world.client('HA-NAM').agencies()] == [
        '000.00.00.H41', '000.00.00.H99', 'H25.02', 'H25.30', 'H25.35']
    assert world.client('HA-NAM').agencies()[2].name == 'Cơ quan H25.02'


@pytest.mark.parametrize('family', ['A', 'B'])
def test_a_huge_packet_is_fetched_up_to_the_limit(family):
    """Byte by byte the same; one byte above the limit it is never ours, and said so for good."""
    size = 3_000_000
    with AxisServer(SYSTEMS) as axis:
        world = World(axis, family)
        world.send()
        item, = world.listed()
        axis.huge = size
        assert world.client('BINH-LUC', limit=size).fetch(item) == BODY + b' ' * (size - len(BODY))
        with pytest.raises(Oversized) as refused:
            world.client('BINH-LUC', limit=size - 1).fetch(item)
        assert (refused.value.code, refused.value.limit) == ('oversized', size - 1)
        axis.huge = size * 8
        with pytest.raises(Oversized):
            world.client('BINH-LUC', limit=size).fetch(item)


def test_a_directory_in_pages_is_read_to_its_end():
    """Family B gives it in pieces."""
    with AxisServer(SYSTEMS, page_size=2) as axis:
        agencies = RestAxis(axis.url, 'HA-NAM', SYSTEMS['HA-NAM'].key).agencies()
    assert ([agency.code for agency in agencies][-1], len(agencies), agencies.skipped) == ('H25.35', 5, 0)
    assert axis.calls['agencies'] == 3


def test_without_a_clock_a_list_of_family_b_reaches_a_year():
    """The client asks for days, and has none of its own."""
    with AxisServer(SYSTEMS) as axis:
        world = World(axis, 'B')
        world.send()
        assert len(world.listed(now=None)) == 1
        assert world.client('BINH-LUC').listed(datetime.now(UTC) + timedelta(days=3), 'document') == ()


@pytest.mark.parametrize('address', ['http://axis.example.vn', 'ftp://axis.example.vn'])
def test_an_axis_is_called_over_https(address):
    """Or on this machine."""
    for make in (lambda: VxpAxis(address, 'HA-NAM', 'key', now=None), lambda: RestAxis(address, 'HA-NAM', 'key')):
        with pytest.raises(ValueError, match='must begin with https'):
            make()
