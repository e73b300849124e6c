from odoo import models
from odoo.tools import SQL

from ..tools import keep_rows

# What the bytes of a signed file are kept in, and what says that they are signed.
KEPT = ('store_fname', 'db_datas', 'checksum', 'file_size', 'is_signed', 'sha256')


class IrAttachment(models.Model):
    """The database itself refuses to change or drop a signed file, whatever program asks (Decree 30/2020, Art. 5)."""

    _inherit = 'ir.attachment'

    def init(self):
        """Put the refusal into the database."""
        super().init()
        keep_rows(self.env.cr, 'hanam_signing_keep_signed', self._table, KEPT, SQL('old.is_signed'),
                  "attachment % is digitally signed: its bytes are never changed or deleted")
