"""Who says which certificates are trusted and whose they are."""

import base64
from pathlib import Path

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..lib.pades import sign_person
from ..tools import aware
from .common import DIRECTOR, HOME, PIN, SigningCase, key_folder


def held(name):
    """Return a file of the key folder as an upload."""
    return base64.b64encode((Path(key_folder().name) / name).read_bytes())


def rights_of(person, record):
    """Return what a person may do with a record."""
    rights = ('read', 'write', 'create', 'unlink')
    return [right for right in rights if record.with_user(person).has_access(right)]


class TestCertificates(SigningCase):

    def test_a_certificate_tells_who_it_is_for(self):
        certificate = self.director.certificate_ids
        self.assertEqual((certificate.common_name, certificate.organisation), (DIRECTOR, HOME))
        self.assertRegex(certificate.issuer, 'Issuing CA')
        self.assertFalse(certificate.is_expired)
        self.assertEqual(self.env['signing.certificate'].search([('is_expired', '=', True)]).ids, [])
        self.assertIn(certificate, self.env['signing.certificate'].search([('is_expired', '=', False)]))

    def test_no_private_key_enters_the_database(self):
        """Neither a key store nor a bare key is taken, whatever it is called."""
        for name in ('keys/director.p12', 'authority/issuing.key'):
            for model in ('signing.certificate', 'signing.authority'):
                with self.subTest(name=name, model=model), \
                        self.assertRaisesRegex(UserError, "never a file with a private key"):
                    self.env[model].create({'der': held(name)})

    def test_a_certificate_comes_as_pem_too(self):
        der = base64.b64decode(held('public/deputy.der'))
        pem = b'-----BEGIN CERTIFICATE-----\n' + base64.encodebytes(der) + b'-----END CERTIFICATE-----\n'
        self.deputy.certificate_ids.unlink()
        certificate = self.env['signing.certificate'].create({
            'der': base64.b64encode(pem), 'user_id': self.deputy.id})
        self.assertEqual(base64.b64decode(certificate.der), der)

    def test_authorities_and_persons_are_kept_apart(self):
        with self.assertRaisesRegex(UserError, "is not a certification authority"):
            self.env['signing.authority'].create({'der': held('public/director.der')})
        with self.assertRaisesRegex(UserError, "is a certification authority"):
            self.env['signing.certificate'].create({'der': held('authority/issuing.der'), 'user_id': self.clerk.id})

    def test_a_registered_certificate_cannot_be_exchanged(self):
        for record in (self.director.certificate_ids, self.env['signing.authority'].search([], limit=1)):
            with self.subTest(record=record), self.assertRaisesRegex(UserError, "cannot be exchanged"):
                record.write({'der': held('public/deputy.der')})

    @mute_logger('odoo.sql_db')
    def test_a_certificate_has_one_owner(self):
        certificate = self.director.certificate_ids
        for values in ({'company_id': self.home.id}, {'user_id': False}):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.cr.savepoint():
                certificate.write(values)
                self.env.flush_all()

    def test_trust_is_administered_by_few(self):
        """People read what is trusted; only signature administrators change it, and nobody deletes it."""
        records = (self.director.certificate_ids, self.env['signing.authority'].search([], limit=1))
        for record in records:
            self.assertEqual(rights_of(self.director, record), ['read'], record)
            self.assertEqual(rights_of(self.manager, record), ['read', 'write', 'create'], record)

    def test_seal_certificates_of_other_agencies_are_hidden(self):
        self.assertTrue(self.home.seal_certificate_id.with_user(self.clerk).has_access('read'))
        self.assertFalse(self.health.seal_certificate_id.with_user(self.clerk).has_access('read'))

    def test_trust_material_tells_roots_from_what_is_between(self):
        trust = self.env['signing.authority'].with_user(self.clerk)._trust_material()
        self.assertEqual(trust.roots, (base64.b64decode(held('authority/root.der')),))
        self.assertEqual(trust.intermediates, (base64.b64decode(held('authority/issuing.der')),))
        self.assertEqual((len(trust.crls), trust.tsa_roots), (2, ()))


class TestRevocationLists(SigningCase):

    def test_only_the_newest_list_of_an_authority_counts(self):
        issuing = self.issuing_authority()
        began = issuing.holder.certificate.not_valid_before_utc
        older = self.env['signing.crl'].create({'der': base64.b64encode(issuing.revocation_list(began, number=7))})
        self.assertIn(older, self.env['signing.crl'].search([('issuer', '=', older.issuer)]))
        self.assertNotIn(older, self.env['signing.crl']._current())
        self.assertEqual(len(self.env['signing.crl']._current()), 2)

    def test_a_list_is_added_not_changed(self):
        crl = self.env['signing.crl'].search([], limit=1)
        with self.assertRaisesRegex(UserError, "is never changed"):
            crl.write({'der': held('authority/root.crl')})
        with self.assertRaisesRegex(UserError, "is not a revocation list"):
            self.env['signing.crl'].create({'der': held('public/director.der')})

    def test_without_lists_revocation_is_not_checked(self):
        """A certificate whose withdrawal cannot be ruled out is not found valid."""
        sealed = self.upload(self.sealed().raw)
        self.env['signing.crl'].search([]).unlink()
        signed = self.upload(self.signed_without_lists())
        self.assertEqual(sealed._verify_signatures().verdict, 'valid', "the lists are inside the file (B-LT)")
        verification = signed._verify_signatures()
        self.assertEqual((verification.verdict, verification.status), ('revocation_unknown', 'indeterminate'))
        self.assertRegex(verification.reason, "no fresh revocation list")

    def signed_without_lists(self):
        """Return a file signed at the basic level: nothing about revocation inside."""
        signer = self.director._signing_certificate().with_user(self.director)._signer(PIN)
        return sign_person(self.prepared().raw, signer, image_png=self.director._signature_image(),
                           signed_at=aware(fields.Datetime.now()))

    def test_people_read_lists_and_few_add_them(self):
        crl = self.env['signing.crl'].search([], limit=1)
        self.assertEqual(rights_of(self.clerk, crl), ['read'])
        self.assertEqual(rights_of(self.manager, crl), ['read', 'create'])
        with self.assertRaises(AccessError):
            self.env['signing.crl'].with_user(self.clerk).create({'der': held('authority/root.crl')})
