"""Signed bytes never change: the database refuses it, and what is stored is read again by schedule.

Decree 30/2020, Art. 5; App. VI, III.5a.
"""

from hashlib import sha256

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.hanam_signing.tools import keep_rows

from .document_file_version import SIGNING

DAMAGES = [('missing', "Missing"), ('changed', "Changed"), ('broken', "Does Not Begin with the Version Before")]
DAYS_BETWEEN_CHECKS = 7
BATCH = 200
KEPT = ('file_id', 'incoming_id', 'outgoing_id', 'attachment_id', 'parent_id', 'sha256', 'parent_sha256',
        'prefix_sha256', 'origin', 'user_id', 'made_at')


class DocumentFileVersion(models.Model):
    """A signed version is only added, never changed or removed; what the store holds of it is checked."""

    _inherit = 'document.file.version'

    parent_sha256 = fields.Char(string="SHA-256 of the Version Before", readonly=True)
    prefix_sha256 = fields.Char(
        string="SHA-256 of Its Beginning", readonly=True, help="Of as many bytes as the version before has.")
    checked_at = fields.Datetime(string="Read Again", readonly=True)
    damage = fields.Selection(DAMAGES, readonly=True, help="What the last reading of the stored bytes found.")

    _prefix_check = models.Constraint(
        "CHECK (origin NOT IN ('sign', 'seal', 'copy')"
        " OR (parent_sha256 IS NOT NULL AND prefix_sha256 IS NOT NULL AND prefix_sha256 = parent_sha256))",
        "A signed version begins with the bytes of the version before it.")
    # the scheduled reading takes what was longest not read
    _checked_index = models.Index("(checked_at, id) WHERE origin IN ('sign', 'seal', 'copy')")

    def init(self):
        """Let the database refuse to change or remove a signed version, whatever program asks."""
        super().init()
        keep_rows(self.env.cr, 'hanam_document_keep_version', self._table, KEPT, SQL('old.origin IN %s', SIGNING),
                  "version % of a file is signed: it is never changed or removed")

    @api.model
    def _due_domain(self):
        """Return which versions are read now: what is damaged, and what was not read for a week."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS_BETWEEN_CHECKS)
        return Domain('origin', 'in', SIGNING) & (
            Domain('damage', '!=', False) | Domain('checked_at', '=', False) | Domain('checked_at', '<', before))

    @api.model
    def _cron_check_bytes(self):
        """Read stored signed bytes again, the longest unread first, one version per transaction."""
        due = self.search(self._due_domain(), order='checked_at NULLS FIRST, id', limit=BATCH)
        self.env['ir.cron']._commit_progress(remaining=len(due))
        for version in due:
            if version := version.try_lock_for_update():
                version._check_bytes()
            if not self.env['ir.cron']._commit_progress(1):
                break

    def _check_bytes(self):
        """Compare what the store holds with what was signed; tell those who can mend it, once per finding."""
        found, known = self._found_damage(), self.damage
        self.sudo().write({'damage': found, 'checked_at': fields.Datetime.now()})  # sudo: nobody writes versions
        if found == known:
            return
        document = self._document()
        self.env['document.event']._log(
            document, 'damaged' if found else 'mended', document.state,
            details={'file': self.file_id.name, 'sha256': self.sha256, 'version': self.id})
        self._renew_damage_notices(found)

    def _found_damage(self):
        attachment = self.sudo().attachment_id  # sudo: the whole store is read, whoever may open the files
        attachment.invalidate_recordset(['raw'])
        content, length = attachment._bytes(), self.sudo().parent_id.attachment_id.file_size  # sudo: as above
        if not content:
            return 'missing'
        if sha256(content).hexdigest() != self.sha256:
            return 'changed'
        return False if sha256(content[:length]).hexdigest() == self.parent_sha256 else 'broken'

    def _renew_damage_notices(self, found):
        """Give a notice to those who keep the system, at the agency's contact: they read no documents by that."""
        # sudo: notices of other people follow from what was found alone
        company, kind = self.sudo().company_id, self.env.ref('hanam_document.activity_damage')
        notices = self.env['mail.activity'].sudo().with_context(mail_activity_quick_update=True)  # sudo: as above
        summary = f'{self.file_id.name} · {self.sha256[:16]} · {self.id}'
        place = [('res_model', '=', 'res.partner'), ('res_id', '=', company.partner_id.id)]
        notices.search([*place, ('activity_type_id', '=', kind.id), ('summary', '=', summary)]).unlink()
        group = self.env.ref('hanam_signing.group_signing_manager')
        keepers = self.env['res.users'].sudo().search([  # sudo: as above
            ('all_group_ids', 'in', group.ids), ('company_ids', 'in', company.ids), ('share', '=', False)])
        notices.create([{
            'res_model_id': self.env['ir.model']._get_id('res.partner'), 'res_id': company.partner_id.id,
            'activity_type_id': kind.id, 'user_id': keeper.id, 'summary': summary, 'note': self._damage_words(found),
            'date_deadline': fields.Date.context_today(self),
        } for keeper in (keepers if found else ())])

    def _damage_words(self, found):
        """Return what is wrong and what to do, in the language of the agency."""
        speaker = self.with_context(lang=self.sudo().company_id.partner_id.lang)  # sudo: a language is no secret
        attachment = self.sudo().attachment_id  # sudo: where the bytes lie, for who keeps the store
        return speaker.env._(
            "Signed file %(file)s (document %(document)s, SHA-256 %(digest)s): %(damage)s. Put %(path)s back from a "
            "backup of the file store; the next check, or running it by hand, says whether the file is whole again. "
            "Until then do not send or archive this document.",
            file=self.file_id.name, document=self._document().full_code or self._document().id, digest=self.sha256,
            damage=dict(speaker._fields['damage']._description_selection(speaker.env)).get(found),
            path=attachment.store_fname or attachment.id)
