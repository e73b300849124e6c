"""Certified copies in print (Decree 30/2020, App. I, Part II, II)."""

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hanam_document.lib.numbering import place_and_date
from odoo.addons.hanam_document.models.document_copy import FORMS

from ..lib.printing import CopyBlock, PageAbsent, copy_sheet


class DocumentCopy(models.Model):
    """A copy as it is printed: signature and seal are put on by hand."""

    _inherit = 'document.copy'

    def _write_book_pdf(self, stream):
        """Write the copied pages with the block of the copy; UserError before the copy has its number."""
        self.ensure_one()
        self.check_access('read')
        if self.state != 'made':
            raise UserError(self.env._("Make the copy first: its number is printed on it."))
        content = self._document().file_ids[:1]._pdf()
        try:
            stream.write(copy_sheet(content, self._block(), self.env['ir.actions.report']._book_fonts(),
                                    self.pages or '' if self.form == 'TrS' else ''))
        except PageAbsent as wrong:
            raise UserError(self.env._(
                "Write the pages as numbers of the copied file, for example 1, 3-4: it has %(count)s pages.",
                count=wrong.count)) from wrong

    def _block(self):
        authority, company = self.delegation_id, self.sudo().company_id  # sudo: both are printed on the copy
        return CopyBlock(
            form=dict(FORMS)[self.form], agency=company.name.upper(), number=f'Số: {self.full_code}',
            place_and_date=place_and_date(company.place or '', self.copied_date),
            titles=tuple(filter(None, (authority.competence, authority.position))), name=self.signatory_id.name,
            recipients=tuple(self.to_places.splitlines()))
