"""Tokens of SoftHSM2 in a folder of their own: `SoftHsm(folder)`, `add_token(label, pin, identities)`.

The test process itself never loads the module: tokens are made and filled by short processes, used by the programs
that are tested. As a script it fills a token from the JSON on its standard input.
"""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pkcs11
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pkcs11 import Attribute, CertificateType, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

MODULE = '/usr/lib/softhsm/libsofthsm2.so'
SO_PIN = 'so-12345678'
# In the object file of a token: CKA_OS_TOKENFLAGS, a vendor's attribute of SoftHSM, of kind «unsigned long»
FLAGS_ATTRIBUTE = (0x8000534B).to_bytes(8, 'big') + (2).to_bytes(8, 'big')


class SoftHsm:
    """A folder with tokens, and the environment in which a process sees these and no others."""

    def __init__(self, folder: Path):
        self.tokens = folder / 'tokens'
        self.tokens.mkdir(parents=True)
        self.configuration = folder / 'softhsm2.conf'
        self.configuration.write_text(f'directories.tokendir = {self.tokens}\nobjectstore.backend = file\n'
                                      'log.level = ERROR\nslots.removable = true\n')

    @property
    def environment(self) -> dict:
        return {**os.environ, 'SOFTHSM2_CONF': str(self.configuration)}

    def add_token(self, label: str, pin: str, identities=()) -> Path:
        """Make a token with keys, certificates and chains; give its folder."""
        before = set(self.tokens.iterdir())
        self._run('softhsm2-util', '--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', SO_PIN)
        told = {'label': label, 'pin': pin, 'identities': [_told(one) for one in identities]}
        self._run(sys.executable, __file__, standard_input=json.dumps(told))
        return (set(self.tokens.iterdir()) - before).pop()

    def _run(self, *command, standard_input=''):
        subprocess.run(command, env=self.environment, check=True, capture_output=True, input=standard_input, text=True)


def flags_of(token: Path) -> int:
    """Read the flags of a token as the module keeps them."""
    body = (token / 'token.object').read_bytes()
    start = body.index(FLAGS_ATTRIBUTE) + len(FLAGS_ATTRIBUTE)
    return int.from_bytes(body[start:start + 8], 'big')


def set_flags(token: Path, flags: int) -> None:
    """Write the flags of a token, as a card's own counter would."""
    file = token / 'token.object'
    body = file.read_bytes()
    start = body.index(FLAGS_ATTRIBUTE) + len(FLAGS_ATTRIBUTE)
    file.write_bytes(body[:start] + flags.to_bytes(8, 'big') + body[start + 8:])


def key_id(identity) -> str:
    """Give the CKA_ID under which a key and its certificate are kept."""
    return identity.fingerprint[:16]


def _told(identity) -> dict:
    private = identity.key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return {'id': key_id(identity), 'rsa': isinstance(identity.key, rsa.RSAPrivateKey),
            'key': _b64(private), 'certificate': _b64(identity.der),
            'chain': [_b64(one.public_bytes(Encoding.DER)) for one in identity.chain]}


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _fill(label: str, pin: str, identities: list) -> None:
    token = pkcs11.lib(MODULE).get_token(token_label=label)
    with token.open(rw=True, user_pin=pin) as session:
        for one in identities:
            decode = decode_rsa_private_key if one['rsa'] else decode_ec_private_key
            session.create_object({**decode(base64.b64decode(one['key'])), Attribute.TOKEN: True,
                                   Attribute.PRIVATE: True, Attribute.SENSITIVE: True, Attribute.SIGN: True,
                                   Attribute.ID: bytes.fromhex(one['id'])})
            for number, der in enumerate([one['certificate'], *one['chain']]):
                _add_certificate(session, base64.b64decode(der), b'' if number else bytes.fromhex(one['id']))


def _add_certificate(session, der: bytes, id_value: bytes) -> None:
    session.create_object({
        Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
        Attribute.TOKEN: True, Attribute.PRIVATE: False, Attribute.VALUE: der, Attribute.ID: id_value,
        Attribute.SUBJECT: x509.Certificate.load(der).subject.dump()})


if __name__ == '__main__':
    _fill(**json.load(sys.stdin))
