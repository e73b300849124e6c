"""Attached files become PDF/A by what they are, or say why not."""

import io
import stat
import zipfile
from pathlib import Path

import conversion
import drafts
import drafts_office as office
import pikepdf
import pypdfium2
import pytest
from conversion import ConversionError, Failure, Kind
from pades import check_pdfa
from pades.pagetext import PageText, fold, opened
from PIL import Image


def shown(pdf: bytes) -> str:
    """Give the letters of the first page along its lines: a font that lacks some has them drawn afterwards."""
    with opened(pdf) as document:
        return ''.join(letter.text for row in PageText(document[0]).rows for letter in row)


@pytest.mark.parametrize(('content', 'kind'), [
    (drafts.draft(), Kind.PDF), (office.docx(), Kind.DOCX), (office.odt(), Kind.ODT), (office.ods(), Kind.ODS),
    (office.rtf(), Kind.RTF), (office.package({'xl/workbook.xml': ''}), Kind.XLSX),
    (office.package({'ppt/presentation.xml': ''}), Kind.PPTX),
    (office.open_document('presentation', ''), Kind.ODP), (office.compound('WordDocument'), Kind.DOC),
    (office.compound('Workbook'), Kind.XLS), (office.compound('PowerPoint Document'), Kind.PPT),
    (office.compound('EncryptionInfo', 'EncryptedPackage'), Kind.ENCRYPTED), (office.picture('JPEG'), Kind.JPEG),
    (office.picture('PNG'), Kind.PNG), (office.picture('TIFF'), Kind.TIFF), ('Kính gửi: Sở Nội vụ'.encode(), Kind.TEXT),
    ('Kính gửi'.encode('utf-16'), Kind.TEXT), (b'<script>alert(1)</script>', Kind.TEXT),
    (office.package({'a.exe': 'MZ'}), None), (office.compound('Other'), None), (b'PK\3\4 cut off', None), (b'', None),
    (b'MZ\x90\0\3', None), (bytes(range(256)) * 12, None), (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', None),
])
def test_a_file_is_what_is_in_it(content, kind):
    assert conversion.kind_of(content) is kind


@pytest.mark.parametrize(('content', 'word'), [
    (office.docx(), 'QUYẾT ĐỊNH'), (office.odt(), 'Phụ lục'), (office.rtf(), 'Phu luc'),
    ('Kính gửi: Sở Nội vụ'.encode('utf-16'), 'Kính gửi'), (b'<b>not a page</b>', '<b>not'),
])
def test_office_files_become_pdf_a(content, word):
    pdf = conversion.to_pdf(content)
    assert fold(word) in shown(pdf)
    assert check_pdfa(pdf) == ()


@pytest.mark.parametrize('content', [
    office.picture('JPEG'), office.picture('JPEG', 'L'), office.picture('JPEG', 'CMYK'), office.picture('PNG'),
    office.picture('PNG', 'P'), office.picture('PNG', 'LA'), office.picture('PNG', '1'), office.picture('TIFF', '1'),
    office.picture('PNG', 'RGBA'), office.picture('TIFF', compression='tiff_lzw'), office.picture('PNG', 'I;16'),
])
def test_pictures_become_pdf_a(content):
    pdf = conversion.to_pdf(content)
    assert check_pdfa(pdf) == ()
    assert conversion.to_pdf(content) == pdf
    seen = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert('L')
    inside = [seen.getpixel((seen.width // 2, seen.height * part // 100)) for part in (25, 75)]
    assert abs(inside[0] - inside[1]) > 40, 'the picture is on the page'


def test_a_photograph_goes_in_as_it_is():
    content = office.picture('JPEG', quality=60)
    with pikepdf.open(io.BytesIO(conversion.to_pdf(content))) as document:
        image, = document.pages[0].get_images().values()
        assert image.read_raw_bytes() == content


def test_a_turned_photograph_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    page = pypdfium2.PdfDocument(conversion.to_pdf(office.picture('JPEG', exif=exif)))[0]
    assert page.get_rotation() == 90 and page.get_height() > page.get_width()


def test_a_scan_keeps_its_size():
    page = pypdfium2.PdfDocument(conversion.to_pdf(office.picture('PNG', size=(1654, 2339), dpi=(200, 200))))[0]
    assert page.get_size() == pytest.approx((1654 / 200 * 72, 2339 / 200 * 72), abs=0.5)


def test_each_picture_of_a_tiff_is_a_page():
    output, pages = io.BytesIO(), [Image.new('1', (100, 140), one % 2) for one in range(3)]
    pages[0].save(output, 'TIFF', save_all=True, append_images=pages[1:])
    assert len(pypdfium2.PdfDocument(conversion.to_pdf(output.getvalue()))) == 3


def large_picture() -> bytes:
    output = io.BytesIO()
    Image.new('1', (30_000, 30_000)).save(output, 'PNG')
    return output.getvalue()


def full_package() -> bytes:
    zeros = '0' * (64 * 1024 * 1024)
    return office.package({'word/document.xml': '', **{f'{number}': zeros for number in range(17)}})


@pytest.mark.parametrize(('content', 'failure'), [
    (b'MZ\x90\0\3', Failure.UNKNOWN_KIND), (b'', Failure.UNKNOWN_KIND),
    (office.compound('EncryptedPackage'), Failure.ENCRYPTED), (large_picture(), Failure.TOO_LARGE),
    (office.picture('PNG')[:200], Failure.NO_RESULT), (office.picture('JPEG')[:500], Failure.NO_RESULT),
    (office.package({'word/document.xml': 'garbage'}), Failure.NO_RESULT), (full_package(), Failure.TOO_LARGE),
])
def test_what_cannot_be_converted_says_why(content, failure):
    with pytest.raises(ConversionError) as raised:
        conversion.to_pdf(content)
    assert raised.value.reason is failure


def test_a_caller_may_want_one_kind():
    with pytest.raises(ConversionError) as raised:
        conversion.to_pdf(office.odt(), Kind.DOCX)
    assert raised.value.reason is Failure.NOT_DOCX


def test_no_converter():
    with pytest.raises(ConversionError) as raised:
        conversion.to_pdf(office.docx(), soffice='/nowhere/soffice')
    assert raised.value.reason is Failure.NO_CONVERTER


def converter(folder, script: str, *beside: str) -> str:
    path = folder / 'soffice'
    path.write_text(f'#!/bin/sh\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    for name in beside:
        (folder / name).touch()
    return str(path)


def test_a_converter_that_hangs_is_ended_with_its_children(tmp_path):
    script = f'sleep 600 & echo $! > {tmp_path}/child; wait'
    with pytest.raises(ConversionError) as raised:
        conversion.to_pdf(office.docx(), soffice=converter(tmp_path, script), seconds=1)
    assert raised.value.reason is Failure.TIMEOUT
    child = (tmp_path / 'child').read_text().strip()
    state = Path('/proc', child, 'stat')
    assert not state.exists() or state.read_text().split()[2] == 'Z'


def test_a_converter_that_answers_well_and_gives_nothing(tmp_path):
    with pytest.raises(ConversionError) as raised:
        conversion.to_pdf(office.docx(), soffice=converter(tmp_path, 'echo done'))
    assert raised.value.reason is Failure.NO_RESULT and 'done' in raised.value.detail


def test_a_part_that_is_not_installed_is_named(tmp_path):
    with pytest.raises(ConversionError) as raised:
        conversion.to_pdf(office.ods(), soffice=converter(tmp_path, 'exit 0', 'soffice.bin'))
    assert raised.value.reason is Failure.NOT_INSTALLED and raised.value.detail == 'libreoffice-calc'


def test_the_words_of_a_table_and_of_slides_are_read():
    """A cell of several runs is one line; what is no package has no words."""
    shared = '<sst><si><r><t>TỐI </t></r><r><t>MẬT</t></r></si><si><t>Biên &amp; chế</t></si></sst>'
    table = office.package({
        'xl/sharedStrings.xml': shared, 'xl/worksheets/sheet1.xml': '<x><oddHeader>&amp;CMẬT</oddHeader></x>'})
    slides = office.package({'ppt/slides/slide1.xml': '<a:p><a:t>Kế hoạch</a:t></a:p>', 'ppt/media/a.png': 'PNG'})
    assert conversion.words_of(table).split('\n')[:3] == ['TỐI MẬT', 'Biên & chế', '']
    assert 'MẬT' in conversion.words_of(table).splitlines()
    assert conversion.words_of(slides).strip() == 'Kế hoạch'
    assert conversion.words_of(table[:60]) == ''


@pytest.mark.parametrize('packing', [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_broken_part_is_never_taken_for_an_empty_one(packing):
    """One damaged part must not hide what the others say, and a damaged file is still named or not known."""
    words = 'TỐI MẬT ' * 400
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, 'w', packing) as archive:
        archive.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet' * 9)
        archive.writestr('content.xml', f'<p>{words}</p>')
    start = whole.getvalue().index(b'content.xml') + len('content.xml') + 12
    broken = whole.getvalue()[:start] + b'\xff' * 12 + whole.getvalue()[start + 12:]
    with pytest.raises(ConversionError):
        conversion.words_of(broken)
    start = whole.getvalue().index(b'mimetype') + len('mimetype') + 8
    assert conversion.kind_of(whole.getvalue()[:start] + b'\xff' * 12 + whole.getvalue()[start + 12:]) is None
