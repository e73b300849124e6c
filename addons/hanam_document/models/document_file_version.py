"""Versions of a file: append-only, each with its digest (Decree 30/2020, App. VI, III.5a)."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ORIGINS = [('upload', "Uploaded"), ('convert', "Converted"), ('prepare', "Prepared for Signing"),
           ('sign', "Signed by Person"), ('seal', "Sealed"), ('copy', "Signed as a Copy"), ('receive', "As Received")]
SIGNING = ('sign', 'seal', 'copy')


def digest(content):
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


class DocumentFileVersion(models.Model):
    """One state of a file's bytes; never changed. A signed version begins with the bytes of its parent."""

    _name = 'document.file.version'
    _description = 'Version of a File'
    _inherit = ['document.part']
    _order = 'id desc'
    _rec_name = 'sha256'

    file_id = fields.Many2one('document.file', required=True, readonly=True, ondelete='restrict', index=True)
    attachment_id = fields.Many2one('ir.attachment', required=True, readonly=True, ondelete='restrict')
    parent_id = fields.Many2one('document.file.version', readonly=True, ondelete='restrict')
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    origin = fields.Selection(ORIGINS, required=True, readonly=True)
    user_id = fields.Many2one('res.users', string="Made By", required=True, readonly=True)
    made_at = fields.Datetime(required=True, readonly=True)

    _attachment_unique = models.UniqueIndex('(attachment_id)')

    @api.model
    def _keep(self, file, content, name, origin, attachment=None, parent=None):
        """Store `content` as the new current version of `file`; `attachment` when it exists already.

        `parent`: the version it was made from, by default the current one.
        """
        if attachment is None:
            # sudo: versions are written here only; the step or the upload was checked
            attachment = self.env['ir.attachment'].sudo().create({
                'name': name, 'raw': content, 'res_model': 'document.file', 'res_id': file.id})
        parent = parent or file._current_version()
        before = parent.attachment_id.raw or b'' if origin in SIGNING else b''
        if not content.startswith(before):
            raise ValidationError(self.env._("A signed version of %(file)s must begin with the version before it.",
                                             file=file.name))
        version = self.sudo().create({  # sudo: as above
            'file_id': file.id, 'incoming_id': file.incoming_id.id, 'outgoing_id': file.outgoing_id.id,
            'attachment_id': attachment.id, 'parent_id': parent.id,
            'sha256': digest(content), 'origin': origin, 'user_id': self.env.uid,
            'made_at': fields.Datetime.now(),
            'parent_sha256': before and parent.sha256, 'prefix_sha256': before and digest(content[:len(before)])})
        file._adopt(version, content)
        return version

    def action_preview(self):
        """Open this version in the browser."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'target': 'new', 'url': f'/web/content/{self.attachment_id.id}'}
