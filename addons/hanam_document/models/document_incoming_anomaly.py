"""What is odd about an arrival is told at once, before anything is decided (Decision 44/2024, Art. 10.1.b)."""

from datetime import UTC

from odoo import fields, models

from .document_workflow import step

UNDECIDED = ('arrived', 'received')
TITLE = "Báo bất thường về văn bản số {code} ngày {day} của {sender}"
MAIL = """Kính gửi: {sender}

{own} nhận được văn bản số {code} ngày {day} của Quý cơ quan và thấy có dấu hiệu bất thường:

{reason}

{own} chưa tiếp nhận, chưa trả lại văn bản. Đề nghị Quý cơ quan kiểm tra và phản hồi.

Nơi liên hệ: {desk}."""


class DocumentIncoming(models.Model):
    """The clerk reports, the person in charge decides, the sender knows."""

    _inherit = 'document.incoming'
    _earned = frozenset({'anomaly', 'anomaly_at'})

    anomaly = fields.Text(readonly=True, copy=False, help="What the clerk found odd; the sender was told the same.")
    anomaly_at = fields.Datetime(string="Anomaly Reported At", readonly=True, copy=False)
    contact_ids = fields.One2many('document.contact', 'incoming_id', string="Contacts")

    def _person_in_charge(self):
        """Return who decides about what is odd: the chief of office, else the head of the agency."""
        company = self.sudo().company_id  # sudo: who answers for the office is no secret
        return company.chief_of_office_id or company.head_id

    def _obstacles_to_report_anomaly(self):
        if not self._person_in_charge():
            yield self.env._("This agency names neither a chief of office nor a head; an administrator sets them.")

    @step
    def action_report_anomaly(self, reason):
        """Tell the person in charge and the sender at once; nothing is decided by it (Art. 10.1.b)."""
        self._earn(anomaly=reason.strip(), anomaly_at=fields.Datetime.now())
        person, kind = self._person_in_charge(), self.env.ref('hanam_document.activity_anomaly')
        speaker = self.with_context(lang=self.sudo().company_id.partner_id.lang)  # sudo: a language is no secret
        self._let_open(person)
        self._give_notice(kind, {(person.id, speaker.env._("Anomaly: %(reason)s", reason=self.anomaly)): self._today()})
        if self.channel == 'electronic':
            self.env['document.exchange']._queue_status(self, '01', self.anomaly, anomaly=True)
        self._mail_anomaly()

    def _mail_anomaly(self):
        """Write to the sender's address in the directory, where it has one."""
        sender, company = self.sender_id, self.sudo().company_id  # sudo: the letterhead of the agency
        if not sender.email:
            return
        reach = ', '.join(filter(None, (company.phone or company.agency_id.phone, company.email)))
        desk = company.agency_id.focal_unit or company.name
        words = {'sender': sender.name, 'own': company.name, 'code': self.full_code or '…', 'reason': self.anomaly,
                 'day': f'{self.issued_date:%d/%m/%Y}' if self.issued_date else '…',
                 'desk': f'{desk} ({reach})' if reach else desk}
        self.env['document.contact']._mail(self, sender.email, TITLE.format(**words), MAIL.format(**words))

    def _blank(self):
        """What was odd says what the document said: of a recalled one it stays in its sealed history alone."""
        return super()._blank() | {'anomaly': False}

    def _renew_waiting(self):
        """Take the notice of an anomaly away once it was decided what becomes of the document."""
        super()._renew_waiting()
        kind = self.env.ref('hanam_document.activity_anomaly')
        for document in self.filtered(lambda document: document.state not in UNDECIDED and document.anomaly_at):
            # sudo: notices of other people follow from the state alone
            document.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind).unlink()


class DocumentDelivery(models.Model):
    """The sender's side: a recipient finds something odd and has not decided yet."""

    _inherit = 'document.delivery'
    _earned = frozenset({'anomaly', 'anomaly_at'})

    anomaly = fields.Text(string="Anomaly Reported", readonly=True)
    anomaly_at = fields.Datetime(string="Anomaly Reported At", readonly=True)

    def _tell_anomaly(self, moment, text):
        """Keep what the recipient reports; tell the clerks and the drafter at once."""
        super()._tell_anomaly(moment, text)
        self._earn(anomaly=text, anomaly_at=moment.astimezone(UTC).replace(tzinfo=None))
        document = self.outgoing_id
        speaker = document.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        words = speaker.env._("%(agency)s reports an anomaly: %(reason)s", agency=self.display_name, reason=text)
        people = document._people_of(('clerk',)) | document.drafter_id
        document._let_open(people)
        document._give_notice(self.env.ref('hanam_document.activity_anomaly'),
                              {(person.id, words): document._today() for person in people})
