"""Sổ đăng ký văn bản đến (Decree 30/2020, App. IV.VI; Decision 44/2024, Art. 10.3.c)."""

from odoo import models

from odoo.addons.hanam_document.lib.numbering import printed_number

from .document_metadata import HIDDEN, short_date


class DocumentIncoming(models.Model):
    """An incoming document as a line of its register."""

    _inherit = 'document.incoming'

    _book_number = 'arrival_number'
    _book_day = 'arrival_date'

    def _book_row(self, remarks):
        note = '\n'.join(filter(None, (self.description, remarks)))
        return (
            short_date(self.arrival_date), printed_number(self.arrival_number), self.organ_name or '',
            self.full_code or '', short_date(self.issued_date), self._kind_and_subject(), self.to_places or '',
            short_date(self.forwarded_date), '', note)

    def _hidden_row(self):
        return (short_date(self.arrival_date), printed_number(self.arrival_number), '', '', '', HIDDEN, '', '', '', '')
