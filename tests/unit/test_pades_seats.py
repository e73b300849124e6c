"""Several signers on one page, and what a layout may hold."""

from io import BytesIO

import drafts
import drafts_forms as forms
import pades
import pades_world as world
import pytest
from drafts_forms import find
from pades import Signatory, errors
from PIL import Image

MM = 72 / 25.4

MINUTES = ((60, 110, 'CHỦ TỌA', 'c'), (150, 110, 'THƯ KÝ', 'c'), (60, 75, 'Nguyễn Văn An', 'c'),
           (150, 75, 'Trần Thị Bình', 'c'))


def test_two_signers_side_by_side():
    """Minutes (Decree 30/2020, App. III, model 1.9): the secretary left, the chair right."""
    layout = find(forms.draft(signed=MINUTES), further=(Signatory('Trần Thị Bình', 'Thư ký'),))
    assert [(one.field, one.kind) for one in layout.further] == [('HanamNguoiKy2', pades.PERSON)]
    second = layout.further[0].box
    assert (layout.person.x0 + layout.person.x1) / 2 == pytest.approx(60 * MM, abs=1)
    assert (second.x0 + second.x1) / 2 == pytest.approx(150 * MM, abs=1)
    assert layout.person.y0 == second.y0 and layout.person.x1 < second.x0


def test_neighbours_who_stand_close_do_not_overlap():
    lines = ((80, 110, 'CHỦ TỌA', 'c'), (122, 110, 'THƯ KÝ', 'c'), (80, 75, 'Nguyễn Văn An', 'c'),
             (122, 75, 'Trần Thị Bình', 'c'))
    layout = find(forms.draft(signed=lines), further=(Signatory('Trần Thị Bình'),))
    assert layout.person.x1 <= layout.further[0].box.x0 + 0.1


def test_signers_one_under_another():
    lines = ((150, 170, 'CHỦ TỌA', 'c'), (150, 135, 'Nguyễn Văn An', 'c'), (150, 125, 'THƯ KÝ', 'c'),
             (150, 95, 'Trần Thị Bình', 'c'), (150, 85, 'THÀNH VIÊN', 'c'), (150, 60, 'Lê Văn Cường', 'c'))
    layout = find(forms.draft(signed=lines), further=(Signatory('Trần Thị Bình'), Signatory('Lê Văn Cường')))
    tops = [box.y1 / MM for box in (layout.person, *(one.box for one in layout.further))]
    assert 135 < tops[0] < 170 and 95 < tops[1] < 125 and 60 < tops[2] < 85


def test_each_agency_of_a_joint_document_has_its_seal():
    """Joint documents: the other agency seals its own field, without a lock, before the lead agency."""
    draft = forms.draft(signed=MINUTES)
    layout = find(draft, further=(Signatory('Trần Thị Bình', seal_mm=32),))
    assert [(one.field, one.kind) for one in layout.further] == [
        ('HanamNguoiKy2', pades.PERSON), ('HanamCoQuan2', pades.AGENCY)]
    assert layout.further[1].box.width == pytest.approx(32 * MM)
    prepared = pades.prepare(draft, layout)
    assert '/Lock' in world.field(prepared, 'HanamCoQuan')
    assert '/Lock' not in world.field(prepared, 'HanamCoQuan2')


def test_a_seal_at_the_edge_is_whole():
    lines = ((32, 110, 'CHỦ TỊCH', 'c'), (32, 75, 'Nguyễn Văn An', 'c'))
    seal = find(forms.draft(signed=lines), seal_mm=42).seal
    assert seal.x0 == pytest.approx(0) and seal.width == pytest.approx(42 * MM)


def test_fields_for_other_tools_are_left_out():
    draft, both = forms.draft(), frozenset({pades.PERSON, pades.AGENCY})
    prepared = pades.prepare(draft, find(draft), without=both)
    names = {str(one.T) for one in world.opened(prepared).Root.AcroForm.Fields}
    assert names == {'HanamSo', 'HanamNgay', 'HanamThang', 'HanamNam'}


def test_a_layout_goes_to_the_browser_and_back():
    layout = find(forms.draft(signed=MINUTES), further=(Signatory('Trần Thị Bình', seal_mm=32),))
    plain = pades.layout_to_json(layout)
    again = pades.layout_from_json(plain)
    assert pades.layout_to_json(again) == plain and len(again.further) == 2
    assert plain['HanamSo'].keys() == {'page', 'x0', 'y0', 'x1', 'y1'}


GOOD = pades.layout_to_json(pades.Proposal(dict.fromkeys(
    ('HanamSo', 'HanamNgay', 'HanamNguoiKy', 'HanamCoQuan'), pades.Box(0, 10, 10, 60, 30))).layout())


@pytest.mark.parametrize('data', [
    None, [], {**GOOD, 'Other': GOOD['HanamSo']}, {**GOOD, 'HanamSo': None}, {**GOOD, 'HanamSo': {'page': 0}},
    {**GOOD, 'HanamSo': {**GOOD['HanamSo'], 'x1': 10}}, {**GOOD, 'HanamSo': {**GOOD['HanamSo'], 'x1': 'nan'}},
    {**GOOD, 'HanamSo': {**GOOD['HanamSo'], 'page': -1}}, {**GOOD, 'HanamSo': {**GOOD['HanamSo'], 'page': True}},
    {**GOOD, 'HanamNguoiKyX': GOOD['HanamSo']},
])
def test_a_layout_that_is_none_is_refused(data):
    with pytest.raises(errors.LayoutRefused):
        pades.layout_from_json(data)


@pytest.mark.parametrize('field', ['HanamSo', 'HanamNgay', 'HanamNguoiKy', 'HanamCoQuan'])
def test_a_layout_without_a_needed_place_is_refused(field):
    with pytest.raises(errors.PlaceNotFound):
        pades.layout_from_json({name: box for name, box in GOOD.items() if name != field})


def test_an_internal_paper_has_a_place_for_its_person_alone():
    """It is neither numbered nor sealed by the agency and never leaves."""
    layout = pades.layout_from_json({'HanamNguoiKy': GOOD['HanamNguoiKy']})
    prepared = pades.prepare(forms.draft((), ()), layout)
    assert [str(one.T) for one in world.opened(prepared).Root.AcroForm.Fields] == ['HanamNguoiKy']


@pytest.mark.parametrize('box', [pades.Box(3, 10, 10, 60, 30), pades.Box(0, 580, 10, 640, 30)])
def test_a_field_beside_the_page_is_refused(box):
    layout = pades.Proposal({**find(forms.draft()).boxes(), 'HanamNguoiKy': box}).layout()
    with pytest.raises(errors.LayoutRefused):
        pades.prepare(forms.draft(), layout)


def test_pages_as_pictures():
    draft = forms.draft(rotation=90)
    view, = pades.page_sizes(draft)
    assert (view.width, view.height) == pytest.approx((forms.WIDTH, forms.HEIGHT), abs=0.1)
    assert pades.page_png(draft, 0, 400).startswith(b'\x89PNG')
    assert Image.open(BytesIO(pades.page_png(draft, 0, 400))).size == (400, 566)
    huge = Image.open(BytesIO(pades.page_png(drafts.scan(width=200, height=14000), 0, 100_000)))
    assert huge.width * huge.height <= 12_100_000
    with pytest.raises(errors.NotPdf):
        pades.page_png(draft, 1, 400)
