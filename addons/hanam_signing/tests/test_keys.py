"""Whose key signs, and when it does not (Decision 44/2024, Art. 13.3, 13.4)."""

import os
from pathlib import Path
from shutil import copy

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import PIN, SigningCase, draft_pdf, key_folder


class TestKeys(SigningCase):

    def test_a_wrong_pin_signs_nothing_and_says_so(self):
        """The PIN is tried once; the person enters it again."""
        prepared = self.prepared()
        with self.assertRaisesRegex(UserError, "The PIN is wrong. Nothing was signed; enter the PIN again"):
            prepared.with_user(self.director)._sign_as_person('0000')
        self.assertFalse(self.env['ir.attachment'].search_count([('parent_attachment_id', '=', prepared.id)]))

    def test_an_empty_pin_is_asked_for(self):
        prepared = self.prepared()
        for pin in ('', None, False, 1234):
            with self.subTest(pin=pin), self.assertRaisesRegex(UserError, "Enter the PIN"):
                prepared.with_user(self.director)._sign_as_person(pin)

    def test_keys_in_files_are_off_unless_switched_on(self):
        """A key in a file is for trying out only."""
        prepared = self.prepared()
        for value in ('False', False):
            self.env['ir.config_parameter'].set_param('hanam_signing.allow_pkcs12', value)
            with self.subTest(value=value), self.assertRaisesRegex(UserError, "PKCS#12 files are switched off here"):
                prepared.with_user(self.director)._sign_as_person(PIN)

    def test_a_key_serves_its_owner_alone(self):
        """Not a colleague, not the administrator, not superuser mode."""
        certificate = self.director._signing_certificate()
        for person in (self.deputy, self.manager, self.env.ref('base.user_root')):
            for acting in (certificate.with_user(person), certificate.with_user(person).sudo()):
                with self.subTest(person=person.login, su=acting.env.su), \
                        self.assertRaisesRegex(AccessError, "can be used by its owner alone"):
                    acting._signer(PIN)

    def test_a_seal_serves_those_who_serve_there(self):
        """Decision 44/2024, Art. 8.1: each agency has its own seal."""
        signed = self.signed()
        for person in (self.health_clerk, self.env.ref('base.user_root')):
            with self.subTest(person=person.login), \
                    self.assertRaisesRegex(AccessError, "only by persons who serve there"):
                signed.with_user(person).sudo()._seal(self.home, PIN, '07', '05', '01', '2026')

    def test_a_seal_serves_the_role_the_caller_names(self):
        """The clerk keeps the seal; others of the agency do not use it."""
        signed = self.signed().with_user(self.director)
        with self.assertRaisesRegex(AccessError, "used by the clerks who keep it"):
            signed._seal(self.home, PIN, '07', '05', '01', '2026', role='hanam_signing.group_signing_manager')
        self.assertTrue(signed.with_user(self.manager)._seal(
            self.home, PIN, '07', '05', '01', '2026', role='hanam_signing.group_signing_manager').is_signed)

    def test_a_person_without_certificate_is_told(self):
        with self.assertRaisesRegex(UserError, "has no certificate registered"):
            self.prepared().with_user(self.clerk)._sign_as_person(PIN)

    def test_a_person_without_image_is_told(self):
        """Decree 30/2020, App. I, II.7d: the picture of the signature is part of it."""
        self.director.signing_image_ids.active = False
        with self.assertRaisesRegex(UserError, "has no signature image"):
            self.prepared().with_user(self.director)._sign_as_person(PIN)

    def test_an_agency_without_certificate_is_told(self):
        self.home.seal_certificate_id = False
        with self.assertRaisesRegex(UserError, "has no certificate for its seal"):
            self.upload(draft_pdf())._sign_as_agency(self.home, PIN, "SAO Y; Sở Nội vụ")

    def test_a_key_file_of_another_certificate_is_refused(self):
        self.director.certificate_ids.key_reference = 'deputy.p12'
        with self.assertRaisesRegex(UserError, "belongs to another certificate"):
            self.prepared().with_user(self.director)._sign_as_person(PIN)

    def test_a_missing_key_file_is_told(self):
        self.director.certificate_ids.key_reference = 'nowhere.p12'
        with self.assertRaisesRegex(UserError, "cannot be read. Ask the administrator to put it in the key directory"):
            self.prepared().with_user(self.director)._sign_as_person(PIN)

    def test_a_key_file_lies_in_its_directory(self):
        """No folder in the name, and no link that leads out."""
        certificate = self.director.certificate_ids
        for name in ('../keys/director.p12', '/etc/passwd', '.director.p12', 'keys/director.p12'):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, "is not a plain file name"):
                certificate.key_reference = name
        outside = Path(key_folder().name) / 'outside.p12'
        link = Path(key_folder().name) / 'keys' / 'link.p12'
        copy(Path(key_folder().name) / 'keys' / 'director.p12', outside)
        os.symlink(outside, link)
        self.addCleanup(link.unlink)
        certificate.key_reference = 'link.p12'
        with self.assertRaisesRegex(UserError, "cannot be read"):
            certificate.with_user(self.director)._signer(PIN)

    def test_where_a_key_lies_is_hidden_from_people(self):
        with self.assertRaisesRegex(AccessError, "key_reference|Key File"):
            self.director.certificate_ids.with_user(self.director).read(['key_reference'])
