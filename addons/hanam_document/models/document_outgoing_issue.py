"""Signature, number, seal and issue (Decision 44/2024, Art. 13.3-13.4)."""

from datetime import UTC, datetime

from odoo import fields, models

from ..lib import numbering
from ..lib.edxml import identity
from .document_workflow import step

CLERK_GROUP = 'hanam_document.group_clerk'


class DocumentOutgoing(models.Model):
    """The signer signs; the clerk numbers, dates, seals and issues without breaking that signature."""

    _inherit = 'document.outgoing'
    _signing_steps = frozenset({'action_sign', 'action_issue'})

    def _obstacles_to_sign(self):
        yield from self._draft_obstacles()
        yield from self._obstacles_to_signatures()
        for row in self._unsigned():
            yield self.env._("%(signer)s has not signed yet.", signer=row.user_id.name)

    @step
    def action_sign(self, pin, sha256=None):
        """Sign the main file with one's own certificate (Art. 13.3). `pin`: of that certificate, never kept.

        `sha256`: of the bytes that were read; UserError when the file is no longer the same. The places for number,
        date and the agency's signature are in the file already, so that the clerk fills them without breaking it.
        """
        main, authority = self._main_file, self.delegation_id
        main._refuse_other_bytes(sha256)
        # sudo: the signer may sign what they may read
        signed = main.sudo().attachment_id._sign_as_person(pin, name=self.env.user.name)
        self.env['document.file.version']._keep(main, signed.raw, signed.name, 'sign', signed)
        self._earn(signed_at=fields.Datetime.now(), signer_position=authority.position,
                   signer_full_name=self.env.user.name, page_amount=main.page_amount)

    @step
    def action_hand_back(self, reason):
        """Return a signed document with a fault; its signed file stays as a version, the draft is current again."""
        self._take_back_signatures()
        self._earn(signed_at=False, signer_position=False, signer_full_name=False)

    def _obstacles_to_assign_number(self):
        if not self.env['document.register']._open_for(self.company_id, 'outgoing', self.type_id):
            yield self.env._("No register of outgoing documents is open for %(year)s.", year=self._today().year)
        company = self.sudo().company_id  # sudo: how the agency is set up is not everybody's to read
        if not (company.notation and company.place and company.agency_id):
            yield self.env._("The agency lacks its notation, its place of issue or its entry in the directory; "
                             "an administrator sets them.")

    @step
    def action_assign_number(self):
        """Take number and date from the register and keep them at once (Art. 13.4.a; Decree 30, Art. 15.3).

        The file is not touched here: a token or a time-stamp takes seconds, and no register may be held so long.
        """
        register = self.env['document.register']._open_for(self.company_id, 'outgoing', self.type_id)
        self._earn(register_id=register.id, issued_date=self._today(), numbered_at=fields.Datetime.now(),
                   numbered_by_id=self.env.uid, code_notation=self._notation(),
                   organ_name=self.sudo().company_id.name)  # sudo: the agency's name is on the document

    def _conclude_assign_number(self):
        code = numbering.printed_number(self.register_id._take_number(self, 'number'))
        self._earn(code_number=code, document_code=identity.document_id(
            self.company_id.agency_id.code, self.issued_date, code, self.code_notation))

    def _notation(self):
        """Return what follows the number (Decree 30, App. III)."""
        kind, company = self.type_id, self.sudo().company_id  # sudo: its notation is on the document
        if kind.is_letter:
            field = self.department_id.symbol or 'VP'
            return numbering.code_notation(company.notation, field=field)
        return numbering.code_notation(company.notation, kind=kind.abbreviation,
                                       year=self._today().year if kind.is_legal else 0)

    def _obstacles_to_void(self):
        if self.register_id.state == 'closed':
            yield self.env._("%(register)s is closed; its lines are no longer changed.", register=self.register_id.name)

    @step
    def action_void(self, order):
        """Void a number taken by mistake; its line stays in the book (Decree 30, Art. 15.1)."""

    def action_number_and_issue(self):
        """Take the number, keep it, and ask for the agency's PIN: the clerk's one button, in two requests."""
        if self.state == 'signed':
            self.action_assign_number()
        return self.action_issue()

    def _obstacles_to_issue(self):
        main = self._main_file
        if self.signatory_id not in main._signed_by():
            yield self.env._("The file carries no signature of %(signer)s.", signer=self.signatory_id.name)
        if not (self.recipient_agency_ids or self.recipient_department_ids or self.recipient_user_ids):
            yield self.env._("Name at least one recipient.")

    @step
    def action_issue(self, pin):
        """Write number and date into the signed file, seal it and send it, in one act (Art. 13.4.c).

        `pin`: of the agency's certificate, never kept. Number, date and seal are one revision of the file;
        attachments in files of their own carry the agency's signature with a line of text; what goes along for
        reference stays as it is.
        """
        self._seal_main(pin)
        for file in self.file_ids[1:].filtered(lambda file: not file.is_reference):
            self._seal_attachment(file, pin)
        self._earn(issued_at=fields.Datetime.now(), issued_by_id=self.env.uid, forwarded_date=self._today())
        self.env['document.delivery']._send_out(self)
        for file in self.file_ids.filtered(lambda file: file.sudo().attachment_id.is_signed):  # sudo: asked, not shown
            file.sudo().attachment_id._archive_copy()  # sudo: what is issued is archived, whoever issues it

    def _seal_main(self, pin):
        main, day = self._main_file, self.issued_date
        # sudo: the clerk seals what stands in the register
        sealed = main.sudo().attachment_id._seal(
            self.company_id, pin, number=self.code_number, day=numbering.printed_day(day),
            month=numbering.printed_month(day), year=str(day.year), role=CLERK_GROUP,
            authorised=self._fingerprints(self.signatory_id), code=self.full_code)
        self.env['document.file.version']._keep(main, sealed.raw, sealed.name, 'seal', sealed)

    def _seal_attachment(self, file, pin):
        moment = datetime.now(UTC).replace(microsecond=0)  # one moment, in the text and in the signature
        text = numbering.attachment_text(self.full_code, moment)
        # sudo: as above
        sealed = file.sudo().attachment_id._sign_as_agency(
            self.company_id, pin, text=text, role=CLERK_GROUP, code=self.full_code, signed_at=moment)
        self.env['document.file.version']._keep(file, sealed.raw, sealed.name, 'seal', sealed)

    def _ask_pin(self, row):
        """Return the dialog that asks for the PIN, with what is going to be signed."""
        lines = [(self.env._("Document"), self.display_name), (self.env._("Signs as"), self._signs_as(row))]
        if row.name == 'issue':
            lines.insert(1, (self.env._("Number and date"), f'{self.full_code}, {self.issued_date:%d/%m/%Y}'))
        return self._pin_dialog(row, self._certificate_for(row), lines,
                                f'/web/content/{self._main_file.attachment_id.id}')

    def _certificate_for(self, row):
        """Return the certificate the step signs with: the agency's seal, or the person's own."""
        if row.name == 'issue':
            return self.company_id._seal_certificate()
        return self.env.user._signing_certificate()

    def _signs_as(self, row):
        if row.name == 'issue':
            return self.company_id.name
        return ' '.join(filter(None, (self.competence, self.delegation_id.position, self.env.user.name)))
