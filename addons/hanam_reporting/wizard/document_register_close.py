"""Close a register: printed, signed for, frozen (Decision 44/2024, Art. 10.3.c and 13.4)."""

from odoo import api, fields, models


class DocumentRegisterClose(models.TransientModel):
    """Who signed for the printed volumes."""

    _name = 'document.register.close'
    _description = 'Close Register'

    register_id = fields.Many2one('document.register', required=True, readonly=True)
    volume_ids = fields.Many2many('document.register.volume', string="Printed Volumes", compute='_compute_volumes')
    unprinted = fields.Char(string="Numbers Not Printed", compute='_compute_volumes')
    receiver_id = fields.Many2one('res.users', string="Receipt Signed By", required=True)
    receipt_date = fields.Date(required=True, default=lambda self: self.env['document.incoming']._today())
    note = fields.Char(help="Where the bound volumes are kept, for example.")

    @api.depends('register_id')
    def _compute_volumes(self):
        for closing in self:
            volumes = closing.register_id._current_volumes()
            closing.volume_ids = volumes
            closing.unprinted = ', '.join(closing.register_id._numbers_outside(volumes))

    def action_print(self):
        """Print what is not printed yet."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Print Register"), 'view_mode': 'form',
            'res_model': 'document.register.print', 'target': 'new',
            'context': {'default_register_id': self.register_id.id}}

    def action_close_register(self):
        """Keep the receipt and close the register."""
        self.ensure_one()
        self.register_id.check_access('read')
        volumes = self.register_id._current_volumes()
        volumes._sign_receipt(self.receiver_id, self.receipt_date)
        said = self.env._(
            "Volumes %(volumes)s printed; receipt signed by %(receiver)s on %(day)s.",
            volumes=', '.join(sorted(set(volumes.sudo().mapped('volume')))),  # sudo: volume numbers only
            receiver=self.receiver_id.name, day=self.receipt_date.strftime('%d/%m/%Y'))
        self.register_id.action_close(order=' '.join(filter(None, (said, self.note))))
        return {'type': 'ir.actions.act_window_close'}
