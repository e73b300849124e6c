"""«Gói bằng chứng» on the form of a document."""

from odoo import api, fields, models

from .document_evidence import MAKERS, PROVED, WAYS


class DocumentMetadata(models.AbstractModel):
    """Both kinds of documents give their evidence."""

    _inherit = 'document.metadata'

    may_prove = fields.Boolean(compute='_compute_may_prove', help="This person may make the evidence pack now.")

    @api.depends_context('uid')
    def _compute_may_prove(self):
        is_maker = any(self.env.user.has_group(group) for group in MAKERS)
        for document in self:
            document.may_prove = is_maker and bool(document.id) and document.state in PROVED[document._name]

    def action_evidence(self):
        """Hand the evidence pack to the person; AccessError or UserError when there is none for them."""
        self.ensure_one()
        self.env['document.evidence']._refuse(self)
        return {'type': 'ir.actions.act_url', 'target': 'self',
                'url': f'/hanam/document/{WAYS[self._name]}/{self.id}/evidence.zip'}
