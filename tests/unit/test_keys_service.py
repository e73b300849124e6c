"""Tokens behind the signing service: a real process, real tokens of SoftHSM2, PDFs signed and verified."""

import base64
import shutil
import signal
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import drafts
import keys_world
import pades
import pades_world as world
import pki
import pytest
import softhsm
from pades import errors
from pades.providers import ServiceSigner, service_certificates

LABEL, OTHER = 'Lãnh đạo', 'Con dấu'
COUNT_LOW, FINAL_TRY, LOCKED = 0x10000, 0x20000, 0x40000


@pytest.fixture(scope='module')
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp('keys')


@pytest.fixture(scope='module')
def hsm(folder):
    hsm = softhsm.SoftHsm(folder)
    hsm.add_token(LABEL, pki.PIN, [world.chairman(), keys_world.elliptic(world.authority())])
    hsm.add_token(OTHER, '11223344', [world.agency()])
    return hsm


@pytest.fixture(scope='module')
def running(folder, hsm):
    with keys_world.service(folder, hsm, [LABEL, OTHER]) as program:
        yield program


@pytest.fixture
def own(tmp_path):
    """Give a token that a test may spoil, with its folder and its service."""
    hsm = softhsm.SoftHsm(tmp_path)
    token = hsm.add_token(LABEL, pki.PIN, [world.chairman()])
    with keys_world.service(tmp_path, hsm, [LABEL]) as program:
        yield hsm, token, program


def signer(address: str, identity=None, label: str = LABEL, pin: str = pki.PIN) -> ServiceSigner:
    identity = identity or world.chairman()
    chain = tuple(one.public_bytes(pki.Encoding.DER) for one in identity.chain)
    return ServiceSigner(address, label, softhsm.key_id(identity), pin, identity.der, chain)


def sign_pdf(means) -> bytes:
    return pades.sign_person(world.prepared(), means, image_png=drafts.blue_signature(), signed_at=pki.NOW)


def request(label: str = LABEL, pin: str = pki.PIN, identity=None, number: int = 0) -> dict:
    key = softhsm.key_id(identity or world.chairman())
    item = {'data': base64.b64encode(keys_world.attributes(number)).decode(), 'mechanism': 'sha256_rsa'}
    return {'op': 'sign', 'token': label, 'key': key, 'pin': pin, 'items': [item]}


@pytest.mark.parametrize('identity', [world.chairman, lambda: keys_world.elliptic(world.authority())])
def test_a_key_on_a_token_signs_a_pdf(running, identity):
    """RSA and P-256: the signature is whole and leads to the anchor."""
    pdf = sign_pdf(signer(running.address, identity()))
    facts = world.facts(pdf).signatures[0]
    assert (facts.intact, facts.fingerprint) == (True, identity().fingerprint)


def test_the_certificates_are_read_without_a_pin(running):
    """Each with its chain as on the token, its token and its key."""
    found = {one.certificate_der: one for one in service_certificates(running.address)}
    assert set(found) == {world.chairman().der, keys_world.elliptic(world.authority()).der, world.agency().der}
    one = found[world.agency().der]
    assert (one.token, one.key_id) == (OTHER, softhsm.key_id(world.agency()))
    assert one.chain == (world.authority().intermediate.der, world.authority().root_der)


def test_a_wrong_pin_is_asked_of_the_token_once(own):
    """The token's own mark of a wrong try is gone after a right one, and a repeated click does not set it again."""
    _hsm, token, program = own
    with pytest.raises(errors.PinWrong):
        sign_pdf(signer(program.address, pin=keys_world.WRONG_PIN))
    assert softhsm.flags_of(token) & COUNT_LOW
    sign_pdf(signer(program.address))
    assert not softhsm.flags_of(token) & COUNT_LOW
    with pytest.raises(errors.PinWrong, match='not asked again'):
        sign_pdf(signer(program.address, pin=keys_world.WRONG_PIN))
    assert not softhsm.flags_of(token) & COUNT_LOW


def test_an_open_session_is_no_help_without_its_pin(own):
    """After a right PIN the session stays logged in, but another PIN goes to the token."""
    _hsm, token, program = own
    assert 'signatures' in keys_world.ask(program.address, request())
    assert keys_world.ask(program.address, {'op': 'status'})['tokens'][0]['logged_in'] is True
    answer = keys_world.ask(program.address, request(pin=keys_world.WRONG_PIN))
    assert (answer['error'], answer['count_low']) == ('pin_wrong', True)
    assert keys_world.ask(program.address, {'op': 'status'})['tokens'][0]['logged_in'] is False


@pytest.fixture
def warning(tmp_path):
    """Give a service whose token shows a flag from the start: `warning(flag)`."""
    hsm = softhsm.SoftHsm(tmp_path)
    token = hsm.add_token(LABEL, pki.PIN, [world.chairman()])
    with ExitStack() as stack:
        def start(flag):
            softhsm.set_flags(token, softhsm.flags_of(token) | flag)
            return stack.enter_context(keys_world.service(tmp_path, hsm, [LABEL])).address
        yield start


def test_the_last_try_is_announced(warning):
    """The person must know that the next wrong PIN locks the token."""
    with pytest.raises(errors.PinWrong) as caught:
        sign_pdf(signer(warning(FINAL_TRY), pin=keys_world.WRONG_PIN))
    assert caught.value.tries_left == 1


