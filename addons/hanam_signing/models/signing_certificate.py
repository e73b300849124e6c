import base64
from contextlib import contextmanager
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import str2bool

from ..lib.pades import carry_out, errors
from ..tools import TimestampChoice, speaking
from .signing_means import Answers, Rehearsal, entered

# What is signed: what the server does itself, the hash of a prepared file, or a whole file in a tool of its own.
MODES = {'pkcs12': 'server', 'pkcs11': 'server', 'csc': 'hash', 'agent': 'hash', 'vgca': 'file'}


class SigningCertificate(models.Model):
    """The public half of a key pair and where its private half is kept. The private key is never in the database.

    Every use of a key asks its holder again: the PIN, the code of a remote service, or the window of the person's own
    signing tool. It is asked for one act or one batch of acts that the person ticked, and is never kept.
    """

    _name = 'signing.certificate'
    _description = 'Certificate'
    _inherit = ['signing.x509']
    _order = 'valid_to DESC, id DESC'

    user_id = fields.Many2one('res.users', "Person", index='btree_not_null', ondelete='restrict')
    company_id = fields.Many2one('res.company', "Agency", index='btree_not_null', ondelete='restrict')
    provider = fields.Selection([
        ('pkcs11', "Token or HSM at the server"),
        ('agent', "Token at the person's computer"),
        ('vgca', "VGCA Sign Service at the person's computer"),
        ('csc', "Remote signing service"),
        ('pkcs12', "PKCS#12 file, for trying out"),
    ], "Key Kept In", required=True, default='pkcs12')
    key_reference = fields.Char(
        "Key File", groups='hanam_signing.group_signing_manager', copy=False,
        help="Name of the PKCS#12 file inside the key directory of the server, without any folder.")
    token_label = fields.Char(
        "Token", groups='hanam_signing.group_signing_manager', copy=False,
        help="Label of the token, as the signing service lists it.")
    key_id = fields.Char(
        groups='hanam_signing.group_signing_manager', copy=False,
        help="Identifier of the key on the token, in hexadecimal digits.")
    credential_id = fields.Char(
        groups='hanam_signing.group_signing_manager', copy=False,
        help="Name of the credential at the remote signing service.")
    is_expired = fields.Boolean(compute='_compute_is_expired', search='_search_is_expired')
    active = fields.Boolean(default=True)

    _sha256_unique = models.UniqueIndex('(sha256)', "This certificate is registered already.")
    _owner_check = models.Constraint(
        'CHECK ((user_id IS NULL) <> (company_id IS NULL))',
        "A certificate belongs to one person or to one agency.")

    @api.depends('valid_to')
    def _compute_is_expired(self):
        now = fields.Datetime.now()
        for certificate in self:
            certificate.is_expired = bool(certificate.valid_to) and certificate.valid_to < now

    def _search_is_expired(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        return [('valid_to', '<', now)] if True in value else [('valid_to', '>=', now)]

    @api.constrains('key_reference')
    def _check_key_reference(self):
        for certificate in self.sudo():  # sudo: the file name is hidden from people
            name = certificate.key_reference
            if name and (Path(name).name != name or name.startswith('.')):
                raise ValidationError(self.env._(
                    "%(name)s is not a plain file name. Give the name of the key file without any folder.", name=name))

    @api.model
    def _check_certificate(self, data):
        if data.is_authority:
            raise UserError(self.env._(
                "%(name)s is a certification authority. Register it among the trusted authorities.",
                name=data.common_name))

    def _mode(self):
        """Return server (signed in one call), hash (prepared, signed elsewhere, finished) or file (a foreign tool)."""
        self.ensure_one()
        return MODES[self.provider]

    def _carry_out(self, plan, pin, name, stated):
        """Make the signature that `plan` says, with this key, and return the bytes of the file.

        pin: text for a key the server reaches; else what `signing.request` puts in its place (`signing_means`). name:
        of the file, for sentences. stated: what the act writes, as plain values; both runs must state the same.
        """
        self._check_holder()
        self._check_in_force()
        with speaking(self.env, name=name), self._offering_choice(plan):
            if isinstance(pin, Rehearsal | Answers):
                return pin.carry_out(self, plan, name, stated)
            return carry_out(plan, self._signer(entered(pin)[0]))

    @contextmanager
    def _offering_choice(self, plan):
        """Say which authority gave no time stamp, and let the person choose where the agency allows it."""
        try:
            yield
        except errors.TimestampNotTrusted:
            raise
        except errors.TimestampUnavailable as error:
            if plan.act.timestamper is None:
                raise
            agency = self._signing_agency()
            may_skip = agency.signing_level_least == 'b'
            raise (TimestampChoice if may_skip else UserError)(agency._timestamp_trouble()) from error

    def _signing_agency(self):
        """Return the agency whose way of signing counts: its own seal's, or where the person is at work."""
        return self.company_id.with_env(self.env) or self.env.company

    def _check_holder(self):
        """Only the person a key belongs to may use it, an agency's key only who serves there; superuser or not."""
        person = self.env.user
        owner = (self.user_id or self.company_id).sudo().name  # sudo: a name for the sentence
        if self.user_id and self.user_id != person:
            raise AccessError(self.env._(
                "The certificate of %(owner)s can be used by its owner alone.", owner=owner))
        if self.company_id and (person._is_superuser() or self.company_id not in person.company_ids):
            raise AccessError(self.env._(
                "The seal of %(agency)s can be used only by persons who serve there.", agency=owner))

    def _check_in_force(self):
        now = fields.Datetime.now()
        if not self.active:
            raise UserError(self.env._(
                "The certificate of %(name)s is archived. Ask the administrator to register the current one.",
                name=self.common_name))
        if not self.valid_from <= now <= self.valid_to:
            raise UserError(self.env._(
                "The certificate of %(name)s is valid from %(start)s to %(end)s and cannot sign now. Renew it with "
                "the certification authority, then ask the administrator to register it.",
                name=self.common_name, start=self._local_day(self.valid_from), end=self._local_day(self.valid_to)))

    def _local_day(self, moment):
        return fields.Datetime.context_timestamp(self, moment).strftime('%d/%m/%Y')

    def _chain(self):
        """Return the registered authorities between this certificate and its root, nearest first, as DER."""
        authorities = self.env['signing.authority'].sudo().search(  # sudo: trust is the same for everyone
            [('purpose', '=', 'signing'), ('is_self_signed', '=', False)])
        chain, issuer = [], self.issuer
        while link := authorities.filtered(lambda authority, issuer=issuer: authority.subject == issuer)[:1]:
            chain.append(link._der_bytes())
            authorities, issuer = authorities - link, link.issuer
        return tuple(chain)

    def _is_trial(self):
        """Tell whether what this key signs is marked «KÝ THỬ»: keys in files are for trying out only."""
        self.ensure_one()
        return self.provider == 'pkcs12'

    def _dialog_params(self):
        """Return what the browser must know to sign with this key; none of it is secret.

        provider_mode: server, remote (one authorisation for many acts), agent or file. asks_pin: whether our dialog
        asks; an agent can be left to ask by itself. asks_code: whether the remote service wants a one-time code too.
        """
        self.ensure_one()
        mode = {'csc': 'remote', 'agent': 'agent', 'vgca': 'file'}.get(self.provider, 'server')
        agent_asks = str2bool(self._setting('agent_asks_pin'), False)
        return {
            'provider_mode': mode,
            'asks_pin': mode in ('server', 'remote') or (mode == 'agent' and not agent_asks),
            'asks_code': mode == 'remote' and str2bool(self._setting('csc_asks_code'), False),
            'certificate': self.sha256,
            'certificate_der': base64.b64encode(self._der_bytes()).decode(),
            'holder': self.common_name,
            'agent_url': self._setting('agent_url') or 'ws://127.0.0.1:8988',
            'vgca_url': self._setting('vgca_url') or 'wss://127.0.0.1:8987',
        }
