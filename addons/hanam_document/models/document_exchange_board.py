"""How the exchange is doing, in figures: for the administrators' board and for monitoring (Art. 6.4, 7.3).

A few grouped queries over what is open, whatever the number of packets that are done with: a partial index holds
those rows alone.
"""

from datetime import datetime

from odoo import api, fields, models

# in the order of a board: what goes out, what came in
OUT_STATES = ('pending', 'blocked', 'refused')
IN_STATES = ('stored', 'held', 'refused')


class DocumentExchangeBoard(models.AbstractModel):
    """Counts. What the counts mean is `_findings`; what a person sees of them is `board`."""

    _name = 'document.exchange.board'
    _description = 'Exchange Board'

    @api.model
    def _figures(self):
        """Return all figures, of the agencies this environment may see. Moments are naive UTC, ages in seconds."""
        now = fields.Datetime.now()
        outbox, inbox = self._counted('out', OUT_STATES), self._counted('in', IN_STATES)
        return {
            'at': now,
            'outbox': self._outbox(outbox, now),
            'inbox': self._inbox(inbox, now),
            'alarms': self.env['document.alarm'].search_count([('closed_at', '=', False)]),
            'clock': {'database_drift_seconds': self._database_drift()},
            'dispatcher': self._job(self.env.ref('hanam_document.cron_dispatch'), now),
            'peers': self._peers(outbox, now),
        }

    @api.model
    def _counted(self, direction, states):
        """Return open packets as (peer, state, urgency, number, oldest, number tried in vain)."""
        open_ = [('direction', '=', direction), ('state', 'in', states), ('closed_at', '=', False)]
        packets = self.env['document.transmission']
        tried = {}
        if direction == 'out':
            tried = {(peer.id, urgency): count for peer, urgency, count in packets._read_group(
                [*open_, ('state', '=', 'pending'), ('attempts', '>', 0)], ['peer_id', 'urgency'], ['__count'])}
        rows = packets._read_group(open_, ['peer_id', 'state', 'urgency'], ['__count', 'create_date:min'])
        return [(peer.id, state, urgency, count, oldest, tried.get((peer.id, urgency), 0) if state == 'pending' else 0)
                for peer, state, urgency, count, oldest in rows]

    @api.model
    def _outbox(self, rows, now):
        return {
            'waiting': self._sum(rows, 'pending'),
            'retrying': sum(row[5] for row in rows),
            'blocked': self._sum(rows, 'blocked'),
            'refused': self._sum(rows, 'refused'),
            'oldest_waiting_seconds': self._age(rows, now),
            'oldest_urgent_seconds': self._age([row for row in rows if row[2] == '3'], now),
        }

    @api.model
    def _inbox(self, rows, now):
        held, refused = self._sum(rows, 'held'), self._sum(rows, 'refused')
        return {'stored': self._sum(rows, 'stored'), 'held': held, 'refused': refused, 'quarantine': held + refused,
                'oldest_stored_seconds': self._age(rows, now, 'stored')}

    @api.model
    def _sum(self, rows, state):
        return sum(row[3] for row in rows if row[1] == state)

    @api.model
    def _age(self, rows, now, state='pending'):
        """Return how long the oldest of these rows waits, in seconds; None when nothing waits."""
        moments = [row[4] for row in rows if row[1] == state]
        return max(0, int((now - min(moments)).total_seconds())) if moments else None

    @api.model
    def _database_drift(self):
        """Return the clock of the database minus that of this server, in seconds."""
        asked = datetime.now().astimezone()
        self.env.cr.execute("SELECT clock_timestamp()")
        answered = self.env.cr.fetchone()[0]
        middle = asked + (datetime.now().astimezone() - asked) / 2
        return round((answered - middle).total_seconds(), 3)

    @api.model
    def _job(self, cron, now):
        """Return whether a scheduled job is on, and how long ago it last ran (None: never)."""
        cron = cron.sudo()  # sudo: when a job ran is no secret, jobs are the server's
        return {'active': cron.active,
                'last_run_seconds': int((now - cron.lastcall).total_seconds()) if cron.lastcall else None}

    @api.model
    def _peers(self, rows, now):
        """Return a line for each connected system, and the first one for the agencies of this system itself."""
        peers = self.env['document.peer'].search([('active', '=', True)])
        # sudo: when a job ran is no secret, jobs are the server's; read together
        peers.sudo().cron_id.fetch(['active', 'lastcall'])
        own = {'id': None, 'name': '', 'kind': 'loopback', 'url': ''}
        ends = self._key_ends(peers)
        return [own | self._waiting_at(None, rows, now)] + [{
            **self._peer(peer, now), **self._waiting_at(peer, rows, now),
            'their_key_ends_at': ends.get(peer.id)} for peer in peers]

    @api.model
    def _waiting_at(self, peer, rows, now):
        own = [row for row in rows if row[0] == (peer.id if peer else False)]
        return {'waiting': self._sum(own, 'pending'), 'retrying': sum(row[5] for row in own),
                'blocked': self._sum(own, 'blocked'), 'oldest_waiting_seconds': self._age(own, now)}

    @api.model
    def _peer(self, peer, now):
        peer = peer.sudo()  # sudo: who sees the board sees how connections are; the key itself is in no field
        good, bad = peer.last_success_at or None, peer.last_failure_at or None
        return {
            'id': peer.id, 'name': peer.name, 'kind': peer.kind, 'url': peer.url,
            'last_success_at': good, 'last_failure_at': bad, 'is_failing': bool(bad and (not good or bad > good)),
            'last_error': peer.last_error or '', 'has_key': peer.has_key,
            'drift_seconds': peer.drift_seconds if peer.drift_at else None, 'drift_at': peer.drift_at or None,
            'job': self._job(peer.cron_id, now) if peer.cron_id else {'active': False, 'last_run_seconds': None},
        }

    @api.model
    def _key_ends(self, peers):
        """Return {peer id: end of the key by which that system hands packets in here}."""
        # sudo: until when a key is valid, not the key
        keys = self.env['res.users.apikeys'].sudo().search_fetch(
            [('user_id', 'in', peers.sudo().user_id.ids)], ['user_id', 'expiration_date'])  # sudo: as above
        ends = {}
        for key in keys:
            ends[key.user_id.id] = max(key.expiration_date or datetime.max, ends.get(key.user_id.id, datetime.min))
        return {peer.id: ends[peer.user_id.id] for peer in peers.sudo()  # sudo: as above
                if ends.get(peer.user_id.id, datetime.max) != datetime.max}
