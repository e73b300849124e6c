from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Days before the end at which whoever must act is told, each once.
THRESHOLDS = (30, 7, 1)
ANNOUNCED = ('signing.certificate', 'signing.authority', 'signing.tsa')


class SigningExpiring(models.AbstractModel):
    """What ends on a day and must be renewed before; who must act is told 30, 7 and 1 days ahead."""

    _name = 'signing.expiring'
    _description = 'Certificate That Ends'
    _inherit = ['mail.thread', 'mail.activity.mixin']

    valid_to = fields.Datetime("Valid Until")
    announced_days = fields.Integer(
        readonly=True, copy=False, help="Days before the end of the last announcement; 0 before the first.")
    ends_soon = fields.Boolean("Ends Within 30 Days", compute='_compute_ends_soon', search='_search_ends_soon')
    days_left = fields.Integer(compute='_compute_ends_soon')

    @api.depends('valid_to')
    def _compute_ends_soon(self):
        now = fields.Datetime.now()
        for expiring in self:
            left = expiring.valid_to - now if expiring.valid_to else None
            expiring.days_left = max(left.days, 0) if left is not None else 0
            expiring.ends_soon = left is not None and timedelta() <= left <= timedelta(days=THRESHOLDS[0])

    def _search_ends_soon(self, operator, value):
        if operator != 'in':
            return NotImplemented
        soon = self._ending_domain()
        return soon if True in value else ~soon

    @api.model
    def _ending_domain(self):
        now = fields.Datetime.now()
        return Domain('valid_to', '>=', now) & Domain('valid_to', '<=', now + timedelta(days=THRESHOLDS[0]))

    @api.model
    def _cron_announce(self):
        """Tell whoever must act about everything that ends within 30 days; run again, nobody is told twice."""
        ending = [record for name in ANNOUNCED for record in self.env[name].search(
            self._ending_domain(), order='valid_to, id')]
        self.env['ir.cron']._commit_progress(remaining=len(ending))
        for record in ending:
            record._announce_ending()
            if not self.env['ir.cron']._commit_progress(1):
                break

    def _announce_ending(self):
        """Give one notice to each receiver when a new threshold is reached, in the place of the earlier one."""
        self.ensure_one()
        due = min(days for days in THRESHOLDS if self.valid_to - fields.Datetime.now() <= timedelta(days=days))
        if (self.announced_days and self.announced_days <= due) or self._is_replaced():
            return
        self.activity_unlink(['hanam_signing.activity_ending'])
        for person in self._ending_receivers():
            there = self.with_context(lang=person.lang)
            there.activity_schedule(
                'hanam_signing.activity_ending', user_id=person.id, date_deadline=self.valid_to.date(),
                summary=there.env._("%(name)s ends on %(day)s", name=self.display_name,
                                    day=self.valid_to.strftime('%d/%m/%Y')),
                note=there._ending_advice())
        self.announced_days = due

    def _ending_receivers(self):
        """Return who must act: the signature administrators, unless the certificate is a person's own."""
        # Odoo says no for inactive accounts by itself: it leaves them out of the users of a group.
        return self.env.ref('hanam_signing.group_signing_manager').all_user_ids

    def _ending_advice(self):
        """Return what to do, as one sentence in the language of the context."""
        return self.env._("Renew it with the certification authority, then register the new certificate here.")

    def _is_replaced(self):
        """Tell whether one that ends later is registered already, so that nobody needs to act."""
        return False
