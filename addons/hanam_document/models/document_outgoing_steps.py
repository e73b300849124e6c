"""The steps of an outgoing document up to the signature (Decision 44/2024, Art. 13.1-13.3)."""

from odoo import fields, models

from .document_workflow import step


class DocumentOutgoing(models.Model):
    """Drafting, the two checks, and the readers before the signer."""

    _inherit = 'document.outgoing'

    def _draft_obstacles(self):
        main = self._main_file
        if not main.attachment_id or main.is_reference:
            yield self.env._("Attach the draft: a Word document or a PDF.")
        if not self.delegation_id:
            yield self.env._("Choose who signs, and in which authority.")
        elif self.type_id and not self.delegation_id._covers(self.type_id, self._today()):
            yield self.env._("%(signer)s has no authority to sign a document of this kind today.",
                             signer=self.signatory_id.name)
        if not (self.recipient_agency_ids or self.recipient_department_ids or self.recipient_user_ids):
            yield self.env._("Name at least one recipient.")
        if self.wants_reply and not self.due_date:
            yield self.env._("A reply is wanted: say by when.")

    def _obstacles_to_submit(self):
        yield from self._draft_obstacles()
        if not self.unit_head_id:
            yield self.env._("The drafting unit has no head with an account; choose another unit.")

    @step
    def action_submit(self):
        """Hand the draft to the head of the unit for the content check (Art. 13.1.b)."""

    def _obstacles_to_submit_own(self):
        yield from self._draft_obstacles()

    @step
    def action_submit_own(self):
        """Submit a draft written by the head of the unit: the act is the content check (Art. 13.2.a)."""
        self._note_check('content')

    @step
    def action_send_back(self, reason):
        """Give the draft back to its drafter with an opinion (Art. 13.1.c)."""

    def _obstacles_to_pass_content(self):
        yield from self._draft_obstacles()

    @step
    def action_pass_content(self):
        """Answer for the content (Art. 13.2.a; Decree 30, Art. 12.1)."""
        self._note_check('content')

    @step
    def action_refer_back(self, reason):
        """Give the draft back to the head of the unit: its form is not in order (Art. 13.1.c)."""

    def _obstacles_to_pass_form(self):
        yield from self._draft_obstacles()
        yield from self._changed_since('content')
        yield from self._main_file._obstacles_to_laying()

    @step
    def action_pass_form(self):
        """Answer for form and layout (Art. 13.2.b; Decree 30, Art. 12.2), and present it to the readers.

        The places of number, date and signatures are laid now: who signs reads the very bytes that are signed.
        """
        self._note_check('form')
        self._main_file._lay()
        self.env['document.presentation']._begin(self)

    @step
    def action_decline(self, reason):
        """Not signed: back to the head of the unit with an opinion (Art. 13.1.c); the draft is current again."""
        self._take_back_signatures()

    @step
    def action_cancel(self, reason):
        """Give the draft up; it stays, with its versions and the reason."""
        # sudo: nobody has to read a draft that was given up
        for row in self.presentation_ids.sudo().filtered(lambda row: row.state in ('queued', 'waiting')):
            row.action_skip()
        self._end_turns()

    def _note_check(self, check):
        """Keep who checked, when, and what exactly was seen."""
        self._earn(**{f'{check}_checked_by_id': self.env.uid, f'{check}_checked_at': fields.Datetime.now(),
                      f'{check}_digest': self._checked_digest()})

    def _changed_since(self, check):
        """Say that a check no longer holds, because the draft was changed after it (Decree 30, Art. 11.2)."""
        if self[f'{check}_digest'] != self._checked_digest():
            if check == 'content':
                yield self.env._("The draft was changed after the content check; it must go back to the unit head.")
            else:
                yield self.env._("The draft was changed after the form check; it must be checked again.")

    def _waiting(self):
        """Add the readers and further signers whose turn it is, and the colleagues who were asked.

        Who signs for the agency waits for them.
        """
        rows = self.presentation_ids.sudo().filtered(lambda row: row.state == 'waiting')  # sudo: others' turns
        signers = self._unsigned()
        if not (self.state == 'signing' and (rows or signers)):
            yield from super()._waiting()
        if self.state == 'signing':
            for row in rows:
                yield row.reader_id, self._notice('agree'), self._today()
            for row in signers.filtered(lambda row: row.state == 'waiting' and not row.is_joint):
                yield row.user_id, self._notice('sign'), self._today()
        if self.state in ('draft', 'unit_check', 'form_check', 'signing'):
            for row in self.opinion_ids.sudo().filtered(lambda row: row.state == 'asked'):  # sudo: as above
                yield row.user_id, self._notice('give'), row.due_date
