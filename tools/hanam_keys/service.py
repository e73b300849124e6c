"""The signing service: a Unix socket, one JSON object a line, one answer a line, the keys of a server's tokens.

Who may open the socket may ask; who has no PIN gets no signature. PINs are neither kept nor written anywhere.
"""

import grp
import json
import logging
import os
import signal
import socket
import socketserver
import struct
import sys
import threading
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as NotInTime
from contextlib import contextmanager
from pathlib import Path

from .keyring import Keyring
from .messages import answer_of, certificates_of, error_of, parse_sign
from .settings import ServiceSettings
from .troubles import BadRequest, Busy, Failed, KeyTrouble

__all__ = ['SigningService', 'check', 'run']

LOG = logging.getLogger('hanam-signd')
MAX_LINE = 10 * 1024 * 1024
# A connection on which nothing is said is closed
QUIET_SECONDS = 300
PEER = struct.Struct('3i')


class _Connection(socketserver.StreamRequestHandler):
    timeout = QUIET_SECONDS

    def handle(self):
        try:
            while line := self.rfile.readline(MAX_LINE + 1):
                with self.server.at_work():
                    self.wfile.write(json.dumps(self.server.answer(line, self._peer())).encode() + b'\n')
                if not line.endswith(b'\n'):
                    return
        except OSError as error:
            LOG.info('a connection ended: %s', type(error).__name__)

    def _peer(self) -> int:
        """Give the user id of who asks, as the kernel says it."""
        return PEER.unpack(self.connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, PEER.size))[1]


class SigningService(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers «certificates», «sign» and «status» of a keyring on a socket of mode 0660."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, settings: ServiceSettings, keyring: Keyring):
        self._settings, self._keyring = settings, keyring
        self._quiet = threading.Condition()
        self._working = 0
        Path(settings.socket).unlink(missing_ok=True)
        before = os.umask(0o117)
        try:
            super().__init__(settings.socket, _Connection)
        finally:
            os.umask(before)
        if settings.group:
            _give_to_group(Path(settings.socket), grp.getgrnam(settings.group).gr_gid)

    @contextmanager
    def at_work(self):
        """Give a context in which a stop waits for the answer that is being made."""
        with self._quiet:
            self._working += 1
        try:
            yield
        finally:
            with self._quiet:
                self._working -= 1
                self._quiet.notify_all()

    def answer(self, line: bytes, peer: int) -> dict:
        """Give the answer to one line; every failure has a name."""
        message = {}
        try:
            message = _parsed(line)
            return {'id': message.get('id'), **self._do(message, peer)}
        except KeyTrouble as trouble:
            LOG.warning('uid %s %s: %s: %s', peer, message.get('op'), trouble.name, trouble)
            return {'id': message.get('id'), **error_of(trouble)}

    def _do(self, message: dict, peer: int) -> dict:
        if message.get('op') == 'certificates':
            return certificates_of(self._keyring.certificates())
        if message.get('op') == 'status':
            return self._keyring.status()
        if message.get('op') == 'sign':
            return self._sign(message, peer)
        raise BadRequest('op must be certificates, sign or status')

    def _sign(self, message: dict, peer: int) -> dict:
        request = parse_sign(message)
        if request.pin is None:
            raise BadRequest('the PIN must be given')
        future = self._keyring.sign(request, request.pin)
        try:
            signatures = future.result(self._settings.request_seconds)
        except NotInTime as error:
            future.cancel()
            raise Failed(f'no signature within {self._settings.request_seconds} seconds') from error
        except CancelledError as error:
            raise Busy('the program is stopping') from error
        signed_by = request.certificate or f'{request.token}/{request.key}'
        LOG.info('uid %s sign: %s by %s', peer, len(signatures), signed_by)
        return answer_of(signatures)

    def stop(self) -> bool:
        """Take no more, end what runs, log out, remove the socket; False if a token did not end in time."""
        self.shutdown()
        self.server_close()
        Path(self._settings.socket).unlink(missing_ok=True)
        ended = self._keyring.stop(self._settings.stop_seconds)
        with self._quiet:
            return self._quiet.wait_for(lambda: not self._working, self._settings.stop_seconds) and ended


def _give_to_group(path: Path, group: int) -> None:
    # Under its unit the service has the group already, and the system call for changing it is closed
    if path.stat().st_gid != group:
        os.chown(path, -1, group)


def _parsed(line: bytes) -> dict:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRequest('a line must be one JSON object') from error
    if not isinstance(message, dict):
        raise BadRequest('a line must be one JSON object')
    return message


def keyring_of(settings: ServiceSettings) -> Keyring:
    """Load the modules; what cannot be loaded is a trouble of the keyring."""
    return Keyring(settings.modules, settings.tokens, idle_seconds=settings.idle_seconds,
                   queue_limit=settings.queue_limit)


def run(settings: ServiceSettings) -> int:
    """Serve until SIGTERM or SIGINT; the exit status."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    keyring = keyring_of(settings)
    for trouble in keyring.troubles:
        LOG.error('%s', trouble)
    service = SigningService(settings, keyring)
    threading.Thread(target=service.serve_forever, name='socket').start()
    print(f'ready {settings.socket}', flush=True)
    received = signal.sigwait({signal.SIGTERM, signal.SIGINT})
    LOG.info('stopping after %s', signal.Signals(received).name)
    if service.stop():
        return 0
    LOG.error('a token did not end its work in time')
    # A thread inside a module that hangs cannot be ended in another way
    sys.stderr.flush()
    os._exit(1)


def check(settings: ServiceSettings) -> int:
    """Print what the settings lead to, without any PIN; 0 if every module and every token is there."""
    keyring = keyring_of(settings)
    missing = [f'module: {trouble}' for trouble in keyring.troubles]
    try:
        held = keyring.certificates()
    except KeyTrouble as trouble:
        held = ()
        missing.append(f'{trouble.name}: {trouble}')
    present = [token['token'] for token in keyring.status()['tokens'] if token['present']]
    for one in held:
        print(f'{one.token}: {one.holder}, certificate {one.fingerprint}, key {one.key}')
    missing += [f'token: {label} is not there' for label in settings.tokens if label not in present]
    for line in missing:
        print(line, file=sys.stderr)
    keyring.stop(settings.stop_seconds)
    return 1 if missing else 0
