"""A recalled arrival: cancelled, unreadable; its number and its trace stay (Decree 30/2020, App. VI, III.8b-c)."""

from datetime import UTC

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.certificate import certificate
from ..lib.edxml.identity import same_agency
from .document_outgoing import TALK
from .document_workflow import step

# what the register shows in the place of the subject
RECALLED = "Văn bản đã bị thu hồi"
# data of the document itself; what this agency did with it is kept by number, person and moment
SEALED = ('type_id', 'type_name', 'code_number', 'code_notation', 'full_code', 'issued_date', 'organ_name', 'subject',
          'language', 'page_amount', 'description', 'signer_position', 'signer_full_name', 'urgency', 'due_date',
          'sender_id', 'sender_code', 'document_code', 'addressed_to', 'reply_due_date', 'acceptance_reason',
          'result_note', 'scan_waiver', 'replaced_codes', 'corrected_codes')


class DocumentIncoming(models.Model):
    """Withdrawn by a request alone: what it said is sealed for everybody, that it was here is not."""

    _inherit = 'document.incoming'
    _earned = frozenset({'withdrawn_at', 'withdrawn_by_id', 'certificate', 'sealed', 'sealed_code'})

    withdrawn_at = fields.Datetime(string="Cancelled At", readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one('res.users', string="Cancelled By", readonly=True, copy=False)
    certificate = fields.Text(string="Certificate of Cancellation", readonly=True, copy=False)
    sealed = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    sealed_code = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS, index='btree_not_null')
    request_ids = fields.One2many('document.request', 'incoming_id', string="Requests of the Sender")
    open_request_id = fields.Many2one('document.request', compute='_compute_open_request_id')

    @api.depends('request_ids.state')
    def _compute_open_request_id(self):
        for document in self:
            document.open_request_id = document.request_ids.filtered(lambda row: row.state in ('asked', 'consent'))[:1]

    @api.depends('file_ids.verification_id', 'file_ids.is_reference', 'channel', 'withdrawn_at')
    def _compute_verdict(self):
        super()._compute_verdict()
        for document in self.filtered('withdrawn_at'):
            document.verdict = document.verdict_reason = False

    @api.depends('verdict', 'channel', 'certified_at', 'withdrawn_at')
    def _compute_legal_value(self):
        super()._compute_legal_value()
        for document in self.filtered('withdrawn_at'):
            document.legal_value = False

    def _search_pieces(self):
        return [f'{self.arrival_number} den'] if self.withdrawn_at else super()._search_pieces()

    def write(self, vals):
        """Refuse, for everybody and under sudo, to change a withdrawn document."""
        if vals.keys() & self._fields.keys() - TALK:
            for document in self.filtered('withdrawn_at'):
                raise AccessError(self.env._("%(document)s was recalled by its sender; nothing of it is changed any "
                                             "more.", document=document.display_name))
        return super().write(vals)

    @step
    def action_withdraw(self, order):
        """Cancel the document and its data by the order of its sender (Art. 13.4.d). `order`: whose, when, why."""
        readers, now = self._readers(), fields.Datetime.now()
        self._end_work()
        number, year = self.arrival_number, self.register_id.year
        text = certificate(self.company_id.name, number=number, year=year, moment=now.replace(tzinfo=UTC),
                           person=self.env.user.name, order=order)
        self._seal_parts()
        self._earn(sealed={**(self.sealed or {}), **self._facts()}, sealed_code=self.document_code, certificate=text,
                   withdrawn_at=now, withdrawn_by_id=self.env.uid, **self._blank())
        self._tell_readers(readers - self.env.user, self.with_context(lang=self.company_id.partner_id.lang).env._(
            "Incoming document no. %(number)s of %(year)s was recalled by its sender and cancelled. It can no longer "
            "be opened, and the work on it has ended.", number=number or '—', year=year or now.year))

    def _end_work(self):
        """End what anybody still had to do with it."""
        self._end_assignments()
        # sudo: readings and notices of other people end with the document
        rows = self.sudo().presentation_ids.filtered(lambda row: row.state in ('queued', 'waiting'))
        rows.action_skip()
        self.sudo().activity_ids.unlink()  # sudo: as above

    def _facts(self):
        """Return what the document is known by: its own data, or what of it was sealed. Empty for no document."""
        if not self:
            return {}
        if self.sealed and self.withdrawn_at:
            return self.sealed
        values = self.read(SEALED, load=None)[0]
        return {name: values[name] if isinstance(values[name], (str, int)) else str(values[name] or '')
                for name in SEALED}

    def _blank(self):
        """Return the values that stand in the place of what was sealed."""
        blank = dict.fromkeys(SEALED, False)
        blank.pop('full_code')
        return blank | {'type_id': self.env.ref('hanam_document.document_type_other').id, 'subject': RECALLED,
                        'urgency': '0', 'page_amount': 0}

    def _is_issued_by(self, code):
        """Return whether an agency, known by a code, issued this document or has succeeded the one that did."""
        facts, agencies = self.sudo()._facts(), self.env['document.agency']  # sudo: asked, not shown
        asking = agencies._find(code)
        issuer = agencies.browse(facts['sender_id'] or [])
        return same_agency(facts['sender_code'] or '', code) or bool(asking & (issuer | issuer._heir()))

    def _readers(self):
        """Return everybody who had the document: by grant, by work, by a reading."""
        document = self.sudo()  # sudo: whoever had it is told
        users = document.grant_ids.user_id | document.assignment_ids.user_id | document.presentation_ids.reader_id
        return users.filtered('active')

    def _tell_readers(self, users, words):
        """Leave a message for those who had the document."""
        if users:
            # sudo: who is told need not be somebody this person may write to
            self.sudo().message_notify(partner_ids=users.sudo().partner_id.ids, body=words)  # sudo: as above

    def _done_meanwhile(self):
        """Yield in words what was done with the document since it came, for whoever decides on a recall."""
        document = self.sudo()  # sudo: whoever decides must know of it, also of what they may not open
        if document.result_id or document.result_kind:
            yield self.env._("Work on it is finished: %(result)s", result=document.result_id.full_code
                             or document.result_note or '')
        for reply in document.reply_ids.filtered(lambda reply: reply.state == 'issued'):
            yield self.env._("It was answered: %(code)s of %(day)s.", code=reply.full_code,
                             day=reply.issued_date.strftime('%d/%m/%Y'))
        if drafts := document.reply_ids.filtered(lambda reply: reply.state not in ('issued', 'recalled', 'cancelled')):
            yield self.env._("An answer is being drafted: %(drafts)s", drafts=', '.join(drafts.mapped('subject')))
        copies = self.env['document.copy'].sudo().search([  # sudo: as above
            ('incoming_id', 'in', self.ids), ('state', '=', 'made')])
        for copy in copies:
            yield self.env._("Copies were made: %(amount)s, no. %(code)s.", amount=copy.amount, code=copy.full_code)
        if people := document.assignment_ids.filtered(lambda row: row.state in ('given', 'accepted')):
            yield self.env._("It is being worked on by: %(people)s",
                             people=', '.join(sorted(set(people.mapped('user_id.name')))))
