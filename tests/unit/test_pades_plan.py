"""What is due on a file: order, authority, several signers, and what a signature says of itself."""

import unicodedata
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from functools import cache

import drafts
import pades
import pades_world as world
import pki
import pytest
from pades import errors

SECOND, THIRD, PARTNER = 'HanamNguoiKy2', 'HanamNguoiKy3', 'HanamCoQuan2'


def place(field: str, kind: str, left: float) -> pades.Place:
    return pades.Place(field, kind, pades.Box(0, left, 230, left + 80, 300))


@cache
def laid(*places: pades.Place) -> bytes:
    draft = pades.normalise(drafts.draft())
    return pades.prepare(draft, replace(pades.find_layout(draft, signer_name=drafts.SIGNER), further=places))


def person_plan(pdf: bytes | None = None, **settings) -> pades.Plan:
    settings = {'signed_at': pki.NOW, 'image_png': drafts.blue_signature(), **settings}
    return pades.plan_person(pdf or world.prepared(), **settings)


@cache
def deputy() -> pki.Identity:
    return world.authority().person('Trần Thị Bình', 'Sở Tài chính tỉnh Hà Nam')


@cache
def partner() -> pki.Identity:
    return world.authority().agency('Sở Tài chính tỉnh Hà Nam')


def co_seals(pdf: bytes, identity=None, **settings) -> bytes:
    settings = {'field': PARTNER, 'signed_at': pki.NOW, 'image_png': drafts.red_seal(), **settings}
    return pades.co_seal(pdf, world.signer(identity or partner()), **settings)


class TestWhatASignatureSays:
    """Words and moment as the decree prints them."""

    @pytest.mark.parametrize('zone', [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-5))])
    def test_the_moment_is_vietnams(self, zone):
        signed = pades.carry_out(person_plan(signed_at=pki.NOW.astimezone(zone)), world.signer(world.chairman()))
        assert str(world.field(signed, 'HanamNguoiKy').V.M) == "D:20260302163000+07'00'"
        assert world.facts(signed).signatures[0].signed_at == pki.NOW

    def test_the_day_is_vietnams(self):
        """At 20:30 in Greenwich it is the next day in Hà Nam."""
        plan = person_plan(signed_at=pki.NOW.replace(hour=20))
        assert (plan.act.signed_at.day, plan.act.signed_at.hour) == (3, 3)

    def test_a_moment_without_a_zone_is_a_mistake(self):
        with pytest.raises(ValueError, match='zone'):
            person_plan(signed_at=pki.NOW.replace(tzinfo=None))

    def test_words_are_canonical(self):
        """NFD of one machine and NFC of another are the same word."""
        words = {'reason': 'Ký thử', 'location': 'Hà Nam', 'name': 'Nguyễn Văn An'}
        apart = {name: unicodedata.normalize('NFD', word) for name, word in words.items()}
        signed = pades.carry_out(person_plan(**apart), world.signer(world.chairman()))
        value = world.field(signed, 'HanamNguoiKy').V
        assert {'reason': str(value.Reason), 'location': str(value.Location), 'name': str(value.Name)} == words

    def test_unknown_settings_are_a_mistake(self):
        with pytest.raises(TypeError):
            person_plan(grund='x')


class TestPlans:
    """A plan is a value."""

    def test_it_may_be_carried_out_again(self):
        plan = person_plan()
        first = pades.carry_out(plan, world.signer(world.chairman()))
        second = pades.carry_out(plan, world.signer(deputy()))
        assert [world.facts(one).signatures[0].signer_cn for one in (first, second)] == [
            'Nguyễn Văn An', 'Trần Thị Bình']

    def test_the_first_signature_certifies_unless_a_foreign_field_will_come(self):
        assert person_plan().certify
        assert not person_plan(certify=False).certify
        draft = pades.normalise(drafts.draft())
        layout = pades.find_layout(draft, signer_name=drafts.SIGNER)
        assert not person_plan(pades.prepare(draft, layout, without=frozenset({pades.AGENCY}))).certify

    def test_an_internal_paper_is_certified_though_no_seal_comes(self):
        draft = pades.normalise(drafts.draft())
        person = pades.find_layout(draft, signer_name=drafts.SIGNER).person
        paper = pades.prepare(draft, pades.Layout(None, None, None, None, person, None))
        assert person_plan(paper).certify
        assert world.facts(world.person_signs(paper)).signatures[0].certifies

    def test_encrypted_files_are_named(self):
        with pytest.raises(errors.PdfEncrypted):
            person_plan(world.encrypted(world.prepared(), '', 'owner'))

    @pytest.mark.parametrize('data', [b'', b'%PDF-1.7', b'no file'])
    def test_what_is_no_file_is_named(self, data):
        with pytest.raises(errors.NotPdf):
            pades.plan_person(data, image_png=drafts.blue_signature(), signed_at=pki.NOW)


class TestWhatIsPutInBeside:
    """Level B-LT: what checks the signature, and no more."""

    def test_lists_of_strangers_stay_outside(self):
        known = pades.TrustMaterial(roots=world.trust().roots,
                                    crls=(*pki.Authority('Another CA').crls(), *world.trust().crls))
        store = world.opened(world.person_signs(validation=known)).Root.DSS
        assert len(store.CRLs) == 2

    def test_a_damaged_list_is_named(self):
        broken = pades.TrustMaterial(roots=world.trust().roots, crls=(*world.trust().crls, b'no list'))
        with pytest.raises(errors.MaterialBroken) as raised:
            world.person_signs(validation=broken)
        assert raised.value.index == 2


