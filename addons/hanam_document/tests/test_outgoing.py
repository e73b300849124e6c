import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hanam_signing.lib.pades import Expectation

from .common import signable_pdf
from .signed_world import PIN, SignedProvinceCase


@tagged('post_install', '-at_install')
class TestOutgoing(SignedProvinceCase):
    """From a draft to a sealed document."""

    def test_the_chain_of_signatures_holds(self):
        """Art. 13.3-13.4: number, date and seal do not break the person's signature.

        Proves: 44.13.4a, VI.II.8
        """
        document = self.issued()
        self.assertEqual((document.state, document.full_code), ('issued', '01/SNV-CCVC'))
        main = document.file_ids
        self.assertEqual(main.version_ids.sorted('id').mapped('origin'), ['upload', 'prepare', 'sign', 'seal'])
        versions = [version.attachment_id.raw for version in main.version_ids.sorted('id')]
        self.assertTrue(versions[2].startswith(versions[1]) and versions[3].startswith(versions[2]))
        check = main.sudo().attachment_id._verify_signatures(Expectation(
            kind='main', agency_names=(self.home.name,), number='01'))
        self.assertEqual((check.verdict, len(check.signature_ids)), ('valid', 2))

    def test_two_checks_come_before_the_signature(self):
        """Art. 13.2: content by the head of the unit, form by the person in charge; both are recorded.

        Proves: 44.13.2
        """
        document = self.to_sign()
        self.assertEqual(document.content_checked_by_id, self.unit_head)
        self.assertEqual(document.form_checked_by_id, self.form_checker)

    def test_a_file_changed_after_a_check_voids_it(self):
        """Art. 13.2; Decree 30/2020, Art. 11.2: what was checked is what is signed.

        Proves: 44.13.2
        """
        document = self.draft()
        document.action_submit()
        document.with_user(self.unit_head).action_pass_content()
        content = signable_pdf(self.director.name, self.authority.position, notation='SNV-VP')
        document.file_ids.with_user(self.form_checker).write({'upload': base64.b64encode(content)})
        with self.refused(UserError, "changed after the content check"):
            document.with_user(self.form_checker).action_pass_form()
        document.with_user(self.form_checker).action_refer_back(reason="Đã sửa tệp")
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        self.assertEqual(document.state, 'signing')

    def test_only_whose_turn_it_is_changes_a_draft(self):
        """Decree 30/2020, App. VI, III.1n: a colleague who was asked reads, and does not write."""
        document = self.draft(opinion_ids=[Command.create({'user_id': self.colleague.id, 'question': "Đồng ý?"})])
        with self.refused(AccessError, "is not with you now"):
            document.with_user(self.colleague).write({'subject': "khác"})
        document.action_submit()
        with self.refused(AccessError, "is not with you now"):
            document.write({'subject': "khác"})

    def test_an_opinion_is_asked_and_given(self):
        """Art. 13.1.b: the colleague has a notice, answers, and the answer stays with the draft."""
        document = self.draft(opinion_ids=[Command.create({'user_id': self.colleague.id, 'question': "Đồng ý?"})])
        self.assertIn(self.colleague, document.sudo().activity_ids.user_id)
        document.opinion_ids.with_user(self.colleague).action_give(opinion="Đồng ý")
        self.assertEqual(document.opinion_ids.answer, "Đồng ý")
        self.assertNotIn(self.colleague, document.sudo().activity_ids.user_id)

    def test_earlier_readers_agree_before_the_signature(self):
        """Decree 30/2020, Art. 11: chief of office and deputy read before the head signs."""
        document = self.to_sign(presentation_ids=[
            Command.create({'reader_id': self.chief.id, 'sequence': 1}),
            Command.create({'reader_id': self.deputy.id, 'sequence': 2})])
        with self.refused(UserError, "has not agreed yet"):
            document.with_user(self.director).action_sign(pin=PIN)
        for reader, row in zip((self.chief, self.deputy), document.presentation_ids.sorted('sequence'), strict=True):
            row.with_user(reader).action_agree(opinion='')
        document.with_user(self.director).action_sign(pin=PIN)
        self.assertEqual(document.state, 'signed')

    def test_a_wrong_pin_changes_nothing(self):
        """Art. 13.3: nothing is signed, nothing is moved."""
        document = self.to_sign()
        with self.refused(UserError, "PIN"):
            document.with_user(self.director).action_sign(pin='0000')
        self.assertEqual(document.state, 'signing')
        self.assertEqual(document.file_ids.version_ids.mapped('origin'), ['prepare', 'upload'])

    def test_a_number_waits_for_its_seal(self):
        """Art. 13.4.a: number and date are kept at once; what stops before the seal waits with them."""
        document = self.numbered()
        self.assertEqual((document.state, document.number, document.issued_date), ('numbered', 1, document._today()))
        with self.refused(UserError, "PIN"):
            document.with_user(self.clerk).action_issue(pin='wrong')
        self.assertEqual(self.numbered().number, 2)
        document.with_user(self.clerk).action_void(order="Phiếu của Chánh Văn phòng")
        self.assertEqual((document.state, document.number), ('cancelled', 1))

    def test_a_register_with_a_waiting_number_is_not_closed(self):
        """Art. 13.4.đ: a year closes only when no reserved number waits."""
        document = self.numbered()
        with self.refused(UserError, "wait for their seal"):
            document.register_id.with_user(self.clerk).action_close(order="Hết năm")

    def test_a_signed_document_is_handed_back_with_its_version_kept(self):
        """Art. 13.2: a fault seen before numbering; the signed file stays, a new one is laid from the draft."""
        document = self.signed()
        document.with_user(self.clerk).action_hand_back(reason="Sai nơi nhận")
        self.assertEqual(document.state, 'unit_check')
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        document.with_user(self.director).action_sign(pin=PIN)
        self.assertEqual(document.file_ids.version_ids.mapped('origin').count('sign'), 2)

    def test_a_signed_document_is_not_changed(self):
        """Art. 15.2: what was signed stays; only who receives it may still be completed.

        Proves: 44.15.2
        """
        document = self.signed().with_user(self.clerk)
        with self.refused(AccessError, "can no longer be changed"):
            document.write({'subject': "khác"})
        with self.refused(AccessError, "can no longer be changed"):
            document.file_ids.write({'upload': base64.b64encode(b'%PDF-1.4 other')})
        document.write({'recipient_user_ids': [Command.link(self.colleague.id)]})

    def test_an_attachment_in_a_file_of_its_own_is_signed_by_the_agency(self):
        """Decree 30/2020, App. I, II.8b: text, no image, one signature of the agency."""
        appendix = base64.b64encode(signable_pdf("Phụ lục", "BIỂU"))
        document = self.draft()
        document.write({'file_ids': [Command.create({'name': 'phu-luc.pdf', 'upload': appendix, 'sequence': 20})]})
        document.action_submit()
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        document.with_user(self.director).action_sign(pin=PIN)
        document.with_user(self.clerk).action_assign_number()
        document.with_user(self.clerk).action_issue(pin=PIN)
        check = document.file_ids[1].sudo().attachment_id._verify_signatures(Expectation(
            kind='attachment', agency_names=(self.home.name,)))
        self.assertEqual((check.verdict, len(check.signature_ids)), ('valid', 1))

    def test_without_authority_nobody_signs(self):
        """Art. 13.3: the authority covers the kind and the day."""
        self.authority.valid_to = '2021-01-01'
        with self.refused(UserError, "no authority to sign"):
            self.draft().action_submit()

    def test_a_word_document_is_converted(self):
        """Decree 30/2020, App. VI, III.1a: the Word file is kept beside its PDF."""
        from io import BytesIO

        from docx import Document
        word, stored = Document(), BytesIO()
        word.add_paragraph("Số:            /SNV-CCVC")
        word.save(stored)
        document = self.draft(file_ids=[Command.create({
            'name': 'du-thao.docx', 'upload': base64.b64encode(stored.getvalue())})])
        self.assertEqual(document.file_ids.version_ids.sorted('id').mapped('origin'), ['upload', 'convert'])
        self.assertTrue(document.file_ids._pdf().startswith(b'%PDF-'))
        self.assertEqual(document.file_ids.source_id.raw, stored.getvalue())
