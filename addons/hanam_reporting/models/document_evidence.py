"""The register's line in an evidence pack, as it is printed (Decree 30/2020, App. IV.I and IV.VI)."""

from odoo import api, models

from .document_register_span import BOOKS


class DocumentEvidence(models.AbstractModel):
    """The pack shows the columns the decree gives the register."""

    _inherit = 'document.evidence'

    @api.model
    def _register_line(self, document):
        """Add what stands in each printed column."""
        line = super()._register_line(document)
        direction = document.register_id.direction
        if direction not in BOOKS:
            return line
        _model, title, columns = BOOKS[direction]
        cells = next(document._book_rows([('id', '=', document.id)]))
        return line | {'tên sổ': title, 'các cột như in trong sổ': {
            column.heading: cell for column, cell in zip(columns, cells, strict=True)}}
