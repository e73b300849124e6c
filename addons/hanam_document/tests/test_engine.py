from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProvinceCase


@tagged('post_install', '-at_install')
class TestEngine(ProvinceCase):
    """One door for the state, and nobody through it but by a step."""

    def test_the_state_is_never_written(self):
        """Decree 30/2020, App. VI, III.5d: not by users, not by the superuser, not at birth, not by a default."""
        document = self.arrive()
        for writer in (document, document.sudo(), document.with_user(self.director).sudo()):
            with self.refused(AccessError, "change only by the steps"):
                writer.write({'state': 'registered'})
        with self.refused(AccessError, "change only by the steps"):
            self.arrive(state='completed')
        with self.refused(AccessError, "change only by the steps"):
            self.env['document.incoming'].with_context(default_state='completed').create({
                'type_id': self.letter.id, 'subject': "x"})

    def test_earned_fields_are_never_written(self):
        """Decree 30/2020, Art. 22.2: a number is taken, not typed."""
        document = self.arrive()
        for values in ({'arrival_number': 7}, {'lead_user_id': self.officer.id}, {'register_id': 1}):
            with self.refused(AccessError, "change only by the steps"):
                document.sudo().write(values)

    def test_a_step_out_of_turn_says_where_the_document_is(self):
        """Art. 10: a double click does nothing twice."""
        document = self.registered()
        with self.refused(UserError, "is not possible"):
            document.action_register()
        self.assertEqual(document.arrival_number, document.register_id.last_number)

    def test_a_step_of_somebody_else_is_refused(self):
        """Art. 10.1: only the clerk receives, also when the call is made under sudo."""
        document = self.arrive()
        with self.refused(AccessError, "is not yours to do"):
            document.with_user(self.director).action_receive()
        with self.refused(AccessError, "is not yours to do"):
            document.with_user(self.officer).sudo().action_receive()

    def test_a_step_that_asks_returns_its_dialog(self):
        """Art. 10.1.b: a return needs a reason; without one nothing moves."""
        document = self.arrive()
        dialog = document.action_return()
        self.assertEqual(dialog['res_model'], 'document.comment.wizard')
        with self.refused(UserError, "needs words"):
            document.action_return(reason='  ')
        self.assertEqual(document.state, 'arrived')
        wizard = self.env['document.comment.wizard'].with_user(self.clerk).with_context(**dialog['context']).create({
            'comment': "Gửi sai nơi nhận"})
        wizard.action_confirm()
        self.assertEqual(document.state, 'returned')
        self.assertEqual(self.last_event(document).comment, "Gửi sai nơi nhận")

    def test_each_step_leaves_one_event(self):
        """Decree 30/2020, App. VI, III.5a: every act on a document is kept, with person and time."""
        document = self.registered()
        steps = document.event_ids.sorted('id').mapped('step')
        self.assertEqual(steps, ['change_file', 'receive', 'register'])
        event = self.last_event(document)
        self.assertEqual((event.user_id, event.state_from, event.state_to), (self.clerk, 'received', 'registered'))
        with self.assertRaises(AccessError):
            event.with_user(self.clerk).write({'comment': "x"})

    def test_system_steps_are_not_for_people(self):
        """Art. 6.3: a delivery is moved by the recipient's reports alone."""
        document = self.presented()
        row = document.presentation_ids
        with self.refused(AccessError, "is not yours to do"):
            row.with_user(self.director).action_skip()

    def test_what_is_earned_is_not_sent_by_forms(self):
        """Art. 6.1: the web client sends every field that is not read-only; none of these may be among them."""
        for name in self.env.registry.models:
            model = self.env[name]
            for field in () if model._abstract or not hasattr(model, '_earned') else model._earned_names():
                self.assertTrue(model._fields[field].readonly, f'{name}.{field}')
