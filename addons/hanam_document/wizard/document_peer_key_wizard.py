from odoo import fields, models


class DocumentPeerKeyWizard(models.TransientModel):
    """Enters the key the other side gave us, or shows once the key we give it. No key is ever in the table."""

    _name = 'document.peer.key.wizard'
    _description = 'Key of a Connection'

    peer_id = fields.Many2one('document.peer', required=True)
    mode = fields.Selection([('enter', "Enter"), ('issue', "Issue")], required=True)
    key = fields.Char(compute='_compute_key', inverse='_inverse_key')

    def _compute_key(self):
        self.key = False

    def _inverse_key(self):
        """Keep an entered key in its file."""
        for wizard in self:
            if wizard.mode == 'enter' and wizard.key:
                wizard.peer_id._set_key(wizard.key)

    def action_enter(self):
        """Close: saving has kept the key."""
        return {'type': 'ir.actions.act_window_close'}
