"""Archive copies: provable after every certificate in the issued file has ended."""

from datetime import timedelta
from functools import cache

import pades
import pades_world as world
import pki
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pades import errors

YEAR = timedelta(days=365)


@cache
def stamping(name: str = 'TSA 2026', years: int = 5) -> pki.Identity:
    return world.authority().issue(name, 'Test PKI', purpose=ExtendedKeyUsageOID.TIME_STAMPING,
                                   not_after=pki.NOW + years * YEAR)


def stamper(identity: pki.Identity | None = None, at=world.LATER):
    return world.time_stamper(identity or stamping(), at)


def trust(at=world.LATER) -> pades.TrustMaterial:
    return pades.TrustMaterial(roots=(world.authority().root_der,), crls=world.authority().crls(at=at))


@cache
def issued() -> bytes:
    """An issued file of level B-T: a trusted moment, and nothing to check it with."""
    first = world.person_signs(timestamper=stamper(at=pki.NOW))
    return world.agency_seals(first, timestamper=stamper(at=pki.NOW))


@cache
def copy() -> bytes:
    return pades.archive(issued(), trust=trust(), timestamper=stamper(), at=world.LATER)


@cache
def renewed() -> bytes:
    at = pki.NOW + 4 * YEAR
    return pades.renew_archive(copy(), trust=trust(at), timestamper=stamper(stamping('TSA 2030', 9), at), at=at)


class TestArchiving:
    """The copy is the issued file with a later revision."""

    def test_it_begins_with_the_issued_file(self):
        assert copy().startswith(issued())

    def test_chains_lists_and_one_stamp_over_all(self):
        report = world.facts(copy())
        (stamp,) = report.document_timestamps
        assert (stamp.field, stamp.coverage, stamp.timestamp) == ('HanamLuuTru1', pades.Coverage.FILE, world.LATER)
        assert (stamp.intact, stamp.valid, stamp.trusted) == (True, True, True)
        store = world.opened(copy()).Root.DSS
        assert (len(store.CRLs), len(store.Certs)) == (2, 5)

    def test_it_is_still_the_same_document(self):
        assert world.verdict(copy()).verdict is pades.Verdict.VALID

    def test_lists_of_strangers_stay_outside(self):
        strangers = pki.Authority('Another CA').crls(at=world.LATER)
        material = pades.TrustMaterial(roots=trust().roots, crls=(*strangers, *trust().crls))
        kept = pades.archive(issued(), trust=material, timestamper=stamper(), at=world.LATER)
        assert len(world.opened(kept).Root.DSS.CRLs) == 2

    def test_a_file_of_the_lowest_level_while_its_certificates_hold(self):
        kept = pades.archive(world.sealed(), trust=trust(), timestamper=stamper(), at=world.LATER)
        assert kept.startswith(world.sealed())

    def test_an_expired_signer_with_a_proven_moment(self):
        """The certificate ended, the stamp in the signature shows that it was in force."""
        at = pki.NOW + 3 * YEAR
        assert world.chairman().certificate.not_valid_after_utc < at
        kept = pades.archive(issued(), trust=trust(at), timestamper=stamper(at=at), at=at)
        assert world.facts(kept, trust(at), at).document_timestamps[0].trusted

    def test_when_it_ends(self):
        assert pades.archive_ends(issued()) is None
        assert pades.archive_ends(copy()) == pki.NOW + 5 * YEAR
        assert pades.archive_ends(renewed()) == pki.NOW + 9 * YEAR


class TestRenewing:
    """One stamp after another, each made while the one before could be proved."""

    def test_the_first_stamp_is_covered_by_the_second(self):
        assert renewed().startswith(copy())
        report = world.facts(renewed(), trust(pki.NOW + 4 * YEAR), pki.NOW + 4 * YEAR)
        first, second = report.document_timestamps
        assert (first.field, second.field) == ('HanamLuuTru1', 'HanamLuuTru2')
        assert (first.modification, second.coverage) == (pades.Modification.LTA_UPDATES, pades.Coverage.FILE)
        assert all(one.intact for one in report.signatures)

    def test_too_late(self):
        at = pki.NOW + 6 * YEAR
        with pytest.raises(errors.ArchiveRefused) as raised:
            pades.renew_archive(copy(), trust=trust(at), timestamper=stamper(stamping('TSA 2030', 9), at), at=at)
        assert raised.value.field == 'HanamLuuTru1'

    def test_what_is_no_archive_copy(self):
        with pytest.raises(errors.ArchiveRefused):
            pades.renew_archive(issued(), trust=trust(), timestamper=stamper(), at=world.LATER)


class TestRefusals:
    """A copy that would prove nothing is not made."""

    def refuse(self, error, pdf=None, *, material=None, by=None, at=world.LATER):
        with pytest.raises(error) as raised:
            pades.archive(pdf or issued(), trust=material or trust(at), timestamper=by or stamper(), at=at)
        return raised.value

    def test_an_unknown_authority(self):
        stranger = pki.Authority('Unknown CA').issue('TSA', 'Unknown', purpose=ExtendedKeyUsageOID.TIME_STAMPING)
        self.refuse(errors.TimestampNotTrusted, by=stamper(stranger))

    def test_an_authority_that_may_not_stamp(self):
        self.refuse(errors.TimestampNotTrusted, by=stamper(world.agency()))

    def test_a_revoked_authority(self):
        crls = world.authority().crls([(stamping(), pki.NOW)], at=world.LATER)
        material = pades.TrustMaterial(roots=trust().roots, crls=crls)
        self.refuse(errors.PadesError, world.sealed(), material=material)

    def test_no_lists(self):
        error = self.refuse(errors.ArchiveRefused, material=pades.TrustMaterial(roots=trust().roots))
        assert error.field == 'HanamNguoiKy'

    def test_a_revoked_signer(self):
        crls = world.authority().crls([(world.agency(), pki.NOW - pki.DAY)], at=world.LATER)
        error = self.refuse(errors.ArchiveRefused, material=pades.TrustMaterial(roots=trust().roots, crls=crls))
        assert error.field == 'HanamCoQuan'

    def test_an_expired_signer_without_a_proven_moment(self):
        self.refuse(errors.ArchiveRefused, world.sealed(), at=pki.NOW + 3 * YEAR)

    def test_a_file_that_was_changed(self):
        self.refuse(errors.ArchiveRefused, world.tampered(issued()))

    def test_a_file_without_signatures(self):
        self.refuse(errors.ArchiveRefused, world.prepared())
        self.refuse(errors.ArchiveRefused, b'no file')

    def test_an_archive_copy(self):
        self.refuse(errors.ArchiveRefused, copy())
