"""What is said of the axes without a document that says it: all in one place, to be changed in one place.

The official interface documents of both axes are not public. What stands here was observed in client programs of
others (the VXP client library, version 2.0; programs that spoke with a province axis in 2026) or follows from it,
and no axis has confirmed it to us. When an axis says otherwise, change it here; the clients only know the order of
the calls and what an answer means.

Family A, the national axis: a call is a POST whose fields travel as headers `XroadVnpt-<name>`. They are signed as
they are seen: a header holds them as a JSON object, another the HMAC of that text. Times are those of Vietnam.
Family B, a province axis: REST with two headers; some also want a token of a login, which is not covered.
"""

import hmac
import json
from datetime import timedelta, timezone
from hashlib import sha256

VIETNAM = timezone(timedelta(hours=7))

# Both families
MESSAGE_TYPES = {'document': 'edoc', 'status': 'status'}
CONFIRMED = {True: 'done', False: 'fail'}

# Family A
PREFIX = 'XroadVnpt-'
VERSION = '3.0.201608'
SERVICE = 'eDoc'

# Family B: the directory comes in pages, and this asks for one of them
PAGE = 'currentPage'


def timestamp(moment):
    """A moment as family A writes it: ddMMyyyy'T'HHmmss+SSSS, where SSSS are milliseconds and no zone."""
    local = moment.astimezone(VIETNAM)
    return f'{local:%d%m%Y}T{local:%H%M%S}+{local.microsecond // 1000:04d}'


def file_hash(packet):
    """SHA-256 as the library of family A writes it: each byte in hex without its leading zero."""
    return ''.join(f'{byte:x}' for byte in sha256(packet).digest())


def signed_headers(fields, key):
    """The headers of a call of family A: `fields` as they are, what was signed, and the signature."""
    named = {PREFIX + name: value for name, value in fields.items()}
    text = json.dumps(named, separators=(',', ':'))
    return named | {
        PREFIX + 'sign-header-key': ';'.join(fields),
        PREFIX + 'sign-header': text,
        PREFIX + 'hash-header': hmac.new(key.encode(), text.encode(), sha256).hexdigest(),
        PREFIX + 'version': VERSION,
    }


def send_fields(packet, sender, kind):
    """The fields of `sendEdoc`; the packet itself says to whom it goes."""
    return {'Content-Type': 'application/octet-stream', 'from': sender, 'servicetype': SERVICE,
            'messagetype': MESSAGE_TYPES[kind], 'hash-file': file_hash(packet)}


def list_fields(kind):
    """The fields of `getReceivedEdocList`. No dates: their form is not known, and without them all that waits comes."""
    return {'Content-Type': 'application/json', 'servicetype': SERVICE, 'messagetype': MESSAGE_TYPES[kind]}


def fetch_fields(reference):
    """The fields of `getEdoc`; the place for a file is the client's own affair, but the field is always there."""
    return {'Content-Type': 'application/json', 'filePath': 'xml', 'docId': reference}


def confirm_fields(reference, done):
    """The fields of `updateStatus`: the name is in small letters here and nowhere else."""
    return {'Content-Type': 'application/json', 'status': CONFIRMED[done], 'docid': reference}


def window(first, last):
    """The days of a list of family B, both included."""
    return {'fromDate': f'{first:%Y/%m/%d}', 'toDate': f'{last:%Y/%m/%d}'}


def is_good_of_rest(said):
    """Whether an answer of family B says yes: `success`, or `code` 200 without details of an error."""
    data = said.get('data')
    has_failed = isinstance(data, dict) and str(data.get('status', '')).lower() in {'fail', 'error'}
    is_yes = said.get('success') is True or said.get('code') in (0, 200, '0', '200')
    return is_yes and said.get('success') is not False and not said.get('errorDetail') and not has_failed


def code_of_rest(said):
    """The error code of family B and its words, wherever they stand; '' or '0' for none."""
    data = said.get('data')
    inner = data if isinstance(data, dict) else {}
    code = next((value for holder in (inner, said) for name in ('errorCode', 'ErrorCode')
                 if (value := holder.get(name)) not in (None, '')), '')
    return str(code), said.get('message') or inner.get('errorDesc') or ''


def packet_of_rest(said):
    """The value of a `getEdoc` answer of family B that holds the packet: `data.data`, or `data.edxml`."""
    data = said.get('data')
    return data.get('data') or data.get('edxml') if isinstance(data, dict) else data


__all__ = [
    'MESSAGE_TYPES', 'PAGE', 'PREFIX', 'VIETNAM', 'code_of_rest', 'confirm_fields', 'fetch_fields', 'file_hash',
    'is_good_of_rest', 'list_fields', 'packet_of_rest', 'send_fields', 'signed_headers', 'timestamp', 'window',
]
