"""What people did with a packet that was in trouble, who and when: append-only."""

from odoo import api, fields, models

ACTS = [('retry', "Read the Packet Again"), ('answer', "Answered the Sender"), ('close', "Closed"),
        ('send_again', "Sent Again"), ('give_up', "Given Up: on Paper")]


class DocumentTransmissionAct(models.Model):
    """One act of one person on one packet."""

    _name = 'document.transmission.act'
    _description = 'Act on a Packet'
    _order = 'id desc'
    _rec_name = 'act'

    transmission_id = fields.Many2one(
        'document.transmission', string="Packet", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', string="Agency", required=True, readonly=True)
    act = fields.Selection(ACTS, required=True, readonly=True)
    outcome = fields.Char(readonly=True, help="What came of it: the name of the refusal, or nothing when it went well.")
    words = fields.Text(readonly=True)
    user_id = fields.Many2one('res.users', string="Person", required=True, readonly=True)
    at = fields.Datetime(string="Moment", required=True, readonly=True)

    @api.model
    def _log(self, transmission, act, words='', outcome=''):
        """Keep that the person of this environment did `act` with a packet."""
        # sudo: nobody may write acts by hand; this method is their one source
        return self.sudo().create({
            'transmission_id': transmission.id, 'company_id': transmission.company_id.id, 'act': act, 'words': words,
            'outcome': outcome, 'user_id': self.env.uid, 'at': fields.Datetime.now()})
