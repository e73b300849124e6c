"""The downloader gives a file or a named error, whatever the other side does."""

import socket
import threading
from contextlib import contextmanager

import pytest
from certomancer_world import certomancer_world
from cryptography import x509
from pades import fetching
from pades.fetching import FetchLimits, fetch

OK = b'HTTP/1.1 200 OK\r\n'
QUICK = FetchLimits(max_bytes=100_000, seconds=0.4)
PATIENT = FetchLimits(max_bytes=100_000, seconds=20)


@contextmanager
def serving(behave):
    """Serve one connection after the other with `behave(connection, stop)`; give host:port."""
    stop = threading.Event()
    with socket.create_server(('127.0.0.1', 0)) as listener:
        def serve():
            while not stop.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        behave(connection, stop)
                    except OSError:
                        continue
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f'127.0.0.1:{listener.getsockname()[1]}'
        finally:
            stop.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def answering(*parts: bytes):
    def behave(connection, stop):
        connection.recv(65536)
        for part in parts:
            connection.sendall(part)
    return behave


def hang(connection, stop):
    stop.wait()


def drip_head(connection, stop):
    connection.recv(65536)
    while not stop.wait(0.02):
        connection.sendall(b'H')


def drip_body(connection, stop):
    connection.recv(65536)
    connection.sendall(OK + b'\r\n')
    while not stop.wait(0.02):
        connection.sendall(b'x')


def endless(connection, stop):
    connection.recv(65536)
    connection.sendall(OK + b'\r\n')
    while not stop.is_set():
        connection.sendall(b'x' * 65536)


def fetched(behave, limits=PATIENT, path='/list.crl'):
    with serving(behave) as host:
        return fetch(f'http://{host}{path}', hosts=[host], limits=limits)


def test_a_file_comes_as_it_is():
    """With a length, without, and in chunks."""
    assert fetched(answering(OK, b'Content-Length: 5\r\n\r\n', b'he', b'llo')) == b'hello'
    assert fetched(answering(OK, b'\r\n', b'hello')) == b'hello'
    assert fetched(answering(OK, b'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n')) == b'hello'


def test_a_revocation_list_of_an_authority_is_fetched():
    """As certomancer publishes it."""
    with certomancer_world() as world:
        crl = x509.load_der_x509_crl(fetch(world.crl_url(), hosts=[world.host], limits=PATIENT))
        issuer = x509.load_der_x509_certificate(world.der('issuing'))
        assert crl.is_signature_valid(issuer.public_key())
        assert [entry.serial_number for entry in crl] == [
            x509.load_der_x509_certificate(world.der('deputy')).serial_number]


@pytest.mark.parametrize('behave', [hang, drip_head, drip_body])
def test_who_takes_too_long_is_cut_off(behave):
    """Silence, a head that never ends, and one byte after the other."""
    with pytest.raises(fetching.TooSlow):
        fetched(behave, QUICK)


@pytest.mark.parametrize('behave', [
    endless,
    answering(OK, b'Content-Length: 4000000000\r\n\r\n', b'x'),
    answering(OK, b'Content-Length: 100001\r\n\r\n', b'x' * 100_001),
])
def test_what_is_too_large_is_not_read(behave):
    """Announced or not."""
    with pytest.raises(fetching.TooLarge):
        fetched(behave)


@pytest.mark.parametrize('answer', [
    b'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
    b'HTTP/1.1 500 Oops\r\n\r\n',
    b'HTTP/1.1 301 Moved\r\n\r\n',
    b'HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\nab',
    b'\x00\xff garbage\r\n\r\n',
    b'SSH-2.0-OpenSSH\r\n',
    b'',
    OK + b'Content-Length: 10\r\n\r\nshort',
    OK + b'Content-Length: -3\r\nContent-Encoding: gzip\r\n\r\nabc',
    OK + b'Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n',
    OK + b'X: y\r\n' * 500 + b'\r\nhello',
    OK + b'X: ' + b'y' * 100_000 + b'\r\n\r\nhello',
])
def test_what_is_no_proper_answer_is_refused(answer):
    """Error states, half a file, compression, another protocol."""
    with pytest.raises((fetching.AnswerRefused, fetching.Unreachable)):
        fetched(answering(answer))


