"""Deliveries on paper: as a line of the post book, and on an envelope (Decree 30/2020, App. IV.II and IV.III)."""

import base64

from odoo import api, fields, models

from ..lib.printing import Envelope, Urgency
from .document_metadata import HIDDEN, short_date

# PNG and JPEG
DRAWN = (b'\x89PNG', b'\xff\xd8')
URGENCIES = {'1': Urgency.URGENT, '2': Urgency.VERY_URGENT, '3': Urgency.EXPRESS}


class DocumentDelivery(models.Model):
    """What the post takes along."""

    _inherit = 'document.delivery'

    def _post_row(self, today):
        """Return the cells of one line. `today`: the day of what is being taken to the post now."""
        day = self._handed_day() or today
        urgency = URGENCIES.get(self.outgoing_id.urgency)
        note = '\n'.join(filter(None, (urgency and urgency.value[0], self.evidence)))
        return (short_date(day), self.outgoing_id.full_code or '', self.agency_id.name or '', '1', '', note)

    def _hidden_post_row(self, today):
        """Return the cells of a line whose document this person may not open."""
        return (short_date(self._handed_day() or today), self.outgoing_id.full_code or '', '', '1', '', HIDDEN)

    def _handed_day(self):
        """Return the local day on which the clerk gave it away, or None."""
        if self.state != 'handed_over' or not self.sent_at:
            return None
        return fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), self.sent_at).date()

    def _envelope(self):
        """Return the envelope of these deliveries, all to one agency."""
        # sudo: letterhead and address of agencies are in the public directory
        company, agency = self.sudo().company_id, self.sudo().agency_id
        own = company.agency_id
        marks = sorted({document.urgency for document in self.outgoing_id if document.urgency in URGENCIES})
        return Envelope(
            agency=company.name, numbers=tuple(self.outgoing_id.mapped('full_code')),
            recipient=tuple(filter(None, (agency.name, agency.address))),
            address=own.address or company.street or '', phone=company.phone or own.phone or '',
            email=company.email or own.email or '', website=company.website or '',
            urgency=URGENCIES[marks[-1]] if marks else None,
            logo=self._emblem(company))

    @api.model
    def _emblem(self, company):
        """Return the emblem of an agency as a picture, b'' where there is none that can be drawn."""
        picture = base64.b64decode(company.with_context(bin_size=False).logo or b'')
        is_own = not company.uses_default_logo and picture.startswith(DRAWN)
        return picture if is_own else b''
