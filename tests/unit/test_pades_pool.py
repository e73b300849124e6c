"""Children that stay: the start is paid once, limits hold for each file, and what happens to one is nobody else's."""

import os
import select
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pades
import pades_world as world
import pytest
from pades import Condition, Reason
from pades.child import LIBRARY, Child
from pades.pool import Pool, verify_in_pool
from pades.wire import OpenFile

ENDS_WITHIN = 30_000  # milliseconds: only a test that fails waits so long


@pytest.fixture
def pool():
    made = Pool(children=1)
    yield made
    made.end()


def check(pool: Pool, pdf: bytes | OpenFile | None = None, **kwargs) -> pades.DocumentReport:
    return pool.verify(pdf or world.sealed(), **{'trust': world.trust(), 'at': world.LATER, **kwargs})


def child_of(pool: Pool) -> Child:
    (child,) = pool._free
    return child


def has_ended(pid: int) -> bool:
    """Wait for the end of a process; one that is gone already has ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    ended = bool(waiting.poll(ENDS_WITHIN))
    os.close(descriptor)
    return ended


def test_the_pool_says_the_same_as_the_library(pool):
    assert check(pool) == world.facts(world.sealed())


def test_a_child_stays_for_the_next_file(pool):
    check(pool)
    first = child_of(pool).pid
    assert check(pool, b'no file') == world.facts(b'no file')
    assert child_of(pool).pid == first


def test_other_trust_material_is_noticed(pool):
    assert check(pool).signatures[0].trusted
    nobody = check(pool, trust=pades.TrustMaterial())
    assert not nobody.signatures[0].trusted and nobody.anchors == 0
    assert check(pool).signatures[0].trusted


def test_a_child_ends_after_so_many_files():
    pool = Pool(children=1, files=2)
    check(pool)
    first = child_of(pool).pid
    check(pool)
    assert not pool._free and has_ended(first)
    assert check(pool).condition is Condition.READ
    pool.end()


def test_a_child_that_was_killed_is_replaced(pool):
    check(pool)
    os.kill(child_of(pool).pid, signal.SIGKILL)
    assert has_ended(child_of(pool).pid)
    assert check(pool).condition is Condition.READ


def test_only_the_file_that_took_too_long_is_unreadable(pool):
    slow = check(pool, limits=pades.Limits(wall_seconds=0.001))
    assert pades.judge(slow).reasons == (Reason.CHECK_FAILED,) and slow.over_limit == 'process'
    assert slow.size == len(world.sealed()) and not pool._free
    assert check(pool).condition is Condition.READ


def test_other_limits_need_another_child(pool):
    check(pool)
    first = child_of(pool).pid
    check(pool, limits=pades.Limits(cpu_seconds=29))
    assert child_of(pool).pid != first and has_ended(first)


def test_a_child_without_memory_is_replaced(pool):
    report = check(pool, world.sealed() + b' ' * 30_000_000, limits=pades.Limits(address_space=20 * 1024 ** 2))
    assert pades.judge(report).reasons[0] in (Reason.CHECK_FAILED, Reason.OVER_LIMIT) and not pool._free


def test_processor_time_is_counted_for_each_file(pool):
    """Importing alone uses up a second; ten files with a limit of one second are no more than one."""
    limits = pades.Limits(cpu_seconds=1)
    reports = [check(pool, limits=limits) for _ in range(40)]
    assert {report.condition for report in reports} == {Condition.READ}
    assert child_of(pool).files == 40


def test_broken_material_is_said_and_nothing_is_lost(pool):
    with pytest.raises(pades.errors.MaterialBroken):
        check(pool, trust=pades.TrustMaterial(roots=(b'x',)))
    assert check(pool).condition is Condition.READ


def test_threads_wait_for_each_other():
    pool = Pool(children=2)
    with ThreadPoolExecutor(5) as threads:
        reports = list(threads.map(lambda _number: check(pool), range(10)))
    assert {report.condition for report in reports} == {Condition.READ}
    assert len(pool._free) <= 2
    pool.end()


def test_a_fork_begins_with_a_pool_of_its_own():
    """As the worker processes of a server do; neither disturbs the other."""
    assert verify_in_pool(world.sealed(), trust=world.trust(), at=world.LATER).condition is Condition.READ
    pid = os.fork()
    if not pid:
        report = verify_in_pool(world.sealed(), trust=world.trust(), at=world.LATER)
        os._exit(0 if report.condition is Condition.READ else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert verify_in_pool(world.sealed(), trust=world.trust(), at=world.LATER).condition is Condition.READ


def test_children_end_with_their_parent():
    """Also when it is killed and says nothing."""
    script = ('import os, signal\nfrom datetime import UTC, datetime\nfrom pades import pool, TrustMaterial\n'
              'pool.verify_in_pool(b"x", trust=TrustMaterial(), at=datetime(2026, 1, 1, tzinfo=UTC))\n'
              'print(pool._POOL._free[0].pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n')
    done = subprocess.run([sys.executable, '-c', script], capture_output=True, check=False,
                          env={'PYTHONPATH': str(LIBRARY), 'PYTHONDONTWRITEBYTECODE': '1'})
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert has_ended(int(done.stdout))


def test_a_child_without_work_goes_and_nobody_misses_it():
    pool = Pool(children=1, idle_seconds=0.01)
    check(pool)
    first = child_of(pool)
    assert has_ended(first.pid) and first.status == 0
    assert check(pool).condition is Condition.READ
    pool.end()


def test_a_file_on_disk_goes_to_the_child_in_pieces(pool, tmp_path):
    path = tmp_path / 'sealed.pdf'
    path.write_bytes(world.sealed())
    with path.open('rb') as file:
        assert check(pool, OpenFile(file.fileno(), len(world.sealed()))) == world.facts(world.sealed())
        longer = check(pool, OpenFile(file.fileno(), len(world.sealed()) + 1))
        assert pades.judge(longer).reasons == (Reason.CHECK_FAILED,) and 'shorter' in longer.problem


NO_NETWORK = '''
import asyncio, socket, sys
from pades.isolation import close_network, limit_memory
close_network()
limit_memory(1024 ** 3)
try:
    socket.create_connection(('127.0.0.1', int(sys.argv[1])))
except OSError as error:
    print('refused', type(error).__name__)
asyncio.run(asyncio.sleep(0))
try:
    with open(sys.argv[2], 'wb') as file:
        file.write(b'x')
except OSError as error:
    print('not written')
'''


def test_a_child_has_no_network_and_writes_no_file(tmp_path):
    """An event loop, which wakes itself through a pair of sockets, still runs."""
    with socket.create_server(('127.0.0.1', 0)) as server:
        done = subprocess.run([sys.executable, '-c', NO_NETWORK, str(server.getsockname()[1]), str(tmp_path / 'x')],
                              capture_output=True, text=True, check=False,
                              env={'PYTHONPATH': str(LIBRARY), 'PYTHONDONTWRITEBYTECODE': '1'})
    assert done.stdout.splitlines() == ['refused PermissionError', 'not written'], done.stderr
    assert (tmp_path / 'x').read_bytes() == b''