class TestTheSealWaitsForAuthority:
    """Decree 30/2020, Art. 13, 18, 32: no seal without a signature of a person with authority."""

    def test_a_person_with_authority(self):
        allowed = frozenset({world.chairman().fingerprint, deputy().fingerprint})
        assert world.seal_plan(world.signed(), authorised=allowed).field == 'HanamCoQuan'

    def test_a_person_without(self):
        with pytest.raises(errors.NotSignedByPerson):
            world.seal_plan(world.signed(), authorised=frozenset({deputy().fingerprint}))

    def test_an_agency_is_no_person(self):
        """Who is allowed is told by the certificate, who is a person by the field."""
        pdf = laid(place(PARTNER, pades.AGENCY, 80))
        alone = pades.sign_person(pdf, world.signer(partner()), field=PARTNER, image_png=drafts.red_seal(),
                                  signed_at=pki.NOW)
        with pytest.raises(errors.NotSignedByPerson):
            co_seals(pdf)
        with pytest.raises(errors.NotSignedByPerson):
            world.seal_plan(alone, authorised=frozenset({partner().fingerprint}))

    def test_number_and_date_are_written_once(self):
        given = pades.hand_out(world.seal_plan(world.signed()), by_name=True)
        with pytest.raises(errors.FieldAbsent) as raised:
            world.seal_plan(given)
        assert raised.value.field == 'HanamSo'

    def test_a_month_and_year_that_are_printed(self):
        """Then they are no fields, and nothing is written there."""
        draft = pades.normalise(drafts.draft(date='Hà Nam, ngày         tháng 3 năm 2026'))
        layout = pades.find_layout(draft, signer_name=drafts.SIGNER)
        signed = world.person_signs(pades.prepare(draft, layout))
        with pytest.raises(errors.PrintedDateDiffers):
            world.seal_plan(signed, month='4')
        sealed = world.agency_seals(signed)
        assert dict(world.facts(sealed).form_values) == {'HanamSo': '44', 'HanamNgay': '02'}


class TestSeveralSigners:
    """Minutes, contracts, head and deputy: all sign before the seal."""

    def test_three_persons(self):
        pdf = laid(place(SECOND, pades.PERSON, 60), place(THIRD, pades.PERSON, 150))
        pdf = world.person_signs(pdf)
        pdf = world.person_signs(pdf, deputy(), field=THIRD)
        with pytest.raises(errors.NotSignedByPerson, match=SECOND):
            world.seal_plan(pdf)
        pdf = world.person_signs(pdf, world.authority().person('Lê Văn Cường'), field=SECOND)
        report = world.facts(world.agency_seals(pdf))
        assert [one.certifies for one in report.signatures] == [True, False, False, False]
        assert all(one.intact and one.valid and one.docmdp_ok for one in report.signatures)

    def test_nobody_signs_twice(self):
        with pytest.raises(errors.FieldAbsent):
            world.person_signs(world.signed())


@cache
def signed_by_both() -> bytes:
    pdf = laid(place(SECOND, pades.PERSON, 60), place(PARTNER, pades.AGENCY, 150))
    return world.person_signs(world.person_signs(pdf), deputy(), field=SECOND)


class TestJointDocuments:
    """Văn bản liên tịch: each agency seals its own field, the lead agency numbers and closes."""

    def test_the_whole_way(self):
        co_sealed = co_seals(signed_by_both())
        sealed = world.agency_seals(co_sealed)
        report = world.facts(sealed)
        assert [one.field for one in report.signatures] == ['HanamNguoiKy', SECOND, PARTNER, 'HanamCoQuan']
        assert all(one.intact and one.valid and one.docmdp_ok and one.trusted for one in report.signatures)
        assert report.signatures[-1].coverage is pades.Coverage.FILE
        assert dict(report.form_values)['HanamSo'] == '44'

    def test_a_co_seal_writes_nothing(self):
        assert world.facts(co_seals(signed_by_both())).form_values == ()

    def test_the_lead_agency_waits_for_the_others(self):
        with pytest.raises(errors.NotSignedByPerson, match=PARTNER):
            world.seal_plan(signed_by_both())

    def test_a_co_seal_waits_for_a_person(self):
        with pytest.raises(errors.NotSignedByPerson):
            co_seals(laid(place(SECOND, pades.PERSON, 60), place(PARTNER, pades.AGENCY, 150)))

    def test_a_co_seal_asks_for_authority(self):
        with pytest.raises(errors.NotSignedByPerson):
            co_seals(signed_by_both(), authorised=frozenset({partner().fingerprint}))
        assert co_seals(signed_by_both(), authorised=frozenset({deputy().fingerprint}))

    def test_a_co_seal_refuses_a_broken_signature(self):
        with pytest.raises(errors.NotSignedByPerson):
            co_seals(world.tampered(signed_by_both()))

    def test_no_co_seal_after_the_lead(self):
        with pytest.raises(errors.AlreadySealed):
            co_seals(world.sealed())

    def test_a_partner_with_a_token_in_the_browser(self):
        plan = pades.plan_co_seal(signed_by_both(), field=PARTNER, image_png=drafts.red_seal(), signed_at=pki.NOW)
        waiting = pades.defer(plan, partner().der)
        answer = world.signer(partner()).open().sign_raw(waiting.attributes, 'sha256')
        assert world.facts(pades.finish(waiting, answer)).signatures[-1].field == PARTNER

    def test_a_partner_with_a_tool_of_its_own(self):
        """Its field is not laid, so nobody certifies."""
        pdf = laid(place(SECOND, pades.PERSON, 60))
        first = world.person_signs(pdf, certify=False)
        plan = pades.plan_co_seal(first, field=PARTNER, image_png=drafts.red_seal(), signed_at=pki.NOW)
        assert pades.hand_out(plan) == first
        assert not world.facts(first).signatures[0].certifies
