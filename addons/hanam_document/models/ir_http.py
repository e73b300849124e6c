import re
from hashlib import sha256

from werkzeug.exceptions import Unauthorized

from odoo import fields, models, tools
from odoo.http import request

SCOPE = 'hanam_interface'
BEARER = re.compile(r'bearer\s+(\S+)', re.IGNORECASE)


class IrHttp(models.AbstractModel):
    """Other systems show a key that opens the interfaces of this product and nothing else."""

    _inherit = 'ir.http'

    @classmethod
    def _auth_method_hanam_key(cls):
        """Let in the technical user whose key of scope `hanam_interface` is shown; nobody else, no session."""
        shown = BEARER.fullmatch(request.httprequest.headers.get('Authorization', '').strip())
        # sudo: a key is checked before anybody is known
        keys = request.env['res.users.apikeys'].sudo()
        user = shown and keys._holder_of(shown[1])
        if not user:
            raise Unauthorized("A key of this system is needed: Authorization: Bearer …")
        request.session.can_save = False
        request.update_env(user=user, su=False, context={'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'})


class ResUsersApikeys(models.Model):
    """A key of other systems is hashed slowly once; then its digest is remembered until a key is taken away."""

    _inherit = 'res.users.apikeys'

    def unlink(self):
        """Forget who was known by a key."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    def _holder_of(self, key):
        """Return the id of the user whose key of scope `hanam_interface` this is, 0 for none or one that has ended."""
        try:
            user, until = self._checked(sha256(key.encode()).hexdigest(), key)
        except LookupError:
            return 0
        ended = until and until <= fields.Datetime.now()
        # sudo: asked, not shown
        return 0 if ended or not self.env['res.users'].sudo().browse(user).active else user

    @tools.ormcache('digest')
    def _checked(self, digest, key):
        """Return (user id, moment the key ends). `digest`: by which it is remembered, never the key.

        Raises LookupError for a wrong key, which is not remembered.
        """
        user = self._check_credentials(scope=SCOPE, key=key)
        if not user:
            raise LookupError
        own = self.search([('user_id', '=', user), ('scope', '=', SCOPE)])
        return user, min((row.expiration_date for row in own if row.expiration_date), default=None)
