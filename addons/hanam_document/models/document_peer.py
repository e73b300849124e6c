"""Systems this one exchanges packets with: other installations, and axes (Decision 28/2018, Art. 3, 11)."""

from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.carriers import PeerCarrier, RestAxis, VxpAxis
from .ir_http import SCOPE

KEY_DAYS = 365
DRIFT_TOLERATED = 60


class DocumentPeer(models.Model):
    """One connection: where it is, how it is spoken to, and when it last answered."""

    _name = 'document.peer'
    _description = 'Connected System'
    _order = 'name'

    name = fields.Char(required=True)
    kind = fields.Selection(
        [('peer', "Installation of This System"), ('vxp', "National Axis (VXP)"), ('rest', "Province Axis (REST)")],
        required=True, default='peer')
    url = fields.Char(string="Address", required=True, help="https://… of the other system, without a path of its own "
                                                            "for another installation; the base of the axis otherwise.")
    system_id = fields.Char(string="Our Identifier There", help="What the axis knows this system by.")
    key_name = fields.Char(string="File of the Key", readonly=True, copy=False)
    has_key = fields.Boolean(string="Key Entered", compute='_compute_has_key')
    user_id = fields.Many2one('res.users', string="Account of the Other Side", readonly=True, copy=False,
                              ondelete='restrict')
    recall_form = fields.Selection(
        [('packet', "By a recall packet (type 1)"), ('status', "By status 13")], required=True, default='packet',
        help="How a recall is asked of agencies there; some systems know one of the two only.")
    active = fields.Boolean(default=True)
    cron_id = fields.Many2one('ir.cron', readonly=True, copy=False, ondelete='restrict')
    route_ids = fields.One2many('document.route', 'peer_id', string="Agencies There")
    collected_until = fields.Datetime(readonly=True, copy=False)
    last_success_at = fields.Datetime(readonly=True, copy=False)
    last_failure_at = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Char(readonly=True, copy=False)
    drift_seconds = fields.Float(string="Clock Drift (s)", readonly=True, copy=False,
                                 help="Their clock minus ours, at the last answer (Decision 44/2024, Art. 7.3).")
    drift_at = fields.Datetime(readonly=True, copy=False)

    _user_unique = models.UniqueIndex('(user_id) WHERE user_id IS NOT NULL')

    @api.depends('key_name')
    def _compute_has_key(self):
        for peer in self:
            peer.has_key = self.env['document.key.files']._has(peer.key_name)

    @api.constrains('kind', 'url', 'system_id')
    def _check_address(self):
        """Refuse an address the carrier would not go to, at once and not at the first packet."""
        for peer in self:
            try:
                peer._carrier_with('')
            except ValueError as refused:
                raise UserError(str(refused)) from refused

    @api.model_create_multi
    def create(self, vals_list):
        """Give each connection a scheduled action of its own: a slow one makes no other wait."""
        peers = super().create(vals_list)
        for peer in peers:
            # sudo: an administrator of documents sets up a connection, its job belongs to the server
            peer.cron_id = self.env['ir.cron'].sudo().create({
                'name': f'Documents: exchange with {peer.name}', 'state': 'code', 'interval_number': 1,
                'interval_type': 'minutes', 'user_id': self.env.ref('base.user_root').id,
                'model_id': self.env['ir.model']._get_id(self._name),
                'code': f'model.browse({peer.id})._cron_exchange()'})
            peer.key_name = f'peer-{peer.id}'
        return peers

    def write(self, vals):
        """Let the job rest while the connection does."""
        if 'active' in vals:
            self.sudo().cron_id.active = vals['active']  # sudo: as in create
        return super().write(vals)

    def _carrier(self):
        """Return what speaks to the other system (lib.carriers). Raises UserError without a key."""
        return self._carrier_with(self.env['document.key.files']._read(self.key_name))

    def _carrier_with(self, key):
        if self.kind == 'peer':
            return PeerCarrier(self.url, key)
        if self.kind == 'rest':
            return RestAxis(self.url, self.system_id or '', key, now=self._now)
        return VxpAxis(self.url, self.system_id or '', key, now=self._now)

    @staticmethod
    def _now():
        return datetime.now(UTC)

    @property
    def _is_axis(self):
        return self.kind != 'peer'

    def _refuse_strangers(self):
        if not self.env.user.has_group('hanam_document.group_administrator'):
            raise AccessError(self.env._("Only an administrator sets up connections."))

    def _set_key(self, key):
        """Keep the key the other side gave us, outside the database."""
        self._refuse_strangers()
        if not (key or '').strip():
            raise UserError(self.env._("Enter the key the other side gave you."))
        self.env['document.key.files']._write(self.key_name, key)

    def _issue_key(self):
        """Return a new key for the other side's programs, valid for a year; the former one ends."""
        self._refuse_strangers()
        if not self.user_id:
            # sudo: the account of a connection is made here, has no password and no right but to hand in packets
            self.user_id = self.env['res.users'].sudo().with_context(no_reset_password=True).create({
                'name': self.name, 'login': f'peer-{self.id}@exchange.invalid',
                'group_ids': [(6, 0, [self.env.ref('base.group_user').id,
                                      self.env.ref('hanam_document.group_interface_exchange').id])]})
        keys = self.env['res.users.apikeys'].sudo()  # sudo: as above
        keys.search([('user_id', '=', self.user_id.id)])._remove()
        until = fields.Datetime.now() + timedelta(days=KEY_DAYS)
        return keys.with_user(self.user_id).sudo()._generate(SCOPE, self.name, until)  # sudo: as above

    def action_enter_key(self):
        """Open the dialog for the key the other side gave us."""
        return self._key_dialog('enter', False)

    def action_issue_key(self):
        """Make a key for the other side and show it, this once; the one it had ends now."""
        return self._key_dialog('issue', self._issue_key())

    def _key_dialog(self, mode, key):
        return {'type': 'ir.actions.act_window', 'res_model': 'document.peer.key.wizard', 'view_mode': 'form',
                'target': 'new', 'name': self.name,
                'context': {'default_peer_id': self.id, 'default_mode': mode, 'default_key': key}}

    def action_exchange_now(self):
        """Let the connection send and fetch now instead of at its next minute."""
        self._refuse_strangers()
        self.sudo().cron_id._trigger()  # sudo: waking a job needs no right
        return True

    def _speaks_for(self, agency):
        """Return whether packets of this agency may come from this connection."""
        return bool(agency) and agency._carrier_on(fields.Date.context_today(self))[1] == self

    def _cron_exchange(self):
        """Send what is due to this system; from an axis, fetch what lies there for us."""
        self.ensure_one()
        if not self.has_key:
            self._note_contact(self.env._("The key of this connection is not set. An administrator enters it."))
            return
        self.env['document.transmission']._dispatch_due(self)
        if self._is_axis:
            self._collect()

    def _note_contact(self, failure='', peer_time=None):
        """Keep when the other side last answered, what went wrong, and how far apart the clocks are."""
        now = fields.Datetime.now()
        values = {'last_failure_at': now, 'last_error': failure[:500]} if failure else {'last_success_at': now}
        if peer_time:
            values |= {'drift_seconds': (peer_time.replace(tzinfo=None) - now).total_seconds(), 'drift_at': now}
        self.write(values)
