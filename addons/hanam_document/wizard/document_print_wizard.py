from odoo import fields, models
from odoo.exceptions import ValidationError

from ..models.document_paper_alongside import PAPER_KINDS


class DocumentPrintWizard(models.TransientModel):
    """How many paper originals are printed from the signed file, and for whom (Decision 44/2024, Art. 13.4.b)."""

    _name = 'document.print.wizard'
    _description = 'Paper Originals'
    _inherit = ['document.step.wizard']

    copies = fields.Integer("Number of Copies", default=1, required=True)
    is_sealed = fields.Boolean("Sealed in ink", help="The seal was put on each printed copy by hand.")
    note = fields.Char("For whom", required=True)
    for_recipient = fields.Boolean("For a recipient", help="Not for the agency's own file or use.")
    paper_kind = fields.Selection(PAPER_KINDS, string="Paper goes along because")

    def action_confirm(self):
        """Record the copies and open the signed file, which the browser prints."""
        if self.copies < 1:
            raise ValidationError(self.env._("Print at least one copy."))
        sealed = self.env._("sealed in ink") if self.is_sealed else self.env._("not sealed")
        words = self.env._("%(copies)s copies, %(sealed)s: %(note)s", copies=self.copies, sealed=sealed, note=self.note)
        self._take({'copies': self.copies, 'note': words, 'for_recipient': self.for_recipient,
                    'paper_kind': self.paper_kind if self.for_recipient else False})
        attachment = self._record().file_ids[:1].attachment_id
        return {'type': 'ir.actions.act_url', 'target': 'new', 'url': f'/web/content/{attachment.id}'}
