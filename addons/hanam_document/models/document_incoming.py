"""An incoming document: what it is, and what may not be changed about it (Decree 30/2020, Art. 20-24)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..workflows import IN_BOOK, INCOMING

# decree's fields of the register; once in the book they change only by `correct`
REGISTERED = frozenset({
    'type_id', 'type_name', 'code_number', 'code_notation', 'issued_date', 'organ_name', 'subject', 'signer_position',
    'signer_full_name', 'urgency', 'page_amount', 'sender_id', 'channel', 'language', 'description', 'due_date',
    'acceptance_reason', 'scan_waiver',
})


class DocumentIncoming(models.Model):
    """A document from outside, electronic or on paper, on its way through this agency."""

    _name = 'document.incoming'
    _description = 'Incoming Document'
    _inherit = ['document.metadata', 'document.waiting']
    _order = 'urgency desc, id desc'
    _workflow = INCOMING
    _earned = frozenset({
        'state', 'register_id', 'arrival_number', 'arrival_date', 'received_at', 'received_by_id', 'registered_at',
        'forwarded_date', 'lead_user_id', 'to_places', 'completed_at', 'result_kind', 'result_note', 'result_id',
        'document_code', 'sender_code', 'addressed_to', 'arrived_at', 'reply_due_date', 'channel',
        'full_code', 'search_text', 'certified_at', 'certified_by_id',
    })

    state = fields.Selection(INCOMING.selection(), default=INCOMING.first, required=True, readonly=True, copy=False)
    channel = fields.Selection([('electronic', "Electronic"), ('paper', "Paper")], default='paper', required=True,
                               readonly=True, copy=False)
    sender_id = fields.Many2one('document.agency', index='btree_not_null')
    sender_code = fields.Char(string="Sender's Identity Code", readonly=True, copy=False)
    document_code = fields.Char(string="Document Identifier", readonly=True, copy=False)
    addressed_to = fields.Text(readonly=True, copy=False, help="The recipients the packet names, one a line.")
    arrived_at = fields.Datetime(string="Entered the System", readonly=True, copy=False)
    reply_due_date = fields.Date(string="Reply Wanted By", readonly=True, copy=False)
    acceptance_reason = fields.Char(help="Why a file is accepted whose signatures could not be fully checked.")
    restricted = fields.Boolean(help="Staff matters, denunciations, letters to a named person: only by grant.")
    received_at = fields.Datetime(readonly=True, copy=False)
    received_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    register_id = fields.Many2one('document.register', readonly=True, copy=False, ondelete='restrict')
    arrival_number = fields.Integer(readonly=True, copy=False, aggregator=None)
    arrival_date = fields.Date(readonly=True, copy=False)
    registered_at = fields.Datetime(readonly=True, copy=False)
    to_places = fields.Text(string="Unit or Person Receiving", readonly=True, copy=False)
    forwarded_date = fields.Date(string="Forwarded On", readonly=True, copy=False)
    lead_user_id = fields.Many2one('res.users', string="In the Lead", readonly=True, copy=False, index='btree_not_null')
    director_ids = fields.Many2many('res.users', string="May Direct", compute='_compute_director_ids')
    completed_at = fields.Datetime(readonly=True, copy=False)
    result_kind = fields.Selection([('reply', "Answered by a document"), ('no_reply', "No reply needed")],
                                   string="Result", readonly=True, copy=False)
    result_note = fields.Text(readonly=True, copy=False)
    result_id = fields.Many2one('document.outgoing', string="Answered By", readonly=True, copy=False)
    file_ids = fields.One2many('document.file', 'incoming_id', string="Files")
    presentation_ids = fields.One2many('document.presentation', 'incoming_id', string="Presentations")
    assignment_ids = fields.One2many('document.assignment', 'incoming_id', string="Assignments")
    reply_ids = fields.One2many('document.outgoing', 'reply_to_id', string="Replies")
    event_ids = fields.One2many('document.event', 'incoming_id', string="History")
    grant_ids = fields.One2many('document.grant', 'incoming_id', string="Who May Open It")
    is_late = fields.Boolean(compute='_compute_is_late', search='_search_is_late')

    _number_unique = models.UniqueIndex('(register_id, arrival_number) WHERE arrival_number > 0')
    # the clerk's queue and the list of all arrivals of an agency
    _queue_index = models.Index('(company_id, state, urgency DESC, id DESC)')
    _list_index = models.Index('(company_id, id DESC)')
    # duplicate warning
    _identifier_index = models.Index('(document_code) WHERE document_code IS NOT NULL')
    _code_index = models.Index('(company_id, full_code)')
    # overdue work
    _due_index = models.Index("(company_id, due_date) WHERE state IN ('presented', 'assigned', 'processing')")
    _search_index = models.Index('USING gin (search_text gin_trgm_ops)')

    @api.depends('presentation_ids.state', 'presentation_ids.reader_id', 'state', 'company_id.head_id')
    def _compute_director_ids(self):
        """The present reader or someone above; once directed, every reader; the head always."""
        for document in self:
            # sudo: who may direct follows from the presentation, whoever asks
            rows = document.sudo().presentation_ids
            if document.state == 'presented':
                rows = rows.filtered(lambda row: row.state in ('waiting', 'queued'))
            document.director_ids = rows.reader_id | document.sudo().company_id.head_id  # sudo: as above

    @api.depends('due_date', 'state')
    def _compute_is_late(self):
        today = self._today()
        for document in self:
            open_ = document.state in ('presented', 'assigned', 'processing')
            document.is_late = open_ and bool(document.due_date) and document.due_date < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in' or True not in value:
            return NotImplemented
        return Domain('state', 'in', ('presented', 'assigned', 'processing')) & Domain('due_date', '<', self._today())

    @api.depends('arrival_number', 'full_code', 'subject')
    def _compute_display_name(self):
        for document in self:
            number = self.env._("No. %(number)s in", number=document.arrival_number) if document.arrival_number else ''
            document.display_name = ' · '.join(filter(None, (number, document.full_code, document.subject)))

    def _search_pieces(self):
        return [*super()._search_pieces(), f'{self.arrival_number} den' if self.arrival_number else '']

    @api.depends('arrival_number')
    def _compute_search_text(self):
        super()._compute_search_text()

    @api.model_create_multi
    def create(self, vals_list):
        """Open an arrival for the clerk who enters it, also a restricted one; only then its files are added."""
        vals_list = [dict(vals) for vals in vals_list]
        files = [vals.pop('file_ids', None) for vals in vals_list]
        arrivals = super().create(vals_list)
        for arrival, added in zip(arrivals, files, strict=True):
            if not self.env.su:
                self.env['document.grant']._give(arrival, self.env.user, arrival.state)
            if added:
                arrival.write({'file_ids': added})
        return arrivals

    def write(self, vals):
        """Refuse to change what stands in the book; `correct` does it and keeps the old value."""
        if changed := vals.keys() & REGISTERED:
            for document in self:
                if document.state in (*IN_BOOK, 'returned', 'annulled'):
                    labels = ', '.join(self._fields[name].get_description(self.env)['string'] for name in changed)
                    raise AccessError(self.env._(
                        "%(document)s stands in the register. Use “Correct” to change: %(fields)s.",
                        document=document.display_name, fields=labels))
        return super().write(vals)

    def _files_are_open(self):
        return self.state == 'arrived' and self.channel == 'paper'

    def _event_links(self):
        return {'incoming_id': self.id, 'register_id': self.register_id.id}
