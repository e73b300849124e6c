"""Text messages against a real gateway on loopback (Decision 44/2024, Art. 6.6)."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import sms

KEY = 'khoa-bi-mat'
MESSAGE = {'message_id': 'a-1', 'number': '0226 385 2222', 'text': "Đề nghị kiểm tra hệ thống."}


class Desk(BaseHTTPRequestHandler):
    """Keeps what it is asked; answers with the server's status, headers and body."""

    def do_POST(self):
        """Answer one message."""
        said = self.rfile.read(int(self.headers['Content-Length']))
        self.server.asked.append((self.path, self.headers['Authorization'], json.loads(said)))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_words):
        """Keep the log of the tests quiet."""


@pytest.fixture
def gateway():
    """Yield a gateway; `asked` is what came in."""
    server = ThreadingHTTPServer(('127.0.0.1', 0), Desk)
    server.asked, server.status, server.headers, server.body = [], 200, {}, b'{"id": 17}'
    server.url = f'http://127.0.0.1:{server.server_port}/send'
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_is_handed_over_with_key_and_identifier(gateway):
    """And the gateway's own name of it comes back."""
    assert sms.send(gateway.url, KEY, **MESSAGE) == '17'
    assert gateway.asked == [('/send', f'Bearer {KEY}', {
        'id': 'a-1', 'to': '02263852222', 'text': "Đề nghị kiểm tra hệ thống."})]


@pytest.mark.parametrize('body', [b'', b'ok', b'[1]', b'{"status": "queued"}', b'\xff'])
def test_a_gateway_without_a_name_for_it_has_taken_it_too(gateway, body):
    """Whatever it says, 2xx is a success."""
    gateway.body = body
    assert sms.send(gateway.url, KEY, **MESSAGE) == ''


@pytest.mark.parametrize('status', [408, 425, 429, 500, 502, 503])
def test_what_may_go_later_is_tried_later(gateway, status):
    """A busy or broken gateway."""
    gateway.status = status
    with pytest.raises(sms.Unreachable, match=f'HTTP {status}'):
        sms.send(gateway.url, KEY, **MESSAGE)


@pytest.mark.parametrize('status', [400, 401, 403, 404, 413, 422])
def test_a_refusal_is_final_and_says_why(gateway, status):
    """In the gateway's words, cut short."""
    gateway.status, gateway.body = status, b'so khong dung ' + b'x' * 500
    with pytest.raises(sms.Refused, match=f'{status} so khong dung') as refused:
        sms.send(gateway.url, KEY, **MESSAGE)
    assert refused.value.status == status
    assert len(refused.value.reason) < 300


def test_a_redirection_is_not_followed(gateway):
    """The key goes to the gateway of the agency and nowhere else."""
    gateway.status, gateway.headers = 307, {'Location': gateway.url + '/elsewhere'}
    with pytest.raises(sms.Refused):
        sms.send(gateway.url, KEY, **MESSAGE)
    assert len(gateway.asked) == 1


def test_proxies_of_the_environment_are_not_used(gateway, monkeypatch):
    """Nor what else the environment says."""
    monkeypatch.setenv('http_proxy', 'http://127.0.0.1:9')
    monkeypatch.setenv('no_proxy', '')
    assert sms.send(gateway.url, KEY, **MESSAGE) == '17'


def test_nobody_there_is_tried_later_and_no_error_holds_the_key(gateway):
    """A closed door."""
    gateway.server_close()
    with pytest.raises(sms.Unreachable) as failure:
        sms.send(gateway.url, KEY, **MESSAGE)
    assert KEY not in repr(failure.value)
    assert failure.value.__cause__ is None


def test_an_endless_answer_is_not_read_to_its_end(gateway):
    """At most 64 KiB of it; a cut answer names nothing."""
    gateway.body = b'{"id": "' + b'x' * 300_000 + b'"}'
    assert sms.send(gateway.url, KEY, **MESSAGE) == ''
