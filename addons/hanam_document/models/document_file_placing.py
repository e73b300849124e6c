"""The screen on which places are moved: what it shows, and how it is saved (Decision 44/2024, Art. 13.3)."""

import json
from hashlib import sha256

from odoo import models
from odoo.exceptions import UserError

from .document_file_places import NAMES


class DocumentFile(models.Model):
    """Places of number, date, signatures and seals, for a person with a mouse, a finger or a keyboard."""

    _inherit = 'document.file'

    def action_places(self):
        """Open the screen on which places are moved."""
        self.ensure_one()
        return {'type': 'ir.actions.client', 'tag': 'hanam_document.places', 'target': 'new',
                'name': self.env._("Places of number, date, signatures and seals"), 'params': {'id': self.id}}

    def places(self):
        """Return `layout_preview` with what the screen needs to move places.

        Beside it: {name, stamp, boxes: […, kind, follows, moved]}. `kind`: text, person or seal, a seal keeps its size;
        `follows`: the person's field beside which a seal stays until it is moved itself (`moved`). `stamp` goes back
        with `save_places`.
        """
        self._refuse_without_pages()
        preview = self.layout_preview()
        moved = self._moved()
        kinds = self._kinds_of_places()
        boxes = [{**box, 'moved': box['field'] in moved, **kinds.get(box['field'], {'kind': 'text', 'follows': False})}
                 for box in preview['boxes']]
        return {**preview, 'boxes': boxes, 'name': self.name, 'stamp': self._stamp_of_places()}

    def save_places(self, boxes, stamp):
        """Put places where a person moved them, as `set_layout`; return `places`.

        `stamp`: as `places` gave it; UserError when the file or its places were changed by somebody else since.
        """
        self._refuse_other_places(stamp)
        self.set_layout(boxes)
        return self.places()

    def propose_places(self, stamp):
        """Forget what people moved and return `places` as they are found in the text; `stamp` as for `save_places`."""
        self._refuse_other_places(stamp)
        self._refuse_fixed()
        self._earn(layout=False)
        self.set_layout([])
        return self.places()

    def _refuse_without_pages(self):
        self.check_access('read')
        if not self.page_amount:
            raise UserError(self.env._("There are no pages yet. Upload the document as a Word file or a PDF first."))
        if not self.outgoing_id.delegation_id:
            raise UserError(self.env._("Choose first who signs, and in which authority: places belong to signers."))

    def _refuse_other_places(self, stamp):
        self.ensure_one()
        self.check_access('read')
        if stamp != self._stamp_of_places():
            raise UserError(self.env._(
                "%(file)s or its places were changed by somebody else meanwhile. Close this window, open it again, and "
                "move the places once more.", file=self.name))

    def _stamp_of_places(self):
        """Return one digest over the draft and what was moved on it: two people never overwrite each other unseen."""
        moved = {field: box for field, box in (self.layout or {}).items() if box.get('moved')}
        seen = [self._draft_version().sha256 or '', json.dumps(moved, sort_keys=True)]
        return sha256('\n'.join(seen).encode()).hexdigest()

    def _kinds_of_places(self):
        kinds = {}
        for row, _signer in enumerate(self.outgoing_id._signatories(), 1):
            kinds[NAMES.person_at(row)] = {'kind': 'person', 'follows': False}
            kinds[NAMES.agency_at(row)] = {'kind': 'seal', 'follows': NAMES.person_at(row)}
        return kinds


class DocumentOutgoing(models.Model):
    _inherit = 'document.outgoing'

    def action_places(self):
        """Open the places of the document itself."""
        self.ensure_one()
        self._main_file._refuse_without_pages()
        return self._main_file.action_places()
