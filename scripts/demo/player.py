"""Plays one act after the other, each as its person and in its own transaction, once and never twice.

`Player.take(key, act, who, agency, do)` is the one door: it looks whether the act was played before, lets the person do
it and keeps the mark of it in the same transaction. `Player.look(key)` reads a document as the system sees it.
"""

import random
from contextlib import contextmanager

from stage import keep, kept

from odoo.service.model import retrying

__all__ = ['Player']


class Player:
    """The stage, the province, the desk that writes drafts, and what becomes of each act."""

    def __init__(self, stage, province, desk, maker):
        self.stage, self.province, self.desk, self.maker = stage, province, desk, maker
        self.acts = 0

    def chance(self, key):
        """Return dice that fall the same way for this key every time."""
        return random.Random(f'hanam {key}')

    @contextmanager
    def look(self, key):
        """Give the document of that key as the system sees it, or None while it is not there."""
        with self.stage.system() as env:
            yield kept(env, f'document_{key}')

    def read(self, key, *path):
        """Return field values of a document, each by a dotted path: read('snv-01', 'state', 'signatory_id.login')."""
        with self.look(key) as document:
            return [document and _follow(document, name) for name in path]

    def login(self, key, field):
        """Return the login of the person in a field of the document."""
        return self.read(key, f'{field}.login')[0]

    def state(self, key):
        return self.read(key, 'state')[0]

    def take(self, key, act, who, agency, do):
        """Let `who` do it in `agency`: `do(env, document)`; a first act returns the document it made.

        Played acts are passed over. Whatever Odoo refuses is raised: a demonstration that cannot act as its people
        may act is a fault of the product or of the story.
        """
        mark, name = f'act_{key}_{act}', f'document_{key}'
        with self.stage.acting(who, agency) as env:
            if kept(env, mark):
                return

            def once():
                document = kept(env, name)
                made = do(env, document)
                keep(env, [(mark, document)] if document else [(mark, made), (name, made)])

            retrying(once, env)
            self.acts += 1

    def adopt(self, key, find):
        """Keep a document the system itself made under this key: `find(env)` returns it or nothing.

        Returns whether it is there.
        """
        name = f'document_{key}'
        with self.stage.system() as env:
            if kept(env, name):
                return True
            found = find(env)
            if found:
                keep(env, [(name, found)])
            return bool(found)

    def exchange(self):
        """Send what waits in the outbox, as the timed job does."""
        self.stage.run_job('hanam_document.cron_dispatch')

    def company(self, env, code):
        return kept(env, f'company_{self.province.agencies[code].key}')

    def user(self, env, login):
        return kept(env, f'user_{self.province.people[login].key}')

    def unit(self, env, code, symbol):
        return kept(env, f'department_{self.province.agencies[code].key}_{symbol}')


def _follow(record, path):
    for name in path.split('.'):
        record = record[name]
    return record
