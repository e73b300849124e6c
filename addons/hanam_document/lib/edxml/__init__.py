"""The packet of QCVN 102:2016/BTTTT (edXML), read and written (Decision 28/2018, Decision 44/2024).

What it is: `Document` and `StatusReport`, frozen values that say what a packet says; `encode` and `decode`
between them and bytes; the code tables; agency codes in both shapes.

How to use it:

    body = encode(Document(from_=..., to=(...,), document_id=..., ...))
    packet = decode(body)              # a Document or a StatusReport, or a PacketError by name
    encode_to(packet, file)            # the same bytes, piece by piece: large files stay on disk
    packet = decode(file, spool=TemporaryFile())

How it works: nothing is asked of a clock, the network or the database; moments, ids and limits come in as arguments.
"""

from .codes import BusinessType, ReceiverType, StatusCode, Urgency, furthest
from .contents import FileContent
from .decode import decode
from .encode import encode, encode_to
from .errors import (
    BadAttachment,
    HostileXml,
    NotXml,
    PacketError,
    SecretContent,
    TooLarge,
    UnknownCode,
    WrongShape,
)
from .limits import Limits
from .packet import Document, StatusReport
from .parts import (
    Attachment,
    Business,
    Extra,
    Hop,
    Notice,
    Organization,
    Receiver,
    Replacement,
    ResponseFor,
    Staff,
    Update,
)

__all__ = [
    'Attachment',
    'BadAttachment',
    'Business',
    'BusinessType',
    'Document',
    'Extra',
    'FileContent',
    'Hop',
    'HostileXml',
    'Limits',
    'NotXml',
    'Notice',
    'Organization',
    'PacketError',
    'Receiver',
    'ReceiverType',
    'Replacement',
    'ResponseFor',
    'SecretContent',
    'Staff',
    'StatusCode',
    'StatusReport',
    'TooLarge',
    'UnknownCode',
    'Update',
    'Urgency',
    'WrongShape',
    'decode',
    'encode',
    'encode_to',
    'furthest',
]
