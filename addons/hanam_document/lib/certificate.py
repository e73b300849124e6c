"""«Giấy xác nhận hủy văn bản»: what a receiver states after a recalled document was cancelled there.

What it is: one text, the Description of status 15 and the trace that stays (Decision 44/2024, Art. 13.4.d; Decree
30/2020, App. VI, III.8b-c). It repeats nothing of the document: the report it stands in names it.

How to use it: `certificate('Sở Y tế', number=12, year=2026, moment=…, person='…', order='…')`.
"""

from datetime import timedelta, timezone

__all__ = ['certificate', 'said_at']

VIETNAM = timezone(timedelta(hours=7))


def said_at(moment):
    """Return an aware moment as ISO 8601 in Vietnam time, to the second (Decision 44/2024, Art. 7.3).

    >>> from datetime import datetime
    >>> said_at(datetime(2026, 3, 2, 2, 5, 9, 120, tzinfo=timezone.utc))
    '2026-03-02T09:05:09+07:00'
    """
    return moment.astimezone(VIETNAM).replace(microsecond=0).isoformat()


def certificate(agency, *, number, year, moment, person, order):
    """Return the text. `number`, `year`: in the register of arrivals, 0 where it was never entered; `moment`: aware.

    >>> from datetime import datetime
    >>> print(certificate('Sở Y tế', number=12, year=2026, moment=datetime(2026, 3, 2, 2, 5, 9, tzinfo=timezone.utc),
    ...                   person='Ngô Thị Hoa', order='Yêu cầu thu hồi của Sở Nội vụ: sai căn cứ'))
    GIẤY XÁC NHẬN HỦY VĂN BẢN
    Cơ quan hủy: Sở Y tế
    Số đến: 12, năm 2026
    Thời điểm hủy: 2026-03-02T09:05:09+07:00
    Người thực hiện: Ngô Thị Hoa
    Căn cứ: Yêu cầu thu hồi của Sở Nội vụ: sai căn cứ
    """
    entry = f'{number}, năm {year}' if number else 'chưa vào sổ'
    return '\n'.join((
        'GIẤY XÁC NHẬN HỦY VĂN BẢN', f'Cơ quan hủy: {agency}', f'Số đến: {entry}',
        f'Thời điểm hủy: {said_at(moment)}', f'Người thực hiện: {person}', f'Căn cứ: {order}'))
