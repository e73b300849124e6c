"""A verdict stands while what it was judged by stands, and is read by who may read the file."""

from odoo import fields

from .trust_world import TrustCase


class TestTrustVerdicts(TrustCase):

    def test_a_verdict_is_old_when_lists_or_authorities_change(self):
        verification = self.sealed()._verify_signatures()
        self.assertTrue(verification._is_fresh())
        self.root.crl_url = self.pki.crl_url('root')
        self.root._fetch_list()
        self.assertFalse(verification._is_fresh())
        verification = verification.attachment_id._verify_signatures()
        self.assertTrue(verification._is_fresh())
        self.issuing.active = False
        self.assertFalse(verification._is_fresh())
        self.issuing.active = True
        self.assertTrue(verification._is_fresh(), "the same authorities and lists as then")

    def test_a_verdict_is_old_after_a_day(self):
        verification = self.sealed()._verify_signatures()
        self.env.cr.execute("UPDATE signing_verification SET checked_at = checked_at - interval '25 hours' "
                            "WHERE id = %s", [verification.id])
        verification.invalidate_recordset()
        self.assertFalse(verification._is_fresh())
        self.assertTrue(verification._is_fresh(max_age_hours=48))

    def test_a_verdict_is_old_when_a_list_has_become_too_old(self):
        verification = self.sealed()._verify_signatures()
        self.env.cr.execute("UPDATE signing_crl SET this_update = %s", [fields.Datetime.to_datetime('2020-01-01')])
        self.env.invalidate_all()
        self.assertFalse(verification._is_fresh())

    def test_what_was_found_is_read_by_who_reads_the_record(self):
        """Nobody else in the agency, the signature administrator included."""
        file = self.sealed()
        verification = file._verify_signatures()
        lines = verification.signature_ids
        readers = self.clerk, self.manager
        for person in readers:
            self.assertIn(verification, verification.with_user(person).search([]))
            self.assertEqual(lines.with_user(person).search([('id', 'in', lines.ids)]), lines)
        self.env['ir.rule'].create({
            'name': "Only others see this partner", 'model_id': self.env.ref('base.model_res_partner').id,
            'domain_force': f"[('id', '!=', {self.home.partner_id.id})]"})
        for person in readers:
            with self.subTest(person=person.login):
                self.assertFalse(verification.with_user(person).has_access('read'))
                self.assertFalse(lines.with_user(person).has_access('read'))
                self.assertFalse(verification.with_user(person).search([('id', '=', verification.id)]))
                self.assertFalse(lines.with_user(person).search([('id', 'in', lines.ids)]))

    def test_what_hangs_on_nothing_is_for_who_uploaded_it(self):
        own = self.env['ir.attachment'].with_user(self.clerk).create({'name': "riêng.pdf", 'raw': self.sealed().raw})
        verification = own._verify_signatures()
        self.assertTrue(verification.with_user(self.clerk).has_access('read'))
        self.assertFalse(verification.with_user(self.manager).has_access('read'))

    def test_one_query_finds_them(self):
        self.sealed()._verify_signatures()
        checks = self.env['signing.verification'].with_user(self.clerk)
        checks.search([])
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            found = checks.search([], limit=80)
            found.mapped('verdict')
        self.assertTrue(found)
