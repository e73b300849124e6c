"""What an axis may do wrong, in each call of each family, over real HTTP on loopback."""

import pytest
from carriers import CarrierError, KeyRefused, Refused, Unreachable
from carriers.errors import TooLong
from carriers_world import BODY, FAMILIES, NAMES, open_world


@pytest.fixture(params=FAMILIES)
def world(request):
    """A fresh axis, for each family."""
    with open_world(request.param) as opened:
        yield opened


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
    assert len(world.axis.store.of(['H25.35'], 'document')) == 1


def test_an_endless_answer_is_cut_off(world):
    """By its bytes; a page of an axis that has gone mad is no packet and no list."""
    world.axis.faults.script('agencies', 'flood')
    with pytest.raises(TooLong):
        world.client('HA-NAM').agencies()
    world.axis.faults.script('send', 'flood')
    with pytest.raises(TooLong):
        world.send()


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
