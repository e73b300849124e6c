"""PDF/A is claimed as far as a check that ran here shows: what LibreOffice made stays so under our signatures."""

from functools import cache
from io import BytesIO

import conversion
import drafts
import drafts_office as office
import pades
import pades_world as world
import pikepdf
import pytest
from pades import Point, errors
from pikepdf import Array, Dictionary, Name


@cache
def converted() -> bytes:
    return pades.normalise(conversion.to_pdf(office.docx()))


@cache
def sealed() -> bytes:
    draft = converted()
    prepared = pades.prepare(draft, pades.find_layout(draft, signer_name=drafts.SIGNER))
    assert pades.check_pdfa(prepared) == ()
    signed = world.person_signs(prepared)
    assert pades.check_pdfa(signed) == ()
    return world.agency_seals(signed)


def test_a_draft_of_libreoffice_stays_pdf_a_to_the_seal():
    """Converted, laid, signed and sealed: our fields, fonts and pictures break no point."""
    assert pades.check_pdfa(converted()) == ()
    assert pades.check_pdfa(sealed()) == ()
    assert 'not certified' in pades.claim_in_words(())


def test_signing_leaves_the_metadata_of_the_draft():
    with pikepdf.open(BytesIO(converted())) as draft, pikepdf.open(BytesIO(sealed())) as issued:
        assert dict(draft.docinfo) == dict(issued.docinfo)
        assert draft.Root.Metadata.read_bytes() == issued.Root.Metadata.read_bytes()


def changed(change, **settings) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(sealed())) as document:
        change(document)
        document.save(output, **settings)
    return output.getvalue()


def font(document):
    document.pages[0].Resources.Font.X = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def form_font(document):
    document.Root.AcroForm.DR = Dictionary(Font=Dictionary(
        Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))


def widget_font(document):
    look = next(one for one in document.pages[0].Annots if str(one.T) == 'HanamSo').AP.N
    look.Resources.Font.X = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Arial)


def annotation(document, **settings):
    document.pages[0].Annots.append(document.make_indirect(
        Dictionary(**{'Type': Name.Annot, 'Subtype': Name.Text, 'Rect': [0, 0, 9, 9]} | settings)))


def metadata(document, old: bytes, new: bytes):
    text = document.Root.Metadata.read_bytes()
    assert old in text
    document.Root.Metadata = document.make_stream(text.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)


def picture(document, **settings):
    document.pages[0].Resources.XObject = Dictionary(X=document.make_stream(
        b'\0' * 4, Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, **settings))


def lzw(document):
    document.pages[0].Resources.X = document.make_stream(b'\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01', Filter=Name.LZWDecode)


@pytest.mark.parametrize(('change', 'point'), [
    (font, Point.FONTS), (form_font, Point.FONTS), (widget_font, Point.FONTS),
    (lambda pdf: annotation(pdf, F=4), Point.ANNOTATIONS),
    (lambda pdf: annotation(pdf, F=2, AP=Dictionary(N=pdf.make_stream(b''))), Point.ANNOTATIONS),
    (lambda pdf: annotation(pdf, Subtype=Name.Movie), Point.MULTIMEDIA),
    (lambda pdf: pdf.Root.__setitem__('/OpenAction', Dictionary(S=Name.JavaScript, JS='1')), Point.ACTIONS),
    (lambda pdf: pdf.Root.__setitem__('/OpenAction', Dictionary(S=Name.Launch, F='a')), Point.ACTIONS),
    (lambda pdf: pdf.Root.__setitem__('/OpenAction', Dictionary(S=Name.Named, N=Name.Print)), Point.ACTIONS),
    (lambda pdf: pdf.pages[0].obj.__setitem__('/AA', Dictionary()), Point.ACTIONS),
    (lambda pdf: pdf.Root.AcroForm.__setitem__('/XFA', 'x'), Point.FORM),
    (lambda pdf: pdf.Root.AcroForm.__setitem__('/NeedAppearances', True), Point.FORM),
    (lambda pdf: pdf.pages[0].Annots[0].__setitem__('/AA', Dictionary()), Point.FORM),
    (lambda pdf: pdf.Root.__delitem__('/OutputIntents'), Point.OUTPUT_INTENT),
    (lambda pdf: pdf.Root.__delitem__('/Metadata'), Point.METADATA),
    (lambda pdf: pdf.Root.__delitem__('/Metadata'), Point.IDENTIFICATION),
    (lambda pdf: metadata(pdf, b'>B<', b'>X<'), Point.IDENTIFICATION),
    (lambda pdf: metadata(pdf, b'>Writer<', b'>Other<'), Point.METADATA),
    (lambda pdf: pdf.docinfo.__setitem__('/Title', 'A title'), Point.METADATA),
    (lambda pdf: pdf.docinfo.__setitem__('/CreationDate', "D:20200101000000+07'00'"), Point.METADATA),
    (lambda pdf: pdf.attachments.__setitem__('a.txt', b'a'), Point.EMBEDDED_FILES),
    (lambda pdf: picture(pdf, ColorSpace=Name.DeviceCMYK), Point.COLOUR),
    (lambda pdf: picture(pdf, ColorSpace=Name.DeviceRGB, Interpolate=True), Point.COLOUR),
    (lambda pdf: pdf.pages[0].Resources.__setitem__('/X', pdf.make_stream(b'', F='a.bin')), Point.EXTERNAL_STREAMS),
    (lambda pdf: pdf.Root.Perms.__setitem__('/X', 1), Point.PERMISSIONS),
    (lambda pdf: metadata(pdf, b'part>2<', b'part>1<'), Point.TRANSPARENCY),
    (lambda pdf: metadata(pdf, b'part>2<', b'part>1<'), Point.XREF_STREAMS),
    (lambda pdf: pdf.Root.__setitem__('/X', Array([Dictionary(S=Name.Rendition)])), Point.ACTIONS),
])
def test_each_point_is_seen(change, point):
    assert point in {one.point for one in pades.check_pdfa(changed(change))}


def test_compression_that_is_not_allowed():
    pdf = changed(lzw, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    assert Point.FILTERS in {one.point for one in pades.check_pdfa(pdf)}


@pytest.mark.parametrize(('old', 'new', 'point'), [
    (b'%\xbf\xf7\xa2\xfe', b'%abcd', Point.HEADER), (b'%PDF-1', b'\n%PDF-1', Point.HEADER),
    (b'<x:xmpmeta ', b'<x:xmpmetb ', Point.METADATA),
])
def test_bytes_that_are_changed(old, new, point):
    pdf = changed(lambda _: None, compress_streams=False)
    assert old in pdf
    assert point in {one.point for one in pades.check_pdfa(pdf.replace(old, new, 1))}


def test_an_encrypted_file():
    points = {one.point for one in pades.check_pdfa(world.encrypted(converted(), '', 'owner'))}
    assert Point.ENCRYPTION in points
    assert pades.check_pdfa(world.encrypted(converted(), 'user', 'owner'))[0].point is Point.ENCRYPTION


def test_a_draft_of_another_program_claims_nothing():
    shortfalls = pades.check_pdfa(drafts.draft())
    assert Point.IDENTIFICATION in {one.point for one in shortfalls}
    assert pades.claim_in_words(shortfalls).startswith('falls short')


@pytest.mark.parametrize('pdf', [b'', b'no pdf', b'%PDF-1.4 nothing more'])
def test_what_is_no_pdf(pdf):
    with pytest.raises(errors.NotPdf):
        pades.check_pdfa(pdf)
