"""Who signs an outgoing document, in which order (Decree 30/2020, Art. 13, 18)."""

from odoo import models

from odoo.addons.hanam_signing.lib.pades import FIELD_NAMES, Signatory


class DocumentOutgoing(models.Model):
    """The seats of a document: first the one who signs for this agency, then the further signers in their order."""

    _inherit = 'document.outgoing'

    def _seats(self):
        """Return (authority, whether its agency seals there too) of everyone who signs; this agency's comes first."""
        # sudo: what is printed under a document is no secret
        return [(self.sudo().delegation_id, True)]

    def _signing_parties(self):
        """Return (person, agency) of everyone who signs, by name."""
        return [(authority.user_id.name, authority.company_id.name) for authority, _seals in self._seats()]

    def _signatories(self):
        """Return everyone who signs as `pades.Signatory`."""
        return [Signatory(authority.user_id.name, authority.position,
                          authority.company_id.seal_diameter_mm if seals else None)
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
