"""The named world with systems that call it, over real HTTP."""

import base64

from odoo.tests import HttpCase

from .common import signable_pdf
from .described import description, faults, operation
from .signed_world import SignedProvinceCase

API = '/hanam/api/v1'
EXTERNAL = '000.00.02.H25-261122-0007'


class InterfaceCase(SignedProvinceCase, HttpCase):
    """The procedures system, the operations centre and an outsider, each with a key."""

    @classmethod
    def setUpClass(cls):
        """Let an administrator set the systems up and issue their keys."""
        super().setUpClass()
        cls.administrator = cls._person('administrator', "Tạ Văn Quản", 'administrator')
        cls.procedures = cls.system('mot-cua.snv', may_drafts=True, drafter_id=cls.officer.id)
        cls.centre = cls.system('ioc', may_figures=True, may_status=True)
        cls.key = cls.key_of(cls.procedures)
        cls.centre_key = cls.key_of(cls.centre)

    @classmethod
    def system(cls, code, company=None, **values):
        """Return a system of `home` an administrator has set up."""
        systems = cls.env['document.interface'].with_user(cls.administrator)
        if company:
            cls.administrator.company_ids += company
            systems = systems.with_context(allowed_company_ids=cls.administrator.company_ids.ids)
        return systems.create({
            'name': f"Hệ thống {code}", 'code': code, 'company_id': (company or cls.home).id, **values})

    @classmethod
    def key_of(cls, system):
        """Return a new key of a system, as its operator reads it from the screen."""
        return system.action_issue_key()['context']['default_key']

    @classmethod
    def submission(cls, external_id=EXTERNAL, files=None, **document):
        """Return what the procedures system hands in."""
        content = signable_pdf(cls.director.name, cls.authority.position)
        return {
            'external_id': external_id,
            'document': {'TypeName': "Công văn", 'Subject': "V/v trả kết quả hồ sơ 0007", 'Priority': 1,
                         'To': [{'OrganId': 'H25.16'}], **document},
            'files': [{'name': name, 'content': base64.b64encode(data).decode()}
                      for name, data in (files or [('du-thao.pdf', content)])],
        }

    def call(self, path, key=None, **options):
        """Return the answer to a call with a key; it is as the description says."""
        headers = {'Authorization': f'Bearer {key}'} if key else {}
        answer = self.url_open(API + path, headers=headers | options.pop('headers', {}), timeout=60, **options)
        described = description()
        if said := operation(described, answer.request.method, path.partition('?')[0]):
            schema = said['responses'][str(answer.status_code)]['content']['application/json']['schema']
            self.assertEqual(list(faults(described, schema, answer.json())), [])
        return answer

    def hand_in(self, key=None, **values):
        """Return the answer to a draft that is handed in."""
        return self.call('/drafts', key or self.key, json=self.submission(**values))

    def drafts(self):
        """Return what was handed in so far, newest first."""
        return self.env['document.interface.submission'].search([]).outgoing_id

    def assertRefused(self, answer, status, code, *fields):
        """Expect a refusal of this kind, in the one shape of all refusals."""
        self.assertEqual((answer.status_code, answer.json()['error']['code']), (status, code), answer.text)
        self.assertEqual(set(answer.json()), {'error'})
        self.assertEqual(set(answer.json()['error']), {'code', 'message', 'fields'})
        self.assertEqual(set(answer.json()['error']['fields']), set(fields))
        self.assertTrue(answer.json()['error']['message'])
        self.assertTrue(answer.headers['X-Request-Id'])
