"""All tokens of all modules: which are there, whose certificates they hold, and the way to each one's worker."""

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime

from .certificates import TokenCertificate
from .device import Device
from .messages import SignRequest
from .modules import Module
from .pins import PinMemory
from .troubles import Busy, KeyAbsent, KeyTrouble, ModuleAbsent, TokenAbsent
from .worker import Worker

__all__ = ['Keyring']


class Keyring:
    """The keys this process may use.

    modules: paths; labels: the tokens that may be used, None for all; list_seconds: how long reading certificates
    waits for a token that is busy before it answers with what was read before.
    """

    def __init__(self, modules, labels=None, *, idle_seconds: float = 300, queue_limit: int = 200,
                 list_seconds: float = 10):
        self._labels = None if labels is None else frozenset(labels)
        self._settings = {'idle_seconds': idle_seconds, 'queue_limit': queue_limit}
        self._list_seconds = list_seconds
        self._pins = PinMemory()
        self._workers: dict[str, Worker] = {}
        self._known: dict[str, tuple[TokenCertificate, ...]] = {}
        self._lock = threading.Lock()
        self._stopping = False
        self._modules: list[Module] = []
        self.troubles: list[ModuleAbsent] = []
        for path in modules:
            try:
                self._modules.append(Module(path))
            except ModuleAbsent as trouble:
                self.troubles.append(trouble)

    def certificates(self) -> tuple[TokenCertificate, ...]:
        """Give the signers' certificates of all tokens present; ModuleAbsent, TokenAbsent if there is none."""
        return tuple(one for _worker, one in _holdings(self._present(), self._read))

    def locate(self, request: SignRequest) -> tuple[Worker, TokenCertificate | None, str]:
        """Find the token and the key's id, and the certificate if known; TokenAbsent, KeyAbsent, ModuleAbsent."""
        workers = [worker for worker in self._present() if request.token in ('', worker.device.label)]
        if not workers:
            raise TokenAbsent(f'token {request.token} is not there')
        for read in (self._remembered, self._read):
            for worker, one in _holdings(workers, read):
                if request.certificate == one.fingerprint or (not request.certificate and request.key == one.key):
                    return worker, one, one.key
        if not request.certificate:
            return workers[0], None, request.key
        raise KeyAbsent('no token has this certificate')

    def sign(self, request: SignRequest, pin: str) -> Future:
        """Queue a request; the future gives the signatures or a KeyTrouble."""
        worker, _certificate, key = self.locate(request)
        return worker.submit(worker.device.sign, key, pin, request.items)

    def status(self) -> dict:
        """Say which modules are loaded and which tokens are there, with the length of their queues."""
        try:
            present = {worker.device.identity for worker in self._present()}
        except KeyTrouble:
            present = set()
        return {
            'modules': [module.path for module in self._modules],
            'troubles': [str(trouble) for trouble in self.troubles],
            'tokens': [{'token': worker.device.label, 'present': identity in present, 'waiting': worker.waiting,
                        'logged_in': worker.device.is_logged_in} for identity, worker in self._workers.items()],
        }

    def stop(self, seconds: float) -> bool:
        """Log out everywhere and touch no module any more; False if a token did not end in time."""
        with self._lock:
            self._stopping = True
            workers = list(self._workers.values())
        ended = [worker.stop(seconds) for worker in workers]
        return all(ended)

    def _present(self) -> list[Worker]:
        if self._stopping:
            raise Busy('the program is stopping')
        found = [(module, token) for module in self._modules for token in module.tokens()
                 if self._labels is None or token.label in self._labels]
        if not found and self.troubles:
            raise self.troubles[0]
        if not found:
            raise TokenAbsent('no token is there')
        return [self._worker(Device(module, token.label, token.serial, self._pins)) for module, token in found]

    def _worker(self, device: Device) -> Worker:
        with self._lock:
            if self._stopping:
                raise Busy('the program is stopping')
            if device.identity not in self._workers:
                self._workers[device.identity] = Worker(device, **self._settings)
            return self._workers[device.identity]

    def _remembered(self, worker: Worker) -> tuple[TokenCertificate, ...]:
        return self._known.get(worker.device.identity, ())

    def _read(self, worker: Worker) -> tuple[TokenCertificate, ...]:
        reading = worker.submit(worker.device.certificates)
        try:
            self._known[worker.device.identity] = reading.result(self._list_seconds)
        except NotInTime:
            reading.cancel()
        except TokenAbsent:
            self._known.pop(worker.device.identity, None)
        return self._remembered(worker)


def _holdings(workers: list[Worker], read) -> list[tuple[Worker, TokenCertificate]]:
    """Give the certificates of several tokens; one that fails does not hide the others."""
    found, troubles = [], []
    for worker in workers:
        try:
            found += [(worker, one) for one in read(worker)]
        except KeyTrouble as trouble:
            troubles.append(trouble)
    if troubles and not found:
        raise troubles[0]
    return found
