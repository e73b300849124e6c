"""Whatever becomes of a packet on the way: read, or refused by name; and a writer's habits change nothing."""

from hashlib import sha256
from random import Random

import pytest
from edxml import Document, PacketError, decode, encode
from edxml_mutations import by_element, restyled, spoiled
from edxml_packets import DATA, GOLDEN
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_edxml_roundtrip import DOCUMENTS, REPORTS, written

SAMPLES = sorted(DATA.rglob('*.edxml'))
ROUNDS = 250


def outcome(body):
    """What became of a spoiled packet: the name of the refusal, or what it was read as."""
    try:
        packet = decode(body)
    except PacketError as refusal:
        assert refusal.digest == sha256(body).hexdigest()
        assert str(refusal)
        return type(refusal).__name__
    assert packet.message_id
    assert all(str(notice) for notice in packet.warnings)
    return type(packet).__name__


@pytest.mark.parametrize('sample', SAMPLES, ids=[path.stem for path in SAMPLES])
def test_a_spoiled_packet_is_read_or_refused_by_name(sample):
    """Decision 44/2024, Art. 6.1: a seeded run, so that a failure can be seen again."""
    body, random = sample.read_bytes(), Random(28)
    seen = {outcome(spoiled(body, random)) for _ in range(ROUNDS)}
    assert {'NotXml', 'WrongShape'} <= seen
    assert seen & {'Document', 'StatusReport'}


@pytest.mark.parametrize('name', GOLDEN)
def test_what_is_read_of_a_changed_packet_can_be_read_again(name):
    """QCVN 102:2016: what is understood of it, once written in our form, says the same and has the same name."""
    random, compared = Random(102), 0
    for _ in range(ROUNDS):
        try:
            packet = decode(by_element((DATA / name).read_bytes(), random))
            body = encode(packet)
        except PacketError:
            continue
        again = decode(body)
        assert encode(again) == body
        assert again.message_id == packet.message_id
        compared += 1
    assert compared > ROUNDS // 8


@given(DOCUMENTS | REPORTS, st.integers(0, 2 ** 32))
@settings(max_examples=150, deadline=None)
def test_order_and_prefixes_do_not_matter(packet, seed):
    """QCVN 102:2016: fields by name, whoever writes them in whatever order under whatever prefix."""
    body = written(packet)
    assert decode(restyled(body, Random(seed))) == packet


@given(DOCUMENTS | REPORTS)
@settings(max_examples=100, deadline=None)
def test_the_name_of_a_packet_is_the_same_on_both_sides(packet):
    """Decision 44/2024, Art. 6.1: the receiver finds what the sender asks about."""
    assert decode(written(packet)).message_id == packet.message_id


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=30, deadline=None)
def test_one_packet_has_one_form_and_two_have_two(one, other):
    """The outbox sends the same bytes at every attempt; other bytes say other things."""
    assume(one != other)
    assert written(one) == written(one)
    assert written(one) != written(other)
    assert isinstance(decode(written(one)), Document)
