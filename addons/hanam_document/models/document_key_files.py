"""Keys of connected systems: files beside the filestore, never in the database."""

import os
import re
import secrets
from pathlib import Path

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import config

NAME = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]{0,63}')


class DocumentKeyFiles(models.AbstractModel):
    """A folder of small secret files, one per connection, readable by the server alone."""

    _name = 'document.key.files'
    _description = 'Keys of Connected Systems'

    def _folder(self):
        return Path(config['data_dir'], 'hanam_keys', self.env.cr.dbname)

    def _path(self, name):
        """Return where the key of that name lies. Raises UserError for a name that could leave the folder."""
        if not NAME.fullmatch(name or ''):
            raise UserError(self.env._("A key's name has letters, digits, dots and hyphens."))
        return self._folder() / name

    def _has(self, name):
        return bool(name) and self._path(name).is_file()

    def _read(self, name):
        """Return the key. Raises UserError when there is none."""
        if not self._has(name):
            raise UserError(self.env._("The key of this connection is not set. An administrator enters it."))
        return self._path(name).read_text(encoding='utf-8').strip()

    def _write(self, name, key):
        """Keep a key, at once or not at all."""
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f'.{name}.{secrets.token_hex(4)}')
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'w', encoding='utf-8') as stream:
            stream.write(key.strip())
        fresh.replace(path)
