from odoo import fields, models


class DocumentPacketWizard(models.TransientModel):
    """Asks for the words of an act on a packet or an alarm."""

    _name = 'document.packet.wizard'
    _description = 'Words for an Act on a Packet'

    res_model = fields.Selection(
        [('document.transmission', "Packet"), ('document.alarm', "Alarm")], required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    act = fields.Selection([('answer', "Answer the Sender"), ('close', "Close")], required=True, readonly=True)
    words = fields.Text()

    def action_confirm(self):
        """Carry out the act with these words; the record checks who may."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        act = record.action_answer if self.act == 'answer' else record.action_close
        act(words=self.words or '')
        return {'type': 'ir.actions.act_window_close'}
