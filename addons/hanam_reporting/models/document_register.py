"""A register is printed and signed for before it is closed (Decision 44/2024, Art. 10.3.c and 13.4)."""

from itertools import groupby

from odoo import api, fields, models

from .document_metadata import CHANGING, VOIDING
from .document_register_span import BOOKS


class DocumentRegister(models.Model):
    """What must be on paper before a register is frozen."""

    _inherit = 'document.register'

    volume_ids = fields.One2many('document.register.volume', 'register_id', string="Printed Volumes", readonly=True)
    volume_count = fields.Integer(compute='_compute_volume_count')
    may_print = fields.Boolean(compute='_compute_may_print')

    @api.depends('volume_ids')
    def _compute_volume_count(self):
        # sudo: how often a register was printed is no secret
        counts = dict(self.env['document.register.volume'].sudo()._read_group(
            [('register_id', 'in', self.ids)], ['register_id'], ['__count']))
        for register in self:
            register.volume_count = counts.get(register, 0)

    @api.depends_context('uid')
    def _compute_may_print(self):
        self.may_print = self.env['document.register.print'].has_access('create')

    def _obstacles_to_close(self):
        yield from super()._obstacles_to_close()
        volumes = self._current_volumes().filtered('receiver_id')
        if gaps := self._numbers_outside(volumes):
            yield self.env._("These numbers are in no volume that is printed as it stands now and signed for: "
                             "%(numbers)s.", numbers=', '.join(gaps))

    def _ask(self, row):
        """Ask for the receipt of the printed volumes when the register is to be closed."""
        if row.name != 'close':
            return super()._ask(row)
        return {
            'type': 'ir.actions.act_window', 'name': self._step_label(row), 'view_mode': 'form', 'target': 'new',
            'res_model': 'document.register.close', 'context': {'default_register_id': self[:1].id}}

    def _last_event(self):
        """Return the newest act on this register or a document in it."""
        # sudo: its place in the order is asked for, not its words
        return self.env['document.event'].sudo().search([('register_id', '=', self.id)], order='id desc', limit=1)

    def _current_volumes(self):
        """Return the books that say what the register says now: nothing in them was corrected or voided later."""
        # sudo: that a volume exists is no secret to whoever may see the register
        volumes = self.sudo().volume_ids.filtered(lambda volume: volume.file_format == 'pdf' and volume.row_count)
        changes = self._changes_after(min(volume.event_id.id or 0 for volume in volumes)) if volumes else []
        return volumes.filtered(lambda volume: not any(
            event > volume.event_id.id and volume.first_number <= number <= volume.last_number
            for event, number in changes)).sudo(False)

    def _changes_after(self, event_id):
        """Return [(event id, number)] of the corrections and voidings of this register after an event."""
        model = BOOKS[self.direction][0]
        link = {'document.incoming': 'incoming_id', 'document.outgoing': 'outgoing_id'}[model]
        # sudo: only numbers and their order are read
        events = self.env['document.event'].sudo().search(
            [('register_id', '=', self.id), ('step', 'in', [*CHANGING, *VOIDING]),
             ('subject_model', 'in', ('document.incoming', 'document.outgoing')), ('id', '>', event_id)])
        return [(event.id, event[link][event[link]._book_number]) for event in events]

    def _numbers_outside(self, volumes):
        """Return the stretches of given numbers that none of `volumes` holds, as ['12', '15-20']."""
        held = {number for volume in volumes for number in range(volume.first_number, volume.last_number + 1)}
        missing = [number for number in range(1, self.last_number + 1) if number not in held]
        # a stretch is where number and place grow together
        stretches = [[number for _place, number in group]
                     for _key, group in groupby(enumerate(missing), lambda pair: pair[1] - pair[0])]
        return [str(run[0]) if len(run) == 1 else f'{run[0]}-{run[-1]}' for run in stretches]
