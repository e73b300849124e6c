"""The stand-in for VGCA Sign Service does what public code shows of the tool: fetch, sign, send back, answer."""

import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import drafts
import pades
import pades_world as world
import pki
import pytest
from pades.handing import hand_out, take_back
from websocket import create_connection

sys.path.append(str(Path(__file__).parents[1] / 'e2e'))

from vgca_stand_in import VgcaStandIn  # noqa: E402


class Office(BaseHTTPRequestHandler):
    """One file to fetch and one to take: the part of our server the tool sees."""

    pdf, taken, cookies = b'', [], []

    def do_GET(self):
        self.cookies.append(self.headers.get('Cookie'))
        self._answer(200 if self.path == '/file' else 404, self.pdf, 'application/pdf')

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        start = body.index(b'%PDF-')
        self.taken.append((body[:start], body[start:body.rindex(b'\r\n--')]))
        self._answer(200, json.dumps({'Status': True, 'Message': '', 'FileName': 'a.pdf', 'FileServer': 'x'}).encode(),
                     'application/json')

    def _answer(self, status, body, kind):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def office():
    """Yield the address of an office with a file that is handed out."""
    plan = pades.plan_person(world.prepared(), image_png=drafts.blue_signature(), signed_at=pki.NOW)
    Office.pdf, Office.taken, Office.cookies = hand_out(plan), [], []
    server = ThreadingHTTPServer(('127.0.0.1', 0), Office)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f'http://127.0.0.1:{server.server_port}'
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tool():
    """Yield the running tool with the chairman's key; whoever asks with a number cancels."""
    person = world.chairman()
    with VgcaStandIn(person.key, person.certificate, person.chain,
                     answer=lambda _function, request: 'DocNumber' not in request) as running:
        yield running


def ask(tool, function, message):
    """Open, send one text, read one text, close: as the page does."""
    connection = create_connection(f'{tool.address}/{function}', sslopt={'cert_reqs': ssl.CERT_NONE})
    try:
        connection.send(json.dumps(message))
        return json.loads(connection.recv())
    finally:
        connection.close()


def test_a_file_is_fetched_signed_and_sent_back(office, tool):
    """The result continues the file with one approval signature in a field of the tool's own; no cookie was sent."""
    answer = ask(tool, 'SignApproved', {'FileName': f'{office}/file', 'FileUploadHandler': f'{office}/up'})
    assert (answer['Status'], answer['FileName']) == (0, 'a.pdf'), answer
    (head, signed), = Office.taken
    assert b'name="uploadfile"' in head
    take_back(Office.pdf, signed, world.chairman().der)
    assert Office.cookies == [None]
    assert tool.seen[0][0] == 'SignApproved'


def test_what_goes_wrong_is_in_the_answer(office, tool):
    """A person who cancels, a file that is not there, a function the tool does not have: never a status of 0."""
    there = {'FileName': f'{office}/file', 'FileUploadHandler': f'{office}/up'}
    for function, message in (('SignIssued', there | {'DocNumber': '7'}),
                              ('SignApproved', there | {'FileName': f'{office}/nothing'}), ('Nothing', there)):
        answer = ask(tool, function, message)
        assert answer['Status'] != 0 and answer['Message'], function
    assert not Office.taken


def test_a_wrong_signer_is_found_out(office, tool):
    """What the tool gives is believed in nothing."""
    ask(tool, 'SignApproved', {'FileName': f'{office}/file', 'FileUploadHandler': f'{office}/up'})
    with pytest.raises(pades.PadesError):
        take_back(Office.pdf, Office.taken[0][1], world.agency().der)
