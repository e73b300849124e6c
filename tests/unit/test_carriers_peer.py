"""From one installation to another: what the client makes of each answer, over real HTTP."""

import socket
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from answering import Answering, Said
from carriers import CarrierError, KeyRefused, PeerCarrier, Refused, Unreachable
from carriers.errors import TooLong
from edxml import encode
from edxml_packets import NEW

KEY = 'a-key-of-the-peer-7f3b'
BODY = encode(NEW)
RECEIPT = {'outcome': 'accepted', 'digest': sha256(BODY).hexdigest(), 'received_at': '2024-09-10T15:43:00+07:00'}
NO = {'outcome': 'refused', 'reason': 'WrongShape', 'sentence': 'From is not the code of an agency.'}
PAGE = b'<html>not here</html>'
NAMES = {'sender': 'H25.02', 'receiver': '000.00.00.H41', 'message_id': 'H25.02,2024/09/10,7816/VPCP-TTĐT',
         'kind': 'document'}


def send(url, **how):
    """Send the packet there."""
    return PeerCarrier(url, KEY, **how).send(BODY, **NAMES)


def test_the_packet_arrives_as_it_is_and_the_receipt_comes_back():
    """The names travel percent-encoded, so that Vietnamese ids pass; the peer's clock is told."""
    date = {'Date': 'Tue, 10 Sep 2024 08:43:05 GMT'}

    def answer(asked):
        return Said(200 if asked.body == BODY else 400, RECEIPT, date)
    with Answering(answer=answer) as peer:
        taken = send(peer.url + '/')
        asked = peer.asked[0]
    assert (taken.reference, taken.receipt) == ('', RECEIPT)
    assert taken.peer_time == datetime(2024, 9, 10, 8, 43, 5, tzinfo=UTC)
    assert asked.path == '/hanam/exchange/v1/inbox'
    assert asked.headers['Authorization'] == f'Bearer {KEY}'
    assert asked.headers['X-Hanam-Message'] == 'H25.02%2C2024/09/10%2C7816/VPCP-TT%C4%90T'
    assert (asked.headers['X-Hanam-Sender'], asked.headers['X-Hanam-Receiver']) == ('H25.02', '000.00.00.H41')


@pytest.mark.parametrize(('answer', 'error', 'code'), [
    (Said(422, NO), Refused, 'WrongShape'),
    (Said(404, NO | {'reason': 'UnknownReceiver'}), Refused, 'UnknownReceiver'),
    (Said(413, PAGE), Refused, 'HTTP 413'),
    (Said(200, NO), Refused, 'WrongShape'),
    (Said(401, PAGE), KeyRefused, 'HTTP 401'),
    (Said(403, NO | {'reason': 'NotThisPeer'}), KeyRefused, 'NotThisPeer'),
    (Said(404, PAGE), Unreachable, 'HTTP 404'),
    (Said(422, PAGE), Unreachable, 'HTTP 422'),
    (Said(422, {'code': 200}), Unreachable, 'HTTP 422'),
    (Said(400, NO), Unreachable, 'WrongShape'),
    (Said(429, PAGE), Unreachable, 'HTTP 429'),
    (Said(500, NO), Unreachable, 'WrongShape'),
    (Said(503, PAGE), Unreachable, 'HTTP 503'),
    (Said(204), Unreachable, 'HTTP 204'),
    (Said(200, PAGE), Unreachable, ''),
    (Said(200, b'[1]'), Unreachable, ''),
    (Said(200, b'[' * 100_000), Unreachable, ''),
    (Said(200, b'\xff\xfe'), Unreachable, ''),
    (Said(200, {'outcome': 'maybe'}), Unreachable, ''),
    (Said(200, {'outcome': 'accepted'}), Unreachable, ''),
    (Said(200, RECEIPT | {'digest': '0' * 64}), Unreachable, ''),
    (Said(200, RECEIPT, {'Content-Encoding': 'gzip'}), Unreachable, ''),
    (Said(200, RECEIPT, {'Content-Length': '9999'}), Unreachable, ''),
    (Said(200, b' ' * 2_000_000), TooLong, ''),
    (Said(200, b'x' * 65536, endless=True), TooLong, ''),
    (None, Unreachable, ''),
])
def test_each_answer_has_one_of_three_ends(answer, error, code):
    """Final only in the words of the protocol, or for a packet too large; a wrong key waits."""
    with Answering(answer) as peer, pytest.raises(CarrierError) as refused:
        send(peer.url, timeout=(5, 2))
    assert (type(refused.value), refused.value.code) == (error, code)


def test_a_refusal_says_why_and_keeps_the_receipt():
    """In one line, however it came."""
    said = NO | {'sentence': 'From is\nnot  the code\x07 of an agency.'}
    with Answering(Said(422, said)) as peer, pytest.raises(Refused) as refused:
        send(peer.url)
    assert refused.value.reason == 'From is not the code of an agency.'
    assert refused.value.receipt == said
    assert refused.value.peer_time.tzinfo is UTC


def test_a_redirect_is_not_followed():
    """The packet and the key go to the address that an administrator wrote, and nowhere else."""
    with Answering(Said(200, RECEIPT)) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            moved = Said(status, b'', {'Location': elsewhere.url})
            with Answering(moved) as peer, pytest.raises(Unreachable):
                send(peer.url)
        assert elsewhere.asked == []


