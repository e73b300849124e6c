"""What a document must have before it is sent: the obligations of QCVN 102:2016 and the limits of the reader."""

from dataclasses import replace

from .archive import clean_name
from .errors import TooLarge, WrongShape
from .identity import LONGEST_DOCUMENT_ID, is_code

_MANDATORY = {
    'Code/CodeNumber': 'code_number',
    'Code/CodeNotation': 'code_notation',
    'PromulgationInfo/Place': 'place',
    'DocumentType/TypeName': 'type_name',
    'Subject': 'subject',
    'SignerInfo/Position': 'signer_position',
    'SignerInfo/FullName': 'signer_full_name',
}


def check_document(document, limits):
    """Raise WrongShape for the first field that is missing or malformed, TooLarge for files beyond the limits."""
    check_code('From/OrganId', document.from_.organ_id)
    if not document.to:
        raise WrongShape('To', 'is missing')
    for receiver in document.to:
        check_code('To/OrganId', receiver.organ_id)
    check_id('DocumentId', document.document_id)
    for name, attribute in _MANDATORY.items():
        if not getattr(document, attribute).strip():
            raise WrongShape(name, 'is missing')
    if not document.promulgation_date and not document.raw_promulgation_date:
        raise WrongShape('PromulgationInfo/PromulgationDate', 'is missing')
    _check_sizes(document.attachments, limits)


def check_status(report):
    """Raise WrongShape where a report does not say who speaks of which document."""
    check_code('From/OrganId', report.from_.organ_id)
    check_code('ResponseFor/OrganId', report.response_for.organ_id)
    check_id('ResponseFor/DocumentId', report.response_for.document_id)


def check_code(field, code):
    """Raise WrongShape for what is no code of an agency, in either form."""
    if not is_code(code):
        raise WrongShape(field, 'is not the code of an agency')


def check_id(field, document_id):
    """Raise WrongShape for a document id that is empty or has more than 255 characters."""
    if not 0 < len(document_id.strip()) <= LONGEST_DOCUMENT_ID:
        raise WrongShape(field, f'has not 1 to {LONGEST_DOCUMENT_ID} characters')


def tidy_files(attachments):
    """The attachments with safe names and bare ids. WrongShape for an id that is empty or used twice."""
    tidied = tuple(
        replace(file, name=clean_name(file.name, f'file-{ordinal}'), content_id=bare_id(file.content_id))
        for ordinal, file in enumerate(attachments, 1))
    if '' in (ids := [file.content_id for file in tidied]) or len(set(ids)) < len(ids):
        raise WrongShape('ContentId', 'is empty or used twice')
    return tidied


def bare_id(content_id):
    """The id of a file without white space and `cid:`."""
    return content_id.strip().removeprefix('cid:').strip()


def _check_sizes(attachments, limits):
    sizes = [file.size for file in attachments]
    if max(sizes, default=0) > limits.file_size:
        raise TooLarge('file_size', limits.file_size)
    if sum(sizes) > limits.packet_size:
        raise TooLarge('packet_size', limits.packet_size)


__all__ = ['bare_id', 'check_code', 'check_document', 'check_id', 'check_status', 'tidy_files']
