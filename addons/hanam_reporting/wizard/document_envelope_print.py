"""Envelopes of documents that go on paper (Decree 30/2020, App. IV.II)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.printing import EnvelopePaper, write_envelopes


class DocumentEnvelopePrint(models.TransientModel):
    """Which recipients on paper get an envelope, and of which size."""

    _name = 'document.envelope.print'
    _description = 'Print Envelopes'

    delivery_ids = fields.Many2many('document.delivery', string="Recipients", required=True)
    paper = fields.Selection(
        [('DL', "DL, 220 × 110 mm"), ('C5', "C5, 229 × 162 mm"), ('C4', "C4, 324 × 229 mm")], string="Envelope",
        default='C5', required=True)
    together = fields.Boolean(string="One Envelope per Recipient", default=True)

    @api.model
    def default_get(self, names):
        """Begin with the recipients on paper of the documents or deliveries the person came from."""
        values = super().default_get(names)
        model, ids = self.env.context.get('active_model'), self.env.context.get('active_ids') or []
        column = {'document.outgoing': 'outgoing_id', 'document.delivery': 'id'}.get(model)
        if column:
            values['delivery_ids'] = self.env['document.delivery'].search([
                (column, 'in', ids), ('transport', '=', 'paper'), ('agency_id', '!=', False)], order='id').ids
        return values

    def action_print(self):
        """Show the envelopes in the browser, ready for the printer."""
        self.ensure_one()
        self._on_paper()
        return {'type': 'ir.actions.act_url', 'target': 'new', 'url': f'/report/pdf/hanam_reporting.envelope/{self.id}'}

    def _on_paper(self):
        """Return the chosen deliveries; UserError where nothing goes on paper."""
        self.delivery_ids.check_access('read')
        chosen = self.delivery_ids.filtered(lambda row: row.transport == 'paper' and row.agency_id).sorted('id')
        if not chosen:
            raise UserError(self.env._("No recipient gets this on paper. Name the agencies as recipients first."))
        return chosen

    def _write_book_pdf(self, stream):
        """Write the envelopes into `stream`."""
        chosen = self._on_paper()
        groups = chosen.grouped(lambda row: (row.company_id, row.agency_id)).values() if self.together else chosen
        write_envelopes([group._envelope() for group in groups], EnvelopePaper[self.paper],
                        self.env['ir.actions.report']._book_fonts(), stream)
