"""Why a packet is not read or not written: one root, one class per reason.

Each error carries an English sentence for the log. The model that catches it speaks to the person.
An error raised while reading also carries what is known of the packet: `sender` (agency code) and
`document_id`, both '' when the packet could not be read that far, and `digest` (SHA-256, hex).
"""


class PacketError(Exception):
    """Root of all refusals of a packet."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sender = ''
        self.document_id = ''
        self.digest = ''

    def name_packet(self, sender, document_id, digest):
        """Add which packet it was; return the error itself."""
        self.sender, self.document_id, self.digest = sender, document_id, digest
        return self


class NotXml(PacketError):
    """The bytes are not one well-formed UTF-8 XML document. `line` and `column` count from 1; 0 when unknown."""

    def __init__(self, reason, line=0, column=0):
        where = f' at line {line}, column {column}' if line else ''
        super().__init__(f'The packet is not well-formed XML: {reason}{where}.')
        self.reason = reason
        self.line = line
        self.column = column


class HostileXml(NotXml):
    """Well-formed, but with a document type declaration: entities and outside files have no place in a packet."""


class WrongShape(PacketError):
    """XML, but not a packet of QCVN 102:2016. `field` is the element at fault, `reason` what is wrong with it."""

    def __init__(self, field, reason):
        super().__init__(f'The packet is not as QCVN 102:2016 wants it: {field} {reason}.')
        self.field = field
        self.reason = reason


class BadAttachment(WrongShape):
    """The content of an attachment cannot be unpacked. `name` is its cleaned file name."""

    def __init__(self, name, reason):
        super().__init__('ContentTransferEncoded', f'of the attachment {name!r} {reason}')
        self.name = name
        self.reason = reason


class UnknownCode(PacketError):
    """A code outside its table. `field` is the element, `value` what stood there (at most 40 characters)."""

    def __init__(self, field, value):
        value = value[:40]
        super().__init__(f'The packet has the unknown code {value!r} in {field}.')
        self.field = field
        self.value = value


class TooLarge(PacketError):
    """More than the limits allow. `what` names the limit (an attribute of `Limits`), `limit` its value."""

    def __init__(self, what, limit):
        super().__init__(f'The packet exceeds the limit {what} of {limit}.')
        self.what = what
        self.limit = limit


class SecretContent(PacketError):
    """The packet says it holds a state secret, which must never enter (Decision 44/2024, Art. 1.2, 15.1).

    Holds no content: only the sender, the document id, the digest, the element that carried the mark (`place`)
    and the mark (`level`: «MẬT», «TỐI MẬT», «TUYỆT MẬT», a digit of Priority, or '' when it is worded otherwise).
    """

    def __init__(self, place, level):
        super().__init__(f'The packet carries a secrecy level in {place} and is refused without keeping its body.')
        self.place = place
        self.level = level


__all__ = [
    'BadAttachment',
    'HostileXml',
    'NotXml',
    'PacketError',
    'SecretContent',
    'TooLarge',
    'UnknownCode',
    'WrongShape',
]
