"""What Decree 30/2020, App. I wants to be seen of a signature, measured in the printed page, not in our own boxes."""

from datetime import timedelta
from functools import cache
from io import BytesIO

import drafts
import numbering
import pades
import pades_world as world
import pikepdf
import pki
import printed
import pytest
from pades.digitised import check_scan
from PIL import Image
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

BLUE, RED = '#1f3fbf', '#d01010'
TOP_MARGIN = RIGHT_MARGIN = 20
CODE = '44/QĐ-UBND'


@cache
def issued(pages: int = 1, size: tuple[int, int] = (600, 300), seal_mm: float = 36) -> bytes:
    """Give a document signed with a picture of this size in dots and sealed with a seal of this diameter."""
    pdf = pades.normalise(drafts.draft(pages=pages))
    prepared = pades.prepare(pdf, pades.find_layout(pdf, signer_name=drafts.SIGNER, title=drafts.TITLE,
                                                    seal_mm=seal_mm, picture=size[0] / size[1]))
    signed = pades.sign_person(prepared, world.signer(world.chairman()), image_png=printed.ring(BLUE, *size),
                               signed_at=pki.NOW)
    return world.agency_seals(signed, image_png=printed.ring(RED, 850, 850))


@cache
def paper(pages: int = 2) -> bytes:
    """Give a scan as a scanner writes it: pictures in colour, 200 dots an inch, nothing dark on it."""
    picture, output = Image.new('RGB', (1654, 2339), '#fff8f0'), BytesIO()
    picture.save(output, 'PDF', resolution=200, save_all=True, append_images=[picture] * (pages - 1))
    return pades.normalise(output.getvalue())


@pytest.mark.parametrize('pages', [1, 3])
@pytest.mark.parametrize('size', [(600, 300), (900, 200), (300, 300)])
def test_the_blue_picture_is_in_the_middle_between_title_and_name(pages, size):
    """Decree 30/2020, App. I, II.7d: blue, its own proportions, centred between the signer's title and full name.

    Proves: PL1.7
    """
    pdf, last = issued(pages, size), pages - 1
    blue = printed.coloured(pdf, last)['blue']
    title, name = (printed.line_of(pdf, last, words) for words in (drafts.TITLE, drafts.SIGNER))
    assert blue.across == pytest.approx(title.across, abs=2)
    assert blue.across == pytest.approx(name.across, abs=2)
    assert blue.down == pytest.approx((title.bottom + name.top) / 2, abs=2)
    assert title.bottom < blue.top and blue.bottom < name.top
    assert blue.width / blue.height == pytest.approx(size[0] / size[1], rel=0.03)
    assert all('blue' not in printed.coloured(pdf, page) for page in range(last))


def test_no_words_stand_beside_the_picture():
    """Decree 30/2020, App. I, II.7d prescribes a picture: no name, time or reason is printed with it.

    Proves: PL1.7
    """
    draft, prepared = drafts.draft(), world.prepared()
    assert printed.words(world.signed(), 0) == printed.words(prepared, 0) == printed.words(draft, 0)


@pytest.mark.parametrize('size', [(600, 300), (900, 200), (300, 300)])
@pytest.mark.parametrize('diameter', [30, 36, 42])
def test_the_red_seal_has_its_real_size_and_covers_a_third_of_the_picture(diameter, size):
    """Decree 30/2020, App. I, II.8a: red, real size, over about a third of the person's picture, on its left.

    Proves: PL1.8
    """
    seen = printed.coloured(issued(size=size, seal_mm=diameter), 0)
    red, blue = seen['red'], seen['blue']
    assert (red.width, red.height) == pytest.approx((diameter, diameter), abs=0.5)
    assert (red.right - blue.left) / blue.width == pytest.approx(1 / 3, abs=0.02)
    assert red.left < blue.left
    assert red.down == pytest.approx(blue.down, abs=0.5)


def test_the_seal_is_on_the_page_of_the_signature_alone():
    """Decree 30/2020, App. I, II.8b: pages of the same file, with what is attached in it, carry no mark of the seal.

    Proves: PL1.8
    """
    pdf = issued(pages=3)
    assert ['red' in printed.coloured(pdf, page) for page in range(3)] == [False, False, True]


def corner(pdf: bytes, text: str) -> None:
    """Hold the corner text of a page without other words or dark dots against the decree."""
    seen = printed.coloured(pdf, 0)
    assert printed.words(pdf, 0) == text
    assert set(seen) == {'black'}
    black = seen['black']
    assert 105 < black.left < black.right < 210 and 210 - black.right < RIGHT_MARGIN
    assert 0 < black.top < black.bottom < TOP_MARGIN


def typed(pdf: bytes, words: str) -> None:
    """Expect size 10, black, upright: TeX Gyre Termes, which stands for Times New Roman letter by letter."""
    look = printed.type_of(pdf, 0, words)
    assert (look.sizes, look.colours, look.fonts) == ({10.0}, {(0, 0, 0)}, {'TeXGyreTermes-Regular'})


def test_an_attachment_of_its_own_has_the_decrees_line_at_the_top_right():
    """Decree 30/2020, App. I, II.8b and model 2.2: number and symbol, then the moment in Vietnam; no picture.

    Proves: PL1.8
    """
    signed_at = pki.NOW + timedelta(hours=9, seconds=7)
    text = numbering.attachment_text(CODE, signed_at)
    assert text == 'Số: 44/QĐ-UBND; 03/03/2026; 01:30:07'
    pdf = world.attachment(paper(), text=text)
    corner(pdf, text)
    typed(pdf, text)
    assert printed.coloured(pdf, 1) == {}


def test_an_attachment_with_words_keeps_them():
    """Decree 30/2020, App. I, II.8b: the line is added to the page, the page stays.

    Proves: PL1.8
    """
    output = BytesIO()
    canvas = Canvas(output)
    canvas.setFont(drafts.tinos(), 14)
    canvas.drawCentredString(105 * mm, 265 * mm, 'PHỤ LỤC I')
    canvas.save()
    text = numbering.attachment_text(CODE, pki.NOW)
    assert printed.words(world.attachment(output.getvalue(), text=text), 0) == f'PHỤ LỤC I {text}'


def test_digitised_paper_has_the_decrees_words_at_the_top_right():
    """Decree 30/2020, App. I, Part II, I and model 3.2: a good scan at its own size, words in the corner, no picture.

    Proves: PL1.II.1
    """
    text = numbering.copy_text('SAO Y', 'Sở Nội vụ', pki.NOW)
    assert text == 'SAO Y; Sở Nội vụ; 02/03/2026; 16:30:00'
    assert check_scan(paper()) == ()
    pdf = world.attachment(paper(), text=text)
    corner(pdf, text)
    typed(pdf, text)
    assert printed.coloured(pdf, 1) == {}
    with pikepdf.open(BytesIO(pdf)) as document:
        assert float(document.pdf_version) >= 1.4
        assert [round(float(side) / mm) for side in document.pages[0].MediaBox[2:]] == [210, 297]


def test_a_long_name_of_an_agency_is_broken_and_stays_whole():
    """Decree 30/2020, App. I, Part II, I: the full name of the agency, on as many lines as the corner needs.

    Proves: PL1.II.1
    """
    text = numbering.copy_text('TRÍCH SAO', 'Ban Quản lý các khu công nghiệp tỉnh Hà Nam', pki.NOW)
    corner(world.attachment(paper(), text=text), text)
