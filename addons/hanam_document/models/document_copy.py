"""Copies on paper: SAO Y, SAO LỤC, TRÍCH SAO (Decree 30/2020, Art. 25-27; App. I, Part II, II)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib import numbering
from ..workflows import COPY
from .document_workflow import step

# abbreviation in the symbol (App. III) and the words on the copy
FORMS = [('SY', "SAO Y"), ('SL', "SAO LỤC"), ('TrS', "TRÍCH SAO")]


class DocumentRegister(models.Model):
    _inherit = 'document.register'

    direction = fields.Selection(selection_add=[('copy', "Copies")], ondelete={'copy': 'cascade'})

    def _titles(self):
        return super()._titles() | {'copy': self.env._("Register of Copies")}

    @api.model
    def _numbered_models(self):
        return super()._numbered_models() | {'copy': ('document.copy', 'number')}


class DocumentDelegation(models.Model):
    _inherit = 'document.delegation'

    may_sign_copies = fields.Boolean(
        string="Signs Copies", help="The rule of the agency on who signs copies (Decree 30/2020, Art. 27.1).")


class DocumentCopy(models.Model):
    """One making of copies of one document: who asked, who signs, its number in the one yearly series of copies."""

    _name = 'document.copy'
    _description = 'Certified Copy'
    _inherit = ['document.part', 'document.workflow']
    _order = 'id desc'
    _rec_name = 'full_code'
    _workflow = COPY
    _earned = frozenset({'state', 'register_id', 'number', 'full_code', 'copied_date', 'made_by_id', 'asker_id',
                         'signatory_id'})

    form = fields.Selection(FORMS, string="Form of Copy", required=True, default='SY')
    source_code = fields.Char(compute='_compute_source', string="Copied Document")
    pages = fields.Char(string="Pages Copied", help="Of a TRÍCH SAO: which pages, for example 1, 3-4. Empty: all.")
    amount = fields.Integer(string="Number of Copies", required=True, default=1)
    to_places = fields.Text(string="Recipients as Printed", required=True)
    delegation_id = fields.Many2one(
        'document.delegation', string="Signed By", required=True, check_company=True,
        domain="[('company_id', '=', company_id), ('may_sign_copies', '=', True)]")
    signatory_id = fields.Many2one('res.users', string="Signer", related='delegation_id.user_id', store=True)
    asker_id = fields.Many2one('res.users', string="Requested By", readonly=True, default=lambda self: self.env.user)
    state = fields.Selection(COPY.selection(), default=COPY.first, required=True, readonly=True, copy=False)
    register_id = fields.Many2one('document.register', readonly=True, copy=False, ondelete='restrict')
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    full_code = fields.Char(string="Number and Notation", readonly=True, copy=False)
    copied_date = fields.Date(readonly=True, copy=False)
    made_by_id = fields.Many2one('res.users', readonly=True, copy=False)

    _number_unique = models.UniqueIndex('(register_id, number) WHERE number > 0')
    _amount_check = models.Constraint('CHECK (amount > 0)', "Make at least one copy.")
    _source_check = models.Constraint(
        'CHECK ((incoming_id IS NULL) <> (outgoing_id IS NULL))', "A copy is made of one document.")

    @api.depends('incoming_id', 'outgoing_id')
    def _compute_source(self):
        for copy in self:
            copy.source_code = copy._document().display_name

    @api.depends('full_code', 'form')
    def _compute_display_name(self):
        forms = dict(FORMS)
        for copy in self:
            copy.display_name = copy.full_code or forms.get(copy.form, '')

    def write(self, vals):
        """Let who asked change what was asked, until it is approved: what was approved is what is made."""
        for copy in self if not self.env.su else ():
            if copy.state != 'draft' or copy.asker_id != self.env.user:
                raise AccessError(self.env._("%(copy)s was asked for by %(person)s, who may change it until it is "
                                             "approved.", copy=copy.display_name, person=copy.asker_id.name))
        return super().write(vals)

    def _event_links(self):
        return super()._event_links() | {'register_id': self.register_id.id}

    def _obstacles_to_approve(self):
        if not self.delegation_id.may_sign_copies:
            yield self.env._("%(signer)s does not sign copies by the rules of this agency.",
                             signer=self.signatory_id.name)
        document = self._document()
        if not document.file_ids[:1].page_amount:
            yield self.env._("%(document)s has no file that can be copied.", document=document.display_name)
        if self.outgoing_id and self.outgoing_id.state != 'issued':
            yield self.env._("Only an issued document is copied.")

    @step
    def action_approve(self):
        """Say that the copy is made (Decree 30/2020, Art. 27.1)."""

    def _obstacles_to_make(self):
        if not self.env['document.register']._open_for(self.company_id, 'copy'):
            yield self.env._("No register of copies is open for %(year)s.", year=self._document()._today().year)

    @step
    def action_make(self):
        """Take the number of the one series of copies; the copy is printed, signed by hand and sealed in ink."""
        register = self.env['document.register']._open_for(self.company_id, 'copy')
        self._earn(register_id=register.id, copied_date=self._document()._today(), made_by_id=self.env.uid)

    def _conclude_make(self):
        number = self.register_id._take_number(self, 'number')
        notation = numbering.code_notation(self.sudo().company_id.notation, kind=self.form)  # sudo: on the copy
        self._earn(full_code=numbering.full_code(number, notation))

    @step
    def action_drop(self, reason):
        """Give the copy up before it is made."""
