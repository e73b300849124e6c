"""An attachment in a file of its own: «Phụ lục» with a table (Decree 30/2020, App. I, III.1 and App. III, 2.2).

Number and date stay blank in it, as the decree wants of an electronic document; the agency's signature at the top right
names them.
"""

from io import BytesIO

from decree_page import styles_of
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

__all__ = ['render']

ROWS = (
    ('Rà soát hiện trạng, lập danh sách', 'Các cơ quan, đơn vị', 'Tháng 12'),
    ('Tổng hợp nhu cầu, dự kiến kinh phí', 'Cơ quan chủ trì', 'Quý I'),
    ('Tổ chức thực hiện, kiểm tra', 'Cơ quan chủ trì, cơ quan phối hợp', 'Quý II, quý III'),
    ('Tổng kết, báo cáo kết quả', 'Cơ quan chủ trì', 'Quý IV'),
)


def render(draft, fonts):
    """Return the PDF of the appendix that goes with `draft`."""
    styles, stream = styles_of(fonts), BytesIO()
    document = SimpleDocTemplate(stream, pagesize=A4, topMargin=25 * mm, bottomMargin=20 * mm, leftMargin=30 * mm,
                                 rightMargin=15 * mm, title=f'Phụ lục: {draft.about}', invariant=1)
    issuer = ' '.join(draft.issuer)
    lines = [[Paragraph(f'<b>{word}</b>', styles['cell']) for word in ('STT', 'Nội dung', 'Thực hiện', 'Thời gian')]]
    lines += [[Paragraph(str(text), styles['cell']) for text in (place, *row)] for place, row in enumerate(ROWS, 1)]
    table = Table(lines, colWidths=[14 * mm, 70 * mm, 46 * mm, 35 * mm], repeatRows=1)
    table.setStyle([('GRID', (0, 0), (-1, -1), 0.5, black), ('VALIGN', (0, 0), (-1, -1), 'MIDDLE')])
    document.build([
        Paragraph('Phụ lục', styles['title']), Paragraph('PHÂN CÔNG NHIỆM VỤ', styles['title']),
        Paragraph(f'(Kèm theo văn bản số      /{draft.notation} ngày     tháng     năm       của {issuer})',
                  styles['note']),
        Spacer(0, 12), table])
    return stream.getvalue()
