"""«Why it still holds», from the documents (Decision 44/2024, Art. 10.1)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .in_browser import script
from .signed_world import PIN, SignedProvinceCase
from .test_signers import SignersCase

READ = script("""
    (await see("button[name='action_signatures']")).click();
    await see(".o_hanam_proof_story");
    const count = (selector) => document.querySelectorAll(selector).length;
    if (count(".o_hanam_proof_signature") !== 2 || count(".o_hanam_proof_revisions > li") !== 4) {
        throw new Error("signatures or revisions are missing");
    }
    let printed = "";
    window.print = () => (printed = document.querySelector(".o_hanam_proof_sheet").textContent);
    document.querySelector(".o_hanam_proof_print").click();
    if (!printed.includes(document.querySelector(".o_dialog .o_hanam_proof_story").textContent)) {
        throw new Error("the panel is not what is printed");
    }
    window.dispatchEvent(new Event("afterprint"));
    await gone(".o_hanam_proof_sheet");
    document.querySelector(".o_hanam_proof_again").click();
    await see(".o_hanam_proof_again[disabled]");
    await see(".o_hanam_proof_again:not([disabled])");
""")


@tagged('post_install', '-at_install')
class TestProof(SignedProvinceCase, HttpCase):
    """Whoever reads the document reads why its signatures hold; nobody else."""

    def checks(self, file):
        return self.env['signing.verification'].sudo().search([('attachment_id', '=', file.sudo().attachment_id.id)])

    def values(self, rows):
        return {row['label']: row['value'] for row in rows}

    def test_an_issued_file_is_explained_by_who_must_have_signed_it(self):
        """Art. 13.3, 13.4: person and agency in their roles, number and date as in the register."""
        document = self.issued()
        main = document.file_ids.with_user(self.officer)
        self.assertFalse(self.checks(main))
        proof = main.proof()
        self.assertEqual((proof['tone'], proof['reason']), ('success', ''))
        self.assertEqual([one['role'] for one in proof['signatures']], ["Person", "Agency"])
        filled = f"number «{document.code_number}», date {document.issued_date:%d/%m/%Y}"
        self.assertIn(filled, ' '.join(proof['story']))
        self.assertRegex(proof['story'][-1], f"{self.home.name} covers the whole file")
        self.assertEqual(self.values(proof['file'])["Fingerprint (SHA-256)"], main.sha256)
        self.assertEqual(main.proof()['id'], proof['id'], "what was found is not found again each time")
        self.assertEqual(self.checks(main).id, proof['id'])

    def test_a_check_again_is_a_new_one(self):
        main = self.issued().file_ids.with_user(self.officer)
        first = main.proof()
        second = main.check_again()
        self.assertGreater(second['id'], first['id'])
        self.assertEqual(len(self.checks(main)), 2)
        self.assertEqual(main.proof()['id'], second['id'])
        check = self.env['signing.verification'].with_user(self.officer).browse(second['id'])
        self.assertEqual(check.check_again()['story'], second['story'])
        self.assertEqual(self.checks(main)[0].signature_ids.mapped('role'), ['person', 'agency'])

    def test_another_number_than_the_register_s_is_doubtful(self):
        document = self.issued()
        document.sudo()._earn(code_number='99')
        proof = document.file_ids.with_user(self.officer).proof()
        self.assertEqual(proof['tone'], 'warning')
        self.assertRegex(proof['reason'], "Number or date in the file differ")

    def test_a_signed_file_is_explained_before_it_is_sealed(self):
        main = self.signed().file_ids.with_user(self.director)
        proof = main.proof()
        self.assertEqual((proof['tone'], len(proof['signatures'])), ('success', 1))
        self.assertEqual(proof['story'][0], f"The signature of {self.director.name} covers the whole file, to the last "
                                            f"byte.")

    def test_a_draft_is_not_signed(self):
        proof = self.draft().file_ids.proof()
        self.assertEqual((proof['tone'], proof['signatures'], proof['story']), ('secondary', [], []))
        self.assertRegex(proof['advice'], "for information only")

    def test_only_readers_of_the_document_read_it(self):
        """Decree 30/2020, App. VI, III.3b: rights per document."""
        main = self.issued().file_ids
        main.proof()
        for person in (self.colleague, self.health_clerk, self.health_director):
            for method in ('proof', 'check_again'):
                with self.subTest(person=person.login, method=method), self.assertRaises(AccessError):
                    getattr(main.with_user(person), method)()
        for method in ('proof', 'check_again'):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.checks(main)[0].with_user(self.colleague), method)()

    def test_the_verdict_of_an_arrival_is_explained_and_renewed(self):
        """Art. 10.1: before acceptance the newest verdict is the one that counts."""
        document = self.issued()
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        action = arrival.action_signatures()
        self.assertEqual((action['tag'], action['params']['id']), ('hanam_signing.proof', arrival.file_ids.id))
        first = arrival.sudo().file_ids.verification_id
        self.assertEqual(arrival.file_ids.proof()['id'], first.id)
        proof = arrival.file_ids.check_again()
        self.assertEqual(arrival.sudo().file_ids.verification_id.id, proof['id'])
        arrival.action_receive()
        arrival.action_register()
        today = arrival.file_ids.check_again()
        self.assertEqual(arrival.sudo().file_ids.verification_id.id, proof['id'], "it was accepted by that one")
        self.assertEqual(arrival.file_ids.proof()['id'], today['id'])

    def test_what_is_no_pdf_has_no_panel(self):
        document = self.draft()
        file = document.file_ids
        file._earn(page_amount=0)
        with self.refused(UserError, "carries no signatures"):
            file.proof()

    def test_the_panel_is_read_printed_and_renewed_in_a_browser(self):
        """Signatures are checked by whoever reads the document.

        Proves: VI.II.8
        """
        document = self.issued()
        self.env.flush_all()
        self.browser_js(f'/odoo/document.outgoing/{document.id}', READ, login='officer@test', timeout=90)
        self.assertEqual(len(self.checks(document.file_ids)), 2)


@tagged('post_install', '-at_install')
class TestJointProof(SignersCase):
    """A joint document is explained by all its persons and agencies."""

    def test_every_signer_is_known_in_each_role(self):
        """Art. 13.3: before the lead agency seals nobody is missed, afterwards everybody is asked for."""
        document = self.all_signed()
        main = document.file_ids.with_user(self.director)
        before = main.proof()
        self.assertEqual((before['tone'], len(before['signatures'])), ('success', 4))
        document.with_user(self.clerk).action_assign_number()
        document.with_user(self.clerk).action_issue(pin=PIN)
        proof = main.proof()
        self.assertEqual((proof['tone'], proof['reason']), ('success', ''))
        roles = {one['field']: one['role'] for one in proof['signatures']}
        self.assertEqual(roles, {
            'HanamNguoiKy': "Person", 'HanamNguoiKy2': "Person", 'HanamNguoiKy3': "Person", 'HanamCoQuan': "Agency",
            'HanamCoQuan3': "Agency"})
        self.assertRegex(proof['story'][-1], f"{self.home.name} covers the whole file")

    def test_a_file_sealed_by_the_other_agency_alone_is_explained(self):
        document = self.to_sign()
        for row in self.rows(document):
            row.action_sign(pin=PIN)
        self.rows(document)[1].with_user(self.health_clerk).action_seal(pin=PIN)
        proof = document.file_ids.with_user(self.director).proof()
        self.assertEqual((proof['tone'], len(proof['signatures'])), ('success', 3))
