"""Programs that hold keys, as the tests start them: real processes with tokens of their own, stopped by their id."""

import json
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

import pki
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from softhsm import MODULE

TOOLS = Path(__file__).parents[2] / 'tools'
WRONG_PIN = '87654321'
WAIT_SECONDS = 30


class Program:
    """A program of tools/ that says «ready» on its first line; `stop` gives its exit status and what it logged."""

    def __init__(self, name: str, settings: Path, environment: dict):
        self.process = subprocess.Popen(
            [sys.executable, str(TOOLS / name), '--settings', str(settings)], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.first_line = self.process.stdout.readline().strip()
        if not self.first_line.startswith('ready '):
            self.process.kill()
            raise AssertionError(self.process.communicate()[1])

    @property
    def address(self) -> str:
        return self.first_line.removeprefix('ready ')

    def stop(self, how=signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(how)
        _, log = self.process.communicate(timeout=WAIT_SECONDS)
        return self.process.returncode, log

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def service(folder: Path, hsm, tokens, **settings) -> Program:
    """Start hanam-signd for tokens of a SoftHsm; its address is the path of its socket."""
    file = folder / 'signd.toml'
    write_settings(file, {'socket': str(folder / 'sign.sock'), 'modules': [MODULE], 'tokens': list(tokens), **settings})
    return Program('hanam-signd', file, hsm.environment)


def write_settings(file: Path, values: dict) -> None:
    """Write a TOML file of texts, numbers and lists, which JSON writes the same way."""
    file.write_text(''.join(f'{name} = {json.dumps(value)}\n' for name, value in values.items()))


def ask(address: str, message: dict) -> dict:
    """Send one line to the service and give the answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(WAIT_SECONDS)
        connection.connect(address)
        connection.sendall(json.dumps(message).encode() + b'\n')
        return json.loads(connection.makefile('rb').readline())


def attributes(number: int = 0) -> bytes:
    """Give signed attributes of a CMS signature over nothing real."""
    return cms.CMSAttributes([
        cms.CMSAttribute({'type': 'content_type', 'values': ['data']}),
        cms.CMSAttribute({'type': 'message_digest', 'values': [number.to_bytes(32, 'big')]}),
    ]).dump()


@cache
def elliptic(authority: pki.Authority) -> pki.Identity:
    """Give a person with a P-256 key."""
    key = ec.generate_private_key(ec.SECP256R1())
    template = authority.person('Trần Thị Bình').certificate
    builder = pki.x509.CertificateBuilder(
        issuer_name=template.issuer, subject_name=template.subject, public_key=key.public_key(),
        serial_number=template.serial_number + 1, not_valid_before=template.not_valid_before_utc,
        not_valid_after=template.not_valid_after_utc)
    for extension in template.extensions:
        if extension.oid != pki.x509.SubjectKeyIdentifier.oid:
            builder = builder.add_extension(extension.value, extension.critical)
    certificate = builder.sign(authority.intermediate.key, hashes.SHA256())
    return pki.Identity(certificate, key, (authority.intermediate.certificate, authority.root.certificate))


def check(name: str, folder: Path, hsm, settings: dict) -> subprocess.CompletedProcess:
    """Run a program with --check to its end."""
    write_settings(folder / 'checked.toml', settings)
    return check_file(name, folder / 'checked.toml', hsm)


def check_file(name: str, file: Path, hsm) -> subprocess.CompletedProcess:
    """Run a program with --check for settings that are there."""
    return subprocess.run([sys.executable, str(TOOLS / name), '--settings', str(file), '--check'],
                          env=hsm.environment, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False)
