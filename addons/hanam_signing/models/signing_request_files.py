import json
import secrets
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.pades.handing import take_back

LARGEST = 50 * 1024 * 1024
GROWTH = 2 * 1024 * 1024
# What the tool calls each act; a further agency of a joint document approves, it gives no number.
FUNCTIONS = {'person': 'SignApproved', 'co_seal': 'SignApproved', 'seal': 'SignIssued', 'attachment': 'SignAppendix'}


class SigningRequest(models.Model):
    """Files that a tool on the person's computer fetches, signs and sends back (VGCA Sign Service).

    The tool has no session here: it is let in by a random address that works once in each direction, for ten minutes,
    for one file of one act. What it sends is kept apart and trusted in nothing: `finish` checks it byte for byte.
    """

    _inherit = 'signing.request'

    def _file_item(self):
        """Return the tool's function and the request it is sent; the address is told once and kept as a hash."""
        if self.prepared_id.file_size > LARGEST:
            raise UserError(self.env._("%(name)s is too large for the signing tool: at most 50 MB.", name=self.name))
        token = secrets.token_urlsafe(32)
        self.token_hash = self._hash_of(token)
        url = f'{self.get_base_url()}/hanam/signing/file/{token}'
        message = {'FileUploadHandler': url, 'SessionId': '', 'JWTToken': '', 'FileName': url}
        if self.stated.get('number'):
            message['DocNumber'] = self.stated['number']
        if self.stated.get('date'):
            year, month, day = map(int, self.stated['date'])
            message['IssuedDate'] = f'{year:04}-{month:02}-{day:02}T00:00:00+07:00'
        return {'name': self.name, 'function': FUNCTIONS[self.stated['kind']], 'message': json.dumps(message)}

    @api.model
    def _hash_of(self, token):
        return sha256(token.encode()).hexdigest()

    @api.model
    def _open_at(self, token):
        """Return the running request of an address, locked, or nothing: unknown, used, ended, too late."""
        self.flush_model()
        self.env.cr.execute(SQL(
            "SELECT id FROM signing_request"
            " WHERE token_hash = %s AND state = 'waiting' AND expires_at >= %s FOR UPDATE",
            self._hash_of(token), fields.Datetime.now()))
        return self.browse(row[0] for row in self.env.cr.fetchall())

    @api.model
    def _hand_out(self, token):
        """Return the file at an address once, None afterwards and for any other address."""
        request = self._open_at(token)
        if not request or request.handed_out_at:
            return None
        request.handed_out_at = fields.Datetime.now()
        return request.prepared_id._bytes()

    @api.model
    def _take_in(self, token, content):
        """Keep what a tool sends to an address, once. Return a sentence, empty when it was taken.

        Only the beginning is compared here; signature, certificate and changes are checked when the person's browser
        asks to finish.
        """
        request = self._open_at(token)
        if not request or not request.handed_out_at:
            return self.env._("This address is not known, was used already or is too old.")
        request = request.with_context(lang=request.user_id.lang)
        handed_out = request.prepared_id._bytes()
        if not content.startswith(handed_out) or len(content) > len(handed_out) + GROWTH:
            sentence = request.env._(
                "The file that came back for %(name)s is not the one that was given out. Nothing was stored; sign "
                "again, and tell the administrator if it happens twice.", name=request.name)
            request._end('failed', error=sentence)
            return sentence
        request.write({'result_id': request._kept_bytes('result_id', content).id, 'state': 'answered'})
        return ''

    def _taken_back(self, plan):
        """Return the file that came back, checked against what was handed out and against the step as it is now."""
        handed_out, result = self.prepared_id._bytes(), self.result_id._bytes()
        if not handed_out.startswith(plan.pdf):
            raise UserError(self.env._("%(name)s was changed meanwhile. Open it again and sign.", name=self.name))
        take_back(handed_out, result, self.certificate_id._der_bytes())
        return result
