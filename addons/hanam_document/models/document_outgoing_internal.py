"""Internal papers: a personal signature, no seal, no packet (Decree 30/2020, Art. 13; Decision 44/2024, Art. 13.1).

A submission of a unit, a cover note, an internal report. The number is of the unit's own series, or there is none; it
is taken while the paper is drafted and printed in its text, because nothing may be written after the signature.
"""

from odoo import fields, models

from ..lib import numbering
from .document_workflow import step


class DocumentRegister(models.Model):
    _inherit = 'document.register'

    department_id = fields.Many2one(
        'hr.department', string="Unit", check_company=True,
        help="The series of a unit's internal papers. Empty for the agency's registers.")


class DocumentOutgoing(models.Model):
    """A paper that stays inside: it reaches units and persons, and never leaves."""

    _inherit = 'document.outgoing'

    def _unit_register(self):
        """Return the open register of the drafting unit's own series, or none."""
        # sudo: which register is open does not depend on who asks
        return self.env['document.register'].sudo().search([
            ('company_id', '=', self.company_id.id), ('department_id', '=', self.department_id.id),
            ('department_id', '!=', False), ('year', '=', self._today().year), ('state', '=', 'open'),
        ], limit=1).sudo(False)

    def _draft_obstacles(self):
        yield from super()._draft_obstacles()
        if self.medium == 'internal' and self.recipient_agency_ids:
            yield self.env._("An internal paper never leaves the agency; take out the recipient agencies.")

    def _obstacles_to_take_unit_number(self):
        if self.number:
            yield self.env._("The paper has its number already: %(number)s.", number=self.full_code)
        elif not self._unit_register():
            yield self.env._("Your unit keeps no register of internal papers this year; the paper goes without one.")

    @step
    def action_take_unit_number(self):
        """Take the next number of the unit's series; the drafter writes it into the text."""
        self._earn(register_id=self._unit_register().id, issued_date=self._today(), code_notation=self._notation(),
                   numbered_at=fields.Datetime.now(), numbered_by_id=self.env.uid)

    def _conclude_take_unit_number(self):
        self._earn(code_number=numbering.printed_number(self.register_id._take_number(self, 'number')))

    def _obstacles_to_pass_to_sign(self):
        yield from self._draft_obstacles()

    @step
    def action_pass_to_sign(self):
        """Answer for the content of an internal paper and pass it to its signer."""
        self._note_check('content')
        self._note_check('form')
        self._main_file._lay()
        self.env['document.presentation']._begin(self)

    def _obstacles_to_circulate(self):
        if self.recipient_agency_ids:
            yield self.env._("An internal paper never leaves the agency; take out the recipient agencies.")
        if not (self.recipient_department_ids or self.recipient_user_ids):
            yield self.env._("Name at least one recipient.")

    @step
    def action_circulate(self):
        """Hand the signed paper to units and persons inside; no seal, no packet."""
        self._earn(issued_at=fields.Datetime.now(), issued_by_id=self.env.uid, forwarded_date=self._today(),
                   issued_date=self.issued_date or self._today())
        self.env['document.delivery']._send_out(self)


class DocumentFile(models.Model):
    _inherit = 'document.file'

    def _lay(self):
        """Lay the person's place alone into an internal paper."""
        document, draft = self.outgoing_id, self._draft_version()
        if document.medium != 'internal':
            return super()._lay()
        prepared = draft.attachment_id._prepare_for_person(
            signer_name=document.signatory_id.name, title=document.delegation_id.position)
        return self.env['document.file.version']._keep(
            self, prepared.raw, prepared.name, 'prepare', prepared, parent=draft)
