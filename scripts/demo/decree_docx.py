"""A document as the DOCX a specialist would upload: the layout of Decree 30/2020, Appendix I, in Times New Roman.

`render(draft)` gives bytes. Gaps for number, date and signature are plain spaces and empty lines, as offices type them.
"""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

__all__ = ['render']

NUMBER_GAP, DAY_GAP, YEAR_GAP = ' ' * 11, ' ' * 7, ' ' * 10
# a fixed moment: the same draft gives the same file
WRITTEN_AT = datetime(2024, 9, 4, tzinfo=UTC)


def _write(paragraph, text, size, *, bold=False, italic=False, align=ALIGN.CENTER):
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _page(document):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    font = document.styles['Normal'].font
    font.name, font.size = 'Times New Roman', Pt(14)
    document.styles['Normal'].element.rPr.rFonts.set(qn('w:eastAsia'), 'Times New Roman')


def _columns(document, left_mm, right_mm):
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    # LibreOffice goes by the columns, Word by the cells
    for column, cell, width in zip(table.columns, table.rows[0].cells, (left_mm, right_mm), strict=True):
        column.width = cell.width = Mm(width)
    return table.rows[0].cells


def _lines(cell, lines):
    """Write (text, size, form) lines into a cell; its first paragraph is already there."""
    for place, (text, size, form) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        _write(paragraph, text, size, **form)


def _underline(paragraph, indent_mm):
    """Draw the line under a name: the lower border of its paragraph, drawn in by `indent_mm` on both sides."""
    border = OxmlElement('w:pBdr')
    bottom = OxmlElement('w:bottom')
    for name, value in (('val', 'single'), ('sz', '6'), ('space', '1'), ('color', 'auto')):
        bottom.set(qn(f'w:{name}'), value)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, 'w:shd', 'w:tabs', 'w:spacing', 'w:ind', 'w:contextualSpacing', 'w:jc', 'w:rPr')
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent_mm)
    paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = Pt(2), Pt(6)


def _head(document, draft):
    left, right = _columns(document, 68, 97)
    names = [(name, 12, {}) for name in draft.parent] + [(name, 12, {'bold': True}) for name in draft.issuer]
    first, second = draft.motto
    motto = [(first, 12, {'bold': True}), (second, 13, {'bold': True})]
    blank = [('', 6, {})]
    while len(names) < len(motto):
        names.append(('', 12, {}))
    while len(motto) < len(names):
        motto.append(('', 12, {}))
    abstract = [] if draft.kind else [('', 6, {}), (draft.about, 12, {})]
    _lines(left, [*names, *blank, (f'Số:{NUMBER_GAP}/{draft.notation}', 13, {}), *abstract])
    date = f'{draft.place}, ngày{DAY_GAP}tháng{DAY_GAP}năm{YEAR_GAP}'
    _lines(right, [*motto, *blank, (date, 13, {'italic': True})])
    _underline(left.paragraphs[len(names)], 24)
    _underline(right.paragraphs[len(motto)], 24)


def _opening(document, draft):
    if draft.kind:
        _write(document.add_paragraph(), draft.kind, 14, bold=True).paragraph_format.space_before = Pt(12)
        _write(document.add_paragraph(), draft.about, 14, bold=True)
    if draft.competence:
        _write(document.add_paragraph(), draft.competence, 14, bold=True).paragraph_format.space_before = Pt(6)
    for place, line in enumerate(draft.basis, 1):
        _indented(_write(document.add_paragraph(), line + ('.' if place == len(draft.basis) else ';'), 14, italic=True,
                         align=ALIGN.JUSTIFY))
    if draft.heading:
        _write(document.add_paragraph(), draft.heading, 14, bold=True).paragraph_format.space_before = Pt(6)
    if draft.addressees:
        paragraph = _write(document.add_paragraph(), f'Kính gửi: {"; ".join(draft.addressees)}.', 14)
        paragraph.paragraph_format.space_before = Pt(12)


def _indented(paragraph):
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.space_before = Pt(6)
    return paragraph


def _body(document, draft):
    for place, line in enumerate(draft.paragraphs, 1):
        text = line.rstrip('.') + './.' if place == len(draft.paragraphs) else line
        _indented(_write(document.add_paragraph(), text, 14, bold=line.isupper(), align=ALIGN.JUSTIFY))


def _foot(document, draft):
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    left, right = _columns(document, 68, 97)
    ends = [';'] * (len(draft.copies) - 1) + ['.']
    plain = {'align': ALIGN.LEFT}
    _lines(left, [('Nơi nhận:', 12, {'bold': True, 'italic': True, **plain}),
                  *((f'- {text}{end}', 11, plain) for text, end in zip(draft.copies, ends, strict=True))])
    titles = [(line, 14, {'bold': True}) for line in (*draft.authority, draft.title)]
    _lines(right, [*titles, *[('', 14, {})] * 5, (draft.signer, 14, {'bold': True})])


def render(draft):
    """Return the DOCX of a draft."""
    document = Document()
    document.core_properties.title = draft.about
    document.core_properties.author = ' '.join(draft.issuer)
    document.core_properties.created = document.core_properties.modified = WRITTEN_AT
    _page(document)
    _head(document, draft)
    _opening(document, draft)
    _body(document, draft)
    _foot(document, draft)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
