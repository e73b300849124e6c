"""Text messages to other agencies, where an agency has a gateway (Decision 44/2024, Art. 6.6)."""

from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..lib import sms

# minutes after which a message is tried again; then it has failed, and the clerk sees it
BACKOFF = (1, 5, 15, 60)
HERE = ('localhost', '127.0.0.1', '::1')


class ResCompany(models.Model):
    _inherit = 'res.company'

    sms_gateway_url = fields.Char(
        string="Gateway of Text Messages", help="https://… of the telephone company. Empty: no text messages are sent.")
    sms_key = fields.Char(string="Key of the Gateway", compute='_compute_sms_key', inverse='_inverse_sms_key',
                          help="Kept in a file of the server, never in the database. It is not shown again.")

    @api.constrains('sms_gateway_url')
    def _check_sms_gateway_url(self):
        for company in self.filtered('sms_gateway_url'):
            parts = urlsplit(company.sms_gateway_url)
            if not parts.hostname or not (parts.scheme == 'https' or parts.hostname in HERE):
                raise ValidationError(self.env._("The gateway of text messages must begin with https://."))

    def _compute_sms_key(self):
        self.sms_key = False

    def _inverse_sms_key(self):
        for company in self.filtered('sms_key'):
            self.env['document.key.files']._write(company._sms_key_name(), company.sms_key)
            company.sms_key = False

    def _sms_key_name(self):
        return f'sms-{self.id}'


class DocumentContact(models.Model):
    """A message waits, and leaves by a scheduled action, never in the click that asked for it."""

    _inherit = 'document.contact'
    _earned = frozenset({'sms_state', 'sms_error', 'sms_reference', 'attempts', 'next_attempt_at'})

    sms_state = fields.Selection([('waiting', "Waiting to Be Sent"), ('sent', "Sent"), ('failed', "Not Sent")],
                                 string="State of the Text Message", readonly=True)
    sms_error = fields.Char(string="Why the Text Message Failed", readonly=True)
    sms_reference = fields.Char(string="Identifier at the Gateway", readonly=True)
    attempts = fields.Integer(readonly=True)
    next_attempt_at = fields.Datetime(readonly=True)

    # what the scheduled action sends next
    _waiting_index = models.Index("(next_attempt_at) WHERE sms_state = 'waiting'")

    @api.depends('sms_state', 'sms_error')
    def _compute_result(self):
        super()._compute_result()
        states = dict(self._fields['sms_state']._description_selection(self.env))
        for contact in self.filtered('sms_state'):
            contact.result = ': '.join(filter(None, (states[contact.sms_state], contact.sms_error)))
            contact.has_failed = contact.sms_state == 'failed'

    @api.model
    def _text(self, delivery, number, body):
        """Put a text message in line, and keep what it says."""
        contact = self._note(delivery, 'sms', to_whom=number, body=body)
        contact._earn(sms_state='waiting', next_attempt_at=contact.at)
        self.env.ref('hanam_document.cron_text').sudo()._trigger()  # sudo: waking the job needs no right
        return contact

    @api.model
    def _due_texts(self):
        return Domain('sms_state', '=', 'waiting') & Domain('next_attempt_at', '<=', fields.Datetime.now())

    @api.model
    def _cron_text(self):
        """Send the messages that are due, one per transaction."""
        due = self.search(self._due_texts(), limit=100, order='id')
        self.env['ir.cron']._commit_progress(remaining=len(due))
        for contact in due:
            if contact := contact.try_lock_for_update().filtered_domain(self._due_texts()):
                contact._send_text()
            if not self.env['ir.cron']._commit_progress(1):
                break

    def _send_text(self):
        """Hand the message to the gateway; what came of it stands on the row."""
        company, keys = self.company_id, self.env['document.key.files']
        if not company.sms_gateway_url or not keys._has(company._sms_key_name()):
            self._earn(sms_state='failed', sms_error=self.env._("The gateway of text messages has no address or key."))
            return
        name = f'{self.env["ir.config_parameter"].get_param("database.uuid")}-{self.id}'
        try:
            reference = sms.send(company.sms_gateway_url, keys._read(company._sms_key_name()), message_id=name,
                                 number=self.to_whom, text=self.body)
        except sms.Unreachable as failure:
            self._try_text_later(failure.reason)
        except sms.Refused as refusal:
            self._earn(sms_state='failed', sms_error=refusal.reason)
        else:
            self._earn(sms_state='sent', sms_reference=reference, sms_error=False)

    def _try_text_later(self, reason):
        attempts = self.attempts + 1
        if attempts > len(BACKOFF):
            self._earn(sms_state='failed', sms_error=reason, attempts=attempts)
            return
        later = fields.Datetime.now() + timedelta(minutes=BACKOFF[attempts - 1])
        self._earn(sms_error=reason, attempts=attempts, next_attempt_at=later)
        self.env.ref('hanam_document.cron_text')._trigger(later)
