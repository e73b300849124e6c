"""The accept rule as a table: facts in, verdict out, no PDF anywhere."""

from dataclasses import replace

import pytest
from pades import (
    Coverage,
    Expectation,
    Modification,
    Reason,
    Role,
    Status,
    Verdict,
    judge,
)
from verdict_table import (
    AGENCY,
    EXPECTED,
    INVALID,
    PERSON_SIGNS,
    SUSPICIOUS,
    TABLE,
    as_last,
    report,
    sealed_with,
)


@pytest.mark.parametrize(('facts', 'verdict', 'status', 'reasons'), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])
def test_the_accept_rule(facts, verdict, status, reasons):
    """Decision 44/2024, Art. 10.1; Decree 30/2020, Art. 4.2."""
    judgement = judge(facts, EXPECTED)
    assert (judgement.verdict, judgement.status, set(judgement.reasons)) == (verdict, status, reasons)
    assert judgement.passed is (status is Status.PASSED)


def test_every_verdict_and_status_is_in_the_table():
    assert {row[2] for row in TABLE} == set(Verdict)
    assert {row[3] for row in TABLE} == set(Status)


def test_every_reason_is_in_the_table():
    assert {reason for row in TABLE for reason in row[4]} == set(Reason)


def test_our_own_documents_are_judged_by_the_register_alone():
    ours = Expectation(person_fingerprints=frozenset({'aa'}), agency_fingerprints=frozenset({'bb'}), ours=True)
    assert judge(report(), ours).roles == {'HanamNguoiKy': Role.PERSON, 'HanamCoQuan': Role.AGENCY}
    filled = as_last(modification=Modification.FORM_FILLING)
    assert (judge(filled, ours).verdict, judge(filled, ours).status) == (INVALID, Status.FAILED)
    stranger = replace(ours, person_fingerprints=frozenset({'cc'}), agency_names=(AGENCY,))
    assert judge(report(), stranger).roles['HanamNguoiKy'] is Role.UNKNOWN


def test_a_known_certificate_needs_no_name():
    expected = Expectation(agency_fingerprints=frozenset({'bb'}), person_fingerprints=frozenset({'aa'}))
    assert judge(report(), expected).verdict is Verdict.VALID


def test_names_are_compared_without_regard_to_case_and_form():
    expected = Expectation(agency_names=('UỶ BAN', 'ỦY BAN  NHÂN DÂN TỈNH HÀ NAM'))
    assert judge(report(), expected).verdict is Verdict.VALID


def test_a_deputy_of_another_agency_is_known_by_certificate_or_name():
    """KT., TL.: a person may sign for an agency that is not the one in the certificate."""
    facts = report(replace(PERSON_SIGNS, signer_o='Sở Nội vụ tỉnh Hà Nam'))
    assert judge(facts, EXPECTED).verdict is SUSPICIOUS
    assert Reason.SIGNER_UNKNOWN in judge(facts, EXPECTED).reasons
    for known in ({'person_fingerprints': frozenset({'aa'})}, {'signatory_names': ('nguyễn văn AN',)}):
        assert judge(facts, replace(EXPECTED, **known)).verdict is Verdict.VALID
    assert judge(facts, replace(EXPECTED, signatory_names=('', 'Ai đó'))).verdict is SUSPICIOUS


def test_a_number_needs_a_seal_also_when_nobody_is_expected():
    alone = replace(PERSON_SIGNS, coverage=Coverage.FILE, modification=Modification.NONE)
    assert judge(report(alone, None)).reasons == (Reason.NUMBER_WITHOUT_SEAL,)
    again = replace(alone, field='Other', revision=3)
    assert judge(report(PERSON_SIGNS, again)).reasons == (Reason.NUMBER_WITHOUT_SEAL,)
    other = replace(again, fingerprint='cc')
    assert judge(report(PERSON_SIGNS, other)).verdict is Verdict.VALID
    ours = Expectation(person_fingerprints=frozenset({'aa'}), agency_fingerprints=frozenset({'bb'}), ours=True)
    assert judge(report(PERSON_SIGNS, other), ours).verdict is INVALID


def test_an_attachment_needs_the_agency_alone():
    """Decree 30/2020, App. I, II.8b: only the office signs a file of its own."""
    facts = report(person=None)
    assert judge(facts, replace(EXPECTED, kind='attachment')).verdict is Verdict.VALID


def test_without_an_expectation_nobody_is_missing():
    assert judge(report(agency=None)).verdict is SUSPICIOUS
    assert judge(report(person=None)).verdict is Verdict.VALID


def test_the_verdict_of_one_field():
    judgement = judge(sealed_with(intact=False), EXPECTED)
    assert judgement.verdict_of('HanamNguoiKy') is Verdict.VALID
    assert judgement.verdict_of('HanamCoQuan') is INVALID


def test_warnings_change_nothing():
    judgement = judge(report(active_content=('javascript',)), EXPECTED)
    assert (judgement.verdict, judgement.warnings) == (Verdict.VALID, ('javascript',))
