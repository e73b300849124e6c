"""Cover, first page and closing page: the words around the table (Decree 30/2020, App. IV)."""

from reportlab.lib.units import mm

from .layout import paragraph, printable, text_style

__all__ = ['closing_sentence', 'draw_closing', 'draw_cover']

DOTS = '…………'
FRAME_GAP = 1.4 * mm


def draw_cover(canvas, cover, fonts, box):
    """Draw the double-line frame and its words. `box`: left, bottom, width, height of the outer line.

    The lower third stays free between numbers and volume: the head of the agency signs and seals there.
    """
    left, bottom, width, height = box
    canvas.setLineWidth(1.6)
    canvas.rect(left, bottom, width, height)
    canvas.setLineWidth(0.6)
    canvas.rect(left + FRAME_GAP, bottom + FRAME_GAP, width - 2 * FRAME_GAP, height - 2 * FRAME_GAP)
    top = bottom + height - 12 * mm
    for text, font, size, after in _cover_words(cover, fonts):
        flowing = paragraph(text, text_style(font, size, is_centred=True))
        _width, tall = flowing.wrap(width - 20 * mm, height)
        flowing.drawOn(canvas, left + 10 * mm, top - tall)
        top -= tall + after * mm
    _draw_volume(canvas, cover, fonts, left + width / 2, bottom + 12 * mm)


def _cover_words(cover, fonts):
    if cover.superior:
        yield cover.superior.upper(), fonts.regular, 10, 1
    yield cover.organ.upper(), fonts.bold, 10, 22
    yield cover.title.upper(), fonts.bold, 20, 9
    yield f'Năm: {cover.year}', fonts.italic, 13, 4
    yield f'Từ ngày {cover.first_date or DOTS} đến ngày {cover.last_date or DOTS}', fonts.italic, 13, 4
    yield f'Từ số {cover.first_number or DOTS} đến số {cover.last_number or DOTS}', fonts.italic, 13, 0


def _draw_volume(canvas, cover, fonts, centre, base):
    label, value = 'Quyển số: ', printable(cover.volume) or DOTS
    start = centre - (canvas.stringWidth(label, fonts.bold, 13) + canvas.stringWidth(value, fonts.regular, 13)) / 2
    line = canvas.beginText(start, base)
    line.setFont(fonts.bold, 13)
    line.textOut(label)
    line.setFont(fonts.regular, 13)
    line.textOut(value)
    canvas.drawText(line)


def closing_sentence(cover, pages, rows, is_unbroken=True, unit='số'):
    """Return the count that closes a volume; it says «liên tục» only when no number is left out.

    >>> from .model import Cover
    >>> closing_sentence(Cover('', 'Sở', 'Sổ', 2026, first_number='01', last_number='12'), 5, 12)
    'Sổ này có 05 trang, 12 số, liên tục từ số 01 đến số 12.'
    >>> closing_sentence(Cover('', 'Sở', 'Sổ', 2026, first_number='01', last_number='12'), 5, 9, is_unbroken=False)
    'Sổ này có 05 trang, 09 số, từ số 01 đến số 12.'
    >>> closing_sentence(Cover('', 'Sở', 'Sổ', 2026), 4, 0)
    'Sổ này có 04 trang, không có số nào.'
    >>> closing_sentence(Cover('', 'Sở', 'Sổ', 2026), 4, 7, unit='dòng')
    'Sổ này có 04 trang, 07 dòng.'
    """
    if not rows:
        return f'Sổ này có {pages:02d} trang, không có {unit} nào.'
    if unit != 'số':
        return f'Sổ này có {pages:02d} trang, {rows:02d} {unit}.'
    first, last = cover.first_number or DOTS, cover.last_number or DOTS
    order = 'liên tục ' if is_unbroken else ''
    return f'Sổ này có {pages:02d} trang, {rows:02d} số, {order}từ số {first} đến số {last}.'


def draw_closing(canvas, book, fonts, box, sentence):
    """Draw the closing page into `box`: sentence, notes, place and date, places to sign."""
    left, bottom, width, height = box
    top = bottom + height - 10 * mm
    for text in (sentence, *book.closing.notes):
        top = _draw_flowing(canvas, text, text_style(fonts.regular, 13), (left, top, width)) - 3 * mm
    top -= 8 * mm
    half = width / 2
    date_style = text_style(fonts.italic, 13, is_centred=True)
    top = _draw_flowing(canvas, book.closing.place_and_date, date_style, (left + half, top, half)) - 4 * mm
    share = width / max(len(book.closing.signers), 1)
    title, hint = text_style(fonts.bold, 13, is_centred=True), text_style(fonts.italic, 12, is_centred=True)
    for place, signer in enumerate(book.closing.signers):
        lower = _draw_flowing(canvas, signer.upper(), title, (left + place * share, top, share))
        _draw_flowing(canvas, '(Ký, ghi rõ họ tên)', hint, (left + place * share, lower - 1 * mm, share))


def _draw_flowing(canvas, text, style, place):
    left, top, width = place
    flowing = paragraph(text, style)
    _width, tall = flowing.wrap(width, 0)
    flowing.drawOn(canvas, left, top - tall)
    return top - tall
