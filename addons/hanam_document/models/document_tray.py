"""The signing tray: many documents read, ticked and signed with one PIN (Decision 44/2024, Art. 13.3)."""

from odoo import api, fields, models
from odoo.fields import Domain

# More than a person reads at one sitting; the rest comes when these are done.
LONGEST = 100


class DocumentOutgoing(models.Model):
    """What the tray shows of a document. Each is signed by the step of its own, in a transaction of its own."""

    _inherit = 'document.outgoing'

    @api.model
    def signing_tray(self):
        """Return the documents that wait for this person's signature, and how this person signs.

        Each line names the bytes that are shown (`sha256`): the signing step refuses any others.
        """
        mine = Domain('state', '=', 'signing') & Domain('is_my_turn', '=', True) & Domain('signatory_id', '=', self.env.uid)
        documents = self.search(mine, limit=LONGEST)
        return {'documents': [document._tray_line() for document in documents], 'signing': self._tray_signing()}

    @api.model
    def _tray_signing(self):
        """Return what the browser must know to sign: whose certificate, and where its key is."""
        certificate = self.env.user._signing_certificate()
        return certificate._dialog_params() | {'signer': certificate.common_name}

    def _tray_line(self):
        main = self._main_file
        urgency = dict(self._fields['urgency']._description_selection(self.env))
        return {
            'model': self._name, 'id': self.id, 'method': 'action_sign', 'name': self.display_name,
            'kind': self.type_id.name, 'urgency': urgency[self.urgency] if self.urgency != '0' else '',
            'drafter': self.sudo().drafter_id.name,  # sudo: who drafted it is on the document
            'unit': self.sudo().department_id.name or '',  # sudo: as above
            'due': fields.Date.to_string(self.due_date) or '', 'signs_as': self._signs_as(self._workflow.step('sign')),
            'sha256': main.sha256, 'pages': main.page_amount,
            'files': [{'id': file.id, 'name': file.name, 'url': f'/web/content/{file.attachment_id.id}'}
                      for file in self.file_ids if file.page_amount],
            'obstacles': list(self._obstacles_to_sign()),
        }
