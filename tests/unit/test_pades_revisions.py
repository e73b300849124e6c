"""The history of a file, revision by revision, as an auditor reads it."""

import drafts
import pades
import pades_world as world
import pki
import pytest
import test_pades_archive as archived
from pades.facts import from_json, to_json
from pades.revisions import MOST_REVISIONS, history
from pyhanko.pdf_utils import generic


def test_each_revision_of_an_issued_document_says_what_it_added():
    """Draft, fields, person, and number with seal: four steps that follow each other without a gap."""
    draft, fields, person, agency = history(world.sealed())
    assert draft.start == 0 and agency.end == len(world.sealed())
    assert [draft.end, fields.end, person.end] == [fields.start, person.start, agency.start]
    assert person.end == len(world.signed()) and agency.size == len(world.sealed()) - len(world.signed())
    assert fields.touched == ('pages', 'annotations', 'catalog') and not fields.field
    assert (person.field, person.signer_cn, person.covered) == ('HanamNguoiKy', 'Nguyễn Văn An', True)
    assert person.signed_at == pki.NOW and not person.filled
    assert (agency.field, agency.signer_o) == ('HanamCoQuan', 'Tỉnh Hà Nam')
    assert agency.filled == (('HanamSo', '44'), ('HanamNgay', '02'), ('HanamThang', '3'), ('HanamNam', '2026'))
    assert 'content' not in agency.touched and 'pages' not in agency.touched


def test_a_file_of_one_revision_has_one():
    (only,) = history(drafts.scan())
    assert (only.number, only.start, only.end) == (1, 0, len(drafts.scan())) and not only.objects


def test_a_changed_page_is_told():
    def overwrite(writer):
        page = writer.find_page_for_modification(0)[0].get_object()
        content = page.raw_get('/Contents')
        stream = generic.StreamObject(stream_data=b'0 0 m')
        writer.objects[content.generation, content.idnum] = stream
        page['/Rotate'] = generic.NumberObject(90)
        writer.update_container(page)

    last = history(world.updated(world.sealed(), overwrite))[-1]
    assert last.touched[:2] == ('pages', 'content') and not last.field


def test_revocation_material_and_the_time_stamp_of_an_archive_copy_are_told():
    told = history(archived.copy())
    stamped = next(one for one in told if one.is_timestamp)
    assert any(one.security_store for one in told) and stamped.signer_cn and stamped.signed_at and stamped.covered


def test_the_history_of_a_long_file_is_cut():
    """Nobody reads more, and a stranger must not decide how much we do."""
    many = world.signed()
    for _ in range(MOST_REVISIONS):
        many = world.updated(many, lambda writer: writer.update_root())
    assert len(history(many)) == MOST_REVISIONS


def test_a_signature_that_cannot_be_read_hides_nothing_else():
    broken = world.updated(world.sealed(), lambda writer: _break(writer, 'HanamNguoiKy'))
    told = history(broken)
    assert [one.field for one in told] == ['', '', '', 'HanamCoQuan', '']


def _break(writer, name: str) -> None:
    field = next(one.get_object() for one in writer.root['/AcroForm']['/Fields'] if one.get_object()['/T'] == name)
    field['/V']['/Contents'] = generic.ByteStringObject(b'\x00' * 20)
    writer.update_container(field['/V'])


def test_garbage_has_no_history():
    with pytest.raises(pades.errors.NotPdf):
        history(b'%PDF-1.7 and nothing')

def test_a_report_carries_the_history_through_json():
    report = world.facts(world.sealed())
    assert report.history == history(world.sealed())
    assert from_json(to_json(report)) == report
