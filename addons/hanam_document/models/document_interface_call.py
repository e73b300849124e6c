"""Calls of other systems: who, when, what, with what result; nothing of what was handed in or out."""

from datetime import UTC, datetime, time, timedelta

from odoo import api, fields, models

from ..interfaces import GROUP, RefusedCall
from ..lib.edxml.moments import VIETNAM

DAYS_KEPT = 400
BATCH = 10_000
MINUTE = timedelta(minutes=1)
TOO_MANY = 429


class DocumentInterfaceCall(models.Model):
    """One call: never changed, removed by age alone."""

    _name = 'document.interface.call'
    _description = 'Call of an Integrated System'
    _order = 'id desc'
    _rec_name = 'call'

    interface_id = fields.Many2one('document.interface', string="System", required=True, readonly=True,
                                   ondelete='restrict')
    company_id = fields.Many2one('res.company', string="Agency", required=True, readonly=True, index=True)
    at = fields.Datetime(string="Moment", required=True, readonly=True)
    call = fields.Char(required=True, readonly=True)
    status = fields.Integer(string="HTTP Status", required=True, readonly=True, aggregator=None)
    code = fields.Char(string="Refused As", readonly=True)
    request_id = fields.Char(string="Call Identifier", required=True, readonly=True)
    reference = fields.Char(readonly=True, help="The identifier the call is about.")

    # the calls of the last minute, the last of all, those too old to keep
    _recent_index = models.Index('(interface_id, at DESC)')
    _age_index = models.Index('(at)')

    @api.model
    def _midnight(self):
        """Return when this day began in Vietnam, as a naive UTC moment."""
        today = datetime.combine(self.env['document.metadata']._today(), time.min, tzinfo=VIETNAM)
        return today.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _admit(self, rights):
        """Return the system that calls, if it may make calls of this kind and does not make too many."""
        system = self.env['document.interface']._of_caller()
        if not system:
            raise RefusedCall(403, 'no_right', self.env._("This key belongs to no integrated system."))
        if self._is_too_busy(system):
            raise RefusedCall(TOO_MANY, 'too_many_calls', self.env._(
                "More than %(calls)s calls within a minute. Wait a minute, then go on.", calls=system.calls_per_minute))
        if not any(self.env.user.has_group(GROUP % right) for right in rights):
            raise RefusedCall(403, 'no_right', self.env._("The key of %(system)s does not open this call.",
                                                          system=system.name))
        return system

    @api.model
    def _is_too_busy(self, system):
        since = fields.Datetime.now() - MINUTE
        # sudo: calls are counted here and shown to administrators only
        recent = self.sudo().search_count(
            [('interface_id', '=', system.id), ('at', '>', since), ('status', '!=', TOO_MANY)],
            limit=system.calls_per_minute)
        return recent >= system.calls_per_minute

    @api.model
    def _note(self, system, **values):
        """Keep one call; of those refused because they are too many, one a minute."""
        now = fields.Datetime.now()
        calls = self.sudo()  # sudo: nobody writes calls by hand; this method is their one source
        if values['status'] == TOO_MANY and calls.search_count(
                [('interface_id', '=', system.id), ('at', '>', now - MINUTE), ('status', '=', TOO_MANY)], limit=1):
            return
        calls.create({'interface_id': system.id, 'company_id': system.company_id.id, 'at': now, **values})

    @api.model
    def _cron_forget(self):
        """Remove calls older than the setting `hanam_document.interface_call_days` says, 400 days without it."""
        # sudo: a setting
        days = int(self.env['ir.config_parameter'].sudo().get_param('hanam_document.interface_call_days', DAYS_KEPT))
        old = self.search([('at', '<', fields.Datetime.subtract(fields.Datetime.now(), days=days))], limit=BATCH)
        done = len(old)
        old.unlink()
        self.env['ir.cron']._commit_progress(done, remaining=BATCH if done == BATCH else 0)
