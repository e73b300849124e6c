"""The rules of a token's session and PIN, and the queues; each in its process, as a login belongs to a process."""

import json
import subprocess
import sys

import keys_world
import pades_world as world
import pki
import pytest
import softhsm

LABEL, OTHER = 'Lãnh đạo', 'Con dấu'
OTHER_PIN = '11223344'

# What the child does before each scenario: a keyring, a request, and names for the outcome
BEGINNING = f'''
import json, sys, threading
from pkcs11 import Attribute, ObjectClass
sys.path.insert(0, {str(keys_world.TOOLS)!r})
from hanam_keys import Item, Keyring, KeyTrouble, SignRequest
from hanam_keys.worker import Worker
told = json.load(sys.stdin)
ring = Keyring([told["module"]], idle_seconds=60, queue_limit=3)
request = SignRequest((Item(bytes.fromhex(told["data"]), "sha256_rsa"),), certificate=told["certificate"])
def outcome(pin, request=request):
    try:
        return len(ring.sign(request, pin).result(30)[0])
    except KeyTrouble as trouble:
        return trouble.name
device = ring.locate(request)[0].device
said = []
'''
ENDING = '\nring.stop(10)\nprint(json.dumps(said))\n'


@pytest.fixture
def child(tmp_path):
    """Give `child(scenario)`: what the scenario said, in a process that sees two tokens."""
    hsm = softhsm.SoftHsm(tmp_path)
    hsm.add_token(LABEL, pki.PIN, [world.chairman()])
    hsm.add_token(OTHER, OTHER_PIN, [world.agency()])
    told = {'module': softhsm.MODULE, 'data': keys_world.attributes().hex(), 'pin': pki.PIN,
            'certificate': world.chairman().fingerprint, 'agency': world.agency().fingerprint}

    def run(scenario: str) -> list:
        done = subprocess.run([sys.executable, '-c', BEGINNING + scenario + ENDING], input=json.dumps(told),
                              env=hsm.environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
    return run


def test_a_lost_session_is_opened_once_more(child):
    """With the PIN that it had accepted: the person sees nothing."""
    assert child('''
said.append(outcome(told["pin"]))
device.module.close_sessions(device.find().slot.slot_id)
said.append(outcome(told["pin"]))
''') == [256, 256]


def test_a_key_that_went_away_is_not_asked_for_again(child):
    """Deleted by another program under the open session."""
    assert child('''
said.append(outcome(told["pin"]))
with device.find().open(rw=True) as session:
    for one in list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})):
        one.destroy()
said.append(outcome(told["pin"]))
''') == [256, 'key_absent']


def test_a_session_that_is_lost_at_once_is_not_opened_again(child):
    """The second loss in one request ends it by its name: the PIN does not go to the token a third time."""
    assert child('''
logins = []
class Losing(type(device)):
    def _log_in(self, *arguments):
        super()._log_in(*arguments)
        logins.append(1)
        self.module.close_sessions(self._slot_id)
losing = Losing(device.module, device.label, device.serial, device._pins)
_, one, key = ring.locate(request)
for attempt in range(2):
    try:
        losing.sign(key, told["pin"], request.items)
    except KeyTrouble as trouble:
        said.append(trouble.name)
said += [len(logins), losing.is_logged_in]
''') == ['session_lost', 'session_lost', 2, False]


def test_a_pin_that_was_changed_meanwhile_is_sent_once(child):
    """The session is lost, the PIN is another one now: the old one is refused, and then not sent again."""
    assert child('''
said.append(outcome(told["pin"]))
device.module.close_sessions(device.find().slot.slot_id)
with device.find().open(rw=True, user_pin=told["pin"]) as session:
    session.set_pin(told["pin"], "99999999")
said.append(outcome(told["pin"]))
low = 0x10000
said.append(bool(device.find().flags & low))
said.append(outcome("99999999"))
said.append(outcome(told["pin"]))
said.append(bool(device.find().flags & low))
''') == [256, 'pin_wrong', True, 256, 'pin_wrong', False]


def test_a_wrong_pin_of_one_token_is_another_tokens_right_one(child):
    """What was refused is remembered by token."""
    assert child('''
agency = SignRequest(request.items, certificate=told["agency"])
said += [outcome("11223344"), outcome("11223344", agency), outcome(told["pin"])]
''') == ['pin_wrong', 256, 256]


def test_no_pin_is_kept(child):
    """Neither the right one nor a wrong one is in any attribute of the device or of its memory."""
    assert child('''
said += [outcome("wrong-pin-1"), outcome(told["pin"])]
kept = repr(vars(device)) + repr(vars(device._pins)) + repr(request)
said += ["wrong-pin-1" in kept, told["pin"] in kept]
''') == ['pin_wrong', 256, False, False]


def test_a_token_that_hangs_holds_up_only_its_own_queue(child):
    """Its requests wait, then too many wait; another token signs meanwhile."""
    assert child('''
begun, go_on = threading.Event(), threading.Event()
def hang():
    begun.set()
    return go_on.wait(30)
busy = ring.locate(request)[0]
hanging = busy.submit(hang)
begun.wait(30)
waiting = [ring.sign(request, told["pin"]) for _ in range(2)]
said.append(outcome(told["pin"]))
said.append(outcome("11223344", SignRequest(request.items, certificate=told["agency"])))
go_on.set()
said += [len(one.result(30)[0]) for one in waiting]
''') == ['busy', 256, 256, 256]


def test_a_stop_does_not_wait_for_ever(child):
    """Requests that wait are cancelled, one that hangs is reported."""
    assert child('''
begun, go_on = threading.Event(), threading.Event()
worker = ring.locate(request)[0]
worker.submit(lambda: begun.set() or go_on.wait(30))
begun.wait(30)
waiting = ring.sign(request, told["pin"])
said += [ring.stop(0.1), waiting.cancelled()]
go_on.set()
''') == [False, True]


def test_a_login_ends_after_a_quiet_time(child):
    """The session is closed without anybody asking."""
    assert child('''
rested = threading.Event()
class Quiet(type(device)):
    def rest(self):
        super().rest()
        if waiting_for_rest:
            rested.set()
waiting_for_rest = False
quiet = Quiet(device.module, device.label, device.serial, device._pins)
worker = Worker(quiet, idle_seconds=0.05, queue_limit=3)
_, one, key = ring.locate(request)
signed = worker.submit(lambda: [quiet.sign(key, told["pin"], request.items), quiet.is_logged_in])
said.append(signed.result(30)[1])
waiting_for_rest = True
said += [rested.wait(30), quiet.is_logged_in]
worker.stop(10)
''') == [True, True, False]


def test_a_driver_that_is_missing_has_its_name(child):
    """And does not hide the tokens of the others."""
    assert child('''
broken = Keyring(["/nowhere/driver.so"])
try:
    broken.certificates()
except KeyTrouble as trouble:
    said.append(trouble.name)
said.append(len(Keyring(["/nowhere/driver.so", told["module"]]).certificates()))
''') == ['module_absent', 2]
