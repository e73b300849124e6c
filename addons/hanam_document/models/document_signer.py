"""Further signers of a document, of this agency or of another: minutes, contracts, joint documents (liên tịch)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.hanam_signing.lib.pades import FIELD_NAMES

from ..workflows import COSIGNATURE
from .document_presentation import BEFORE_SIGNING
from .document_workflow import GROUP

AT_REST = ('queued', 'declined')


class DocumentSigner(models.Model):
    """One further signature, in its turn; for another agency also its seal (Decree 30/2020, Art. 13, 18).

    The row is seen by whoever sees the document, and once its turn has come by its signer and by the clerks of its
    agency, who see nothing else of the document's agency: what they must read is given by the row itself.
    """

    _name = 'document.signer'
    _description = 'Further Signer'
    _inherit = ['document.part', 'document.waiting']
    _order = 'sequence, id'
    _rec_name = 'document_name'
    _workflow = COSIGNATURE
    _earned = frozenset({'state', 'signed_at', 'sealed_at', 'sealed_by_id', 'reason'})

    sequence = fields.Integer(default=10)
    outgoing_id = fields.Many2one(required=True)
    delegation_id = fields.Many2one('document.delegation', string="Signs As", required=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', string="Signer", related='delegation_id.user_id', store=True, index=True)
    competence = fields.Char(string="Authority", related='delegation_id.competence')
    position = fields.Char(related='delegation_id.position')
    lead_company_id = fields.Many2one(
        'res.company', string="Lead Agency", related='outgoing_id.company_id', store=True, precompute=True)
    is_joint = fields.Boolean(
        string="Of Another Agency", compute='_compute_is_joint', store=True, precompute=True,
        help="This agency seals its own place, before the lead agency numbers and seals.")
    state = fields.Selection(
        COSIGNATURE.selection(), default=COSIGNATURE.first, required=True, readonly=True, copy=False)
    signed_at = fields.Datetime(readonly=True, copy=False)
    sealed_at = fields.Datetime(readonly=True, copy=False)
    sealed_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    reason = fields.Text(string="Declined Because", readonly=True, copy=False)
    document_name = fields.Char(string="Document", related='outgoing_id.display_name')
    type_name = fields.Char(string="Kind", related='outgoing_id.type_id.name')
    lead_agency = fields.Char(string="Issuing Agency", related='outgoing_id.company_id.name')
    urgency = fields.Selection(related='outgoing_id.urgency')
    readable_files = fields.Json(compute='_compute_readable_files')

    _person_unique = models.UniqueIndex('(outgoing_id, user_id)', "This person signs the document already.")
    _agency_unique = models.UniqueIndex(
        '(outgoing_id, company_id) WHERE is_joint', "This agency signs the document already.")
    # what waits for a signer, and for the clerks of another agency
    _turn_index = models.Index("(user_id, state) WHERE state <> 'queued'")
    _agency_index = models.Index("(company_id, state, id DESC) WHERE is_joint")

    @api.depends('delegation_id.company_id')
    def _compute_company_id(self):
        """The agency of a row is the one the person signs for."""
        for row in self:
            row.company_id = row.sudo().delegation_id.company_id  # sudo: an agency is no secret

    @api.depends('company_id', 'lead_company_id')
    def _compute_is_joint(self):
        for row in self:
            row.is_joint = row.company_id != row.lead_company_id

    @api.depends('outgoing_id.file_ids.sha256')
    def _compute_readable_files(self):
        """List what the signer reads, with the address at which the row opens it."""
        for row in self:
            row.readable_files = [
                {'name': file.name, 'sha256': file.sha256, 'pages': file.page_amount, 'url': row._file_url(file)}
                for file in row._document().file_ids]

    def _file_url(self, file):
        return f'/hanam/document/signer/{self.id}/file/{file.id}'

    def _document(self):
        # sudo: a signer of another agency cannot open the document; the row's steps move it for them
        return self.sudo().outgoing_id

    @property
    def _field_names(self):
        """Names of the fields of this person and of this agency: the one who signs for the lead agency has row 1."""
        row = self._document().signer_ids.sorted(lambda one: (one.sequence, one.id)).ids.index(self.id) + 2
        return FIELD_NAMES.person_at(row), FIELD_NAMES.agency_at(row)

    @api.model_create_multi
    def create(self, vals_list):
        """Let whoever has the draft name its signers."""
        rows = super().create(vals_list)
        rows._refuse_fixed()
        rows.delegation_id.check_access('read')
        return rows

    def write(self, vals):
        """Let the line be changed only while its draft is still with its drafter or checkers."""
        self._refuse_fixed()
        self.env['document.delegation'].browse(vals.get('delegation_id') or []).check_access('read')
        return super().write(vals)

    def unlink(self):
        """Take a signer out of the line of a draft."""
        self._refuse_fixed()
        return super().unlink()

    def _refuse_fixed(self):
        for row in self if not self.env.su else ():
            document = row._document()
            if row.state not in AT_REST or document.state not in BEFORE_SIGNING:
                raise AccessError(self.env._("The signers can no longer be changed here."))
            document.with_env(self.env)._refuse_editing()

    def _open_domain(self):
        """Rows of another agency, from their turn on: for their signer, and for the clerks who keep its seal."""
        mine = Domain('user_id', '=', self.env.uid)
        if self.env.user.has_group(GROUP % 'clerk'):
            mine |= Domain('company_id', 'in', self.env.user.company_ids.ids)
        return Domain('is_joint', '=', True) & Domain('state', '!=', 'queued') & mine

    @api.model
    def _today(self):
        return self.env['document.outgoing']._today()
