from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from odoo.addons.hanam_document.models.ir_http import SCOPE

from .packet_world import PacketCase

HEALTH = '/hanam/exchange/v1/health'
KEYS = {'status', 'at', 'reasons', 'outbox', 'inbox', 'alarms', 'clock', 'dispatcher', 'peers'}


@tagged('post_install', '-at_install')
class TestHealth(PacketCase, HttpCase):
    """What a monitoring system reads, by real requests (Decision 44/2024, Art. 17.4)."""

    @classmethod
    def setUpClass(cls):
        """Give a key to a monitoring system and one to another connection."""
        super().setUpClass()
        cls.key, cls.other_key = (cls.key_of(group) for group in ('monitor', 'exchange'))
        cls.env.ref('hanam_document.cron_dispatch').lastcall = fields.Datetime.now()

    @classmethod
    def key_of(cls, interface):
        """Return the key of a technical account with one interface."""
        account = cls.env['res.users'].create({
            'name': interface, 'login': f'{interface}@interface.test', 'group_ids': [Command.set([
                cls.env.ref('base.group_user').id, cls.env.ref(f'hanam_document.group_interface_{interface}').id])]})
        keys = cls.env['res.users.apikeys'].with_user(account).sudo()
        return keys._generate(SCOPE, interface, fields.Datetime.now() + timedelta(days=1))

    def ask(self, key=None):
        """Return the answer to a request with this key."""
        return self.url_open(HEALTH, headers={'Authorization': f'Bearer {key}'} if key else {}, timeout=30)

    def test_only_a_key_for_it_opens_it(self):
        self.assertEqual([self.ask(key).status_code for key in (None, 'a' * 40, self.other_key, self.key)],
                         [401, 401, 403, 200])

    def test_figures_of_all_agencies_and_named_reasons(self):
        """200 while people can wait, with what is wrong by name; moments in Vietnam time."""
        for number in range(3):
            self.receive(b'<broken', f'broken-{number}')
        answer = self.ask(self.key)
        health = answer.json()
        self.assertEqual((answer.status_code, set(health), health['status']), (200, KEYS, 'warning'))
        self.assertEqual(health['inbox']['quarantine'], 3)
        self.assertIn({'code': 'quarantine', 'level': 'warning', 'count': 3}, health['reasons'])
        self.assertIn({'code': 'alarms', 'level': 'warning', 'count': 1}, health['reasons'])
        self.assertRegex(health['at'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$')
        self.assertLess(abs(health['clock']['database_drift_seconds']), 60)
        self.assertEqual(answer.headers['Cache-Control'], 'no-store')

    def test_all_is_well(self):
        answer = self.ask(self.key)
        self.assertEqual((answer.status_code, answer.json()['status'], answer.json()['reasons']), (200, 'ok', []))
        self.assertIsNone(answer.json()['outbox']['oldest_waiting_seconds'])

    def test_what_cannot_wait_answers_503(self):
        self.env.ref('hanam_document.cron_dispatch').active = False
        answer = self.ask(self.key)
        self.assertEqual((answer.status_code, answer.json()['status']), (503, 'critical'))
        self.assertEqual(answer.json()['reasons'][0]['code'], 'dispatcher_stopped')

    def test_nothing_of_documents_keys_or_addresses_is_told(self):
        """Neither subject nor identifier of a document, nor the key of a connection, nor where it is."""
        peer = self.env['document.peer'].create({
            'name': "Tỉnh bạn", 'url': 'https://ban.example.vn', 'last_failure_at': fields.Datetime.now(),
            'last_error': f'Timeout: {self.packet().document_id} at https://ban.example.vn'})
        self.env['document.key.files']._write(peer.key_name, 'a secret of 1')
        self.addCleanup(self.env['document.key.files']._path(peer.key_name).unlink)
        self.receive(self.body())
        self.receive(self.secret(), 'secret')
        answer = self.ask(self.key)
        for word in ('biên chế', 'SYT-VP', 'a secret of 1', 'ban.example.vn'):
            self.assertNotIn(word, answer.text)
        line = next(line for line in answer.json()['peers'] if line['id'] == peer.id)
        self.assertEqual((line['failure'], line['has_key'], line['is_failing']), ('Timeout', True, True))
