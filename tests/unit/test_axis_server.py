"""The axis of the tests is itself an axis: it keeps what it said it has, and lets nobody in without a signature."""

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from axis_server import AxisServer, System
from carriers import KeyRefused, RestAxis, Unreachable, VxpAxis
from edxml import encode
from edxml_packets import NEW

BODY = encode(NEW)
SERVER = Path(__file__).with_name('axis_server.py')
SYSTEMS = {'HA-NAM': System('key-1', ('H25.02',)), 'OTHERS': System('key-2', ('H25.35', '000.00.00.H41'))}
NAMES = {'sender': 'H25.02', 'receiver': 'H25.35', 'message_id': NEW.document_id, 'kind': 'document'}
ARGUMENTS = [word for name, system in SYSTEMS.items()
             for word in ('--system', f'{name}:{system.key}:{",".join(system.codes)}')]


@contextmanager
def process(folder):
    """Run the server as a process and kill it (-9) at the end."""
    running = subprocess.Popen([sys.executable, str(SERVER), *ARGUMENTS, '--store', str(folder)],
                               stdout=subprocess.PIPE, text=True)
    try:
        yield running.stdout.readline().strip()
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def client(url, name):
    """A client of family A."""
    return VxpAxis(url, name, SYSTEMS[name].key, now=lambda: datetime.now(UTC))


def waiting(url):
    """What waits for the others."""
    return client(url, 'OTHERS').listed(datetime.now(UTC), 'document')


def test_what_was_told_survives_a_kill(tmp_path):
    """Also an answer that was lost: it is stored before anybody could know. A torn line at the end is nothing."""
    with process(tmp_path) as url:
        assert requests.post(f'{url}/_axis', json={'script': {'send': ['lost']}}, timeout=10).ok
        with pytest.raises(Unreachable):
            client(url, 'HA-NAM').send(BODY, **NAMES)
        first, _second = waiting(url)
        client(url, 'OTHERS').confirm(first, done=True)
    with (tmp_path / 'journal.jsonl').open('ab') as journal:
        journal.write(b'{"parcels": [{"refer')
    with process(tmp_path) as url:
        left, = waiting(url)
        assert client(url, 'OTHERS').fetch(left) == BODY
        assert client(url, 'HA-NAM').send(BODY, **NAMES).reference
        assert len(requests.get(f'{url}/_axis', timeout=10).json()['parcels']) == 2
    assert all(json.loads(line) for line in (tmp_path / 'journal.jsonl').read_text().splitlines())


def test_an_axis_may_be_set_to_deliver_again():
    """What comes again is then a second delivery, and the receiver has to see it."""
    with AxisServer(SYSTEMS, resend='again') as axis:
        ids = {client(axis.url, 'HA-NAM').send(BODY, **NAMES).reference for _ in range(2)}
        assert len(ids) == 2
        assert [item.receiver for item in waiting(axis.url)] == ['H25.35', 'H25.35', '000.00.00.H41', '000.00.00.H41']


@pytest.mark.parametrize(('ids', 'order'), [('rising', sorted), ('falling', lambda ids: sorted(ids, reverse=True))])
def test_ids_may_grow_either_way(ids, order):
    """The order of ids says nothing of the order of arrival."""
    with AxisServer(SYSTEMS, ids=ids) as axis:
        for number in range(4):
            client(axis.url, 'HA-NAM').send(BODY + b' ' * number, **NAMES)
        told = [parcel.reference for parcel in axis.store.parcels]
    assert told == order(told)
    assert len(set(told)) == 8


def test_faults_by_chance_are_the_same_for_the_same_seed():
    """So that a failure can be seen again."""
    def run():
        with AxisServer(SYSTEMS, seed=7) as axis:
            axis.faults.rates = {'error': 0.3, 'busy': 0.3}
            return [axis.faults.take('send') for _ in range(50)]
    assert run() == run()
    assert set(run()) == {'', 'error', 'busy'}


@pytest.mark.parametrize('header', ['systemid', 'timestamp', 'from', 'hash-file', 'hash-header', 'sign-header'])
def test_a_signature_is_for_what_the_call_says(header):
    """A header changed on the way, or a key that is not the centre's, is seen."""
    with AxisServer(SYSTEMS) as axis:
        client(axis.url, 'HA-NAM').send(BODY, **NAMES)
        caller = client(axis.url, 'HA-NAM')
        signed = caller._headers({'Content-Type': 'x', 'from': 'H25.02', 'hash-file': '0'})
        right = signed[f'XroadVnpt-{header}']
        changed = signed | {f'XroadVnpt-{header}': right[:-1] + ('8' if right.endswith('9') else '9')}
        said = requests.post(f'{axis.url}/sendEdoc', data=b'x', headers=changed, timeout=10).json()
    assert (said['status'], said['ErrorCode']) == ('FAIL', '15')


def test_both_families_see_the_same_packets():
    """One axis, two doors; a wrong key opens neither."""
    with AxisServer(SYSTEMS) as axis:
        client(axis.url, 'HA-NAM').send(BODY, **NAMES)
        other = RestAxis(axis.url, 'OTHERS', 'key-2')
        item, _second = other.listed(datetime.now(UTC), 'document')
        assert other.fetch(item) == BODY
        for door in (RestAxis(axis.url, 'OTHERS', 'key-1'), VxpAxis(axis.url, 'OTHERS', 'key-1',
                                                                    now=lambda: datetime.now(UTC))):
            with pytest.raises(KeyRefused):
                door.fetch(item)
