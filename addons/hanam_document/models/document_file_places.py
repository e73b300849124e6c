"""Where number, date and signatures go: found in the draft's text, moved on its preview (Decree 30/2020, App. I)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from odoo.addons.hanam_signing.lib import pades
from odoo.addons.hanam_signing.tools import speaking

from .document_file_version import SIGNING

_lt = LazyTranslate(__name__)

NAMES = pades.FIELD_NAMES
SIDES = ('x0', 'y0', 'x1', 'y1')
PLACES = {
    NAMES.number: _lt("Number"), NAMES.day: _lt("Day"), NAMES.month: _lt("Month"), NAMES.year: _lt("Year"),
    'person': _lt("Signature of %(name)s"), 'agency': _lt("Seal of %(name)s"),
}


class DocumentFile(models.Model):
    """The places of a main file: a proposal, and what people made of it."""

    _inherit = 'document.file'

    layout = fields.Json(readonly=True, copy=False, help="Places by field; those a person moved are marked.")

    def _take_upload(self, content):
        """Forget the places of the draft before: another text has other places."""
        super()._take_upload(content)
        if self.layout:
            self._earn(layout=False)

    def _proposal(self):
        """Return the places of the draft as `pades.Proposal`: found in its text, or where a person moved them."""
        first, *further = self.outgoing_id._signatories()
        with speaking(self.env, name=self.name):
            found = pades.propose_layout(
                self._draft_version().attachment_id.raw, signer_name=first.name, title=first.title,
                seal_mm=first.seal_mm, further=tuple(further), picture=first.picture)
        wanted = (*found.boxes, *found.missing)
        moved = {field: box for field, box in self._moved().items() if field in wanted}
        boxes = found.boxes | moved | {
            seal: box for seal, box in self._seals_beside(moved).items() if seal in wanted and seal not in moved}
        return pades.Proposal(boxes, tuple(field for field in found.missing if field not in boxes))

    def _moved(self):
        """Return the boxes a person moved, by field."""
        return {field: pades.Box(box['page'], *(box[side] for side in SIDES))
                for field, box in (self.layout or {}).items() if box.get('moved')}

    def _seals_beside(self, moved):
        """Return where seals go beside the signatures that were moved, by field (App. I, II.8a)."""
        beside = [(NAMES.agency_at(row), moved[NAMES.person_at(row)], signer.seal_mm)
                  for row, signer in enumerate(self.outgoing_id._signatories(), 1)
                  if signer.seal_mm and NAMES.person_at(row) in moved]
        views = pades.page_sizes(self._draft_version().attachment_id.raw) if beside else ()
        return {seal: pades.seal_box(person, seal_mm, views[person.page]) for seal, person, seal_mm in beside}

    def _obstacles_to_laying(self):
        """Say which places are missing; whoever has the draft puts them on its preview."""
        document = self.outgoing_id
        if not (self.attachment_id and document.delegation_id and document.medium == 'electronic'):
            return
        if missing := self._proposal().missing:
            places = ', '.join(self._place_label(field) for field in missing)
            yield self.env._("%(file)s shows no place for: %(places)s. Open the preview and put it there.",
                             file=self.name, places=places)

    def _place_label(self, field):
        """Return what people call a place, in their language."""
        language = self.env.lang or 'en_US'
        if field in PLACES:
            return PLACES[field]._translate(language)
        for row, (signer, agency) in enumerate(self.outgoing_id._signing_parties(), 1):
            names = {NAMES.person_at(row): ('person', signer), NAMES.agency_at(row): ('agency', agency)}
            if field in names:
                kind, name = names[field]
                return PLACES[kind]._translate(language) % {'name': name}
        return field

    def set_layout(self, boxes):
        """Put places where a person moved them on the preview; return the new preview.

        `boxes`: [{field, page, x0, y0, x1, y1}] as `layout_preview` gives them; places that are not named stay. Whoever
        may change the draft may do it, before the signature the signer; the file is then laid again from its draft.
        """
        self.ensure_one()
        self._refuse_fixed()
        if self._current_version().origin in SIGNING:
            raise UserError(self.env._("%(file)s is signed; its places can no longer be moved.", file=self.name))
        proposal = self._proposal()
        known = {*proposal.boxes, *proposal.missing}
        moved = self._moved() | dict(self._placed(box, known) for box in boxes)
        self._earn(layout=self._layout_json(moved, moved))
        if self.outgoing_id.state == 'signing':
            self._lay()
            self.env['document.event']._log(
                self._document(), 'move_places', self._document().state, details={'file': self.name})
        return self.layout_preview()

    def _layout_json(self, boxes, moved):
        return {field: {'page': box.page, **{side: round(getattr(box, side), 2) for side in SIDES},
                        'moved': field in moved} for field, box in boxes.items()}
