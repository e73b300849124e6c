"""Choose what of a register is printed, look at it, print it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.queue_job.job import identity_exact

# A person waits for so many lines (about two seconds); more are printed in the background
WAITED_FOR = 500


class DocumentRegisterPrint(models.TransientModel):
    """A stretch of a register, before it is printed."""

    _name = 'document.register.print'
    _description = 'Print Register'
    _inherit = ['document.register.span']

    row_count = fields.Integer(string="Lines", compute='_compute_row_count')
    is_long = fields.Boolean(compute='_compute_row_count')

    @api.model
    def default_get(self, names):
        """Begin with the register the person came from."""
        values = super().default_get(names)
        if self.env.context.get('active_model') == 'document.register':
            values.setdefault('register_id', self.env.context.get('active_id'))
        return values

    @api.depends('register_id', 'first_day', 'last_day', 'first_number', 'last_number')
    def _compute_row_count(self):
        for span in self:
            span.row_count = span._totals().count if span.register_id else 0
            span.is_long = span.row_count > WAITED_FOR

    def _write_book_pdf(self, stream):
        if self.is_long:
            raise UserError(self.env._("%(count)s lines are too many to wait for: print them in the background.",
                                       count=self.row_count))
        return super()._write_book_pdf(stream)

    def action_preview(self):
        """Show the book in the browser; nothing is kept."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'target': 'new',
                'url': f'/report/pdf/hanam_reporting.register_book/{self.id}'}

    def action_print_book(self):
        """Print and keep the volume as a book."""
        return self._print('pdf')

    def action_print_sheet(self):
        """Print and keep the same lines as a spreadsheet."""
        return self._print('xlsx')

    def _print(self, file_format):
        self.ensure_one()
        volumes = self.env['document.register.volume']
        values = self._convert_to_write({name: self[name] for name in self._span_fields()})
        if not self.is_long:
            return volumes._make(values, file_format)._download()
        self._lines()
        volumes.with_delay(
            description=self.env._("Print %(register)s", register=self.register_id.name),
            identity_key=identity_exact)._make(values, file_format, notify=True)
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {
                'type': 'info',
                'message': self.env._("%(count)s lines are being printed. You will be told when the file is ready.",
                                      count=self.row_count),
                'next': {'type': 'ir.actions.act_window_close'}}}
