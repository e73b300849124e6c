"""A recipient that has cancelled the document, and one to which it is sent again (Art. 13.4.c-d)."""

from odoo import fields, models
from odoo.exceptions import UserError

from .document_workflow import step


class DocumentDelivery(models.Model):
    """What happened stays on the row; a document sent again gets a row of its own."""

    _inherit = 'document.delivery'
    _earned = frozenset({'withdrawn_at', 'resent_as_id'})

    withdrawn_at = fields.Datetime(string="Cancelled There At", readonly=True)
    resent_as_id = fields.Many2one('document.delivery', string="Sent Again As", readonly=True, ondelete='restrict')
    request_ids = fields.One2many('document.request', 'delivery_id', string="Requests")

    def _has_by_packet(self):
        """Return whether the document went there by packet, and was not handed over on paper after all."""
        return self._is_electronic() and self.state != 'handed_over'

    @step
    def action_withdraw(self):
        """Nothing of the document is left there: the recipient cancelled it, or it never went (Art. 13.4.d)."""
        self._earn(withdrawn_at=self.withdrawn_at or fields.Datetime.now())

    def _applies(self, row):
        return super()._applies(row) and not (row.name == 'send_again' and self.resent_as_id)

    def _obstacles_to_send_again(self):
        if self.resent_as_id:
            yield self.env._("It was sent again already, to %(agency)s.", agency=self.resent_as_id.display_name)
        if self.outgoing_id.state != 'issued':
            yield self.env._("%(document)s is not issued any more.", document=self.outgoing_id.display_name)

    @step
    def action_send_again(self, address):
        """Send a returned document once more, without a new number (Art. 13.4.c).

        `address`: {'agency_id': id of the right recipient, 'reason': text}. This row stays as it is.
        """
        document, agency = self.outgoing_id, self.env['document.agency'].browse(address.get('agency_id') or [])
        if not agency.exists():
            raise UserError(self.env._("Name the right recipient."))
        has_it = document.delivery_ids.filtered(
            lambda row: row.agency_id == agency._heir() and row.state not in ('rejected', 'withdrawn'))
        if has_it:
            raise UserError(self.env._("%(agency)s has the document already.", agency=agency.name))
        again = self._begin(document, self._rows_to(agency))
        self._earn(resent_as_id=again.id)
        if agency not in document.recipient_agency_ids:
            document._earn(recipient_agency_ids=[fields.Command.link(agency.id)])
        document._send_added(again, (address.get('reason') or '').strip())
        address['note'] = agency.display_name


class DocumentRequest(models.Model):
    _inherit = 'document.request'

    def _take_off(self, document, deliveries, reason):
        """Ask recipients that are no recipients any more to cancel the document; who never got it is only noted."""
        rows = deliveries.sudo().filtered(lambda row: row.state not in ('rejected', 'withdrawn'))  # sudo: by a step
        unsent = rows.filtered(lambda row: row.transport == 'internal' or (
            row.transport == 'paper' and row.state == 'pending'))
        self._ask_recipients(document, rows - unsent, 'remove', '', reason)
        for row in unsent:
            row.action_withdraw()
