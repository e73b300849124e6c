"""Time stamps: the level an agency signs at, what is said when nobody stamps, and archive copies that last."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..lib.pades import Level, Status, judge, verify
from ..lib.pades.archive import archive_ends
from ..lib.pades.summary import level_of
from ..tools import aware
from .common import draft_pdf
from .trust_world import TrustCase


class TestTrustStamps(TrustCase):

    def test_without_an_authority_files_are_signed_as_before(self):
        policy = self.home._signing_policy()
        self.assertEqual((policy.level, policy.timestamper, policy.may_skip), (Level.LT, None, False))

    def test_the_policy_of_an_agency_follows_its_settings(self):
        tsa = self.stamper()
        policy = self.home.with_user(self.clerk)._signing_policy()
        self.assertEqual((policy.level, policy.may_skip, policy.least), (Level.LT, True, Level.B))
        self.assertTrue(policy.timestamper)
        skipped = self.home._signing_policy(without_timestamp=True)
        self.assertEqual((skipped.level, skipped.timestamper), (Level.LT, None))
        self.home.signing_level = 't'
        self.assertEqual(self.home._signing_policy(without_timestamp=True).level, Level.B)
        self.home.signing_level = 'b'
        self.assertFalse(self.home._signing_policy().timestamper)
        self.home.write({'signing_level': 'lt', 'signing_level_least': 't'})
        self.assertFalse(self.home._signing_policy().may_skip)
        with self.assertRaisesRegex(UserError, "does not sign without a time stamp"):
            self.home._signing_policy(without_timestamp=True)
        tsa.active = False
        with self.assertRaisesRegex(UserError, "no time-stamping authority is registered"):
            self.home._signing_policy()
        with self.assertRaisesRegex(ValidationError, "cannot be above"):
            self.home.signing_level = 'b'

    def test_the_choice_is_offered_only_where_it_is_allowed(self):
        self.stamper()
        self.assertRegex(self.home._timestamp_trouble(), "does not answer.*try again.*without a time stamp")
        self.home.signing_level_least = 'lt'
        self.assertNotRegex(self.home._timestamp_trouble(), "without a time stamp")

    def test_an_authority_is_tried(self):
        tsa = self.stamper('tsa-short').with_user(self.manager)
        tsa.action_try()
        self.assertFalse(tsa.trouble)
        self.assertEqual(tsa.certificate_name, "Certomancer TSA of this year")
        self.assertEqual((tsa.authority_id.purpose, tsa.authority_id.common_name), ('timestamp', "Certomancer Root"))
        self.assertAlmostEqual((tsa.valid_to - fields.Datetime.now()).days, 200, delta=1)
        tsa.url = self.pki.tsa_url('nobody')
        self.assertFalse(tsa.valid_to)
        tsa.action_try()
        self.assertRegex(tsa.trouble, "No time stamp came")
        with self.assertRaises(AccessError):
            tsa.with_user(self.clerk).action_try()

    def test_an_authority_nobody_trusts_is_named(self):
        tsa = self.stamper()
        self.env['signing.authority'].search([]).active = False
        tsa.action_try()
        self.assertRegex(tsa.trouble, "Register that authority for time stamps")

    def test_the_longest_wait_is_limited(self):
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.stamper(timeout=3600)

    def test_an_issued_file_gets_a_copy_that_proves_it(self):
        """The issued file stays as it was."""
        self.stamper()
        issued = self.sealed()
        before = issued.raw
        row = issued._archive_copy()
        self.assertEqual(issued._archive_copy(), row)
        self.assertFalse(issued._archived())
        self.run_action('archive')
        row = row.sudo()
        self.assertFalse(row.trouble)
        copy = issued._archived()
        self.assertEqual((issued.raw, copy.raw[:len(before)]), (before, before))
        self.assertTrue(copy.is_signed)
        self.assertEqual(copy.parent_attachment_id, issued)
        self.assertEqual(row.copy_sha256, copy.sha256)
        self.assertEqual(row.ends_at, archive_ends(copy.raw).replace(tzinfo=None))
        self.assertEqual(row.ends_at - row.renew_at, timedelta(days=365))
        # the moment of the stamp has parts of a second, the database's has none: look a little later
        trust = self.env['signing.authority']._trust_material()
        report = verify(copy.raw, trust=trust, at=aware(fields.Datetime.now()) + timedelta(seconds=5))
        self.assertEqual(judge(report).status, Status.PASSED, judge(report).findings)
        self.assertEqual({level_of(facts, report) for facts in report.signatures}, {'B-LTA'})
        self.assertEqual(set(issued._verify_signatures().signature_ids.mapped('level')), {'B-LT'})

    def test_a_copy_is_renewed_and_continues_the_one_before(self):
        self.stamper()
        issued = self.sealed()
        row = issued._archive_copy().sudo()
        row._make()
        first = issued._archived()
        row.with_user(self.manager).action_renew()
        second = issued._archived()
        self.assertEqual((row.stamps, second.parent_attachment_id), (2, first))
        self.assertTrue(second.raw.startswith(first.raw))
        self.assertEqual(len(second._verify_signatures().facts['document_timestamps']), 2)

    def test_a_short_lived_stamp_is_renewed_half_way(self):
        self.stamper('tsa-short')
        row = self.sealed()._archive_copy().sudo()
        row._make()
        self.assertAlmostEqual((row.renew_at - fields.Datetime.now()).days, 100, delta=1)

    def test_trouble_is_kept_and_tried_again_later(self):
        row = self.sealed()._archive_copy().sudo()
        row._make()
        self.assertRegex(row.trouble, "No time-stamping authority is registered")
        tsa = self.stamper()
        tsa.url = self.pki.tsa_url('nobody')
        row._make()
        self.assertRegex(row.trouble, "does not answer")
        self.assertEqual(row.failures, 2)
        self.assertGreater(row.renew_at, fields.Datetime.now() + timedelta(minutes=100))
        self.assertFalse(row.copy_id)
        tsa.url = self.pki.tsa_url()
        row._make()
        self.assertEqual((row.trouble, row.failures, row.stamps), (False, 0, 1))

    def test_only_the_machinery_writes_copies(self):
        unsigned = self.upload(draft_pdf())
        with self.assertRaisesRegex(UserError, "is not signed"):
            unsigned._archive_copy()
        row = self.sealed()._archive_copy()
        self.assertFalse(row.with_user(self.clerk).has_access('read'))
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).action_renew()
        manager = row.with_user(self.manager)
        self.assertEqual([manager.has_access(right) for right in ('read', 'write', 'create', 'unlink')],
                         [True, False, False, False])
        self.assertNotIn('issued_id', manager.fields_get())
