"""A remote signing service on loopback: certomancer's CSC service with the keys of our own authority.

In front of it stands what its author left out: it asks for a PIN and counts calls; a test may let it hang, refuse or
send the caller elsewhere.
"""

import asyncio
import threading
from collections import Counter
from pathlib import Path

from aiohttp import web
from certomancer.registry import CertomancerConfig
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from csc_dummy.csc_dummy_server import CSCWithCertomancer, DummyServiceParams

PIN, OTP = '2468', '135790'
BATCH = 20
WAIT_SECONDS = 30


class RemoteSigning:
    """The service for identities by name: `with RemoteSigning(folder, {'an': identity}) as service: service.url`."""

    def __init__(self, folder: Path, identities: dict, batch: int = BATCH):
        config = CertomancerConfig(_configuration(folder, identities), key_search_dir=str(folder),
                                   config_search_dir=str(folder))
        self._csc = CSCWithCertomancer(config, service_params=DummyServiceParams(multisign=batch))
        self._csc.register_routes()
        self._csc.app.middlewares.append(self._guard)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self.calls = Counter()
        self.hang_at = ''
        self.answers: dict[str, web.Response] = {}

    def __enter__(self):
        self._thread.start()
        self._runner = web.AppRunner(self._csc.app, shutdown_timeout=0.1)
        self._await(self._runner.setup())
        site = web.TCPSite(self._runner, '127.0.0.1', 0)
        self._await(site.start())
        self.url = f'http://127.0.0.1:{self._runner.addresses[0][1]}'
        return self

    def __exit__(self, *_error):
        self._await(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_SECONDS)
        self._loop.close()

    def _await(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_SECONDS)

    @web.middleware
    async def _guard(self, request, handler):
        endpoint = request.path.removeprefix('/csc/v1/')
        self.calls[endpoint] += 1
        if endpoint == self.hang_at:
            await asyncio.Event().wait()
        if endpoint in self.answers:
            return self.answers.pop(endpoint)
        if endpoint == 'credentials/authorize':
            asked = await request.json()
            for name, right in (('PIN', PIN), ('OTP', OTP)):
                if asked.get(name) != right:
                    return web.json_response({'error': f'invalid_{name.lower()}'}, status=400)
        return await handler(request)


def _configuration(folder: Path, identities: dict) -> dict:
    """Give certomancer the certificates and keys that exist already."""
    some = next(iter(identities.values()))
    authorities = {f'ca{number}': one for number, one in enumerate(some.chain)}
    keys, certificates = {}, {}
    for name, identity in identities.items():
        private = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f'{name}.key.pem').write_bytes(private)
        keys[name] = {'path': f'{name}.key.pem'}
        certificates[name] = _certificate(folder, name, identity.certificate, 'ca0')
    for number, (name, certificate) in enumerate(authorities.items()):
        public = certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / f'{name}.pub.pem').write_bytes(public)
        keys[name] = {'path': f'{name}.pub.pem', 'public-only': True}
        certificates[name] = _certificate(folder, name, certificate, f'ca{min(number + 1, len(authorities) - 1)}')
    return {'keysets': {'world': {'keys': keys}}, 'pki-architectures': {'world': {
        'keyset': 'world', 'entities': {name: {'common-name': name} for name in certificates},
        'certs': certificates}}}


def _certificate(folder: Path, name: str, certificate, issuer: str) -> dict:
    (folder / f'{name}.crt').write_bytes(certificate.public_bytes(Encoding.PEM))
    return {'certificate-file': f'{name}.crt', 'subject': name, 'subject-key': name, 'issuer': issuer,
            'authority-key': issuer, 'validity': {
                'valid-from': certificate.not_valid_before_utc.isoformat(),
                'valid-to': certificate.not_valid_after_utc.isoformat()}}
