"""Attacks on the bytes of a signed file: none passes, each says why (Decision 44/2024, Art. 10.1)."""

import attacks_bytes as attacks
import attacks_makers as makers
import pades
import pades_world as world
import pytest
from pades import Reason, Status, Verdict, summary

FLIPS = [
    (attacks.in_signature_value, Reason.SIG_CRYPTO_FAILURE, Status.FAILED),
    (attacks.in_signed_attributes, Reason.HASH_FAILURE, Status.FAILED),
    (attacks.in_time_stamp, Reason.TIMESTAMP_NOT_TRUSTED, Status.INDETERMINATE),
    (attacks.text_overwritten, Reason.HASH_FAILURE, Status.FAILED),
    (attacks.saved_again, Reason.HASH_FAILURE, Status.FAILED),
    (attacks.subfilter(b'/adbe.pkcs7.detached'), Reason.HASH_FAILURE, Status.FAILED),
]
CONTAINERS = [attacks.zeros, attacks.noise, attacks.other_asn1, attacks.empty_container, attacks.null_contents,
              attacks.odd_contents, attacks.without_byte_range]
RANGES = [('0', 'a', 'b', 'c-9'), ('0', 'a', 'b', '-5'), ('0', 'a', 'b', 'c+9'), ('0', 'a'), (), ('9', 'a-9', 'b', 'c'),
          ('0', 'a-50', 'b', 'c'), ('0', 'a', 'b+50', 'c-50'), ('0', 'a', 'b+50', 'c'), ('0', 'a-9', 'b', 'c+9'),
          ('0', '-1', 'b', 'c'), ('0', 'a', '9*10**9', 'c'), ('0', '9*10**9', 'b', 'c'), ('0', 'a', 'a', 'size-a'),
          ('0', '0', '0', '0'), ('0', 'a', 'b', 'c', '0', '0')]


@pytest.mark.parametrize(('attack', 'reason', 'status'), FLIPS)
def test_changed_bytes(attack, reason, status):
    report = world.facts(attack(makers.stamped()))
    judgement = pades.judge(report)
    assert (judgement.verdict, judgement.status) == (Verdict.INVALID, status)
    assert reason in judgement.reasons and Reason.CERTIFICATE_NOT_TRUSTED not in judgement.reasons
    assert summary.intact_in(report) is (status is not Status.FAILED)


def test_bits_all_over_the_file():
    """Every thousandth byte outside the container; a flip may also make the file unreadable."""
    pdf = makers.approved()
    ((start, end),) = makers.holes(pdf)
    for position in [*range(9, start, 1000), *range(end, len(pdf), 100)]:
        assert not pades.judge(world.facts(attacks.flipped(pdf, position))).passed, position


@pytest.mark.parametrize('attack', [attacks.in_padding, attacks.in_unsigned_certificate])
def test_bytes_nobody_signed_do_not_matter(attack):
    assert pades.judge(world.facts(attack(makers.stamped()))).verdict is Verdict.VALID


@pytest.mark.parametrize('attack', CONTAINERS)
def test_containers_that_are_none_fail_and_hide_no_other(attack):
    report = world.facts(attack(makers.twice()))
    judgement = pades.judge(report)
    assert (judgement.verdict, judgement.status) == (Verdict.INVALID, Status.FAILED)
    assert Reason.SIGNATURE_UNREADABLE in judgement.reasons
    assert [one.readable for one in report.signatures] == [True, False]
    assert report.signatures[0].fingerprint == world.chairman().fingerprint
    assert summary.intact_in(report) is None


@pytest.mark.parametrize('numbers', RANGES)
def test_byte_ranges_that_are_none(numbers):
    judgement = pades.judge(world.facts(attacks.byte_range(*numbers)(makers.stamped())))
    assert judgement.status is Status.FAILED
    assert {Reason.HASH_FAILURE, Reason.PARTIAL_COVERAGE} == set(judgement.reasons)


def test_a_byte_range_of_three_numbers():
    judgement = pades.judge(world.facts(attacks.byte_range('0', 'a', 'b')(makers.stamped())))
    assert (judgement.status, judgement.reasons) == (Status.FAILED, (Reason.FORMAT_FAILURE,))


@pytest.mark.parametrize('name', [b'/adbe.pkcs7.sha1', b'/adbe.x509.rsa_sha1', b'/Nobody'])
def test_formats_nobody_knows(name):
    judgement = pades.judge(world.facts(attacks.subfilter(name)(makers.approved())))
    assert (judgement.verdict, judgement.reasons) == (Verdict.UNSUPPORTED, (Reason.UNKNOWN_FORMAT,))


def test_a_signature_does_not_become_a_time_stamp_by_saying_so():
    judgement = pades.judge(world.facts(attacks.subfilter(b'/ETSI.RFC3161')(makers.approved())))
    assert (judgement.status, judgement.reasons) == (Status.FAILED, (Reason.FORMAT_FAILURE,))


@pytest.mark.parametrize('pdf', [makers.approved, makers.long_term, makers.archived])
def test_data_behind_the_end(pdf):
    for tail, expected in ((b'\n% more\n', Verdict.SUSPICIOUS), (b'\n4 0 obj\n<</X 1>>\nendobj\n', Verdict.INVALID)):
        report = world.facts(pdf() + tail)
        judgement = pades.judge(report)
        assert judgement.verdict is expected, tail
        assert summary.changes_in(report) == ('suspect' if expected is Verdict.SUSPICIOUS else 'forbidden')
    assert pades.judge(world.facts(pdf() + bytes(range(256)) * 16)).verdict is Verdict.UNREADABLE


def test_broken_archive_time_stamps():
    """The newest container is the document time stamp's; a flip in its digest breaks it alone."""
    judgement = pades.judge(world.facts(attacks.in_signature_value(makers.archived())))
    assert (judgement.status, judgement.reasons) == (Status.FAILED, (Reason.ARCHIVE_TIMESTAMP_BROKEN,))


def test_passwords():
    report = world.facts(world.encrypted(makers.approved(), user='x', owner='y'))
    assert pades.judge(report).verdict is Verdict.ENCRYPTED and summary.intact_in(report) is None
    assert not pades.judge(world.facts(world.encrypted(makers.approved(), user='', owner='y'))).passed
