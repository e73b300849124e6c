"""Whose certificates count, and for how long: chains, revocation, time stamps."""

from functools import cache
from io import BytesIO

import pades
import pades_world as world
import pki
import pytest
from cryptography import x509
from pades import Reason, Status, Verdict, errors
from pades.trust import signing_context
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper


def test_a_stranger_with_the_same_names_is_not_trusted():
    stranger = pki.Authority(secret='stranger')
    sealed = world.agency_seals(world.person_signs(identity=stranger.person()), stranger.agency())
    judgement = world.verdict(sealed)
    assert (judgement.verdict, judgement.status) == (Verdict.INVALID, Status.INDETERMINATE)
    assert judgement.reasons == (Reason.NO_CERTIFICATE_CHAIN_FOUND,)


def test_without_anchors_nothing_is_trusted_and_it_is_said():
    judgement = world.verdict(world.sealed(), pades.TrustMaterial())
    assert judgement.reasons == (Reason.NO_TRUST_ANCHOR,)


def test_a_certificate_for_time_stamps_does_not_seal():
    sealed = world.agency_seals(world.signed(), world.authority().time_stamper())
    judgement = world.verdict(sealed, agency_names=(world.AGENCY, 'Test TSA'))
    assert judgement.verdict is Verdict.INVALID
    assert Reason.CHAIN_CONSTRAINTS_FAILURE in judgement.reasons


def test_a_short_key_is_too_weak():
    weak = world.authority().person('Khóa Ngắn', bits=1024)
    assert Reason.CRYPTO_CONSTRAINTS_FAILURE in world.verdict(world.person_signs(identity=weak)).reasons


def test_revocation_must_have_been_checked():
    """No fresh CRL: not invalid, not valid."""
    material = pades.TrustMaterial(roots=(world.authority().root_der,))
    judgement = world.verdict(world.sealed(), material)
    assert (judgement.verdict, judgement.status) == (Verdict.REVOCATION_UNKNOWN, Status.INDETERMINATE)
    stale = world.verdict(world.sealed(), at=pki.NOW + 30 * pki.DAY)
    assert stale.verdict is Verdict.REVOCATION_UNKNOWN


def test_a_revoked_certificate_is_invalid():
    material = world.trust(revoked=[(world.agency(), pki.NOW + pki.DAY / 2)])
    report = world.facts(world.sealed(), material)
    assert report.signatures[1].revocation is pades.Revocation.REVOKED
    assert report.signatures[1].revoked_at == pki.NOW + pki.DAY / 2
    assert report.signatures[1].revocation_reason == 'key_compromise'
    judgement = world.verdict(world.sealed(), material)
    assert (judgement.verdict, judgement.reasons) == (Verdict.INVALID, (Reason.REVOKED,))
    assert judgement.verdict_of('HanamNguoiKy') is Verdict.VALID


def test_a_revoked_signer_is_found_without_the_crl_above():
    revoked = world.authority().crls([(world.agency(), pki.NOW)])
    material = pades.TrustMaterial(roots=(world.authority().root_der,), crls=revoked[1:])
    assert world.facts(world.sealed(), material).signatures[1].revocation is pades.Revocation.REVOKED


def test_a_certificate_on_hold_is_undecided():
    material = world.trust(revoked=[(world.agency(), pki.NOW)], reason=x509.ReasonFlags.certificate_hold)
    judgement = world.verdict(world.sealed(), material)
    assert (judgement.verdict, judgement.reasons) == (Verdict.REVOCATION_UNKNOWN, (Reason.ON_HOLD,))


class TestTime:
    """Certificates end; a trusted time stamp proves that the signature is older."""

    end = pki.NOW + 10 * pki.DAY
    later = pki.NOW + 100 * pki.DAY

    @staticmethod
    @cache
    def short_lived() -> pki.Identity:
        return world.authority().agency('Sở Ngắn Hạn', not_after=TestTime.end)

    def sealed(self, moment=None, tsa=None) -> bytes:
        stamper = world.time_stamper(tsa or world.authority().time_stamper(), moment) if moment else None
        return world.agency_seals(world.signed(), self.short_lived(), timestamper=stamper)

    def judged(self, pdf: bytes, at, material=None):
        material = material or pades.TrustMaterial(roots=(world.authority().root_der,),
                                                   crls=world.authority().crls(at=at))
        return world.verdict(pdf, material, at, agency_names=('Sở Ngắn Hạn', world.AGENCY))

    def test_valid_while_the_certificate_lasts(self):
        assert self.judged(self.sealed(), pki.NOW + pki.DAY).verdict is Verdict.VALID

    def test_expired_without_proof_of_time(self):
        judgement = self.judged(self.sealed(), self.later)
        assert (judgement.verdict, judgement.status) == (Verdict.INVALID, Status.INDETERMINATE)
        assert judgement.reasons == (Reason.EXPIRED,)

    def test_expired_after_the_time_stamp(self):
        judgement = self.judged(self.sealed(pki.NOW), self.later)
        assert (judgement.verdict, judgement.status) == (Verdict.VALID_AT_SIGNING, Status.PASSED)

    def test_expired_before_the_time_stamp(self):
        pdf = self.sealed(self.end + pki.DAY)
        assert self.judged(pdf, self.later).verdict is Verdict.INVALID

    @pytest.mark.parametrize(('revoked_at', 'verdict'), [
        (pki.NOW + pki.DAY / 2, Verdict.VALID_AT_SIGNING),
        (pki.NOW - pki.DAY / 2, Verdict.INVALID),
    ])
    def test_revoked_beside_a_time_stamp(self, revoked_at, verdict):
        pdf = self.sealed(pki.NOW)
        stamped = world.facts(pdf).signatures[1]
        assert stamped.timestamp == pki.NOW and stamped.timestamp_ok
        material = world.trust(revoked=[(self.short_lived(), revoked_at)])
        assert self.judged(pdf, world.LATER, material).verdict is verdict

    def test_an_unknown_time_stamper_proves_nothing(self):
        stranger = pki.Authority(secret='stranger').time_stamper()
        judgement = self.judged(self.sealed(pki.NOW, stranger), pki.NOW + pki.DAY)
        assert judgement.verdict is Verdict.INVALID
        assert Reason.TIMESTAMP_NOT_TRUSTED in judgement.reasons


def test_an_archive_copy_with_a_document_time_stamp_is_valid():
    """The archive adds a time stamp of its own after the seal; nothing else may be added."""
    sealed = world.agency_seals(world.signed(), validation=world.trust())
    stamper = PdfTimeStamper(world.time_stamper(world.authority().time_stamper(), pki.NOW))
    archived = BytesIO()
    stamper.timestamp_pdf(IncrementalPdfFileWriter(BytesIO(sealed)), 'sha256',
                          signing_context(world.trust(), pki.NOW), output=archived)
    report = world.facts(archived.getvalue())
    assert [one.trusted for one in report.document_timestamps] == [True]
    assert report.signatures[1].modification is pades.Modification.LTA_UPDATES
    assert world.verdict(archived.getvalue()).verdict is Verdict.VALID


def test_broken_material_is_our_own_fault():
    with pytest.raises(errors.MaterialBroken) as raised:
        pades.verify(world.sealed(), trust=pades.TrustMaterial(crls=(b'no crl',)), at=world.LATER)
    assert (raised.value.kind, raised.value.index) == ('crl', 0)
