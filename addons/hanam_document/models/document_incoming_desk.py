"""What a desk shows of an incoming document: what may be typed now, and what is asked of the person at the desk."""

from odoo import api, fields, models


class DocumentIncoming(models.Model):
    """Answers for the screen; what is allowed is decided by the steps and by `write`."""

    _inherit = 'document.incoming'

    organ_name = fields.Char(compute='_compute_organ_name', store=True, readonly=False)
    is_editable = fields.Boolean(compute='_compute_is_editable')
    is_open_for_files = fields.Boolean(compute='_compute_is_editable')
    my_task = fields.Char(string="Asked of Me", compute='_compute_my_task')
    my_due_date = fields.Date(string="My Deadline", compute='_compute_my_task')

    @api.depends('sender_id')
    def _compute_organ_name(self):
        """Propose the name of the sender; what is written on the paper may differ and is typed over."""
        for document in self:
            document.organ_name = document.sender_id.name or document.organ_name

    @api.depends('state', 'channel')
    @api.depends_context('uid')
    def _compute_is_editable(self):
        may_write = self.browse().has_access('write')
        for document in self:
            document.is_editable = may_write and document.state in ('arrived', 'received')
            document.is_open_for_files = may_write and document._files_are_open()

    @api.depends('assignment_ids.state')
    @api.depends_context('uid', 'lang')
    def _compute_my_task(self):
        """Say in which part and with which words the document was given to this person, and until when."""
        mine = self.env['document.assignment'].search([
            ('incoming_id', 'in', self.ids), ('user_id', '=', self.env.uid), ('state', 'in', ('given', 'accepted'))])
        labels = dict(mine._fields['kind']._description_selection(self.env))
        for document in self:
            rows = mine.filtered(lambda row, document=document: row.incoming_id == document)
            document.my_task = '; '.join(': '.join(filter(None, (labels[row.kind], row.opinion))) for row in rows)
            document.my_due_date = min((row.due_date for row in rows if row.due_date), default=False)
