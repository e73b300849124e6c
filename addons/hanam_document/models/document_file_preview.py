"""The preview of a draft: its pages, and the places on them as they are seen."""

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hanam_signing.lib import pades
from odoo.addons.hanam_signing.tools import speaking

from .document_file_places import NAMES, SIDES
from .document_file_version import SIGNING

MM = 72 / 25.4
# what a place that was not found is offered as, in points
USUAL = {NAMES.number: (60, 18), NAMES.day: (24, 18), NAMES.month: (24, 18), NAMES.year: (36, 18)}
USUAL_PERSON = (50 * MM, 25 * MM)
SMALLEST = 4


class DocumentFile(models.Model):
    """Pages and places as a browser shows them: points from the lower left of the page as it is seen."""

    _inherit = 'document.file'

    def layout_preview(self):
        """Return pages and places of the main file, for the screen on which they are moved.

        {sha256, editable, pages: [{width, height, url}], boxes: [{field, label, page, x0, y0, x1, y1, missing}]}; in
        points from the lower left of the page as it is seen. `missing`: nowhere found, offered where it may be taken
        from; it stays missing until it is given to `set_layout`.
        """
        self.ensure_one()
        self.check_access('read')
        return self._preview(f'/hanam/document/file/{self.id}')

    def _preview(self, address):
        with speaking(self.env, name=self.name):
            views = pades.page_sizes(self._pdf())
        return {
            'sha256': self.sha256, 'editable': self._may_place(),
            'pages': [{'width': view.width, 'height': view.height,
                       'url': f'{address}/page/{page}.png?version={self.sha256[:16]}'}
                      for page, view in enumerate(views)],
            'boxes': self._seen_boxes(views),
        }

    def _page_png(self, page, width):
        """Return a page of the current version as a PNG."""
        with speaking(self.env, name=self.name):
            return pades.page_png(self._pdf(), page, width)

    def _may_place(self):
        """Return whether this person may move places now."""
        document = self.outgoing_id
        return (document._files_are_open() and document._may_edit() and bool(document.delegation_id)
                and document.medium == 'electronic' and self._current_version().origin not in SIGNING)

    def _seen_boxes(self, views):
        document = self.outgoing_id
        if self.kind != 'main' or not document.delegation_id or document.medium != 'electronic':
            return []
        proposal = self._proposal()
        offered = {field: self._offer(place, field, views) for place, field in enumerate(proposal.missing)}
        return [{'field': field, 'label': self._place_label(field), 'missing': field in offered,
                 **self._seen(box, views)} for field, box in (proposal.boxes | offered).items()]

    def _offer(self, place, field, views):
        """Return where a missing place waits to be taken from: numbers on the first page, signatures on the last."""
        width, height = USUAL.get(field) or self._seal_size(field) or USUAL_PERSON
        page = 0 if field in USUAL else len(views) - 1
        left = views[page].width / 2 - width / 2
        top = views[page].height / 4 + 24 * place
        return views[page].box(page, left, top, width, height)

    def _seal_size(self, field):
        sizes = {NAMES.agency_at(row): signer.seal_mm
                 for row, signer in enumerate(self.outgoing_id._signatories(), 1)}
        return (sizes[field] * MM,) * 2 if sizes.get(field) else None

    def _seen(self, box, views):
        view = views[box.page]
        left, top, width, height = view.seen(box)
        bottom = view.height - top - height
        return {'page': box.page, 'x0': round(left, 2), 'y0': round(bottom, 2),
                'x1': round(left + width, 2), 'y1': round(bottom + height, 2)}

    def _placed(self, seen, known):
        """Return (field, `pades.Box`) of a box from the screen; a seal keeps its real size (App. I, II.8a)."""
        with speaking(self.env, name=self.name):
            views = pades.page_sizes(self._draft_version().attachment_id.raw)
        try:
            field, page = seen['field'], seen['page']
            x0, y0, x1, y1 = (float(seen[side]) for side in SIDES)
            view = views[page] if isinstance(page, int) and page >= 0 else None
        except (KeyError, TypeError, ValueError, IndexError):
            field = view = None
        if view is None or field not in known:
            raise UserError(self.env._("This is no place of %(file)s. Reload the preview.", file=self.name))
        if size := self._seal_size(field):
            x0, y0 = (x0 + x1 - size[0]) / 2, (y0 + y1 - size[1]) / 2
            x1, y1 = x0 + size[0], y0 + size[1]
        inside = 0 <= x0 < x1 - SMALLEST and 0 <= y0 < y1 - SMALLEST and x1 <= view.width and y1 <= view.height
        if not inside:
            raise UserError(self.env._("%(place)s must lie inside the page.", place=self._place_label(field)))
        return field, view.box(page, x0, view.height - y1, x1 - x0, y1 - y0)
