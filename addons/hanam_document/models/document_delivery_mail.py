"""An agency that is not connected gets the signed files by e-mail, which is evidence (Decision 44/2024, Art. 5.2)."""

from odoo import fields, models

from .document_workflow import step

# more is refused by most mail servers once it is encoded
LARGEST = 18 * 1024 * 1024
TITLE = "Văn bản số {code} ngày {day} của {sender}"
MAIL = """Kính gửi: {recipient}

{sender} gửi Quý cơ quan văn bản số {code} ngày {day}{subject}. Các tệp kèm theo thư này, đã ký số:

{files}

Đề nghị Quý cơ quan kiểm tra chữ ký số và trả lời thư này để xác nhận đã nhận được văn bản.

Nơi liên hệ: {desk}."""
MAILED = "Thư điện tử tới {address} lúc {moment}, mã thư {message}"


class DocumentDelivery(models.Model):
    """One click sends the files and keeps what was sent, to whom and under which identifier."""

    _inherit = 'document.delivery'
    _earned = frozenset({'mailed_at', 'mailed_to', 'mail_message_id'})

    mailed_at = fields.Datetime(string="E-mailed At", readonly=True, help="When it was put in the queue.")
    mailed_to = fields.Char(string="E-mailed To", readonly=True)
    mail_message_id = fields.Char(string="Identifier of the E-mail", readonly=True)

    def _applies(self, row):
        """Files go by e-mail to agencies no packet goes to."""
        if row.name != 'mail':
            return super()._applies(row)
        return self.transport == 'paper' and bool(self.agency_email) and not self.outgoing_id.restricted

    def _obstacles_to_mail(self):
        if self.transport != 'paper':
            yield self.env._("%(recipient)s gets this by packet, not by e-mail.", recipient=self.display_name)
        elif not self.agency_email:
            yield self.env._("The directory has no e-mail address of %(recipient)s. Send it on paper.",
                             recipient=self.display_name)
        if self.outgoing_id.restricted:
            yield self.env._("%(document)s is restricted; it does not leave by e-mail. Send it on paper.",
                             document=self.outgoing_id.full_code)
        if sum(self._mailed_files().mapped('file_size')) > LARGEST:
            yield self.env._("The files are too large for an e-mail. Send them on paper or on a disk.")
        if any(contact.mail_state == 'outgoing' for contact in self.contact_ids):
            yield self.env._("An e-mail to %(recipient)s already waits to be sent.", recipient=self.display_name)

    def _mailed_files(self):
        # sudo: the clerk sends what the clerk may read
        return self.outgoing_id.file_ids.sudo().attachment_id

    @step
    def action_mail(self):
        """Send the signed files and keep the mail as evidence; the hand-over is recorded by the clerk (Art. 5.2)."""
        files, words = self._mailed_files(), self._reminder_words()
        listed = '\n'.join(f'- {file.name} (SHA-256: {file.sha256})' for file in self.outgoing_id.file_ids)
        contact = self.env['document.contact']._mail(
            self, self.agency_email, TITLE.format(**words), MAIL.format(files=listed, **words))
        mail = contact.sudo().mail_id  # sudo: the queue of mails belongs to the server
        mail.attachment_ids = files
        self._earn(mailed_at=contact.at, mailed_to=contact.to_whom, mail_message_id=mail.message_id)

    def _ask(self, row):
        """Begin the words of a hand-over with the mail that went before it."""
        action = super()._ask(row)
        if row.name == 'hand_over' and len(self) == 1 and self.mailed_at:
            local = fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), self.mailed_at)
            action['context']['default_comment'] = MAILED.format(
                address=self.mailed_to, moment=f'{local:%H:%M ngày %d/%m/%Y}', message=self.mail_message_id)
        return action
