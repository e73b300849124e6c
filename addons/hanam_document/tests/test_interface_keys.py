from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessDenied, AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .interface_world import EXTERNAL, InterfaceCase

FIGURES = '/figures?from=2026-01-01&to=2026-01-31'


@tagged('post_install', '-at_install')
class TestInterfaceKeys(InterfaceCase):
    """A key opens what it was given for, for a while, and nothing else (Decision 44/2024, Art. 17.4)."""

    def calls(self):
        """Return the calls that were kept, oldest first, as (what, status, code)."""
        return [(row.call, row.status, row.code) for row in self.env['document.interface.call'].search([], order='id')]

    def test_without_a_key_nothing_opens(self):
        """Art. 17.4: no key, an invented one, a key in another place: 401 in the shape of every refusal."""
        for key in (None, 'a' * 40, ''):
            self.assertRefused(self.call('/figures', key), 401, 'no_key')
        self.assertRefused(self.call(f'/figures?key={self.centre_key}'), 401, 'no_key')
        self.assertEqual(self.call('/figures').headers['WWW-Authenticate'], 'Bearer')

    def test_a_key_opens_the_calls_it_was_given_for(self):
        """Art. 17.4: each other call is refused, whoever else may make it."""
        self.assertRefused(self.hand_in(key=self.centre_key), 403, 'no_right')
        self.assertRefused(self.call(FIGURES, self.key), 403, 'no_right')
        self.assertRefused(self.call('/documents?document_code=x', self.key), 403, 'no_right')
        self.procedures.may_figures = True
        self.assertEqual(self.call(FIGURES, self.key).status_code, 200)
        self.procedures.may_figures = False
        self.assertRefused(self.call(FIGURES, self.key), 403, 'no_right')

    def test_a_persons_key_opens_no_call(self):
        """Art. 17.4: rights here are a system's; a person's key for programs gives them none."""
        days = fields.Datetime.now() + timedelta(days=1)
        keys = self.env['res.users.apikeys'].with_user(self.officer).sudo()
        for scope in (None, 'hanam_interface'):
            self.assertRefused(self.call(FIGURES, keys._generate(scope, 'own', days)), 403, 'no_right')
        self.assertRefused(self.call(FIGURES, keys._generate('rpc', 'own', days)), 401, 'no_key')

    def test_a_systems_key_opens_nothing_but_these_calls(self):
        """Art. 17.4: not Odoo's JSON-2, no page, and no login."""
        for model in ('document.outgoing', 'res.users'):
            answer = self.url_open(f'/json/2/{model}/search_read', json={'domain': []},
                                   headers={'Authorization': f'Bearer {self.key}'})
            self.assertEqual(answer.status_code, 401, model)
        page = self.url_open('/web/session/get_session_info', json={}, headers={'Authorization': f'Bearer {self.key}'})
        self.assertNotIn('result', page.json())
        account = self.procedures.user_id
        for password in ('', False, self.key):
            with self.assertRaises(AccessDenied), mute_logger('odoo.addons.base.models.res_users'):
                account.with_user(account)._check_credentials({'type': 'password', 'password': password},
                                                              {'interactive': True})
        for model in ('document.outgoing', 'document.incoming', 'document.interface', 'document.file', 'res.partner'):
            self.assertFalse(self.env[model].with_user(account).has_access('read'), model)

    def test_json_2_gives_a_persons_programs_that_persons_rights(self):
        """Art. 17.4, 21.1: what Odoo's own JSON-2 opens with a person's key is what that person may see and do."""
        draft = self.draft()
        days = fields.Datetime.now() + timedelta(days=1)
        for user, found in ((self.officer, 1), (self.colleague, 0), (self.health_clerk, 0)):
            key = self.env['res.users.apikeys'].with_user(user).sudo()._generate('rpc', 'own', days)
            for method, said in (('search_count', {'domain': [['id', '=', draft.id]]}),
                                 ('write', {'ids': draft.ids, 'vals': {'state': 'issued'}})):
                answer = self.url_open(f'/json/2/document.outgoing/{method}', json=said,
                                       headers={'Authorization': f'Bearer {key}'})
                self.assertEqual((answer.status_code, answer.json() if method == 'search_count' else None),
                                 (200, found) if method == 'search_count' else (403, None), user.name)

    def test_a_key_ends(self):
        """Art. 17.4: on its day, when a new one is issued, when it is revoked, when the system is put away."""
        self.assertEqual(self.call(FIGURES, self.centre_key).status_code, 200)
        new = self.key_of(self.centre)
        self.assertRefused(self.call(FIGURES, self.centre_key), 401, 'no_key')
        self.assertEqual(self.call(FIGURES, new).status_code, 200)
        ended = self.key_of(self.centre)
        self.assertRefused(self.call(FIGURES, new), 401, 'no_key')
        self.env.cr.execute("UPDATE res_users_apikeys SET expiration_date = now() at time zone 'utc' - interval '1s' "
                            "WHERE user_id = %s", [self.centre.user_id.id])
        self.assertRefused(self.call(FIGURES, ended), 401, 'no_key')
        another = self.key_of(self.centre)
        self.centre.action_revoke_key()
        self.assertRefused(self.call(FIGURES, another), 401, 'no_key')
        another = self.key_of(self.centre)
        self.centre.active = False
        self.assertRefused(self.call(FIGURES, another), 401, 'no_key')
        with self.refused(UserError, "archived|lưu trữ"):
            self.centre.action_issue_key()
        self.centre.active = True
        self.assertRefused(self.call(FIGURES, another), 401, 'no_key')

    def test_a_key_is_valid_for_a_year_at_most(self):
        """Art. 17.4: and its end is shown, while the key itself is nowhere to be read again."""
        left = self.centre.key_expires_at - fields.Datetime.now()
        self.assertTrue(timedelta(days=364) < left <= timedelta(days=365))
        with self.refused(CheckViolation, "days_check"), mute_logger('odoo.sql_db'):
            self.centre.key_days = 366
            self.env.flush_all()
        self.assertNotIn(self.centre_key, str(self.centre.read()))
        self.env.cr.execute("SELECT key FROM res_users_apikeys WHERE user_id = %s", [self.centre.user_id.id])
        self.assertNotIn(self.centre_key, str(self.env.cr.fetchall()))

    def test_a_broken_program_is_slowed_down(self):
        """Art. 17.4: what is too much within a minute is refused, for that key alone, and kept once."""
        self.centre.calls_per_minute = 3
        for _call in range(3):
            self.assertEqual(self.call(FIGURES, self.centre_key).status_code, 200)
        for _call in range(3):
            answer = self.call(FIGURES, self.centre_key)
            self.assertRefused(answer, 429, 'too_many_calls')
            self.assertEqual(answer.headers['Retry-After'], '60')
        self.assertEqual([status for _call, status, _code in self.calls()], [200, 200, 200, 429])
        self.assertEqual(self.hand_in().status_code, 201)
        self.env.cr.execute("UPDATE document_interface_call SET at = at - interval '61s'")
        self.env.invalidate_all()
        self.assertEqual(self.call(FIGURES, self.centre_key).status_code, 200)

    def test_every_call_is_kept(self):
        """Art. 17.4: who, when, what and the result, refused calls included; nothing of what was said."""
        answer = self.call(FIGURES, self.centre_key, headers={'X-Request-Id': 'ioc-1'})
        self.assertEqual(answer.headers['X-Request-Id'], 'ioc-1')
        self.call('/figures?from=x', self.centre_key, headers={'X-Request-Id': 'bad id\u00e9'.encode()})
        self.hand_in(Subject="V/v chuyện riêng")
        self.assertEqual(self.calls(), [
            ('GET /hanam/api/v1/figures', 200, False), ('GET /hanam/api/v1/figures', 422, 'invalid'),
            ('POST /hanam/api/v1/drafts', 201, False)])
        rows = self.env['document.interface.call'].search([], order='id')
        self.assertEqual(rows.interface_id, self.centre | self.procedures)
        self.assertEqual(rows[2].reference, EXTERNAL)
        self.assertEqual(rows[0].request_id, 'ioc-1')
        self.assertRegex(rows[1].request_id, '^[0-9a-f]{32}$')
        self.assertNotIn("chuyện riêng", str(rows.read()))
        self.assertEqual((self.centre.calls_today, self.procedures.calls_today), (2, 1))
        self.assertTrue(self.centre.last_used_at)

    def test_old_calls_are_forgotten(self):
        """Art. 17.4: after 400 days, or as many as the setting says; the newer ones stay."""
        calls = self.env['document.interface.call']
        for days in (0, 399, 401):
            calls._note(self.centre, call='GET x', status=200, request_id=str(days))
            calls.search([], limit=1)._write({'at': datetime.now() - timedelta(days=days)})
        calls.invalidate_model()
        self.env.ref('hanam_document.cron_forget_calls').method_direct_trigger()
        self.assertEqual(set(calls.search([]).mapped('request_id')), {'0', '399'})
        self.env['ir.config_parameter'].set_param('hanam_document.interface_call_days', '30')
        self.env.ref('hanam_document.cron_forget_calls').method_direct_trigger()
        self.assertEqual(calls.search([]).mapped('request_id'), ['0'])

    def test_what_is_no_call_is_told_so(self):
        """Art. 17.4: an unknown call, a wrong method: the same shape; the description is open to all."""
        for path, options in (('/nothing', {}), ('', {}), ('/drafts', {}), ('/figures', {'method': 'POST'})):
            self.assertRefused(self.call(path, self.key, **options), 404, 'unknown_call')
        self.assertEqual(self.call('/openapi.json').json()['openapi'], '3.1.0')

    def test_only_an_administrator_of_the_agency_sets_systems_up(self):
        """Art. 21.1: nobody else sees them, and nobody gets a key."""
        stranger = self._person('stranger', "Mai Văn Lạ", 'administrator', company=self.health)
        for user in (self.officer, self.clerk, stranger):
            system = self.centre.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            for act in (system.action_issue_key, system.action_revoke_key, system.read):
                with self.refused(AccessError, ""):
                    act()
        with self.refused(AccessError, ""):
            self.centre.company_id = self.health
        with self.refused(ValidationError, ""):
            self.system('sai', may_drafts=True, drafter_id=self.health_clerk.id)
        with self.refused(ValidationError, ""):
            self.system('Mã Sai')
