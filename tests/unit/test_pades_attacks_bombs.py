"""Files that ask for too much: an answer comes, within the limits, and it is never good news."""

import attacks_bombs as bombs
import attacks_makers as makers
import pades
import pades_world as world
import pytest
from pades import Reason, Status

SMALL = [lambda: bombs.nested(b'['), lambda: bombs.nested(b'<</A'), bombs.table_of_billions, bombs.tables_in_a_circle,
         bombs.fields_in_a_circle, lambda: b'', lambda: b'%PDF-1.7', lambda: b'GIF89a' * 100]
LIMITS = pades.Limits(cpu_seconds=10, wall_seconds=30)


@pytest.mark.parametrize('bomb', SMALL)
def test_small_files_that_are_none(bomb):
    judgement = pades.judge(world.facts(bomb()))
    assert (judgement.status, judgement.reasons) == (Status.UNREADABLE, (Reason.BROKEN_FILE,))


def test_pages_in_a_circle():
    assert pades.judge(world.facts(bombs.pages_in_a_circle())).status is Status.FAILED


@pytest.mark.parametrize('bomb', [bombs.thousands_of_fields, bombs.hundreds_of_revisions])
def test_more_than_a_document_has(bomb):
    judgement = pades.judge(world.facts(bomb()))
    assert (judgement.status, judgement.reasons) == (Status.UNREADABLE, (Reason.OVER_LIMIT,))


@pytest.mark.parametrize('bomb', [bombs.swelling_objects, bombs.swelling_table])
def test_swelling_streams_in_the_child(bomb):
    report = pades.verify_in_child(bomb(), trust=world.trust(), at=world.LATER, limits=LIMITS)
    assert pades.judge(report).status is Status.UNREADABLE


@pytest.mark.parametrize('share', [0, 0.1, 0.5, 0.9, 0.99, 0.999])
def test_truncated_files(share):
    pdf = makers.archived()
    assert not pades.judge(world.facts(pdf[:int(len(pdf) * share)])).passed
