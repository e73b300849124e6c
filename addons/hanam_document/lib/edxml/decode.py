"""Bytes to a packet, whoever wrote them, or a refusal by name.

How it works: the bytes become a tree (`reader`); marks of secrecy are looked for before anything else, also in a
packet that breaks off; then fields are found by local name, in any order and under any prefix. What can be
understood in spite of a fault is read and noted in `warnings`; what is unknown is kept in `extras`.
"""

from . import secrecy
from .codes import BusinessType, StatusCode, Urgency
from .contents import Memory, Spool
from .errors import PacketError, SecretContent, UnknownCode, WrongShape
from .fields import Fields, document_id, extras, leaves, replacement, staff
from .files import read_files
from .identity import LONGEST_DOCUMENT_ID, is_code
from .limits import DEFAULT
from .moments import read_moment
from .packet import Document, StatusReport
from .parts import Business, ResponseFor
from .reader import TreeReader
from .tree import NAMESPACE, Node

_AGENCY = ('OrganId', 'OrganizationInCharge', 'OrganName', 'OrganAdd', 'Email', 'Telephone', 'Fax', 'Website')
_KNOWN = {
    'edXML': ('edXMLEnvelope', 'AttachmentEncoded'),
    'edXMLEnvelope': ('edXMLHeader', 'edXMLBody', 'AttachmentEncoded'),
    'edXMLHeader': ('MessageHeader', 'TraceHeaderList', 'Bussiness'),
    'MessageHeader': (
        'From', 'To', 'DocumentId', 'Code', 'PromulgationInfo', 'DocumentType', 'Subject', 'Content', 'SignerInfo',
        'DueDate', 'OtherInfo', 'ResponseFor', 'SteeringType', 'ToPlaces', 'StaffInfo', 'StatusCode', 'Description',
        'Timestamp', 'ResponseForTask', 'ApplicationType', 'Bussiness'),
    'From': _AGENCY,
    'To': _AGENCY,
    'Code': ('CodeNumber', 'CodeNotation'),
    'PromulgationInfo': ('Place', 'PromulgationDate'),
    'DocumentType': ('Type', 'TypeDetail', 'TypeName'),
    'SignerInfo': ('Competence', 'Position', 'FullName'),
    'OtherInfo': ('Priority', 'SphereOfPromulgation', 'TyperNotation', 'PromulgationAmount', 'PageAmount',
                  'Direction', 'ReplyFors', 'ReferenceCodes', 'Appendixes'),
    'Appendixes': ('Appendix',),
    'ResponseForTask': ('TaskCode',),
    'ResponseFor': ('OrganId', 'Code', 'DocumentId', 'PromulgationDate'),
    'ToPlaces': ('Place',),
    'TraceHeaderList': ('TraceHeader', 'Bussiness'),
    'TraceHeader': ('OrganId', 'Timestamp'),
    'Bussiness': ('DocumentId', 'BussinessDocType', 'BussinessDocReason', 'Paper', 'BussinessDocumentInfo',
                  'ReplacementInfoList', 'StaffInfo'),
    'BussinessDocumentInfo': ('DocumentInfo', 'DocumentReceiver', 'ReceiverList'),
    'ReceiverList': ('Receiver',),
    'Receiver': ('OrganId', 'ReceiverType'),
    'ReplacementInfoList': ('ReplacementInfo',),
    'ReplacementInfo': ('DocumentId', 'OrganIdList'),
    'OrganIdList': ('OrganId',),
    'StaffInfo': ('Department', 'DepartmentId', 'Staff', 'StaffId', 'Email', 'Mobile'),
    'edXMLBody': ('edXMLManifest', 'AttachmentEncoded'),
    'edXMLManifest': ('Reference',),
    'Reference': ('ContentId', 'ContentType', 'Description', 'AttachmentName'),
    'AttachmentEncoded': ('Attachment',),
    'Attachment': ('ContentId', 'AttachmentName', 'Description', 'ContentType', 'ContentTransferEncoded'),
}


def decode(body, limits=DEFAULT, spool=None):
    """A `Document` or a `StatusReport` from the bytes of an .edxml file, or from a binary stream of them.

    Attached files are bytes in memory: as much as they are large, and the largest once more. With `spool`, a binary
    file open for reading and writing, they lie in it, and memory stays small; it stays open while the packet is used.

    Raises a PacketError that knows, as far as they could be read, sender, document id and digest of the packet
    (Decision 28/2018, Art. 9: what is not complete and whole is answered, not taken in).
    """
    place = Spool(spool) if spool else Memory()
    reader = TreeReader(limits, place, _refuse_secrets)
    try:
        try:
            root = reader.read(body)
        finally:
            # A mark read before the packet broke off still counts: such a body may not even lie in quarantine.
            _refuse_secrets(reader.root)
        return _packet(root, limits, place)
    except PacketError as error:
        raise error.name_packet(*_names(reader.root), reader.digest()) from None


def _packet(root, limits, place):
    if root.name != 'edXML' or root.namespace != NAMESPACE:
        raise WrongShape('the root element', f'is not edXML of {NAMESPACE}')
    message = root.child('edXMLEnvelope', 'edXMLHeader', 'MessageHeader')
    if not message.name:
        raise WrongShape('MessageHeader', 'is missing')
    if message.child('StatusCode').name:
        return _status(root, message)
    return _document(root, message, limits, place)


