"""A packet to bytes, always the same bytes for the same packet.

How it works: elements in the order of the national axis' library, two spaces per level, line feeds. What the reader
would refuse is not written: limits, codes and secrecy are checked by the same code.
"""

from binascii import b2a_base64
from io import BytesIO

from . import secrecy
from .archive import ZIP_TYPE, wrap
from .checks import check_document, check_status, tidy_files
from .errors import BadAttachment, SecretContent
from .limits import DEFAULT
from .moments import write_day, write_moment
from .packet import StatusReport
from .tree import NAMESPACE, PREFIX, branch, leaf, must, write

_BINDING = f'xmlns:edXML="{NAMESPACE}"'


def encode(packet, limits=DEFAULT):
    """The packet as bytes of an .edxml file (QCVN 102:2016; Decision 28/2018, Art. 10).

    `packet` is a `Document` or a `StatusReport`; `raw_…`, `extras` and `warnings` come from reading: of them only
    a raw date is written, where there is no other. Raises WrongShape, TooLarge and SecretContent.
    """
    stream = BytesIO()
    encode_to(packet, stream, limits)
    return stream.getvalue()


def encode_to(packet, stream, limits=DEFAULT):
    """Write the packet to a binary stream: the bytes of `encode`, of which only small pieces are held.

    A file whose content is a path is read from there, piece by piece. What is refused is refused before the first
    byte, but for BadAttachment: a file that changes while it is read. OSError for one that cannot be read.
    """
    if isinstance(packet, StatusReport):
        check_status(packet)
        _write_packet(stream, _status_header(packet), None, (), is_status=True)
    else:
        check_document(packet, limits)
        files = tidy_files(packet.attachments)
        _write_packet(stream, _document_header(packet), _body(files), files)


def _write_packet(stream, header, body, files, is_status=False):
    envelope = branch('edXMLEnvelope', header, body)
    mark = secrecy.find_mark(envelope, is_status)
    if mark:
        raise SecretContent(mark.place, mark.level)
    envelope.attributes['xmlns:edXML'] = NAMESPACE
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<edXML xmlns="{NAMESPACE}">\n'.encode())
    write(envelope, stream, 1)
    if files:
        stream.write(b'  <AttachmentEncoded>\n')
        for ordinal, attachment in enumerate(files, 1):
            _write_attachment(stream, attachment, ordinal)
        stream.write(b'  </AttachmentEncoded>\n')
    stream.write(b'</edXML>\n')


def _write_attachment(stream, attachment, ordinal):
    """Straight to the stream, piece by piece."""
    stream.write(b'    <Attachment>\n')
    for child in _attachment_fields(attachment, 'AttachmentName', 'Description', 'ContentType'):
        write(child, stream, 3, prefix='')
    tag = f'{PREFIX}ContentTransferEncoded'
    stream.write(f'      <{tag} {_BINDING}>'.encode())
    content = _Base64(stream)
    try:
        with attachment.open() as file:
            wrap(file, attachment.size, ordinal, content)
    except ValueError as error:
        raise BadAttachment(attachment.name, f'is not written: {error}') from None
    content.close()
    stream.write(f'</{tag}>\n    </Attachment>\n'.encode())


class _Base64:
    """Writes what it is given in base64, whole groups of three bytes at a time."""

    def __init__(self, stream):
        self._stream = stream
        self._rest = b''

    def write(self, data):
        data = self._rest + data
        whole = len(data) - len(data) % 3
        self._rest = data[whole:]
        self._stream.write(b2a_base64(data[:whole], newline=False))

    def close(self):
        self._stream.write(b2a_base64(self._rest, newline=False))


def _attachment_fields(attachment, *order):
    values = {'AttachmentName': attachment.name, 'Description': attachment.description, 'ContentType': ZIP_TYPE}
    return [must('ContentId', f'cid:{attachment.content_id}')] + [must(name, values[name]) for name in order]


def _body(files):
    references = [branch('Reference', *_attachment_fields(file, 'ContentType', 'Description', 'AttachmentName'))
                  for file in files]
    manifest = branch('edXMLManifest', *references)
    manifest.attributes['version'] = '1.0'
    return branch('edXMLBody', manifest)


def _document_header(document):
    hops = [branch('TraceHeader', must('OrganId', hop.organ_id), must('Timestamp', _moment(hop)))
            for hop in document.trace]
    return branch('edXMLHeader', _message(document), branch('TraceHeaderList', *hops, _business(document.business)))


