from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ProvinceCase


@tagged('post_install', '-at_install')
class TestDesks(ProvinceCase):
    """What each desk shows, and what its dialogs begin with."""

    def turns(self, document, *people):
        """Return those of the people whose list of what waits for them has the document."""
        mine = [('id', '=', document.id), ('is_my_turn', '=', True)]
        return [user for user in people if document.with_user(user).search(mine)]

    def test_a_draft_waits_for_one_desk_at_a_time(self):
        """Art. 13.1-13.3: drafter, unit head, form checker, readers, and only then the signer."""
        everybody = (self.officer, self.unit_head, self.form_checker, self.chief, self.director)
        document = self.draft(presentation_ids=[Command.create({'reader_id': self.chief.id})])
        self.assertEqual(self.turns(document, *everybody), [self.officer])
        document.action_submit()
        self.assertEqual(self.turns(document, *everybody), [self.unit_head])
        document.with_user(self.unit_head).action_pass_content()
        self.assertEqual(self.turns(document, *everybody), [self.form_checker])
        document.with_user(self.form_checker).action_pass_form()
        self.assertEqual(self.turns(document, *everybody), [self.chief])
        document.presentation_ids.with_user(self.chief).action_agree(opinion="Nhất trí")
        self.assertEqual(self.turns(document, *everybody), [self.director])

    def test_nobody_is_asked_for_a_pin_before_the_step_is_possible(self):
        """Art. 13.3: the signer learns of missing readers before typing anything."""
        document = self.draft(presentation_ids=[Command.create({'reader_id': self.chief.id})])
        document.action_submit()
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        with self.refused(UserError, self.chief.name):
            document.with_user(self.director).action_sign()

    def test_only_the_registry_types_and_only_before_the_book(self):
        """Art. 10.3.a: what stands in the register is corrected, not typed over."""
        document = self.arrive()
        self.assertEqual((document.is_editable, document.is_open_for_files), (True, True))
        self.assertFalse(document.with_user(self.director).is_editable)
        document.action_receive()
        self.assertEqual((document.is_editable, document.is_open_for_files), (True, False))
        document.action_register()
        self.assertFalse(document.is_editable)

    def test_the_sender_of_the_directory_names_the_issuing_agency(self):
        """Decree 30/2020, App. VI: what is written on the paper may still be typed over."""
        arrival = self.env['document.incoming'].with_user(self.clerk)
        with Form(arrival) as form:
            form.type_id, form.subject = self.letter, "V/v tiếp nhận"
            form.sender_id = self.health.agency_id
            self.assertEqual(form.organ_name, self.health.agency_id.name)
            form.organ_name = "Thanh tra Sở Y tế"
        self.assertEqual(form.record.organ_name, "Thanh tra Sở Y tế")

    def test_work_says_in_which_part_and_with_which_words(self):
        """Art. 11.2: the lead reads what is asked and until when; the leader has no task of their own."""
        document = self.directed()
        lead = document.with_user(self.officer)
        self.assertIn("Tham mưu trả lời", lead.my_task)
        self.assertEqual(str(lead.my_due_date), '2027-01-15')
        self.assertFalse(document.with_user(self.director).my_task)

    def test_the_correction_begins_with_what_stands_in_the_register(self):
        """Art. 10.3.a: nothing that is not changed is touched, and the old value is kept in words."""
        document = self.registered()
        action = document.action_correct()
        dialog = Form(self.env[action['res_model']].with_user(self.clerk).with_context(**action['context']))
        self.assertEqual(dialog.subject, document.subject)
        dialog.code_number, dialog.reason = '1532', "Đọc nhầm số"
        dialog.save().action_confirm()
        self.assertEqual((document.code_number, document.subject), ('1532', "V/v lập dự toán năm 2027"))
        self.assertIn("1523 → 1532", self.last_event(document).explanation)
        self.assertIn("Đọc nhầm số", self.last_event(document).explanation)

    def test_a_direction_begins_with_a_lead(self):
        """Art. 11.2: exactly one person or unit leads; further lines support."""
        document = self.presented()
        action = document.with_user(self.director).action_assign()
        dialog = Form(self.env[action['res_model']].with_user(self.director).with_context(**action['context']))
        self.assertEqual(len(dialog.line_ids), 1)
        with dialog.line_ids.edit(0) as line:
            self.assertEqual(line.kind, 'lead')
            line.user_id = self.officer
        with dialog.line_ids.new() as line:
            self.assertEqual(line.kind, 'support')
            line.user_id = self.colleague
        dialog.opinion = "Nghiên cứu, trả lời"
        dialog.save().action_confirm()
        self.assertEqual((document.state, document.lead_user_id), ('assigned', self.officer))
