"""A packet out of an answer too large to be read at once: the same as reading it whole, wherever blocks are cut."""

import io
import json
import random
from base64 import b64encode

import pytest
from carriers import Oversized, Unreachable, lifting
from carriers.lifting import BLOCK, LONG, packet_of, read_large
from hypothesis import given, settings
from hypothesis import strategies as some

XML = '<edXML>Văn bản 𝄞 "số" \\ và \'ngày\' \t€</edXML>'


def lifted(answer, name='data', limit=10 ** 9, ascii_only=True):
    """Put an answer through a file and take the packet out."""
    text = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=ascii_only).encode()
    file = io.BytesIO(text)
    said, spans = read_large(file, json.loads)
    return said and packet_of(file, said.get(name), spans, limit)


def test_an_escape_may_lie_across_two_blocks(monkeypatch):
    """Escapes, pairs of them, quotes, backslashes and signs of several bytes, cut in blocks of a few bytes."""
    monkeypatch.setattr(lifting, 'LONG', 3)
    chance = random.Random(3)
    signs = ['\\', '\\\\', '"', '𝄞', 'ư', 'u', 'D83D', 'x', '\\u', '\t', 'a']
    for _ in range(4000):
        monkeypatch.setattr(lifting, 'BLOCK', chance.randint(7, 15))
        packet = '<' + ''.join(chance.choices(signs, k=chance.randint(4, 14)))
        answer = {'b': 'a"b\\', 'd': packet}
        file = io.BytesIO(json.dumps(answer, ensure_ascii=chance.random() < 0.6).encode())
        said, spans = read_large(file, json.loads)
        assert spans
        assert packet_of(file, said['d'], spans, 1000) == packet.encode()


def test_a_large_packet_as_xml():
    """With the real size of blocks."""
    packet = '<' + 'x' * BLOCK + XML * 3
    for ascii_only in (True, False):
        assert lifted({'before': 'a"b\\', 'data': packet}, ascii_only=ascii_only) == packet.encode()


@given(some.lists(some.text(max_size=20), max_size=6), some.integers(0, 3), some.booleans(), some.binary(max_size=50))
@settings(max_examples=60, deadline=None)
def test_the_rest_of_the_answer_is_read_as_it_is(words, place, ascii_only, tail):
    """Strings before and after a long one, whatever they hold, keep their places."""
    packet = b'\x00\xff' * LONG + tail
    rows = [{f'word {number}': word} for number, word in enumerate(words)]
    answer = {'rows': rows, 'data': b64encode(packet).decode()}
    answer = {name: answer[name] for name in (sorted(answer) if place % 2 else answer)}
    text = json.dumps(answer, ensure_ascii=ascii_only, indent=place or None).encode('utf-8', 'surrogatepass')
    file = io.BytesIO(text)
    said, spans = read_large(file, json.loads)
    assert packet_of(file, said['data'], spans, 10 ** 9) == packet
    assert said['rows'] == rows


@pytest.mark.parametrize('size', [1, 2, 3, 4, 1000, LONG, LONG * 3 // 4 - 1, LONG * 3 // 4, LONG * 3 // 4 + 1, BLOCK])
@pytest.mark.parametrize('written', [lambda text: text, lambda text: text.replace('=', '\\u003d').replace('/', '\\/'),
                                     lambda text: '\\r\\n'.join(text[at:at + 76] for at in range(0, len(text), 76))])
def test_base64_as_other_makers_write_it(size, written):
    """Short or long, with lines, with signs escaped that need none."""
    packet = bytes(number % 251 for number in range(size))
    answer = '{"data": "' + written(b64encode(packet).decode()) + '"}'
    assert lifted(answer.encode()) == packet


@pytest.mark.parametrize('value', [None, 1, True, [], {}, '', ' ', '\0', '\0000', '\u00001', 'abc', 'ab=d', 'a===',
                                   '!!!!', 'YWJj$', '\ud800', 'YQ==YQ==', '<\ud800>', 'YWJj' * BLOCK + '!'])
def test_what_is_no_packet_is_said(value):
    """Nothing, no text, broken base64, half a sign, or a mark that points nowhere."""
    with pytest.raises(Unreachable):
        lifted({'data': value})


@pytest.mark.parametrize('text', ['YQ==' * BLOCK, '<a>' + 'x' * BLOCK])
def test_a_packet_above_the_limit_is_given_up(text):
    """Before it is read to its end."""
    with pytest.raises(Oversized):
        lifted({'data': text.replace('=', 'A')}, limit=1000)


@pytest.mark.parametrize('answer', [b'', b'"' + b'x' * BLOCK, b'{' + b' ' * 3 * BLOCK + b'}',
                                    b'{"a": "' + b'\\' * 200_000])
def test_an_answer_that_ends_nowhere_is_none(answer):
    """Unfinished strings, and more between strings than an answer has to say."""
    def read(content):
        try:
            return json.loads(content)
        except ValueError:
            return None
    said, spans = read_large(io.BytesIO(answer), read)
    assert (said, list(spans)) == (None, [])
