"""The files of a document: what was uploaded, its PDF, and every version since (Decision 44/2024, Art. 6.1)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hanam_signing.lib import pades

from .document_file_version import SIGNING


class DocumentFile(models.Model):
    """One file of a document. The first is the document itself, the others are attached to it."""

    _name = 'document.file'
    _description = 'File of a Document'
    _inherit = ['document.part', 'document.earned']
    _order = 'sequence, id'
    _earned = frozenset({'source_id', 'attachment_id', 'sha256', 'page_amount', 'verification_id', 'layout',
                         'is_reference', 'pdfa_check'})

    name = fields.Char(required=True, default=lambda self: self.env._("New file"))
    sequence = fields.Integer(default=10)
    kind = fields.Selection([('main', "Document"), ('attachment', "Attachment")], compute='_compute_kind')
    upload = fields.Binary(string="File", compute='_compute_upload', inverse='_inverse_upload', attachment=False)
    source_id = fields.Many2one('ir.attachment', string="Uploaded As", readonly=True, ondelete='restrict')
    attachment_id = fields.Many2one('ir.attachment', string="Current Version", readonly=True, ondelete='restrict')
    sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    page_amount = fields.Integer(string="Pages", readonly=True)
    version_ids = fields.One2many('document.file.version', 'file_id', string="Versions")
    verification_id = fields.Many2one('signing.verification', string="Signature Check", readonly=True, copy=False)
    verdict = fields.Selection(related='verification_id.verdict', string="Signatures", related_sudo=True)

    @api.depends('sequence', 'incoming_id.file_ids', 'outgoing_id.file_ids')
    def _compute_kind(self):
        for file in self:
            file.kind = 'main' if file._document().file_ids[:1] == file else 'attachment'

    @api.depends('attachment_id')
    def _compute_upload(self):
        for file in self:
            file.upload = file.attachment_id.with_context(bin_size=self.env.context.get('bin_size')).datas

    @api.model_create_multi
    def create(self, vals_list):
        """Add files only while their document is still being made or taken in."""
        files = super().create(vals_list)
        files._refuse_fixed()
        return files

    def write(self, vals):
        """Change files only while their document is still being made or taken in."""
        self._refuse_fixed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_signed(self):
        """Keep a file that was signed, and every file of a document that is closed to changes."""
        self._refuse_fixed()
        if self.sudo().version_ids.filtered(lambda version: version.origin in SIGNING):  # sudo: asked, not shown
            raise AccessError(self.env._("A file that was signed stays with its document. Upload a new version of it."))

    def unlink(self):
        """Remove an upload made by mistake; its name and digest stay in the trace of the document."""
        self._unlink_unless_signed()
        for file in self:
            self.env['document.event']._log(
                file._document(), 'change_file', file._document().state,
                details={'removed': file.name, 'sha256': file.sha256})
        self.version_ids.sudo().unlink()  # sudo: versions of an upload that was never signed go with it
        return super().unlink()

    def _refuse_fixed(self):
        for file in self:
            if not file._document()._files_are_open():
                raise AccessError(self.env._("The files of %(document)s can no longer be changed.",
                                             document=file._document().display_name))
            if file.outgoing_id:
                file.outgoing_id._refuse_editing()
            else:
                file.incoming_id.check_access('write')

    def _adopt(self, version, content):
        """Make a version the current one. What arrived is kept as it is; what is uploaded must be readable."""
        try:
            pages = pades.inspect(content).pages if content.startswith(b'%PDF-') else 0
        except pades.PadesError as unreadable:
            if version.origin in ('upload', 'convert'):
                raise UserError(self.env._("%(file)s cannot be read as a PDF. Make it again and upload it once more.",
                                           file=self.name)) from unreadable
            pages = 0
        self._earn(attachment_id=version.attachment_id.id, sha256=version.sha256, page_amount=pages,
                   **({'source_id': version.attachment_id.id} if version.origin == 'upload' else {}))

    def _pdf(self):
        """Return the bytes of the current version."""
        return self.sudo().attachment_id.raw or b''  # sudo: who may use the file may use its bytes

    def _verify(self):
        """Check the signatures of a received file and keep the verdict with it."""
        expectation = self.incoming_id._expectation(self.kind)
        attachment = self.attachment_id.with_company(self.company_id)
        self._earn(verification_id=attachment._verify_signatures(expectation).id)

    def action_preview(self):
        """Open the current version in the browser."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'target': 'new', 'url': f'/web/content/{self.attachment_id.id}'}
