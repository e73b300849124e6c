"""Uploads are looked at and rewritten once; what could act or hide is refused by name."""

from io import BytesIO

import drafts
import drafts_forms as forms
import pades
import pades_world as world
import pikepdf
import pypdfium2
import pytest
from pades import Content, errors
from pades.reading import open_reader


def changed(change) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(drafts.draft())) as document:
        change(document)
        document.save(output)
    return output.getvalue()


def add_script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS='app.alert(1)')


def add_launch(document):
    document.pages[0].Annots = document.make_indirect([document.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F='calc.exe')))])


def add_file(document):
    document.attachments['tool.exe'] = b'MZ'


def add_field(document):
    field = document.make_indirect(pikepdf.Dictionary(
        FT=pikepdf.Name.Tx, T='x', Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9]))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[field])


def add_xfa(document):
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=document.make_stream(b'<xdp/>'))


def add_submit(document):
    document.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F='https://example.org'))


def add_hidden_script(document):
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[
        'x', pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b'app.alert(1)'))]))


def add_film(document):
    document.pages[0].Annots = [document.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Screen, Rect=[0, 0, 9, 9]))]


def add_note(document):
    document.pages[0].Annots = [document.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9]))]


def add_link(document):
    document.pages[0].Annots = [document.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI='https://hanam.gov.vn')))]


def go_to_first_page(document):
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


@pytest.mark.parametrize(('change', 'finding'), [
    (add_script, Content.JAVASCRIPT), (add_launch, Content.LAUNCH), (add_file, Content.EMBEDDED_FILE),
    (add_field, Content.FORM), (add_xfa, Content.XFA), (add_submit, Content.SUBMIT), (add_film, Content.RICH_MEDIA),
    (add_hidden_script, Content.JAVASCRIPT),
])
def test_active_content_is_refused_by_name(change, finding):
    pdf = changed(change)
    assert finding in pades.inspect(pdf).findings
    with pytest.raises(errors.ActiveContent) as raised:
        pades.normalise(pdf)
    assert finding in raised.value.findings


@pytest.mark.parametrize('change', [add_link, go_to_first_page])
def test_links_are_harmless(change):
    assert pades.inspect(changed(change)).findings == ()
    assert pades.normalise(changed(change))


def test_a_comment_is_reported_but_not_refused():
    assert pades.inspect(changed(add_note)).findings == (Content.ANNOTATION,)
    assert pades.normalise(changed(add_note))


def test_a_plain_draft():
    report = pades.inspect(drafts.draft(pages=2))
    assert (report.pages, report.encrypted, report.has_signatures, report.findings) == (2, False, False, ())


def test_rewriting_leaves_one_revision_of_the_same_pages():
    """Decree 30/2020, App. I, Part II, I: PDF 1.4 or later."""
    upload = world.updated(drafts.draft(), lambda writer: writer.update_root())
    plain = pades.normalise(upload)
    assert world.facts(upload).revisions == 2 and world.facts(plain).revisions == 1
    assert pades.inspect(plain).pdf_version >= '1.4'
    before, after = (pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil() for pdf in (upload, plain))
    assert before.tobytes() == after.tobytes()
    assert pades.normalise(upload) == plain


def test_what_is_received_is_never_rewritten():
    assert pades.inspect(world.sealed()).has_signatures
    with pytest.raises(errors.AlreadySigned):
        pades.normalise(world.sealed())


def test_a_hybrid_file_is_rewritten_and_can_be_signed():
    """Word processors save files for old readers in a form no strict reader takes."""
    upload = forms.hybrid(drafts.draft())
    assert open_reader(upload)[0].xrefs.hybrid_xrefs_present and not open_reader(upload)[1]
    plain = pades.normalise(upload)
    assert open_reader(plain)[1]
    prepared = pades.prepare(plain, pades.find_layout(plain, signer_name=drafts.SIGNER))
    assert world.verdict(world.agency_seals(world.person_signs(prepared))).verdict is pades.Verdict.VALID


def test_a_signed_file_is_no_draft():
    layout = pades.find_layout(drafts.draft(), signer_name=drafts.SIGNER)
    for signed in (world.signed(), world.sealed(), world.attachment()):
        with pytest.raises(errors.AlreadySigned):
            pades.prepare(signed, layout)
        with pytest.raises(errors.AlreadySigned):
            pades.normalise(signed)


@pytest.mark.parametrize(('user', 'owner'), [('secret', 'secret'), ('', 'secret')])
def test_encrypted_uploads_are_refused(user, owner):
    pdf = world.encrypted(drafts.draft(), user, owner)
    assert pades.inspect(pdf).encrypted
    with pytest.raises(errors.PdfEncrypted):
        pades.normalise(pdf)
    with pytest.raises(errors.PdfEncrypted):
        world.attachment(pdf)
    with pytest.raises(errors.PdfEncrypted):
        pades.prepare(pdf, pades.find_layout(drafts.draft(), signer_name=drafts.SIGNER))


@pytest.mark.parametrize('pdf', [b'', b'PK\x03\x04 a docx', b'%PDF-1.4\nnothing'])
def test_what_is_no_pdf_is_refused(pdf):
    with pytest.raises(errors.NotPdf):
        pades.normalise(pdf)


def test_limits():
    with pytest.raises(errors.PdfTooBig) as raised:
        pades.inspect(drafts.draft(pages=3), pades.Caps(max_pages=2))
    assert (raised.value.what, raised.value.limit, raised.value.found) == ('pages', 2, 3)
    with pytest.raises(errors.PdfTooBig):
        pades.inspect(drafts.draft(), pades.Caps(max_bytes=100))
