"""What belongs to one document and is seen by whoever sees that document."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

PLACE = frozenset({'incoming_id', 'outgoing_id', 'company_id'})


class DocumentPart(models.AbstractModel):
    """A child of an incoming or outgoing document: it has no access logic of its own.

    Record rules are evaluated as superuser, so a rule `('incoming_id', 'any', [])` would not carry the
    parent's rules. The parent's visibility is therefore added here, as a sub-select, to search and check.
    """

    _name = 'document.part'
    _description = 'Part of a Document'

    incoming_id = fields.Many2one(
        'document.incoming', string="Incoming Document", index='btree_not_null', ondelete='cascade')
    outgoing_id = fields.Many2one(
        'document.outgoing', string="Outgoing Document", index='btree_not_null', ondelete='cascade')
    company_id = fields.Many2one(
        'res.company', string="Agency", compute='_compute_company_id', store=True, precompute=True)

    @api.depends('incoming_id.company_id', 'outgoing_id.company_id')
    def _compute_company_id(self):
        for part in self:
            # sudo: the agency of a part is the agency of its document, also for who may not open it yet
            document = part.sudo()._document()
            part.company_id = document.company_id

    def write(self, vals):
        """Keep a part with its document, also under sudo: nothing is put into a document by moving it there."""
        if PLACE & vals.keys():
            raise AccessError(self.env._("This stays with its document. Make it anew in the other one."))
        return super().write(vals)

    def _document(self):
        """Return the document this part belongs to."""
        return self.incoming_id or self.outgoing_id

    @api.model
    def _open_domain(self):
        """Return which parts this person may open without their document: none, but where a model says so."""
        return Domain.FALSE

    def _event_company(self):
        return self._document().company_id

    def _event_links(self):
        return {'incoming_id': self.incoming_id.id, 'outgoing_id': self.outgoing_id.id}

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            of_nobody = Domain('incoming_id', '=', False) & Domain('outgoing_id', '=', False)
            domain = Domain(domain) & (Domain('incoming_id', 'any', Domain.TRUE)
                                       | Domain('outgoing_id', 'any', Domain.TRUE) | of_nobody | self._open_domain())
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        if refused := super()._check_access(operation):
            return refused
        if self.env.su or not any(self._ids):
            return None
        # sudo: reading which document a part belongs to is what decides whether it may be read
        parts = self - self.sudo().filtered_domain(self._open_domain())
        for name in ('incoming_id', 'outgoing_id'):
            parents = parts.sudo()[name].with_env(self.env)  # sudo: as above
            if refused := parents._check_access('read'):
                hidden, error = refused
                # sudo: as above
                return parts.filtered(lambda part, name=name, hidden=hidden: part.sudo()[name] in hidden), error
        return None
