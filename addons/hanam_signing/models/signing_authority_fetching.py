from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..lib.pades import fetching

_lt = LazyTranslate(__name__)

EVERY = timedelta(hours=6)
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)

ADVICE = {
    fetching.UrlRefused: _lt("The address of the list is no plain web address. Correct it."),
    fetching.HostRefused: _lt(
        "The host of the list is not allowed. Add it to the system parameter hanam_signing.crl_hosts."),
    fetching.AddressRefused: _lt(
        "The host of the list lies inside the own network. If that is right, add its address to the system parameter "
        "hanam_signing.crl_hosts."),
    fetching.MovedElsewhere: _lt("The list has moved to another place. Ask the authority for the new address."),
    fetching.TooLarge: _lt("The list is larger than 10 MB. Upload it by hand."),
    fetching.TooSlow: _lt("The authority did not answer in time. It is tried again."),
    fetching.AnswerRefused: _lt("The authority answered without the list. Check the address; it is tried again."),
    fetching.Unreachable: _lt(
        "The authority cannot be reached. Check the address and the connection of the server; it is tried again."),
}


class SigningAuthority(models.Model):
    """Where an authority publishes what it withdrew, and how the last fetching went (signing time and after)."""

    _inherit = 'signing.authority'

    crl_url = fields.Char(
        "Address of the Revocation List", copy=False, tracking=True,
        help="Fetched every six hours. Its host must be listed in the system parameter hanam_signing.crl_hosts.")
    crl_proposed_url = fields.Char(
        "Address Named by Certificates", compute='_compute_crl_proposed_url',
        help="Where the certificates registered here say that their authority publishes its list.")
    crl_fetched_at = fields.Datetime("Last Fetched", readonly=True, copy=False)
    crl_next_at = fields.Datetime("Next Fetch", readonly=True, copy=False)
    crl_error = fields.Text("Trouble With the List", readonly=True, copy=False)
    crl_failures = fields.Integer(readonly=True, copy=False)

    @api.depends('subject')
    def _compute_crl_proposed_url(self):
        """Of what is registered under this authority: what the first certificate says."""
        for authority in self:
            issued = Domain('issuer', '=', authority.subject) & Domain('crl_urls', '!=', False)
            below = self.env['signing.certificate'].search(issued, limit=1) or self.search(
                issued & Domain('is_self_signed', '=', False), limit=1)
            authority.crl_proposed_url = (below.crl_urls or '').partition('\n')[0]

    def write(self, vals):
        if 'crl_url' in vals:
            vals = dict(vals, crl_next_at=False, crl_failures=0, crl_error=False)
        return super().write(vals)

    def action_take_proposed_url(self):
        """Take the address over that the certificates name."""
        for authority in self.filtered('crl_proposed_url'):
            authority.crl_url = authority.crl_proposed_url

    def action_fetch_list(self):
        """Fetch the list now and say how it went."""
        self.ensure_one()
        self.check_access('write')
        if not self.crl_url:
            raise UserError(self.env._("Enter the address of the revocation list first."))
        if not self.try_lock_for_update():
            raise UserError(self.env._("The list is being fetched at this moment. Reload the page."))
        self._fetch_list()
        text = self.crl_error or self.env._("The list of %(name)s was fetched.", name=self.display_name)
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
            'type': 'danger' if self.crl_error else 'success', 'message': text,
            'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}}}

    @api.model
    def _cron_fetch_lists(self):
        """Fetch every list whose turn it is, each in a transaction of its own."""
        due = Domain('crl_url', '!=', False) & (
            Domain('crl_next_at', '=', False) | Domain('crl_next_at', '<=', fields.Datetime.now()))
        authorities = self.search(due, order='crl_next_at, id')
        self.env['ir.cron']._commit_progress(remaining=len(authorities))
        for authority in authorities:
            if authority.try_lock_for_update().filtered_domain(due):
                authority._fetch_list()
            if not self.env['ir.cron']._commit_progress(1):
                break

    def _fetch_list(self):
        """Fetch the list and keep it; trouble is kept on the row, and the pause doubles with every failure."""
        self.ensure_one()
        now = fields.Datetime.now()
        try:
            content = fetching.fetch(self.crl_url, hosts=self._crl_hosts())
            self.env['signing.crl']._take(content, self)
        except fetching.FetchError as error:
            self._note_failure(self.env._(ADVICE[type(error)]), error.detail, now)
        except UserError as error:
            self._note_failure(str(error), '', now)
        else:
            self.write({'crl_fetched_at': now, 'crl_next_at': now + EVERY, 'crl_error': False, 'crl_failures': 0})

    def _note_failure(self, sentence, detail, now):
        pause = min(FIRST_PAUSE * 2 ** min(self.crl_failures, 10), LONGEST_PAUSE)
        self.write({'crl_error': f'{sentence} ({detail})' if detail else sentence, 'crl_next_at': now + pause,
                    'crl_failures': self.crl_failures + 1})

    @api.model
    def _crl_hosts(self):
        """Return the hosts that may be asked: names, addresses, or either with a port."""
        # sudo: whom this server may ask is a setting of the system
        setting = self.env['ir.config_parameter'].sudo().get_param('hanam_signing.crl_hosts', '')
        return setting.replace(',', ' ').split()
