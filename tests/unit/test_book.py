"""A register as a bound book: real PDFs, read back by other programs (Decree 30/2020, App. IV)."""

import doctest
import re
from datetime import datetime
from unicodedata import normalize

import pytest
from books import HEADINGS, LETTERS, book, font_folder, font_names, page_texts, printed, row
from printing import FontMissing, Paper, WrongShape, frame, layout, load_fonts

SPACES = re.compile(r'\s+')


def words(text):
    """Return the text with single spaces."""
    return SPACES.sub(' ', text)


@pytest.mark.parametrize('module', [frame, layout])
def test_the_docstrings_are_true(module):
    """The examples in the modules are their specification."""
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_every_page_of_the_table_repeats_the_head():
    """Ten headings, verbatim, and the line of ordinals under them (App. IV.VI)."""
    size, pdf, _reader = printed(book(row(number) for number in range(1, 61)))
    tables = page_texts(pdf)[2:-1]
    assert size.rows == 60
    assert len(tables) > 1
    heads = {' '.join(sorted(words(text.split('05/01/2026')[0]).split())) for text in tables}
    assert len(heads) == 1
    said = heads.pop().split()
    assert sorted(said) == sorted([*' '.join(HEADINGS).split(), *(f'({ordinal})' for ordinal in range(1, 11))])


def test_each_number_stands_once_and_in_order():
    """No row is lost or doubled between two pages."""
    _size, pdf, _reader = printed(book(row(number) for number in range(1, 201)))
    found = re.findall(r'\b(\d+)/SNV-VP', ' '.join(page_texts(pdf)))
    assert [int(number) for number in found] == list(range(1, 201))


def test_pages_say_x_of_y():
    """Every page but the cover; y is the number of pages in the file."""
    size, pdf, reader = printed(book(row(number) for number in range(1, 61)))
    texts = page_texts(pdf)
    assert size.pages == len(reader.pages) == len(texts)
    assert 'Trang' not in texts[0]
    said = [re.search(r'Trang\s+(\d+)/\s*(\d+)', text).groups() for text in texts[1:]]
    assert said == [(str(place), str(size.pages)) for place in range(2, size.pages + 1)]


def test_all_vietnamese_letters_are_printed():
    """134 letters with marks, composed or not on the way in, composed on the way out."""
    for text in (LETTERS, normalize('NFD', LETTERS)):
        _size, pdf, _reader = printed(book([row(1, c6=' '.join(text)), row(2, c10=normalize('NFC', text))]))
        assert set(LETTERS) <= set(''.join(page_texts(pdf)))


def test_only_tinos_is_in_the_file_and_it_is_embedded():
    """The same letters on every machine: nothing is left to the reader's fonts (platform: no Helvetica)."""
    _size, pdf, reader = printed(book([row(1)]))
    fonts = font_names(reader)
    assert {name.partition('+')[2] for name in fonts} == {'Tinos', 'Tinos-Bold', 'Tinos-Italic'}
    assert all(fonts.values())
    assert b'Helvetica' not in pdf


def test_cover_and_first_page_carry_the_same_words():
    """«Bìa và trang đầu» (App. IV)."""
    _size, pdf, _reader = printed(book([row(1)]))
    cover, first = (words(text).strip() for text in page_texts(pdf)[:2])
    assert first.startswith(cover)
    for line in ('ỦY BAN NHÂN DÂN TỈNH HÀ NAM', 'SỞ TƯ PHÁP', 'SỔ ĐĂNG KÝ VĂN BẢN ĐẾN', 'Năm: 2026',
                 'Từ ngày 05/01/2026 đến ngày 31/12/2026', 'Từ số 01 đến số 60', 'Quyển số: 01'):
        assert line in cover


def test_cover_has_a_double_frame():
    """Two rectangles, one inside the other, on both faces."""
    _size, _pdf, reader = printed(book([row(1)]))
    for page in reader.pages[:2]:
        boxes = re.findall(rb'([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re', page.get_contents().get_data())
        outer, inner = [tuple(map(float, box)) for box in boxes]
        assert outer[0] < inner[0] < inner[0] + inner[2] < outer[0] + outer[2]
        assert outer[1] < inner[1] < inner[1] + inner[3] < outer[1] + outer[3]


