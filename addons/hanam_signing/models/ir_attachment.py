from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What a signature stands for, and what says that it stands: closed once a file is signed.
FROZEN = frozenset({
    'raw', 'datas', 'db_datas', 'store_fname', 'checksum', 'file_size', 'mimetype', 'type', 'url',
    'is_signed', 'is_trial', 'sha256', 'parent_attachment_id',
})
EARNED = frozenset({'is_signed', 'is_trial', 'sha256', 'parent_attachment_id'})


class IrAttachment(models.Model):
    """A signed file stays as it is, for everyone; a new version is a new attachment that begins with the old bytes."""

    _inherit = 'ir.attachment'

    is_signed = fields.Boolean("Digitally Signed", readonly=True, copy=False)
    is_trial = fields.Boolean(
        "For Trying Out", readonly=True, copy=False, help="«KÝ THỬ»: signed with a key in a file.")
    sha256 = fields.Char("Fingerprint (SHA-256)", readonly=True, copy=False, index='btree_not_null')
    parent_attachment_id = fields.Many2one(
        'ir.attachment', "Made From", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')

    @api.model_create_multi
    def create(self, vals_list):
        if any(EARNED & vals.keys() for vals in vals_list):
            raise UserError(self.env._("Whether a file is signed is found out by signing it, not by saying so."))
        # Said explicitly, so that no default from a context says otherwise.
        return super().create([vals | dict.fromkeys(EARNED, False) for vals in vals_list])

    def write(self, vals):
        if EARNED & vals.keys():
            raise UserError(self.env._("Whether a file is signed is found out by signing it, not by saying so."))
        if FROZEN & vals.keys():
            self._require_unsigned()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_signed(self):
        self._require_unsigned()

    def _set_attachment_data(self, asbytes):
        self._require_unsigned()
        return super()._set_attachment_data(asbytes)

    def _check_access(self, operation):
        """Keep what is prepared for a signature and what came back for it from everybody, administrators too."""
        # sudo: what a file hangs on decides; it is not shown
        kept = self.sudo().filtered(lambda one: one.res_model == 'signing.request').sudo(self.env.su)
        found = super(IrAttachment, self - kept)._check_access(operation)
        if self.env.su or not kept:
            return found
        return kept | found[0] if found else kept, lambda: AccessError(self.env._(
            "Files that are being signed are not open to anyone."))

    def _require_unsigned(self):
        """Refuse when one of the files is signed, superuser or not (Decree 30/2020, Art. 5)."""
        if signed := self.filtered('is_signed'):
            raise UserError(self.env._(
                "%(name)s is digitally signed and can no longer be changed or deleted. Make a new version instead.",
                name=signed[0].name))

    def _version(self, content, *, is_signed, is_trial=False):
        """Store new bytes made from this file as a new attachment beside it; signed bytes must continue the old ones.

        content: bytes of a PDF. Name, record and agency are the parent's.
        """
        self.ensure_one()
        if is_signed and not content.startswith(self._bytes()):
            raise UserError(self.env._(
                "The signed file does not begin with %(name)s as it was. Nothing was stored; sign again.",
                name=self.name))
        parent = self.sudo()  # sudo: the act was allowed by who called; the new file follows its parent's record
        return super(IrAttachment, parent).create([{
            'name': self.name,
            'raw': content,
            'mimetype': 'application/pdf',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'company_id': self.company_id.id,
            'is_signed': is_signed,
            'is_trial': is_trial or self.is_trial,
            'sha256': sha256(content).hexdigest(),
            'parent_attachment_id': self.id,
        }]).sudo(self.env.su)  # sudo: given back with the rights it was asked for with

    def _freeze(self):
        """Close files that arrived signed, as if they had been signed here."""
        for attachment in self.filtered(lambda one: not one.is_signed):
            digest = sha256(attachment._bytes()).hexdigest()
            closed = attachment.sudo()  # sudo: nobody may say so by hand
            super(IrAttachment, closed).write({'is_signed': True, 'sha256': digest})

    def _bytes(self):
        """Return the content of the file from the store, whatever the context asks of binaries."""
        self.ensure_one()
        return self.with_context(bin_size=False).raw or b''