def test_a_move_on_the_same_host_is_followed():
    """Once; in circles it ends."""
    def behave(connection, stop):
        asked = connection.recv(65536)
        moved = b'HTTP/1.1 302 Found\r\nLocation: /new.crl\r\n\r\n'
        connection.sendall(OK + b'\r\nhello' if b' /new.crl ' in asked else moved)
    assert fetched(behave) == b'hello'
    with pytest.raises(fetching.MovedElsewhere):
        fetched(answering(b'HTTP/1.1 302 Found\r\nLocation: /list.crl\r\n\r\n'))


def test_a_move_to_another_host_is_not_followed():
    """Not even to one on the list: who sends us elsewhere is not who was registered."""
    move = answering(b'HTTP/1.1 302 Found\r\nLocation: http://localhost/inner\r\n\r\n')
    with serving(move) as host, pytest.raises(fetching.MovedElsewhere):
        fetch(f'http://{host}/', hosts=[host, 'localhost'], limits=PATIENT)


def test_a_move_to_another_port_of_the_host_is_not_followed():
    with pytest.raises(fetching.HostRefused):
        fetched(answering(b'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/inner\r\n\r\n'))


@pytest.mark.parametrize('url', [
    'ftp://pki.example/a.crl', 'file:///etc/passwd', 'ldap://pki.example/cn', 'pki.example/a.crl', 'http://',
    'http://user:secret@pki.example/a.crl', 'http://pki.example:99999/', 'http://pki.example/a b', 'http://[::1',
    'http://pki.example/\r\nX: y', 'http://pki.example/ạ.crl', '',
])
def test_only_plain_web_addresses_are_asked(url):
    with pytest.raises(fetching.UrlRefused):
        fetch(url, hosts=['pki.example', ''])


@pytest.mark.parametrize(('url', 'hosts'), [
    ('http://pki.example/a.crl', []),
    ('http://pki.example/a.crl', ['example', 'other.example', 'pki.example.evil']),
    ('http://pki.example.evil/a.crl', ['pki.example']),
    ('http://pki.example:8080/a.crl', ['pki.example']),
    ('http://pki.example/a.crl', ['pki.example:8080']),
])
def test_only_hosts_of_the_list_are_asked(url, hosts):
    """Whole names, and only the usual ports unless one is listed."""
    with pytest.raises(fetching.HostRefused):
        fetch(url, hosts=hosts)


def test_a_name_that_leads_inside_is_refused():
    """Unless the address itself is on the list."""
    def behave(connection, stop):
        answering(OK, b'\r\n', b'hello')(connection, stop)
    with serving(behave) as host:
        port = host.rpartition(':')[2]
        url = f'http://localhost:{port}/'
        with pytest.raises(fetching.AddressRefused):
            fetch(url, hosts=[f'localhost:{port}'], limits=PATIENT)
        assert fetch(url, hosts=[f'localhost:{port}', '127.0.0.1', '::1'], limits=PATIENT) == b'hello'


def test_a_closed_port_and_an_unknown_name_are_unreachable():
    with socket.create_server(('127.0.0.1', 0)) as listener:
        host = f'127.0.0.1:{listener.getsockname()[1]}'
    with pytest.raises(fetching.Unreachable):
        fetch(f'http://{host}/', hosts=[host], limits=PATIENT)
    with pytest.raises(fetching.Unreachable):
        fetch(f'http://{"a" * 70}.invalid/', hosts=[f'{"a" * 70}.invalid'], limits=PATIENT)


def test_plain_http_behind_https_is_unreachable():
    """And the time limit holds during the handshake as well."""
    with serving(answering(OK, b'\r\nhello')) as host, pytest.raises(fetching.Unreachable):
        fetch(f'https://{host}/', hosts=[host], limits=PATIENT)
    with serving(hang) as host, pytest.raises(fetching.TooSlow):
        fetch(f'https://{host}/', hosts=[host], limits=QUICK)