def test_the_closing_page_counts_pages_and_numbers():
    """The volume is closed with its count and signed for (Arts. 16.2.b and 22.3.b)."""
    size, pdf, _reader = printed(book(row(number) for number in range(1, 61)))
    last = words(page_texts(pdf)[-1])
    assert f'Sổ này có {size.pages:02d} trang, 60 số, liên tục từ số 01 đến số 60.' in last
    assert 'VĂN THƯ CƠ QUAN' in last
    assert 'THỦ TRƯỞNG CƠ QUAN' in last


def test_an_empty_register_is_still_a_book():
    """A year without a document is printed and closed too."""
    size, pdf, _reader = printed(book([]))
    assert size.rows == 0
    assert 'không có số nào' in page_texts(pdf)[-1]


def test_a_row_longer_than_a_page_runs_over():
    """Sixty recipients in one narrow cell: nothing is cut, and the next row follows."""
    places = [f'Ủy ban nhân dân xã thứ {place}' for place in range(1, 161)]
    _size, pdf, _reader = printed(book([row(1), row(2, c7='\n'.join(places)), row(3)]))
    said = words(' '.join(page_texts(pdf)))
    assert [int(place) for place in re.findall(r'thứ (\d+)', said)] == list(range(1, 161))
    assert '3/SNV-VP' in said


def test_a_word_wider_than_its_column_is_broken():
    """A notation without a space stays inside its cell."""
    _size, _pdf, reader = printed(book([row(1, c4='1234567/' + 'QĐ-UBND-' * 12)]))
    ends = []
    reader.pages[2].extract_text(
        visitor_text=lambda text, _cm, matrix, _font, size: ends.append((matrix[4] + len(text) * size * .4, text)))
    assert max(end for end, text in ends if 'UBND' in text) < float(reader.pages[2].mediabox.right)


def test_markup_and_control_characters_are_printed_as_text():
    """What a sender wrote is never read as an instruction."""
    _size, pdf, _reader = printed(book([row(1, c6='a <b>đậm</b> & <img src="x"/> \x00\x07 z')]))
    said = words(' '.join(page_texts(pdf)))
    for piece in ('<b>đậm</b>', '&', '<img', 'z'):
        assert piece in said


def test_the_same_book_gives_the_same_bytes():
    """The moment of printing is an argument, and stands in the file."""
    _size, first, reader = printed(book([row(1)]))
    _size, second, _reader = printed(book([row(1)]))
    assert first == second
    assert reader.metadata['/CreationDate'] == "D:20261231120000+07'00'"
    assert reader.metadata.title == 'Sổ đăng ký văn bản đến 2026'


@pytest.mark.parametrize(('paper', 'width'), [(Paper.A4, 297), (Paper.A3, 420)])
def test_sheets_lie_on_their_side(paper, width):
    """A4 as a rule, A3 where the office binds that."""
    _size, _pdf, reader = printed(book([row(1)], paper=paper))
    assert {round(float(page.mediabox.width) / 72 * 25.4) for page in reader.pages} == {width}


def test_a_row_of_another_shape_is_refused():
    """The error names the row."""
    with pytest.raises(WrongShape) as caught:
        printed(book([row(1), row(2)[:-1]]))
    assert (caught.value.ordinal, caught.value.cells, caught.value.columns) == (2, 9, 10)


def test_a_missing_font_is_named(tmp_path):
    """No other font is taken in its place, even where it was found before."""
    load_fonts(font_folder())
    with pytest.raises(FontMissing) as caught:
        load_fonts(tmp_path)
    assert caught.value.path == tmp_path / 'Tinos-Regular.ttf'


def test_a_moment_without_a_zone_is_refused():
    """Which noon?"""
    with pytest.raises(ValueError, match='aware moment'):
        book([], printed_at=datetime(2026, 12, 31, 12, 0))
