from hashlib import sha256
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import str2bool

from ..lib.pades import load_pkcs12
from ..tools import speaking


class SigningCertificate(models.Model):
    """The public half of a key pair and where its private half is kept. The private key is never in the database."""

    _name = 'signing.certificate'
    _description = 'Certificate'
    _inherit = ['signing.x509']
    _order = 'valid_to DESC, id DESC'

    user_id = fields.Many2one('res.users', "Person", index='btree_not_null', ondelete='restrict')
    company_id = fields.Many2one('res.company', "Agency", index='btree_not_null', ondelete='restrict')
    provider = fields.Selection(
        [('pkcs12', "PKCS#12 file, for trying out")], "Key Kept In", required=True, default='pkcs12')
    key_reference = fields.Char(
        "Key File", groups='hanam_signing.group_signing_manager', copy=False,
        help="Name of the PKCS#12 file inside the key directory of the server, without any folder.")
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

    def _signer(self, pin):
        """Open the private key with its PIN and return the signer; the PIN is tried exactly once.

        Only the person a key belongs to may use it, an agency's key only who serves there; superuser mode gives no
        right to a key. AccessError for another's key; UserError for a wrong PIN and for whatever is not in place.
        """
        self.ensure_one()
        self._check_holder()
        self._check_in_force()
        if not pin or not isinstance(pin, str):
            raise UserError(self.env._("Enter the PIN of the certificate of %(name)s.", name=self.common_name))
        store = self._read_key_store()
        with speaking(self.env, name=self.common_name):
            signer = load_pkcs12(store, pin)
        if sha256(signer.certificate_der).hexdigest() != self.sha256:
            raise UserError(self.env._(
                "The key file of %(name)s belongs to another certificate. Ask the administrator to register the "
                "certificate that goes with it.", name=self.common_name))
        return signer

    def _check_holder(self):
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

    def _read_key_store(self):
        """Return the bytes of the PKCS#12 file, if such files are allowed here and the file is in its directory."""
        settings = self.env['ir.config_parameter'].sudo()  # sudo: system settings
        if not str2bool(settings.get_param('hanam_signing.allow_pkcs12', ''), False):
            raise UserError(self.env._(
                "Keys in PKCS#12 files are switched off here. Sign with a token, or ask the administrator to set the "
                "system parameter hanam_signing.allow_pkcs12 to True for trying out."))
        directory = settings.get_param('hanam_signing.pkcs12_directory', '')
        name = self.sudo().key_reference  # sudo: the file name is hidden from people
        if not directory or not name:
            raise UserError(self.env._(
                "No key is registered for the certificate of %(name)s. Ask the administrator to set the key "
                "directory and the key file.", name=self.common_name))
        try:
            return self._inside(directory, name).read_bytes()
        except OSError as error:
            raise UserError(self.env._(
                "The key file of %(name)s cannot be read. Ask the administrator to put it in the key directory of "
                "the server.", name=self.common_name)) from error

    @api.model
    def _inside(self, directory, name):
        """Return the path of a file that really lies in the directory; OSError when a link leads out of it."""
        home = Path(directory).resolve()
        path = (home / name).resolve(strict=True)
        if path.parent != home:
            raise OSError(f'{name} is not in the key directory')
        return path

    def _is_trial(self):
        """Tell whether what this key signs is marked «KÝ THỬ»: keys in files are for trying out only."""
        self.ensure_one()
        return self.provider == 'pkcs12'
