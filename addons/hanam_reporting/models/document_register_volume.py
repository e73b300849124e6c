"""A printed volume of a register: the file, and who signed for it (Decree 30/2020, Arts. 16.2.b and 22.3.b)."""

import io
from base64 import b64encode
from hashlib import sha256

from odoo import api, fields, models

FORMATS = [('pdf', "Book (PDF)"), ('xlsx', "Spreadsheet (XLSX)")]


class DocumentRegisterVolume(models.Model):
    """What was printed, when, by whom; never changed by hand."""

    _name = 'document.register.volume'
    _description = 'Printed Volume'
    _inherit = ['document.register.span', 'mail.thread', 'mail.activity.mixin']
    _order = 'id desc'
    _rec_name = 'file_name'

    register_id = fields.Many2one(ondelete='restrict', index=True)
    company_id = fields.Many2one(related='register_id.company_id', store=True, string="Agency")
    file_format = fields.Selection(FORMATS, required=True, default='pdf')
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    sha256 = fields.Char(string="SHA-256")
    row_count = fields.Integer(string="Lines")
    page_count = fields.Integer(string="Pages")
    has_restricted = fields.Boolean(
        help="It shows restricted documents: only whoever printed it and the head of the agency may open it.")
    printed_by_id = fields.Many2one('res.users', required=True)
    printed_at = fields.Datetime(required=True)
    event_id = fields.Many2one('document.event', help="The newest act on the register when it was printed.")
    receiver_id = fields.Many2one('res.users', string="Receipt Signed By")
    receipt_date = fields.Date()

    @api.model
    def _make(self, span, file_format, notify=False):
        """Print and keep one volume, as this person; return it.

        `span`: values of the fields of `document.register.span`. `notify`: leave a note for the person, who
        is not waiting. Raises AccessError for a register of another agency, UserError without the font.
        """
        register = self.env['document.register'].browse(span['register_id'])
        register.check_access('read')
        # sudo: volumes are written here only; what goes into one is read with the person's own rights
        volume = self.sudo().create({
            **span, 'file_format': file_format, 'printed_by_id': self.env.uid, 'printed_at': fields.Datetime.now(),
            'event_id': register._last_event().id}).sudo(False)
        totals, stream = volume._totals(), io.BytesIO()
        size = volume._write_file(file_format, stream)
        content = stream.getvalue()
        volume.sudo().write({  # sudo: as above
            'file': b64encode(content), 'sha256': sha256(content).hexdigest(), 'row_count': size.rows,
            'page_count': size.pages, 'file_name': volume._file_name(file_format),
            'first_number': totals.first_number or 0, 'last_number': totals.last_number or 0,
            'first_day': volume.first_day or totals.first_day, 'last_day': volume.last_day or totals.last_day,
            'has_restricted': volume._shows_restricted()})
        if notify:
            volume._notify_ready()
        return volume

    def _shows_restricted(self):
        """Return whether a restricted document stands in the volume with its words."""
        return bool(self._lines().search_count([*self._domain(), ('restricted', '=', True)], limit=1))

    def _notify_ready(self):
        """Tell whoever ordered the print that the file is there: at once, and in the list of what waits."""
        text = self.env._("%(file)s is ready: %(count)s lines.", file=self.file_name, count=self.row_count)
        # sudo: the note is hung on a record nobody may change
        self.sudo().activity_schedule('mail.mail_activity_data_todo', summary=text, user_id=self.env.uid)
        self.env.user._bus_send('simple_notification', {'type': 'success', 'message': text, 'sticky': True})

    def _download(self):
        """Return the action that hands the file to the person."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url', 'target': 'self',
            'url': f'/web/content/document.register.volume/{self.id}/file?download=true&filename={self.file_name}'}

    def action_download(self):
        """Hand the file to the person."""
        return self._download()

    def _sign_receipt(self, receiver, day):
        """Keep who signed for these volumes (Decree 30/2020, Art. 22.3.b: «ký nhận»)."""
        # sudo: volumes are read-only; the step that closes the register is checked by the engine
        self.sudo().write({'receiver_id': receiver.id, 'receipt_date': day})
