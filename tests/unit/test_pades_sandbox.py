"""Foreign files are read by a process with limits; whatever happens to it, a report comes back."""

import struct
import zlib

import pades
import pades_world as world
import pytest
from pades import Reason, Verdict, errors

LIMITS = pades.Limits()


def in_child(pdf: bytes, limits: pades.Limits = LIMITS, **kwargs) -> pades.DocumentReport:
    return pades.verify_in_child(pdf, trust=world.trust(), at=world.LATER, limits=limits, **kwargs)


def reason_of(report: pades.DocumentReport) -> Reason:
    judgement = pades.judge(report)
    assert judgement.verdict is Verdict.UNREADABLE
    (reason,) = judgement.reasons
    return reason


def test_the_child_says_the_same():
    assert in_child(world.sealed()) == world.facts(world.sealed())


def test_garbage_is_unreadable():
    assert reason_of(in_child(b'%PDF-1.7\n' + b'<<' * 200_000)) is Reason.BROKEN_FILE


def test_a_child_without_memory_is_reported():
    large = world.sealed() + b' ' * 30_000_000
    report = in_child(large, pades.Limits(address_space=20 * 1024 ** 2))
    assert reason_of(report) is Reason.CHECK_FAILED
    assert 'MemoryError' in report.problem and report.size == len(large)


def test_memory_that_runs_out_while_reading_is_a_limit():
    report = in_child(world.sealed(), pades.Limits(address_space=20 * 1024 ** 2))
    assert reason_of(report) in (Reason.OVER_LIMIT, Reason.CHECK_FAILED)


def test_a_child_that_is_too_slow_is_ended():
    report = in_child(world.sealed(), pades.Limits(wall_seconds=0.01))
    assert reason_of(report) is Reason.CHECK_FAILED and 'not done' in report.problem


def test_a_child_out_of_processor_time_is_ended():
    many = world.sealed()
    for _ in range(200):  # each is compared with every signature before it: many seconds of work
        many = world.updated(many, lambda writer: writer.update_root())
    report = in_child(many, pades.Limits(cpu_seconds=1), caps=pades.Caps(max_revisions=1000))
    assert reason_of(report) is Reason.CHECK_FAILED and 'ended with' in report.problem


def bomb() -> bytes:
    """Half a megabyte whose object stream is half a gigabyte of blanks."""
    packed = zlib.compress(b' ' * 500_000_000, 9)
    head = b'%PDF-1.5\n'
    stream = b'3 0 obj\n<</Type/ObjStm/N 2/First 20/Filter/FlateDecode/Length %d>>stream\n' % len(packed)
    body = head + stream + packed + b'\nendstream\nendobj\n'
    rows = [(0, 0, 0), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, len(body), 0)]
    table = b''.join(struct.pack('>BIB', *row) for row in rows)
    return body + (b'4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n' % len(table) + table
                   + b'\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n' % len(body))


def test_a_bomb_is_unreadable():
    assert reason_of(in_child(bomb())) in (Reason.BROKEN_FILE, Reason.OVER_LIMIT, Reason.CHECK_FAILED)


def test_a_file_over_the_cap_starts_no_child():
    report = in_child(world.sealed(), caps=pades.Caps(max_bytes=10))
    assert reason_of(report) is Reason.OVER_LIMIT


def test_broken_material_is_said_before():
    with pytest.raises(errors.MaterialBroken):
        pades.verify_in_child(world.sealed(), trust=pades.TrustMaterial(roots=(b'x',)), at=world.LATER)
