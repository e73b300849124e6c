"""The turn of a further signer, and the seal of another agency (Decision 44/2024, Art. 13.3; Decree 30, Art. 18)."""

from odoo import api, fields, models
from odoo.fields import Domain

from .document_outgoing_issue import CLERK_GROUP
from .document_workflow import step

GIVEN = ('signed', 'sealed')


class DocumentSigner(models.Model):
    """Queued, asked, signed; for another agency sealed. Declining sends the document back."""

    _inherit = 'document.signer'
    _signing_steps = frozenset({'action_sign', 'action_seal'})

    @api.model
    def _begin(self, document):
        """Begin the line anew: a document that comes back to its signers is signed again by all."""
        rows = document.sudo().signer_ids  # sudo: turns begin by a step that was checked
        rows.filtered(lambda row: row.state != 'queued').action_restart()
        self._go_on(document)

    @api.model
    def _go_on(self, document):
        """Begin the next signer's turn, once the readers agree and those before have signed."""
        document = document.sudo()  # sudo: as above
        rows = document.signer_ids.sorted(lambda row: (row.sequence, row.id))
        if document.state == 'signing' and not document._unread() and set(rows.mapped('state')) <= {'queued', *GIVEN}:
            rows.filtered(lambda row: row.state == 'queued')[:1].action_open()

    def _applies(self, row):
        return super()._applies(row) and (row.name != 'seal' or self.is_joint)

    @step
    def action_open(self):
        """Begin this signer's turn."""

    def _obstacles_to_sign(self):
        document = self._document()
        yield from document._obstacles_to_signatures()
        if not self.sudo().delegation_id._covers(document.type_id, self._today()):  # sudo: asked, not shown
            yield self.env._("%(signer)s has no authority to sign a document of this kind today.",
                             signer=self.env.user.name)

    @step
    def action_sign(self, pin, sha256=None):
        """Sign in one's own place, after those before (Art. 13.3). `pin`, `sha256`: as for the document itself."""
        main = self._document()._main_file
        main._refuse_other_bytes(sha256)
        signed = main.attachment_id._sign_as_person(pin, name=self.env.user.name, field=self._field_names[0])
        self.env['document.file.version']._keep(main, signed.raw, signed.name, 'sign', signed)
        self._earn(signed_at=fields.Datetime.now())

    def _conclude_sign(self):
        self._go_on(self._document())

    def _obstacles_to_seal(self):
        if not self.is_joint:
            yield self.env._("The seal of the lead agency is put when the document is issued.")
        elif self._document().state not in ('signing', 'signed', 'numbered'):
            yield self.env._("The document is not waiting for seals.")

    @step
    def action_seal(self, pin, sha256=None):
        """Seal the place of this agency, which writes no number; `pin`: of the agency's key (Decree 30, Art. 18)."""
        main = self._document()._main_file
        main._refuse_other_bytes(sha256)
        sealed = main.attachment_id._co_seal(
            self.company_id, pin, field=self._field_names[1], role=CLERK_GROUP,
            authorised=self._document()._fingerprints(self.user_id))
        self.env['document.file.version']._keep(main, sealed.raw, sealed.name, 'seal', sealed)
        self._earn(sealed_at=fields.Datetime.now(), sealed_by_id=self.env.uid)

    @step
    def action_decline(self, reason):
        """Not signed: the document goes back to the head of its unit, with the reason (Art. 13.1.c)."""
        self._earn(reason=reason)

    def _conclude_decline(self):
        self._document().action_turn_back(reason=self.reason)

    @step
    def action_restart(self):
        """Wait in line again: what was signed is a version of the file, and no longer the document."""
        self._earn(signed_at=False, sealed_at=False, sealed_by_id=False, reason=False)

    def _waiting(self):
        """Another agency's people have their notice here; those of the lead agency have it with the document."""
        if self.is_joint:
            yield from super()._waiting()

    def _let_open(self, users):
        """Give no grant: the row itself opens what its people must read."""

    @api.model
    def _further_turns(self):
        return []

    @api.model
    def _turn_domain(self, state):
        turn = super()._turn_domain(state)
        if state == 'signed':
            turn &= Domain('is_joint', '=', True) & Domain('company_id', 'in', self.env.user.company_ids.ids)
        return turn

    def _ask_pin(self, row):
        """Return the dialog that asks for the PIN, with what is going to be signed."""
        signs_as = ' '.join(filter(None, (self.competence, self.position, self.env.user.name)))
        certificate = self.env.user._signing_certificate()
        if row.name == 'seal':
            signs_as, certificate = self.company_id.name, self.company_id._seal_certificate()
        return self._pin_dialog(row, certificate, [
            (self.env._("Document"), self.document_name), (self.env._("Issuing Agency"), self.lead_agency),
            (self.env._("Signs as"), signs_as)], self._file_url(self._document()._main_file))

    def layout_preview(self):
        """Return pages and places of the file, as the preview of the document does; nothing is moved from here."""
        self.ensure_one()
        self.check_access('read')
        return self._document()._main_file._preview(f'/hanam/document/signer/{self.id}') | {'editable': False}
