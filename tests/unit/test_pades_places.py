"""The places are found in drafts as agencies write them, and a printed month or year is held to."""

import re
import unicodedata

import drafts
import drafts_forms as forms
import pades
import pades_world as world
import pypdfium2
import pytest
from drafts_forms import find
from pades import errors

MM = 72 / 25.4
OF = {'number': '44', 'day': '02', 'month': '11', 'year': '2026'}


def seen(pdf: bytes, layout: pades.Layout) -> dict[str, tuple]:
    views = pades.page_sizes(pdf)
    return {name: views[box.page].seen(box) for name, box in layout.boxes().items()}


def date(text: str):
    return ((112, 256, f'Hà Nam, {text}', 'l'),)


def sealed(draft: bytes, **values) -> bytes:
    prepared = pades.prepare(draft, find(draft))
    return world.agency_seals(world.person_signs(prepared), **(OF | values))


@pytest.mark.parametrize(('text', 'absent'), [
    ('ngày       tháng       năm 2026', {'HanamNam'}), ('ngày ….. tháng ….. năm 2026', {'HanamNam'}),
    ('ngày        tháng 11 năm 2026', {'HanamNam', 'HanamThang'}),
    ('ngày ..... tháng 11 năm 2026', {'HanamNam', 'HanamThang'}),
])
def test_what_is_printed_of_the_date_is_no_field(text, absent):
    """Decree 30/2020, App. I, II.4."""
    draft = forms.draft(date=date(text))
    assert {'HanamThang', 'HanamNam'} - set(find(draft).boxes()) == absent
    assert not pades.propose_layout(draft, signer_name=drafts.SIGNER).missing
    result = sealed(draft)
    assert {one for one, _ in world.facts(result).form_values} == {'HanamSo', 'HanamNgay', 'HanamThang',
                                                                     'HanamNam'} - absent
    assert world.verdict(result).verdict is pades.Verdict.VALID


@pytest.mark.parametrize(('values', 'part'), [({'year': '2027'}, 'year'), ({'month': '12'}, 'month')])
def test_a_printed_date_is_not_contradicted(values, part):
    with pytest.raises(errors.PrintedDateDiffers) as raised:
        sealed(forms.draft(date=date('ngày        tháng 11 năm 2026')), **values)
    assert raised.value.part == part and raised.value.wanted == values[part]


def test_a_month_that_is_neither_field_nor_printed_is_asked_for():
    draft = forms.draft(date=())
    boxes = pades.propose_layout(forms.draft(), signer_name=drafts.SIGNER).boxes
    layout = pades.Proposal({name: box for name, box in boxes.items() if name != 'HanamThang'}).layout()
    with pytest.raises(errors.FieldAbsent):
        world.agency_seals(world.person_signs(pades.prepare(draft, layout)), **OF)


def test_dots_do_not_shine_through():
    """The dots are covered where the number and the date are written, and nowhere else."""
    dotted = forms.draft(((45, 256, 'Số: ............../QĐ-UBND', 'l'),), date('ngày ……. tháng ……. năm ........'))
    result = sealed(dotted)
    for name, box in find(dotted).boxes().items():
        if name in ('HanamSo', 'HanamNgay', 'HanamThang', 'HanamNam'):
            assert darkness(dotted, box) > 0.02, 'the draft shows its dots'
            assert below_the_line(result, box) == 0
            assert darkness(result, box) > 0


def picture(pdf: bytes, box: pades.Box, bottom: float, top: float):
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    image = document[box.page].render(scale=4).to_pil().convert('L')
    height = image.height / 4
    lower, upper = box.y0 + box.height * bottom, box.y0 + box.height * top
    return image.crop(tuple(round(4 * value) for value in (box.x0, height - upper, box.x1, height - lower)))


def darkness(pdf: bytes, box: pades.Box) -> float:
    values = picture(pdf, box, 0, 1).tobytes()
    return sum(value < 128 for value in values) / len(values)


