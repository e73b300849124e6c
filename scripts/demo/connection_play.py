"""Plays a connection to another installation that is entered and waits for its key (Decision 28/2018, Art. 3).

What is issued to its agencies meanwhile waits in the outbox: nobody reports that it arrived, so somebody calls. Then
the connection rests: an address made up for a demonstration is nobody's to be asked all day.
"""

from threading import Event

from odoo.exceptions import UserError

__all__ = ['ConnectionPlay']

NAME, ADDRESS = "Hệ thống quản lý văn bản tỉnh Quảng Ninh (ví dụ)", 'https://vanban.quangninh.example'
KEY, TRIES, PAUSE_SECONDS = 'connection', 60, 1


class ConnectionPlay:
    """The administrator's acts; `code`: the agency that is reached by the connection, with all below it."""

    def __init__(self, player, code):
        self.player, self.code = player, code
        self.who = player.province.holder('H25.01', 'administrator')

    def open(self):
        """Enter the connection and the way to the agency."""
        self._take('enter', self._enter)

    def _enter(self, env, _document):
        agency = env.ref(f'hanam_demo.agency_{self.player.province.agencies[self.code].key}')
        peer = env['document.peer'].create({'name': NAME, 'url': ADDRESS})
        env['document.route'].create({'agency_id': agency.id, 'peer_id': peer.id, 'covers_below': True})
        return peer

    def rest(self):
        """Let the connection rest; its own scheduled action may be at work this very moment."""
        for _try in range(TRIES):
            try:
                self._take('rest', lambda _env, peer: peer.write({'active': False}))
                return
            except UserError:
                Event().wait(PAUSE_SECONDS)
        raise SystemExit(f"hanam: the connection “{NAME}” of the demonstration cannot be put to rest")

    def _take(self, act, do):
        self.player.take(KEY, act, self.who, 'H25.01', do)
