from odoo import models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The archive copy of an issued file (Decree 30/2020, Art. 29 to 31)."""

    _inherit = 'ir.attachment'

    def _archive_copy(self):
        """Ask for the archive copy of this issued file and return its `signing.archive`; asked twice, it is the same.

        The copy is made soon after by a scheduled action, once a time-stamping authority is registered.
        """
        self.ensure_one()
        self.check_access('read')
        if not self.is_signed:
            raise UserError(self.env._("%(name)s is not signed; only issued files are archived.", name=self.name))
        # sudo: rows are written by the machinery alone; whoever may read the file may ask
        return self.env['signing.archive'].sudo()._keep(self).with_env(self.env)

    def _archived(self):
        """Return the newest archive copy of this file, for whoever may read the file; empty while there is none."""
        self.ensure_one()
        self.check_access('read')
        # sudo: which file belongs to which copy is shown through the file alone
        rows = self.env['signing.archive'].sudo().search([('issued_id', '=', self.id)])
        return rows.copy_id.with_env(self.env)
