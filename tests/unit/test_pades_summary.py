"""One word each for integrity, changes and level, over facts alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pades import Condition, Coverage, DocumentReport, Modification, SignatureFacts
from pades.facts import from_json, to_json, unreadable
from pades.summary import Changes, changes_in, changes_of, intact_in, intact_of, level_of

AT = datetime(2026, 3, 3, tzinfo=UTC)
LAST = SignatureFacts(
    'Second', subfilter='/ETSI.CAdES.detached', intact=True, valid=True, coverage=Coverage.FILE,
    modification=Modification.NONE, docmdp_ok=True, trusted=True, revision=2)
FIRST = replace(LAST, field='First', coverage=Coverage.REVISION, modification=Modification.FORM_FILLING, revision=1)
STAMP = replace(LAST, field='Stamp', subfilter='/ETSI.RFC3161', timestamp_ok=True, revision=3)


def report(*signatures, **facts) -> DocumentReport:
    facts.setdefault('signature_fields_filled', len(signatures))
    return DocumentReport(Condition.READ, 'ff', 1, AT, signatures=signatures, **facts)


def later(**facts) -> SignatureFacts:
    return replace(LAST, coverage=Coverage.REVISION, **facts)


INTACT = [
    (LAST, True), (replace(LAST, intact=False), False), (replace(LAST, valid=False), False),
    (replace(LAST, readable=False), None), (replace(LAST, supported=False), None), (replace(LAST, error='x'), None),
]


@pytest.mark.parametrize(('facts', 'expected'), INTACT)
def test_intact(facts, expected):
    assert intact_of(facts) is expected
    assert intact_in(report(FIRST, facts)) is expected


def test_intact_of_a_file():
    assert intact_in(report()) is None and intact_in(unreadable('ff', 1, AT, 'x')) is None
    assert intact_in(report(LAST, document_timestamps=(replace(STAMP, intact=False),))) is False
    assert intact_in(report(document_timestamps=(STAMP,))) is None
    assert intact_in(report(replace(LAST, error='x'), replace(LAST, intact=False))) is False


ALONE = [
    (LAST, {}, Changes.NONE),
    (later(modification=Modification.LTA_UPDATES), {}, Changes.PERMITTED),
    (later(modification=Modification.LTA_UPDATES), {'bytes_after_end': True}, Changes.SUSPECT),
    (later(modification=Modification.LTA_UPDATES), {'objects_unread': True}, Changes.FORBIDDEN),
    (later(modification=Modification.NONE), {}, Changes.SUSPECT),
    (later(modification=Modification.NONE), {'objects_unread': True}, Changes.FORBIDDEN),
    (later(modification=Modification.FORM_FILLING), {}, Changes.SUSPECT),
    (later(modification=Modification.FORM_FILLING, docmdp_ok=False), {}, Changes.FORBIDDEN),
    (later(modification=Modification.ANNOTATIONS), {}, Changes.FORBIDDEN),
    (later(modification=Modification.OTHER), {}, Changes.FORBIDDEN),
    (replace(LAST, coverage=Coverage.BLOCK), {}, Changes.FORBIDDEN),
    (replace(LAST, coverage=Coverage.UNCLEAR), {}, Changes.FORBIDDEN),
    (replace(LAST, error='x'), {}, Changes.SUSPECT),
    (replace(LAST, readable=False), {}, Changes.SUSPECT),
    (replace(LAST, supported=False), {}, Changes.SUSPECT),
    (replace(LAST, modification=Modification.UNKNOWN), {}, Changes.SUSPECT),
    (LAST, {'signature_fields_filled': 2}, Changes.SUSPECT),
]


@pytest.mark.parametrize(('facts', 'document', 'expected'), ALONE)
def test_changes_after_the_only_signature(facts, document, expected):
    assert changes_in(report(facts, **document)) is expected


@pytest.mark.parametrize(('last', 'expected'), [
    (LAST, Changes.PERMITTED),
    (later(modification=Modification.LTA_UPDATES), Changes.PERMITTED),
    (replace(LAST, trusted=False, trusted_at_signing=True), Changes.PERMITTED),
    (replace(LAST, trusted=False), Changes.SUSPECT),
    (replace(LAST, intact=False), Changes.SUSPECT),
    (later(modification=Modification.FORM_FILLING), Changes.SUSPECT),
    (replace(LAST, coverage=Coverage.UNCLEAR), Changes.SUSPECT),
])
def test_filling_is_permitted_under_a_later_signature_that_holds(last, expected):
    whole = report(FIRST, last)
    assert changes_of(FIRST, whole) is expected
    assert changes_of(replace(FIRST, field_after_certifying=True), whole) is Changes.SUSPECT


def test_nothing_to_compare():
    assert changes_in(report()) is None and changes_in(unreadable('ff', 1, AT, 'x')) is None


@pytest.mark.parametrize(('facts', 'stamps', 'expected'), [
    (LAST, (), 'B-B'),
    (replace(LAST, material=True), (), 'B-B'),
    (replace(LAST, timestamp_ok=True), (), 'B-T'),
    (LAST, (STAMP,), 'B-T'),
    (LAST, (replace(STAMP, timestamp_ok=False),), 'B-B'),
    (LAST, (replace(STAMP, revision=1),), 'B-B'),
    (replace(LAST, timestamp_ok=True, material=True), (), 'B-LT'),
    (replace(LAST, material=True), (STAMP,), 'B-LT'),
    (replace(LAST, timestamp_ok=True, material=True, material_stamped=True), (STAMP,), 'B-LTA'),
    (replace(LAST, subfilter='/adbe.pkcs7.detached'), (), ''),
    (replace(LAST, readable=False), (), ''),
])
def test_level(facts, stamps, expected):
    assert level_of(facts, report(facts, document_timestamps=stamps)) == expected


def test_facts_survive_json():
    whole = report(replace(FIRST, material=True), LAST, document_timestamps=(STAMP,), form_values=(('a', 'b'),),
                   form_revisions=(('a', 3),), signatures_removed=True)
    assert from_json(to_json(whole)) == whole
