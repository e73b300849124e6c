"""Numbers, symbols and dates as Decree 30/2020 prints them."""

import doctest
from datetime import UTC, date, datetime, timedelta, timezone

import numbering
import pytest
from hypothesis import given
from hypothesis import strategies as st

HANOI = timezone(timedelta(hours=7))


def test_the_docstrings_are_true():
    """The examples in the module are its specification."""
    outcome = doctest.testmod(numbering)
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(('number', 'printed'), [(1, '01'), (9, '09'), (10, '10'), (99, '99'), (100, '100')])
def test_only_numbers_below_ten_take_a_zero(number, printed):
    """Decree 30/2020, App. I, II.3."""
    assert numbering.printed_number(number) == printed


@pytest.mark.parametrize('number', [0, -1, 1.0, '7', None, True])
def test_what_is_no_number_is_refused(number):
    """A register counts from 1 in whole numbers."""
    with pytest.raises(ValueError, match='whole number from 1'):
        numbering.printed_number(number)


@pytest.mark.parametrize(('issuer', 'parts', 'notation'), [
    ('BNV', {'kind': 'QĐ'}, 'QĐ-BNV'),
    ('BNV', {'field': 'VP'}, 'BNV-VP'),
    ('UBND', {'kind': 'TrS'}, 'TrS-UBND'),
    ('TTg', {'kind': 'CĐ'}, 'CĐ-TTg'),
    ('SNV', {'field': 'XDCQ&CTTN'}, 'SNV-XDCQ&CTTN'),
    ('HĐND', {'kind': 'NQ', 'year': 2024}, '2024/NQ-HĐND'),
])
def test_the_symbol_of_each_kind(issuer, parts, notation):
    """Decree 30/2020, App. I, II.3 and App. III: a công văn has no kind, a legal document has its year."""
    assert numbering.code_notation(issuer, **parts) == notation


@pytest.mark.parametrize('kind', ['QyĐ', 'CTr', 'TTr', 'TrS', 'ĐA'])
def test_the_case_of_an_abbreviation_is_kept(kind):
    """QĐ and QyĐ, TC and TTr differ by it (Decree 30/2020, App. III)."""
    assert numbering.code_notation('UBND', kind=kind) == f'{kind}-UBND'


@pytest.mark.parametrize(('issuer', 'parts', 'message'), [
    ('UBND', {}, 'one of the two'),
    ('UBND', {'kind': 'QĐ', 'field': 'VX'}, 'one of the two'),
    ('UBND', {'field': 'VX', 'year': 2024}, 'no year'),
    ('UBND', {'kind': 'QĐ', 'year': 24}, 'four digits'),
    ('UBND', {'kind': 'QĐ', 'year': '2024'}, 'four digits'),
    ('', {'kind': 'QĐ'}, 'not an abbreviation'),
    ('UB ND', {'kind': 'QĐ'}, 'not an abbreviation'),
    ('UBND', {'kind': 'Q/Đ'}, 'not an abbreviation'),
    ('UBND', {'field': 'VX-NC'}, 'not an abbreviation'),
    ('U' * 30, {'kind': 'QĐ'}, 'longer than 30'),
])
def test_a_symbol_that_makes_no_sense_is_refused(issuer, parts, message):
    """A symbol is groups of letters joined by «-», without spaces, 30 characters at most."""
    with pytest.raises(ValueError, match=message):
        numbering.code_notation(issuer, **parts)


@given(number=st.integers(1, 10**10), kind=st.sampled_from(['', 'QĐ', 'QyĐ', 'TTr', 'SY']),
       year=st.sampled_from([0, 2024]))
def test_a_printed_code_can_be_taken_apart_again(number, kind, year):
    """What is printed «Số: …» is kept as CodeNumber and CodeNotation (Decree 30/2020, App. VI)."""
    parts = {'kind': kind, 'year': year} if kind else {'field': 'VX'}
    notation = numbering.code_notation('UBND', **parts)
    assert numbering.split_code(numbering.full_code(number, notation)) == (numbering.printed_number(number), notation)


@pytest.mark.parametrize(('code', 'parts'), [
    ('05/SY-UBND', ('05', 'SY-UBND')),
    ('12a/UBND-VX', ('12a', 'UBND-VX')),
    ('15/QĐ-UBND', ('15', 'QĐ-UBND')),
])
def test_a_code_from_elsewhere_is_read(code, parts):
    """Old and foreign codes are kept as written, in composed letters."""
    assert numbering.split_code(code) == parts


@pytest.mark.parametrize('code', ['', '/', '15', '15/', '/QĐ-UBND', '15 /QĐ-UBND', 'Số: 15/QĐ', '15/QĐ UBND',
                                  '123456789012/QĐ', '15//QĐ', '٣/QĐ'])
def test_what_is_no_code_is_refused(code):
    """A code is a number, a «/» and a symbol without spaces."""
    with pytest.raises(ValueError, match='symbol'):
        numbering.split_code(code)


@pytest.mark.parametrize(('day', 'printed'), [
    (date(2020, 1, 5), 'ngày 05 tháng 01 năm 2020'),
    (date(2024, 2, 29), 'ngày 29 tháng 02 năm 2024'),
    (date(2024, 3, 9), 'ngày 09 tháng 3 năm 2024'),
    (date(2024, 12, 31), 'ngày 31 tháng 12 năm 2024'),
])
def test_days_below_ten_and_months_one_and_two_take_a_zero(day, printed):
    """Decree 30/2020, App. I, II.4: months 3 to 9 take none."""
    assert numbering.printed_date(day) == printed
    assert numbering.place_and_date('Hà Nam', day) == f'Hà Nam, {printed}'
    assert printed.split()[1::2][:2] == [numbering.printed_day(day), numbering.printed_month(day)]


@pytest.mark.parametrize('day', [datetime(2024, 1, 5, 9, tzinfo=HANOI), '2024-01-05', None])
def test_a_printed_date_is_made_of_a_date_only(day):
    """A moment has a date only in a zone; the caller says which local day is meant."""
    with pytest.raises(ValueError, match='date without time'):
        numbering.printed_date(day)


def test_corner_texts_show_vietnamese_time():
    """Decree 30/2020, App. I, II.8b and part II, I: an evening in UTC is the next day in Hà Nam."""
    signed_at = datetime(2024, 8, 20, 18, 5, 9, tzinfo=UTC)
    assert numbering.attachment_text('15/QĐ-UBND', signed_at) == 'Số: 15/QĐ-UBND; 21/08/2024; 01:05:09'
    assert numbering.copy_text('TRÍCH SAO', 'UBND xã Tràng An', signed_at) == (
        'TRÍCH SAO; UBND xã Tràng An; 21/08/2024; 01:05:09')


def test_corner_texts_need_an_aware_moment_and_a_known_form():
    """No guess about zones; three forms of copy (Decree 30/2020, App. I, part II)."""
    naive = datetime(2024, 8, 21, 15, 30, 45)
    with pytest.raises(ValueError, match='aware'):
        numbering.attachment_text('15/QĐ-UBND', naive)
    with pytest.raises(ValueError, match='aware'):
        numbering.copy_text('SAO Y', 'Sở Nội vụ', naive)
    with pytest.raises(ValueError, match='SAO LỤC'):
        numbering.copy_text('Sao y', 'Sở Nội vụ', naive.replace(tzinfo=HANOI))
    with pytest.raises(ValueError, match='agency is empty'):
        numbering.copy_text('SAO Y', ' ', naive.replace(tzinfo=HANOI))
