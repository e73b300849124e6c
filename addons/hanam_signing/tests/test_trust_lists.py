"""Revocation lists are fetched from where authorities publish them, and count only while they prove something."""

import base64
from datetime import UTC, datetime, timedelta

from odoo import fields
from odoo.exceptions import UserError

from .trust_world import TrustCase


class TestTrustLists(TrustCase):

    def test_the_address_is_proposed_by_certificates(self):
        certificate = self.env['signing.certificate'].create({
            'der': base64.b64encode(self.pki.der('person')), 'user_id': self.deputy.id, 'provider': 'pkcs12'})
        self.assertEqual(certificate.crl_urls, self.pki.crl_url())
        self.assertEqual((self.issuing.crl_proposed_url, self.root.crl_proposed_url),
                         (self.pki.crl_url(), self.pki.crl_url('root')))
        self.issuing.action_take_proposed_url()
        self.assertEqual(self.issuing.crl_url, self.pki.crl_url())

    def test_a_list_is_fetched_and_counts(self):
        self.issuing.crl_url = self.pki.crl_url()
        action = self.issuing.with_user(self.manager).action_fetch_list()
        self.assertEqual(action['params']['type'], 'success', action)
        crl = self.env['signing.crl'].search([('authority_id', '=', self.issuing.id)])
        self.assertEqual((crl.state, crl.revoked_count, crl.issuer), ('current', 1, self.issuing.subject))
        self.assertFalse(self.issuing.crl_error)
        self.issuing._fetch_list()
        self.assertEqual(self.env['signing.crl'].search([('authority_id', '=', self.issuing.id)]), crl)

    def test_the_action_fetches_what_is_due_and_older_lists_stay(self):
        yesterday = datetime.now(UTC) - timedelta(days=2)
        older = self.env['signing.crl'].create({'der': base64.b64encode(self.pki.crl('root', yesterday))})
        self.root.crl_url, self.issuing.crl_url = self.pki.crl_url('root'), self.pki.crl_url()
        self.root.crl_next_at = fields.Datetime.now() + timedelta(hours=1)
        self.pki.asked.clear()
        self.run_action('fetch_lists')
        self.assertEqual(self.pki.asked, ['/hanam/crls/issuing/latest.crl'])
        self.root._fetch_list()
        newer = self.env['signing.crl'].search([('authority_id', '=', self.root.id), ('id', '!=', older.id)])
        self.assertEqual((older.exists(), older.state, newer.state), (older, 'outdated', 'current'))

    def test_trouble_is_kept_and_the_pause_grows(self):
        self.issuing.crl_url = self.pki.crl_url('nobody')
        pauses = []
        for _ in range(9):
            self.issuing._fetch_list()
            pauses.append(round((self.issuing.crl_next_at - fields.Datetime.now()).total_seconds() / 60))
        self.assertRegex(self.issuing.crl_error, "answered without the list")
        self.assertEqual((self.issuing.crl_failures, pauses[:4], pauses[-1]), (9, [15, 30, 60, 120], 1440))
        self.issuing.crl_url = self.pki.crl_url()
        self.assertEqual((self.issuing.crl_error, self.issuing.crl_next_at), (False, False))

    def test_only_listed_hosts_are_asked(self):
        self.issuing.crl_url = self.pki.crl_url()
        self.settings.set_param('hanam_signing.crl_hosts', 'ca.gov.vn')
        self.pki.asked.clear()
        self.issuing._fetch_list()
        self.assertRegex(self.issuing.crl_error, "Add it to the system parameter hanam_signing.crl_hosts")
        self.assertFalse(self.pki.asked)

    def test_a_list_of_somebody_else_is_refused(self):
        self.issuing.crl_url = self.pki.crl_url('root')
        self.issuing._fetch_list()
        self.assertRegex(self.issuing.crl_error, "is not signed by Certomancer Issuing")
        self.assertFalse(self.env['signing.crl'].search([('authority_id', 'in', (self.root + self.issuing).ids)]))

    def test_a_file_that_is_no_list_is_refused(self):
        self.issuing.crl_url = f'{self.pki.url}/hanam/certs/none/ca.crt'
        self.issuing._fetch_list()
        self.assertTrue(self.issuing.crl_error)
        with self.assertRaisesRegex(UserError, "not a revocation list"):
            self.env['signing.crl']._take(self.pki.der('root'), self.root)

    def test_a_list_of_an_unknown_authority_waits_for_it(self):
        """Nobody says whose a list is: its signature does."""
        crls = self.env['signing.crl']
        self.issuing.active = False
        content = base64.b64encode(self.pki.crl('issuing', datetime.now(UTC)))
        crl = crls.create({'der': content, 'authority_id': self.root.id})
        self.assertEqual((crl.authority_id, crl.state), (self.issuing, 'unproven'))
        self.assertNotIn(crl, crls._current())
        self.issuing.active = True
        self.assertIn(crl, crls._current())

    def test_a_list_uploaded_first_is_bound_when_its_authority_is_registered(self):
        root = base64.b64encode(self.pki.crl('root', datetime.now(UTC)))
        self.env.cr.execute('DELETE FROM signing_authority WHERE id = %s', [self.root.id])
        self.env.invalidate_all()
        crl = self.env['signing.crl'].create({'der': root})
        self.assertEqual(crl.state, 'unproven')
        again = self.authority('root')
        self.assertEqual((crl.authority_id, crl.state), (again, 'current'))

    def test_an_old_list_does_not_count_whatever_it_promises(self):
        """The age limit is a setting; the lists of the named world promise a year."""
        crls = self.env['signing.crl']
        world = crls._current()
        self.assertEqual(len(world), 2)
        self.env.cr.execute("UPDATE signing_crl SET this_update = this_update - interval '8 days' WHERE id IN %s",
                            [tuple(world.ids)])
        self.env.invalidate_all()
        self.settings.set_param('hanam_signing.crl_max_age_days', '7')
        self.assertFalse(crls._current())
        self.assertEqual(set(world.mapped('state')), {'outdated'})
        self.settings.set_param('hanam_signing.crl_max_age_days', '30')
        self.assertEqual(crls._current(), world)