def _message(document):
    return branch(
        'MessageHeader',
        _organization('From', document.from_),
        *(_organization('To', receiver) for receiver in document.to),
        must('DocumentId', document.document_id),
        branch('Code', must('CodeNumber', document.code_number), must('CodeNotation', document.code_notation)),
        branch('PromulgationInfo', must('Place', document.place), must('PromulgationDate', _day(
            document.promulgation_date, document.raw_promulgation_date))),
        branch('DocumentType', leaf('Type', document.type_code), leaf('TypeDetail', document.type_detail),
               must('TypeName', document.type_name)),
        must('Subject', document.subject),
        leaf('Content', document.content),
        branch('SignerInfo', must('Competence', document.signer_competence),
               must('Position', document.signer_position), must('FullName', document.signer_full_name)),
        leaf('DueDate', _day(document.due_date, document.raw_due_date)),
        _other_info(document),
        *(_response_for(answered) for answered in document.response_for),
        leaf('SteeringType', document.steering_type),
        _listed('ResponseForTask', 'TaskCode', document.task_codes),
        leaf('ApplicationType', document.application_type),
        _listed('ToPlaces', 'Place', document.to_places),
    )


def _other_info(document):
    return branch(
        'OtherInfo',
        must('Priority', document.priority.shown.value),
        leaf('SphereOfPromulgation', document.sphere),
        leaf('TyperNotation', document.typer_notation),
        leaf('PromulgationAmount', document.promulgation_amount),
        leaf('PageAmount', document.page_amount),
        None if document.direction is None else must('Direction', str(document.direction).lower()),
        leaf('ReplyFors', document.reply_fors),
        leaf('ReferenceCodes', document.reference_codes),
        _listed('Appendixes', 'Appendix', document.appendixes),
    )


def _listed(name, each, values):
    """An element with one below it for each value; None where there is no value."""
    return branch(name, *(must(each, value) for value in values)) if values else None


def _business(business):
    replacements = [branch('ReplacementInfo', must('DocumentId', replaced.document_id), branch(
        'OrganIdList', *(must('OrganId', organ_id) for organ_id in replaced.organ_ids)))
        for replaced in business.replacements]
    return branch(
        'Bussiness',
        leaf('DocumentId', business.document_id),
        must('BussinessDocType', business.type.value),
        leaf('BussinessDocReason', business.reason),
        must('Paper', business.paper),
        *(_update(update) for update in business.updates),
        branch('ReplacementInfoList', *replacements) if replacements else None,
        *(_staff(staff) for staff in business.staff),
    )


def _update(update):
    receivers = [branch('Receiver', must('OrganId', receiver.organ_id),
                        must('ReceiverType', receiver.receiver_type.value)) for receiver in update.receivers]
    return branch(
        'BussinessDocumentInfo',
        must('DocumentInfo', int(update.document_info)),
        must('DocumentReceiver', int(update.document_receiver)),
        branch('ReceiverList', *receivers) if receivers else None,
    )


def _status_header(report):
    return branch('edXMLHeader', branch(
        'MessageHeader',
        _organization('From', report.from_),
        _response_for(report.response_for),
        _staff(report.staff),
        must('StatusCode', report.code.value),
        must('Description', report.description),
        must('Timestamp', write_moment(report.timestamp)),
    ))


def _organization(name, agency):
    return branch(
        name,
        must('OrganId', agency.organ_id.strip()),
        leaf('OrganizationInCharge', agency.in_charge),
        must('OrganName', agency.organ_name),
        leaf('OrganAdd', agency.address),
        leaf('Email', agency.email),
        leaf('Telephone', agency.telephone),
        leaf('Fax', agency.fax),
        leaf('Website', agency.website),
    )


def _response_for(answered):
    return branch(
        'ResponseFor',
        must('OrganId', answered.organ_id),
        leaf('Code', answered.code),
        leaf('DocumentId', answered.document_id),
        leaf('PromulgationDate', _day(answered.promulgation_date, answered.raw_promulgation_date)),
    )


def _staff(staff):
    return branch(
        'StaffInfo',
        must('Department', staff.department),
        leaf('DepartmentId', staff.department_id),
        must('Staff', staff.staff),
        leaf('StaffId', staff.staff_id),
        leaf('Email', staff.email),
        leaf('Mobile', staff.mobile),
    )


def _day(day, raw):
    return write_day(day) if day else raw


def _moment(hop):
    return write_moment(hop.timestamp) if hop.timestamp else hop.raw_timestamp


__all__ = ['encode', 'encode_to']
