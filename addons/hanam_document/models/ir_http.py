import re

from werkzeug.exceptions import Unauthorized

from odoo import models
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
        user = shown and keys._check_credentials(scope=SCOPE, key=shown[1])
        if not user:
            raise Unauthorized("A key of this system is needed: Authorization: Bearer …")
        request.session.can_save = False
        request.update_env(user=user, su=False, context={'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'})
