"""What a search sees of a text."""

import doctest
import unicodedata

import folding
import pytest
from hypothesis import given
from hypothesis import strategies as st


def test_the_docstrings_are_true():
    """The examples in the module are its specification."""
    outcome = doctest.testmod(folding)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(('written', 'typed'), [
    ('Kế hoạch', 'ke hoach'),
    ('UỶ BAN', 'Ủy ban'),
    ('hoà giải', 'hòa giải'),
    ('THUỶ SẢN', 'thuy san'),
    ('Đề án', 'de an'),
    ('Ðề án', 'đề án'),
    ('số\u00a07\tQĐ', 'so 7 qd'),
    ('ủy\u200bban', 'uyban'),
    ('  ', ''),
])
def test_what_is_typed_finds_what_is_written(written, typed):
    """Marks, their place, case, the stroke of đ and odd spaces do not stand between a clerk and a document."""
    assert folding.fold(written) == folding.fold(typed)


@pytest.mark.parametrize('text', ['Nguyễn Thị Hường', 'Phường Lê Hồng Phong', 'ỨỪỬỮỰ'])
def test_composed_and_decomposed_text_are_one(text):
    """A file made on another system brings its marks apart from the letters."""
    assert folding.fold(unicodedata.normalize('NFD', text)) == folding.fold(unicodedata.normalize('NFC', text))


def test_different_words_stay_different():
    """Folding forgets marks, not letters."""
    assert folding.fold('bao cao') != folding.fold('báo cảo b')
    assert folding.fold('HĐND & UBND, số 5') == 'hdnd & ubnd, so 5'


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """Stored text and typed words may each have been folded before."""
    once = folding.fold(text)
    assert folding.fold(once) == once
