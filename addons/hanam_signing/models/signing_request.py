import base64
import secrets
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request as web_request
from odoo.tools import SQL
from odoo.tools.misc import Callbacks

from ..lib.pades.deferred import finish, prepared_from_json, prepared_to_json
from ..tools import TimestampChoice
from .signing_means import Answers, Rehearsal

LIFETIME = timedelta(minutes=10)
RUNNING = ('waiting', 'answered')


@dataclass(frozen=True, slots=True)
class Step:
    """A call that signs: a method a model names in `_signing_steps`, on one record, without the PIN."""

    res_model: str
    res_id: int
    method: str
    args: dict = field(default_factory=dict)

    def take(self, env, pin):
        """Run it as the person of `env`; its own rules decide."""
        return getattr(env[self.res_model].browse(self.res_id), self.method)(**self.args | {'pin': pin})


class SigningRequest(models.Model):
    """One signature that is made outside the server: prepared here, signed by the holder's own tool, finished here.

    `start` runs the step as a rehearsal that is taken back and keeps what is to be signed; `finish` runs it for real
    with what came back. All requests of a step are one batch: one person, ten minutes, once. The tool asks its holder
    for the PIN each time; this model never sees it.
    """

    _name = 'signing.request'
    _description = 'Signing Request'
    _order = 'id DESC'
    _rec_name = 'field'

    batch = fields.Char(required=True, index=True, groups=fields.NO_ACCESS)
    user_id = fields.Many2one('res.users', "Person", required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', "Agency", required=True, index=True, ondelete='restrict')
    certificate_id = fields.Many2one('signing.certificate', required=True, ondelete='restrict')
    ip = fields.Char("Address")
    res_model = fields.Char("Model", required=True)
    res_id = fields.Integer("Record", required=True)
    method = fields.Char("Step", required=True)
    args = fields.Json(groups=fields.NO_ACCESS)
    name = fields.Char("File", groups=fields.NO_ACCESS)
    without_timestamp = fields.Boolean()
    mode = fields.Selection([('hash', "Hash"), ('file', "Whole File")], required=True)
    field = fields.Char(required=True)
    stated = fields.Json(groups=fields.NO_ACCESS)
    base_sha256 = fields.Char(groups=fields.NO_ACCESS, required=True)
    prepared_id = fields.Many2one('ir.attachment', groups=fields.NO_ACCESS, ondelete='set null')
    prepared_facts = fields.Json(groups=fields.NO_ACCESS)
    token_hash = fields.Char(groups=fields.NO_ACCESS, index='btree_not_null')
    handed_out_at = fields.Datetime()
    result_id = fields.Many2one('ir.attachment', groups=fields.NO_ACCESS, ondelete='set null')
    expires_at = fields.Datetime("Valid Until", required=True)
    state = fields.Selection([
        ('waiting', "Waiting"), ('answered', "Answered"), ('done', "Done"), ('failed', "Not Completed"),
        ('expired', "Expired")], required=True, default='waiting', index=True)
    error = fields.Char("What Went Wrong")
    outcome = fields.Json(groups=fields.NO_ACCESS)

    @api.model
    def start(self, res_model, res_id, method, args=None, certificate_sha256=False, without_timestamp=False):
        """Prepare every signature of a step and return what is to be signed; the step itself leaves nothing behind.

        certificate_sha256: of the certificate the person's token holds, checked against the registered one.
        without_timestamp: the person's decision after the time-stamping authority did not answer. Return
        {'batch': …, 'items': […]}: attributes and mechanism to sign, or the message for a whole-file tool. UserError
        and AccessError are those of the step.
        """
        step = self._signing_step(res_model, res_id, method, args)
        rehearsal = Rehearsal(certificate_sha256, without_timestamp=without_timestamp is True)
        self._rehearse(step, rehearsal)
        if not rehearsal.pieces:
            raise UserError(self.env._("There is nothing to sign here. Reload the page."))
        common = {
            'batch': secrets.token_urlsafe(24), 'user_id': self.env.uid, 'company_id': self.env.company.id,
            'ip': web_request.httprequest.remote_addr if web_request else False,
            'without_timestamp': rehearsal.without_timestamp,
            'res_model': step.res_model, 'res_id': step.res_id, 'method': step.method, 'args': step.args,
            'expires_at': fields.Datetime.now() + LIFETIME,
        }
        return {'batch': common['batch'], 'items': [self._remember(piece, common) for piece in rehearsal.pieces]}

    @api.model
    def _signing_step(self, res_model, res_id, method, args):
        """Return the step; AccessError for anything a model does not name as one."""
        model = self.env.get(res_model) if isinstance(res_model, str) else None
        steps = getattr(model, '_signing_steps', ())
        if not isinstance(method, str) or method not in steps or not isinstance(res_id, int):
            raise AccessError(self.env._("This is not an act that can be signed."))
        return Step(res_model, res_id, method, dict(args or {}))

    def _rehearse(self, step, rehearsal):
        """Run a step to its end and take everything back, also what it would do after the transaction."""
        cursor = self.env.cr
        kept, cursor.postcommit = cursor.postcommit, Callbacks()
        try:
            with closing(cursor.savepoint()):
                step.take(self.env, rehearsal)
                self.env.flush_all()
        finally:
            cursor.postcommit = kept

    def _remember(self, piece, common):
        """Keep one signature that is due, and return what the browser needs for it."""
        request = self.sudo().create(common | {  # sudo: people hold no right to write here
            'certificate_id': piece.certificate.id, 'mode': piece.certificate._mode(), 'name': piece.name,
            'field': piece.field, 'base_sha256': piece.base_sha256, 'stated': piece.stated,
            'prepared_facts': prepared_to_json(piece.prepared) if piece.prepared else False})
        request.prepared_id = request._kept_bytes('prepared_id', piece.pdf)
        if request.mode == 'file':
            return request._file_item()
        return {'name': piece.name, 'data': base64.b64encode(piece.prepared.attributes).decode(),
                'mechanism': piece.prepared.mechanism}

    def _kept_bytes(self, name, content):
        return self.env['ir.attachment'].create({
            'name': f'{name}.pdf', 'raw': content, 'mimetype': 'application/pdf', 'res_model': self._name,
            'res_field': name, 'res_id': self.id})

    @api.model
    def finish(self, batch, answers=()):
        """Run the step of a batch for real with what came back; the second call gets the outcome of the first.

        answers: for each item base64 of the bare signature or of a detached CMS; none in file mode. Return state (done,
        failed or expired), error (a sentence) and outcome (what the step returned). What failed stored nothing.
        TimestampChoice leaves the batch open: the person may ask again, or begin again without a time stamp.
        """
        requests = self._locked(batch)._let_expire()
        if not all(request.state in RUNNING for request in requests):
            return requests._result()
        if requests.filtered(lambda request: request.mode == 'file' and request.state == 'waiting'):
            raise UserError(self.env._(
                "The signing tool has not sent the signed file back. Sign in its window, or cancel and sign again."))
        try:
            with self.env.cr.savepoint():
                outcome = requests._take_for_real(answers)
        except TimestampChoice:
            raise
        except UserError as error:
            requests._end('failed', error=str(error))
        else:
            requests._end('done', outcome=outcome)
        return requests._result()

    def _take_for_real(self, answers):
        first = self[:1]
        signatures = self._decoded(answers) if first.mode == 'hash' else [None] * len(self)
        answered = Answers(self, signatures)
        step = self.sudo(False)._signing_step(first.res_model, first.res_id, first.method, first.args)
        outcome = step.take(self.sudo(False).env, answered)
        answered.check_all_used()
        return outcome if isinstance(outcome, dict) else bool(outcome)

    def _decoded(self, answers):
        """Return the signatures as bytes; UserError unless there is one for each request."""
        try:
            signatures = [base64.b64decode(answer, validate=True) for answer in answers]
        except (TypeError, ValueError):
            signatures = []
        if len(signatures) != len(self):
            raise UserError(self.env._(
                "The signing program sent back something else than the signatures. Nothing was stored; sign again."))
        return signatures

    def _finished_bytes(self, plan, signature):
        """Return the signed file of this request, checked; errors of the signature library."""
        if self.mode == 'file':
            return self._taken_back(plan)
        prepared = prepared_from_json(self.prepared_facts, self.prepared_id._bytes())
        return finish(prepared, signature, timestamper=plan.act.timestamper if prepared.stamped else None)

    @api.model
    def abandon(self, batch, reason):
        """End a batch that the person or the tool gave up; `reason` is kept for the administrator."""
        requests = self._locked(batch)
        requests.filtered(lambda request: request.state in RUNNING)._end('failed', error=str(reason)[:500])
        return True

    @api.model
    def _locked(self, batch):
        """Return the requests of the person's own batch, with rights over them; others wait until this one ends."""
        self.flush_model()
        self.env.cr.execute(SQL(
            "SELECT id FROM signing_request WHERE batch = %s AND user_id = %s ORDER BY id FOR UPDATE",
            str(batch), self.env.uid))
        requests = self.sudo().browse(row[0] for row in self.env.cr.fetchall())  # sudo: no right to write here
        if not requests:
            raise UserError(self.env._("This signature was not begun by you. Open the document again and sign."))
        return requests

    def _let_expire(self):
        overdue = self.filtered(
            lambda request: request.state in RUNNING and request.expires_at < fields.Datetime.now())
        overdue._end('expired', error=self.env._(
            "The signature took longer than ten minutes. Nothing was stored; open the document again and sign."))
        return self

    def _end(self, state, **values):
        self.write({'state': state, **values})

    def _result(self):
        """Return what became of the batch, told by the request that ended it."""
        ended = self.filtered(lambda request: request.state not in (*RUNNING, 'done'))[:1] or self[:1]
        return {'state': ended.state, 'error': ended.error or '', 'outcome': ended.outcome}

    @api.model
    def _cron_clear(self):
        """End what is overdue and delete the prepared and returned files of everything that ended."""
        self.search([('state', 'in', RUNNING), ('expires_at', '<', fields.Datetime.now())])._let_expire()
        ended = self.search([('state', 'not in', RUNNING), ('prepared_id', '!=', False)])
        (ended.prepared_id | ended.result_id).unlink()
