"""An outgoing document: draft, checks, signature, number, seal (Decree 30/2020, Art. 8-19)."""

from datetime import UTC
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..workflows import OUTGOING

OPEN = ('draft', 'unit_check', 'form_check', 'signing')
TALK = frozenset({'message_ids', 'activity_ids', 'message_follower_ids', 'message_partner_ids'})
PARTS = frozenset({'file_ids', 'opinion_ids', 'presentation_ids', 'signer_ids'})
AFTER_SIGNATURE = frozenset({
    'recipient_agency_ids', 'recipient_department_ids', 'recipient_user_ids', 'to_places', 'wants_reply', 'due_date',
    'description', 'copy_holder', 'issued_amount', 'paper_kind'})


class DocumentOutgoing(models.Model):
    """A document this agency issues, from its first draft to the last status of its last recipient."""

    _name = 'document.outgoing'
    _description = 'Outgoing Document'
    _inherit = ['document.metadata', 'document.waiting']
    _order = 'urgency desc, id desc'
    _workflow = OUTGOING
    _earned = frozenset({
        'state', 'register_id', 'number', 'code_number', 'code_notation', 'issued_date', 'content_checked_by_id',
        'content_checked_at', 'content_digest', 'form_checked_by_id', 'form_checked_at', 'form_digest', 'signed_at',
        'numbered_at', 'numbered_by_id', 'issued_at', 'issued_by_id', 'forwarded_date', 'document_code',
        'signer_position', 'signer_full_name', 'organ_name', 'page_amount', 'drafter_id', 'reply_to_id',
        'unit_head_id', 'signatory_id', 'full_code', 'search_text',
    })

    state = fields.Selection(OUTGOING.selection(), default=OUTGOING.first, required=True, readonly=True, copy=False)
    drafter_id = fields.Many2one('res.users', required=True, readonly=True, copy=False,
                                 default=lambda self: self.env.user)
    department_id = fields.Many2one('hr.department', string="Drafting Unit",
                                    default=lambda self: self._own_department())
    unit_head_id = fields.Many2one(
        'res.users', string="Checks the Content", compute='_compute_unit_head_id', store=True)
    own_head_id = fields.Many2one('res.users', compute='_compute_own_head_id')
    signatory_id = fields.Many2one('res.users', string="Signer", related='delegation_id.user_id', store=True)
    delegation_id = fields.Many2one('document.delegation', string="Signs As", check_company=True,
                                    domain="[('company_id', '=', company_id)]")
    competence = fields.Char(string="Authority", related='delegation_id.competence')
    reply_to_id = fields.Many2one(
        'document.incoming', string="Answers", readonly=True, copy=False, index='btree_not_null')
    recipient_agency_ids = fields.Many2many('document.agency', string="Recipient Agencies")
    recipient_department_ids = fields.Many2many('hr.department', string="Own Units", check_company=True)
    recipient_user_ids = fields.Many2many('res.users', 'document_outgoing_recipient_user_rel', string="Own People")
    to_places = fields.Text(string="Recipients as Printed", help="The lines under «Nơi nhận».")
    wants_reply = fields.Boolean(string="Reply Wanted", copy=False)
    issued_amount = fields.Integer(string="Copies Issued", default=1)
    copy_holder = fields.Char(string="File Copy Held By", default="VT")
    restricted = fields.Boolean(help="Staff matters: only by grant.")
    content_checked_by_id = fields.Many2one('res.users', string="Content Confirmed By", readonly=True, copy=False)
    content_checked_at = fields.Datetime(readonly=True, copy=False)
    content_digest = fields.Char(readonly=True, copy=False)
    form_checked_by_id = fields.Many2one('res.users', string="Form Confirmed By", readonly=True, copy=False)
    form_checked_at = fields.Datetime(readonly=True, copy=False)
    form_digest = fields.Char(readonly=True, copy=False)
    signed_at = fields.Datetime(readonly=True, copy=False)
    issue_deadline = fields.Datetime(string="Issue By", compute='_compute_issue_deadline')
    register_id = fields.Many2one('document.register', readonly=True, copy=False, ondelete='restrict')
    number = fields.Integer(string="Register Number", readonly=True, copy=False, aggregator=None)
    numbered_at = fields.Datetime(readonly=True, copy=False)
    numbered_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    issued_at = fields.Datetime(readonly=True, copy=False)
    issued_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    forwarded_date = fields.Date(string="Forwarded On", readonly=True, copy=False)
    # earned here, so read-only, and a duplicate is a new draft without them
    code_number = fields.Char(readonly=True)
    code_notation = fields.Char(readonly=True)
    issued_date = fields.Date(readonly=True)
    organ_name = fields.Char(readonly=True, copy=False)
    page_amount = fields.Integer(readonly=True)
    signer_position = fields.Char(readonly=True, copy=False)
    signer_full_name = fields.Char(readonly=True, copy=False)
    document_code = fields.Char(string="Document Identifier", readonly=True, copy=False)
    file_ids = fields.One2many('document.file', 'outgoing_id', string="Files")
    opinion_ids = fields.One2many('document.opinion', 'outgoing_id', string="Opinions")
    presentation_ids = fields.One2many('document.presentation', 'outgoing_id', string="Presentations")
    delivery_ids = fields.One2many('document.delivery', 'outgoing_id', string="Recipients")
    event_ids = fields.One2many('document.event', 'outgoing_id', string="History")
    grant_ids = fields.One2many('document.grant', 'outgoing_id', string="Who May Open It")

    _number_unique = models.UniqueIndex('(register_id, number) WHERE number > 0')
    _identifier_unique = models.UniqueIndex('(document_code) WHERE document_code IS NOT NULL')
    # the lists of drafts, of the clerk's work, of everything issued
    _queue_index = models.Index('(company_id, state, urgency DESC, id DESC)')
    _list_index = models.Index('(company_id, id DESC)')
    _drafter_index = models.Index('(drafter_id, id DESC)')
    _search_index = models.Index('USING gin (search_text gin_trgm_ops)')

    @api.model
    def _own_department(self):
        # sudo: everyone may know their own unit
        return self.env.user.sudo().employee_ids.filtered(
            lambda employee: employee.company_id == self.env.company).department_id[:1]

    @api.depends('department_id', 'signatory_id')
    def _compute_unit_head_id(self):
        """The head of the drafting unit; where no unit stands between, the signer."""
        for document in self:
            document.unit_head_id = document.department_id._head_user() or document.signatory_id

    @api.depends('unit_head_id', 'drafter_id')
    def _compute_own_head_id(self):
        """The drafter, where the drafter is the head who would check the content."""
        for document in self:
            document.own_head_id = document.drafter_id & document.unit_head_id

    @api.depends('signed_at', 'company_id')
    def _compute_issue_deadline(self):
        for document in self:
            document.issue_deadline = document.signed_at and document._issue_deadline()

    def _issue_deadline(self):
        """Return when a signed document must be out at the latest (Art. 6.2), as a naive UTC moment."""
        signed_at = fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), self.signed_at)
        latest = self.company_id._office_hours().issue_deadline(signed_at).latest_at
        return latest.astimezone(UTC).replace(tzinfo=None)

    def _search_pieces(self):
        return [*super()._search_pieces(), f'{self.number} di' if self.number else '']

    @api.model_create_multi
    def create(self, vals_list):
        """Begin a draft: its drafter may open it, and only then its files, readers and questions are added."""
        vals_list = [dict(vals) for vals in vals_list]
        later = [{name: vals.pop(name) for name in PARTS & vals.keys()} for vals in vals_list]
        links = [vals.pop('reply_to_id', False) for vals in vals_list]
        drafts = super().create(vals_list)
        for draft, parts, link in zip(drafts, later, links, strict=True):
            self.env['document.grant']._give(draft, draft.drafter_id, 'drafter')
            self.env['document.event']._log(draft, 'create', False)
            if link:
                self.env['document.incoming'].browse(link).check_access('read')
                draft._earn(reply_to_id=link)
            if parts:
                draft.write(parts)
        return drafts

    def _files_are_open(self):
        return self.state in OPEN

    def write(self, vals):
        """Let only the person whose turn it is change a draft; after the signature only what it does not cover."""
        names = {name for name in vals if name in self._fields} - TALK
        for document in self if names and not self.env.su else ():
            document._refuse_editing()
            if document.state not in OPEN and (refused := names - AFTER_SIGNATURE):
                labels = ', '.join(self._fields[name].get_description(self.env)['string'] for name in sorted(refused))
                raise AccessError(self.env._("The document is signed; these can no longer be changed: %(fields)s.",
                                             fields=labels))
        return super().write(vals)

    def _refuse_editing(self):
        """Raise AccessError unless it is this person's turn with the document."""
        if not self._may_edit():
            raise AccessError(self.env._("%(document)s is not with you now; it cannot be changed from here.",
                                         document=self.display_name))

    def _may_edit(self):
        """Return whether this person holds the usual step of the state, or drafted what is still a draft."""
        if self.env.su or (self.state == 'draft' and self.env.user in (self.drafter_id, self.unit_head_id)):
            return True
        row = self._workflow.usual_step(self.state)
        return bool(row) and self._may_take(row)

    def _checked_digest(self):
        """Return one digest over what the checks and the signature answer for: files, kind, subject, signer.

        Of each file the version a person uploaded counts: fields laid for signing change nothing that was checked.
        """
        seen = [file._draft_version().sha256 or '' for file in self.file_ids]
        return sha256('\n'.join([*seen, *self._checked_pieces()]).encode()).hexdigest()

    def _checked_pieces(self):
        return [str(self.type_id.id), self.subject or '', str(self.delegation_id.id)]

    @property
    def _main_file(self):
        return self.file_ids[:1]

    def _event_links(self):
        return {'outgoing_id': self.id, 'register_id': self.register_id.id}
