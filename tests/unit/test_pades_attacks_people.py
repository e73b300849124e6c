"""Certificates that must not count, and revocation at every moment: none passes, each says why."""

import attacks_makers as makers
import attacks_pki as people
import pades
import pades_world as world
import pki
import pytest
from cryptography import x509
from pades import Reason, Status, Verdict

BAD = [
    ('same names, other keys', lambda: people.leaf(issuer=people.rogue()), Reason.NO_CERTIFICATE_CHAIN_FOUND),
    ('self-signed', people.self_signed, Reason.CHAIN_CONSTRAINTS_FAILURE),
    ('expired', lambda: people.leaf(not_after=pki.NOW - pki.DAY), Reason.EXPIRED),
    ('not yet valid', lambda: people.leaf(not_before=pki.NOW + 9 * pki.DAY), Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE),
    ('time stamper', people.time_stamper, Reason.CHAIN_CONSTRAINTS_FAILURE),
    ('web server', lambda: people.leaf(purpose=people.PURPOSES.SERVER_AUTH), Reason.CHAIN_CONSTRAINTS_FAILURE),
    ('authority', people.intermediate_as_signer, Reason.CHAIN_CONSTRAINTS_FAILURE),
    ('authority that may sign', lambda: people.leaf(is_ca=True), Reason.CHAIN_CONSTRAINTS_FAILURE),
    ('only for keys', lambda: people.leaf(usages=('key_encipherment',)), Reason.CHAIN_CONSTRAINTS_FAILURE),
    ('rsa 1024', lambda: people.leaf(own_key=pki.key('short', 1024)), Reason.CRYPTO_CONSTRAINTS_FAILURE),
    ('p192', lambda: people.leaf(own_key=people.key('p192')), Reason.CRYPTO_CONSTRAINTS_FAILURE),
    ('issued with sha-1', people.issued_with_sha1, Reason.CRYPTO_CONSTRAINTS_FAILURE),
]


@pytest.mark.parametrize(('identity', 'reason'), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_certificates_that_do_not_count(identity, reason):
    judgement = pades.judge(world.facts(makers.sign(makers.letter(), identity())))
    assert (judgement.verdict, judgement.status) == (Verdict.INVALID, Status.INDETERMINATE)
    assert reason in judgement.reasons


@pytest.mark.parametrize('digest', ['sha1', 'md5'])
def test_weak_digests(digest):
    judgement = pades.judge(world.facts(makers.sign(makers.letter(), digest=digest)))
    assert judgement.status is Status.INDETERMINATE
    assert Reason.CRYPTO_CONSTRAINTS_FAILURE in judgement.reasons


def test_a_time_stamp_of_a_stranger():
    pdf = makers.sign(makers.letter(), stamped=people.stamper(identity=people.foreign_time_stamper()))
    judgement = pades.judge(world.facts(pdf))
    assert (judgement.status, judgement.reasons) == (Status.INDETERMINATE, (Reason.TIMESTAMP_NOT_TRUSTED,))


def stamped_at(days: float) -> bytes:
    return makers.sign(makers.letter(), stamped=people.stamper(pki.NOW + days * pki.DAY))


@pytest.mark.parametrize(('pdf', 'status', 'reason'), [
    (makers.approved, Status.INDETERMINATE, Reason.REVOKED),
    (lambda: stamped_at(-2), Status.PASSED, Reason.TRUSTED_AT_SIGNING_ONLY),
    (lambda: stamped_at(0), Status.FAILED, Reason.REVOKED_BEFORE_SIGNING),
])
def test_revoked_yesterday(pdf, status, reason):
    """Without a proven time nobody can tell; a time stamp before it saves the signature, one after it condemns it."""
    material = world.trust([(world.chairman(), pki.NOW - pki.DAY)])
    judgement = pades.judge(world.facts(pdf(), material))
    assert (judgement.status, judgement.reasons) == (status, (reason,))


def test_an_old_list_in_the_file_does_not_hide_a_newer_one_of_ours():
    """A revoked signer embeds the last list on which he was not: it is still fresh, but not the newest."""
    pdf = makers.sign(makers.letter(), material=makers.context())
    assert pades.judge(world.facts(pdf)).verdict is Verdict.VALID
    newer = world.trust([(world.chairman(), pki.NOW)], at=pki.NOW + 3 * pki.DAY)
    judgement = pades.judge(world.facts(pdf, newer, at=pki.NOW + 3 * pki.DAY))
    assert (judgement.status, judgement.reasons) == (Status.INDETERMINATE, (Reason.REVOKED,))


def test_on_hold_is_undecided():
    material = world.trust([(world.chairman(), pki.NOW - pki.DAY)], reason=x509.ReasonFlags.certificate_hold)
    for pdf in (makers.approved(), stamped_at(-2)):
        judgement = pades.judge(world.facts(pdf, material))
        assert (judgement.verdict, judgement.reasons) == (Verdict.REVOCATION_UNKNOWN, (Reason.ON_HOLD,))


def test_a_revoked_time_stamper_proves_nothing():
    material = world.trust([(people.time_stamper(), pki.NOW - 3 * pki.DAY)])
    judgement = pades.judge(world.facts(makers.stamped(), material))
    assert (judgement.status, judgement.reasons) == (Status.INDETERMINATE, (Reason.TIMESTAMP_NOT_TRUSTED,))


def test_a_time_stamp_does_not_bring_an_expired_certificate_back():
    signer = people.leaf(not_after=pki.NOW - pki.DAY)
    pdf = makers.sign(makers.letter(), signer, at=pki.NOW - 2 * pki.DAY, stamped=people.stamper())
    judgement = pades.judge(world.facts(pdf))
    assert judgement.status is Status.INDETERMINATE and Reason.EXPIRED in judgement.reasons


def test_one_bad_signer_among_good_ones_decides():
    pdf = makers.sign(makers.approved(), people.self_signed(), field='S2')
    assert pades.judge(world.facts(pdf)).status is Status.INDETERMINATE


def test_a_broken_list_in_the_file_is_as_good_as_none():
    pdf = makers.sign(makers.letter(), material=makers.context())
    store = makers.reader(pdf).root['/DSS']['/CRLs']

    def spoil(writer):
        for one in writer.root['/DSS']['/CRLs']:
            one.get_object()._data = b'0\x05broken'
            one.get_object()._encoded_data = None
            writer.mark_update(one)

    assert len(store) == 2
    spoilt = world.updated(pdf, spoil)
    report = world.facts(spoilt, pades.TrustMaterial(roots=(world.authority().root_der,)))
    assert report.signatures[0].revocation is pades.Revocation.UNKNOWN
    assert not pades.judge(report).passed


def test_an_empty_store_trusts_nobody():
    judgement = pades.judge(world.facts(makers.approved(), pades.TrustMaterial(crls=world.authority().crls())))
    assert judgement.reasons == (Reason.NO_TRUST_ANCHOR,)
