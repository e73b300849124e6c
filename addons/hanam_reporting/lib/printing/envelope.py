"""The envelope of a document (Decree 30/2020, App. IV.II), one page each, landscape.

What: `write_envelopes(envelopes, paper, fonts, stream)`. How it works: letterhead at the upper left with the agency's
emblem where it has one, a line under it, number and notation, the mark of urgency in its frame (App. I, II.10b), and
«Kính gửi» on three dotted lines. What is not known stays dots, to be written by hand.
"""

from dataclasses import dataclass
from enum import Enum
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from .layout import printable
from .model import Size

__all__ = ['Envelope', 'EnvelopePaper', 'Urgency', 'write_envelopes']

MARGIN = 10 * mm
LOGO = (15 * mm, 17 * mm)
LINE = 5.4 * mm
DOTS = '……………………'
SENDING_LINES = 3
RED = (1, 0, 0)


class EnvelopePaper(Enum):
    """Envelopes of ISO 269 that A4 fits into, (width, height) in mm; the decree prescribes none."""

    DL = (220, 110)
    C5 = (229, 162)
    C4 = (324, 229)


class Urgency(Enum):
    """The marks, each with the width of its frame in mm; all are 8 mm high (Decree 30/2020, App. I, II.10b)."""

    URGENT = ('KHẨN', 20)
    VERY_URGENT = ('THƯỢNG KHẨN', 40)
    EXPRESS = ('HỎA TỐC', 30)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on one envelope. `numbers`: number and notation of each document inside. `logo`: a picture or b''.

    `recipient`: its lines, name first. An empty word prints dots.
    """

    agency: str
    numbers: tuple[str, ...]
    recipient: tuple[str, ...]
    address: str = ''
    phone: str = ''
    fax: str = ''
    email: str = ''
    website: str = ''
    urgency: Urgency | None = None
    logo: bytes = b''


def write_envelopes(envelopes, paper, fonts, stream):
    """Write one page per envelope (a sequence) into `stream`; return the Size."""
    width, height = (side * mm for side in paper.value)
    canvas = Canvas(stream, pagesize=(width, height), invariant=1, initialFontName=fonts.regular, lang='vi-VN')
    canvas.setTitle('Bì văn bản')
    canvas.setCreator('Hệ thống quản lý văn bản')
    for envelope in envelopes:
        bottom = _letterhead(canvas, envelope, fonts, width, height)
        bottom = _numbers(canvas, envelope, fonts, width, bottom)
        _recipient(canvas, envelope, fonts, (width, height), bottom)
        canvas.showPage()
    canvas.save()
    return Size(rows=len(envelopes), pages=len(envelopes))


def _letterhead(canvas, envelope, fonts, width, height):
    """Draw emblem, name and addresses, and the line under them; return where the line is."""
    top, left = height - MARGIN, MARGIN
    if envelope.logo:
        canvas.drawImage(ImageReader(BytesIO(envelope.logo)), left, top - LOGO[1], *LOGO, mask='auto',
                         preserveAspectRatio=True, anchor='nw')
        left += LOGO[0] + 4 * mm
    room = width * 0.72 - left
    y = _lines(canvas, [envelope.agency.upper()], (fonts.bold, 13), (left, top - 4 * mm, room))
    y = _lines(canvas, [
        f'Địa chỉ: {envelope.address or DOTS}',
        f'Điện thoại: {envelope.phone or DOTS}    Fax: {envelope.fax or DOTS}',
        f'E-Mail: {envelope.email or DOTS}    Website: {envelope.website or DOTS}'], (fonts.regular, 11),
        (left, y, room))
    foot = min(y, top - LOGO[1]) + 1 * mm
    canvas.setLineWidth(0.7)
    canvas.line(MARGIN, foot, left + room, foot)
    return foot


def _numbers(canvas, envelope, fonts, width, top):
    """Draw number and notation, and the mark of urgency under them; return the lower edge."""
    said = f'Số/ký hiệu văn bản: {"; ".join(envelope.numbers) or DOTS}'
    y = _lines(canvas, [said], (fonts.regular, 13), (MARGIN + 10 * mm, top - 8 * mm, width / 2))
    if envelope.urgency:
        word, frame = envelope.urgency.value
        left, frame, tall = MARGIN + 10 * mm, frame * mm, 8 * mm
        y -= tall - 3 * mm
        canvas.saveState()
        canvas.setStrokeColorRGB(*RED)
        canvas.setFillColorRGB(*RED)
        canvas.setLineWidth(1)
        canvas.rect(left, y, frame, tall)
        canvas.setFont(fonts.bold, 13)
        canvas.drawCentredString(left + frame / 2, y + 2.4 * mm, word)
        canvas.restoreState()
    return y


def _recipient(canvas, envelope, fonts, size, top):
    """Draw «Kính gửi» with the recipient on dotted lines, at the lower right."""
    width, height = size
    left, label = width * 0.3, 'Kính gửi:'
    start = left + canvas.stringWidth(label, fonts.bold_italic, 14) + 3 * mm
    room = width - MARGIN - start
    said = [part for line in envelope.recipient for part in simpleSplit(printable(line), fonts.regular, 14, room)]
    amount, gap = max(len(said), SENDING_LINES), 9 * mm
    gap = min(gap, (min(top, height * 0.5) - MARGIN) / amount)
    y = max(MARGIN + gap * (amount - 1) + 1 * mm, height * 0.4 - 4 * mm)
    canvas.setFont(fonts.bold_italic, 14)
    canvas.drawString(left, y, label)
    canvas.setDash(0.5, 2)
    for place in range(amount):
        canvas.setFont(fonts.bold if place == 0 else fonts.regular, 14)
        canvas.drawString(start, y, said[place] if place < len(said) else '')
        canvas.line(start, y - 1.2 * mm, start + room, y - 1.2 * mm)
        y -= gap
    canvas.setDash()


def _lines(canvas, lines, look, place):
    """Draw lines from the left, folded to the room there is; return where the next one would stand."""
    (font, size), (left, y, room) = look, place
    canvas.setFont(font, size)
    for line in lines:
        for part in simpleSplit(printable(line), font, size, room):
            canvas.drawString(left, y, part)
            y -= LINE
    return y
