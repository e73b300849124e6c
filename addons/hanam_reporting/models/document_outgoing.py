"""Sổ đăng ký văn bản đi (Decree 30/2020, App. IV.I; Decision 44/2024, Art. 13.4)."""

from odoo import models

from odoo.addons.hanam_document.lib.numbering import printed_number

from .document_metadata import HIDDEN, short_date


class DocumentOutgoing(models.Model):
    """An outgoing document as a line of its register."""

    _inherit = 'document.outgoing'

    _book_number = 'number'
    _book_day = 'issued_date'

    def _book_row(self, remarks):
        note = '\n'.join(filter(None, (self.description, remarks)))
        return (
            self.full_code or '', short_date(self.issued_date), self._kind_and_subject(), self.signer_full_name or '',
            self._book_recipients(), self.copy_holder or '', str(self.issued_amount or ''),
            short_date(self.forwarded_date), '', note)

    def _hidden_row(self):
        return (printed_number(self.number), short_date(self.issued_date), HIDDEN, '', '', '', '', '', '', '')

    def _book_recipients(self):
        """Return «Nơi nhận»: the lines as printed on the document, else the names it was sent to."""
        if self.to_places:
            return self.to_places.strip()
        recipients = (self.recipient_agency_ids, self.recipient_department_ids, self.recipient_user_ids)
        return '\n'.join(recipient.name for group in recipients for recipient in group)
