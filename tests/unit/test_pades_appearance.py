"""What signatures look like and where: pictures, texts, fonts, rotated and cropped pages."""

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
    x0, y0, x1, y1 = (float(value) for value in world.field(pdf, 'HanamVanThu').Rect)
    assert x1 == pytest.approx(1000 - 10 * MM, abs=0.1) and y1 == pytest.approx(1500 - 5 * MM, abs=0.1)
    assert y1 - y0 == pytest.approx(11.07, abs=0.1) and x1 - x0 < 81 * MM


def test_a_long_text_is_broken_and_an_endless_one_refused():
    pdf = world.attachment(text='SAO Y; Ủy ban nhân dân tỉnh Hà Nam; 21/08/2024; 09:15:30')
    _, y0, _, y1 = (float(value) for value in world.field(pdf, 'HanamVanThu').Rect)
    assert y1 - y0 == pytest.approx(2 * 11.07, abs=0.1)
    with pytest.raises(errors.TextRefused):
        world.attachment(text='Ủy ban nhân dân tỉnh Hà Nam ' * 20)
    with pytest.raises(errors.TextRefused):
        world.attachment(text=' ')
