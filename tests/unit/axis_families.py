"""How the two families of axes are spoken to (helper of `axis_server`): a call in, an HTTP status and JSON out.

Written from the side of the axis, after what is known of both (exchange facts, section 11), and sharing no code with
the clients it tests.
"""

import hmac
import io
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from axis_store import DONE, VIETNAM, header_of
from werkzeug.formparser import parse_form_data

SIGNED = 'XroadVnpt-'
STAMP = re.compile(r'[0-9]{8}T[0-9]{6}\+[0-9]{4}')
KINDS = {'edoc': 'document', 'status': 'status'}
NAMES = {kind: name for name, kind in KINDS.items()}
WORDS = {'0': 'Success', '10': 'File không hợp lệ', '15': 'Sai SystemId hoặc SecretKey',
         '18': 'Đơn vị nhận không tồn tại', '19': 'Đơn vị gửi không đăng ký', '20': 'Lỗi hệ thống trục',
         '21': 'Lỗi xử lý file', '22': 'edXML sai chuẩn', '23': 'Đơn vị nhận đã khóa'}
PATHS_A = {'/sendEdoc': 'send', '/getReceivedEdocList': 'list', '/getEdoc': 'fetch', '/updateStatus': 'confirm',
           '/getAgenciesList': 'agencies'}
PATHS_B = {'/v1/sendEdoc': 'send', '/v1/syncReceivedEdocList': 'list', '/v1/getEdoc': 'fetch',
           '/v1/updateStatus': 'confirm', '/v1/getAgenciesList': 'agencies'}


