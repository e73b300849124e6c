"""The agent on a person's machine: a real process, spoken to as a browser does, with tokens of SoftHSM2."""

import base64
import json
import stat
import sys

import drafts
import keys_world
import pades
import pades_world as world
import pki
import pytest
import softhsm
import websocket
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

LABEL = 'Nguyễn Văn An'
ORIGIN = 'https://vanban.example.vn'
MAX_ITEMS = 100


@pytest.fixture(scope='module')
def hsm(tmp_path_factory):
    hsm = softhsm.SoftHsm(tmp_path_factory.mktemp('agent'))
    hsm.add_token(LABEL, pki.PIN, [world.chairman(), keys_world.elliptic(world.authority())])
    return hsm


@pytest.fixture(scope='module')
def agent(tmp_path_factory, hsm):
    with start(tmp_path_factory.mktemp('settings'), hsm.environment) as program:
        yield program


def start(folder, environment, **settings):
    file = folder / 'agent.toml'
    keys_world.write_settings(file, {'origins': [ORIGIN], 'modules': [softhsm.MODULE], 'port': 0, 'dialog': 'none',
                                     **settings})
    return keys_world.Program('hanam-agent', file, environment)


def connect(program, origin=ORIGIN, host=None):
    return websocket.create_connection(program.address, origin=origin, host=host, timeout=keys_world.WAIT_SECONDS,
                                       suppress_origin=origin is None)


def ask(program, **message) -> dict:
    page = connect(program)
    try:
        page.send(json.dumps({'id': 7, **message}))
        return json.loads(page.recv())
    finally:
        page.close()


def sign(program, count: int = 1, identity=None, **message) -> dict:
    identity = identity or world.chairman()
    mechanism = 'sha256_rsa' if identity is world.chairman() else 'sha256_ecdsa'
    items = [{'data': base64.b64encode(keys_world.attributes(number)).decode(), 'mechanism': mechanism}
             for number in range(count)]
    return ask(program, **{'op': 'sign', 'certificate': identity.fingerprint, 'pin': pki.PIN, 'items': items,
                           **message})


def test_the_agent_says_who_it_is(agent):
    """And answers with the id of the question."""
    assert ask(agent, op='hello') == {'id': 7, 'agent': 'hanam', 'version': '1'}


@pytest.mark.parametrize(('origin', 'host'), [
    ('https://evil.example.vn', None), ('http://vanban.example.vn', None), ('https://vanban.example.vn:8443', None),
    (None, None), ('null', None), (ORIGIN, 'vanban.example.vn'), (ORIGIN, '127.0.0.1.evil.example.vn:8988'),
])
def test_no_other_page_is_answered(agent, origin, host):
    """Another site, another scheme or port, none at all, or a name that was pointed at this machine."""
    with pytest.raises(websocket.WebSocketBadStatusException) as caught:
        connect(agent, origin, host)
    assert caught.value.status_code == 403


def test_the_certificates_of_the_token_are_given(agent):
    """With chain, token and key."""
    found = {base64.b64decode(one['certificate']): one for one in ask(agent, op='certificates')['certificates']}
    assert set(found) == {world.chairman().der, keys_world.elliptic(world.authority()).der}
    one = found[world.chairman().der]
    assert (one['token'], one['key']) == (LABEL, softhsm.key_id(world.chairman()))
    assert base64.b64decode(one['chain'][1]) == world.authority().root_der


def test_a_batch_is_signed(agent):
    """Each item by its own signature, in order."""
    answer = sign(agent, 10)
    for number, signature in enumerate(answer['signatures']):
        world.chairman().key.public_key().verify(base64.b64decode(signature), keys_world.attributes(number),
                                                 padding.PKCS1v15(), hashes.SHA256())
    assert len(answer['signatures']) == 10


