"""What the clerk knows before deciding: signatures, duplicates, addressee (Art. 10.1; Decree 30, Art. 21)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hanam_signing.lib.pades import Expectation
from odoo.addons.hanam_signing.models.signing_verification import VERDICTS

from ..lib import numbering

HOURS_OF_A_VERDICT = 24
WORST_LAST = [verdict for verdict, _label in VERDICTS]


class DocumentIncoming(models.Model):
    """The verdict on each file, what it looks like, and whether it is for us."""

    _inherit = 'document.incoming'

    verdict = fields.Selection(VERDICTS, compute='_compute_verdict', string="Signatures")
    verdict_reason = fields.Text(compute='_compute_verdict')
    legal_value = fields.Selection(
        [('original', "Same value as the original (Art. 4.1)"), ('information', "For information only (Art. 4.2)"),
         ('copy', "Certified copy, same value as the original (Decree 30/2020, Art. 26)"),
         ('paper', "Paper original; the scan is for information only")], compute='_compute_legal_value')
    duplicate_ids = fields.Many2many('document.incoming', compute='_compute_duplicate_ids', string="Looks Like")
    is_misaddressed = fields.Boolean(compute='_compute_is_misaddressed')

    @api.depends('file_ids.verification_id', 'file_ids.is_reference', 'channel')
    def _compute_verdict(self):
        """The worst verdict of all files, once every file was checked; what is for reference carries no signature."""
        for document in self:
            # sudo: the verdict is part of the document, the record of the check is not
            files = document.sudo().file_ids.filtered(lambda file: not file.is_reference)
            checks = files.verification_id.sorted(lambda check: WORST_LAST.index(check.verdict))
            worst = checks[-1:] if all(file.verification_id for file in files) else checks.browse()
            document.verdict = worst.verdict
            document.verdict_reason = worst.reason

    @api.depends('verdict', 'channel', 'certified_at')
    def _compute_legal_value(self):
        for document in self:
            if document.channel == 'paper':
                document.legal_value = 'copy' if document.certified_at else 'paper'
            else:
                document.legal_value = document._electronic_value()

    def _electronic_value(self):
        """Return what an electronic arrival is worth by its signatures (Decision 44/2024, Art. 4)."""
        if self.verdict not in ('valid', 'valid_at_signing'):
            return 'information'
        main = self.sudo().file_ids[:1]  # sudo: the verdict is part of the document, the record of the check is not
        return 'copy' if main.verification_id.copy_form else 'original'

    @api.depends('document_code', 'full_code', 'organ_name', 'issued_date')
    def _compute_duplicate_ids(self):
        """Same identifier, or same number, notation and agency in one year (Decree 30/2020, App. VI, III.1h)."""
        for document in self:
            document.duplicate_ids = self.search(document._duplicate_domain(), limit=5)

    def _duplicate_domain(self):
        same = Domain.FALSE
        if self.document_code:
            same |= Domain('document_code', '=', self.document_code)
        if self.full_code and self.organ_name:
            twin = Domain('full_code', '=', self.full_code) & Domain('organ_name', '=', self.organ_name)
            if self.issued_date:
                year = self.issued_date.year
                twin &= Domain('issued_date', '>=', f'{year}-01-01') & Domain('issued_date', '<=', f'{year}-12-31')
            same |= twin
        return Domain('company_id', '=', self.company_id.id) & Domain('id', '!=', self._origin.id or 0) & same

    @api.depends('addressed_to')
    def _compute_is_misaddressed(self):
        """Whether the packet names neither this agency nor one whose successor it is."""
        agencies = self.env['document.agency']
        for document in self:
            own = document.sudo().company_id.agency_id  # sudo: which agency it is, is no secret
            named = [line.split(' ')[0] for line in (document.addressed_to or '').splitlines()]
            document.is_misaddressed = bool(named) and all(
                agencies._find(code).sudo()._heir() != own for code in named)  # sudo: as above

    @api.model
    def _cron_verify(self):
        """Check the signatures of what has arrived, one file per transaction (Art. 10.1).

        First what was never checked, oldest first; then, newest first, what is still to be accepted or registered and
        was judged by other authorities and revocation lists than today's, or too long ago.
        """
        unchecked = (Domain('verification_id', '=', False) & Domain('is_reference', '=', False)
                     & Domain('incoming_id.state', '=', 'arrived'))
        outdated = self._outdated_verdicts() & Domain('incoming_id.state', 'in', ('arrived', 'received'))
        electronic, files = Domain('incoming_id.channel', '=', 'electronic'), self.env['document.file']
        waiting = files.search(electronic & unchecked, limit=100, order='id')
        waiting += files.search(electronic & outdated, limit=100, order='id DESC')
        self.env['ir.cron']._commit_progress(remaining=files.search_count(electronic & (unchecked | outdated)))
        for file in waiting:
            # another job may be at it
            if file := file.try_lock_for_update().filtered_domain(unchecked | outdated):
                file._verify()
            if not self.env['ir.cron']._commit_progress(1):
                break

    @api.model
    def _outdated_verdicts(self):
        """Return which files have a verdict that does not stand any more."""
        oldest = fields.Datetime.now() - timedelta(hours=HOURS_OF_A_VERDICT)
        checks = Domain('trust_version', '!=', self.env['signing.authority']._trust_version())
        return Domain('verification_id', 'any', checks | Domain('checked_at', '<', oldest))

    def _renew_verdicts(self):
        """Check again, before acceptance, what was judged by other authorities and lists or too long ago (Art. 10.1).

        A verdict that is still missing is not waited for here.
        """
        for file in self.file_ids:
            if file.verification_id and not file.verification_id._is_fresh(HOURS_OF_A_VERDICT):
                file._verify()

    def _expectation(self, kind):
        """Return what the packet says must be on a file: a person and the sending agency, number and date."""
        day = self.issued_date
        dated = {'number': self.code_number, 'day': numbering.printed_day(day), 'month': numbering.printed_month(day),
                 'year': str(day.year)} if kind == 'main' and day else {}
        signers = (self.signer_full_name,) if self.signer_full_name else ()
        certificates = self.env['signing.certificate'].sudo().with_context(active_test=False)  # sudo: fingerprints only
        return Expectation(
            kind=kind, agency_names=(self.organ_name or '',), signatory_names=signers,
            further_fingerprints=frozenset(certificates.search([('sha256', '!=', False)]).mapped('sha256')), **dated)
