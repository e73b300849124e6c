from odoo import models

from ..lib.pades import FIELD_NAMES, Layout, normalise, prepare, propose_layout
from ..lib.pades.errors import PlaceNotFound
from ..tools import speaking


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def _prepare_for_person(self, signer_name, title=''):
        """Lay the place of one person's signature and nothing else, into a paper that is never sealed.

        signer_name, title: as printed. Return a new, unsigned attachment; UserError when the name is not found.
        """
        self.check_access('read')
        with speaking(self.env, name=self.name):
            plain = normalise(self._bytes())
            person = propose_layout(plain, signer_name=signer_name, title=title or '').boxes.get(FIELD_NAMES.person)
            if person is None:
                raise PlaceNotFound('person')
            prepared = prepare(plain, Layout(number=None, day=None, month=None, year=None, person=person, seal=None))
        return self._version(prepared, is_signed=False)
