"""Who signs an outgoing document, in which order (Decree 30/2020, Art. 13, 18)."""

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hanam_signing.lib.pades import FIELD_NAMES, Signatory

from .document_workflow import step


class DocumentOutgoing(models.Model):
    """The seats of a document: first the one who signs for this agency, then the further signers in their order."""

    _inherit = 'document.outgoing'

    signer_ids = fields.One2many('document.signer', 'outgoing_id', string="Further Signers")

    def _seats(self):
        """Return (authority, whether its agency seals there too) of everyone who signs; this agency's comes first."""
        document = self.sudo()  # sudo: what is printed under a document is no secret
        rows = document.signer_ids.sorted(lambda row: (row.sequence, row.id))
        return [(document.delegation_id, True), *((row.delegation_id, row.is_joint) for row in rows)]

    def _signing_parties(self):
        """Return (person, agency) of everyone who signs, by name."""
        return [(authority.user_id.name, authority.company_id.name) for authority, _seals in self._seats()]

    def _signatories(self):
        """Return everyone who signs as `pades.Signatory`."""
        return [Signatory(authority.user_id.name, authority.position,
                          authority.company_id.seal_diameter_mm if seals else None,
                          authority.user_id._signature_shape())
                for authority, seals in self._seats()]

    def _fields_of_own_tools(self):
        """Return the signature fields that are not laid: a tool that signs whole files makes its own."""
        found = set()
        for row, (authority, seals) in enumerate(self._seats(), 1):
            if self._signs_whole_files([('user_id', '=', authority.user_id.id)]):
                found.add(FIELD_NAMES.person_at(row))
            if seals and self._signs_whole_files([('id', '=', authority.company_id.seal_certificate_id.id)]):
                found.add(FIELD_NAMES.agency_at(row))
        return frozenset(found)

    def _signs_whole_files(self, owner):
        # sudo: where a key is kept decides how a file is laid; it is not shown
        certificate = self.env['signing.certificate'].sudo().search(owner, order='valid_from DESC, id DESC', limit=1)
        return bool(certificate) and certificate._mode() == 'file'

    def _unread(self):
        """Return the readers who have not agreed."""
        # sudo: who signs must know that readers are still to agree
        return self.presentation_ids.sudo().filtered(lambda row: row.state in ('queued', 'waiting', 'objected'))

    def _unsigned(self):
        """Return the further signers who have not signed."""
        return self.signer_ids.sudo().filtered(lambda row: row.state not in ('signed', 'sealed'))  # sudo: as above

    def _obstacles_to_signatures(self):
        """Say what stands before any signature: a change since the checks, a file not laid, a reader."""
        yield from self._changed_since('content')
        yield from self._changed_since('form')
        yield from self._main_file._obstacles_to_signing()
        for row in self._unread():
            yield self.env._("%(reader)s has not agreed yet.", reader=row.reader_id.name)

    def _draft_obstacles(self):
        yield from super()._draft_obstacles()
        rows = self.signer_ids.sudo()  # sudo: authorities of other agencies are asked, not shown
        if rows and self.medium != 'electronic':
            yield self.env._("Only electronic documents carry several digital signatures; take out the further "
                             "signers.")
        for row in rows:
            if not row.delegation_id._covers(self.type_id, self._today()):
                yield self.env._("%(signer)s has no authority to sign a document of this kind today.",
                                 signer=row.user_id.name)
            if row.user_id == self.signatory_id:
                yield self.env._("%(signer)s signs once; take out the second line.", signer=row.user_id.name)

    def _checked_pieces(self):
        rows = self.signer_ids.sudo().sorted(lambda row: (row.sequence, row.id))  # sudo: asked, not shown
        return super()._checked_pieces() + [str(row.delegation_id.id) for row in rows]

    def _conclude_pass_form(self):
        self.env['document.signer']._begin(self)

    @step
    def action_turn_back(self, reason):
        """Back to the head of the unit, because a further signer declined (Art. 13.1.c)."""
        self._take_back_signatures()

    def _take_back_signatures(self):
        """Make the draft current again; what was signed so far stays as versions, and its signers wait in line."""
        self._main_file._restore_draft()
        self._end_turns()

    def _end_turns(self):
        # sudo: turns end by a step that was checked; who declined keeps that word
        self.signer_ids.sudo().filtered(lambda row: row.state in ('waiting', 'signed', 'sealed')).action_restart()

    def _renew_waiting(self):
        super()._renew_waiting()
        self.sudo().signer_ids.filtered('is_joint')._renew_waiting()  # sudo: notices of other agencies follow the row

    @api.model
    def _further_turns(self):
        mine = Domain('user_id', '=', self.env.uid) & Domain('state', '=', 'waiting')
        return [*super()._further_turns(), Domain('signer_ids', 'any', mine)]

    def _obstacles_to_issue(self):
        yield from super()._obstacles_to_issue()
        for row in self.signer_ids.sudo():  # sudo: as above
            if row.is_joint and row.state != 'sealed':
                yield self.env._("%(agency)s has not sealed yet.", agency=row.company_id.name)

    @api.model
    def _fingerprints(self, person):
        """Return the SHA-256 of every certificate registered for a person, those no longer used included."""
        certificates = self.env['signing.certificate'].sudo().with_context(active_test=False)  # sudo: fingerprints only
        return frozenset(certificates.search([('user_id', '=', person.id)]).mapped('sha256'))
