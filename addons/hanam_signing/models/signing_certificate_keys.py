from hashlib import sha256
from pathlib import Path

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import str2bool

from ..lib.pades import load_pkcs12
from ..lib.pades.providers import CscAccess, CscSigner, ServiceSigner
from ..tools import speaking

AT_SERVER = ('pkcs12', 'pkcs11', 'csc')


class SigningCertificate(models.Model):
    """Keys the server can reach: each is opened with what its holder enters for this act, tried exactly once."""

    _inherit = 'signing.certificate'

    def _signer(self, pin, code=''):
        """Open the private key with its PIN and return the signer; the PIN is tried exactly once and is not kept.

        code: one-time code, where a remote service asks for one. A token or service is asked when it signs. Only the
        person a key belongs to may use it, an agency's key only who serves there; superuser mode gives no right to a
        key. AccessError for another's key; UserError for a wrong PIN and for whatever is not in place.
        """
        self.ensure_one()
        self._check_holder()
        self._check_in_force()
        if self.provider not in AT_SERVER:
            raise UserError(self.env._(
                "The key of %(name)s is at that person's own computer. Open the document in the browser there and "
                "sign it with the signing tool.", name=self.common_name))
        if not pin or not isinstance(pin, str):
            raise UserError(self.env._("Enter the PIN of the certificate of %(name)s.", name=self.common_name))
        with speaking(self.env, name=self.common_name):
            signer = getattr(self, f'_{self.provider}_signer')(pin, code)
        if sha256(signer.certificate_der).hexdigest() != self.sha256:
            raise UserError(self.env._(
                "The key file of %(name)s belongs to another certificate. Ask the administrator to register the "
                "certificate that goes with it.", name=self.common_name))
        return signer

    def _pkcs12_signer(self, pin, _code):
        return load_pkcs12(self._read_key_store(), pin)

    def _pkcs11_signer(self, pin, _code):
        socket_path = self._setting('service_socket')
        held = self.sudo()  # sudo: where a key lies is hidden from people
        if not socket_path or not held.token_label or not held.key_id:
            raise self._no_key()
        return ServiceSigner(socket_path, held.token_label, held.key_id, pin, self._der_bytes(), self._chain())

    def _csc_signer(self, pin, code):
        url = self._setting('csc_url')
        credential = self.sudo().credential_id  # sudo: as above
        if not url or not credential:
            raise self._no_key()
        access = CscAccess(url, self._setting('csc_token'), self._setting('csc_authority'))
        return CscSigner(access, credential, self._der_bytes(), self._chain(), pin, code)

    @api.model
    def _setting(self, name):
        """Return a setting of the addon; services and their tokens are the administrator's to set."""
        return self.env['ir.config_parameter'].sudo().get_param(f'hanam_signing.{name}') or ''  # sudo: as said

    def action_find_in_service(self):
        """Show the certificates on the tokens of the signing service, to register them for their owners."""
        return self.env['signing.key.finder'].action_find()

    def _no_key(self):
        return UserError(self.env._(
            "No key is registered for the certificate of %(name)s. Ask the administrator to set where the key is.",
            name=self.common_name))

    def _read_key_store(self):
        """Return the bytes of the PKCS#12 file, if such files are allowed here and the file is in its directory."""
        if not str2bool(self._setting('allow_pkcs12'), False):
            raise UserError(self.env._(
                "Keys in PKCS#12 files are switched off here. Sign with a token, or ask the administrator to set the "
                "system parameter hanam_signing.allow_pkcs12 to True for trying out."))
        directory = self._setting('pkcs12_directory')
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
