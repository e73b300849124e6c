"""Where the number, the date, the signature and the seal go, found by the words of the draft."""

import unicodedata
from io import BytesIO

import drafts
import pades
import pikepdf
import pytest
from pades import errors
from pades.pagetext import fold

MM = 72 / 25.4


def find(pdf: bytes, **kwargs) -> pades.Layout:
    kwargs.setdefault('signer_name', drafts.SIGNER)
    return pades.find_layout(pdf, **kwargs)


def test_the_gaps_are_between_the_words():
    """Decree 30/2020, App. I, II.3 and II.4."""
    layout = find(drafts.draft())
    baseline = 256 * MM
    for box in (layout.number, layout.day, layout.month, layout.year):
        assert box.page == 0
        assert box.y0 == pytest.approx(baseline - 0.216 * 13, abs=0.1)
        assert box.height == pytest.approx(1.107 * 13, abs=0.1)
    assert 45 * MM < layout.number.x0 < layout.number.x1
    assert layout.day.x1 < layout.month.x0 < layout.month.x1 < layout.year.x0
    assert layout.year.width > 4 * 6.5


def test_the_person_stands_between_title_and_name():
    """Decree 30/2020, App. I, II.7d."""
    box = find(drafts.draft()).person
    assert (box.x0 + box.x1) / 2 == pytest.approx(150 * MM, abs=1)
    assert box.width == pytest.approx(50 * MM)
    assert box.y0 >= 75 * MM + 13 * 0.891 and box.y1 <= 110 * MM - 13 * 0.216 + 0.1
    assert box.height == pytest.approx(25 * MM)


def test_the_seal_reaches_one_third_into_the_persons_box():
    """Decree 30/2020, App. I, II.8a."""
    layout = find(drafts.draft(), seal_mm=40)
    assert layout.seal.x1 == pytest.approx(layout.person.x0 + layout.person.width / 3)
    assert layout.seal.width == layout.seal.height == pytest.approx(40 * MM)
    assert layout.seal.y0 + layout.seal.y1 == pytest.approx(layout.person.y0 + layout.person.y1)


def test_the_signature_is_on_the_last_page_that_has_the_name():
    layout = find(drafts.draft(pages=3))
    assert (layout.number.page, layout.person.page, layout.seal.page) == (0, 2, 2)


@pytest.mark.parametrize('name', [
    'Nguyễn  Văn\nAn', 'NGUYỄN VĂN AN', unicodedata.normalize('NFD', 'Nguyễn Văn An'),
])
def test_the_name_is_found_however_it_is_written(name):
    assert find(drafts.draft(), signer_name=name) == find(drafts.draft())


def test_decomposed_text_in_the_draft_is_found():
    decomposed = drafts.draft(date=unicodedata.normalize('NFD', 'Hà Nam, ngày         tháng         năm'))
    assert find(decomposed).month.width == pytest.approx(find(drafts.draft()).month.width, abs=1)


def test_a_name_in_a_sentence_is_no_signature():

    output = BytesIO()
    with pikepdf.open(BytesIO(drafts.draft())) as document, pikepdf.open(BytesIO(drafts.sentence())) as appendix:
        document.pages.extend(appendix.pages)
        document.save(output)
    assert find(output.getvalue()).person.page == 0


def test_the_title_bounds_the_place():
    layout = find(drafts.draft(), title=drafts.TITLE)
    assert layout.person == find(drafts.draft()).person


@pytest.mark.parametrize(('pdf', 'what'), [
    (drafts.draft(number='Số: 44/QĐ-UBND'), 'number'),
    (drafts.draft(number='Số:/QĐ-UBND'), 'number'),
    (drafts.draft(number='QUYẾT ĐỊNH'), 'number'),
    (drafts.draft(date='Hà Nam, ngày 02 tháng 3 năm 2026'), 'date'),
    (drafts.draft(date='Hà Nam, ngày 02 tháng      năm 2026'), 'date'),
    (drafts.scan(), 'number'),
])
def test_what_is_missing_is_named(pdf, what):
    with pytest.raises(errors.PlaceNotFound) as raised:
        find(pdf)
    assert raised.value.what == what


def test_a_signer_who_is_not_in_the_draft():
    with pytest.raises(errors.PlaceNotFound) as raised:
        find(drafts.draft(), signer_name='Trần Thị Bình')
    assert raised.value.what == 'person'


@pytest.mark.parametrize('pdf', [b'', b'no pdf', b'%PDF-1.4 nothing more'])
def test_what_is_no_pdf(pdf):
    with pytest.raises(errors.NotPdf):
        find(pdf)


def test_folding():
    assert fold(unicodedata.normalize('NFD', 'Số:\t ỦY  BAN\n')) == 'số:ủyban' == fold('SỐ: UỶ BAN')
