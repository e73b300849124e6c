"""Drafts in the form of Decree 30/2020, App. I, and pictures, made while the tests run.

Fonts: Tinos and TeX Gyre Termes from `HANAM_FONT_DIR` or the usual directories; a test fails without them.
"""

import os
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SIGNER = 'Nguyễn Văn An'
TITLE = 'CHỦ TỊCH'
USUAL_DIRS = ('/usr/share/fonts', '/usr/share/texmf/fonts', '/usr/local/share/fonts')


@cache
def font_file(name: str) -> Path:
    for directory in (os.environ.get('HANAM_FONT_DIR'), *USUAL_DIRS):
        found = sorted(Path(directory).rglob(name)) if directory else []
        if found:
            return found[0]
    raise AssertionError(f'{name} not found: install the font or set HANAM_FONT_DIR')


@cache
def tinos() -> str:
    pdfmetrics.registerFont(TTFont('Tinos', font_file('Tinos-Regular.ttf')))
    return 'Tinos'


def termes() -> Path:
    return font_file('texgyretermes-regular.otf')


def termes_italic() -> Path:
    return font_file('texgyretermes-italic.otf')


def draft(*, signer: str = SIGNER, number: str = 'Số:            /QĐ-UBND', pages: int = 1,
          date: str = 'Hà Nam, ngày         tháng         năm') -> bytes:
    """A decision of one or more pages; the signature is on the last."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4)
    canvas.setFont(tinos(), 13)
    canvas.drawCentredString(65 * mm, 272 * mm, 'ỦY BAN NHÂN DÂN TỈNH HÀ NAM')
    canvas.drawCentredString(150 * mm, 272 * mm, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
    canvas.drawCentredString(150 * mm, 266 * mm, 'Độc lập - Tự do - Hạnh phúc')
    canvas.drawString(45 * mm, 256 * mm, number)
    canvas.drawString(112 * mm, 256 * mm, date)
    canvas.drawCentredString(105 * mm, 236 * mm, 'QUYẾT ĐỊNH')
    canvas.drawString(30 * mm, 216 * mm, f'Giao ông {signer} chủ trì; hoàn thành trong năm 2026, số 5/KH-UBND.')
    for _ in range(pages - 1):
        canvas.showPage()
        canvas.setFont(tinos(), 13)
    canvas.drawString(30 * mm, 110 * mm, 'Nơi nhận:')
    canvas.drawCentredString(150 * mm, 110 * mm, TITLE)
    canvas.drawString(30 * mm, 75 * mm, '- Lưu: VT.')
    canvas.drawCentredString(150 * mm, 75 * mm, signer)
    canvas.save()
    return output.getvalue()


def sentence() -> bytes:
    """A page of an appendix that mentions the signer in the middle of a line."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4)
    canvas.setFont(tinos(), 13)
    canvas.drawString(30 * mm, 250 * mm, 'PHỤ LỤC')
    canvas.drawString(30 * mm, 200 * mm, f'Tổ trưởng là ông {SIGNER} và các thành viên.')
    canvas.save()
    return output.getvalue()


def scan(*, width: float = 210 * mm, height: float = 297 * mm, rotation: int = 0, frame: bool = True) -> bytes:
    """A page with a frame, or nothing, and no text."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=(width, height))
    if rotation:
        canvas.setPageRotation(rotation)
    if frame:
        canvas.rect(20, 20, width - 40, height - 40)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def picture(colour: str, size: tuple[int, int] = (600, 300)) -> bytes:
    """A stroke of one colour on a transparent background."""
    image = Image.new('RGBA', size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((20, 20, size[0] - 20, size[1] - 20), outline=colour, width=14)
    output = BytesIO()
    image.save(output, 'PNG')
    return output.getvalue()


def blue_signature() -> bytes:
    return picture('#1f3fbf')


def red_seal() -> bytes:
    return picture('#d01010', (850, 850))
