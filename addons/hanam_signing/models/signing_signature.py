from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib.pades import Reason, Role
from ..lib.pades.summary import level_of
from ..tools import REASONS, TRIAL_REASON, naive_utc
from .signing_verification import VERDICTS


class SigningSignature(models.Model):
    """One signature as it was found by one verification; never changed."""

    _name = 'signing.signature'
    _description = 'Digital Signature'
    _order = 'verification_id, sequence, id'
    _rec_name = 'signer'

    verification_id = fields.Many2one(
        'signing.verification', required=True, index=True, ondelete='restrict', readonly=True)
    company_id = fields.Many2one(related='verification_id.company_id', store=True, index=True)
    sequence = fields.Integer(readonly=True)
    field_name = fields.Char("Field", readonly=True)
    role = fields.Selection(
        [('person', "Person"), ('agency', "Agency"), ('further', "Further Signer"), ('unknown', "Unknown")],
        required=True, readonly=True)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    reasons = fields.Json(readonly=True)
    problem = fields.Text("Remark", compute='_compute_problem')
    signer = fields.Char(readonly=True)
    organisation = fields.Char("Organization", readonly=True)
    serial_number = fields.Char(readonly=True)
    fingerprint = fields.Char("Fingerprint (SHA-256)", readonly=True)
    issuer = fields.Char(readonly=True)
    certificate_id = fields.Many2one(
        'signing.certificate', "Registered Certificate", readonly=True, ondelete='restrict')
    valid_from = fields.Datetime(readonly=True)
    valid_to = fields.Datetime("Valid Until", readonly=True)
    signed_at = fields.Datetime("Signing Time (claimed)", readonly=True)
    proven_at = fields.Datetime("Signing Time (time stamp)", readonly=True)
    level = fields.Char(readonly=True, help="B-B, B-T, B-LT or B-LTA (ETSI EN 319 142-1), by what the file holds.")
    is_intact = fields.Boolean("Unchanged", readonly=True, help="The signed bytes and the signature value hold.")
    coverage = fields.Selection(
        [('file', "Whole file"), ('revision', "Whole revision"), ('block', "Part of the file"), ('unclear', "Unclear")],
        readonly=True)
    revocation = fields.Selection(
        [('good', "Not revoked"), ('revoked', "Revoked"), ('held', "Suspended"), ('unknown', "Not checked"),
         ('not_offered', "The authority offers no list")], readonly=True)
    signing_reason = fields.Char(readonly=True, help="What the signer wrote as the reason.")
    is_trial = fields.Boolean("For Trying Out", readonly=True, help="«KÝ THỬ»: made with a key in a file.")

    @api.depends('reasons')
    @api.depends_context('lang')
    def _compute_problem(self):
        for signature in self:
            known = [Reason(reason) for reason in signature.reasons or []]
            signature.problem = ' '.join(self.env._(REASONS[reason]) for reason in known)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & Domain('verification_id', 'any', Domain.TRUE)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        if refused := super()._check_access(operation):
            return refused
        if self.env.su or not any(self._ids):
            return None
        lines = self.sudo()  # sudo: which check a line belongs to decides whether it may be read
        if refused := lines.verification_id.with_env(self.env)._check_access('read'):
            hidden, error = refused
            return lines.filtered(lambda line: line.verification_id in hidden).with_env(self.env), error
        return None

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What a check found is never changed. Check the file again."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What a check found is never deleted. Check the file again."))

    @api.model
    def _prepare_line(self, judgement, facts, report):
        """Return the values of one line from the judgement on a file and the facts of one of its signatures."""
        certificates = self.env['signing.certificate'].sudo()  # sudo: who owns a certificate is no secret
        registered = certificates.with_context(active_test=False).search([('sha256', '=', facts.fingerprint)], limit=1)
        own = [finding.reason.value for finding in judgement.findings if finding.field == facts.field]
        return self._prepare_certificate(facts) | {
            'sequence': facts.revision,
            'field_name': facts.field,
            'role': self._role(judgement.roles.get(facts.field), registered),
            'verdict': judgement.verdict_of(facts.field).value,
            'reasons': list(dict.fromkeys(own)),
            'certificate_id': registered.id,
            'signed_at': naive_utc(facts.signed_at),
            'proven_at': naive_utc(facts.timestamp) if facts.timestamp_ok else False,
            'is_intact': facts.intact and facts.valid,
            'coverage': facts.coverage.value,
            'revocation': facts.revocation.value,
            'level': level_of(facts, report),
            'signing_reason': facts.reason,
            'is_trial': facts.reason.startswith(TRIAL_REASON),
        }

    @api.model
    def _prepare_certificate(self, facts):
        return {
            'signer': facts.signer_cn,
            'organisation': facts.signer_o,
            'serial_number': facts.serial,
            'fingerprint': facts.fingerprint,
            'issuer': facts.issuer,
            'valid_from': naive_utc(facts.not_before),
            'valid_to': naive_utc(facts.not_after),
        }

    @api.model
    def _role(self, judged, registered):
        """Return the role judged by what was expected, else the one of the registered owner."""
        if judged not in (None, Role.UNKNOWN) or not registered:
            return (judged or Role.UNKNOWN).value
        return (Role.AGENCY if registered.company_id else Role.PERSON).value
