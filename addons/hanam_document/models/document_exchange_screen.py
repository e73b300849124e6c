"""The board «Bảng theo dõi liên thông»: the figures in the reader's language, each one click from its list."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .document_exchange_findings import DRIFT, WAITING_LONG

OUT, IN, OPEN = Domain('direction', '=', 'out'), Domain('direction', '=', 'in'), Domain('closed_at', '=', False)
PENDING, BLOCKED, REFUSED = (Domain('state', '=', state) for state in ('pending', 'blocked', 'refused'))
QUARANTINE = Domain('state', 'in', ('refused', 'held'))
TRIED = Domain('attempts', '>', 0)
# finding -> the packets it speaks of
CAUSES = {
    'waiting_too_long': OUT & OPEN & PENDING, 'waiting_long': OUT & OPEN & PENDING,
    'urgent_waiting': OUT & OPEN & PENDING & Domain('urgency', '=', '3'), 'blocked': OUT & OPEN & BLOCKED,
    'out_refused': OUT & OPEN & REFUSED, 'quarantine': IN & OPEN & QUARANTINE,
    'stored_long': IN & OPEN & Domain('state', '=', 'stored'),
}


class DocumentExchangeBoard(models.AbstractModel):
    _inherit = 'document.exchange.board'

    @api.model
    @api.readonly
    def board(self):
        """Return the board for an administrator: findings, groups of figures, a line for each connected system.

        Each figure has `label`, `value`, `level` ('', 'warning', 'critical') and the `action` that lists what it
        counts. Raises AccessError for anybody else.
        """
        if not self.env.user.has_group('hanam_document.group_administrator'):
            raise AccessError(self.env._("Only administrators see the board of the exchange."))
        figures = self._figures()
        findings = self._findings(figures)
        return {
            'at': fields.Datetime.to_string(figures['at']),
            'status': self._status(findings),
            'findings': [{'level': finding['level'], 'words': self._words(finding), 'action': self._cause(finding)}
                         for finding in findings],
            'groups': [self._out_group(figures['outbox']), self._in_group(figures), self._clock_group(figures)],
            'peers': [self._peer_line(peer) for peer in figures['peers']],
        }

    @api.model
    def _packets(self, name, domain):
        return {'name': name, 'model': 'document.transmission', 'domain': list(domain)}

    @api.model
    def _system(self, name, peer_id):
        return {'name': name, 'model': 'document.peer', 'domain': [['id', '=', peer_id]]}

    @api.model
    def _cause(self, finding):
        """Return what lists the cause of a finding, or None."""
        name = self._words(finding)
        if finding['code'] in CAUSES:
            return self._packets(name, CAUSES[finding['code']])
        if finding['code'] == 'alarms':
            return {'name': name, 'model': 'document.alarm', 'domain': list(OPEN)}
        if 'peer_id' in finding:
            return self._system(name, finding['peer_id'])
        return None

    @api.model
    def _figure(self, label, value, domain=None, level='warning'):
        return {'label': label, 'value': value, 'level': level if value else '',
                'action': self._packets(label, domain) if domain is not None else None}

    @api.model
    def _out_group(self, outbox):
        oldest = outbox['oldest_waiting_seconds']
        late = 'warning' if (oldest or 0) > WAITING_LONG else ''
        return {'title': self.env._("Outbox"), 'figures': [
            self._figure(self.env._("Waiting"), outbox['waiting'], OUT & OPEN & PENDING, ''),
            self._figure(self.env._("Oldest Waiting"), self._span(oldest), OUT & OPEN & PENDING, late),
            self._figure(self.env._("Tried in Vain"), outbox['retrying'], OUT & OPEN & PENDING & TRIED, ''),
            self._figure(self.env._("Needs a Person"), outbox['blocked'], OUT & OPEN & BLOCKED),
            self._figure(self.env._("Refused There"), outbox['refused'], OUT & OPEN & REFUSED),
        ]}

    @api.model
    def _in_group(self, figures):
        inbox = figures['inbox']
        alarms = self._figure(self.env._("Open Alarms"), figures['alarms'])
        alarms['action'] = {'name': alarms['label'], 'model': 'document.alarm', 'domain': list(OPEN)}
        return {'title': self.env._("Inbox"), 'figures': [
            self._figure(self.env._("Reports Not Put Down Yet"), inbox['stored'],
                         IN & OPEN & Domain('state', '=', 'stored'), ''),
            self._figure(self.env._("Reports Held"), inbox['held'], IN & OPEN & Domain('state', '=', 'held')),
            self._figure(self.env._("In Quarantine"), inbox['quarantine'], IN & OPEN & QUARANTINE),
            alarms,
        ]}

    @api.model
    def _clock_group(self, figures):
        drift, last = figures['clock']['database_drift_seconds'], figures['dispatcher']['last_run_seconds']
        return {'title': self.env._("This Server"), 'figures': [
            {'label': self.env._("Clock Against the Database (s)"), 'value': f'{drift:+.1f}', 'action': None,
             'level': 'warning' if abs(drift) > DRIFT else ''},
            {'label': self.env._("Time Since the Dispatcher Ran"), 'value': self._span(last) or '–', 'action': None,
             'level': '' if figures['dispatcher']['active'] else 'critical'},
        ]}

    @api.model
    def _peer_line(self, peer):
        """Return one line of the table of connected systems; the first is the agencies of this system itself."""
        there = OUT & OPEN & Domain('peer_id', '=', peer['id'] or False)
        name = peer['name'] or self.env._("Inside This System")
        drift, oldest = peer.get('drift_seconds'), peer['oldest_waiting_seconds']
        moments = {key: fields.Datetime.to_string(peer.get(key)) or '' for key in (
            'last_success_at', 'last_failure_at', 'their_key_ends_at')}
        return moments | {
            'id': peer['id'], 'name': name, 'url': peer['url'], 'last_error': peer.get('last_error', ''),
            'is_failing': peer.get('is_failing', False),
            'waiting': self._figure(name, peer['waiting'], there & PENDING, ''),
            'oldest': {'value': self._span(oldest), 'level': 'warning' if (oldest or 0) > WAITING_LONG else ''},
            'retrying': self._figure(name, peer['retrying'], there & PENDING & TRIED, ''),
            'blocked': self._figure(name, peer['blocked'], there & BLOCKED),
            'drift': '' if drift is None else f'{drift:+.1f}',
            'drift_level': 'warning' if abs(drift or 0) > DRIFT else '',
            'has_key': peer.get('has_key', True), 'is_stopped': not peer.get('job', {'active': True})['active'],
            'action': self._system(name, peer['id']) if peer['id'] else None,
        }

    @api.model
    def _span(self, seconds):
        """Return how long, in the largest fitting unit; '' for None."""
        if seconds is None:
            return ''
        if seconds < 60:
            return self.env._("%(number)s s", number=seconds)
        if seconds < 3600:
            return self.env._("%(number)s min", number=seconds // 60)
        if seconds < 2 * 86400:
            return self.env._("%(number)s h", number=seconds // 3600)
        return self.env._("%(number)s days", number=seconds // 86400)
