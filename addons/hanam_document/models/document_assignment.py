"""Assignments: who leads, who supports, who is told; a tree with a life of its own (Art. 11.2, 12)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..workflows import ASSIGNMENT
from .document_workflow import step

KINDS = [('lead', "Lead"), ('support', "Support"), ('info', "For Information")]


class DocumentAssignment(models.Model):
    """Work given to one person, directly or as head of a unit, handed on to any depth."""

    _name = 'document.assignment'
    _description = 'Assignment'
    _inherit = ['document.part', 'document.workflow']
    _order = 'id'
    _parent_store = True
    _workflow = ASSIGNMENT
    _earned = frozenset({'state', 'result', 'ended_at'})

    parent_id = fields.Many2one('document.assignment', string="Handed On From", readonly=True, ondelete='restrict',
                                index='btree_not_null')
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('document.assignment', 'parent_id', string="Handed On To")
    kind = fields.Selection(KINDS, default='lead', required=True, readonly=True)
    user_id = fields.Many2one('res.users', string="Person", required=True, readonly=True)
    department_id = fields.Many2one('hr.department', string="Unit", readonly=True)
    given_by_id = fields.Many2one('res.users', required=True, readonly=True)
    opinion = fields.Text(string="Direction", readonly=True)
    due_date = fields.Date(string="Deadline", readonly=True)
    state = fields.Selection(ASSIGNMENT.selection(), default=ASSIGNMENT.first, required=True, readonly=True)
    result = fields.Text(readonly=True)
    ended_at = fields.Datetime(readonly=True)

    _one_lead = models.UniqueIndex(
        "(incoming_id) WHERE kind = 'lead' AND parent_id IS NULL AND state IN ('given', 'accepted')",
        "Somebody else is already in the lead of this document.")
    # a person's own work
    _mine_index = models.Index("(user_id, due_date) WHERE state IN ('given', 'accepted')")

    @api.depends('user_id', 'department_id', 'kind')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for row in self:
            row.display_name = f'{labels.get(row.kind, "")}: {row._receiver()}'

    @api.constrains('due_date', 'parent_id')
    def _check_deadline(self):
        for row in self:
            limit = row.parent_id.due_date
            if limit and row.due_date and row.due_date > limit:
                raise ValidationError(self.env._(
                    "%(person)s would be given until %(day)s, later than the deadline above: %(limit)s.",
                    person=row._receiver(), day=row.due_date, limit=limit))

    @api.model
    def _give(self, document, direction, parent=None):
        """Write the rows of one direction and open the document to everyone named.

        `direction`: [{'kind', 'user_id' or 'department_id', 'opinion', 'due_date'}]; a unit stands for its
        head. Raises UserError when nobody leads, two lead, or a unit has no head.
        """
        rows = [self._prepare(document, line, parent) for line in direction]
        leads = [row for row in rows if row['kind'] == 'lead']
        if len(leads) != 1 and not (parent and not leads):
            raise UserError(self.env._("Name exactly one person or unit in the lead."))
        if parent and leads and parent.kind != 'lead':
            raise UserError(self.env._("Only the one in the lead can hand the lead on."))
        # sudo: assignments are written by steps that were checked, here only
        given = self.sudo().create(rows)
        if leads:
            document._earn(lead_user_id=leads[0]['user_id'])
        for row in given:
            self.env['document.grant']._give(document, row.user_id, row.kind, row.department_id)
        return given

    def _prepare(self, document, line, parent):
        department = self.env['hr.department'].browse(line.get('department_id') or [])
        user = self.env['res.users'].browse(line.get('user_id') or []) or department._head_user()
        if not user:
            raise UserError(self.env._("%(unit)s has no head with an account; name a person.",
                                       unit=department.name or self.env._("The line")))
        return {
            'incoming_id': document.id, 'parent_id': parent.id if parent else False,
            'kind': line.get('kind') or 'lead', 'user_id': user.id, 'department_id': department.id,
            'given_by_id': self.env.uid, 'opinion': line.get('opinion') or False,
            'due_date': line.get('due_date') or (parent.due_date if parent else False),
        }

    def _receiver(self):
        """Return the unit or person as the register prints it."""
        # sudo: names of units and colleagues are no secret
        return self.sudo().department_id.name or self.sudo().user_id.name

    def _is_open(self):
        return self.state in ('given', 'accepted')

    @step
    def action_accept(self):
        """Take the work in hand."""

    @step
    def action_hand_on(self, direction):
        """Hand the work on, inside one's own deadline: unit head to deputy to specialist (Art. 11.2)."""
        self._give(self._document(), direction, parent=self)

    def _obstacles_to_decline(self):
        if self.child_ids.filtered(lambda row: row._is_open()):
            yield self.env._("You have handed this work on; it cannot be declined any more.")

    @step
    def action_decline(self, reason):
        """Refuse the work with a reason; it falls back to whoever handed it on."""
        self._earn(result=reason, ended_at=fields.Datetime.now())
        if self.kind == 'lead' and self.parent_id:
            self._document()._earn(lead_user_id=self.parent_id.user_id.id)

    def _obstacles_to_finish(self):
        if self.kind == 'lead':
            yield self.env._("The one in the lead finishes the document itself, with its result.")

    @step
    def action_finish(self, opinion):
        """Hand in one's contribution, or say that it was read."""
        self._earn(result=opinion, ended_at=fields.Datetime.now())

    @step
    def action_close(self):
        """End with the document, which was completed."""
        self._earn(ended_at=fields.Datetime.now())

    @step
    def action_end(self):
        """End because the document was directed again or given back."""
        self._earn(ended_at=fields.Datetime.now())
