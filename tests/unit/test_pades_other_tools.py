"""Issued files before three judges that share no code with the product: poppler, MuPDF, OpenSSL."""

from functools import cache

import drafts
import other_tools as tools
import pades
import pades_world as world
import pki
import pytest
from certomancer_world import PIN, certomancer_world

VALID = 'Signature is Valid.'
ATTACHED = 'Số: 44/QĐ-UBND; 02/03/2026; 16:30:00'
COPIED = f'SAO Y; {world.AGENCY}; 02/03/2026; 16:30:00'


@cache
def issued() -> bytes:
    """Give a decision as it leaves: certified by the person, number, date and seal in one revision, both B-LT."""
    return world.agency_seals(world.person_signs(validation=world.trust()), validation=world.trust())


@cache
def alone(text: str) -> bytes:
    """Give a file that the agency alone signed, with its text and everything to check it later."""
    return world.attachment(text=text, validation=world.trust())


def root() -> bytes:
    return world.authority().root_der


def test_poppler_finds_an_issued_document_valid_and_whole():
    """Decision 44/2024, Art. 4: both signatures hold, and the agency's covers every byte that was sent."""
    assert tools.pdfsig(issued()) == [
        tools.Row('HanamNguoiKy', False, VALID), tools.Row('HanamCoQuan', True, VALID)]


def test_mupdf_sees_number_and_date_after_the_person_and_nothing_after_the_seal():
    """Decision 44/2024, Art. 13.4.a: the form was filled once, under the first signature's own permission."""
    assert tools.mutool(issued()) == [tools.EDITED, tools.UNCHANGED]
    assert tools.mutool(world.person_signs(validation=world.trust()))[0] == tools.UNCHANGED


def test_openssl_verifies_the_bytes_up_to_the_root():
    """Decree 30/2020, Art. 4.2: the chains end at the root given, on the day of signing; the last ends the file."""
    assert tools.openssl(issued(), root(), pki.NOW) == [True, True]
    person, agency = tools.cuts(issued())
    assert person.end < agency.end == len(issued())


@pytest.mark.parametrize('text', [ATTACHED, COPIED])
def test_what_the_agency_signs_alone_is_valid_and_whole_for_all_three(text):
    """Decree 30/2020, App. I, II.8b and Part II, I: an attachment of its own, and paper made electronic."""
    pdf = alone(text)
    assert tools.pdfsig(pdf) == [tools.Row('HanamVanThu', True, VALID)]
    assert tools.mutool(pdf) == [tools.UNCHANGED]
    assert tools.openssl(pdf, root(), pki.NOW) == [True]
    assert tools.cuts(pdf)[0].end == len(pdf)


def stamped(other):
    """Give a document of another infrastructure's holders, level B-LT with time stamps, and its archive copy."""
    material = pades.TrustMaterial(
        roots=(other.der('root'),), intermediates=(other.der('issuing'),), tsa_roots=(other.der('root'),),
        crls=(other.crl('root', pki.NOW), other.crl('issuing', pki.NOW)))
    stamper = pades.time_stamper(other.tsa_url())
    settings = {'validation': material, 'timestamper': stamper}
    person, agency = (pades.load_pkcs12(other.pkcs12(name), PIN) for name in ('person', 'agency'))
    signed = pades.sign_person(world.prepared(), person, image_png=drafts.blue_signature(), signed_at=pki.NOW,
                               **settings)
    pdf = pades.carry_out(world.seal_plan(signed, **settings), agency)
    return pdf, pades.archive(pdf, trust=material, timestamper=stamper, at=pki.NOW)


def test_they_agree_on_files_signed_with_another_infrastructure():
    """Time stamps asked over HTTP: the issued file is whole; a time stamp ends its archive copy, which only adds."""
    with certomancer_world(at=pki.NOW) as other:
        pdf, kept = stamped(other)
        anchor = other.der('root')
    assert [(row.whole, row.sentence) for row in tools.pdfsig(pdf)] == [(False, VALID), (True, VALID)]
    assert tools.mutool(pdf) == [tools.EDITED, tools.UNCHANGED]
    assert tools.openssl(pdf, anchor, pki.NOW) == [True, True]
    assert tools.openssl(pdf, root(), pki.NOW) == [False, False]
    assert kept.startswith(pdf)
    assert [(row.whole, row.sentence) for row in tools.pdfsig(kept)[:2]] == [(False, VALID), (False, VALID)]
    assert tools.pdfsig(kept)[2].whole and tools.mutool(kept)[:2] == [tools.EDITED, tools.EDITED]


def test_a_changed_byte_is_seen_by_all_three():
    """Judges that never say no would prove nothing."""
    changed = world.tampered(issued(), b'(44)', b'(45)')
    assert 'Signature is Valid' not in tools.pdfsig(changed)[1].sentence
    assert tools.mutool(changed)[1] == tools.CHANGED
    assert tools.openssl(changed, root(), pki.NOW) == [True, False]


def test_a_revision_after_the_seal_is_seen_as_no_longer_whole():
    """What follows the last signature is covered by nobody: poppler, MuPDF and the bytes say so."""
    def add(writer):
        writer.root['/Hanam'] = writer.root['/Pages']
        writer.update_root()

    longer = world.updated(issued(), add)
    assert not any(row.whole for row in tools.pdfsig(longer))
    assert tools.mutool(longer) == [tools.EDITED, tools.EDITED]
    assert tools.cuts(longer)[1].end < len(longer)


def test_openssl_judges_the_moment_and_the_root():
    """Before the certificates began, after they ended, and up to another root: refused."""
    for moment in (pki.NOW - 1000 * pki.DAY, pki.NOW + 2000 * pki.DAY):
        assert tools.openssl(issued(), root(), moment) == [False, False]
    assert tools.openssl(issued(), pki.Authority(secret=' other').root_der, pki.NOW) == [False, False]
