"""What alarms say to people, and where in the exchange they are raised."""

from odoo import models

# The words of the report that goes back over the wire: in Vietnamese, whoever reads them there.
SECRET_DESCRIPTION = (
    "Gói tin có dấu chỉ độ mật nên bị từ chối; nội dung không được lưu trên hệ thống. Văn bản chứa bí mật nhà nước "
    "không gửi, nhận qua hệ thống này (Quyết định số 44/2024/QĐ-UBND, khoản 2 Điều 1): đề nghị gỡ văn bản khỏi máy "
    "tính có kết nối mạng và gửi bằng văn bản giấy theo quy định của pháp luật về bảo vệ bí mật nhà nước.")
ALARMING = {'SecretContent': 'secret_out', 'OtherContent': 'content_out'}


class DocumentAlarm(models.Model):
    _inherit = 'document.alarm'

    def _words_of_secret_in(self):
        return self.env._(
            "A packet of %(sender)s (document %(document)s) carries a mark of secrecy. It was refused and nothing of "
            "it was kept, only this digest: %(digest)s. Ask the sending agency by telephone, without naming the "
            "content, to send the document on paper, and handle it by the law on the protection of state secrets: its "
            "own book, its own envelope, only people who may know. Report the matter to the head of the agency.",
            sender=self.peer_code, document=self._document_words(), digest=self.digest)

    def _words_of_secret_out(self):
        return self.env._(
            "%(receiver)s refused the packet of document %(document)s because it carries a mark of secrecy; there "
            "nothing of it was kept. If the document holds state secrets: do not send it again, report to the head of "
            "the agency, send it on paper by the law on the protection of state secrets, and have the draft removed "
            "from connected computers. If the mark stands there by mistake, correct the document and issue it again. "
            "Digest: %(digest)s.", receiver=self.peer_code, document=self._document_words(), digest=self.digest)

    def _words_of_content_in(self):
        return self.env._(
            "%(sender)s sent other content under the identifier of a packet that was taken in before (document "
            "%(document)s). The first content stays: SHA-256 %(digest)s. The other one was refused: SHA-256 %(other)s. "
            "Ask the sending agency by telephone which of the two it sent; until it is clear, do not act on the "
            "document.", sender=self.peer_code, document=self._document_words(), digest=self.digest,
            other=self.other_digest)

    def _words_of_content_out(self):
        return self.env._(
            "%(receiver)s holds other content under the identifier of our packet (document %(document)s) and refused "
            "ours: SHA-256 %(digest)s. Ask the recipient what it has and from whom it came; report a forgery to the "
            "head of the agency.", receiver=self.peer_code, document=self._document_words(), digest=self.digest)

    def _words_of_quarantine(self):
        return self.env._(
            "Packets of %(sender)s lie in quarantine: they were refused, or nothing here belongs to them. Open the "
            "quarantine, read what is wrong, then try again, answer the sender or close them.", sender=self.peer_code)

    def _document_words(self):
        return self.document_code or self.env._("of unknown identifier")


class DocumentTransmission(models.Model):
    """Where the exchange raises alarms."""

    _inherit = 'document.transmission'

    def _take_effect(self, packet):
        """Tell the administrators of what ends in quarantine."""
        super()._take_effect(packet)
        if self.state == 'held' or (self.state == 'refused' and self.error_kind != 'SecretContent'):
            self.env['document.alarm']._raise_for(self, 'quarantine')

    def _tell_secret(self):
        """Tell the clerks what to do on paper, and the sender at once, of a packet refused as a state secret."""
        self.env['document.alarm']._raise_for(self, 'secret_in')
        if self.document_code:
            self._return_to_sender(SECRET_DESCRIPTION)

    def _alarm_other_content(self, digest):
        """Refuse other bytes under the identifier of this packet and tell the clerks, once for each digest."""
        self.env['document.alarm']._raise_for(self, 'content_in', digest)

    def _note_outcome(self, receipt, reference):
        """Tell the sender's clerks of a refusal that they must act on."""
        super()._note_outcome(receipt, reference)
        if self.state == 'refused' and self.error_kind in ALARMING:
            self.env['document.alarm']._raise_for(self, ALARMING[self.error_kind])


class DocumentExchange(models.AbstractModel):
    _inherit = 'document.exchange'

    def _note_receipt(self, transmission, receipt):
        """Let a delivery that the receiver's system refused say why in words, in the language of the agency."""
        if receipt.get('outcome') == 'refused':
            lang = transmission.company_id.partner_id.lang
            receipt = {**receipt, 'sentence': self.env['document.reason']._say(receipt.get('reason'), 'out', lang)}
        return super()._note_receipt(transmission, receipt)