def test_a_locked_token_is_not_asked(warning):
    """Not even with the right PIN, which it would refuse."""
    with pytest.raises(errors.PinLocked):
        sign_pdf(signer(warning(LOCKED)))


def test_a_token_that_is_pulled_out_has_its_name(own):
    """It goes away under an open session; the service goes on, and knows it as absent."""
    _hsm, token, program = own
    assert 'signatures' in keys_world.ask(program.address, request())
    shutil.rmtree(token)
    with pytest.raises(errors.TokenAbsent):
        sign_pdf(signer(program.address))
    assert keys_world.ask(program.address, {'op': 'status'})['tokens'][0]['present'] is False


def test_an_absent_token_has_its_name(running):
    """So has a token that is there but not allowed."""
    with pytest.raises(errors.TokenAbsent):
        sign_pdf(signer(running.address, label='Không có'))


def test_an_absent_key_has_its_name(running):
    """The registered certificate's key is on another token."""
    with pytest.raises(errors.KeyAbsent):
        sign_pdf(signer(running.address, world.agency()))


def test_a_service_that_is_not_there_has_its_name(tmp_path):
    """No socket."""
    with pytest.raises(errors.ServiceDown):
        service_certificates(str(tmp_path / 'none.sock'))


def test_a_service_that_hangs_is_left(tmp_path):
    """It takes the request and says nothing."""
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / 'silent.sock'))
        silent.listen()
        means = replace(signer(str(tmp_path / 'silent.sock')), timeout=0.2)
        with pytest.raises(errors.ServiceDown):
            sign_pdf(means)


def test_only_the_group_may_ask(running):
    """The socket has mode 0660."""
    assert stat.S_IMODE(Path(running.address).stat().st_mode) == 0o660


def test_fifty_requests_wait_for_each_other(running):
    """Of two tokens, at the same time; every one gets its own signature."""
    asked = [request(number=number) if number % 2 else
             request(OTHER, '11223344', world.agency(), number) for number in range(50)]
    with ThreadPoolExecutor(50) as callers:
        answers = list(callers.map(lambda one: keys_world.ask(running.address, one), asked))
    assert len({answer['signatures'][0] for answer in answers}) == 50


def test_a_stop_ends_what_runs_and_removes_the_socket(own):
    """Requests that wait are told, the one that runs gets its signature; no PIN is in the log."""
    _hsm, _token, program = own
    with ThreadPoolExecutor(20) as callers:
        first = keys_world.ask(program.address, request())
        waiting = [callers.submit(_ask_or_down, program.address, request(number=number)) for number in range(20)]
        status, log = program.stop()
        outcomes = {outcome.result() for outcome in waiting}
    assert 'signatures' in first and status == 0
    assert outcomes <= {'signed', 'busy', 'down'}
    assert not Path(program.address).exists()
    assert 'sign: 1 by' in log and pki.PIN not in log and 'Traceback' not in log


def _ask_or_down(address: str, message: dict) -> str:
    try:
        answer = keys_world.ask(address, message)
    except (OSError, ValueError):
        return 'down'
    return answer.get('error', 'signed')


def test_a_service_killed_in_mid_has_its_name(own):
    """The next signature says so, and nothing is half signed."""
    _hsm, _token, program = own
    means = signer(program.address)
    sign_pdf(means)
    program.stop(signal.SIGKILL)
    with pytest.raises(errors.ServiceDown):
        sign_pdf(means)


@pytest.mark.parametrize('change', [
    {'items': []}, {'items': [{'data': 'AA==', 'mechanism': 'sha256_rsa'}]}, {'items': 'all'}, {'pin': 7},
    {'items': [{'data': base64.b64encode(keys_world.attributes()).decode(), 'mechanism': 'md5_rsa'}]},
    {'op': 'export'}, {'key': 'no hex'}, {'items': [{}] * 101},
])
def test_what_is_no_request_is_not_signed(running, change):
    """Only signed attributes of a CMS signature, at most 100 at once."""
    assert keys_world.ask(running.address, {**request(), **change})['error'] == 'bad_request'


def test_check_says_what_is_there_and_what_is_not(tmp_path, hsm):
    """Without a PIN; the exit status is 1 while a token or a driver is missing, 2 for settings nobody can use."""
    def check(**settings):
        return keys_world.check('hanam-signd', tmp_path, hsm, {'socket': 'unused', **settings})
    good = check(modules=[softhsm.MODULE], tokens=[LABEL])
    assert good.returncode == 0 and world.chairman().fingerprint in good.stdout
    bad = check(modules=[softhsm.MODULE, '/nowhere/driver.so'], tokens=[LABEL, 'Không có'])
    assert bad.returncode == 1 and '/nowhere/driver.so' in bad.stderr and 'Không có' in bad.stderr
    wrong = check(modules=[softhsm.MODULE], tokens=[LABEL], tokenz=1)
    assert wrong.returncode == 2 and 'tokenz' in wrong.stderr


def test_the_example_is_understood(hsm):
    """Every name in it is a setting; what it names is not on this machine."""
    done = keys_world.check_file('hanam-signd', keys_world.TOOLS / 'signd.toml.example', hsm)
    assert done.returncode == 1 and 'UBND tinh Ha Nam is not there' in done.stderr
