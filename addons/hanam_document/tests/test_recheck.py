"""A verdict that does not stand any more is not accepted by (Decision 44/2024, Art. 10.1)."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from odoo.exceptions import UserError
from odoo.tests import tagged

from .signed_world import SignedProvinceCase


@tagged('post_install', '-at_install')
class TestRecheck(SignedProvinceCase):
    """What arrived is judged again when authorities or revocation lists change, and after a day."""

    def arrived(self):
        """Return a document that waits at the other agency, checked once."""
        document = self.issued()
        self.exchange()
        return self.arrival_of(document).with_user(self.health_clerk)

    def withdraw_seal(self):
        """Register a newer list of the issuing authority that names the certificate of the sender's seal."""
        from make_demo_pki import stored_authority
        keys = self.env['ir.config_parameter'].get_param('hanam_signing.pkcs12_directory')
        folder = Path(keys).parent / 'authority'
        seal = x509.load_der_x509_certificate(self.home.seal_certificate_id._der_bytes())
        moment = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
        crl = stored_authority(folder, 'issuing').revocation_list(moment, (seal.serial_number,), number=2)
        return self.env['signing.crl'].create({'der': base64.b64encode(crl)})

    def run_action(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('hanam_document.cron_verify').method_direct_trigger()
        self.env.invalidate_all()

    def age(self, verification, hours):
        self.env.flush_all()
        self.env.cr.execute("UPDATE signing_verification SET checked_at = checked_at - %s WHERE id = %s",
                            [timedelta(hours=hours), verification.id])
        self.env.invalidate_all()

    def test_a_withdrawn_certificate_stops_acceptance_at_once(self):
        arrival = self.arrived()
        self.assertEqual(arrival.verdict, 'valid')
        self.withdraw_seal()
        with self.refused(UserError, "revoked"):
            arrival.action_receive()

    def test_the_action_checks_again_what_is_judged_by_other_lists(self):
        arrival = self.arrived()
        file = arrival.sudo().file_ids
        first = file.verification_id
        self.run_action()
        self.assertEqual(file.verification_id, first, "nothing has changed")
        self.withdraw_seal()
        self.run_action()
        self.assertEqual((arrival.verdict, first.verdict), ('invalid', 'valid'))
        self.assertGreater(file.verification_id.id, first.id)

    def test_what_was_checked_yesterday_is_checked_before_acceptance(self):
        arrival = self.arrived()
        first = arrival.sudo().file_ids.verification_id
        self.age(first, 23)
        arrival._renew_verdicts()
        self.assertEqual(arrival.sudo().file_ids.verification_id, first)
        self.age(first, 2)
        arrival.action_receive()
        self.assertEqual(arrival.state, 'received')
        self.assertNotEqual(arrival.sudo().file_ids.verification_id, first)

    def test_a_verdict_is_not_open_to_who_may_not_open_the_document(self):
        """Decree 30/2020, App. VI, III.3b: rights per document."""
        arrival = self.arrived()
        check = arrival.file_ids.verification_id
        self.assertTrue(check.has_access('read'))
        self.assertIn(check, check.search([]))
        stranger = self._person('stranger', "Mai Thị Lạ", company=self.health)
        for person in (stranger, self.clerk):
            with self.subTest(person=person.login):
                self.assertFalse(check.with_user(person).has_access('read'))
                self.assertFalse(check.with_user(person).search([('id', '=', check.id)]))
