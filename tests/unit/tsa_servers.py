"""Time-stamping authorities on loopback for the tests: a good one, and the ways of the others."""

import asyncio
import socket
import threading
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pades_world as world
import pki
from asn1crypto import tsp

REPLY = 'application/timestamp-reply'


class Server(ThreadingHTTPServer):
    """On loopback; `behave(handler, request)` answers. `over` is set when the test is."""

    daemon_threads = True

    def __init__(self, behave):
        super().__init__(('127.0.0.1', 0), Handler)
        self.behave, self.over, self.asked = behave, threading.Event(), []

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.server_port}/tsa'


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        request = self.rfile.read(int(self.headers['Content-Length']))
        self.server.asked.append(self.headers['Content-Type'])
        self.server.behave(self, request)

    def answer(self, body: bytes, *, status: int = 200, kind: str = REPLY, **headers):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Tests speak for themselves."""


@contextmanager
def serving(behave):
    server = Server(behave)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def reply(request: bytes, change=None) -> bytes:
    """What an authority says; `change(request)` makes it answer another question."""
    asked = tsp.TimeStampReq.load(request)
    if change:
        change(asked)
    stamper = world.time_stamper(world.authority().time_stamper(), pki.NOW)
    return asyncio.run(stamper.async_request_tsa_response(asked)).dump()


def good(handler, request):
    handler.answer(reply(request))


def silent(handler, _request):
    handler.server.over.wait()


def drip(handler, request):
    """One byte at a time, and never the last."""
    handler.answer(b'')
    for byte in reply(request)[:-1]:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        if handler.server.over.wait(0.02):
            return
    handler.server.over.wait()


def huge(handler, _request):
    handler.answer(b'')
    with suppress(OSError):
        while not handler.server.over.is_set():
            handler.wfile.write(bytes(1 << 16))


def broken(handler, _request):
    handler.answer(b'out of order', status=500)


def garbage(handler, _request):
    handler.answer(b'\x30\x03\x02\x01\x00 and more')


def page(handler, _request):
    handler.answer(b'<html>', kind='text/html')


def elsewhere(handler, _request):
    handler.answer(b'', status=302, Location=handler.server.url + '/other')


def closing(handler, _request):
    handler.connection.shutdown(socket.SHUT_RDWR)


def about_something_else(handler, request):
    def another(asked):
        asked['message_imprint']['hashed_message'] = sha256(b'something else').digest()
    handler.answer(reply(request, another))


def of_another_question(handler, request):
    def another(asked):
        asked['nonce'] = 1
    handler.answer(reply(request, another))


def forged(handler, request):
    answer = tsp.TimeStampResp.load(reply(request))
    signer = answer['time_stamp_token']['content']['signer_infos'][0]
    signature = bytearray(signer['signature'].native)
    signature[0] ^= 1
    signer['signature'] = bytes(signature)
    handler.answer(answer.dump(force=True))


def refusing(handler, _request):
    status = {'status': 'rejection', 'status_string': ['no'], 'fail_info': {'bad_request'}}
    handler.answer(tsp.TimeStampResp({'status': status}).dump())
