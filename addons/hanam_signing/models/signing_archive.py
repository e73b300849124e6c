from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.pades import PadesError, errors
from ..lib.pades.archive import archive, archive_ends, renew_archive
from ..tools import aware, in_words, naive_utc

BEFORE_THE_END = timedelta(days=365)
FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=7)


class SigningArchive(models.Model):
    """The archive copy of an issued file, and when it needs its next time stamp (Decree 30/2020, Art. 29 to 31).

    The issued file never changes. The copy begins with its bytes and proves them (level B-LTA); one year before the
    certificate of its newest time stamp ends, a copy of the copy gets another one. Rows say nothing about what the
    file is: who may open the file opens its copy through the file.
    """

    _name = 'signing.archive'
    _description = 'Archive Copy'
    _order = 'renew_at, id'
    _rec_name = 'sha256'

    company_id = fields.Many2one('res.company', "Agency", required=True, readonly=True, index=True)
    issued_id = fields.Many2one(
        'ir.attachment', required=True, readonly=True, ondelete='restrict', groups=fields.NO_ACCESS)
    copy_id = fields.Many2one(
        'ir.attachment', readonly=True, index='btree_not_null', ondelete='restrict', groups=fields.NO_ACCESS)
    sha256 = fields.Char("Fingerprint of the Issued File (SHA-256)", readonly=True)
    copy_sha256 = fields.Char("Fingerprint of the Copy (SHA-256)", readonly=True)
    made_at = fields.Datetime("Newest Time Stamp", readonly=True)
    ends_at = fields.Datetime("Proved Until", readonly=True)
    renew_at = fields.Datetime("Next Time Stamp", required=True, readonly=True, index=True)
    stamps = fields.Integer("Time Stamps", readonly=True)
    failures = fields.Integer(readonly=True)
    trouble = fields.Text(readonly=True)

    _issued_unique = models.UniqueIndex('(issued_id)', "This file has its archive copy already.")

    @api.model
    def _keep(self, attachment):
        """Return the row of an issued file; the copy itself is made by the scheduled action."""
        row = self.search([('issued_id', '=', attachment.id)])
        if row:
            return row
        self.env.ref('hanam_signing.cron_archive')._trigger()
        return self.create({
            'issued_id': attachment.id, 'sha256': attachment.sha256, 'renew_at': fields.Datetime.now(),
            'company_id': (attachment.company_id or self.env.company).id})

    @api.model
    def _cron_make(self):
        """Make and renew the copies whose turn it is, each in a transaction of its own."""
        due = [('renew_at', '<=', fields.Datetime.now())]
        rows = self.search(due, limit=200)
        self.env['ir.cron']._commit_progress(remaining=len(rows))
        for row in rows:
            if row.try_lock_for_update().filtered_domain(due):
                row._make()
            if not self.env['ir.cron']._commit_progress(1):
                break

    def action_renew(self):
        """Make the copy, or give it its next time stamp, now."""
        self.ensure_one()
        if not self.env.user.has_group('hanam_signing.group_signing_manager'):
            raise AccessError(self.env._("Archive copies are renewed by the signature administrator."))
        self.check_access('read')
        row = self.sudo()  # sudo: the copy is made from a file the administrator need not be allowed to read
        if not row.try_lock_for_update():
            raise UserError(self.env._("The copy is being made at this moment. Reload the page."))
        row._make()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def _make(self):
        """Make the copy or renew it; trouble is kept on the row, and the pause doubles with every failure."""
        self.ensure_one()
        tsa = self.company_id._time_stamping_authority()
        if not tsa:
            return self._note_trouble(self.env._(
                "No time-stamping authority is registered. Register one; the copy is made then."))
        newest = self.copy_id or self.issued_id
        try:
            content = (renew_archive if self.copy_id else archive)(
                newest._bytes(), trust=self.env['signing.authority']._trust_material(),
                timestamper=tsa._time_stamper(), at=aware(fields.Datetime.now()))
            ends = naive_utc(archive_ends(content))
        except PadesError as error:
            return self._note_trouble(self._in_words(error, tsa))
        tsa._note_end(ends)
        return self._note_copy(newest._version(content, is_signed=True), ends)

    def _in_words(self, error, tsa):
        """Return what the administrator reads: what happened and what to do."""
        if isinstance(error, errors.TimestampNotTrusted):
            return self.env._(
                "The certificate of %(name)s is not trusted here (%(detail)s). Register its authority for time stamps, "
                "and keep its revocation list current.", name=tsa.name, detail=str(error)[:200])
        if isinstance(error, errors.TimestampUnavailable):
            return self.env._("The time-stamping authority %(name)s does not answer; it is tried again.", name=tsa.name)
        if isinstance(error, errors.ArchiveRefused):
            return self.env._(
                "A signature cannot be proved now (%(detail)s). Check the trusted authorities and their revocation "
                "lists; it is tried again.", detail=error.reason)
        return in_words(self.env, error, self.sha256)

    def _note_copy(self, copy, ends):
        now = fields.Datetime.now()
        renew = ends - BEFORE_THE_END
        self.write({
            'copy_id': copy.id, 'copy_sha256': copy.sha256, 'made_at': now, 'ends_at': ends,
            # A certificate that lasts less than a year is renewed half way, not at every run.
            'renew_at': renew if renew > now else now + (ends - now) / 2,
            'stamps': self.stamps + 1, 'failures': 0, 'trouble': False})

    def _note_trouble(self, sentence):
        pause = min(FIRST_PAUSE * 2 ** min(self.failures, 10), LONGEST_PAUSE)
        self.write({'trouble': sentence, 'failures': self.failures + 1, 'renew_at': fields.Datetime.now() + pause})
