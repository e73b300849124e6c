"""«Why it still holds»: what a check found, in words an auditor can follow (Decision 44/2024, Art. 10.1)."""

from odoo import models
from odoo.exceptions import UserError

from ..lib.pades.stored import read_stored
from ..tools import aware
from ..tools.proving import bytes_words, moment_words, tone_of, what_to_do


class SigningVerification(models.Model):
    """The panel of one check: built from what was stored then, the file is not read again."""

    _inherit = 'signing.verification'

    def proof(self):
        """Return the panel of this check, for those who may read it; see `_proof`."""
        self.ensure_one()
        self.check_access('read')
        return self._proof()

    def check_again(self):
        """Check the file once more and return the panel of the new check; the old one stays."""
        self.ensure_one()
        self.check_access('read')
        if not self.attachment_id:
            raise UserError(self.env._("%(file)s is no longer kept here; it cannot be checked again.",
                                       file=self.file_name))
        return self.attachment_id._check_again()._proof()

    def _proof(self):
        """Return what was found, in the reader's language.

        {id, title, tone, verdict, reason, advice, warning, is_trial, may_check_again, story: [sentence],
        signatures: [see `signing.signature._proof`], revisions: [{number, bytes, title, tone, points: [sentence]}],
        file: [{label, value}]}. `tone`: success, warning, danger or secondary. The caller has checked the rights.
        """
        check = self.sudo()  # sudo: who may read the check, or the file it is about, may read all of it
        report = read_stored(check.facts)
        return {
            'id': check.id, 'title': check.file_name, 'tone': tone_of(check.verdict),
            'verdict': dict(check._fields['verdict']._description_selection(self.env))[check.verdict],
            'reason': check.reason, 'advice': self.env._(what_to_do(check.verdict, check.reasons)),
            'warning': check.warning, 'is_trial': check.is_trial, 'may_check_again': bool(check.attachment_id),
            'story': check._story(report), 'signatures': check._signature_proofs(report),
            'revisions': check._revision_proofs(report), 'file': check._file_proof(report),
        }

    def _signature_proofs(self, report):
        facts = {one.field: one for one in report.signatures}
        return [line._proof(facts[line.field_name], report) for line in self.signature_ids if line.field_name in facts]

    def _file_proof(self, report):
        rows = [
            (self.env._("File"), self.file_name),
            (self.env._("Size"), self.env._("%(amount)s bytes", amount=bytes_words(report.size))),
            (self.env._("Pages"), report.pages),
            (self.env._("Fingerprint (SHA-256)"), self.sha256),
            (self.env._("Checked"), moment_words(aware(self.checked_at))),
            (self.env._("Checked for"), self.company_id.name),
            (self.env._("Checked with"), self.engine),
            (self.env._("Trusted authorities"), report.anchors),
            (self.env._("Revocation lists"), self._lists_words(report)),
        ]
        return [{'label': label, 'value': str(value)} for label, value in rows if value or value == 0]

    def _lists_words(self, report):
        if not report.crls:
            return self.env._("none")
        return self.env._("%(amount)s, the oldest issued %(hours)s hours before the check",
                          amount=report.crls, hours=self.crl_age_hours)
