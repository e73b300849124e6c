from odoo import models
from odoo.exceptions import AccessError

# what hangs on these is evidence: versions of files, packets as they were sent and received
KEPT = ('document.file', 'document.transmission')


class IrAttachment(models.Model):
    """Bytes of versions and packets are written once, by the act that makes them (Decree 30/2020, App. VI, III.5a)."""

    _inherit = 'ir.attachment'

    def write(self, vals):
        """Refuse a person any change: other bytes, another owner, or a link that opens the file to everybody."""
        self._refuse_kept()
        return super().write(vals)

    def unlink(self):
        """Refuse a person the removal."""
        self._refuse_kept()
        return super().unlink()

    def _refuse_kept(self):
        # sudo: what a file hangs on decides; it is not shown
        if not self.env.su and any(attachment.res_model in KEPT for attachment in self.sudo()):
            raise AccessError(self.env._(
                "A version of a file or a packet is never changed. Upload a new version with its document instead."))

    def _check_again(self):
        """Check the current version of a document's file by what is known of that document."""
        file = self.env['document.file'].browse(self.res_id) if self.res_model == 'document.file' else None
        if file and file.attachment_id == self:
            return file._check_signatures()
        return super()._check_again()
