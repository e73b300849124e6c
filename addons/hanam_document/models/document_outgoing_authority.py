"""The seal follows a person with authority, or it is refused (Decision 44/2024, Art. 13.3-13.4; Decree 30, Art. 13)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class DocumentOutgoing(models.Model):
    """Before the seal: who signed this very file, with which certificate, by which authority on that day."""

    _inherit = 'document.outgoing'

    instrument = fields.Char(string="Basis of the Authority", related='delegation_id.instrument')

    def _obstacles_to_issue(self):
        yield from super()._obstacles_to_issue()
        for authority, moment in self._signings():
            day = self._local_day(moment)
            if day and not authority._covers(self.type_id, day):
                yield self.env._(
                    "%(signer)s had no authority to sign a document of this kind on %(day)s (basis: %(basis)s).",
                    signer=authority.user_id.name, day=day.strftime('%d/%m/%Y'), basis=authority.instrument or '—')

    def _signings(self):
        """Return (authority, moment of signing) of everyone who signs."""
        document = self.sudo()  # sudo: authorities of other agencies are asked, not shown
        return [(document.delegation_id, document.signed_at),
                *((row.delegation_id, row.signed_at) for row in document.signer_ids)]

    @api.model
    def _local_day(self, moment):
        """Return the day of a moment in Vietnam (Decision 44/2024, Art. 7.3)."""
        return moment and fields.Datetime.context_timestamp(
            self.with_context(tz='Asia/Ho_Chi_Minh'), moment).date()

    def _seal_main(self, pin):
        self._refuse_without_authority()
        return super()._seal_main(pin)

    def _refuse_without_authority(self):
        """Raise UserError unless the file, read again, carries a good signature of everyone who was to sign it.

        A signature counts by the certificates registered for that person; a revocation list that is not fresh is no
        fault of the signature.
        """
        main = self._main_file
        check = main.sudo().attachment_id._verify_signatures()  # sudo: the clerk seals what was signed
        if not (check.is_passed or check.verdict == 'revocation_unknown'):
            raise UserError(self.env._("%(file)s cannot be sealed: %(reason)s", file=main.name, reason=check.reason))
        found = set(check.signature_ids.mapped('fingerprint'))
        for authority, _seals in self._seats():
            if found.isdisjoint(self._fingerprints(authority.user_id)):
                raise UserError(self.env._(
                    "%(file)s cannot be sealed: it carries no signature made with a certificate of %(signer)s.",
                    file=main.name, signer=authority.user_id.name))
