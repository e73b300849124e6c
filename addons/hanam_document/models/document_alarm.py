"""Alarms of the exchange: what a person must know at once, who was told, and what came of it.

State secrets that came or were sent by packet (Decision 44/2024, Art. 1.2, 15.1), other content under a known
identifier (Art. 6.1), and packets that lie in quarantine (Decision 28/2018, Art. 9).
"""

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from .document_quarantine import QUARANTINED
from .document_workflow import GROUP

KINDS = [
    ('secret_in', "State Secret Came by Packet"), ('secret_out', "Refused as State Secret by the Recipient"),
    ('content_in', "Other Content under a Known Identifier"), ('content_out', "Recipient Has Other Content"),
    ('quarantine', "Packets in Quarantine"),
]
CLERK, ADMINISTRATOR = 'clerk', 'administrator'


class DocumentAlarm(models.Model):
    """One matter for people. It holds nothing of the content: sender, identifier and digests."""

    _name = 'document.alarm'
    _description = 'Exchange Alarm'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _mail_post_access = 'read'
    _order = 'id desc'
    _rec_name = 'kind'

    kind = fields.Selection(KINDS, string="Matter", required=True, readonly=True)
    company_id = fields.Many2one('res.company', string="Agency", required=True, readonly=True)
    transmission_id = fields.Many2one(
        'document.transmission', string="Packet", required=True, readonly=True, index=True, ondelete='restrict')
    peer_code = fields.Char(string="Other Agency", required=True, readonly=True)
    document_code = fields.Char(string="Document Identifier", readonly=True)
    digest = fields.Char(string="SHA-256", readonly=True)
    other_digest = fields.Char(string="SHA-256 of the Other Content", required=True, readonly=True, default='-')
    words = fields.Text(string="What to Do", compute='_compute_words')
    closed_at = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one('res.users', string="Alarm Closed By", readonly=True)
    note = fields.Text(string="Note on Closing", readonly=True)

    # one alarm a matter; other content counts by its digest
    _matter_unique = models.UniqueIndex("(transmission_id, kind, other_digest)")
    # one open call to the quarantine for each sender, however much comes from it
    _quarantine_unique = models.UniqueIndex(
        "(company_id, peer_code) WHERE kind = 'quarantine' AND closed_at IS NULL")
    _open_index = models.Index("(company_id) WHERE closed_at IS NULL")

    @api.depends('kind', 'peer_code')
    @api.depends_context('lang')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for alarm in self:
            alarm.display_name = f'{labels.get(alarm.kind, "")} · {alarm.peer_code}'

    @api.depends('kind', 'peer_code', 'document_code', 'digest', 'other_digest')
    @api.depends_context('lang')
    def _compute_words(self):
        for alarm in self:
            alarm.words = getattr(alarm, f'_words_of_{alarm.kind}')() if alarm.kind else ''

    @api.model
    def _raise_for(self, packet, kind, other_digest='-'):
        """Raise the alarm of this kind for a packet and tell its people, once."""
        if self._known(packet, kind, other_digest):
            return
        try:
            with self.env.cr.savepoint():
                # sudo: an alarm, with the document it is about, follows from what came, whoever's transaction found it
                alarm = self.sudo().create({
                    'kind': kind, 'company_id': packet.company_id.id, 'transmission_id': packet.id,
                    'peer_code': packet.peer_code, 'digest': packet.digest, 'other_digest': other_digest,
                    'document_code': packet.document_code or packet.sudo().outgoing_id.document_code})
        except UniqueViolation:
            # another transaction tells of it at this moment
            return
        alarm._tell()

    @api.model
    def _known(self, packet, kind, other_digest):
        alarms = self.sudo()  # sudo: as in _raise_for
        if kind == 'quarantine':
            return alarms.search_count([('company_id', '=', packet.company_id.id), ('kind', '=', kind),
                                        ('peer_code', '=', packet.peer_code), ('closed_at', '=', False)], limit=1)
        return alarms.search_count([('transmission_id', '=', packet.id), ('kind', '=', kind),
                                    ('other_digest', '=', other_digest)], limit=1)

    def _role(self):
        """Return who answers for this matter: clerks, but for what only administrators can do."""
        return ADMINISTRATOR if self.kind == 'quarantine' else CLERK

    def _tell(self):
        """Give a notice to each person of the agency who answers for it, in the agency's language."""
        spoken = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        notice, people = self.env.ref('hanam_document.activity_alarm'), self._people()
        # sudo: notices of other people follow from the alarm alone
        self.env['mail.activity'].sudo().with_context(mail_activity_quick_update=True).create([{
            'res_model_id': self.env['ir.model']._get_id(self._name), 'res_id': self.id, 'user_id': person.id,
            'activity_type_id': notice.id, 'summary': spoken.display_name, 'note': spoken.words,
            'date_deadline': fields.Date.context_today(self)} for person in people])

    def _people(self):
        group = self.env.ref(GROUP % self._role())
        # sudo: people need not be allowed to read each other's accounts to be told
        return self.env['res.users'].sudo().search([
            ('all_group_ids', 'in', group.ids), ('company_ids', 'in', self.company_id.ids), ('share', '=', False)])

    def action_close(self, words=None):
        """Note what was done about it; the notices end. Asks for the words when there are none."""
        self.ensure_one()
        packet = self.transmission_id
        packet._refuse_others(self._role(), ADMINISTRATOR)
        if words is None:
            return packet._ask_words('close') | {'context': {
                'default_res_model': self._name, 'default_res_id': self.id, 'default_act': 'close'}}
        words = packet._needed_words(words)
        if self.closed_at:
            raise UserError(self.env._("This alarm was closed before. Reload the page."))
        alarm = self.sudo()  # sudo: nobody writes alarms by hand; the right was checked above
        alarm.write({'closed_at': fields.Datetime.now(), 'closed_by_id': self.env.uid, 'note': words})
        alarm.activity_ids.unlink()
        return True

    @api.model
    def _end_quarantine(self, packet):
        """Close the call to the quarantine once nothing of that sender lies there any more."""
        # sudo: the call ends by what was done, whoever did it
        alarms, packets = self.sudo(), packet.sudo()
        place = [('company_id', '=', packet.company_id.id), ('peer_code', '=', packet.peer_code),
                 ('closed_at', '=', False)]
        if packets.search_count([*place, ('direction', '=', 'in'), ('state', 'in', QUARANTINED)], limit=1):
            return
        for alarm in alarms.search([*place, ('kind', '=', 'quarantine')]):
            alarm.write({'closed_at': fields.Datetime.now(), 'closed_by_id': self.env.uid})
            alarm.activity_ids.unlink()

    def action_packet(self):
        """Open the packet it is about; of a call to the quarantine all that lies there of this sender."""
        self.ensure_one()
        if self.kind == 'quarantine':
            action = self.env['ir.actions.act_window']._for_xml_id(
                'hanam_document.document_transmission_action_quarantine')
            return action | {'context': {'search_default_peer_code': self.peer_code}}
        return {'type': 'ir.actions.act_window', 'res_model': 'document.transmission', 'view_mode': 'form',
                'res_id': self.transmission_id.id}