def test_nothing_of_the_surroundings_is_used(monkeypatch, tmp_path):
    """No proxy, no .netrc, no cookie of an earlier answer."""
    (tmp_path / '.netrc').write_text('machine 127.0.0.1 login eve password other\n')
    (tmp_path / '.netrc').chmod(0o600)
    for name, value in {'HTTP_PROXY': 'http://127.0.0.1:9', 'http_proxy': 'http://127.0.0.1:9', 'NO_PROXY': '',
                        'no_proxy': '', 'HOME': str(tmp_path), 'NETRC': str(tmp_path / '.netrc')}.items():
        monkeypatch.setenv(name, value)
    with Answering(Said(200, RECEIPT, {'Set-Cookie': 'session=1; Path=/'})) as peer:
        carrier = PeerCarrier(peer.url, KEY)
        for _ in range(2):
            carrier.send(BODY, **NAMES)
        assert [asked.headers.get('Cookie') for asked in peer.asked] == [None, None]
        assert {asked.headers['Authorization'] for asked in peer.asked} == {f'Bearer {KEY}'}


def test_the_key_shows_nowhere():
    """Not in the carrier, not in an error, not even when the other side says it back to us."""
    with Answering(Said(403, {'outcome': 'refused', 'reason': KEY, 'sentence': f'{KEY} is old'})) as peer:
        carrier = PeerCarrier(peer.url, KEY)
        with pytest.raises(KeyRefused) as refused:
            carrier.send(BODY, **NAMES)
    with pytest.raises(Unreachable) as gone:
        carrier.send(BODY, **NAMES)
    for shown in (carrier, refused.value, refused.value.receipt, refused.value.code, refused.value.reason, gone.value):
        assert KEY not in repr(shown) + str(shown)
    assert gone.value.__suppress_context__


@pytest.mark.parametrize('key', ['', None, '  \n', 'khóa', 'two\nlines'])
def test_without_a_usable_key_nobody_is_called(key):
    """The packet waits for the administrator, and the odd key shows nowhere."""
    with Answering(Said(200, RECEIPT)) as peer:
        with pytest.raises(KeyRefused, match='no usable key'):
            PeerCarrier(peer.url, key).send(BODY, **NAMES)
        assert peer.asked == []


def test_a_key_file_may_end_with_a_line():
    """An editor adds it."""
    with Answering(Said(200, RECEIPT)) as peer:
        PeerCarrier(peer.url, KEY + '\n').send(BODY, **NAMES)
        assert peer.asked[0].headers['Authorization'] == f'Bearer {KEY}'


@pytest.mark.parametrize('url', [
    'http://vanban.example.vn', 'http://10.0.0.1:8069', 'http://localhost.example.vn', 'http://127.0.0.1.example.vn',
    'ftp://127.0.0.1', '127.0.0.1:8069', '', 'https://', 'https://user@a.vn', 'https://user:word@a.vn',
    'https://a.vn/?x=1', 'https://a.vn/#x',
])
def test_an_address_is_https_or_this_machine(url):
    """A key never leaves the machine unencrypted."""
    with pytest.raises(ValueError, match='address of a system must'):
        PeerCarrier(url, KEY)


@pytest.mark.parametrize('url', ['https://vanban.example.vn', 'https://10.0.0.1/x/', 'http://localhost:8069',
                                 'http://127.0.0.2', 'http://[::1]:8069'])
def test_a_good_address_is_taken(url):
    """Also with a path before ours."""
    assert repr(PeerCarrier(url, KEY)) == f'<PeerCarrier {url.rstrip("/")}>'


def test_nobody_listens():
    """A closed port."""
    with socket.create_server(('127.0.0.1', 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable, match='ConnectionError'):
        send(f'http://127.0.0.1:{port}')


def test_an_answer_that_does_not_come_is_given_up():
    """The other side takes the connection and says nothing."""
    with socket.create_server(('127.0.0.1', 0)) as mute, pytest.raises(Unreachable, match='ReadTimeout|Timeout'):
        send(f'http://127.0.0.1:{mute.getsockname()[1]}', timeout=(1, 0.1))


def test_an_answer_that_never_ends_is_given_up():
    """Each byte comes in time, all of them never."""
    drops = Said(200, b' ', endless=True, pause=0.01)
    with Answering(drops) as peer, pytest.raises(Unreachable, match='did not finish'):
        send(peer.url, timeout=(5, 0.1))


def test_a_large_packet_goes_in_blocks():
    """The time-out counts for a block, so a slow line is no failure; the bytes are the same."""
    large = bytes(range(256)) * 4096 * 20
    receipt = RECEIPT | {'digest': sha256(large).hexdigest()}
    with Answering(Said(200, receipt)) as peer:
        PeerCarrier(peer.url, KEY).send(large, **NAMES)
        assert peer.asked[0].body == large
        assert peer.asked[0].headers['Content-Length'] == str(len(large))


@pytest.mark.parametrize(('date', 'moment'), [
    ('Tue, 10 Sep 2024 08:43:05 GMT', datetime(2024, 9, 10, 8, 43, 5, tzinfo=UTC)),
    ('Tue, 10 Sep 2024 15:43:05 +0700', datetime(2024, 9, 10, 8, 43, 5, tzinfo=UTC)),
    ('Tue, 10 Sep 2024 08:43:05 -0000', None), ('soon', None), ('Tue, 99 Sep 2024 08:43:05 GMT', None), ('', None),
])
def test_the_clock_of_the_peer_is_read(date, moment):
    """From an answer and from a refusal; what cannot be read is no clock."""
    with Answering(Said(200, RECEIPT, {'Date': date}), Said(422, NO, {'Date': date})) as peer:
        assert send(peer.url).peer_time == moment
        with pytest.raises(Refused) as refused:
            send(peer.url)
    assert refused.value.peer_time == moment
