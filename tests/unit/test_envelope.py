"""Envelopes as they are printed (Decree 30/2020, App. IV.II), read back by other programs."""

from io import BytesIO

import pypdfium2
import pytest
from books import LETTERS, font_folder, font_names, page_texts
from PIL import Image
from printed import coloured
from printing import Envelope, EnvelopePaper, Urgency, load_fonts, write_envelopes
from pypdf import PdfReader

AGENCY = {'agency': 'Sở Nội vụ tỉnh Hà Nam', 'address': 'Số 1 Trần Phú, Phủ Lý', 'phone': '0226 3852 000',
          'fax': '0226 3852 001', 'email': 'snv@hanam.gov.vn', 'website': 'snv.hanam.gov.vn'}


def envelope(**changes):
    return Envelope(**(AGENCY | {'numbers': ('12/SNV-CCVC',), 'recipient': (
        'Bảo hiểm xã hội tỉnh Hà Nam', 'Số 5 Lê Lợi, Phủ Lý')} | changes))


def printed(*envelopes, paper=EnvelopePaper.C5):
    stream = BytesIO()
    size = write_envelopes(envelopes, paper, load_fonts(font_folder()), stream)
    return size, stream.getvalue()


def words(pdf, page=0):
    return ' '.join(page_texts(pdf)[page].split())


def test_everything_of_the_model_in_its_order():
    """Name, address, telephone, fax, e-mail, website, number, «Kính gửi» and the recipient."""
    said = words(printed(envelope())[1])
    parts = ['SỞ NỘI VỤ TỈNH HÀ NAM', 'Địa chỉ: Số 1 Trần Phú, Phủ Lý', 'Điện thoại: 0226 3852 000',
             'Fax: 0226 3852 001', 'E-Mail: snv@hanam.gov.vn', 'Website: snv.hanam.gov.vn',
             'Số/ký hiệu văn bản: 12/SNV-CCVC', 'Kính gửi:', 'Bảo hiểm xã hội tỉnh Hà Nam', 'Số 5 Lê Lợi, Phủ Lý']
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_what_is_not_known_stays_dots():
    """To be written by hand; no label of the model goes."""
    said = words(printed(Envelope('Sở Nội vụ', (), ()))[1])
    for label in ('Địa chỉ: ……', 'Điện thoại: ……', 'Fax: ……', 'E-Mail: ……', 'Website: ……', 'Số/ký hiệu văn bản: ……',
                  'Kính gửi:'):
        assert label in said


def test_several_documents_in_one_envelope():
    """All their numbers."""
    assert '12/SNV-CCVC; 13/SNV-VP' in words(printed(envelope(numbers=('12/SNV-CCVC', '13/SNV-VP')))[1])


@pytest.mark.parametrize('paper', list(EnvelopePaper))
def test_sizes(paper):
    """In millimetres; one page each; nothing but the embedded font."""
    size, pdf = printed(envelope(), envelope(), paper=paper)
    reader = PdfReader(BytesIO(pdf))
    assert (size.pages, len(reader.pages)) == (2, 2)
    box = reader.pages[0].mediabox
    assert [round(float(side) * 25.4 / 72) for side in (box.width, box.height)] == list(paper.value)
    fonts = font_names(reader)
    assert {name.partition('+')[2] for name in fonts} <= {'Tinos', 'Tinos-Bold', 'Tinos-BoldItalic'}
    assert all(fonts.values())


@pytest.mark.parametrize(('urgency', 'word', 'width'), [
    (Urgency.URGENT, 'KHẨN', 20), (Urgency.VERY_URGENT, 'THƯỢNG KHẨN', 40), (Urgency.EXPRESS, 'HỎA TỐC', 30)])
def test_the_mark_of_urgency_is_red_and_of_its_size(urgency, word, width):
    """App. I, II.10b: the frame of each, 8 mm high, measured on the page as it is drawn."""
    pdf = printed(envelope(urgency=urgency))[1]
    assert word in words(pdf)
    red = coloured(pdf, 0)['red']
    assert red.width == pytest.approx(width, abs=0.6) and red.height == pytest.approx(8, abs=0.6)


def test_without_urgency_nothing_is_red():
    """No mark, no frame."""
    pdf = printed(envelope())[1]
    assert 'KHẨN' not in words(pdf) and 'red' not in coloured(pdf, 0)


def test_the_emblem_stands_at_the_upper_left():
    """About 15 by 17 mm, as the model draws it."""
    picture = BytesIO()
    Image.new('RGB', (300, 340), 'blue').save(picture, 'PNG')
    blue = coloured(printed(envelope(logo=picture.getvalue()))[1], 0)['blue']
    assert (blue.left, blue.top) == (pytest.approx(10, abs=0.6), pytest.approx(10, abs=0.6))
    assert (blue.width, blue.height) == (pytest.approx(15, abs=0.6), pytest.approx(17, abs=0.6))


@pytest.mark.parametrize('paper', list(EnvelopePaper))
def test_long_words_are_folded_and_stay_on_the_page(paper):
    """No letter is lost, none is drawn over the edge."""
    long = envelope(agency='Ban Quản lý ' + 'dự án đầu tư xây dựng các công trình giao thông ' * 2,
                    recipient=('Ban Chỉ đạo ' + 'phòng chống thiên tai và tìm kiếm cứu nạn ' * 4, 'Số 5 ' * 20),
                    urgency=Urgency.EXPRESS, numbers=tuple(f'{number}/SNV-CCVC' for number in range(100, 106)))
    pdf = printed(long, paper=paper)[1]
    said = words(pdf)
    assert said.count('cứu nạn') == 4 and said.count('Số 5') >= 20 and said.count('/SNV-CCVC') == 6
    page = pypdfium2.PdfDocument(pdf)[0]
    width, height = page.get_size()
    for one in page.get_objects():
        left, bottom, right, top = one.get_bounds()
        assert left >= 0 and bottom >= 0 and right <= width and top <= height


def test_all_vietnamese_letters_are_printed():
    """134 letters with marks."""
    assert set(LETTERS) <= set(printed_text(' '.join(LETTERS)))


def printed_text(text):
    return page_texts(printed(envelope(recipient=(text,)))[1])[0]


def test_the_same_envelope_gives_the_same_bytes():
    """Nothing depends on the moment."""
    assert printed(envelope())[1] == printed(envelope())[1]
