"""A document signed by hand takes its number from the same register and goes out as a certified copy.

Decision 44/2024, Art. 13.3, 13.4.b, 13.4.c; Decree 30/2020, Art. 15, 18, 25.1.c.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .document_incoming_digitise import FULL_COPY
from .document_workflow import step

MEDIA = [('electronic', "Electronic, signed digitally"), ('paper', "Paper, signed by hand"),
         ('internal', "Internal paper, signed digitally, never leaves")]

# Steps that belong to some originals only.
STEPS = {
    'pass_content': ('electronic', 'paper'), 'pass_to_sign': ('internal',), 'take_unit_number': ('internal',),
    'sign': ('electronic', 'internal'), 'record_signature': ('paper',), 'assign_number': ('electronic', 'paper'),
    'hand_back': ('electronic', 'paper'), 'circulate': ('internal',), 'print_original': ('electronic',),
    'update': ('electronic', 'paper'), 'add_recipients': ('electronic', 'paper'),
}
# What such an original waits for, where that is not the usual step of its state.
WAITS_FOR = {('paper', 'signing'): 'record_signature', ('internal', 'unit_check'): 'pass_to_sign',
             ('internal', 'signed'): 'circulate'}


class DocumentOutgoing(models.Model):
    """Paper: the signer signs by hand, the clerk records it, numbers it, and signs the scan as «SAO Y»."""

    _inherit = 'document.outgoing'

    medium = fields.Selection(MEDIA, string="Original", required=True, default='electronic')
    printed_amount = fields.Integer(string="Copies Printed", readonly=True, copy=False)
    legal_value = fields.Selection(
        [('original', "Electronic original (Art. 4.1)"), ('copy', "Paper original; the file is a certified copy"),
         ('internal', "Internal paper"), ('information', "For information only (Art. 4.2)")],
        compute='_compute_legal_value')

    @api.depends('medium', 'state')
    def _compute_legal_value(self):
        """Say what the file is worth: an original needs both signatures (Decision 44/2024, Art. 4)."""
        for document in self:
            values = {'electronic': 'original', 'paper': 'copy', 'internal': 'internal'}
            document.legal_value = values[document.medium] if document.state == 'issued' else 'information'

    @api.depends('medium', 'state', 'number')
    def _compute_available_steps(self):
        super()._compute_available_steps()

    def _applies(self, row):
        numbered = row.name == 'take_unit_number' and self.number
        return super()._applies(row) and self._is_for_medium(row) and not numbered

    def _is_for_medium(self, row):
        return self.medium in STEPS.get(row.name, (self.medium,))

    def _usual_step(self):
        name = WAITS_FOR.get((self.medium, self.state))
        return self._workflow.step(name) if name else super()._usual_step()

    @api.model
    def _turn_domain(self, state):
        """A signed internal paper waits for its drafter, not for the clerk."""
        turn = super()._turn_domain(state)
        if state != 'signed':
            return turn
        internal = Domain('medium', '=', 'internal')
        return turn & ~internal | Domain('state', '=', state) & internal & Domain('drafter_id', '=', self.env.uid)

    def _files_are_open(self):
        return super()._files_are_open() or (self.medium == 'paper' and self.state == 'numbered')

    def _refuse_obstacles(self, row):
        if not self._is_for_medium(row):
            medium = dict(self._fields['medium']._description_selection(self.env))[self.medium]
            raise UserError(self.env._("“%(step)s” is no step of %(document)s: its original is “%(medium)s”.",
                                       step=self._step_label(row), document=self.display_name, medium=medium))
        super()._refuse_obstacles(row)

    def _obstacles_to_record_signature(self):
        yield from self._draft_obstacles()
        yield from self._changed_since('content')
        yield from self._changed_since('form')
        # sudo: the clerk must know that readers are still to agree
        for row in self.presentation_ids.sudo().filtered(lambda row: row.state in ('queued', 'waiting', 'objected')):
            yield self.env._("%(reader)s has not agreed yet.", reader=row.reader_id.name)

    @step
    def action_record_signature(self, evidence):
        """Record that the signer signed the paper by hand (Art. 13.3). `evidence`: when, and who brought it."""
        self._earn(signed_at=fields.Datetime.now(), signer_position=self.delegation_id.position,
                   signer_full_name=self.signatory_id.name, page_amount=self._main_file.page_amount)

    def _obstacles_to_issue(self):
        if self.medium != 'paper':
            yield from super()._obstacles_to_issue()
            return
        if self.form_digest == self._checked_digest():
            yield self.env._("Write number and date on the signed paper, seal it, scan it, and upload the scan in the "
                             "place of the draft.")
        else:
            for file in self.file_ids:
                yield from file._scan_faults()
        if not (self.recipient_agency_ids or self.recipient_department_ids or self.recipient_user_ids):
            yield self.env._("Name at least one recipient.")

    def _seal_main(self, pin):
        if self.medium == 'paper':
            return self._main_file._certify_copy(pin, FULL_COPY)
        return super()._seal_main(pin)

    def _seal_attachment(self, file, pin):
        if self.medium == 'paper':
            return file._certify_copy(pin, FULL_COPY)
        return super()._seal_attachment(file, pin)


class DocumentFile(models.Model):
    _inherit = 'document.file'

    def _lay(self):
        """Lay nothing into the draft of a paper that is signed by hand."""
        return None if self.outgoing_id.medium == 'paper' else super()._lay()

    def _obstacles_to_signing(self):
        if self.outgoing_id.medium != 'paper':
            yield from super()._obstacles_to_signing()
