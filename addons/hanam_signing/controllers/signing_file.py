"""The addresses at which a signing tool fetches a file and sends the signed one back (VGCA Sign Service)."""

import json

from odoo import http
from odoo.http import content_disposition, request

from ..models.signing_request_files import GROWTH, LARGEST

ADDRESS = '/hanam/signing/file/<string:token>'
OPEN = {'type': 'http', 'auth': 'public', 'csrf': False, 'save_session': False}
# Room for the frame of the form around the file
LARGEST_BODY = LARGEST + GROWTH + 64 * 1024


class SigningFile(http.Controller):
    """No cookie is needed: the address itself is the right, for one file, once in each direction, for ten minutes."""

    @http.route(ADDRESS, methods=['GET'], **OPEN)
    def hand_out(self, token):
        """Give the file once; a tool that only asks whether it is there (HEAD) uses nothing up."""
        if request.httprequest.method == 'HEAD':
            return request.make_response('', [('Content-Type', 'application/pdf')])
        # sudo: the random address is the right; it opens one file
        content = request.env['signing.request'].sudo()._hand_out(token)
        if content is None:
            return request.make_response('', [('Cache-Control', 'no-store')], status=404)
        return request.make_response(content, [
            ('Content-Type', 'application/pdf'), ('Content-Length', len(content)), ('Cache-Control', 'no-store'),
            ('X-Content-Type-Options', 'nosniff'), ('Content-Disposition', content_disposition('van-ban.pdf'))])

    @http.route(ADDRESS, methods=['POST'], max_content_length=LARGEST_BODY, **OPEN)
    def take_back(self, token, uploadfile=None, **_other):
        """Take the signed file once; the answer has the form the tool hands on to the page."""
        if not hasattr(uploadfile, 'read'):
            return self._answer(400, "uploadfile is missing")
        # sudo: as above
        trouble = request.env['signing.request'].sudo()._take_in(token, uploadfile.read())
        return self._answer(404 if trouble else 200, trouble, uploadfile.filename)

    def _answer(self, status, message, name=''):
        is_taken = status == 200
        body = {'Status': is_taken, 'Message': message, 'FileName': name,
                'FileServer': request.httprequest.base_url if is_taken else ''}
        return request.make_response(json.dumps(body), [
            ('Content-Type', 'application/json'), ('Cache-Control', 'no-store')], status=status)
