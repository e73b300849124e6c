"""A document as a PDF page in the layout of Decree 30/2020, Appendix I: A4, margins 20/20/30/15 mm, Tinos embedded.

`render(draft, fonts)` gives bytes. The same draft gives the same bytes. Gaps for number, date and signature are left
wide enough for what is filled in and drawn there later.
"""

from io import BytesIO
from pathlib import Path

from decree_foot import Foot
from decree_sheet import BOTTOM, LEFT, LEFT_MIDDLE, LEFT_WIDTH, RIGHT_MIDDLE, TOP, WIDTH, wrapped
from reportlab.lib.colors import black, red
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm, mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer

__all__ = ['Fonts', 'render', 'styles_of']

NUMBER_GAP, DAY_GAP, YEAR_GAP = 34, 20, 32
MARK_MM = {'KHẨN': 20, 'THƯỢNG KHẨN': 40, 'HỎA TỐC': 30}


class Fonts:
    """Tinos in its four faces, registered once with reportlab. Raises OSError when a file is missing."""

    regular, bold, italic, bold_italic = 'Tinos', 'Tinos-Bold', 'Tinos-Italic', 'Tinos-BoldItalic'

    def __init__(self, folder):
        for name in (self.regular, self.bold, self.italic, self.bold_italic):
            file = Path(folder) / f'{name if name != "Tinos" else "Tinos-Regular"}.ttf'
            pdfmetrics.registerFont(TTFont(name, str(file)))
        pdfmetrics.registerFontFamily('Tinos', self.regular, self.bold, self.italic, self.bold_italic)


class Head(Flowable):
    """Boxes 1 to 4, 5b and 10b: names, number, place and date, abstract of a letter, urgency mark."""

    def __init__(self, draft, fonts):
        super().__init__()
        self.draft, self.fonts = draft, fonts
        self.names = [
            (line, font) for names, font in ((draft.parent, fonts.regular), (draft.issuer, fonts.bold))
            for name in names for line in wrapped(name, font, 12, LEFT_WIDTH)]
        self.abstract = wrapped(draft.about, fonts.regular, 12, LEFT_WIDTH) if not draft.kind else []
        self.number_y = max(2, len(self.names)) * 15 + 22
        self.height = self.number_y + 6 + len(self.abstract) * 14 + (34 if draft.urgency else 0)

    def wrap(self, _width, _height):
        return WIDTH, self.height

    def draw(self):
        self._names()
        self._motto()
        self._number()
        self._date()
        self._abstract()

    def _centred(self, text, middle, down, font, size):
        self.canv.setFont(font, size)
        self.canv.drawCentredString(middle, self.height - down, text)

    def _line(self, middle, down, width):
        self.canv.setLineWidth(0.7)
        self.canv.line(middle - width / 2, self.height - down, middle + width / 2, self.height - down)

    def _names(self):
        for place, (text, font) in enumerate(self.names, 1):
            self._centred(text, LEFT_MIDDLE, place * 15 - 3, font, 12)
        text, font = self.names[-1]
        self._line(LEFT_MIDDLE, len(self.names) * 15 + 3, pdfmetrics.stringWidth(text, font, 12) * 0.4)

    def _motto(self):
        first, second = self.draft.motto
        for text, down, size in ((first, 12, 12), (second, 27, 13)):
            self._centred(text, RIGHT_MIDDLE, down, self.fonts.bold, size)
        self._line(RIGHT_MIDDLE, 33, pdfmetrics.stringWidth(second, self.fonts.bold, 13))

    def _pieces(self, pieces, middle, font):
        """Write words and gaps in one line: a number in `pieces` is a gap of so many points."""
        sizes = [piece if isinstance(piece, int) else pdfmetrics.stringWidth(piece, font, 13) for piece in pieces]
        at = middle - sum(sizes) / 2
        self.canv.setFont(font, 13)
        for piece, size in zip(pieces, sizes, strict=True):
            if not isinstance(piece, int):
                self.canv.drawString(at, self.height - self.number_y, piece)
            at += size

    def _number(self):
        number = self.draft.number
        self._pieces(['Số:', f' {number:02d}' if number else NUMBER_GAP, f'/{self.draft.notation}'],
                     LEFT_MIDDLE, self.fonts.regular)

    def _date(self):
        day, place = self.draft.day, self.draft.place
        if day:
            month = f'{day.month:02d}' if day.month < 3 else day.month
            pieces = [f'{place}, ngày {day.day:02d} tháng {month} năm {day.year}']
        else:
            pieces = [f'{place}, ngày', DAY_GAP, 'tháng', DAY_GAP, 'năm', YEAR_GAP]
        self._pieces(pieces, RIGHT_MIDDLE, self.fonts.italic)

    def _abstract(self):
        down = self.number_y + 6
        for line in self.abstract:
            down += 14
            self._centred(line, LEFT_MIDDLE, down, self.fonts.regular, 12)
        if self.draft.urgency:
            self._mark(down + 10)

    def _mark(self, down):
        width, height = MARK_MM[self.draft.urgency] * mm, 8 * mm
        self.canv.setStrokeColor(red)
        self.canv.setFillColor(red)
        self.canv.rect(0, self.height - down - height, width, height)
        self._centred(self.draft.urgency, width / 2, down + height - 7, self.fonts.bold, 13)
        self.canv.setStrokeColor(black)
        self.canv.setFillColor(black)


