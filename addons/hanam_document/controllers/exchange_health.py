"""Health of the exchange for monitoring: `GET /hanam/exchange/v1/health` (Decision 44/2024, Art. 7.3, 17.4).

The answer is JSON without any data of documents. Keys, stable within v1:

- `status`: 'ok', 'warning' or 'critical'; HTTP 200 for the first two, 503 for the last.
- `at`: when it was measured, ISO 8601 with +07:00.
- `reasons`: [{`code`, `level`, and where they apply `count`, `seconds`, `peer`, `peer_id`}], the worst first.
  Codes: dispatcher_stopped, waiting_too_long, peer_key_missing, peer_key_ended, peer_stopped (critical);
  waiting_long, urgent_waiting, blocked, out_refused, stored_long, quarantine, alarms, peer_failing,
  peer_key_ends_soon, peer_clock, own_clock (warning).
- `outbox`: `waiting`, `retrying`, `blocked`, `refused`, `oldest_waiting_seconds`, `oldest_urgent_seconds`
  (null when nothing waits).
- `inbox`: `stored`, `held`, `refused`, `quarantine` (held and refused), `oldest_stored_seconds`.
- `alarms`: open alarms. `clock`: `database_drift_seconds`, the database's clock minus this server's.
- `dispatcher`: `active`, `last_run_seconds` (null before its first run).
- `peers`: for each connected system, first the agencies of this system itself (`id` null): `id`, `name`, `kind`
  ('loopback', 'peer', 'vxp', 'rest'), `waiting`, `retrying`, `blocked`, `oldest_waiting_seconds`, and for all but the
  first `last_success_at`, `last_failure_at`, `is_failing`, `failure` (the last one in one word), `drift_seconds`
  (their clock minus ours), `drift_at`, `has_key`, `their_key_ends_at`, `job`.
"""

import re
from datetime import UTC, datetime

from odoo import http
from odoo.http import request

from ..lib.edxml.moments import VIETNAM

GROUP = 'hanam_document.group_interface_monitor'
PRIVATE = ('url', 'last_error')


class ExchangeHealth(http.Controller):
    """Answers a monitoring system that shows a key of its own."""

    @http.route('/hanam/exchange/v1/health', type='http', auth='hanam_key', methods=['GET'], csrf=False,
                save_session=False, readonly=True)
    def health(self, **_unused):
        """Return the figures of all agencies of this system. 401 without a key, 403 with a key for something else."""
        if not request.env.user.has_group(GROUP):
            return self._answer({'error': {'code': 'no_right', 'message': "This key reads no health."}}, 403)
        # sudo: counts of all agencies, asked by an account that may read nothing else
        board = request.env['document.exchange.board'].sudo()
        figures = board._figures()
        reasons = board._findings(figures)
        status = board._status(reasons)
        body = {'status': status, 'reasons': reasons, **figures,
                'peers': [self._peer(peer) for peer in figures['peers']]}
        return self._answer(self._plain(body), 503 if status == 'critical' else 200)

    def _answer(self, body, status):
        return request.make_json_response(body, status=status, headers={'Cache-Control': 'no-store'})

    def _peer(self, peer):
        """Leave out where a system is and what exactly it said: the kind of the failure tells enough."""
        public = {key: value for key, value in peer.items() if key not in PRIVATE}
        if peer['id']:
            word = re.match(r'\w{1,40}', peer['last_error'])
            public['failure'] = word[0] if word else None
        return public

    def _plain(self, value):
        """Return moments as ISO 8601 in Vietnam time (Art. 7.3), everything else as it is."""
        if isinstance(value, dict):
            return {key: self._plain(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self._plain(part) for part in value]
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC, microsecond=0).astimezone(VIETNAM).isoformat()
        return value
