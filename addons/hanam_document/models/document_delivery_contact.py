"""The sender tells a recipient by other means that a document has not arrived there (Decision 44/2024, Art. 6.6)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .document_contact import OUTCOMES
from .document_workflow import step

TITLE = "Đề nghị tiếp nhận văn bản số {code} ngày {day} của {sender}"
MAIL = """Kính gửi: {recipient}

{sender} đã phát hành và gửi đến Quý cơ quan văn bản số {code} ngày {day}{subject}, lúc {moment}. Đến nay {sender} \
chưa nhận được thông báo văn bản đã đến hệ thống quản lý văn bản và điều hành của Quý cơ quan.

Đề nghị Quý cơ quan kiểm tra hệ thống và tiếp nhận văn bản. Nếu không thấy văn bản, đề nghị báo lại để được gửi lại.

Nơi liên hệ: {desk}."""
TEXT = ("{sender} đã gửi Quý cơ quan văn bản số {code} ngày {day}, chưa thấy đến. "
        "Đề nghị kiểm tra hệ thống quản lý văn bản. Liên hệ: {desk}.")
MEANS = ('remind', 'text', 'call')


class DocumentDelivery(models.Model):
    """One click sends an e-mail or a text message; a call is kept in two."""

    _inherit = 'document.delivery'

    agency_phone = fields.Char(related='agency_id.phone', string="Telephone")
    agency_email = fields.Char(related='agency_id.email', string="E-mail")
    agency_focal_unit = fields.Char(related='agency_id.focal_unit', string="Desk")
    urgency = fields.Selection(related='outgoing_id.urgency')
    due_date = fields.Date(related='outgoing_id.due_date', string="Answer Wanted By")
    contact_ids = fields.One2many('document.contact', 'delivery_id', string="Contacts")
    last_contact_id = fields.Many2one('document.contact', compute='_compute_last_contact_id')
    last_contact_failed = fields.Boolean(compute='_compute_last_contact_id')

    @api.depends('contact_ids')
    def _compute_last_contact_id(self):
        contacts = self.env['document.contact']
        last = dict(contacts._read_group([('delivery_id', 'in', self.ids)], ['delivery_id'], ['id:max']))
        latest = {contact.delivery_id: contact for contact in contacts.browse(last.values())}
        for delivery in self:
            delivery.last_contact_id = latest.get(delivery)
            delivery.last_contact_failed = delivery.last_contact_id.has_failed

    def _applies(self, row):
        """Means of contact are for other agencies, e-mails and messages for those a packet goes to."""
        if row.name not in MEANS:
            return super()._applies(row)
        if row.name == 'call':
            return bool(self.agency_id)
        has_means = row.name == 'remind' or bool(self.sudo().company_id.sms_gateway_url)  # sudo: whether there is one
        return bool(self.agency_id) and self._is_electronic() and self.outgoing_id.state == 'issued' and has_means

    def _means_obstacles(self):
        if not (self.agency_id and self._is_electronic()):
            yield self.env._("No packet goes to %(recipient)s; record how the document was handed over.",
                             recipient=self.display_name)
        if self.outgoing_id.state != 'issued':
            yield self.env._("%(document)s is not issued any more.", document=self.outgoing_id.display_name)

    def _obstacles_to_remind(self):
        yield from self._means_obstacles()
        if not self.agency_email:
            yield self.env._("The directory has no e-mail address of %(recipient)s. Call instead.",
                             recipient=self.display_name)
        if any(contact.mail_state == 'outgoing' for contact in self.contact_ids):
            yield self.env._("An e-mail to %(recipient)s already waits to be sent.", recipient=self.display_name)

    @step
    def action_remind(self):
        """Send the recipient an e-mail: which document is missing, and what to do (Art. 6.6)."""
        words = self._reminder_words()
        self.env['document.contact']._mail(self, self.agency_email, TITLE.format(**words), MAIL.format(**words))

    def _obstacles_to_text(self):
        yield from self._means_obstacles()
        if not self.sudo().company_id.sms_gateway_url:  # sudo: whether there is a gateway
            yield self.env._("This agency has no gateway of text messages.")
        if not self.agency_phone:
            yield self.env._("The directory has no telephone number of %(recipient)s.", recipient=self.display_name)
        if any(contact.sms_state == 'waiting' for contact in self.contact_ids):
            yield self.env._("A text message to %(recipient)s already waits to be sent.", recipient=self.display_name)

    @step
    def action_text(self):
        """Send the recipient's desk a text message (Art. 6.6)."""
        body = TEXT.format(**self._reminder_words())
        self.env['document.contact']._text(self, self.agency_phone, body)

    def _obstacles_to_call(self):
        if not self.agency_id:
            yield self.env._("Only calls to other agencies are recorded.")

    @step
    def action_call(self, call):
        """Keep a telephone call (Art. 6.6).

        `call`: {'outcome': one of OUTCOMES, 'person': who was spoken to, 'note': text}.
        """
        if call.get('outcome') not in dict(OUTCOMES):
            raise UserError(self.env._("Say what came of the call."))
        whom = ', '.join(filter(None, ((call.get('person') or '').strip(), self.agency_phone)))
        contact = self.env['document.contact']._note(
            self, 'phone', to_whom=whom, outcome=call['outcome'], note=(call.get('note') or '').strip())
        if call['outcome'] == 'answered':
            self._earn(answered_at=contact.at)
        call['note'] = ' · '.join(filter(None, (contact.result, whom, contact.note)))

    def _reminder_words(self):
        """Return the words of reminders; of a restricted document nothing is told but its number and date."""
        document, company = self.outgoing_id, self.sudo().company_id  # sudo: the letterhead of the agency
        local = fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), document.issued_at)
        desk = company.agency_id.focal_unit or company.name
        reach = ', '.join(filter(None, (company.phone or company.agency_id.phone, company.email)))
        return {
            'recipient': self.display_name, 'sender': company.name, 'code': document.full_code,
            'day': f'{document.issued_date:%d/%m/%Y}', 'moment': f'{local:%H:%M ngày %d/%m/%Y}',
            'subject': '' if document.restricted else f' «{document.subject}»',
            'desk': f'{desk} ({reach})' if reach else desk}
