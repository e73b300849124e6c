"""Contacts outside the exchange: by e-mail, telephone or text message, each kept for ever (Art. 6.6, 10.1.b)."""

from odoo import api, fields, models
from odoo.tools import SQL, plaintext2html

from odoo.addons.hanam_signing.tools import keep_rows

CHANNELS = [('mail', "E-mail"), ('phone', "Telephone"), ('sms', "Text Message")]
OUTCOMES = [('promised', "Reached; they will look for it"), ('there', "Reached; they have it"),
            ('answered', "Reached; they have answered the document"), ('no_answer', "Nobody answered"),
            ('wrong_number', "The number is wrong")]
FAILED_CALLS = ('no_answer', 'wrong_number')
KEPT = ('delivery_id', 'incoming_id', 'outgoing_id', 'company_id', 'channel', 'at', 'user_id', 'to_whom', 'outcome',
        'title', 'body', 'note')


class DocumentContact(models.Model):
    """One time somebody of this agency told another agency about a document, and what came of it."""

    _name = 'document.contact'
    _description = 'Contact with Another Agency'
    _inherit = ['document.part', 'document.earned']
    _order = 'id desc'

    incoming_id = fields.Many2one(readonly=True, ondelete='restrict')
    outgoing_id = fields.Many2one(readonly=True, ondelete='restrict')
    delivery_id = fields.Many2one('document.delivery', string="Recipient", readonly=True, index='btree_not_null',
                                  ondelete='restrict')
    channel = fields.Selection(CHANNELS, string="How", readonly=True, required=True)
    at = fields.Datetime(string="Moment", readonly=True, required=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True, required=True)
    to_whom = fields.Char(readonly=True, help="Address or number, and who was spoken to.")
    outcome = fields.Selection(OUTCOMES, readonly=True)
    title = fields.Char(string="Subject", readonly=True)
    body = fields.Text(string="What Was Said", readonly=True)
    note = fields.Text(readonly=True)
    # the queue is cleaned by its keepers; what was written stays here
    mail_id = fields.Many2one('mail.mail', string="E-mail in the Queue", readonly=True, index='btree_not_null')
    mail_state = fields.Selection(related='mail_id.state', string="State of the E-mail")
    mail_failure = fields.Text(related='mail_id.failure_reason', string="Why the E-mail Failed")
    result = fields.Char(compute='_compute_result')
    has_failed = fields.Boolean(compute='_compute_result', string="Not Reached")

    def init(self):
        """Let the database refuse to change or remove what is evidence, whatever program asks."""
        super().init()
        keep_rows(self.env.cr, 'hanam_document_keep_contact', self._table, KEPT, SQL('true'),
                  "contact % is evidence: it is never changed or removed")

    @api.depends('outcome', 'mail_state', 'mail_failure')
    @api.depends_context('lang')
    def _compute_result(self):
        """Say whether the other side was reached, and why not."""
        outcomes, states = (dict(self._fields[name]._description_selection(self.env))
                            for name in ('outcome', 'mail_state'))
        for contact in self:
            words = (outcomes.get(contact.outcome), states.get(contact.mail_state), contact.mail_failure)
            contact.result = ': '.join(filter(None, words))
            contact.has_failed = contact.outcome in FAILED_CALLS or contact.mail_state in ('exception', 'cancel')

    @api.depends('channel', 'at', 'result')
    @api.depends_context('lang', 'tz')
    def _compute_display_name(self):
        channels = dict(self._fields['channel']._description_selection(self.env))
        for contact in self:
            moment = contact.at and fields.Datetime.context_timestamp(contact, contact.at)
            said = ': '.join(filter(None, (channels.get(contact.channel), contact.result)))
            contact.display_name = f'{moment:%d/%m %H:%M} · {said}' if moment else said

    @api.model
    def _note(self, record, channel, **values):
        """Keep a contact about a delivery or an arrival. Contacts come from here only."""
        of_delivery = {'delivery_id': record.id} if record._name == 'document.delivery' else {}
        # sudo: nobody writes evidence by hand; the step that made the contact was checked
        return self.sudo().create({
            **{name: link for name, link in record._event_links().items() if name in ('incoming_id', 'outgoing_id')},
            **of_delivery, 'channel': channel, 'at': fields.Datetime.now(), 'user_id': self.env.uid, **values})

    @api.model
    def _mail(self, record, address, title, body):
        """Put an e-mail to another agency in the queue, and keep what it says. `body`: plain text."""
        # sudo: the queue of mails belongs to the server
        mail = self.env['mail.mail'].sudo().create({
            'subject': title, 'body_html': plaintext2html(body), 'email_to': address, 'auto_delete': False,
            'email_from': record.company_id.email_formatted or self.env.user.email_formatted,
            'reply_to': record.company_id.email_formatted or self.env.user.email_formatted})
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()  # sudo: waking the queue needs no right
        return self._note(record, 'mail', to_whom=address, title=title, body=body, mail_id=mail.id)
