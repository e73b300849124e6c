"""Codes of agencies and documents, ranks of status codes; and the doctests of the package."""

import doctest
from dataclasses import replace
from datetime import date

import pytest
from edxml import Organization, StatusCode, archive, codes, decode, encode, furthest, identity, moments, secrecy
from edxml_packets import ACCEPTED, NEW
from hypothesis import example, given
from hypothesis import strategies as st

# Few values, so that two codes often share groups and zeros stand in every place.
PAIRS = st.sampled_from(['00', '05', '12', 'DN'])
OLD_CODES = st.builds(
    '{}.{}.{}.{}'.format, st.sampled_from(['000', '005', '012', '0DN']), PAIRS, PAIRS, st.sampled_from(['H25', 'JB2']))
NEW_CODES = st.from_regex(r'[A-Z][0-9]{2}(\.[0-9A-Z]{2,10}){0,6}', fullmatch=True).filter(lambda code: len(code) <= 35)


@pytest.mark.parametrize('module', [archive, codes, identity, moments, secrecy])
def test_the_examples_in_the_text_are_true(module):
    """Decision 20/2020, Art. 4; QCVN 102:2016: the docstrings specify."""
    outcome = doctest.testmod(module)
    assert outcome.attempted
    assert not outcome.failed


@pytest.mark.parametrize('code', [
    '000.00.00.H25', '000.00.12.H25', '001.00.20.JB2', '28.22.H17', 'H25', 'H25.12.01', 'H37.DN.001',
    'H25.0123456789.ABCDEFGHIJ.KLMNOPQRS', 'vxp.saas.03',
])
def test_both_shapes_of_agency_codes_are_read_and_written(code):
    """Decision 20/2020, Art. 4; QCVN 102:2016: 13 characters in four groups, and up to 35.

    Proves: EX.ids
    """
    agency = Organization(code, 'Cơ quan')
    answered = replace(ACCEPTED.response_for, organ_id=code)
    for packet in (replace(NEW, from_=agency, to=(agency,)), replace(ACCEPTED, from_=agency, response_for=answered)):
        body = encode(packet)
        assert f'<edXML:OrganId>{code}</edXML:OrganId>'.encode() in body
        assert decode(body) == packet


@given(OLD_CODES)
def test_an_old_code_comes_back_from_its_new_form(code):
    """Decision 20/2020, Art. 4: no two old codes get one new form."""
    assert identity.same_agency(code, identity.to_new(code))
    assert identity.to_old(identity.to_new(code)) == code


@given(OLD_CODES, OLD_CODES)
def test_two_old_codes_are_two_agencies(one, other):
    """Decision 20/2020, Art. 4: a code belongs to one agency."""
    assert identity.same_agency(one, other) == (one == other)
    assert (identity.to_new(one) == identity.to_new(other)) == (one == other)


@given(NEW_CODES)
@example('A00.B00')
@example('H25.12.05.001')
def test_a_code_of_ours_is_kept_as_it_is(code):
    """Decision 20/2020, Art. 4."""
    assert identity.is_own_code(code)
    assert identity.is_code(code)
    assert identity.to_new(code) == code
    old = identity.to_old(code)
    assert old is None or (len(old) == 13 and identity.same_agency(old, code))
    assert identity.forms(code)[0] == code


@given(st.text(max_size=40))
def test_any_text_may_be_asked_about(text):
    """A foreign code is compared, never parsed to decide a right."""
    identity.to_new(text)
    identity.to_old(text)
    assert identity.same_agency(text, text) == bool(text.strip())


@pytest.mark.parametrize(('organ_id', 'number', 'notation'), [
    ('', '1', 'QĐ-UBND'), ('H25/1', '1', 'QĐ-UBND'), ('H25', '', 'QĐ-UBND'), ('H25', '1', ''), ('H25', '1', 'x' * 250),
])
def test_a_document_id_needs_its_parts(organ_id, number, notation):
    """Decision 28/2018, Art. 10.2.b."""
    with pytest.raises(ValueError, match='code|number|characters'):
        identity.document_id(organ_id, date(2024, 9, 10), number, notation)


def test_status_codes_move_a_delivery_forward_only():
    """Decision 28/2018, Art. 9: in whatever order reports come, the shown state is the furthest."""
    way = [StatusCode(code) for code in ('01', '03', '04', '05', '06')]
    for late in way[:-1]:
        assert furthest(StatusCode.COMPLETED, late) is StatusCode.COMPLETED
    for code in way:
        assert furthest(None, code) is code
        assert furthest(code, StatusCode.CHANGE_REJECTED) is code
        assert furthest(code, StatusCode.RECALL_ASKED) is code
        assert furthest(code, StatusCode.CHANGE_ACCEPTED) is StatusCode.CHANGE_ACCEPTED
        assert furthest(StatusCode.REJECTED, code) is StatusCode.REJECTED
        assert furthest(StatusCode.CHANGE_ACCEPTED, code) is StatusCode.CHANGE_ACCEPTED
    assert furthest(StatusCode.ARRIVED, StatusCode.REJECTED) is StatusCode.REJECTED
    assert furthest(None, StatusCode.RECALL_ASKED) is None


@given(st.permutations([StatusCode(code) for code in ('01', '03', '04', '05', '06', '13', '16')]))
def test_the_order_of_arrival_does_not_matter(reports):
    """Decision 28/2018, Art. 9: reports come late and out of order."""
    state = None
    for report in reports:
        state = furthest(state, report)
    assert state is StatusCode.COMPLETED


def test_who_sends_which_code_and_when_a_reason_is_due():
    """Decision 44/2024, Art. 10.1.b, 13.4.d."""
    assert [code for code in StatusCode if code.is_from_sender] == [StatusCode.RECALL_ASKED]
    assert {code.value for code in StatusCode if code.needs_reason} == {'02', '13', '16'}
    assert {code.value for code in StatusCode if code.answers_request} == {'15', '16'}
    assert {code.value for code in StatusCode if code.is_final} == {'02', '15'}
