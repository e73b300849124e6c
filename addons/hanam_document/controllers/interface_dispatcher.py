"""How calls of other systems are answered: one shape of refusal, every call kept (Decision 44/2024, Art. 17.4)."""

from contextlib import suppress
from uuid import uuid4

from psycopg2 import OperationalError
from werkzeug.exceptions import HTTPException

from odoo import api
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.http import Dispatcher

from ..interfaces import REQUEST_ID, RefusedCall

CODES = {400: 'malformed', 401: 'no_key', 403: 'no_right', 404: 'unknown_call', 405: 'unknown_call',
         413: 'too_large', 415: 'malformed', 422: 'refused'}


class InterfaceDispatcher(Dispatcher):
    """Takes routes of type `hanam_interface`.

    A route with a key names by `rights` what opens it, any of them; without it nobody gets in. What a call
    did and that it was made are written in one transaction; of a refused call only that it was made.
    """

    routing_type = 'hanam_interface'

    def __init__(self, request):
        super().__init__(request)
        given = request.httprequest.headers.get('X-Request-Id', '')
        self.request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        self.call = None

    @classmethod
    def is_compatible_with(cls, request):
        """Take any body: what it must be, the call says."""
        return True

    def dispatch(self, endpoint, args):
        """Answer with what the call returns, or with why it was refused."""
        request, system = self.request, None
        calls = request.env['document.interface.call']
        self.call = f'{request.httprequest.method} {endpoint.routing["routes"][0]}'
        try:
            if endpoint.routing['auth'] == 'hanam_key':
                system = calls._admit(endpoint.routing.get('rights', ()))
            with request.env.cr.savepoint():
                request.params = dict(args)
                response = self._answer(*request.registry['ir.http']._dispatch(endpoint))
        except ConcurrencyError:
            raise
        except (UserError, HTTPException) as refused:
            system = system or request.env['document.interface']._of_caller()
            response = self._refusal(refused)
            outcome = {'status': response.status_code, 'code': self._code(refused)}
        else:
            outcome = {'status': response.status_code}
        if system:
            self._note(system, **outcome)
        return response

    def _note(self, system, **outcome):
        system.env['document.interface.call']._note(
            system, call=self.call, request_id=self.request_id,
            reference=getattr(self.request, 'interface_reference', None), **outcome)

    def handle_error(self, exc):
        """Answer in the same shape where no call was reached, for want of a key, or where the server failed."""
        response = self._refusal(exc)
        if self.call and response.status_code >= 500:
            # without a database there is no list to keep the call in, but still an answer
            with suppress(OperationalError), self.request.registry.cursor() as cr:
                env = api.Environment(cr, self.request.env.uid, {})
                if system := env['document.interface']._of_caller():
                    self._note(system, status=response.status_code, code=self._code(exc))
        return response

    def _refusal(self, exc):
        status = self._status(exc)
        message = exc.description if isinstance(exc, HTTPException) else str(exc)
        if status >= 500:
            message = "The server failed. Try again later; tell its operator the number of this request."
        error = {'code': self._code(exc), 'message': message, 'fields': getattr(exc, 'fields', {})}
        response = self._answer({'error': error}, status)
        if status == 401:
            response.headers['WWW-Authenticate'] = 'Bearer'
        if status == 429:
            response.headers['Retry-After'] = '60'
        return response

    def _status(self, exc):
        if isinstance(exc, HTTPException):
            return exc.code or 500
        if isinstance(exc, AccessError):
            return 403
        return getattr(exc, 'http_status', 422) if isinstance(exc, UserError) else 500

    def _code(self, exc):
        return exc.code if isinstance(exc, RefusedCall) else CODES.get(self._status(exc), 'failed')

    def _answer(self, body, status=200):
        response = self.request.make_json_response(body, status=status)
        response.headers['X-Request-Id'] = self.request_id
        response.headers['Cache-Control'] = 'no-store'
        return response