def _status(root, message):
    fields = Fields()
    answered = message.child('ResponseFor')
    document_id(answered, 'DocumentId')
    moment = read_moment(message.value('Timestamp'))
    if not moment:
        raise WrongShape('Timestamp', 'is missing or no moment')
    return StatusReport(
        from_=fields.organization(message.child('From'), must_be_code=True),
        response_for=fields.response_for(answered),
        code=fields.code(message, 'StatusCode', table=StatusCode),
        description=message.value('Description'),
        timestamp=moment,
        staff=staff(message.child('StaffInfo')),
        extras=tuple(extras(root, _KNOWN)),
        warnings=tuple(fields.notices),
    )


def _document(root, message, limits, place):
    fields = Fields()
    values = _parties(message, fields) | _description(message, fields) | _dates(message, fields)
    values |= _other_info(message, fields)
    header = root.child('edXMLEnvelope', 'edXMLHeader')
    trace = header.child('TraceHeaderList')
    # A recall whose maker put it one level too high must not be taken for a new document.
    holders = [holder for holder in (trace, header, message) if holder.child('Bussiness').children]
    business = _business(holders[0].child('Bussiness') if holders else Node(''), fields)
    files, notices = read_files(root, limits, place)
    return Document(
        **values,
        trace=tuple(fields.hop(hop) for hop in trace.all('TraceHeader')),
        business=business,
        attachments=files,
        extras=tuple(extras(root, _KNOWN)),
        warnings=(*fields.notices, *notices),
    )


def _parties(message, fields):
    receivers = message.all('To')
    if not receivers:
        raise WrongShape('To', 'is missing')
    answered = [fields.response_for(node) for node in message.all('ResponseFor')]
    return {
        'from_': fields.organization(message.child('From'), must_be_code=True),
        'to': tuple(fields.organization(node) for node in receivers),
        'document_id': document_id(message, 'DocumentId'),
        'response_for': tuple(one for one in answered if one != ResponseFor('')),
        'to_places': tuple(filter(None, (place.text.strip() for place in message.child('ToPlaces').all('Place')))),
    }


def _description(message, fields):
    return {
        'code_number': fields.text(message, 'Code', 'CodeNumber'),
        'code_notation': fields.text(message, 'Code', 'CodeNotation'),
        'place': message.value('PromulgationInfo', 'Place'),
        'type_code': fields.number(message, 'DocumentType', 'Type'),
        'type_detail': fields.number(message, 'DocumentType', 'TypeDetail'),
        'type_name': fields.text(message, 'DocumentType', 'TypeName'),
        'subject': fields.text(message, 'Subject'),
        'content': message.value('Content'),
        'signer_competence': message.value('SignerInfo', 'Competence'),
        'signer_position': message.value('SignerInfo', 'Position'),
        'signer_full_name': message.value('SignerInfo', 'FullName'),
        'steering_type': message.value('SteeringType'),
        'task_codes': leaves(message.child('ResponseForTask')),
        'application_type': message.value('ApplicationType'),
    }


def _dates(message, fields):
    issued, raw_issued = fields.day(message, 'PromulgationInfo', 'PromulgationDate')
    due, raw_due = fields.day(message, 'DueDate')
    return {'promulgation_date': issued, 'raw_promulgation_date': raw_issued, 'due_date': due, 'raw_due_date': raw_due}


def _other_info(message, fields):
    other = message.child('OtherInfo')
    priority = other.value('Priority') or message.value('Priority') or '0'
    if priority not in [str(level.value) for level in Urgency]:
        raise UnknownCode('Priority', priority)
    return {
        'priority': Urgency(int(priority)),
        'sphere': other.value('SphereOfPromulgation'),
        'typer_notation': other.value('TyperNotation'),
        'promulgation_amount': fields.number(other, 'PromulgationAmount'),
        'page_amount': fields.number(other, 'PageAmount'),
        'direction': fields.flag(other, 'Direction'),
        'reply_fors': '; '.join(leaves(other.child('ReplyFors'))),
        'reference_codes': '; '.join(leaves(other.child('ReferenceCodes'))),
        'appendixes': leaves(other.child('Appendixes')),
    }


def _business(node, fields):
    if not node.children:
        return Business()
    return Business(
        type=_business_type(node, fields),
        document_id=node.value('DocumentId'),
        reason=node.value('BussinessDocReason'),
        paper=fields.number(node, 'Paper') or 0,
        updates=tuple(fields.update(update) for update in node.all('BussinessDocumentInfo')),
        replacements=tuple(replacement(replaced) for holder in node.all('ReplacementInfoList')
                           for replaced in holder.all('ReplacementInfo')),
        staff=tuple(staff(person) for person in node.all('StaffInfo')),
    )


def _business_type(node, fields):
    """What is asked for. Where that is left out and nothing else speaks of a change, it is a new document."""
    asks = [name for name in ('DocumentId', 'BussinessDocumentInfo', 'ReplacementInfoList') if node.child(name).name]
    if asks or node.value('BussinessDocType'):
        return fields.code(node, 'BussinessDocType', table=BusinessType)
    fields.note('missing', 'BussinessDocType')
    return BusinessType.NEW


def _refuse_secrets(root):
    if root is None:
        return
    message = root.child('edXMLEnvelope', 'edXMLHeader', 'MessageHeader')
    mark = secrecy.find_mark(root, is_status=bool(message.child('StatusCode').name))
    if mark:
        raise SecretContent(mark.place, mark.level)


def _names(root):
    """Sender and document id, as far as they look like such: nothing else of a refused packet is passed on."""
    message = (root or Node('')).child('edXMLEnvelope', 'edXMLHeader', 'MessageHeader')
    sender = message.value('From', 'OrganId')
    named = message.value('DocumentId') or message.value('ResponseFor', 'DocumentId')
    return sender if is_code(sender) else '', named[:LONGEST_DOCUMENT_ID].splitlines()[0] if named else ''


__all__ = ['decode']
