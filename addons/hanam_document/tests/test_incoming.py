from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProvinceCase


@tagged('post_install', '-at_install')
class TestIncoming(ProvinceCase):
    """The way of an incoming document through the office."""

    def test_numbers_follow_each_other(self):
        """Art. 10.3.b: consecutive in one yearly series."""
        numbers = [self.registered(code_number=str(n)).arrival_number for n in range(3)]
        self.assertEqual(numbers, [1, 2, 3])

    def test_a_registered_field_changes_only_by_correction(self):
        """Art. 10.3.a: the old value, the reason, the person and the time are kept."""
        document = self.registered()
        with self.refused(AccessError, "stands in the register"):
            document.write({'subject': "V/v khác"})
        document.action_correct(correction={'values': {'subject': "V/v dự toán"}, 'reason': "Gõ nhầm"})
        self.assertEqual(document.subject, "V/v dự toán")
        event = self.last_event(document)
        self.assertEqual(event.details['changes'][0]['old'], "V/v lập dự toán năm 2027")
        self.assertEqual(event.details['reason'], "Gõ nhầm")

    def test_readers_read_in_order(self):
        """Art. 11.1: chief of office proposes, then the director directs."""
        document = self.registered()
        document.action_present(readers=[self.chief.id, self.director.id])
        first, second = document.presentation_ids.sorted('sequence')
        self.assertEqual((first.state, second.state), ('waiting', 'queued'))
        first.with_user(self.chief).action_agree(opinion="Đề xuất giao phòng CCVC")
        self.assertEqual((first.state, second.state), ('agreed', 'waiting'))
        document.with_user(self.director).action_assign(direction=[{'kind': 'lead', 'department_id': self.unit.id}])
        self.assertEqual(document.lead_user_id, self.unit_head)
        self.assertEqual(document.to_places, "Phòng Công chức, viên chức")
        self.assertEqual(second.state, 'agreed')

    def test_someone_above_may_direct_first(self):
        """Art. 11.2: whoever was still to read is passed over."""
        document = self.registered()
        document.action_present(readers=[self.chief.id, self.director.id])
        document.with_user(self.director).action_assign(direction=[{'kind': 'lead', 'user_id': self.officer.id}])
        self.assertEqual(document.presentation_ids.sorted('sequence').mapped('state'), ['skipped', 'agreed'])

    def test_a_deputy_who_does_not_read_cannot_direct(self):
        """Art. 11.2: directing belongs to the present reader or someone above."""
        document = self.presented()
        with self.refused(AccessError, "is not yours to do"):
            document.with_user(self.deputy).action_assign(direction=[{'kind': 'lead', 'user_id': self.officer.id}])

    def test_work_is_handed_on_inside_the_deadline(self):
        """Art. 11.2: unit head to specialist, any depth, not later than above."""
        document = self.presented()
        document.with_user(self.director).action_assign(direction=[
            {'kind': 'lead', 'department_id': self.unit.id, 'due_date': '2027-01-15'}])
        top = document.assignment_ids
        with self.refused(UserError, "later than the deadline above"):
            top.with_user(self.unit_head).action_hand_on(direction=[
                {'kind': 'lead', 'user_id': self.officer.id, 'due_date': '2027-02-01'}])
        top.with_user(self.unit_head).action_hand_on(direction=[{'kind': 'lead', 'user_id': self.officer.id}])
        self.assertEqual(document.lead_user_id, self.officer)
        self.assertEqual(top.child_ids.due_date, top.due_date)
        top.child_ids.with_user(self.officer).action_decline(reason="Nghỉ ốm")
        self.assertEqual(document.lead_user_id, self.unit_head)

    def test_the_lead_completes_with_a_result(self):
        """Art. 12: a result is named, or why none is needed."""
        document = self.directed().with_user(self.officer)
        document.action_process()
        with self.refused(UserError, "why no reply is needed"):
            document.action_complete(result={'kind': 'no_reply'})
        document.action_complete(result={'kind': 'no_reply', 'note': "Đã tiếp thu"})
        self.assertEqual(document.state, 'completed')
        self.assertEqual(set(document.assignment_ids.mapped('state')), {'done'})
        self.assertFalse(document.sudo().activity_ids)
        document.with_user(self.director).action_reopen(reason="Có tình tiết mới")
        self.assertEqual(document.state, 'processing')

    def test_a_reply_is_drafted_from_the_document(self):
        """Art. 13.1.a: recipients, subject and link are filled.

        Proves: 44.13.1a
        """
        sender = self.health.agency_id
        document = self.directed(sender_id=sender.id).with_user(self.officer)
        draft = self.env['document.outgoing'].browse(document.action_reply()['res_id'])
        self.assertEqual(document.state, 'processing')
        self.assertEqual((draft.reply_to_id, draft.recipient_agency_ids, draft.drafter_id),
                         (document, sender, self.officer))

    def test_only_who_was_given_it_may_open_it(self):
        """Decree 30/2020, App. VI, III.3b: rights per document."""
        document = self.presented()
        documents = self.env['document.incoming']
        self.assertNotIn(document, documents.with_user(self.officer).search([]))
        self.assertNotIn(document, documents.with_user(self.health_clerk).search([]))
        with self.assertRaises(AccessError):
            document.with_user(self.colleague).read(['subject'])
        with self.assertRaises(AccessError):
            document.file_ids.with_user(self.colleague).read(['name'])
        document.with_user(self.director).action_assign(direction=[{'kind': 'lead', 'user_id': self.officer.id}])
        self.assertIn(document, documents.with_user(self.officer).search([]))
        self.assertTrue(document.file_ids.with_user(self.officer).attachment_id.raw)

    def test_each_wait_has_one_notice(self):
        """Decree 30/2020, App. VI, III.1i: whoever's turn it is has a notice, nobody else."""
        document = self.registered()
        self.assertEqual(document.sudo().activity_ids.user_id, self.clerk)
        document.action_present(readers=self.director.ids)
        self.assertEqual(document.sudo().activity_ids.user_id, self.director)
        document.with_user(self.director).action_assign(direction=[
            {'kind': 'lead', 'user_id': self.officer.id}, {'kind': 'support', 'user_id': self.colleague.id}])
        self.assertEqual(document.sudo().activity_ids.user_id, self.officer | self.colleague)

    def test_the_same_document_twice_is_noticed(self):
        """Decree 30/2020, App. VI, III.1h: same number, notation and agency in one year."""
        first, second = self.registered(), self.arrive()
        self.assertEqual(second.duplicate_ids, first)
        self.assertFalse(self.arrive(issued_date='2025-01-15').duplicate_ids)

    def test_an_annulled_line_keeps_its_number(self):
        """Art. 10.3.b: a number is never given twice."""
        first = self.registered()
        first.action_annul(order="QĐ 05 của Chánh Văn phòng")
        self.assertEqual(self.registered(code_number='2').arrival_number, first.arrival_number + 1)

    def test_the_clerk_forwards_only_where_a_rule_names_the_handler(self):
        """Decree 30/2020, Art. 23.1: where the handler is clear by the agency's rules, no leader stands between."""
        document, direction = self.registered(), [{'kind': 'lead', 'department_id': self.unit.id}]
        with self.refused(UserError, "name no handler"):
            document.action_forward(direction=direction)
        self.home.forwarding_basis = "Quy chế làm việc, Điều 12"
        document.action_forward(direction=direction)
        self.assertEqual((document.state, document.lead_user_id), ('assigned', self.unit_head))

    def test_a_leader_may_direct_again(self):
        """Art. 11.2: while work is in progress; what stood open before is ended."""
        document = self.directed()
        document.with_user(self.officer).action_process()
        document.with_user(self.director).action_redirect(direction=[{'kind': 'lead', 'user_id': self.colleague.id}])
        self.assertEqual((document.state, document.lead_user_id), ('processing', self.colleague))
        self.assertEqual(sorted(document.assignment_ids.mapped('state')), ['ended', 'ended', 'given'])

    def test_what_is_noted_needs_nobody(self):
        """Art. 11.2: «để biết, lưu»; it may be presented again."""
        document = self.presented()
        document.with_user(self.director).action_note(opinion="Để biết, lưu")
        self.assertEqual((document.state, document.result_note), ('completed', "Để biết, lưu"))
        with self.refused(UserError, "Nobody was in the lead"):
            document.with_user(self.director).action_reopen(reason="Cần làm")
        document.action_present_again(readers=self.deputy.ids)
        self.assertEqual((document.state, document.presentation_ids[-1].reader_id), ('presented', self.deputy))

    def test_what_turned_out_not_to_be_ours_goes_back(self):
        """Art. 10.1.b: after registration the number stays, and the work given ends."""
        document = self.directed()
        document.action_give_back(order="Phiếu chuyển 12")
        self.assertEqual((document.state, document.arrival_number), ('returned', 1))
        self.assertEqual(set(document.assignment_ids.mapped('state')), {'ended'})
