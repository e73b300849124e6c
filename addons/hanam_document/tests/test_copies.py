from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .signed_world import SignedProvinceCase


@tagged('post_install', '-at_install')
class TestCopies(SignedProvinceCase):
    """SAO Y, SAO LỤC and TRÍCH SAO on paper: who signs them, and their one series."""

    def ask(self, form='SY', **values):
        """Return copies the officer asks for."""
        return self.env['document.copy'].with_user(self.officer).create({
            'form': form, 'delegation_id': self.authority.id, 'to_places': "- Lưu: VT.", **values})

    def test_all_forms_share_one_series_a_year(self):
        """Decree 30/2020, App. I, part II, II: one series for every form, from 01; the form is in the symbol."""
        document, codes = self.issued(), []
        self.authority.may_sign_copies = True
        for form in ('SY', 'TrS', 'SL'):
            copy = self.ask(form, outgoing_id=document.id, pages='1' if form == 'TrS' else False)
            copy.with_user(self.director).action_approve()
            copy.with_user(self.clerk).action_make()
            codes.append(copy.full_code)
        self.assertEqual(codes, ['01/SY-SNV', '02/TrS-SNV', '03/SL-SNV'])
        self.assertEqual(copy.register_id.direction, 'copy')

    def test_the_agency_says_who_signs_copies(self):
        """Decree 30/2020, Art. 27.1: without that rule nobody approves a copy, and only the signer does."""
        copy = self.ask(outgoing_id=self.issued().id)
        with self.refused(UserError, "does not sign copies"):
            copy.with_user(self.director).action_approve()
        self.authority.may_sign_copies = True
        with self.refused(AccessError, "not yours to do"):
            copy.with_user(self.clerk).action_approve()
        copy.with_user(self.director).action_approve()
        self.assertEqual(copy.state, 'approved')

    def test_what_was_approved_is_what_is_made(self):
        """Decree 30/2020, Art. 27.1: only who asked changes it, and not after it was approved."""
        self.authority.may_sign_copies = True
        copy = self.ask(outgoing_id=self.issued().id)
        copy.write({'amount': 3})
        with self.refused(AccessError, "until it is approved"):
            copy.with_user(self.director).write({'amount': 9})
        copy.with_user(self.director).action_approve()
        with self.refused(AccessError, "until it is approved"):
            copy.write({'amount': 9})
        self.assertEqual(copy.amount, 3)

    def test_only_an_issued_document_is_copied(self):
        """A draft is no document yet; nobody copies what they may not read."""
        self.authority.may_sign_copies = True
        copy = self.ask(outgoing_id=self.to_sign().id)
        with self.refused(UserError, "Only an issued document"):
            copy.with_user(self.director).action_approve()

    def test_a_copy_is_seen_by_whoever_sees_its_document(self):
        """Decree 30/2020, App. VI, III.3b: nobody reads of a copy what they may not read of the document."""
        copy = self.ask(outgoing_id=self.issued().id)
        self.assertTrue(copy.with_user(self.director).has_access('read'))
        self.assertFalse(copy.with_user(self.colleague).has_access('read'))
