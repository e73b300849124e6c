"""Code tables of the packet: status of a document, kind of business, urgency (QCVN 102:2016).

How a delivery moves by status codes:

>>> furthest(None, StatusCode.ARRIVED)
<StatusCode.ARRIVED: '01'>
>>> furthest(StatusCode.COMPLETED, StatusCode.ACCEPTED)     # a late report does not go back
<StatusCode.COMPLETED: '06'>
>>> furthest(StatusCode.ACCEPTED, StatusCode.REJECTED)      # registered is registered
<StatusCode.ACCEPTED: '03'>
>>> furthest(StatusCode.COMPLETED, StatusCode.CHANGE_ACCEPTED)
<StatusCode.CHANGE_ACCEPTED: '15'>
"""

from enum import Enum, IntEnum


class StatusCode(Enum):
    """What one side reports of a document sent to or by the other (Decision 28/2018, Art. 9).

    07 to 12 and 14 were never seen in use. A report with one of them, or any other, is refused with `UnknownCode`,
    which tells the code as it stood: the packet is kept for people, no state moves.
    """

    ARRIVED = '01'           # đã đến, by the system itself
    REJECTED = '02'          # từ chối tiếp nhận
    ACCEPTED = '03'          # đã tiếp nhận, vào sổ
    ASSIGNED = '04'          # đã phân công
    PROCESSING = '05'        # đang xử lý
    COMPLETED = '06'         # đã hoàn thành
    RECALL_ASKED = '13'      # lấy lại, from the sender of the document
    CHANGE_ACCEPTED = '15'   # đồng ý thu hồi, cập nhật
    CHANGE_REJECTED = '16'   # từ chối thu hồi, cập nhật

    @property
    def rank(self):
        """How far the receiver is, 0 for a code that moves nothing by itself (13, 16)."""
        return _RANKS.get(self, 0)

    @property
    def is_final(self):
        """After it no report moves the delivery: returned, or given back on a recall.

        15 also answers an update (packet type 2), which ends nothing: such a report is not for `furthest`.
        """
        return self in (StatusCode.REJECTED, StatusCode.CHANGE_ACCEPTED)

    @property
    def is_from_sender(self):
        """Sent by the sender of the document; all others come from its receiver."""
        return self is StatusCode.RECALL_ASKED

    @property
    def answers_request(self):
        """Reported once per request, all others once per document."""
        return self in (StatusCode.CHANGE_ACCEPTED, StatusCode.CHANGE_REJECTED)

    @property
    def needs_reason(self):
        """A refusal or a recall says why (Decision 44/2024, Art. 10.1.b, 13.4.d)."""
        return self in (StatusCode.REJECTED, StatusCode.RECALL_ASKED, StatusCode.CHANGE_REJECTED)


_RANKS = {
    StatusCode.ARRIVED: 1,
    StatusCode.REJECTED: 2,
    StatusCode.ACCEPTED: 3,
    StatusCode.ASSIGNED: 4,
    StatusCode.PROCESSING: 5,
    StatusCode.COMPLETED: 6,
    StatusCode.CHANGE_ACCEPTED: 7,
}


def furthest(current, reported):
    """The code a delivery stands at after a report, in whatever order reports come.

    `current` is None before the first report. Skipping ahead is allowed, going back is not, final codes stay,
    and 13 and 16 leave it as it was.
    """
    if current is not None and current.is_final:
        return current
    if not reported.rank:
        return current
    if current is None or reported.rank > current.rank:
        return reported
    return current


class BusinessType(Enum):
    """What a document packet asks for (`BussinessDocType`)."""

    NEW = '0'        # văn bản điện tử mới
    RECALL = '1'     # thu hồi
    UPDATE = '2'     # cập nhật
    REPLACE = '3'    # thay thế


class ReceiverType(Enum):
    """What an update does with a receiver."""

    REMOVED = '0'
    ADDED = '1'


class Urgency(IntEnum):
    """Mức độ khẩn (`Priority`). The decree knows three levels above ordinary (Decree 30/2020, App. I)."""

    ORDINARY = 0      # thường
    URGENT = 1        # khẩn
    VERY_URGENT = 2   # thượng khẩn
    FLASH = 3         # hỏa tốc
    TIMED_FLASH = 4   # hỏa tốc hẹn giờ: read from others, never written

    @property
    def shown(self):
        """The level of the decree it stands for: timed flash is shown, and sent on, as flash."""
        return Urgency.FLASH if self is Urgency.TIMED_FLASH else self


__all__ = ['BusinessType', 'ReceiverType', 'StatusCode', 'Urgency', 'furthest']
