"""A copy made of paper is known as one by what its only signature states (Decree 30/2020, App. I, Part II, I)."""

import numbering
import pades
import pades_world as world
import pki
import pytest
from pades.judging_roles import copy_form


@pytest.mark.parametrize('form', ['SAO Y', 'SAO LỤC', 'TRÍCH SAO'])
def test_every_form_of_copy_is_valid_and_known_with_the_agencys_signature_alone(form):
    """Decree 30/2020, Art. 26: a copy has the value of the original; no person's signature is missed on it.

    Proves: 44.4
    """
    pdf = world.attachment(text=numbering.copy_text(form, world.AGENCY, pki.NOW), reason=form)
    assert copy_form(world.facts(pdf)) == form
    assert world.verdict(pdf, kind='main').verdict is pades.Verdict.VALID


def test_without_a_form_the_agencys_signature_alone_is_not_enough():
    """Decision 44/2024, Art. 4: an original has both signatures; a reason that only mentions a copy makes none."""
    for reason in ('', 'Bản sao', 'KHÔNG SAO Y'):
        pdf = world.attachment(reason=reason)
        assert copy_form(world.facts(pdf)) == ''
        assert world.verdict(pdf, kind='main').verdict is pades.Verdict.SUSPICIOUS


def test_two_signatures_are_no_copy():
    """An original whose signers write «SAO Y» as their reason stays an original."""
    pdf = world.agency_seals(world.person_signs(reason='SAO Y'), reason='SAO Y')
    assert copy_form(world.facts(pdf)) == ''
