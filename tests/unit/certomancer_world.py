"""A public key infrastructure that answers on loopback: root, issuing authority, holders, TSA, OCSP and CRLs.

How to use: `with certomancer_world() as world:` gives certificates, key stores and addresses; certomancer answers at
`world.url` in a thread of this process until the block ends. Keys are made once per run and never leave its folder.
`at`: the moment at which it issues lists and stamps; None means the machine's clock.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from socketserver import ThreadingMixIn
from string import Template
from tempfile import TemporaryDirectory
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import yaml
from certomancer import CertomancerConfig
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, ServiceLabel
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

PIN = '12345678'
ARCHITECTURE = 'hanam'
DESCRIPTION = Path(__file__).with_name('data') / 'certomancer.yml'
DAYS_OF_THE_SHORT_STAMPER = 200


@cache
def _key_folder() -> TemporaryDirectory:
    """Make the keys named in the description: the slow part, once per run."""
    folder = TemporaryDirectory(prefix='hanam-certomancer-')
    for name in yaml.safe_load(DESCRIPTION.read_text(encoding='utf-8'))['keysets'][ARCHITECTURE]['keys']:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        Path(folder.name, f'{name}.pem').write_bytes(pem)
    return folder


@dataclass
class World:
    """What a test sees of the infrastructure; `asked` are the paths that were asked for."""

    url: str
    architecture: object
    asked: list[str] = field(default_factory=list)

    def der(self, name: str) -> bytes:
        """Give a certificate: root, issuing, person, deputy (revoked), expired, agency, health, tsa, tsa-short."""
        return self.architecture.get_cert(CertLabel(name)).dump()

    def pkcs12(self, name: str, pin: str = PIN) -> bytes:
        """Give the key store of a holder, with the chain."""
        return self.architecture.package_pkcs12(CertLabel(name), password=pin.encode())

    def crl(self, name: str, at: datetime) -> bytes:
        """Give the list of root or issuing as it is published at a moment."""
        return self.architecture.service_registry.get_crl(ServiceLabel(name), at).dump()

    def crl_url(self, name: str = 'issuing') -> str:
        return f'{self.url}/{ARCHITECTURE}/crls/{name}/latest.crl'

    def tsa_url(self, name: str = 'tsa') -> str:
        return f'{self.url}/{ARCHITECTURE}/tsa/{name}'

    def ocsp_url(self, name: str = 'issuing') -> str:
        return f'{self.url}/{ARCHITECTURE}/ocsp/{name}'

    @property
    def host(self) -> str:
        """The host with its port, as an allow-list names it."""
        return self.url.removeprefix('http://')


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        """Tests have their own words."""


def _architecture(prefix: str, moment: datetime):
    soon = (moment + timedelta(days=DAYS_OF_THE_SHORT_STAMPER)).strftime('%Y-%m-%dT%H:%M:%S+0000')
    text = Template(DESCRIPTION.read_text(encoding='utf-8')).substitute(prefix=prefix, soon=soon)
    config = CertomancerConfig(yaml.safe_load(text), key_search_dir=_key_folder().name)
    return config.get_pki_arch(ArchLabel(ARCHITECTURE))


@contextmanager
def certomancer_world(at: datetime | None = None) -> Iterator[World]:
    """Start the infrastructure on a free port of 127.0.0.1 and stop it at the end of the block."""
    server = make_server('127.0.0.1', 0, None, server_class=_Server, handler_class=_Quiet)
    url = f'http://127.0.0.1:{server.server_port}'
    world = World(url, _architecture(url, at or datetime.now(UTC)))
    animator = Animator(AnimatorArchStore({ArchLabel(ARCHITECTURE): world.architecture}), at_time=at,
                        with_web_ui=False)

    def answer(environ, start_response):
        world.asked.append(environ['PATH_INFO'])
        return animator(environ, start_response)

    server.set_app(answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
