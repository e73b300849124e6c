"""Laying the places of number, date and signatures in a draft, before anyone signs (Decision 44/2024, Art. 13.3)."""

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hanam_signing.tools import speaking

from .document_file_version import SIGNING

DRAFT = ('upload', 'convert')


class DocumentFile(models.Model):
    """The main file of an outgoing document, as its draft and as what is signed."""

    _inherit = 'document.file'

    def _current_version(self):
        """Return the version whose bytes are current."""
        # sudo: who may use the file may know its version
        return self.env['document.file.version'].sudo().search([('attachment_id', '=', self.sudo().attachment_id.id)])

    def _signed_by(self):
        """Return the persons who signed the current bytes, by the versions these were made from."""
        persons, version = self.env['res.users'], self._current_version()
        while version.origin in SIGNING:
            persons |= version.user_id if version.origin == 'sign' else persons.browse()
            version = version.parent_id
        return persons

    def _draft_version(self):
        """Return the version that is checked: the last one a person uploaded, converted where it was a Word file."""
        # sudo: as above
        return self.sudo().version_ids.filtered(lambda row: row.origin in DRAFT).sorted('id')[-1:]

    def _lay(self):
        """Make the version that is signed from the draft: with fields for number, date and every signature."""
        draft, proposal = self._draft_version(), self._proposal()
        first = self.outgoing_id._signatories()[0]
        with speaking(self.env, name=self.name):
            layout = proposal.layout()
        prepared = draft.attachment_id._prepare_for_signing(
            signer_name=first.name, title=first.title, seal_mm=first.seal_mm, layout=layout,
            without=self.outgoing_id._fields_of_own_tools())
        self._earn(layout=self._layout_json(proposal.boxes, self._moved()))
        self.env['document.file.version']._keep(
            self, prepared.raw, prepared.name, 'prepare', prepared, parent=draft)

    def _restore_draft(self):
        """Make the draft current again; what was laid or signed stays as a version."""
        draft = self._draft_version()
        self._adopt(draft, draft.attachment_id.raw)

    def _obstacles_to_signing(self):
        """Say that the file is not the one that was laid, because somebody uploaded another since."""
        if self._current_version().origin in DRAFT:
            yield self.env._("%(file)s was uploaded after the form check; its places of signature are not laid.",
                             file=self.name)

    def _refuse_other_bytes(self, sha256):
        """Raise UserError when the current bytes are not those that were read; None asks nothing."""
        if sha256 is not None and sha256 != self.sha256:
            raise UserError(self.env._("%(file)s has changed since it was read. Open it again, then sign.",
                                       file=self.name))
