"""Requests to recall or update what was issued, asked by us or of us (Decision 44/2024, Art. 13.4.d).

Decree 30/2020, App. VI, III.8; Decision 28/2018, Art. 9: who asked, by which order, what was answered: all of it stays.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..workflows import REQUEST

KINDS = [('recall', "Recall"), ('remove', "Taken Off the Recipients"), ('update', "Update")]
OPEN = ('asked', 'consent', 'told')
# the steps of a request that was asked of us, of one that we asked by packet, and of one that we asked on paper
STEPS = {'in': ('match', 'agree', 'propose_refusal', 'refuse', 'insist'), 'out': ('ask_again',),
         'paper': ('tell_on_paper', 'record_return', 'ask_again')}
WAITS_FOR = {('in', 'asked'): 'agree', ('in', 'consent'): 'refuse', ('paper', 'asked'): 'tell_on_paper',
             ('paper', 'told'): 'record_return'}


class DocumentRequest(models.Model):
    """One request of one agency to another about one document."""

    _name = 'document.request'
    _description = 'Request to Recall or Update'
    _inherit = ['document.part', 'document.waiting']
    _order = 'id desc'
    _workflow = REQUEST
    _earned = frozenset({'state', 'incoming_id', 'answer', 'answered_at', 'answered_by_id', 'evidence'})

    incoming_id = fields.Many2one(readonly=True, ondelete='restrict')
    outgoing_id = fields.Many2one(readonly=True, ondelete='restrict')
    company_id = fields.Many2one(compute=None, precompute=False, readonly=True, required=True)
    direction = fields.Selection([('in', "Asked of Us"), ('out', "Asked by Us")], string="Who Asked", required=True,
                                 readonly=True)
    kind = fields.Selection(KINDS, string="Asks For", required=True, readonly=True)
    is_on_paper = fields.Boolean(string="Told on Paper", readonly=True)
    delivery_id = fields.Many2one('document.delivery', readonly=True, index='btree_not_null', ondelete='restrict')
    transmission_id = fields.Many2one('document.transmission', string="Packet", readonly=True, index='btree_not_null',
                                      ondelete='restrict')
    agency_id = fields.Many2one('document.agency', string="Other Agency", readonly=True)
    agency_code = fields.Char(string="Its Identity Code", readonly=True)
    order = fields.Text(string="By Which Order", readonly=True)
    reason = fields.Text(readonly=True)
    asked_at = fields.Datetime(readonly=True, required=True, help="By the clock of who asked.")
    asked_by_id = fields.Many2one('res.users', readonly=True)
    asked_by_name = fields.Char(string="Asked There By", readonly=True)
    state = fields.Selection(REQUEST.selection(), default=REQUEST.first, required=True, readonly=True, copy=False)
    answer = fields.Text(readonly=True, help="The certificate of cancellation, or why it was refused.")
    answered_at = fields.Datetime(string="Reply At", readonly=True)
    answered_by_id = fields.Many2one('res.users', string="Answer Given By", readonly=True)
    evidence = fields.Text(string="How It Was Told on Paper", readonly=True)
    named_code = fields.Char(string="Number and Notation Named", readonly=True)
    named_date = fields.Date(string="Date Named", readonly=True)
    named_subject = fields.Char(string="Subject Named", readonly=True)
    named_ids = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    proposed = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    head_id = fields.Many2one('res.users', string="Head of the Agency", compute='_compute_head_id')
    document_name = fields.Char(string="Document", compute='_compute_document_name')
    is_matched = fields.Boolean(compute='_compute_document_name')

    # the clerk's desk; what waits for its document
    _desk_index = models.Index("(company_id, state, id DESC)")
    _unmatched_index = models.Index(
        "(company_id, agency_code) WHERE direction = 'in' AND incoming_id IS NULL AND state IN ('asked', 'consent')")
    _sides_check = models.Constraint(
        "CHECK (direction = 'in' AND outgoing_id IS NULL OR direction = 'out' AND outgoing_id IS NOT NULL)",
        "A request is about an incoming document that another agency issued, or about one of ours.")

    @api.depends('kind', 'agency_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for request in self:
            request.display_name = f'{kinds.get(request.kind, "")} · {request._other_name()}'

    @api.depends('company_id')
    def _compute_head_id(self):
        for request in self:
            request.head_id = request.sudo().company_id.head_id  # sudo: who heads the agency is no secret

    @api.depends('incoming_id', 'outgoing_id', 'named_code', 'named_subject')
    def _compute_document_name(self):
        for request in self:
            document = request.incoming_id or request.outgoing_id
            named = ' '.join(filter(None, (request.named_code, request.named_subject)))
            request.document_name = document.display_name or named
            request.is_matched = bool(document)

    def _other_name(self):
        # sudo: the name of an agency is in the public directory
        return self.sudo().agency_id.name or self.agency_code or ''

    def _document(self):
        """Return the document that is asked about; this record itself while it is not known which."""
        return self.incoming_id or self.outgoing_id or self

    @property
    def _way(self):
        return 'paper' if self.is_on_paper else self.direction

    def _applies(self, row):
        matched = row.name == 'match' and self.incoming_id
        return super()._applies(row) and row.name in STEPS[self._way] and not matched

    def _refuse_obstacles(self, row):
        if not row.is_system and row.name not in STEPS[self._way]:
            raise UserError(self.env._("“%(step)s” is no step of %(request)s.", step=self._step_label(row),
                                       request=self.display_name))
        super()._refuse_obstacles(row)

    def _after_step(self, row, source, answer):
        super()._after_step(row, source, answer)
        self._renew_waiting()

    def _usual_step(self):
        name = WAITS_FOR.get((self._way, self.state))
        return self._workflow.step(name) if name else None

    @api.model
    def _turn_domain(self, state):
        """The clerk of the agency, and for consent its head; what we asked by packet waits for the other side."""
        clerk, me = self.env.user.has_group('hanam_document.group_clerk'), self.env.user
        at_desk = Domain('state', '=', state) & Domain('company_id', 'in', me.company_ids.ids)
        if state == 'consent':
            return at_desk & Domain('company_id.head_id', '=', me.id)
        if state == 'asked' and clerk:
            return at_desk & (Domain('direction', '=', 'in') | Domain('is_on_paper', '=', True))
        return at_desk & Domain('is_on_paper', '=', True) if state == 'told' and clerk else Domain.FALSE

    @api.model
    def _further_turns(self):
        return []

    def _let_open(self, users):
        """Let those who decide open the document that is asked about."""
        if document := self.incoming_id or self.outgoing_id:
            self.env['document.grant']._give(document, users, document.state)

    def _notice(self, step):
        """Say what is asked and by whom: the notice may stand among many."""
        kinds = dict(self._fields['kind']._description_selection(self.with_context(lang=self._lang()).env))
        return f'{kinds[self.kind]}: {super()._notice(step)} · {self._other_name()}'

    def _lang(self):
        return self.sudo().company_id.partner_id.lang or self.env.lang  # sudo: a language is no secret

    @api.model
    def _today(self):
        return self.env['document.outgoing']._today()

    def _tell(self, users, words):
        """Leave a message for people in their inbox, about this request or the document it is about."""
        if not users:
            return
        # sudo: who is told need not be somebody this person may write to
        self.sudo().message_notify(
            partner_ids=users.sudo().partner_id.ids, body=words, subject=self.display_name)  # sudo: as above
