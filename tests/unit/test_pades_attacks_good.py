"""Files of other makers that must pass: other names, keys, levels and layouts than ours."""

import attacks_makers as makers
import attacks_pki as people
import pades
import pades_world as world
import pikepdf
import pki
import pytest
from pades import Verdict, summary

BOX = (100, 100, 200, 150)
OBJECTS = pikepdf.ObjectStreamMode.generate
GOOD = {
    'approved': makers.approved,
    'visible': lambda: makers.approved(box=BOX),
    'pkcs7': lambda: makers.approved(subfilter='pkcs7'),
    'certified 1': lambda: makers.certified(1),
    'certified 2': makers.certified,
    'certified 3': lambda: makers.certified(3),
    'time stamp': makers.stamped,
    'long term': makers.long_term,
    'long term in one revision': lambda: makers.long_term(together=True),
    'archived': makers.archived,
    'archived again': lambda: makers.document_stamp(makers.archived()),
    'two signatures': makers.twice,
    'three signatures': lambda: makers.sign(makers.twice(), people.leaf('X'), field='S3', box=BOX),
    'signed after long term': lambda: makers.sign(makers.long_term(), world.agency(), field='S2', box=BOX),
    'certified, then approved': lambda: makers.sign(makers.certified(), world.agency(), field='S2'),
    'p256': lambda: makers.sign(makers.letter(), people.leaf(own_key=people.key('p256'))),
    'p384': lambda: makers.sign(makers.letter(), people.leaf(own_key=people.key('p384')), digest='sha384'),
    'ed25519': lambda: makers.sign(makers.letter(), people.leaf(own_key=people.key('ed25519')), digest='sha512'),
    'pss': lambda: makers.sign(makers.letter(), pss=True),
    'no key usages': lambda: makers.sign(makers.letter(), people.leaf(usages=None)),
    'mail and web': lambda: makers.sign(makers.letter(), people.leaf(purpose=people.PURPOSES.EMAIL_PROTECTION)),
    'object streams': lambda: makers.sign(makers.rewritten(makers.letter(), object_stream_mode=OBJECTS)),
    'linearized': lambda: makers.sign(makers.rewritten(makers.letter(), linearize=True)),
    'both': lambda: makers.sign(makers.rewritten(makers.letter(), linearize=True, object_stream_mode=OBJECTS)),
    'ours': world.sealed,
}


@pytest.mark.parametrize('name', GOOD)
def test_good_files_of_other_makers_pass(name):
    report = world.facts(GOOD[name]())
    judgement = pades.judge(report)
    assert (judgement.verdict, judgement.reasons) == (Verdict.VALID, ()), report
    assert summary.intact_in(report) is True
    assert summary.changes_in(report) in (summary.Changes.NONE, summary.Changes.PERMITTED)


@pytest.mark.parametrize(('name', 'levels', 'changes'), [
    ('approved', ['B-B'], 'none'), ('pkcs7', [''], 'none'), ('time stamp', ['B-T'], 'none'),
    ('long term', ['B-LT'], 'permitted'), ('long term in one revision', ['B-LT'], 'none'),
    ('archived', ['B-LTA'], 'permitted'), ('two signatures', ['B-B', 'B-B'], 'permitted'),
    ('signed after long term', ['B-LT', 'B-B'], 'permitted'),
])
def test_levels_and_changes_are_told_by_what_is_there(name, levels, changes):
    report = world.facts(GOOD[name]())
    assert [summary.level_of(one, report) for one in report.signatures] == levels
    assert summary.changes_in(report) == changes


def bare() -> pades.TrustMaterial:
    return pades.TrustMaterial(roots=(world.authority().root_der,))


def test_what_the_file_brings_is_enough_for_long_term():
    assert world.verdict(makers.long_term(), bare(), kind='attachment').verdict is not Verdict.REVOCATION_UNKNOWN
    assert pades.judge(world.facts(makers.long_term(), bare())).verdict is Verdict.VALID
    assert pades.judge(world.facts(makers.approved(), bare())).verdict is Verdict.REVOCATION_UNKNOWN


def test_a_stale_list_beside_a_time_stamp_is_valid_at_signing():
    for pdf in (makers.long_term(), makers.archived(), renewed()):
        judgement = pades.judge(world.facts(pdf, bare(), at=pki.NOW + 30 * pki.DAY))
        assert judgement.verdict is Verdict.VALID_AT_SIGNING


def archive_stamper() -> pki.Identity:
    return people.leaf('Archive TSA', usages=('digital_signature',), purpose=people.PURPOSES.TIME_STAMPING,
                       not_after=pki.NOW + 3600 * pki.DAY)


def renewed() -> bytes:
    """A second archive time stamp, of an authority that lives longer, before the first one's certificate ends."""
    return makers.document_stamp(makers.archived(), pki.NOW + pki.DAY, archive_stamper())


def test_an_archived_signature_outlives_its_certificates():
    """Signer and first time-stamping authority have expired; the newest document time stamp has not."""
    later = pki.NOW + 1000 * pki.DAY
    material = pades.TrustMaterial(roots=bare().roots, crls=world.authority().crls(at=later))
    judgement = pades.judge(world.facts(renewed(), material, at=later))
    assert judgement.verdict is Verdict.VALID_AT_SIGNING
    unproven = pades.judge(world.facts(makers.archived(), material, at=later))
    assert unproven.status is pades.Status.INDETERMINATE
    assert pades.Reason.EXPIRED in unproven.reasons


def test_an_archive_of_a_stranger_proves_nothing():
    pdf = makers.document_stamp(makers.long_term(), pki.NOW, people.foreign_time_stamper())
    judgement = pades.judge(world.facts(pdf))
    assert (judgement.verdict, judgement.reasons) == (Verdict.SUSPICIOUS, (pades.Reason.TIMESTAMP_NOT_TRUSTED,))


@pytest.mark.parametrize('days', [-30, -5, -0.5])
def test_a_signature_made_after_the_moment_of_the_check_is_doubtful(days):
    """`--at` before the signature: it cannot have been there."""
    judgement = pades.judge(world.facts(makers.approved(), at=pki.NOW + days * pki.DAY))
    assert judgement.verdict is Verdict.SUSPICIOUS
    assert pades.Reason.SIGNING_TIME_IN_FUTURE in judgement.reasons


def test_lists_that_did_not_exist_or_have_ended_say_nothing():
    for days in (-5, 30):
        (facts,) = world.facts(makers.approved(), at=pki.NOW + days * pki.DAY).signatures
        assert facts.revocation is pades.Revocation.UNKNOWN
