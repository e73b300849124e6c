"""The open database and the people on it: every act is one transaction, as the person who acts.

How to use it: `stage = Stage(database)`, then `with stage.acting('vanthu.snv', 'H25.02') as env: …`: the transaction is
committed at the end of the block, or rolled back whole. What has been made or done is kept under an external id of the
module `hanam_demo` in the same transaction, so a play that was killed goes on where it stopped and doubles nothing.
"""

from contextlib import contextmanager, suppress

from psycopg2.extensions import TransactionRollbackError

import odoo
from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.server import load_server_wide_modules
from odoo.tools import config

__all__ = ['MODULE', 'Stage', 'keep', 'kept']

MODULE = 'hanam_demo'
CONTEXT = {'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'}


def kept(env, name):
    """Return the record kept under this name, or None."""
    return env.ref(f'{MODULE}.{name}', raise_if_not_found=False)


def keep(env, names_and_records):
    """Keep records under their names: [(name, record)]."""
    env['ir.model.data'].sudo().create([  # sudo: external ids are no person's to write
        {'module': MODULE, 'name': name, 'model': record._name, 'res_id': record.id, 'noupdate': True}
        for name, record in names_and_records])


class Stage:
    """The database, opened once in this process."""

    def __init__(self, database):
        quiet = ['--no-http', '--max-cron-threads', '0', '--log-level', 'warn', '--log-handler', ':WARNING']
        config.parse_config(['-d', database, *quiet], setup_logging=True)
        load_server_wide_modules()
        self.registry = Registry(database)
        self.companies = {}

    @contextmanager
    def system(self):
        """Give an environment of the system itself, for set-up and for what timed jobs do."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, dict(CONTEXT))

    @contextmanager
    def acting(self, login, agency):
        """Give an environment of one person in one of the agencies they serve."""
        with self.registry.cursor() as cr:
            system = api.Environment(cr, SUPERUSER_ID, {})
            person = kept(system, f'user_{login.replace(".", "-")}')
            company = self._company(system, agency)
            yield api.Environment(cr, person.id, {**CONTEXT, 'allowed_company_ids': [company]})

    def _company(self, env, agency):
        if agency not in self.companies:
            self.companies[agency] = kept(env, f'company_{agency.lower().replace(".", "-")}').id
        return self.companies[agency]

    def run_job(self, name):
        """Do now what a timed job of the product does, under that job's own lock; a running server may be at it."""
        with suppress(UserError, TransactionRollbackError), self.system() as env:
            env.ref(name).method_direct_trigger()

    def close(self):
        """Close the connections of this process."""
        odoo.sql_db.close_all()
