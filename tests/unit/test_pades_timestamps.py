"""Time-stamping authorities over HTTP: a good one, and the ways of the others."""

import asyncio

import drafts
import pades
import pades_world as world
import pki
import pytest
from asn1crypto import tsp
from pades import errors
from tsa_servers import (
    about_something_else,
    broken,
    closing,
    drip,
    elsewhere,
    forged,
    garbage,
    good,
    huge,
    of_another_question,
    page,
    refusing,
    serving,
    silent,
)

PATIENCE, IMPATIENCE = 20, 0.4


def signs(url: str, timeout: float = PATIENCE, **settings) -> bytes:
    return world.person_signs(timestamper=pades.time_stamper(url, timeout), **settings)


class TestAGoodAuthority:
    """Level B-T, alone and with its chain (B-LT)."""

    def test_the_signature_has_its_stamp(self):
        with serving(good) as server:
            signed = signs(server.url, level=pades.Level.T)
            assert server.asked == ['application/timestamp-query']
        (facts,) = world.facts(signed).signatures
        assert (facts.timestamp_ok, facts.timestamp, facts.coverage) == (True, pki.NOW, pades.Coverage.FILE)

    def test_with_chain_and_lists_in_the_same_revision(self):
        with serving(good) as server:
            signed = signs(server.url, level=pades.Level.LT, validation=world.trust())
        report = world.facts(signed, pades.TrustMaterial(roots=(world.authority().root_der,)))
        (facts,) = report.signatures
        assert (facts.timestamp_ok, facts.revocation) == (True, pades.Revocation.GOOD)
        assert facts.coverage is pades.Coverage.FILE

    def test_it_comes_when_the_signature_is_finished(self):
        with serving(good) as server:
            stamper = pades.time_stamper(server.url, PATIENCE)
            planned = pades.plan_person(world.prepared(), image_png=drafts.blue_signature(), signed_at=pki.NOW,
                                        timestamper=stamper, level=pades.Level.T)
            waiting = pades.defer(planned, world.chairman().der)
            assert server.asked == []
            signed = pades.finish(waiting, world.signer(world.chairman()).open().sign_raw(
                waiting.attributes, 'sha256'), timestamper=stamper)
        assert world.facts(signed).signatures[0].timestamp_ok

    def test_an_archive_copy(self):
        with serving(good) as server:
            kept = pades.archive(world.sealed(), trust=world.trust(), at=world.LATER,
                                 timestamper=pades.time_stamper(server.url, PATIENCE))
        assert world.facts(kept).document_timestamps[0].timestamp == pki.NOW

    def test_its_own_anchor(self):
        """Anchors for time stamps are a list of their own."""
        other = pki.Authority('Stamping CA')

        def stamped_by_the_other(handler, request):
            stamper = world.time_stamper(other.time_stamper(), pki.NOW)
            handler.answer(asyncio.run(stamper.async_request_tsa_response(tsp.TimeStampReq.load(request))).dump())

        material = pades.TrustMaterial(roots=world.trust().roots, tsa_roots=(other.root_der,),
                                       crls=(*world.trust().crls, *other.crls()))
        with serving(stamped_by_the_other) as server:
            signed = signs(server.url, validation=material)
            with pytest.raises(errors.TimestampNotTrusted):
                signs(server.url, validation=world.trust())
        assert world.facts(signed, material).signatures[0].timestamp_ok


class TestOtherAuthorities:
    """Nothing is signed, and the person can choose to wait or to go without."""

    @pytest.mark.parametrize('behave', [
        broken, garbage, page, elsewhere, closing, huge, about_something_else, of_another_question, forged, refusing])
    @pytest.mark.parametrize('level', [pades.Level.T, pades.Level.LT])
    def test_what_is_no_answer(self, behave, level):
        with serving(behave) as server, pytest.raises(errors.TimestampUnavailable):
            signs(server.url, level=level, validation=world.trust())

    @pytest.mark.parametrize('behave', [silent, drip])
    def test_one_that_never_ends(self, behave):
        """It is still busy when signing has given up."""
        with serving(behave) as server:
            with pytest.raises(errors.TimestampUnavailable, match='within'):
                signs(server.url, IMPATIENCE)
            assert server.asked and not server.over.is_set()

    @pytest.mark.parametrize('address', [
        'http://127.0.0.1:1/', 'http://no-such-host.invalid/', 'ftp://127.0.0.1/', 'no address', ''])
    def test_nobody_there(self, address):
        with pytest.raises(errors.TimestampUnavailable):
            signs(address)

    def test_one_that_fails_only_later(self):
        """The chain is asked for first: the second exchange counts as well."""
        def once(handler, request):
            (good if len(handler.server.asked) == 1 else broken)(handler, request)

        with serving(once) as server, pytest.raises(errors.TimestampUnavailable):
            signs(server.url, validation=world.trust())

    def test_the_archive_copy_is_not_made(self):
        with serving(broken) as server, pytest.raises(errors.TimestampUnavailable):
            pades.archive(world.sealed(), trust=world.trust(), at=world.LATER,
                          timestamper=pades.time_stamper(server.url, PATIENCE))


class TestLevels:
    """What is put in beside the signature is a setting, and never less than it says."""

    def test_the_lowest_takes_nothing(self):
        with serving(good) as server:
            signed = signs(server.url, level=pades.Level.B, validation=world.trust())
            assert server.asked == []
        assert '/DSS' not in world.opened(signed).Root
        assert not world.facts(signed).signatures[0].timestamp_present

    def test_a_stamp_alone(self):
        with serving(good) as server:
            assert '/DSS' not in world.opened(signs(server.url, level=pades.Level.T, validation=world.trust())).Root

    def test_what_a_level_needs_must_be_given(self):
        with pytest.raises(errors.TimestampUnavailable):
            world.person_signs(level=pades.Level.T)
        with pytest.raises(errors.SignerRefused):
            world.person_signs(level=pades.Level.LT)

    def test_names_of_levels_are_settings(self):
        assert pades.Level('lt') is pades.Level.LT
