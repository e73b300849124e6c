"""Revisions appended after signing, shadow attacks, forged ranges and tables: none passes, each says why."""

import attacks_fields as fields
import attacks_makers as makers
import attacks_pki as people
import attacks_updates as updates
import attacks_wrapping as wrapping
import pades
import pades_world as world
import pytest
from pades import Reason, Status, Verdict, summary
from pyhanko.pdf_utils import generic

BOX = (90, 660, 490, 720)
FORBIDDEN = [
    updates.content_appended, updates.content_overridden, updates.content_exchanged, updates.annotation('FreeText'),
    updates.annotation('Stamp'), updates.annotation('Link'), updates.annotation('Popup'), updates.page_added,
    updates.page_removed, updates.pages_turned_round, updates.page_tree_exchanged, updates.page_turned,
    updates.page_cropped, updates.picture_replaced, updates.font_replaced, updates.script, updates.script_of_page,
    updates.script_by_name, updates.dynamic_form, updates.layers, updates.appearances_needed, updates.object_freed,
    fields.field_added, fields.signature_looks_different, fields.twice_the_same_name,
]
IN_THE_DICTIONARY = [
    fields.signature_entry(Contents=None), fields.signature_entry(ByteRange=None),
    fields.signature_entry(Contents=generic.NullObject()), fields.signature_entry(ByteRange=generic.NullObject()),
    fields.signature_entry(Contents=generic.ByteStringObject(b'')),
    fields.signature_entry(ByteRange=updates.numbers(0, -1, 2, 3)),
    fields.signature_entry(Reason=generic.pdf_string('other')), fields.signature_copied,
]
FORGED = [wrapping.container_elsewhere, wrapping.gap_with_content, wrapping.second_contents,
          wrapping.saved_without_table, wrapping.saved_with_old_table, wrapping.saved_with_trailer_only,
          wrapping.saved_with_table, wrapping.saved_without_end, wrapping.saved_hybrid,
          wrapping.signature_of_another_file]


def form() -> bytes:
    return makers.sign(makers.letter(form=True))


def checked(pdf: bytes):
    report = world.facts(pdf)
    return pades.judge(report), summary.changes_in(report)


@pytest.mark.parametrize('change', FORBIDDEN)
@pytest.mark.parametrize('stage', [makers.approved, makers.archived])
def test_changes_nobody_may_make(stage, change):
    judgement, changes = checked(updates.applied(stage(), change))
    assert (judgement.status, changes) == (Status.FAILED, 'forbidden')
    assert Reason.CHANGED_AFTER_SIGNING in judgement.reasons


@pytest.mark.parametrize('change', IN_THE_DICTIONARY)
def test_the_signature_itself_is_overridden(change):
    judgement, changes = checked(updates.applied(makers.approved(), change))
    assert judgement.status is Status.FAILED and changes in ('suspect', 'forbidden')


@pytest.mark.parametrize('change', [fields.signature_removed, updates.form_removed])
def test_a_stripped_signature_is_told_from_none(change):
    judgement, _ = checked(updates.applied(makers.approved(), change))
    assert (judgement.status, judgement.reasons) == (Status.FAILED, (Reason.SIGNATURES_REMOVED,))


@pytest.mark.parametrize('change', [
    fields.signature_field_added, updates.title_changed, fields.filled('ten', 'x'),
    fields.filled('ten', 'x', drawn=updates.DRAWN)])
def test_filling_that_no_later_signature_covers(change):
    for pdf in (updates.applied(form(), change), makers.document_stamp(updates.applied(form(), change))):
        judgement, changes = checked(pdf)
        assert (judgement.verdict, changes) == (Verdict.SUSPICIOUS, 'suspect')
        assert judgement.reasons == (Reason.FILLED_AFTER_LAST_SIGNATURE,)


def test_filling_between_signatures_is_permitted_and_after_them_not():
    between = makers.sign(updates.applied(form(), fields.filled('ten', 'x')), world.agency(), field='S2')
    judgement, changes = checked(between)
    assert (judgement.verdict, changes) == (Verdict.VALID, 'permitted')
    judgement, changes = checked(updates.applied(between, fields.filled('ten', 'y')))
    assert (judgement.verdict, changes) == (Verdict.SUSPICIOUS, 'suspect')


@pytest.mark.parametrize('change', [updates.orphan])
def test_what_nobody_sees_is_harmless(change):
    assert checked(updates.applied(makers.approved(), change))[0].verdict is Verdict.VALID


