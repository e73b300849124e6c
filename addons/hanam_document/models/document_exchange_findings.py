"""What the figures of the exchange mean: named findings, each a warning or critical."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

MINUTE, HOUR, DAY = 60, 3600, 86400
# when waiting becomes a finding, in seconds (Art. 6.3: urgent ones at once)
WAITING_LONG, URGENT_LONG, STORED_LONG, WAITING_TOO_LONG = HOUR, 15 * MINUTE, 10 * MINUTE, DAY
DRIFT, JOB_LATE, KEY_ENDS_SOON = 60, 15 * MINUTE, timedelta(days=14)
WARNING, CRITICAL = 'warning', 'critical'

# name of a finding -> (how bad, in words); the names are part of the health report and do not change
FINDINGS = {
    'dispatcher_stopped': (CRITICAL, _lt("The job that sends packets does not run.")),
    'waiting_too_long': (CRITICAL, _lt("A packet has waited for more than a day.")),
    'peer_key_missing': (CRITICAL, _lt("%(peer)s: the file of its key is missing.")),
    'peer_key_ended': (CRITICAL, _lt("%(peer)s: the key by which it hands packets in here has ended.")),
    'peer_stopped': (CRITICAL, _lt("%(peer)s: its job is switched off.")),
    'waiting_long': (WARNING, _lt("A packet has waited for more than an hour.")),
    'urgent_waiting': (WARNING, _lt("An urgent packet has waited for more than 15 minutes.")),
    'blocked': (WARNING, _lt("Packets wait for a person: %(count)s.")),
    'out_refused': (WARNING, _lt("Packets that recipients refused: %(count)s.")),
    'stored_long': (WARNING, _lt("Reports that came in have not been put down for more than 10 minutes.")),
    'quarantine': (WARNING, _lt("Packets in quarantine: %(count)s.")),
    'alarms': (WARNING, _lt("Open alarms: %(count)s.")),
    'peer_failing': (WARNING, _lt("%(peer)s: the last contact failed.")),
    'peer_key_ends_soon': (WARNING, _lt("%(peer)s: the key by which it hands packets in here ends soon.")),
    'peer_clock': (WARNING, _lt("%(peer)s: its clock differs from ours by %(seconds)s s.")),
    'own_clock': (WARNING, _lt("The clock of the database differs from that of this server by %(seconds)s s.")),
}


class DocumentExchangeBoard(models.AbstractModel):
    _inherit = 'document.exchange.board'

    @api.model
    def _findings(self, figures):
        """Return what is wrong: [{code, level, values…}], the worst first; [] when all is well."""
        found = [*self._queue_findings(figures), *self._job_findings(figures)]
        for peer in figures['peers'][1:]:
            found += self._peer_findings(peer, figures['at'])
        findings = [{'code': code, 'level': FINDINGS[code][0], **values} for code, values in found]
        return sorted(findings, key=lambda finding: finding['level'] != CRITICAL)

    @api.model
    def _status(self, findings):
        """Return 'ok', 'warning' or 'critical'."""
        levels = {finding['level'] for finding in findings}
        return next((level for level in (CRITICAL, WARNING) if level in levels), 'ok')

    @api.model
    def _words(self, finding):
        """Return a finding in the language of the reader."""
        return FINDINGS[finding['code']][1]._translate(self.env.lang or 'en_US') % finding

    @api.model
    def _queue_findings(self, figures):
        outbox, inbox = figures['outbox'], figures['inbox']
        oldest = outbox['oldest_waiting_seconds'] or 0
        if oldest > WAITING_LONG:
            yield 'waiting_too_long' if oldest > WAITING_TOO_LONG else 'waiting_long', {'seconds': oldest}
        if (outbox['oldest_urgent_seconds'] or 0) > URGENT_LONG:
            yield 'urgent_waiting', {'seconds': outbox['oldest_urgent_seconds']}
        if (inbox['oldest_stored_seconds'] or 0) > STORED_LONG:
            yield 'stored_long', {'seconds': inbox['oldest_stored_seconds']}
        counts = {'blocked': outbox['blocked'], 'out_refused': outbox['refused'], 'quarantine': inbox['quarantine'],
                  'alarms': figures['alarms']}
        for code, count in counts.items():
            if count:
                yield code, {'count': count}

    @api.model
    def _job_findings(self, figures):
        job, waits = figures['dispatcher'], figures['outbox']['oldest_waiting_seconds'] or 0
        last = JOB_LATE + waits if job['last_run_seconds'] is None else job['last_run_seconds']
        # a job that never ran is only late when something has waited for it
        is_late = last > JOB_LATE and (job['last_run_seconds'] is not None or waits > JOB_LATE)
        if not job['active'] or is_late:
            yield 'dispatcher_stopped', {}
        drift = figures['clock']['database_drift_seconds']
        if abs(drift) > DRIFT:
            yield 'own_clock', {'seconds': round(drift)}

    @api.model
    def _peer_findings(self, peer, now):
        name = {'peer': peer['name'], 'peer_id': peer['id']}
        if not peer['has_key']:
            yield 'peer_key_missing', name
        if not peer['job']['active']:
            yield 'peer_stopped', name
        if peer['is_failing']:
            yield 'peer_failing', name
        if peer['drift_seconds'] is not None and abs(peer['drift_seconds']) > DRIFT:
            yield 'peer_clock', {**name, 'seconds': round(peer['drift_seconds'])}
        ends = peer['their_key_ends_at']
        if ends and ends < now + KEY_ENDS_SOON:
            yield 'peer_key_ended' if ends < now else 'peer_key_ends_soon', name
