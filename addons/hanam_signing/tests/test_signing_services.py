"""Keys behind services: tokens of SoftHSM2 in the signing service, and a remote key that a PIN and a code open."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import HOME, PIN
from .means_world import MeansCase, key_and_certificate, signed_items
from .trust_world import UNIT, TrustCase

LIBRARIES = UNIT.parents[1] / 'addons' / 'hanam_signing' / 'lib'
if str(LIBRARIES) not in sys.path:
    sys.path.append(str(LIBRARIES))

import csc_world  # noqa: E402
import keys_world  # noqa: E402
import pki  # noqa: E402
import softhsm  # noqa: E402

LABEL = "Lãnh đạo Sở"


def identity(name):
    """Return somebody of the key folder as the helpers of the services take it."""
    key, certificate, chain = key_and_certificate(name)
    return pki.Identity(certificate, key, tuple(chain))


class ServiceCase(MeansCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stack = ExitStack()
        cls.addClassCleanup(cls.stack.close)
        cls.folder = Path(cls.stack.enter_context(tempfile.TemporaryDirectory(prefix='hanam-keys-')))
        cls.settings = cls.env['ir.config_parameter']


class TestSigningService(ServiceCase):
    provider = 'pkcs11'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hsm = softhsm.SoftHsm(cls.folder)
        hsm.add_token(LABEL, PIN, [identity('director'), identity('home')])
        running = cls.stack.enter_context(keys_world.service(cls.folder, hsm, [LABEL]))
        cls.settings.set_param('hanam_signing.service_socket', running.address)
        cls.certificate.write({'token_label': LABEL, 'key_id': softhsm.key_id(identity('director'))})

    def test_a_token_at_the_server_signs(self):
        """The PIN goes to the token for this act alone; nothing is marked as a trial."""
        signed = self.prepared().with_user(self.director)._sign_as_person(PIN)
        self.assertEqual((signed._verify_signatures().verdict, signed.is_trial), ('valid', False))

    def test_a_wrong_pin_is_tried_once(self):
        """Three wrong ones lock a token: the browser is told to stop, and the next right one still opens it."""
        prepared = self.prepared().with_user(self.director)
        with self.assertRaisesRegex(UserError, "The PIN is wrong. Nothing was signed") as caught:
            prepared._sign_as_person('00000000')
        self.assertEqual(type(caught.exception).__name__, 'PinRefused')
        self.assertTrue(prepared._sign_as_person(PIN).is_signed)

    def test_what_is_missing_is_named(self):
        """A token that is not there, a key it does not hold, a service that does not run, a key nobody set."""
        prepared = self.prepared().with_user(self.director)
        for values, sentence in (({'token_label': "Con dấu"}, "is not plugged in"),
                                 ({'token_label': LABEL, 'key_id': 'abcd'}, "holds no key for the registered"),
                                 ({'key_id': False}, "No key is registered")):
            self.certificate.write(values)
            with self.subTest(values=values), self.assertRaisesRegex(UserError, sentence):
                prepared._sign_as_person(PIN)
        self.certificate.key_id = softhsm.key_id(identity('director'))
        self.settings.set_param('hanam_signing.service_socket', str(self.folder / 'nobody.sock'))
        with self.assertRaisesRegex(UserError, "signing service does not answer"):
            prepared._sign_as_person(PIN)

    def test_certificates_on_tokens_are_found_and_registered(self):
        """Each is proposed to whose name is on it; what is registered already is not shown."""
        seal = self.home.seal_certificate_id
        self.home.seal_certificate_id = False
        seal.unlink()
        action = self.env['signing.certificate'].with_user(self.manager).action_find_in_service()
        finder = self.env['signing.key.finder'].with_user(self.manager).browse(action['res_id'])
        self.assertEqual(finder.line_ids.mapped(lambda line: (line.common_name, line.company_id)), [(HOME, self.home)])
        finder.action_register()
        found = self.env['signing.certificate'].search([('company_id', '=', self.home.id)])
        self.assertEqual((found.provider, found.token_label, found.key_id),
                         ('pkcs11', LABEL, softhsm.key_id(identity('home'))))
        self.home.seal_certificate_id = found
        signed = self.prepared().with_user(self.director)._sign_as_person(PIN)
        sealed = signed.with_user(self.clerk)._seal(self.home, PIN, '07', '05', '01', '2026')
        expected = self.home._expected_signatures('main', self.director)
        self.assertEqual(sealed._verify_signatures(expected).verdict, 'valid')

    @mute_logger('odoo.addons.base.models.ir_model')
    def test_only_administrators_look_into_the_service(self):
        with self.assertRaises(AccessError):
            self.env['signing.certificate'].with_user(self.director).action_find_in_service()


class TestRemoteSigning(ServiceCase):
    provider = 'csc'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.stack.enter_context(
            csc_world.RemoteSigning(cls.folder, {'an': identity('director'), 'binh': identity('deputy')}))
        cls.settings.set_param('hanam_signing.csc_url', cls.service.url)
        cls.certificate.credential_id = 'world/an'

    def remote(self, batches, pin=csc_world.PIN, code=csc_world.OTP):
        return self.requests().sign_remotely([one['batch'] for one in batches], pin, code)

    def test_one_authorisation_signs_many_acts(self):
        """One PIN and one code for what was ticked, however many documents."""
        begun = [self.started() for _number in range(3)]
        self.service.calls.clear()
        answers = self.remote(begun)
        self.assertEqual(self.service.calls['credentials/authorize'], 1)
        for started, signatures in zip(begun, answers, strict=True):
            result = self.requests().finish(started['batch'], signatures)
            self.assertEqual((result['state'], result['error']), ('done', ''))

    def test_what_the_service_refuses_is_told(self):
        started = self.started()
        with self.assertRaisesRegex(UserError, "The PIN is wrong") as caught:
            self.remote([started], pin='0000')
        self.assertEqual(type(caught.exception).__name__, 'PinRefused')
        with self.assertRaisesRegex(UserError, "did not permit the signature"):
            self.remote([started], code='000000')
        self.certificate.credential_id = 'world/binh'
        with self.assertRaisesRegex(UserError, "holds no key for the registered"):
            self.remote([started])
        self.certificate.credential_id = 'world/an'
        self.settings.set_param('hanam_signing.csc_url', 'http://127.0.0.1:9')
        with self.assertRaisesRegex(UserError, "signing service does not answer"):
            self.remote([started])

    def test_nobody_signs_with_the_remote_key_of_another(self):
        started = self.started()
        with self.assertRaisesRegex(UserError, "not begun by you"):
            self.requests(self.deputy).sign_remotely([started['batch']], csc_world.PIN, csc_world.OTP)

    def test_what_is_over_is_not_signed(self):
        started = self.started()
        self.requests().abandon(started['batch'], 'cancelled')
        with self.assertRaisesRegex(UserError, "is over or is not for the remote service"):
            self.remote([started])


class TestSilentAuthority(MeansCase, TrustCase):

    def test_a_signature_waits_while_no_time_stamp_comes(self):
        """What the agent signed is not lost: the same answer is taken when the authority speaks again."""
        tsa = self.stamper()
        started = self.started()
        answers = signed_items(started['items'], 'director')
        address = tsa.url
        tsa.url = 'http://127.0.0.1:9/tsa'
        with self.assertRaisesRegex(UserError, "does not answer. Nothing was signed") as caught, \
                self.env.cr.savepoint():
            self.requests().finish(started['batch'], answers)
        self.assertEqual(type(caught.exception).__name__, 'TimestampChoice')
        self.assertEqual(self.rows(started).state, 'waiting')
        tsa.url = address
        result = self.requests().finish(started['batch'], answers)
        self.assertEqual((result['state'], result['error']), ('done', ''))
