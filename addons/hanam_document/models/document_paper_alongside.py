"""Paper that goes along with an electronic document, in the cases the decision names, and no other paper.

Decision 44/2024, Art. 5.3, 5.5, 6.2; QCVN 102:2016 (`Paper`).
"""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from .document_workflow import step

# points a to d of Art. 5.5
PAPER_KINDS = [('a', "To the Government or the Prime Minister"), ('b', "To a ministry whose rules ask for paper"),
               ('c', "A legal text asks for paper"), ('d', "A complex file: maps, drawings, objects")]


class DocumentOutgoing(models.Model):
    """Which of the four cases it is; printed for a recipient only in one of them, or for one that is not connected."""

    _inherit = 'document.outgoing'

    paper_kind = fields.Selection(
        PAPER_KINDS, string="Paper Alongside", copy=False,
        help="Only in these cases paper goes along with the signed electronic document (Decision 44/2024, Art. 5.5).")

    def _paper_recipients(self):
        # sudo: who gets it on paper follows from the directory, whoever prints
        return self.sudo().delivery_ids.filtered(lambda row: row.transport == 'paper')

    @step
    def action_print_original(self, printing):
        """Print paper originals, for the agency's own file or for a recipient that is to get paper (Art. 5.3, 13.4.b).

        They are counted. `printing`: {'copies': number, 'note': for whom, and that the seal was put on in ink,
        'for_recipient': whether it is for a recipient, 'paper_kind': case of Art. 5.5}; the last two may be missing.
        """
        kind = printing.get('paper_kind')
        if kind and kind not in dict(PAPER_KINDS):
            raise UserError(self.env._("Choose one of the cases of Article 5.5."))
        if printing.get('for_recipient') and not (kind or self.paper_kind or self._paper_recipients()):
            raise UserError(self.env._(
                "The recipients have the signed electronic document; no paper is issued beside it. Choose the case of "
                "Article 5.5 in which paper goes along, or print for the agency's own file."))
        if kind and not self.paper_kind:
            self._earn(paper_kind=kind)
            self.sudo().delivery_ids._owe_paper()  # sudo: deliveries follow from what the clerk has decided
        self._earn(printed_amount=self.printed_amount + printing['copies'])


class DocumentDelivery(models.Model):
    """A recipient that has the packet and is to get the paper as well."""

    _inherit = 'document.delivery'
    _earned = frozenset({'paper_state', 'paper_sent_at', 'paper_evidence'})

    paper_state = fields.Selection([('due', "Paper to Be Sent"), ('sent', "Paper Sent")], string="Paper Alongside",
                                   readonly=True)
    paper_sent_at = fields.Datetime(readonly=True)
    paper_evidence = fields.Text(string="How the Paper Was Sent", readonly=True)

    # the clerk's list of paper that is still to leave
    _paper_index = models.Index("(company_id, id) WHERE paper_state = 'due'")

    def _start_clock(self):
        super()._start_clock()
        self.filtered(lambda row: row.outgoing_id.paper_kind)._owe_paper()

    def _owe_paper(self):
        """Let the paper of these recipients be sent and followed; who gets nothing but paper is followed by that."""
        self.filtered(lambda row: row._is_electronic() and not row.paper_state)._earn(paper_state='due')

    @api.depends('paper_state')
    def _compute_available_steps(self):
        super()._compute_available_steps()

    def _applies(self, row):
        return super()._applies(row) and (row.name != 'send_paper' or self.paper_state == 'due')

    def _obstacles_to_send_paper(self):
        if not self.paper_state:
            yield self.env._("No paper goes along to %(recipient)s.", recipient=self.display_name)

    @step
    def action_send_paper(self, evidence):
        """Record how the paper that goes along was sent (Art. 5.5)."""
        self._earn(paper_state='sent', paper_sent_at=fields.Datetime.now(), paper_evidence=evidence)


class DocumentIncoming(models.Model):
    """Handled at once, without waiting for the paper that follows (Art. 6.2)."""

    _inherit = 'document.incoming'
    _earned = frozenset({'paper_follows', 'paper_received_at', 'paper_note'})

    paper_follows = fields.Boolean(readonly=True, copy=False)
    paper_received_at = fields.Datetime(string="Paper Came", readonly=True, copy=False)
    paper_note = fields.Char(string="About the Paper", readonly=True, copy=False)

    @api.depends('paper_received_at')
    def _compute_available_steps(self):
        super()._compute_available_steps()

    def _applies(self, row):
        awaited = self.paper_follows and not self.paper_received_at
        return super()._applies(row) and (row.name != 'receive_paper' or awaited)

    @step
    def action_receive_paper(self, evidence):
        """Record that the paper came and where it lies; it takes no number of its own (Art. 10.3.b)."""
        self._earn(paper_received_at=fields.Datetime.now(), paper_note=evidence)


class DocumentExchange(models.AbstractModel):
    """The packet says that paper follows."""

    _inherit = 'document.exchange'

    @api.model
    def _packet(self, document, agencies, business=None, with_files=True):
        packet = super()._packet(document, agencies, business, with_files)
        if with_files and document.sudo().paper_kind:  # sudo: the packet is made from the document as it stands
            return replace(packet, business=replace(packet.business, paper=1))
        return packet

    @api.model
    def _arrive(self, transmission, packet):
        refusal = super()._arrive(transmission, packet)
        if refusal is None and packet.business.paper:
            transmission.incoming_id._earn(paper_follows=True)
        return refusal