class Rule(Flowable):
    """The line under the abstract of a kind of its own, a third of the text wide."""

    def wrap(self, _width, _height):
        return WIDTH, 6

    def draw(self):
        self.canv.setLineWidth(0.7)
        self.canv.line(WIDTH * 0.4, 2, WIDTH * 0.6, 2)


def styles_of(fonts):
    """Return the paragraph styles by name, for the document and what is attached to it."""
    plain = {'fontSize': 14, 'leading': 18, 'spaceBefore': 6}
    text = plain | {'alignment': TA_JUSTIFY, 'firstLineIndent': 1.27 * cm}
    return {
        'body': ParagraphStyle('body', fontName=fonts.regular, **text),
        'basis': ParagraphStyle('basis', fontName=fonts.italic, **text),
        'strong': ParagraphStyle('strong', fontName=fonts.bold, alignment=TA_CENTER, **plain),
        'title': ParagraphStyle('title', fontName=fonts.bold, alignment=TA_CENTER, **plain),
        'note': ParagraphStyle('note', fontName=fonts.italic, alignment=TA_CENTER, **plain),
        'cell': ParagraphStyle('cell', fontName=fonts.regular, fontSize=13, leading=16),
        'to': ParagraphStyle('to', fontName=fonts.regular, leftIndent=3.2 * cm, **plain),
        'addressee': ParagraphStyle('addressee', fontName=fonts.regular, leftIndent=5.2 * cm, **plain),
    }


def _opening(draft, styles):
    """Yield name of the kind, abstract, competence, basis and addressees, whichever this kind has."""
    if draft.kind:
        yield Spacer(0, 10)
        yield Paragraph(draft.kind, styles['title'])
        yield Paragraph(draft.about, styles['title'])
        yield Rule()
    if draft.competence:
        yield Spacer(0, 6)
        yield Paragraph(draft.competence, styles['strong'])
    for place, line in enumerate(draft.basis, 1):
        yield Paragraph(line + ('.' if place == len(draft.basis) else ';'), styles['basis'])
    if draft.heading:
        yield Paragraph(draft.heading, styles['strong'])
    if draft.addressees:
        yield Spacer(0, 8)
        yield from _addressees(draft.addressees, styles)


def _addressees(names, styles):
    yield Paragraph('Kính gửi:' + (f' {names[0]}.' if len(names) == 1 else ''), styles['to'])
    for place, name in enumerate(names if len(names) > 1 else (), 1):
        yield Paragraph(f'- {name}{"." if place == len(names) else ";"}', styles['addressee'])


def _body(draft, styles):
    for place, line in enumerate(draft.paragraphs, 1):
        end = './.' if place == len(draft.paragraphs) else ''
        text = line.rstrip('.') + end if end else line
        if line.startswith('Điều '):
            head, _dot, rest = text.partition('. ')
            text = f'<b>{head}.</b> {rest}'
        yield Paragraph(f'<b>{text}</b>' if line.isupper() else text, styles['body'])


def _page_number(canvas, document):
    """Number the pages from the second on, centred in the top margin."""
    if document.page > 1:
        canvas.setFont('Tinos', 13)
        canvas.drawCentredString(LEFT + WIDTH / 2, A4[1] - 12 * mm, str(document.page))


def render(draft, fonts):
    """Return the PDF of a draft."""
    stream = BytesIO()
    document = BaseDocTemplate(stream, pagesize=A4, title=draft.about, author=' '.join(draft.issuer), invariant=1)
    frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=_page_number))
    styles = styles_of(fonts)
    body = list(_body(draft, styles))
    document.build([Head(draft, fonts), *_opening(draft, styles), *body[:-1],
                    KeepTogether([body[-1], Spacer(0, 12), Foot(draft, fonts)])])
    return stream.getvalue()
