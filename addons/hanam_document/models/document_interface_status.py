"""How far a document is, and nothing of what it says (Decision 44/2024, Art. 6.3, 17.4)."""

from datetime import UTC

from odoo import api, models

from ..interfaces import RefusedCall
from ..lib.edxml.moments import VIETNAM

MOMENTS = ('signed_at', 'numbered_at', 'issued_at')
RECIPIENT_MOMENTS = ('sent_at', 'arrived_at', 'rejected_at', 'accepted_at', 'assigned_at', 'processing_at',
                     'completed_at', 'withdrawn_at')


class DocumentInterfaceStatus(models.AbstractModel):
    """State, number and dates of a document, and the state at each recipient agency."""

    _name = 'document.interface.status'
    _description = 'Status for an Integrated System'

    @api.model
    def _by_external_id(self, system, external_id):
        """Return the status of what this very system handed in under an identifier of its own."""
        # sudo: the system asks for what it handed in itself
        submission = self.env['document.interface.submission'].sudo().search(
            [('interface_id', '=', system.id), ('external_id', '=', external_id)])
        return self._status(submission.outgoing_id)

    @api.model
    def _by_code(self, system, document_code):
        """Return the status of a document this agency issued; one for which a grant is needed is not told of."""
        # sudo: the account of a system reads nothing by itself; of the document only its status is told
        documents = self.env['document.outgoing'].sudo()
        # an empty text would find what has no identifier yet
        return self._status(document_code and documents.search(
            [('document_code', '=', document_code), ('company_id', '=', system.company_id.id),
             ('restricted', '=', False)]))

    @api.model
    def _status(self, document):
        if not document:
            raise RefusedCall(404, 'not_found', self.env._("No such document, or none of which this system may ask."))
        # sudo: written by this product's own calls only
        submission = self.env['document.interface.submission'].sudo().search(
            [('outgoing_id', '=', document.id)], limit=1)
        return {
            'external_id': submission.external_id or None,
            'document_code': document.document_code or None,
            'state': document.state,
            'state_name': document._state_label(),
            'CodeNumber': document.code_number or None,
            'CodeNotation': document.code_notation or None,
            'IssuedDate': document.issued_date.isoformat() if document.issued_date else None,
            **{name: self._moment(document[name]) for name in MOMENTS},
            'To': [self._recipient(delivery) for delivery in document.delivery_ids if delivery.agency_id],
        }

    @api.model
    def _recipient(self, delivery):
        return {
            'OrganId': delivery.agency_id.code, 'OrganName': delivery.agency_id.name,
            'transport': delivery.transport, 'state': delivery.state, 'state_name': delivery._state_label(),
            **{name: self._moment(delivery[name]) for name in RECIPIENT_MOMENTS},
        }

    @api.model
    def _moment(self, moment):
        """Return a stored moment as ISO 8601 in Vietnam time (Decision 44/2024, Art. 7.3), None where there is none."""
        return moment.replace(tzinfo=UTC, microsecond=0).astimezone(VIETNAM).isoformat() if moment else None