def below_the_line(pdf, box):
    """Figures stand on the line; dots would be seen between them: the outer tenths hold no figure."""
    image = picture(pdf, box, 0, 1)
    edge = max(1, image.width // 10)
    sides = [image.crop((0, 0, edge, image.height)), image.crop((image.width - edge, 0, image.width, image.height))]
    return sum(value < 128 for side in sides for value in side.tobytes())


@pytest.mark.parametrize('box', [
    pades.Box(0, 355.8414, 478.872, 497.5736, 530.681), pades.Box(0, 355.1, 478.3, 355.1 + 100.7, 478.3 + 50.35),
])
def test_a_signature_is_seen_in_a_box_of_any_size(box):
    """Numbers of a drawing are written without exponents: a viewer drops the whole picture for one."""
    layout = pades.Proposal(find(forms.draft()).boxes() | {'HanamNguoiKy': box}).layout()
    signed = world.person_signs(pades.prepare(forms.draft(), layout))
    look = world.field(signed, 'HanamNguoiKy').AP.N.read_bytes()
    assert not re.search(rb'\de[-+]?\d', look)
    assert darkness(signed, box) > 0.01


def test_only_dots_are_covered():
    """A field that was moved over words hides nothing the person signs."""
    draft = forms.draft()
    boxes = find(draft).boxes() | {'HanamSo': pades.Box(0, 45 * MM, 234 * MM, 160 * MM, 242 * MM)}
    prepared = pades.prepare(draft, pades.Proposal(boxes).layout())
    assert '/MK' not in world.field(prepared, 'HanamSo')


@pytest.mark.parametrize('rotation', [90, 180, 270])
def test_a_turned_page_is_measured_as_it_is_seen(rotation):
    plain, turned = forms.draft(), forms.draft(rotation=rotation)
    expected = seen(plain, find(plain))
    for name, sides in seen(turned, find(turned)).items():
        assert sides == pytest.approx(expected[name], abs=0.2)
    assert world.verdict(sealed(turned)).verdict is pades.Verdict.VALID


@pytest.mark.parametrize('rotation', [0, 90])
def test_a_cut_page_is_measured_as_it_is_seen(rotation):
    plain, cut = forms.draft(), forms.cut(forms.draft(rotation=rotation), 70, 40)
    expected = seen(plain, find(plain))
    for name, sides in seen(cut, find(cut)).items():
        assert sides == pytest.approx(expected[name], abs=0.2)


@pytest.mark.parametrize('number', [
    'Số:            /QĐ-UBND', 'Số            /UBND-NC', 'SỐ: ……… /QĐ-UBND', 'Số: _____/QĐ-UBND', 'Số:         -NQ/TU',
])
def test_numbers_as_they_are_written(number):
    box = find(forms.draft(((45, 256, number, 'l'),))).number
    assert 45 * MM < box.x0 < box.x1 and box.width > 15


def test_a_number_whose_symbol_went_to_the_next_line():
    box = find(forms.draft(((45, 258, 'Số:', 'l'), (40, 252, '/QĐ-UBND', 'l')))).number
    assert box.y0 == pytest.approx(258 * MM - 0.216 * 13, abs=0.2) and box.width > 4 * 6.5


def test_words_drawn_in_any_order_are_read_along_the_line():
    parts = [(112, 256, 'Hà Nam, ngày', 'l'), (158, 256, 'tháng', 'l'), (45, 256, 'Số:', 'l'), (185, 256, 'năm', 'l'),
             (75, 256, '/QĐ-UBND', 'l')]
    layout = find(forms.draft((), (), forms.SIGNED, *parts))
    assert layout.number.x1 == pytest.approx(75 * MM, abs=3)
    assert layout.day.x1 == pytest.approx(158 * MM, abs=3) and layout.month.x1 == pytest.approx(185 * MM, abs=3)


@pytest.mark.parametrize(('more', 'missing'), [
    (((30, 222, 'Căn cứ Nghị quyết số        /NQ-HĐND ngày       tháng       năm 2026;', 'l'),),
     ('HanamSo', 'HanamNgay', 'HanamThang', 'HanamNam')),
    (((30, 150, 'Số:         /BC    ngày       tháng       năm', 'l'),),
     ('HanamSo', 'HanamNgay', 'HanamThang', 'HanamNam')),
])
def test_the_body_never_stands_for_the_heading(more, missing):
    proposal = pades.propose_layout(forms.draft((), (), forms.SIGNED, *more), signer_name=drafts.SIGNER)
    assert proposal.missing == missing


def test_a_date_of_the_body_never_wins():
    body = (112, 225, 'theo Tờ trình ngày       tháng       năm', 'l')
    assert find(forms.draft(forms.NUMBER, forms.DATE, forms.SIGNED, body)) == find(forms.draft())
    proposal = pades.propose_layout(forms.draft(forms.NUMBER, date('ngày 02 tháng 3 năm 2026'), forms.SIGNED, body),
                                    signer_name=drafts.SIGNER)
    assert proposal.missing == ('HanamNgay',)


@pytest.mark.parametrize('title', ['', 'PHÓ CHỦ TỊCH', 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH', 'Phó Chủ tịch'])
def test_authority_and_title_in_several_lines(title):
    """Decree 30/2020, App. I, II.7a: TM., KT., TL., TUQ. stand over the title."""
    lines = ((150, 118, 'TM. ỦY BAN NHÂN DÂN', 'c'), (150, 112, 'KT. CHỦ TỊCH', 'c'), (150, 106, 'PHÓ CHỦ TỊCH', 'c'),
             (150, 72, 'Nguyễn Văn An', 'c'))
    person = find(forms.draft(signed=lines), title=title).person
    assert person.y1 <= 106 * MM - 0.216 * 13 + 1 and person.y0 >= 72 * MM + 0.891 * 13 - 1


def test_a_note_under_the_title_leaves_the_larger_gap():
    lines = ((150, 112, 'THƯ KÝ', 'c'), (150, 106, '(Ký, ghi rõ họ tên)', 'c'), (150, 72, 'Nguyễn Văn An', 'c'))
    assert find(forms.draft(signed=lines), title='Thư ký').person.y1 < 106 * MM


@pytest.mark.parametrize('printed', [
    unicodedata.normalize('NFD', 'Nguyễn Văn An'), 'NGUYỄN VĂN AN', 'Nguyễn  Văn  An', 'Thượng tá Nguyễn Văn An',
    'TS. Nguyễn Văn An',
])
def test_names_as_they_are_printed(printed):
    person = find(forms.draft(signed=((150, 110, 'CHỦ TỊCH', 'c'), (150, 75, printed, 'c')))).person
    assert 75 * MM < person.y0 < person.y1 < 110 * MM


def test_both_fashions_of_the_tone():
    signed = ((150, 110, 'CHỦ TỊCH', 'c'), (150, 75, 'Lê Thị Hoà', 'c'))
    person = find(forms.draft(signed=signed), signer_name='Lê Thị Hòa').person
    assert 75 * MM < person.y0 < person.y1 < 110 * MM


def test_a_name_broken_over_two_lines():
    lines = ((150, 110, 'CHỦ TỊCH', 'c'), (150, 75, 'Nguyễn Trần', 'c'), (150, 69, 'Văn An', 'c'))
    person = find(forms.draft(signed=lines), signer_name='Nguyễn Trần Văn An').person
    assert person.y0 >= 75 * MM + 0.891 * 13 - 1 and (person.x0 + person.x1) / 2 == pytest.approx(150 * MM, abs=6)


@pytest.mark.parametrize('line', [
    'Tổ trưởng là ông Nguyễn Văn An', '1. Nguyễn Văn An', 'Ông Nguyễn Văn An', 'Nguyễn Văn Anh', '- Nguyễn Văn An',
])
def test_a_name_elsewhere_is_no_place(line):
    proposal = pades.propose_layout(forms.draft(signed=((30, 80, line, 'l'), (40, 120, 'CHỦ TỊCH', 'l'))),
                                    signer_name=drafts.SIGNER)
    assert proposal.missing == ('HanamNguoiKy', 'HanamCoQuan')


def test_a_name_around_the_edge_of_a_sentence_is_no_place():
    lines = ((30, 120, 'QUYẾT NGHỊ', 'l'), (150, 80, 'giao cho ông Nguyễn', 'l'), (30, 74, 'Văn An', 'l'))
    assert 'HanamNguoiKy' in pades.propose_layout(forms.draft(signed=lines), signer_name=drafts.SIGNER).missing
