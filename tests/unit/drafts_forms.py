"""Drafts as agencies really write them: dots, printed years, turned and cut pages, minutes with several signers."""

import re
from io import BytesIO

import pades
import pikepdf
from drafts import SIGNER, tinos
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * mm, 297 * mm
SIZE = 13
HEADING = (
    (65, 272, 'ỦY BAN NHÂN DÂN TỈNH HÀ NAM', 'c'), (150, 272, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'c'),
    (150, 266, 'Độc lập - Tự do - Hạnh phúc', 'c'), (105, 236, 'QUYẾT ĐỊNH', 'c'),
)
NUMBER = ((45, 256, 'Số:            /QĐ-UBND', 'l'),)
DATE = ((112, 256, 'Hà Nam, ngày         tháng         năm', 'l'),)
SIGNED = ((150, 110, 'CHỦ TỊCH', 'c'), (150, 75, 'Nguyễn Văn An', 'c'))
# What turns the drawing so that it stands upright on a page with that /Rotate.
TURNS = {0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, HEIGHT, 0), 180: (-1, 0, 0, -1, WIDTH, HEIGHT),
         270: (0, -1, 1, 0, 0, WIDTH)}


def paper(*parts, rotation: int = 0, font: str = '') -> bytes:
    """One page with phrases: each (millimetres from the left, from below, text, 'l' from there or 'c' around there)."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(rotation)
    canvas.transform(*TURNS[rotation])
    canvas.setFont(font or tinos(), SIZE)
    for x, y, text, align in parts:
        (canvas.drawCentredString if align == 'c' else canvas.drawString)(x * mm, y * mm, text)
    canvas.save()
    return output.getvalue()


def draft(number=NUMBER, date=DATE, signed=SIGNED, *more, **settings) -> bytes:
    return paper(*HEADING, *number, *date, *signed, *more, **settings)


def hybrid(pdf: bytes) -> bytes:
    """The same file as word processors save it for old readers: a table, and a stream beside it."""
    start = int(re.findall(rb'startxref\s+(\d+)', pdf)[-1])
    root = re.findall(rb'/Root (\d+ \d+ R)', pdf)[-1]
    size = int(re.findall(rb'/Size (\d+)', pdf)[-1])
    at = len(pdf) + 1
    entry = b'\x01' + at.to_bytes(4, 'big') + b'\0'
    stream = b'%d 0 obj\n<</Type/XRef/Size %d/Index[%d 1]/W[1 4 1]/Root %s/Length %d>>stream\n' % (
        size, size + 1, size, root, len(entry)) + entry + b'\nendstream\nendobj\n'
    table = at + len(stream)
    trailer = b'xref\n0 0\ntrailer\n<</Size %d/Root %s/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n' % (
        size + 1, root, start, at, table)
    return pdf + b'\n' + stream + trailer


def cut(pdf: bytes, left: float, bottom: float) -> bytes:
    """The same page as seen, in a larger sheet whose CropBox does not begin at 0, 0; its boxes are the parent's."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        page.contents_add(b'q 1 0 0 1 %g %g cm' % (left, bottom), prepend=True)
        page.contents_add(b'Q')
        width, height = (float(value) for value in list(page.MediaBox)[2:])
        del page.obj['/MediaBox']
        document.Root.Pages.MediaBox = [0, 0, width + 2 * left, height + 2 * bottom]
        document.Root.Pages.CropBox = [left, bottom, left + width, bottom + height]
        document.save(output)
    return output.getvalue()


def find(pdf: bytes, **kwargs) -> pades.Layout:
    """The places of a draft that the usual person signs."""
    kwargs.setdefault('signer_name', SIGNER)
    return pades.find_layout(pdf, **kwargs)
