"""A yearly register owns its numbers (Decision 44/2024, Art. 10.3.b, 10.3.c, 13.4; Decree 30/2020, Art. 15, 22)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from ..workflows import REGISTER
from .document_workflow import step

DIRECTIONS = [('incoming', "Incoming"), ('outgoing', "Outgoing")]


class DocumentRegister(models.Model):
    """One series of numbers of one agency in one year: 1, 2, 3 … without a hole, never twice."""

    _name = 'document.register'
    _description = 'Register of Documents'
    _inherit = ['document.workflow']
    _order = 'year desc, direction, sequence, id'
    _workflow = REGISTER
    _earned = frozenset({'state', 'closed_by_id', 'closed_at'})

    name = fields.Char(compute='_compute_name', store=True)
    company_id = fields.Many2one(
        'res.company', string="Agency", required=True, readonly=True, default=lambda self: self.env.company)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    direction = fields.Selection(DIRECTIONS, string="In or Out", required=True, default='incoming')
    series = fields.Char(help="What is numbered here, when an agency keeps several registers of outgoing documents.")
    sequence = fields.Integer(default=10)
    type_ids = fields.Many2many('document.type', string="Kinds", help="None means every kind without its own register.")
    state = fields.Selection(REGISTER.selection(), default=REGISTER.first, required=True, readonly=True, copy=False)
    closed_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    event_ids = fields.One2many('document.event', 'register_id', string="History")
    last_number = fields.Integer(compute='_compute_last_number', help="The highest number given so far.")

    _series_unique = models.UniqueIndex(
        "(company_id, year, direction, COALESCE(series, ''))", "This register is already open for the year.")

    @api.depends('year', 'direction', 'series')
    def _compute_name(self):
        """Name it in the language of the agency: it is stored once, and the system itself opens most registers."""
        for register in self:
            titles = register.with_context(lang=register.company_id.partner_id.lang or self.env.lang)._titles()
            series = f' – {register.series}' if register.series else ''
            register.name = f'{titles.get(register.direction, "")} {register.year}{series}'

    def _titles(self):
        return {'incoming': self.env._("Register of Incoming Documents"),
                'outgoing': self.env._("Register of Outgoing Documents")}

    @api.model
    def _numbered_models(self):
        """Return what each direction numbers: the model, and the column of its number."""
        return {'incoming': ('document.incoming', 'arrival_number'), 'outgoing': ('document.outgoing', 'number')}

    def _compute_last_number(self):
        highest = {}
        for model, number in self._numbered_models().values():
            highest.update(self.env[model].sudo()._read_group(  # sudo: the last number is no secret inside the agency
                [('register_id', 'in', self.ids)], ['register_id'], [f'{number}:max']))
        for register in self:
            register.last_number = highest.get(register, 0)

    def write(self, vals):
        """Lock the series once the first number is given: it would not be the same register any more."""
        if vals.keys() & {'company_id', 'year', 'direction', 'series', 'type_ids', 'department_id'} and any(
                register.last_number for register in self):
            raise AccessError(self.env._(
                "A register that has given its first number keeps its year, its series and its kinds."))
        return super().write(vals)

    @api.model
    def _open_for(self, company, direction, kind=None):
        """Return the open register of this year for a kind of document, or none.

        A register that names the kind goes before one that is for every other kind.
        """
        year = fields.Date.context_today(self.with_context(tz='Asia/Ho_Chi_Minh')).year
        # sudo: which register is open does not depend on who asks
        registers = self.sudo().search([
            ('company_id', '=', company.id), ('year', '=', year), ('direction', '=', direction),
            ('state', '=', 'open'), ('department_id', '=', False)])
        named = registers.filtered(lambda register: kind and kind in register.type_ids)
        return (named or registers.filtered(lambda register: not register.type_ids))[:1].sudo(False)

    def _take_number(self, document, column):
        """Give `document` the next number in `column` of its row; the step does this last (Art. 10.3.b).

        Whoever comes first locks the register's row, without changing it, until the transaction ends; the others wait
        in line. The number after the highest committed one is then free: one that was rolled back is given again,
        because a number is only what a committed row holds. The unique index stands behind it.
        Returns the number. Raises UserError when the register is closed.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(SQL("SELECT state FROM document_register WHERE id = %s FOR NO KEY UPDATE", self.id))
        if self.env.cr.fetchone() != ('open',):
            raise UserError(self.env._("%(register)s is closed; no number is given any more.", register=self.name))
        number = self._highest_number(document._table, column) + 1
        document._earn(**{column: number})
        document.flush_recordset([column])
        return number

    def _highest_number(self, table, column):
        """Return the highest number written by this transaction or committed by others since it began."""
        query = SQL("SELECT COALESCE(MAX(%s), 0) FROM %s WHERE register_id = %s AND %s > 0",
                    SQL.identifier(column), SQL.identifier(table), self.id, SQL.identifier(column))
        self.env.cr.execute(query)
        own = self.env.cr.fetchone()[0]
        with self.env.registry.cursor() as fresh:
            fresh.execute(query)
            return max(own, fresh.fetchone()[0])

    def _event_links(self):
        return {'register_id': self.id}

    def _obstacles_to_close(self):
        model, column = self._numbered_models()[self.direction]
        if self._highest_number(self.env[model]._table, column) > self.last_number:
            # a number was taken while this transaction waited for the register: Odoo asks again, and it is seen
            raise ConcurrencyError(self.name)
        waiting = self.env['document.outgoing'].sudo().search_count(  # sudo: a number waits whoever may see it
            [('register_id', 'in', self.ids), ('state', '=', 'numbered')])
        if waiting:
            yield self.env._("%(count)s numbers wait for their seal; issue or void them first.", count=waiting)

    @step
    def action_close(self, order):
        """Close the printed register; from now on it is frozen (Decision 44/2024, Art. 10.3.c)."""
        self._earn(closed_by_id=self.env.uid, closed_at=fields.Datetime.now())

    @api.model
    def _cron_open(self):
        """Open the registers each hosted agency lacks: this year's, and next year's on 31 December."""
        today = fields.Date.context_today(self.with_context(tz='Asia/Ho_Chi_Minh'))
        years = {today.year} | ({today.year + 1} if (today.month, today.day) == (12, 31) else set())
        companies = self.env['document.agency'].search([('company_id', '!=', False)]).company_id
        for year in years:
            companies._open_registers(year)
