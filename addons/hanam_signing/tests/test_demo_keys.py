"""The keys of the demonstration are made once and registered once."""

import json
import stat
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from load_demo_pki import load_demo_pki
from make_demo_pki import make_demo_pki

from .common import DIRECTOR, HOME, PIN, SigningCase

WORLD = {
    'agencies': [{'key': 'home', 'company': HOME, 'name': HOME, 'code': 'H25.02', 'pin': PIN}],
    'persons': [{'key': 'director', 'login': 'director', 'name': DIRECTOR, 'organisation': HOME, 'pin': PIN}],
}


class TestDemoKeys(SigningCase):

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix='hanam-signing-')
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / 'pki'
        self.now = datetime.now(UTC).replace(microsecond=0)

    def contents(self):
        return {path.relative_to(self.folder): path.read_bytes() for path in self.folder.rglob('*') if path.is_file()}

    def test_what_is_there_stays_and_only_what_is_missing_is_made(self):
        make_demo_pki(self.folder, WORLD, self.now)
        first = self.contents()
        make_demo_pki(self.folder, WORLD, self.now)
        self.assertEqual(self.contents(), first)
        (self.folder / 'keys' / 'director.p12').unlink()
        make_demo_pki(self.folder, WORLD, self.now)
        again = self.contents()
        changed = {str(path) for path in again if again[path] != first[path]}
        self.assertEqual(changed, {'keys/director.p12', 'public/director.der'})

    def test_keys_are_closed_to_others(self):
        make_demo_pki(self.folder, WORLD, self.now)
        for path in self.folder.rglob('*'):
            self.assertFalse(stat.S_IMODE(path.stat().st_mode) & 0o077, path)
        self.assertNotIn(PIN, (self.folder / 'index.json').read_text(encoding='utf-8'))

    def test_a_list_about_to_end_is_signed_again(self):
        make_demo_pki(self.folder, WORLD, self.now)
        make_demo_pki(self.folder, WORLD, self.now + timedelta(days=350))
        crl = x509.load_der_x509_crl((self.folder / 'authority' / 'issuing.crl').read_bytes())
        self.assertGreater(crl.next_update_utc, self.now + timedelta(days=700))
        self.assertEqual(crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number, 2)

    def test_a_key_name_is_a_plain_file_name(self):
        world = json.loads(json.dumps(WORLD))
        world['persons'][0]['key'] = '../director'
        with self.assertRaisesRegex(SystemExit, "plain file names"):
            make_demo_pki(self.folder, world, self.now)

    def test_registering_twice_changes_nothing(self):
        models = ('signing.authority', 'signing.certificate', 'signing.crl', 'signing.image')
        make_demo_pki(self.folder, WORLD, self.now)
        load_demo_pki(self.env, self.folder)
        first = {model: self.env[model].with_context(active_test=False).search([]).ids for model in models}
        load_demo_pki(self.env, self.folder)
        self.assertEqual(
            {model: self.env[model].with_context(active_test=False).search([]).ids for model in models}, first)

    def test_a_key_made_anew_replaces_the_old_one(self):
        earlier = self.director._signing_certificate()
        make_demo_pki(self.folder, WORLD, self.now)
        load_demo_pki(self.env, self.folder)
        self.assertNotEqual(self.director._signing_certificate(), earlier)
        self.assertFalse(earlier.active)
        signed = self.prepared().with_user(self.director)._sign_as_person(PIN)
        self.assertEqual(signed._verify_signatures().verdict, 'valid')
