"""Drafts handed in by other systems: taken in once, however often they come (Decision 44/2024, Art. 17.4)."""

import base64

from psycopg2.errors import UniqueViolation

from odoo import Command, api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import mute_logger

from ..interfaces import RefusedCall


class DocumentInterfaceSubmission(models.Model):
    """What a system handed in under an identifier of its own, and the draft made of it."""

    _name = 'document.interface.submission'
    _description = 'Draft Handed In by a System'
    _order = 'id desc'
    _rec_name = 'external_id'

    interface_id = fields.Many2one('document.interface', string="System", required=True, readonly=True,
                                   ondelete='restrict')
    company_id = fields.Many2one('res.company', string="Agency", required=True, readonly=True, index=True)
    external_id = fields.Char(string="Identifier There", required=True, readonly=True)
    digest = fields.Char(string="SHA-256", required=True, readonly=True)
    at = fields.Datetime(string="Moment", required=True, readonly=True)
    outgoing_id = fields.Many2one('document.outgoing', readonly=True, index='btree_not_null', ondelete='restrict')

    _external_unique = models.UniqueIndex('(interface_id, external_id)')

    @api.model
    def _take_in(self, system, draft):
        """Return the submission of a draft (a `document.interface.draft` value): the one there is, or a new one.

        Raises RefusedCall where other content came under this identifier before.
        """
        # sudo: submissions are written here only, for a system whose key was checked
        submissions = self.sudo()
        known = submissions.search([('interface_id', '=', system.id), ('external_id', '=', draft.external_id)])
        if known and known.digest != draft.digest:
            raise RefusedCall(409, 'other_content', self.env._(
                "“%(identifier)s” was handed in before with other content. Use a new identifier.",
                identifier=draft.external_id))
        if known:
            return known
        # the row comes first: a twin of this call waits for it and finds it, instead of doing the work again
        submission = submissions._reserve(system, draft)
        submission.outgoing_id = self._begin_draft(system, draft)
        self.env['document.event']._log(submission.outgoing_id, 'hand_in', 'draft', self.env._(
            "%(system)s, under %(identifier)s", system=system.name, identifier=draft.external_id))
        return submission

    def _reserve(self, system, draft):
        try:
            with mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                return self.create({
                    'interface_id': system.id, 'company_id': system.company_id.id, 'external_id': draft.external_id,
                    'digest': draft.digest, 'at': fields.Datetime.now()})
        except UniqueViolation as twin:
            raise ConcurrencyError(f"{draft.external_id} is handed in twice at this moment") from twin

    @api.model
    def _begin_draft(self, system, draft):
        """Return the new draft of the configured drafter: made with that person's rights, and no more."""
        drafts = self.env['document.outgoing'].with_user(system.drafter_id).with_context(
            allowed_company_ids=system.company_id.ids).with_company(system.company_id)
        values = {**draft.values, 'department_id': system.department_id.id} if system.department_id else draft.values
        document = drafts.create(values)
        for place, (name, content) in enumerate(draft.files):
            try:
                document.write({'file_ids': [Command.create({
                    'name': name, 'sequence': 10 * (place + 1), 'upload': base64.b64encode(content)})]})
            except UserError as refused:
                raise RefusedCall(422, 'invalid', self.env._("A file cannot be taken in."),
                                  {f'files[{place}]': refused.args[0]}) from refused
        document._renew_waiting()
        return document

    def _receipt(self):
        """Return what the system is told, the same however often it asks."""
        return {'external_id': self.external_id, 'received_at': self.env['document.interface.status']._moment(self.at),
                'sha256': self.digest}
