"""The two families of axes: the round of a packet, lists and the directory, over real HTTP on loopback."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from axis_server import AxisServer
from carriers import Oversized, Refused, RestAxis, VxpAxis
from carriers_world import BODY, FAMILIES, SYSTEMS, World, open_world
from edxml import decode, encode
from edxml_packets import ACCEPTED, BINH_LUC, NEW


@pytest.fixture(params=FAMILIES)
def world(request):
    """A fresh axis, for each family."""
    with open_world(request.param) as opened:
        yield opened


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
    assert {parcel.status for parcel in world.axis.store.of(['H25.35'], 'document')} == {'fail'}


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
