"""The engine: a table of `workflows.py`, a decorator, and one door for what steps earn."""

import functools
import inspect

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

GROUP = 'hanam_document.group_%s'
# what a step asks -> the dialog that asks it; words are asked for by one dialog of their own
DIALOGS = {
    'readers': 'document.present.wizard',
    'direction': 'document.direction.wizard',
    'result': 'document.complete.wizard',
    'correction': 'document.correct.wizard',
    'printing': 'document.print.wizard',
    'recall': 'document.recall.wizard',
    'update': 'document.update.wizard',
    'recipients': 'document.recipients.wizard',
    'address': 'document.address.wizard',
    'document': 'document.match.wizard',
    'call': 'document.call.wizard',
}


def step(method):
    """Make `action_<name>` the step of that name in the model's table.

    For each record: is the step in the table for this state; does the person hold the role and, where
    the row names one, are they the person in that field; are there obstacles (all raised together).
    Then the body, the move, the event, the report to the sender, and last `_conclude_<name>` where a model
    has one: what makes others wait comes after everything else. Odoo advises against own decorators;
    this is the only one here, and it buys that body and move cannot happen without each other.
    A step that asks, called without its answer, returns the action of the dialog that asks.
    """
    name = method.__name__.removeprefix('action_')

    @functools.wraps(method)
    def take(self, *args, **answer):
        answer |= dict(zip(list(inspect.signature(method).parameters)[1:], args, strict=False))
        row = self._workflow.step(name)
        if row.asks and row.asks not in answer:
            return self._ask(row)
        for record in self:
            record._take_step(row, method, answer)
        return True

    take.workflow_step = name
    # a button calls the step without its answer, and is checked against the signature
    del take.__wrapped__
    return take


class DocumentWorkflow(models.AbstractModel):
    """What every model with a life cycle shares."""

    _name = 'document.workflow'
    _description = 'Life Cycle'
    _inherit = ['document.earned']

    _workflow = None
    _earned = frozenset({'state'})

    available_steps = fields.Json(compute='_compute_available_steps')

    @api.depends('state')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_available_steps(self):
        for record in self:
            rows = record._workflow.steps_from(record.state) if record.id else []
            record.available_steps = [row.name for row in rows if not row.is_system and record._applies(row)
                                      and record._may_take(row)]

    def _applies(self, row):
        """Return whether a step is one for records like this; what is refused, and why, its obstacles say."""
        return True

    def _may_take(self, row):
        """Return whether this person holds the role of the row and is the one it names."""
        user = self.env.user
        if row.is_system:
            return self.env.su
        if self.company_id and self.company_id not in user.company_ids:
            return False
        if not any(user.has_group(GROUP % role) for role in row.roles):
            return False
        # sudo: the named person may stand in a record this user cannot open
        return not row.actor or user.id in self.sudo()[row.actor].ids

    def _take_step(self, row, body, answer):
        self.ensure_one()
        self.check_access('read')
        self._wait_for_others()
        if self.state not in row.sources:
            raise UserError(self.env._(
                "“%(step)s” is not possible for %(document)s: it is now “%(state)s”. Reload the page.",
                step=self._step_label(row), document=self.display_name, state=self._state_label()))
        if not self._may_take(row):
            raise AccessError(self.env._(
                "“%(step)s” of %(document)s is not yours to do.",
                step=self._step_label(row), document=self.display_name))
        self._check_answer(row, answer)
        self._refuse_obstacles(row)
        source = self.state
        body(self, **answer)
        if row.target:
            self._earn(state=row.target)
        self._after_step(row, source, answer)
        getattr(self, f'_conclude_{row.name}', tuple)()

    def _move_by_report(self, name, comment, **earned):
        """Take a system step that another system reports, where the table allows it now; the report is kept either way.

        No person acts, so nobody is asked, and nothing begins to wait for anybody. Returns whether it moved.
        """
        row, source = self._workflow.step(name), self.state
        moves = source in row.sources
        if moves and row.target:
            earned['state'] = row.target
        if earned:
            self._earn(**earned)
        self.env['document.event']._log(self, name, source, comment)
        return moves

    def _wait_for_others(self):
        """Wait for whoever takes a step with this record at this moment, such as the other half of a double click.

        When that changed it, PostgreSQL refuses this transaction and Odoo asks again: the step then sees the new state.
        """
        self.env.cr.execute(SQL(
            "SELECT 1 FROM %s WHERE id = %s FOR NO KEY UPDATE", SQL.identifier(self._table), self.id))

    def _refuse_obstacles(self, row):
        """Raise UserError with everything that stands in the way of a step."""
        if obstacles := list(getattr(self, f'_obstacles_to_{row.name}', tuple)()):
            raise UserError('\n'.join(obstacles))

    def _check_answer(self, row, answer):
        if row.asks in ('reason', 'order', 'evidence') and not (answer[row.asks] or '').strip():
            raise UserError(self.env._(
                "“%(step)s” needs words: say why, or by which order.", step=self._step_label(row)))

    def _after_step(self, row, source, answer):
        """Keep the trace, and tell whoever is waited for now."""
        comment = answer.get(row.asks) if row.asks != 'pin' else None
        self.env['document.event']._log(self, row.name, source, comment)
        document = self._document()
        document._renew_waiting()
        if row.tells:
            document._tell_sender(row.tells, comment if isinstance(comment, str) else '')

    def _document(self):
        """Return the incoming or outgoing document this record belongs to (itself by default)."""
        return self

    def _tell_sender(self, code, comment):
        """Queue the status report of a step. Only arrivals have a sender to tell."""

    def _renew_waiting(self):
        """Tell the persons now waited for. Documents do; registers wait for nobody."""

    def _event_company(self):
        """Return the agency in whose history an act on this record stands: that of its document."""
        return self._document().company_id

    def _event_links(self):
        """Return the columns that tie an event to this record."""
        raise NotImplementedError(self._name)

    def _ask(self, row):
        """Return the dialog that asks what the step must be told; nobody is asked for what is not possible."""
        for record in self:
            record._refuse_obstacles(row)
        if row.asks == 'pin':
            return self._ask_pin(row)
        return {
            'type': 'ir.actions.act_window',
            'name': self._step_label(row),
            'res_model': DIALOGS.get(row.asks, 'document.comment.wizard'),
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_id': self[:1].id, 'default_step': row.name},
        }

    def _pin_dialog(self, row, certificate, lines, preview_url):
        """Return the dialog that shows what is signed, and asks for the PIN. `lines`: (label, value)."""
        label = self._step_label(row)
        return {
            'type': 'ir.actions.client', 'tag': 'hanam_signing.ask_pin', 'target': 'new', 'name': label,
            'params': certificate._dialog_params() | {
                'model': self._name, 'id': self.id, 'method': f'action_{row.name}', 'title': label,
                'lines': [{'label': name, 'value': value} for name, value in lines],
                'preview_url': preview_url, 'confirm_label': label,
            },
        }

    def _step_label(self, row):
        return self.env['document.event']._step_label(row.name, self._name)

    def _state_label(self):
        return dict(self._fields['state']._description_selection(self.env))[self.state]

    def _register_hook(self):
        """Refuse to start when the table and the methods of a model differ."""
        super()._register_hook()
        if self._workflow is None:
            return
        actions = {
            method.workflow_step for _name, method in inspect.getmembers(type(self), callable)
            if hasattr(method, 'workflow_step')
        }
        if different := actions ^ {row.name for row in self._workflow.steps}:
            raise TypeError(f"{self._name}: actions and workflow differ on {sorted(different)}")
