"""Fields both directions share, by the decree's own names (Decree 30/2020, App. VI, part II)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..lib.folding import fold

URGENCIES = [('0', "Ordinary"), ('1', "Urgent"), ('2', "Very Urgent"), ('3', "Express")]


class DocumentMetadata(models.AbstractModel):
    """A registered document. There is no secrecy level: state secrets never enter (Decision 44/2024, Art. 1.2)."""

    _name = 'document.metadata'
    _description = 'Document Metadata'
    _rec_names_search = ['search_term']

    company_id = fields.Many2one(
        'res.company', string="Agency", required=True, readonly=True, index=True,
        default=lambda self: self.env.company)
    type_id = fields.Many2one('document.type', string="Kind", required=True, index='btree_not_null')
    type_name = fields.Char(string="Kind as Written", help="The name the sender gave, when it is none of the 29.")
    code_number = fields.Char(string="Number", size=30, copy=False)
    code_notation = fields.Char(string="Notation", size=60, copy=False)
    full_code = fields.Char(string="Number and Notation", compute='_compute_full_code', store=True)
    issued_date = fields.Date(string="Date of Document", copy=False)
    organ_name = fields.Char(string="Issuing Agency", size=200)
    subject = fields.Char(required=True, size=500)
    language = fields.Char(default="Tiếng Việt", size=50)
    page_amount = fields.Integer(string="Pages", copy=False)
    description = fields.Char(string="Note", size=500, copy=False)
    signer_position = fields.Char(string="Signer's Position", size=100)
    signer_full_name = fields.Char(string="Signer's Name", size=50)
    urgency = fields.Selection(URGENCIES, default='0', required=True)
    due_date = fields.Date(string="Deadline", copy=False)
    search_text = fields.Text(compute='_compute_search_text', store=True, help="Folded text that searches read.")
    search_term = fields.Char(compute='_compute_search_term', search='_search_search_term', string="Text")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse what carries a secrecy mark; the person learns what to do instead."""
        for vals in vals_list:
            self._refuse_secret(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse what carries a secrecy mark, and to move a document to another agency."""
        self._refuse_secret(vals)
        if 'company_id' in vals and any(document.company_id.id != vals['company_id'] for document in self):
            raise AccessError(self.env._("A document stays with the agency in which it was begun."))
        return super().write(vals)

    @api.model
    def _refuse_secret(self, vals):
        self.env['document.refusal']._refuse_texts(
            vals.get(name) for name in ('subject', 'description', 'type_name', 'code_notation', 'to_places'))

    @api.depends('code_number', 'code_notation')
    def _compute_full_code(self):
        for document in self:
            document.full_code = '/'.join(filter(None, (document.code_number, document.code_notation)))

    @api.depends('full_code', 'subject', 'organ_name', 'signer_full_name', 'description')
    def _compute_search_text(self):
        for document in self:
            document.search_text = fold(' '.join(filter(None, document._search_pieces())))

    def _search_pieces(self):
        """Return the texts by which people look for this document."""
        return [self.full_code, self.subject, self.organ_name, self.signer_full_name, self.description]

    def _compute_search_term(self):
        for document in self:
            document.search_term = document.full_code

    @api.model
    def _search_search_term(self, operator, value):
        """Find by words typed without marks or capitals: each word must occur."""
        if operator not in ('ilike', 'like', '=', 'in'):
            return NotImplemented
        words = ' '.join(value) if operator == 'in' else (value or '')
        return Domain.AND([('search_text', 'like', word)] for word in fold(words).split())

    @api.depends('full_code', 'subject')
    def _compute_display_name(self):
        for document in self:
            document.display_name = ' '.join(filter(None, (document.full_code, document.subject)))

    @api.model
    def _today(self):
        """Return the local day in Vietnam, whatever the person's own time zone (Decision 44/2024, Art. 7.3)."""
        return fields.Date.context_today(self.with_context(tz='Asia/Ho_Chi_Minh'))
