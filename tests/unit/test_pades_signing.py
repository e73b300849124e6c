"""From a draft to a sealed document: order, places, fields, and what every signature leaves alone."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import drafts
import pades
import pades_world as world
import pikepdf
import pki
import pytest
from pades import errors

MM = 72 / 25.4


def test_the_chain_verifies():
    """Decree 30/2020, Art. 13 and App. I, II.7, II.8: both signatures of a sealed document hold."""
    report = world.facts(world.sealed())
    person, agency = report.signatures
    assert (person.field, agency.field) == ('HanamNguoiKy', 'HanamCoQuan')
    assert (person.intact, person.valid, person.trusted, person.docmdp_ok) == (True, True, True, True)
    assert (person.coverage, person.modification) == (pades.Coverage.REVISION, pades.Modification.FORM_FILLING)
    assert (agency.coverage, agency.modification) == (pades.Coverage.FILE, pades.Modification.NONE)
    assert person.certifies and not agency.certifies
    assert dict(report.form_values) == {'HanamSo': '44', 'HanamNgay': '02', 'HanamThang': '3', 'HanamNam': '2026'}
    assert world.verdict(world.sealed()).verdict is pades.Verdict.VALID
    assert world.verdict(world.sealed(), **world.expectation_of_ours(number='44', day='2')).passed


def test_every_step_only_appends():
    """The bytes that were signed are never touched."""
    draft = pades.normalise(drafts.draft())
    prepared = pades.prepare(draft, pades.find_layout(draft, signer_name=drafts.SIGNER))
    signed = world.person_signs(prepared)
    sealed = world.agency_seals(signed)
    scan = drafts.scan()
    assert prepared.startswith(draft) and signed.startswith(prepared) and sealed.startswith(signed)
    assert world.attachment(scan).startswith(scan)


def test_number_date_and_seal_are_one_revision():
    """No stored file ever has an unsealed number."""
    assert world.facts(world.sealed()).revisions == world.facts(world.signed()).revisions + 1


def test_the_moment_is_the_given_one():
    for facts in world.facts(world.sealed()).signatures:
        assert facts.signed_at == pki.NOW


def test_reason_place_and_name_are_written():
    pdf = world.person_signs(reason='KÝ THỬ', location='Hà Nam', name=drafts.SIGNER)
    (facts,) = world.facts(pdf).signatures
    assert (facts.reason, facts.location) == ('KÝ THỬ', 'Hà Nam')


def test_poppler_agrees(tmp_path):
    """A second opinion: both signatures valid, and the seal covers the whole file."""
    assert shutil.which('pdfsig'), 'poppler-utils is needed'
    path = tmp_path / 'sealed.pdf'
    path.write_bytes(world.sealed())
    done = subprocess.run(['pdfsig', '-nocert', path], capture_output=True, check=False)
    said = done.stdout.decode()
    assert said.count('Signature is Valid') == 2
    assert said.count('- Total document signed') == 1
    assert said.index('Not total document signed') < said.index('- Total document signed')


def test_fields_are_read_only_before_the_first_signature():
    for name in ('HanamSo', 'HanamNgay', 'HanamThang', 'HanamNam'):
        laid = world.field(world.prepared(), name)
        assert (int(laid.F), int(laid.Ff)) == (132, 1)
        assert '/DA' not in laid and '/V' not in laid and '/N' in laid.AP
    assert '/NeedAppearances' not in pikepdf.open(BytesIO(world.sealed())).Root.AcroForm
    lock = world.field(world.prepared(), 'HanamCoQuan').Lock
    assert (str(lock.Action), int(lock.P)) == ('/All', 1)


def test_fields_are_not_laid_twice_or_late():
    layout = pades.find_layout(drafts.draft(), signer_name=drafts.SIGNER)
    with pytest.raises(errors.WouldBreakSignature):
        pades.prepare(world.prepared(), layout)
    with pytest.raises(errors.AlreadySigned):
        pades.prepare(world.signed(), layout)


def test_the_seal_waits_for_the_person():
    """Decree 30/2020, Art. 32 and 33: no seal on what nobody has signed."""
    with pytest.raises(errors.NotSignedByPerson):
        world.agency_seals(world.prepared())


def test_the_seal_refuses_a_signature_that_was_broken():
    with pytest.raises(errors.NotSignedByPerson):
        world.agency_seals(world.tampered(world.signed()))


def test_the_seal_refuses_what_came_after_the_person():
    def fill_elsewhere(writer):
        writer.root['/Hanam'] = writer.root['/Pages']
        writer.update_root()

    with pytest.raises(errors.NotSignedByPerson):
        world.agency_seals(world.updated(world.signed(), fill_elsewhere))


def test_a_sealed_document_takes_no_second_seal_and_no_person():
    with pytest.raises(errors.AlreadySealed):
        world.agency_seals(world.sealed())
    with pytest.raises(errors.PadesError):
        world.person_signs(world.sealed())
    with pytest.raises(errors.AlreadySigned):
        world.attachment(world.sealed())


def test_a_draft_without_fields_is_neither_signed_nor_sealed():
    with pytest.raises(errors.FieldAbsent):
        world.person_signs(drafts.draft())
    with pytest.raises(errors.FieldAbsent):
        world.agency_seals(drafts.draft())


def test_a_wrong_pin_is_named():
    with pytest.raises(errors.PinWrong):
        pades.load_pkcs12(world.chairman().pkcs12(), 'wrong')


@pytest.mark.parametrize('data', [b'', b'not a key store', b'\x30\x03\x02\x01\x03'])
def test_what_is_no_key_store_is_named(data):
    with pytest.raises(errors.NotPkcs12):
        pades.load_pkcs12(data, pki.PIN)


def test_an_expired_certificate_does_not_sign():
    expired = world.authority().person('Lê Văn Cũ', not_after=pki.NOW - pki.DAY)
    with pytest.raises(errors.CertificateNotValidNow) as raised:
        world.person_signs(identity=expired)
    assert raised.value.not_after == pki.NOW - pki.DAY


def test_chain_and_crls_are_embedded_in_the_same_revision():
    """Level B-LT: what is needed to check later is inside, and the seal still covers the whole file."""
    signed = world.person_signs(validation=world.trust())
    sealed = world.agency_seals(signed, validation=world.trust())
    report = world.facts(sealed, pades.TrustMaterial(roots=(world.authority().root_der,)))
    assert [one.revocation for one in report.signatures] == [pades.Revocation.GOOD] * 2
    assert report.signatures[1].coverage is pades.Coverage.FILE
    assert report.revisions == world.facts(world.sealed()).revisions
    assert len(pikepdf.open(BytesIO(sealed)).Root.DSS.CRLs) == 2


def test_a_revoked_certificate_embeds_nothing():
    with pytest.raises(errors.SignerRefused):
        world.person_signs(validation=world.trust(revoked=[(world.chairman(), pki.NOW - pki.DAY)]))


def test_a_co_signer_approves():
    """Two persons: the first certifies, the second approves, both hold after the seal."""
    draft = pades.normalise(drafts.draft())
    layout = pades.find_layout(draft, signer_name=drafts.SIGNER)
    second = pades.Place('HanamNguoiKy2', pades.PERSON, pades.Box(0, 80, 230, 200, 300))
    prepared = pades.prepare(draft, replace(layout, further=(second,)))
    first = world.person_signs(prepared)
    with pytest.raises(errors.NotSignedByPerson):
        world.agency_seals(first)
    second = world.person_signs(first, world.authority().person('Trần Thị Bình'), field='HanamNguoiKy2')
    judgement = world.verdict(world.agency_seals(second))
    assert judgement.verdict is pades.Verdict.VALID
    assert list(judgement.roles.values()).count(pades.Role.PERSON) == 2
