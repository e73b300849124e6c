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
        mine = Domain('is_my_turn', '=', True) & Domain('signatory_id', '=', self.env.uid)
        documents = self.search(
            mine & Domain('state', '=', 'signing') & Domain('medium', '!=', 'paper'), limit=LONGEST)
        rows = self.env['document.signer'].search(
            [('user_id', '=', self.env.uid), ('state', '=', 'waiting')], limit=LONGEST)
        lines = [*(document._tray_line() for document in documents), *(row._tray_line() for row in rows)]
        return {'documents': lines, 'signing': self._tray_signing() if lines else {}}

    @api.model
    def _tray_signing(self):
        """Return what the browser must know to sign: whose certificate, and where its key is."""
        certificate = self.env.user._signing_certificate()
        return certificate._dialog_params() | {'signer': certificate.common_name}

    def _tray_line(self):
        return self._tray_words(self) | {
            'signs_as': self._signs_as(self._workflow.step('sign')), 'sha256': self._main_file.sha256,
            'files': [{'name': file.name, 'url': f'/web/content/{file.attachment_id.id}'}
                      for file in self.file_ids if file.page_amount],
        }

    def _tray_words(self, record):
        """Return what describes this document in the tray; `record`: what is signed, the document or a signer's row."""
        urgency = dict(self._fields['urgency']._description_selection(self.env))
        return {
            'model': record._name, 'id': record.id, 'method': 'action_sign', 'name': self.display_name,
            'kind': self.type_id.name, 'urgency': urgency[self.urgency] if self.urgency != '0' else '',
            'unit': self.sudo().department_id.name or '',  # sudo: who drafted it is on the document
            'due': fields.Date.to_string(self.due_date) or '', 'pages': self._main_file.page_amount,
            'obstacles': list(record._obstacles_to_sign()),
        }


class DocumentSigner(models.Model):
    _inherit = 'document.signer'

    def _tray_line(self):
        """Return the line of a further signer, who may be of another agency and reads through the row alone."""
        document = self._document()
        return document._tray_words(self) | {
            'signs_as': ' '.join(filter(None, (self.competence, self.position, self.env.user.name))),
            'sha256': document._main_file.sha256,
            'files': [{'name': file['name'], 'url': file['url']} for file in self.readable_files if file['pages']],
        }