def test_an_elliptic_key_signs(agent):
    """As DER, which CMS wants."""
    identity = keys_world.elliptic(world.authority())
    signature = base64.b64decode(sign(agent, identity=identity)['signatures'][0])
    identity.key.public_key().verify(signature, keys_world.attributes(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize('identity', [world.chairman, lambda: keys_world.elliptic(world.authority())])
def test_a_pdf_prepared_elsewhere_is_signed_here(agent, identity):
    """What the server prepares, the agent signs and the server finishes verifies; only the attributes travel."""
    identity = identity()
    one = next(each for each in ask(agent, op='certificates')['certificates']
               if base64.b64decode(each['certificate']) == identity.der)
    plan = pades.plan_person(world.prepared(), image_png=drafts.blue_signature(), signed_at=pki.NOW)
    prepared = pades.defer(plan, identity.der, tuple(base64.b64decode(der) for der in one['chain']))
    item = {'data': base64.b64encode(prepared.attributes).decode(), 'mechanism': prepared.mechanism}
    answer = sign(agent, identity=identity, items=[item])
    pdf = pades.finish(prepared, base64.b64decode(answer['signatures'][0]))
    assert world.facts(pdf).signatures[0].fingerprint == identity.fingerprint


def test_a_batch_has_a_limit(agent):
    """One PIN signs at most 100 documents."""
    assert len(sign(agent, MAX_ITEMS)['signatures']) == MAX_ITEMS
    assert sign(agent, MAX_ITEMS + 1)['error'] == 'failed'


@pytest.mark.parametrize(('message', 'error'), [
    ({'pin': keys_world.WRONG_PIN}, 'pin_wrong'),
    ({'certificate': '0' * 64}, 'key_absent'),
    ({'token': 'Không có'}, 'token_absent'),
    ({'pin': None}, 'failed'),
    ({'items': [{'data': base64.b64encode(b'login challenge').decode(), 'mechanism': 'sha256_rsa'}]}, 'failed'),
    ({'op': 'format'}, 'failed'),
])
def test_what_cannot_be_signed_has_its_name(agent, message, error):
    """The names are those of the protocol; without a PIN and without a dialog nothing is signed."""
    answer = sign(agent, **message)
    assert (answer['id'], answer['error']) == (7, error) and answer['message']


@pytest.mark.parametrize('text', ['', '[]', 'null', '{', '[' * 5000])
def test_nonsense_ends_nothing(agent, text):
    """The next message of the same page is answered."""
    page = connect(agent)
    page.send(text)
    assert json.loads(page.recv())['error'] == 'failed'
    page.send('{"op": "hello", "id": "a"}')
    assert json.loads(page.recv())['id'] == 'a'
    page.close()


def test_no_token_has_its_name(tmp_path):
    """Nothing is plugged in."""
    with start(tmp_path, softhsm.SoftHsm(tmp_path).environment) as program:
        assert ask(program, op='certificates')['error'] == 'token_absent'
        assert sign(program)['error'] == 'token_absent'


# Stands where pinentry stands: speaks its protocol, keeps what it was told, gives the answer it was made for
PINENTRY = '''#!{python}
import sys
print("OK ready", flush=True)
for line in sys.stdin:
    with open({record!r}, "a") as record:
        record.write(line)
    if line.startswith("GETPIN"):
        print({answer!r})
    print("OK", flush=True)
'''


@pytest.fixture
def with_pinentry(tmp_path, hsm):
    """Give `with_pinentry(answer)`: the agent on a machine whose person answers so, and what the person was shown."""
    record = tmp_path / 'shown'

    def started(answer: str):
        program = tmp_path / 'pinentry'
        program.write_text(PINENTRY.format(python=sys.executable, record=str(record), answer=answer))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        path = f'{tmp_path}:{hsm.environment["PATH"]}'
        return start(tmp_path, {**hsm.environment, 'PATH': path}, dialog='pinentry'), record
    return started


def test_the_person_is_asked_when_the_page_sends_no_pin(with_pinentry):
    """And sees who asks for how many signatures with which certificate."""
    program, shown = with_pinentry(f'D {pki.PIN}')
    with program:
        assert len(sign(program, 3, pin=None)['signatures']) == 3
        status, log = program.stop()
    words = shown.read_text()
    assert ORIGIN in words and 'ký 3 văn bản' in words and 'Nguyễn Văn An' in words
    assert status == 0 and ORIGIN in log and pki.PIN not in log


def test_a_person_who_closes_the_question_signs_nothing(with_pinentry):
    """It has a name of its own."""
    program, _shown = with_pinentry('ERR 83886179 Operation cancelled <Pinentry>')
    with program:
        assert sign(program, pin=None)['error'] == 'cancelled'
