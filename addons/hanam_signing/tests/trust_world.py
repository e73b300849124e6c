"""The named world beside a public key infrastructure that answers on loopback (certomancer)."""

import base64
import sys
from contextlib import ExitStack
from pathlib import Path

from .common import SigningCase

UNIT = Path(__file__).resolve().parents[3] / 'tests' / 'unit'
if str(UNIT) not in sys.path:
    sys.path.append(str(UNIT))

from certomancer_world import certomancer_world  # noqa: E402


class TrustCase(SigningCase):
    """The world of signing; `pki` runs while the class does, its root and issuing authority are registered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stack = ExitStack()
        cls.addClassCleanup(stack.close)
        cls.pki = stack.enter_context(certomancer_world())
        cls.settings = cls.env['ir.config_parameter']
        cls.settings.set_param('hanam_signing.crl_hosts', cls.pki.host)
        cls.root, cls.issuing = (cls.authority(name) for name in ('root', 'issuing'))

    @classmethod
    def authority(cls, name, purpose='signing'):
        return cls.env['signing.authority'].create({'der': base64.b64encode(cls.pki.der(name)), 'purpose': purpose})

    def run_action(self, name):
        """Run a scheduled action of the addon as the scheduler does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'hanam_signing.cron_{name}').method_direct_trigger()
        self.env.invalidate_all()

    @classmethod
    def stamper(cls, name='tsa', **values):
        """Return a registered time-stamping authority, trusted here."""
        known = cls.env['signing.authority'].search([('purpose', '=', 'timestamp')])
        if not known:
            cls.authority('root', 'timestamp')
            cls.root.crl_url = cls.pki.crl_url('root')
            cls.root._fetch_list()
        return cls.env['signing.tsa'].create({'name': "Đồng hồ tỉnh", 'url': cls.pki.tsa_url(name), **values})
