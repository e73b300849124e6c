"""«Gói bằng chứng» on the form of a document."""

from odoo import models

from .document_evidence import WAYS


class DocumentMetadata(models.AbstractModel):
    """Both kinds of documents give their evidence."""

    _inherit = 'document.metadata'

    def action_evidence(self):
        """Hand the evidence pack to the person; AccessError or UserError when there is none for them."""
        self.ensure_one()
        self.env['document.evidence']._refuse(self)
        return {'type': 'ir.actions.act_url', 'target': 'self',
                'url': f'/hanam/document/{WAYS[self._name]}/{self.id}/evidence.zip'}
