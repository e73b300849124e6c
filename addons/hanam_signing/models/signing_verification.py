import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..lib.pades import Content, Reason, judge
from ..lib.pades.facts import to_json
from ..lib.pades.judging_roles import copy_form
from ..tools import REASONS, WARNINGS, naive_utc

VERDICTS = [
    ('valid', "Valid"),
    ('valid_at_signing', "Valid When Signed"),
    ('revocation_unknown', "Revocation Not Checked"),
    ('suspicious', "Doubtful"),
    ('unsupported', "Signature Not Supported"),
    ('no_signature', "Not Signed"),
    ('invalid', "Not Valid"),
    ('encrypted', "Encrypted"),
    ('unreadable', "Not Readable"),
]
STATUSES = [
    ('passed', "Passed"),
    ('indeterminate', "Indeterminate"),
    ('failed', "Failed"),
    ('no_signature', "No Signature"),
    ('unreadable', "Unreadable"),
]


class SigningVerification(models.Model):
    """What one check of one file at one moment gave; never changed (Decree 30/2020, Art. 4.2).

    Whoever may read what the file hangs on may read what its checks found, nobody else: a finding names the file and
    its signers.
    """

    _name = 'signing.verification'
    _description = 'Signature Verification'
    _order = 'checked_at DESC, id DESC'
    _rec_name = 'file_name'

    attachment_id = fields.Many2one('ir.attachment', "File", readonly=True, index='btree_not_null', ondelete='set null')
    res_model = fields.Char(related='attachment_id.res_model', store=True)
    res_id = fields.Many2oneReference(related='attachment_id.res_id', model_field='res_model', store=True)
    file_name = fields.Char(readonly=True)
    sha256 = fields.Char("Fingerprint of the File (SHA-256)", readonly=True, index=True)
    company_id = fields.Many2one('res.company', "Agency", required=True, readonly=True, index=True)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    status = fields.Selection(STATUSES, required=True, readonly=True)
    is_passed = fields.Boolean(compute='_compute_is_passed')
    reasons = fields.Json(readonly=True)
    reason = fields.Text(compute='_compute_reason')
    warning = fields.Text("Take Care", compute='_compute_warning')
    checked_at = fields.Datetime("Checked", required=True, readonly=True)
    engine = fields.Char("Checked With", readonly=True)
    trust_version = fields.Char(
        readonly=True, index=True, help="Which authorities and revocation lists it was judged by.")
    crl_age_hours = fields.Integer("Age of Revocation Lists (hours)", readonly=True)
    is_trial = fields.Boolean(
        "For Trying Out", readonly=True, help="«KÝ THỬ»: a signature was made with a key in a file.")
    copy_form = fields.Char("Form of Copy", readonly=True, help="SAO Y and the like: signed by the agency alone.")
    facts = fields.Json(readonly=True)
    signature_ids = fields.One2many('signing.signature', 'verification_id', "Signatures", readonly=True)

    @api.depends('status')
    def _compute_is_passed(self):
        for verification in self:
            verification.is_passed = verification.status == 'passed'

    @api.depends('reasons')
    @api.depends_context('lang')
    def _compute_reason(self):
        for verification in self:
            known = [Reason(reason) for reason in verification.reasons or []]
            verification.reason = ' '.join(self.env._(REASONS[reason]) for reason in known)

    @api.depends('facts')
    @api.depends_context('lang')
    def _compute_warning(self):
        for verification in self:
            found = [Content(content) for content in (verification.facts or {}).get('active_content', [])]
            verification.warning = ' '.join(self.env._(WARNINGS[content]) for content in found if content in WARNINGS)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Find what was found about files of records the person may read: one query, with a sub-select per model."""
        if not (self.env.su or bypass_access):
            kinds = self.sudo()._read_group([('res_model', '!=', False)], ['res_model'])  # sudo: names of models only
            readable = [
                Domain('res_model', '=', kind) & Domain('res_id', 'in', self.env[kind]._search(Domain.TRUE))
                for kind, in kinds if kind in self.env and self.env[kind].has_access('read')]
            domain = Domain(domain) & Domain.OR(readable)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        if refused := super()._check_access(operation):
            return refused
        if self.env.su or not any(self._ids):
            return None
        checks = self.sudo()  # sudo: which file a finding is about decides whether it may be read
        files = checks.attachment_id.with_env(self.env)
        hidden = files - files._filtered_access('read')
        if unseen := checks.filtered(lambda check: not check.attachment_id or check.attachment_id in hidden):
            return unseen.with_env(self.env), lambda: AccessError(self.env._(
                "What a check found can be read by those who may read the file."))
        return None

    def _is_fresh(self, max_age_hours=24):
        """Tell whether a verdict still stands: judged by today's authorities and lists, and not too long ago."""
        self.ensure_one()
        oldest = fields.Datetime.now() - timedelta(hours=max_age_hours)
        return self.checked_at >= oldest and self.trust_version == self.env['signing.authority']._trust_version()

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What a check found is never changed. Check the file again."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What a check found is never deleted. Check the file again."))

    @api.model
    def _record(self, attachment, report, expectation=None):
        """Judge what the signature library found in a file and store it; return the new verification.

        report: DocumentReport. expectation: Expectation or None, when nobody's role is asked.
        """
        judgement = judge(report, expectation)
        lines = [self.env['signing.signature']._prepare_line(judgement, facts, report) for facts in report.signatures]
        return self.sudo().create({  # sudo: nobody may write a verdict by hand
            'attachment_id': attachment.id,
            'file_name': attachment.name,
            'sha256': report.sha256,
            'company_id': (attachment.company_id or self.env.company).id,
            'verdict': judgement.verdict.value,
            'status': judgement.status.value,
            'reasons': [reason.value for reason in judgement.reasons],
            'checked_at': naive_utc(report.checked_at),
            'engine': report.engine,
            'trust_version': self.env['signing.authority']._trust_version(),
            'crl_age_hours': self.env['signing.crl']._age_hours(),
            'is_trial': any(line['is_trial'] for line in lines),
            'copy_form': copy_form(report),
            'facts': json.loads(to_json(report)),
            'signature_ids': [fields.Command.create(line) for line in lines],
        }).sudo(False)  # sudo: given back with the reader's own rights