class Wrong(Exception):
    """The axis says no, with a code of its table."""

    @property
    def code(self):
        """The code, as text."""
        return self.args[0]


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request."""

    method: str
    target: str
    headers: object
    body: bytes

    @property
    def path(self):
        """The path without the question."""
        return urlsplit(self.target).path

    def asked(self, name):
        """A parameter of the question, '' when it is not there."""
        return parse_qs(urlsplit(self.target).query).get(name, [''])[0]


class Desk:
    """What both families do, behind their different doors."""

    def __init__(self, store, systems, server):
        self.store, self.systems, self.server = store, systems, server

    def system(self, system_id):
        """The system of an id; Wrong 15 when it is unknown or its key has expired."""
        system = self.systems.get(system_id)
        if not system or system_id in self.server.expired:
            raise Wrong('15')
        return system

    def send(self, system, packet, kind, copies):
        """Take a packet in, or say with a code why not."""
        if not packet or kind not in KINDS:
            raise Wrong('10')
        header = header_of(packet)
        if not header:
            raise Wrong('22')
        if header.sender not in system.codes:
            raise Wrong('19')
        if not set(header.receivers) <= self.codes():
            raise Wrong('18')
        if any(set(header.receivers) & other.locked for other in self.systems.values()):
            raise Wrong('23')
        return self.store.send(packet, KINDS[kind], header, copies)

    def parcels(self, system, kind):
        """The parcels of a kind for the system; Wrong 10 for a kind that is none."""
        if kind not in KINDS:
            raise Wrong('10')
        return self.store.of(system.codes, KINDS[kind])

    def codes(self):
        """All agencies of the axis."""
        return {code for system in self.systems.values() for code in system.codes}

    def parcel(self, system, reference):
        """A parcel for the system; Wrong 21 for any other."""
        parcel = self.store.find(reference, system.codes)
        if not parcel:
            raise Wrong('21')
        return parcel

    def packet(self, parcel):
        """The packet of a parcel in base64; with the fault `huge` one of that many bytes."""
        packet = self.store.packet(parcel)
        return b64encode(packet + b' ' * max(0, self.server.huge - len(packet))).decode()

    def entries(self, parcels, created, updated, described):
        """Entries of a list, in the order the server is set to, with broken ones among them when it is set so."""
        rows = [{'docId': parcel.reference, 'serviceType': 'eDoc', 'messageType': NAMES[parcel.kind],
                 'from': parcel.sender, 'to': parcel.receiver, 'status': parcel.status.upper(),
                 created: parcel.created, updated: parcel.created, described: ''} for parcel in parcels]
        return self.server.in_order(rows) + self.server.broken

    def agencies(self):
        """The directory."""
        return [{'id': f'{number:024x}', 'pid': '', 'code': code, 'name': f'Cơ quan {code}', 'mail': ''}
                for number, code in enumerate(sorted(self.codes()), 1)]


class FamilyA:
    """The national axis: fields in signed headers, codes in `ErrorCode`."""

    def __init__(self, desk):
        self._desk = desk

    def answer(self, name, call, copies):
        """Answer a call."""
        try:
            more = getattr(self, name)(call, self._caller(call), copies)
        except Wrong as no:
            return 200, {'status': 'FAIL', 'ErrorCode': no.code, 'ErrorDesc': WORDS.get(no.code, ''), 'DocId': ''}
        return 200, {'status': 'OK', 'ErrorCode': '0', 'ErrorDesc': WORDS['0']} | more

    def _caller(self, call):
        """The system that signed the call; Wrong 15 when the signature is not for what the call says."""
        said = call.headers
        system = self._desk.system(said.get(SIGNED + 'systemid', ''))
        text, names = said.get(SIGNED + 'sign-header', ''), said.get(SIGNED + 'sign-header-key', '').split(';')
        right = hmac.new(system.key.encode(), text.encode(), sha256).hexdigest()
        if not hmac.compare_digest(right, said.get(SIGNED + 'hash-header', '')):
            raise Wrong('15')
        if json.loads(text) != {SIGNED + name: said.get(SIGNED + name) for name in names}:
            raise Wrong('15')
        if not STAMP.fullmatch(said.get(SIGNED + 'timestamp', '')):
            raise Wrong('15')
        return system

    def send(self, call, system, copies):
        """`sendEdoc`: the packet is the body, its hash in a header without leading zeros."""
        said = ''.join(f'{byte:x}' for byte in sha256(call.body).digest())
        if call.headers.get(SIGNED + 'hash-file') != said:
            raise Wrong('21')
        return {'DocId': self._desk.send(system, call.body, call.headers.get(SIGNED + 'messagetype'), copies)}

    def list(self, call, system, _copies):
        """`getReceivedEdocList`: what is not confirmed yet."""
        parcels = [parcel for parcel in self._desk.parcels(system, call.headers.get(SIGNED + 'messagetype'))
                   if parcel.status not in DONE]
        return {'data': self._desk.entries(parcels, 'created_time', 'updated_time', 'status_desc')}

    def fetch(self, call, system, _copies):
        """`getEdoc`."""
        return {'data': self._desk.packet(self._desk.parcel(system, call.headers.get(SIGNED + 'docId', '')))}

    def confirm(self, call, system, _copies):
        """`updateStatus`."""
        parcel = self._desk.parcel(system, call.headers.get(SIGNED + 'docid', ''))
        self._desk.store.confirm(parcel, call.headers.get(SIGNED + 'status', ''))
        return {}

    def agencies(self, _call, _system, _copies):
        """`getAgenciesList`."""
        return {'data': self._desk.agencies()}


class FamilyB:
    """A province's axis: REST, two headers, codes in `data.errorCode`.

    `shape` is 'success' as its papers have it, or 'code' as it was seen to answer.
    """

    def __init__(self, desk, shape, page_size):
        self._desk, self._shape, self._page_size = desk, shape, page_size

    def answer(self, name, call, copies):
        """Answer a call."""
        try:
            system = self._desk.system(call.headers.get('X-SystemId', ''))
            if not hmac.compare_digest(system.key, call.headers.get('X-SecretKey', '')):
                raise Wrong('15')
            more = getattr(self, name)(call, system, copies)
        except Wrong as no:
            yes = {'success': False} if self._shape == 'success' else {'code': 500, 'errorDetail': [{'exception': 'x'}]}
            return 200, yes | {'message': WORDS.get(no.code, ''), 'data': {
                'docId': None, 'status': 'FAIL', 'errorCode': no.code, 'errorDesc': WORDS.get(no.code, '')}}
        return 200, ({'success': True} if self._shape == 'success' else {'code': 200}) | {'message': 'OK'} | more

    def send(self, call, system, copies):
        """`POST sendEdoc`: multipart with `messageType` and `edocFile`."""
        environ = {'REQUEST_METHOD': 'POST', 'CONTENT_TYPE': call.headers.get('Content-Type', ''),
                   'CONTENT_LENGTH': str(len(call.body)), 'wsgi.input': io.BytesIO(call.body)}
        _stream, form, files = parse_form_data(environ)
        packet = files['edocFile'].read() if 'edocFile' in files else b''
        sent = self._desk.send(system, packet, form.get('messageType'), copies)
        if self._shape == 'success':
            return {'docId': sent}
        return {'data': {'docId': sent, 'status': 'OK', 'errorCode': None, 'errorDesc': None}}

    def list(self, call, system, _copies):
        """`GET syncReceivedEdocList`: what came in some days, confirmed or not."""
        first, last = (call.asked(name).replace('/', '-') for name in ('fromDate', 'toDate'))
        parcels = [parcel for parcel in self._desk.parcels(system, call.asked('messageType'))
                   if first <= parcel.created[:10] <= last]
        rows = self._desk.entries(parcels, 'createdTime', 'updatedTime', 'statusDesc')
        return {'count': len(rows), 'data': rows}

    def fetch(self, call, system, _copies):
        """`GET getEdoc`: in its papers the XML itself, as seen base64."""
        parcel = self._desk.parcel(system, call.asked('docId'))
        if self._shape == 'success':
            return {'data': {'docId': parcel.reference, 'from': parcel.sender, 'attachments': [],
                             'edxml': self._desk.store.packet(parcel).decode()}}
        return {'data': {'status': 'OK', 'errorCode': '0', 'data': self._desk.packet(parcel)}}

    def confirm(self, call, system, _copies):
        """`POST updateStatus` with JSON."""
        told = json.loads(call.body)
        self._desk.store.confirm(self._desk.parcel(system, told['docId']), told['status'])
        return {}

    def agencies(self, call, _system, _copies):
        """`GET getAgenciesList`: in pages."""
        rows, page = self._desk.agencies(), int(call.asked('currentPage') or 1)
        start = (page - 1) * self._page_size
        return {'data': {'currentPage': page, 'totalPages': -(-len(rows) // self._page_size),
                         'totalRecords': len(rows), 'content': rows[start:start + self._page_size]}}


__all__ = ['PATHS_A', 'PATHS_B', 'VIETNAM', 'WORDS', 'Call', 'Desk', 'FamilyA', 'FamilyB']
