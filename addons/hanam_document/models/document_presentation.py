"""Presentations: one document before one reader, in order (Decision 44/2024, Art. 11.1; Decree 30/2020, Art. 11)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..workflows import PRESENTATION
from .document_workflow import step

BEFORE_SIGNING = ('draft', 'unit_check', 'form_check')


class DocumentPresentation(models.Model):
    """A reader's turn with a document, incoming or outgoing, with opinion and time."""

    _name = 'document.presentation'
    _description = 'Presentation'
    _inherit = ['document.part', 'document.workflow']
    _order = 'sequence, id'
    _rec_name = 'reader_id'
    _workflow = PRESENTATION
    _earned = frozenset({'state', 'opinion', 'read_at'})

    sequence = fields.Integer(default=10)
    reader_id = fields.Many2one('res.users', required=True)
    opinion = fields.Text(readonly=True)
    read_at = fields.Datetime(string="Given At", readonly=True)
    state = fields.Selection(PRESENTATION.selection(), default=PRESENTATION.first, required=True, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Let the drafter name the readers of a draft; the line of an arrival is made by its steps."""
        rows = super().create(vals_list)
        rows._refuse_fixed()
        return rows

    def write(self, vals):
        """Let the line be changed only while its draft is still with its drafter or checkers."""
        self._refuse_fixed()
        return super().write(vals)

    def unlink(self):
        """Take a reader out of the line of a draft."""
        self._refuse_fixed()
        return super().unlink()

    def _refuse_fixed(self):
        for row in self if not self.env.su else ():
            if row.incoming_id or row.state != 'queued' or row.outgoing_id.state not in BEFORE_SIGNING:
                raise AccessError(self.env._("The line of readers can no longer be changed here."))
            row.outgoing_id._refuse_editing()

    @api.model
    def _begin(self, draft):
        """Begin the first reader's turn; after a change everyone reads again."""
        rows = draft.presentation_ids.sudo().sorted('sequence')  # sudo: turns begin by a step that was checked
        if rows and all(row.state == 'queued' for row in rows):
            rows[0].action_open()
        elif rows:
            self._line_up(draft, list(dict.fromkeys(rows.reader_id.ids)))

    @api.model
    def _line_up(self, document, readers):
        """Put these readers (user ids) in line after those who read before; the first one's turn begins."""
        users = self.env['res.users'].browse(readers).exists()
        if not users:
            raise UserError(self.env._("Name at least one reader."))
        link = {name: value for name, value in document._event_links().items() if name != 'register_id'}
        # sudo: the line is made by a step that was checked
        earlier = self.sudo().search([(name, '=', value) for name, value in link.items()])
        earlier.filtered(lambda row: row.state in ('queued', 'waiting')).action_skip()
        start = max(earlier.mapped('sequence'), default=0)
        rows = self.sudo().create([  # sudo: as above
            {**link, 'sequence': place, 'reader_id': user.id} for place, user in enumerate(users, start + 1)])
        rows[0].action_open()
        return rows

    def _next(self):
        rows = self._document().presentation_ids
        return rows.filtered(lambda row: row.state == 'queued').sorted('sequence')[:1]

    @step
    def action_open(self):
        """Begin this reader's turn."""

    @step
    def action_agree(self, opinion):
        """Agree, with an opinion or proposal for the next reader, whose turn begins."""
        self._earn(opinion=opinion, read_at=fields.Datetime.now())
        # sudo: the next reader's turn begins by itself
        self.sudo()._next().action_open()

    def _conclude_agree(self):
        if self.outgoing_id:
            self.env['document.signer']._go_on(self.outgoing_id)

    @step
    def action_object(self, reason):
        """Object with a reason: the document waits until it is presented again or sent back."""
        self._earn(opinion=reason, read_at=fields.Datetime.now())

    @step
    def action_skip(self):
        """Pass this reader over, because somebody above has acted."""
