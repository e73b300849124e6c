"""A web server on loopback that answers as it is told and remembers what it was asked."""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: a dict is sent as JSON, bytes as they are. An endless one repeats its bytes, every `pause` seconds."""

    status: int = 200
    body: object = b''
    headers: dict = field(default_factory=dict)
    endless: bool = False
    pause: float = 0

    @property
    def content(self):
        """The bytes."""
        return json.dumps(self.body).encode() if isinstance(self.body, dict) else self.body


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    path: str
    headers: object
    body: bytes


class Answering:
    """`with Answering(Said(…), …) as server:` gives one answer a request, the last one for ever.

    tls: a server-side `ssl.SSLContext`; answer: a callable from `Asked` to `Said` instead of a list.
    """

    def __init__(self, *answers, answer=None, tls=None):
        self.asked, self._answers, self._answer = [], deque(answers), answer
        self.ended = threading.Event()
        self._http = ThreadingHTTPServer(('127.0.0.1', 0), type('Handler', (_Handler,), {'server_of': self}))
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self.url = f'{"https" if tls else "http"}://127.0.0.1:{self._http.server_port}'
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={'poll_interval': 0.02}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer_to(self, asked):
        """Remember a request and choose its answer; None is none."""
        self.asked.append(asked)
        if self._answer:
            return self._answer(asked)
        return self._answers.popleft() if len(self._answers) > 1 else self._answers[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    server_of: Answering

    def do_GET(self):
        if self.server_of.ended.is_set():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        said = self.server_of.answer_to(Asked(self.path, self.headers, body))
        self.close_connection = said is None or said.endless or 'Content-Length' in said.headers
        if said is None:
            return
        self.send_response_only(said.status)
        length = {} if said.endless else {'Content-Length': str(len(said.content))}
        for name, value in ({'Date': self.date_time_string()} | length | said.headers).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(said.content)
            while said.endless and not self.server_of.ended.wait(said.pause):
                self.wfile.write(said.content)
        except OSError:
            self.close_connection = True

    do_POST = do_GET

    def log_message(self, *_args):
        pass
