"""The signatures of a document's file, explained to whoever may read the document (Decision 44/2024, Art. 10.1)."""

from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ..lib import numbering
from .document_incoming_checks import WORST_LAST

STILL_ACCEPTED = ('arrived', 'received')


class DocumentFile(models.Model):
    """«Why it still holds», for what arrived and for what this agency signed itself."""

    _inherit = 'document.file'

    def action_signatures(self):
        """Open the panel on the signatures of the current version."""
        self.ensure_one()
        return {'type': 'ir.actions.client', 'tag': 'hanam_signing.proof', 'target': 'new', 'name': self.name,
                'params': {'model': self._name, 'id': self.id}}

    def proof(self):
        """Return the panel of the newest check of the current version; a version never checked is checked now."""
        self._refuse_without_pdf()
        # sudo: who may read the file may read what its check found
        known = self.env['signing.verification'].sudo().search([
            ('attachment_id', '=', self.sudo().attachment_id.id), ('sha256', '=', self.sha256)], limit=1)
        return (known or self._check_signatures())._proof()

    def check_again(self):
        """Check the current version once more and return the panel of the new check; the old one stays."""
        self._refuse_without_pdf()
        return self._check_signatures()._proof()

    def _refuse_without_pdf(self):
        self.ensure_one()
        self.check_access('read')
        if not self.page_amount and not self.verification_id:
            raise UserError(self.env._("%(file)s is no PDF; it carries no signatures.", file=self.name))

    def _check_signatures(self):
        """Check the current version and return what was found.

        While an arrival may still be accepted or refused, the new verdict is the one it is decided by; later it only
        tells what is found today.
        """
        arrival = self.incoming_id
        if arrival.channel == 'electronic' and arrival.state in STILL_ACCEPTED:
            self._verify()
            return self.verification_id
        expectation = self.sudo()._expected_signatures()  # sudo: who must have signed is asked, not shown
        return self.attachment_id.with_company(self.company_id)._verify_signatures(expectation)

    def _expected_signatures(self):
        """Return what must be on the current version; None when nobody need have signed it yet."""
        if self.incoming_id.channel == 'electronic':
            return self.incoming_id._expectation(self.kind)
        origin = self._current_version().origin
        if origin == 'copy' or (origin == 'seal' and self.kind != 'main'):
            return self.company_id._expected_signatures('attachment')
        # an agency of a joint document seals before the lead agency does
        is_whole = origin == 'seal' and self.outgoing_id.issued_at
        return self._expected_on_original() if is_whole else None

    def _expected_on_original(self):
        """Everyone who signs, every agency that seals, and number and date as they stand in the register."""
        document, day = self.outgoing_id, self.outgoing_id.issued_date
        seats = document._seats()
        persons = self.env['res.users'].union(*(authority.user_id for authority, _seals in seats))
        expected = self.company_id._expected_signatures(
            'main', persons, number=document.code_number, day=numbering.printed_day(day),
            month=numbering.printed_month(day), year=str(day.year))
        seals = [authority.company_id._expected_signatures('main').agency_fingerprints
                 for authority, is_sealing in seats if is_sealing]
        return replace(expected, agency_fingerprints=expected.agency_fingerprints.union(*seals))


class DocumentIncoming(models.Model):
    _inherit = 'document.incoming'

    def action_signatures(self):
        """Open the panel on the file whose verdict decides for the document."""
        self.ensure_one()
        checked = self.file_ids.filtered('verdict').sorted(lambda file: WORST_LAST.index(file.verdict))
        return (checked[-1:] or self.file_ids[:1]).action_signatures()


class DocumentOutgoing(models.Model):
    _inherit = 'document.outgoing'

    def action_signatures(self):
        """Open the panel on the document itself; attachments have theirs in the list of files."""
        self.ensure_one()
        return self._main_file.action_signatures()