@pytest.mark.parametrize('permission', [1, 2, 3])
def test_evil_annotations_on_certified_files(permission):
    """Certification attack «EAA»: also where comments are allowed, for they can cover the text."""
    pdf = updates.applied(makers.certified(permission), updates.annotation('FreeText'))
    judgement, changes = checked(pdf)
    assert (judgement.status, changes) == (Status.FAILED, 'forbidden')


def test_filling_where_nothing_is_allowed():
    judgement, changes = checked(updates.applied(makers.certified(1), fields.filled('ten', 'x')))
    assert (judgement.status, changes) == (Status.FAILED, 'forbidden')


@pytest.mark.parametrize('permission', [2, 3])
def test_sneaky_signatures_on_certified_files(permission):
    """Certification attack «SSA»: an attacker's own signature, its picture over the text."""
    certified = makers.certified(permission)
    judgement, changes = checked(makers.sign(certified, people.self_signed(), field='S2', box=BOX))
    assert (judgement.status, changes) == (Status.FAILED, 'suspect')
    assert Reason.CHANGED_AFTER_SIGNING in judgement.reasons
    judgement, changes = checked(makers.sign(certified, people.self_signed(), field='S2'))
    assert (judgement.status, changes) == (Status.INDETERMINATE, 'suspect')
    judgement, changes = checked(makers.sign(certified, world.agency(), field='S2', box=BOX))
    assert (judgement.verdict, judgement.reasons) == (Verdict.SUSPICIOUS, (Reason.FIELD_AFTER_CERTIFYING,))


def test_permissions_taken_out_of_the_catalog():
    assert checked(updates.applied(makers.certified(), updates.permissions_removed))[0].status is Status.FAILED


def test_shadow_attacks():
    """Hidden text cannot be seen before; showing it afterwards is a change."""
    prepared = makers.sign(updates.shadowed())
    assert checked(prepared)[0].verdict is Verdict.VALID
    for change in (updates.sheet_taken_away, updates.page_tree_exchanged, updates.font_replaced):
        assert checked(updates.applied(prepared, change))[0].status is Status.FAILED


@pytest.mark.parametrize('attack', FORGED)
def test_forged_ranges_and_tables(attack):
    judgement, changes = checked(attack(makers.approved(box=(100, 100, 200, 150))))
    assert judgement.status is Status.FAILED
    assert changes in ('suspect', 'forbidden', 'none')
    assert set(judgement.reasons) <= {Reason.PARTIAL_COVERAGE, Reason.CHANGED_AFTER_SIGNING, Reason.HASH_FAILURE,
                                      Reason.SIGNATURE_UNREADABLE}


@pytest.mark.parametrize('attack', [wrapping.wrapped, wrapping.saved_with_broken_table,
                                    wrapping.saved_with_own_history])
def test_forgeries_that_no_reader_here_follows(attack):
    judgement, _ = checked(attack(makers.approved(box=(100, 100, 200, 150))))
    assert judgement.status in (Status.UNREADABLE, Status.INDETERMINATE, Status.FAILED)
    assert judgement.reasons


@pytest.mark.parametrize('attack', [wrapping.saved_without_table, wrapping.saved_with_old_table,
                                    wrapping.saved_with_trailer_only, wrapping.saved_hybrid])
def test_incremental_saving_behind_long_term_material(attack):
    judgement, changes = checked(attack(makers.long_term()))
    assert (judgement.status, changes) == (Status.FAILED, 'forbidden')


def test_rolled_back_to_the_first_signature():
    """Cryptographically perfect: only who expects the agency misses it (accept rule, point 7)."""
    judgement = world.verdict(wrapping.rolled_back(world.sealed()))
    assert (judgement.verdict, judgement.reasons) == (Verdict.SUSPICIOUS, (Reason.AGENCY_MISSING,))


def test_a_number_without_a_seal_over_it():
    """Certified by the person, number filled in: not valid, also when the person signs again."""
    numbered = updates.applied(world.signed(), fields.filled('HanamSo', '99'))
    judgement, _ = checked(numbered)
    assert Reason.NUMBER_WITHOUT_SEAL in judgement.reasons and judgement.verdict is Verdict.SUSPICIOUS
    again = makers.sign(numbered, world.chairman(), field='S2')
    judgement, _ = checked(again)
    assert (judgement.verdict, judgement.reasons) == (Verdict.SUSPICIOUS, (Reason.NUMBER_WITHOUT_SEAL,))
    assert world.verdict(again, **world.expectation_of_ours()).verdict is Verdict.INVALID
