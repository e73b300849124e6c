"""The named world with keys: a demonstration PKI made for the test run, and drafts that can be signed."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from .common import ProvinceCase

PKI = Path(__file__).parents[3] / 'scripts' / 'pki'
PIN = '13572468'


class SignedProvinceCase(ProvinceCase):
    """The named world whose directors and agencies hold keys of the demonstration PKI."""

    @classmethod
    def setUpClass(cls):
        """Make the PKI once for the class and register it."""
        super().setUpClass()
        sys.path.insert(0, str(PKI))
        cls.addClassCleanup(sys.path.remove, str(PKI))
        from load_demo_pki import load_demo_pki
        from make_demo_pki import make_demo_pki
        folder = tempfile.TemporaryDirectory(prefix='hanam-pki-')
        cls.addClassCleanup(folder.cleanup)
        make_demo_pki(Path(folder.name), {
            'agencies': [{'key': key, 'company': company.name, 'name': company.name, 'code': company.agency_id.code,
                          'pin': PIN} for key, company in (('home', cls.home), ('health', cls.health))],
            'persons': [{'key': f'person{number}', 'login': user.login, 'name': user.name, 'pin': PIN,
                         'organisation': user.company_id.name} for number, user in enumerate(cls.people_with_keys())],
        }, datetime.now(UTC).replace(microsecond=0))
        load_demo_pki(cls.env, Path(folder.name))

    @classmethod
    def people_with_keys(cls):
        """Return those for whom the demonstration PKI has a key."""
        return cls.director, cls.health_director

    @classmethod
    def to_sign(cls, **values):
        """Return a draft that passed both checks and is before the director."""
        document = cls.draft(**values)
        document.action_submit()
        document.with_user(cls.unit_head).action_pass_content()
        document.with_user(cls.form_checker).action_pass_form()
        return document

    @classmethod
    def signed(cls, **values):
        """Return a document the director has signed."""
        document = cls.to_sign(**values)
        document.with_user(cls.director).action_sign(pin=PIN)
        return document

    @classmethod
    def numbered(cls, **values):
        """Return a signed document with number and date."""
        document = cls.signed(**values)
        document.with_user(cls.clerk).action_assign_number()
        return document

    @classmethod
    def issued(cls, **values):
        """Return a document that was sealed and sent."""
        document = cls.numbered(**values)
        document.with_user(cls.clerk).action_issue(pin=PIN)
        return document

    def exchange(self):
        """Let the dispatcher send everything that waits, and check the signatures of what arrived."""
        with self.enter_registry_test_mode():
            outbox = self.env['document.transmission'].sudo()
            while due := outbox.search(outbox._due_domain(), order='id'):
                for packet in due:
                    packet._dispatch()
                    self.env.flush_all()
                    self.env.invalidate_all()
        for file in self.env['document.file'].sudo().search([
                ('incoming_id.channel', '=', 'electronic'), ('verification_id', '=', False),
                ('is_reference', '=', False)]):
            file._verify()

    def arrival_of(self, document, company=None):
        """Return the incoming document a recipient has of an issued one."""
        return self.env['document.incoming'].sudo().search([
            ('document_code', '=', document.document_code), ('company_id', '=', (company or self.health).id)])
