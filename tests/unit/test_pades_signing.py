"""From a draft to a sealed document: order, places, fields, and what every signature leaves alone."""

import shutil
import subprocess
from functools import cache
from io import BytesIO

import drafts
import pades
import pades_world as world
import pikepdf
import pki
import pypdfium2
import pytest
from pades import errors

MM = 72 / 25.4


@cache
def opened(pdf: bytes) -> pikepdf.Pdf:
    """An object of pikepdf lives as long as its document."""
    return pikepdf.open(BytesIO(pdf))


def field(pdf: bytes, name: str):
    return next(one for one in opened(pdf).Root.AcroForm.Fields if str(one.T) == name)


def coloured(pdf: bytes, page: int, wanted) -> tuple[float, float, float, float]:
    """Give the bounds of the pixels `wanted(r, g, b)` as seen, in points from the upper left corner."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    image = document[page].render(scale=2, no_smoothtext=True).to_pil().convert('RGB')
    pixels = image.load()
    found = [(x, y) for x in range(image.width) for y in range(image.height) if wanted(*pixels[x, y])]
    assert found, 'nothing of that colour is on the page'
    xs, ys = [x / 2 for x, _ in found], [y / 2 for _, y in found]
    return min(xs), min(ys), max(xs), max(ys)


def is_red(r, g, b):
    return abs(r - 208) + abs(g - 16) + abs(b - 16) < 40


def is_blue(r, g, b):
    return abs(r - 31) + abs(g - 63) + abs(b - 191) < 40


def is_dark(r, g, b):
    return r + g + b < 250


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
        laid = field(world.prepared(), name)
        assert (int(laid.F), int(laid.Ff)) == (132, 1)
        assert '/DA' not in laid and '/V' not in laid and '/N' in laid.AP
    assert '/NeedAppearances' not in pikepdf.open(BytesIO(world.sealed())).Root.AcroForm
    lock = field(world.prepared(), 'HanamCoQuan').Lock
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


@pytest.mark.parametrize('picture', [b'no picture', b'', None])
def test_a_picture_must_be_a_transparent_png(picture):
    """Decree 30/2020, App. I, II.7d: PNG with a transparent background."""
    if picture is None:
        from PIL import Image
        output = BytesIO()
        Image.new('RGB', (30, 30), 'white').save(output, 'PNG')
        picture = output.getvalue()
    with pytest.raises(errors.ImageRefused):
        pades.sign_person(world.prepared(), world.signer(world.chairman()), image_png=picture, signed_at=pki.NOW)


def test_the_seal_lies_over_the_left_third_of_the_signature():
    """Decree 30/2020, App. I, II.8a: real size, over about a third of the signature, on its left."""
    layout = pades.find_layout(pades.normalise(drafts.draft()), signer_name=drafts.SIGNER)
    assert layout.seal.width == pytest.approx(36 * MM) and layout.seal.height == pytest.approx(36 * MM)
    red, blue = coloured(world.sealed(), 0, is_red), coloured(world.sealed(), 0, is_blue)
    assert red[2] - red[0] == pytest.approx(36 * MM * 810 / 850, abs=2)
    assert blue[0] < red[2] < blue[0] + (blue[2] - blue[0]) * 0.45
    assert (red[1] + red[3]) / 2 == pytest.approx((blue[1] + blue[3]) / 2, abs=2)
    assert (blue[2] - blue[0]) / (blue[3] - blue[1]) == pytest.approx(560 / 260, rel=0.05)


def test_the_number_is_drawn_on_the_line_of_the_draft():
    box = pades.find_layout(drafts.draft(), signer_name=drafts.SIGNER).number
    plain = pypdfium2.PdfDocument(world.signed())
    sealed = pypdfium2.PdfDocument(world.sealed())
    for document in (plain, sealed):
        document.init_forms()
    crop = (box.x0, box.y0, plain[0].get_width() - box.x1, plain[0].get_height() - box.y1)
    before, after = (document[0].render(scale=4, crop=crop).to_pil().convert('L') for document in (plain, sealed))
    assert before.getextrema()[0] > 200 and after.getextrema()[0] < 60


def test_a_letter_the_font_lacks_is_refused():
    with pytest.raises(errors.TextRefused):
        world.agency_seals(world.signed(), number='四')


def test_a_number_too_long_for_its_gap_is_refused():
    with pytest.raises(errors.TextRefused):
        world.agency_seals(world.signed(), number='1234567890')


def test_a_font_is_never_guessed(tmp_path):
    with pytest.raises(errors.FontMissing):
        pades.default_font([tmp_path])
    with pytest.raises(errors.FontMissing):
        world.agency_seals(world.signed(), font_path=tmp_path / 'none.otf')
    with pytest.raises(errors.FontMissing):
        world.agency_seals(world.signed(), font_path=drafts.font_file('Tinos-Regular.ttf'))
    assert pades.default_font([tmp_path, drafts.termes().parent]) == drafts.termes()


@pytest.mark.parametrize('rotation', [0, 90, 180, 270])
def test_the_text_of_an_attachment_stands_upright_at_the_top_right(rotation):
    """Decree 30/2020, App. I, II.8b and Part II, I: top right corner of the first page, size 10, no picture."""
    pdf = world.attachment(drafts.scan(rotation=rotation, frame=False))
    page = pypdfium2.PdfDocument(pdf)[0]
    left, top, right, bottom = coloured(pdf, 0, is_dark)
    assert page.get_width() - right == pytest.approx(10 * MM, abs=3)
    assert top == pytest.approx(5 * MM, abs=5)
    assert right - left > 4 * (bottom - top)
    assert world.verdict(pdf, kind='attachment').verdict is pades.Verdict.VALID


def test_the_text_is_placed_by_what_is_visible():
    """A CropBox hides part of the page: the corner is the visible one."""
    output = BytesIO()
    with pikepdf.open(BytesIO(drafts.scan(width=1240, height=1754, frame=False))) as document:
        document.pages[0].CropBox = [100, 200, 1000, 1500]
        document.save(output)
    pdf = world.attachment(output.getvalue())
    x0, y0, x1, y1 = (float(value) for value in field(pdf, 'HanamVanThu').Rect)
    assert x1 == pytest.approx(1000 - 10 * MM, abs=0.1) and y1 == pytest.approx(1500 - 5 * MM, abs=0.1)
    assert y1 - y0 == pytest.approx(11.07, abs=0.1) and x1 - x0 < 81 * MM


def test_a_long_text_is_broken_and_an_endless_one_refused():
    pdf = world.attachment(text='SAO Y; Ủy ban nhân dân tỉnh Hà Nam; 21/08/2024; 09:15:30')
    _, y0, _, y1 = (float(value) for value in field(pdf, 'HanamVanThu').Rect)
    assert y1 - y0 == pytest.approx(2 * 11.07, abs=0.1)
    with pytest.raises(errors.TextRefused):
        world.attachment(text='Ủy ban nhân dân tỉnh Hà Nam ' * 20)
    with pytest.raises(errors.TextRefused):
        world.attachment(text=' ')


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
    prepared = pades.prepare(draft, layout, co_signers={'HanamNguoiKy2': pades.Box(0, 80, 230, 200, 300)})
    first = world.person_signs(prepared)
    with pytest.raises(errors.NotSignedByPerson):
        world.agency_seals(first)
    second = world.person_signs(first, world.authority().person('Trần Thị Bình'), field='HanamNguoiKy2')
    judgement = world.verdict(world.agency_seals(second))
    assert judgement.verdict is pades.Verdict.VALID
    assert list(judgement.roles.values()).count(pades.Role.PERSON) == 2


class TestResults:
    """What comes back from a signer is checked, wherever it was made."""

    def accept(self, result, base=None, identity=None, **kwargs):
        pades.accept_result(base or world.prepared(), result,
                            certificate_der=(identity or world.chairman()).der, **kwargs)

    def test_a_good_one_passes(self):
        self.accept(world.signed(), field='HanamNguoiKy')

    def test_other_bytes_are_refused(self):
        with pytest.raises(errors.ResultNotPrefix):
            self.accept(world.signed()[1:])

    def test_nothing_new_is_refused(self):
        with pytest.raises(errors.ResultMoreChanges):
            self.accept(world.prepared())

    def test_two_new_signatures_are_refused(self):
        with pytest.raises(errors.ResultMoreChanges):
            self.accept(world.sealed())

    def test_another_field_is_refused(self):
        with pytest.raises(errors.ResultMoreChanges):
            self.accept(world.signed(), field='HanamCoQuan')

    def test_another_signer_is_refused(self):
        with pytest.raises(errors.ResultWrongSigner):
            self.accept(world.signed(), identity=world.agency())

    def test_a_broken_signature_is_refused(self):
        with pytest.raises(errors.ResultInvalid):
            self.accept(world.tampered(world.signed(), b'0302093000', b'0302093001'))

    def test_a_later_change_is_refused(self):
        def add(writer):
            writer.root['/Hanam'] = writer.root['/Pages']
            writer.update_root()

        with pytest.raises(errors.ResultRefused):
            self.accept(world.updated(world.signed(), add))
