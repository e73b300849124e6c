"""Whoever must renew a certificate is told 30, 7 and 1 days before it ends, once each."""

import base64
from datetime import timedelta

from odoo import fields

from .trust_world import TrustCase


class TestTrustEndings(TrustCase):

    def announced(self, record):
        return record.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref('hanam_signing.activity_ending'))

    def end_in(self, record, days):
        """Let a certificate end in so many days, less an hour."""
        self.env.flush_all()
        self.env.cr.execute(
            f'UPDATE {record._table} SET valid_to = %s WHERE id = %s',
            [fields.Datetime.now() + timedelta(days=days, hours=-1), record.id])
        record.invalidate_recordset()

    def test_a_person_is_told_once_at_each_threshold(self):
        certificate = self.director.certificate_ids
        for days, told in ((31, 0), (30, 30), (12, 30), (7, 7), (2, 7), (1, 1)):
            self.end_in(certificate, days)
            self.run_action('announce')
            self.run_action('announce')
            notices = self.announced(certificate)
            self.assertEqual((len(notices), certificate.announced_days), (bool(told), told), days)
        self.assertEqual(notices.user_id, self.director)
        self.assertRegex(notices.summary, self.director.name)
        self.assertRegex(str(notices.note), "Ask the certification authority")

    def test_each_threshold_has_one_activity_of_its_own(self):
        certificate = self.director.certificate_ids
        self.end_in(certificate, 30)
        self.run_action('announce')
        first = self.announced(certificate)
        self.run_action('announce')
        self.assertEqual(self.announced(certificate), first)
        self.end_in(certificate, 7)
        self.run_action('announce')
        self.assertNotEqual(self.announced(certificate), first)

    def test_the_administrators_of_an_agency_are_told_about_its_seal(self):
        elsewhere = self._person('elsewhere', "Đỗ Văn Xa", self.health, 'hanam_signing.group_signing_manager')
        seal = self.home.seal_certificate_id
        self.end_in(seal, 5)
        self.run_action('announce')
        receivers = self.announced(seal).user_id
        self.assertIn(self.manager, receivers)
        self.assertNotIn(elsewhere, receivers)

    def test_authorities_and_time_stampers_are_announced_too(self):
        tsa = self.stamper('tsa-short')
        tsa.action_try()
        for record in (self.issuing, tsa):
            self.end_in(record, 20)
        self.run_action('announce')
        for record in (self.issuing, tsa):
            self.assertIn(self.manager, self.announced(record).user_id)

    def test_nobody_is_told_about_what_is_replaced_or_archived(self):
        certificate, seal = self.director.certificate_ids, self.home.seal_certificate_id
        self.env['signing.certificate'].create({
            'der': base64.b64encode(self.pki.der('person')), 'user_id': self.director.id, 'provider': 'pkcs12'})
        for record in (certificate, seal):
            self.end_in(record, 5)
        seal.active = False
        self.run_action('announce')
        self.assertFalse(self.announced(certificate) | self.announced(seal))

    def test_what_ends_soon_is_found(self):
        certificates = self.env['signing.certificate']
        certificate = self.director.certificate_ids
        self.assertNotIn(certificate, certificates.search([('ends_soon', '=', True)]))
        self.end_in(certificate, 10)
        self.assertIn(certificate, certificates.search([('ends_soon', '=', True)]))
        self.assertNotIn(certificate, certificates.search([('ends_soon', '=', False)]))
        self.assertEqual((certificate.ends_soon, certificate.days_left), (True, 9))
