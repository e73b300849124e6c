"""The world with keys the server cannot reach: what the person's own tools do, done here with the same keys."""

import base64
import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs12

from .common import PIN, SigningCase, key_folder

TOOLS = Path(__file__).resolve().parents[3] / 'tests' / 'e2e'
if str(TOOLS) not in sys.path:
    sys.path.append(str(TOOLS))

from vgca_stand_in import sign_file  # noqa: E402


def key_and_certificate(name):
    """Return private key, certificate and chain of somebody in the key folder."""
    store = (Path(key_folder().name) / 'keys' / f'{name}.p12').read_bytes()
    return pkcs12.load_key_and_certificates(store, PIN.encode())


def signed_items(items, name):
    """Return what an agent with the key of `name` answers for these items."""
    key = key_and_certificate(name)[0]
    return [
        base64.b64encode(key.sign(base64.b64decode(item['data']), padding.PKCS1v15(), hashes.SHA256())).decode()
        for item in items]


def sign_whole_file(pdf, name, **options):
    """Return the file as a signing tool with the key of `name` gives it back."""
    return sign_file(pdf, *key_and_certificate(name), **options)


class MeansCase(SigningCase):
    """The director's key is where `provider` says; the director tries it on the trial page."""

    provider = 'agent'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate = cls.director._signing_certificate()
        cls.certificate.provider = cls.provider

    def requests(self, person=None):
        """Return the model as a person at work."""
        return self.env['signing.request'].with_user(person or self.director)

    def started(self, person=None, **options):
        """Begin the director's trial signature and return batch and items."""
        return self.requests(person).start(
            'signing.certificate', self.certificate.id, 'action_try', **options)

    def rows(self, started):
        """Return the requests of a batch with all rights."""
        return self.env['signing.request'].sudo().search([('batch', '=', started['batch'])])
