"""A packet as plain values for JSON: the same keys in the same order, whatever the packet says.

Days and moments are ISO 8601; codes stand as in the packet, with their meaning beside them; of an attached file there
are name, type, size and SHA-256, never the content.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256

from .codes import BusinessType, ReceiverType, StatusCode, Urgency
from .contents import pieces_of
from .packet import StatusReport
from .parts import Attachment

# What people call the codes: as in the sample packets of the national axis and Decree 30/2020, App. I.
_MEANINGS = {
    BusinessType.NEW: 'văn bản điện tử mới',
    BusinessType.RECALL: 'thu hồi',
    BusinessType.UPDATE: 'cập nhật',
    BusinessType.REPLACE: 'thay thế',
    ReceiverType.REMOVED: 'bớt nơi nhận',
    ReceiverType.ADDED: 'thêm nơi nhận',
    StatusCode.ARRIVED: 'đã đến',
    StatusCode.REJECTED: 'từ chối tiếp nhận',
    StatusCode.ACCEPTED: 'đã tiếp nhận',
    StatusCode.ASSIGNED: 'đã phân công',
    StatusCode.PROCESSING: 'đang xử lý',
    StatusCode.COMPLETED: 'đã hoàn thành',
    StatusCode.RECALL_ASKED: 'lấy lại',
    StatusCode.CHANGE_ACCEPTED: 'đồng ý thu hồi, cập nhật',
    StatusCode.CHANGE_REJECTED: 'từ chối thu hồi, cập nhật',
    Urgency.ORDINARY: 'thường',
    Urgency.URGENT: 'khẩn',
    Urgency.VERY_URGENT: 'thượng khẩn',
    Urgency.FLASH: 'hỏa tốc',
    Urgency.TIMED_FLASH: 'hỏa tốc hẹn giờ',
}


def spoken(packet):
    """A dict for JSON of a `Document` or a `StatusReport`."""
    kind = 'status' if isinstance(packet, StatusReport) else 'document'
    return {'kind': kind, 'message_id': packet.message_id, **_values(packet)}


def _values(thing):
    found = {}
    for name in (field.name for field in fields(thing)):
        value = getattr(thing, name)
        found[name.rstrip('_')] = _plain(value)
        if isinstance(value, Enum):
            found[f'{name}_meaning'] = _MEANINGS[value]
    return found


def _plain(value):
    if isinstance(value, Attachment):
        return _file(value)
    if is_dataclass(value):
        return _values(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _file(file):
    digest = sha256()
    with file.open() as stream:
        for piece in pieces_of(stream):
            digest.update(piece)
    return {'content_id': file.content_id, 'name': file.name, 'content_type': file.content_type, 'size': file.size,
            'sha256': digest.hexdigest(), 'description': file.description}


__all__ = ['spoken']
