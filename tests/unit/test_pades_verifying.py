"""What an attacker, an accident or the passing of time does to a sealed document, and what the verdict says."""

from io import BytesIO

import drafts
import pades
import pades_world as world
import pikepdf
import pki
import pytest
from pades import Reason, Status, Verdict
from pades.facts import from_json, to_json
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name


def change_number(writer):
    for reference in writer.root['/AcroForm']['/Fields']:
        field = reference.get_object()
        if field['/T'] == 'HanamSo':
            field['/V'] = generic.pdf_string('45')
            writer.update_container(field)


def change_page(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    contents = page.raw_get('/Contents')
    drawn = writer.add_object(generic.StreamObject(stream_data=b'BT ET 0 0 200 200 re f'))
    page['/Contents'] = generic.ArrayObject([contents, drawn])
    writer.update_container(page)


def add_annotation(writer):
    page = writer.find_page_for_modification(0)[0]
    note = generic.DictionaryObject({
        pdf_name('/Type'): pdf_name('/Annot'), pdf_name('/Subtype'): pdf_name('/Square'),
        pdf_name('/Rect'): generic.ArrayObject([generic.NumberObject(value) for value in (100, 100, 300, 300)]),
    })
    writer.register_annotation(page, writer.add_object(note))


def add_script(writer):
    script = generic.DictionaryObject({pdf_name('/S'): pdf_name('/JavaScript'),
                                       pdf_name('/JS'): generic.pdf_string('app.alert(1)')})
    writer.root['/OpenAction'] = writer.add_object(script)
    writer.update_root()


def point_to_the_persons_signature(writer):
    fields = {str(one.get_object()['/T']): one.get_object() for one in writer.root['/AcroForm']['/Fields']}
    fields['HanamCoQuan'][pdf_name('/V')] = fields['HanamNguoiKy'].raw_get('/V')
    writer.update_container(fields['HanamCoQuan'])


def add_nothing(writer):
    writer.add_object(generic.DictionaryObject({pdf_name('/Hanam'): generic.NumberObject(1)}))


def saved_again(pdf: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(output)
    return output.getvalue()


def without_contents(pdf: bytes) -> bytes:
    start = pdf.rindex(b'/Contents <') + len(b'/Contents <')
    end = pdf.index(b'>', start)
    return pdf[:start] + b'0' * (end - start) + pdf[end:]


def with_contents_changed(pdf: bytes) -> bytes:
    """One digit of the last signature's value: the raw signature is the last filled part of the container."""
    start = pdf.rindex(b'/Contents <') + len(b'/Contents <')
    end = pdf.index(b'>', start)
    filled = pdf[start:end].rstrip(b'0')
    position = start + len(filled) - 40
    digit = b'1' if pdf[position:position + 1] != b'1' else b'2'
    return pdf[:position] + digit + pdf[position + 1:]


@pytest.mark.parametrize('change', [change_page, add_annotation, add_script, point_to_the_persons_signature])
@pytest.mark.parametrize('stage', [world.signed, world.sealed])
def test_changes_after_signing_are_invalid(stage, change):
    """Decree 30/2020, Art. 4: what was issued is not changed."""
    judgement = world.verdict(world.updated(stage(), change))
    assert judgement.verdict is Verdict.INVALID
    assert Reason.CHANGED_AFTER_SIGNING in judgement.reasons


def test_a_number_changed_after_sealing_is_invalid():
    """The lock of the agency's field: without it this would pass as form filling."""
    pdf = world.updated(world.sealed(), change_number)
    report = world.facts(pdf)
    assert dict(report.form_values)['HanamSo'] == '45'
    judgement = world.verdict(pdf)
    assert (judgement.verdict, judgement.status) == (Verdict.INVALID, Status.FAILED)
    assert judgement.verdict_of('HanamCoQuan') is Verdict.INVALID


def test_a_number_filled_without_a_seal_is_suspicious_or_invalid():
    pdf = world.updated(world.signed(), change_number)
    judgement = world.verdict(pdf)
    assert judgement.verdict is Verdict.SUSPICIOUS
    assert {Reason.FILLED_AFTER_LAST_SIGNATURE, Reason.AGENCY_MISSING} <= set(judgement.reasons)
    assert world.verdict(pdf, **world.expectation_of_ours()).verdict is Verdict.INVALID


@pytest.mark.parametrize(('spoil', 'reason'), [
    (world.tampered, Reason.HASH_FAILURE),
    (with_contents_changed, Reason.SIG_CRYPTO_FAILURE),
    (saved_again, Reason.HASH_FAILURE),
])
def test_spoilt_bytes_are_invalid(spoil, reason):
    judgement = world.verdict(spoil(world.sealed()))
    assert judgement.verdict is Verdict.INVALID and reason in judgement.reasons
    assert judgement.status is Status.FAILED


def test_a_broken_container_fails_and_hides_nothing():
    report = world.facts(without_contents(world.sealed()))
    assert [one.readable for one in report.signatures] == [True, False]
    assert report.signatures[0].signer_cn == drafts.SIGNER
    judgement = world.verdict(without_contents(world.sealed()))
    assert (judgement.verdict, judgement.status) == (Verdict.INVALID, Status.FAILED)
    assert judgement.reasons == (Reason.SIGNATURE_UNREADABLE,)


@pytest.mark.parametrize('pdf', [
    b'', b'%PDF-', b'no pdf at all', b'%PDF-1.7\n' + b'\x00' * 5000, b'%PDF-1.7\n' + b'[' * 200_000,
    b'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 4000000000\ntrailer<</Root 1 0 R>>\nstartxref\n40\n%%EOF',
])
def test_what_is_no_pdf_is_unreadable(pdf):
    judgement = world.verdict(pdf)
    assert (judgement.verdict, judgement.status) == (Verdict.UNREADABLE, Status.UNREADABLE)
    assert judgement.reasons == (Reason.BROKEN_FILE,)


@pytest.mark.parametrize('share', [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_document_never_passes(share):
    pdf = world.sealed()[:int(len(world.sealed()) * share)]
    assert not world.verdict(pdf).passed


def test_a_document_without_signatures_says_so():
    """Decree 30/2020, Art. 4.2: without a signature it has only reference value."""
    for pdf in (drafts.draft(), world.prepared()):
        judgement = world.verdict(pdf)
        assert (judgement.verdict, judgement.status) == (Verdict.NO_SIGNATURE, Status.NO_SIGNATURE)


def test_encryption_is_named_only_when_it_hides_the_file():
    judgement = world.verdict(world.encrypted(world.sealed(), user='secret', owner='secret'))
    assert (judgement.verdict, judgement.status) == (Verdict.ENCRYPTED, Status.UNREADABLE)
    owner_only = world.verdict(world.encrypted(drafts.draft(), user='', owner='secret'))
    assert owner_only.verdict is Verdict.NO_SIGNATURE


def test_text_after_the_end_is_suspicious():
    pdf = world.sealed() + b'\n% something more\n'
    judgement = world.verdict(pdf)
    assert (judgement.verdict, judgement.reasons) == (Verdict.SUSPICIOUS, (Reason.TRAILING_DATA,))
    assert world.facts(pdf).bytes_after_last == 18


def test_a_revision_that_shows_nothing_is_harmless():
    """An object nobody refers to is treated like the archive's later time stamps."""
    pdf = world.updated(world.sealed(), add_nothing)
    assert world.facts(pdf).signatures[1].modification is pades.Modification.LTA_UPDATES
    assert world.verdict(pdf).verdict is Verdict.VALID


def test_binary_after_the_end_is_not_accepted():
    assert not world.verdict(world.sealed() + bytes(range(256)) * 16).passed


def test_a_format_nobody_knows_is_unsupported():
    pdf = world.attachment().replace(b'/ETSI.CAdES.detached', b'/adbe.x509.rsa_sha1 ')
    judgement = world.verdict(pdf, kind='attachment')
    assert judgement.verdict is Verdict.UNSUPPORTED
    assert judgement.status is Status.INDETERMINATE


def test_cutting_off_the_seal_is_noticed():
    """Rolled back to the person's revision the file is cryptographically perfect."""
    judgement = world.verdict(world.signed())
    assert (judgement.verdict, judgement.reasons) == (Verdict.SUSPICIOUS, (Reason.AGENCY_MISSING,))


def test_another_agency_is_noticed():
    judgement = world.verdict(world.sealed(), agency_names=('Sở Nội vụ tỉnh Hà Nam',))
    assert judgement.verdict is Verdict.SUSPICIOUS
    assert {Reason.AGENCY_MISSING, Reason.SIGNER_UNKNOWN} <= set(judgement.reasons)


def test_another_person_in_our_own_document_is_noticed():
    sealed = world.agency_seals(world.person_signs(identity=world.authority().person('Trần Văn Khác')))
    assert world.verdict(sealed).verdict is Verdict.VALID
    judgement = world.verdict(sealed, **world.expectation_of_ours())
    assert Reason.PERSON_MISSING in judgement.reasons and judgement.verdict is Verdict.SUSPICIOUS


def test_metadata_that_contradict_the_file_are_noticed():
    judgement = world.verdict(world.sealed(), number='45', day='02')
    assert judgement.verdict is Verdict.SUSPICIOUS
    assert [one.field for one in judgement.findings] == ['HanamSo']


def test_active_content_is_a_warning():
    with_script = world.updated(drafts.scan(), add_script)
    pdf = world.attachment(with_script)
    judgement = world.verdict(pdf, kind='attachment')
    assert (judgement.verdict, judgement.warnings) == (Verdict.VALID, ('javascript',))


def test_limits_are_reasons_of_unreadable():
    for caps in (pades.Caps(max_bytes=1000), pades.Caps(max_signatures=1), pades.Caps(max_revisions=0)):
        report = pades.verify(world.sealed(), trust=world.trust(), at=world.LATER, caps=caps)
        judgement = pades.judge(report)
        assert (judgement.verdict, judgement.reasons) == (Verdict.UNREADABLE, (Reason.OVER_LIMIT,)), caps


def test_a_report_survives_the_way_through_json():
    report = world.facts(world.sealed())
    assert from_json(to_json(report)) == report
    with pytest.raises(ValueError, match='not the fields'):
        from_json(to_json(report).replace('"size"', '"length"'))


def test_where_revocation_is_not_offered_nothing_is_missing():
    """A certificate that names no list, of an authority without one, cannot be asked after."""
    person = world.authority().person('Ngô Văn Không', offers_revocation=False)
    agency = world.authority().agency('Sở Không Danh Sách', offers_revocation=False)
    pdf = world.agency_seals(world.person_signs(identity=person), identity=agency)
    report = world.facts(pdf, pades.TrustMaterial(roots=(world.authority().root_der,)))
    assert {one.revocation for one in report.signatures} == {pades.Revocation.NOT_OFFERED}
    assert pades.judge(report).verdict is pades.Verdict.VALID


def test_a_known_list_counts_also_where_the_certificate_names_none():
    """Whoever revokes is heard: the authority's list is there, so it must be fresh, and what it says holds."""
    person = world.authority().person('Ngô Văn Không', offers_revocation=False)
    pdf = world.person_signs(identity=person)
    revoked = world.facts(pdf, world.trust([(person, pki.NOW - pki.DAY)]))
    assert revoked.signatures[0].revocation is pades.Revocation.REVOKED
    stale = world.facts(pdf, world.trust(at=pki.NOW - 90 * pki.DAY))
    assert pades.judge(stale).verdict is pades.Verdict.REVOCATION_UNKNOWN
