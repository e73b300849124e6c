"""What the interfaces for other systems are made of (Decision 44/2024, Art. 17.4): names, limits, one shape of refusal.

`models/document_interface*.py` do the work, `controllers/document_interface.py` are the calls,
`data/openapi-v1.json` is what integrators are told, `docs/interfaces/README.md` says it in Vietnamese.
"""

import re

from odoo.exceptions import UserError

PREFIX = '/hanam/api/v1'
RIGHTS = ('drafts', 'status', 'figures', 'monitor')
GROUP = 'hanam_document.group_interface_%s'

LARGEST_CALL = 128 * 1024 * 1024
MOST_FILES = 50
MOST_RECIPIENTS = 200
LONGEST_PERIOD = 366
EXTERNAL_ID = re.compile(r'[A-Za-z0-9._:/-]{1,100}')
REQUEST_ID = re.compile(r'[A-Za-z0-9._-]{1,64}')


class RefusedCall(UserError):
    """A call that is not carried out: `status` of HTTP, a `code` for programs, a sentence for people.

    `fields` names what is wrong with each field of the call: {name: sentence}.
    """

    def __init__(self, status, code, message, fields=None):
        super().__init__(message)
        self.http_status = status
        self.code = code
        self.fields = fields or {}
