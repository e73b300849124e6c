"""Calls of other systems, version 1 (Decision 44/2024, Art. 17.4); what they say is in docs/interfaces/README.md."""

import base64
import json

from odoo import http
from odoo.http import request
from odoo.tools import file_open

from ..interfaces import LARGEST_CALL, PREFIX, RefusedCall
from .interface_dispatcher import InterfaceDispatcher

KEYED = {'type': InterfaceDispatcher.routing_type, 'auth': 'hanam_key', 'save_session': False}
OPEN = {**KEYED, 'auth': 'public'}
DESCRIPTION = 'hanam_document/data/openapi-v1.json'


class DocumentInterface(http.Controller):
    """Each call returns (what to say, status of HTTP); rights, limits and the record of calls are the dispatcher's."""

    @http.route(f'{PREFIX}/drafts', methods=['POST'], rights=('drafts',), max_content_length=LARGEST_CALL, **KEYED)
    def submit_draft(self):
        """Take in a draft, as JSON with files in base64 or as multipart/form-data."""
        body, files = self._multipart() if request.httprequest.mimetype == 'multipart/form-data' else self._json()
        system = request.env['document.interface']._of_caller()
        draft = request.env['document.interface.draft']._read_draft(body, files)
        request.interface_reference = draft.external_id
        submission = request.env['document.interface.submission']._take_in(system, draft)
        return submission._receipt(), 201

    @http.route(f'{PREFIX}/documents/<path:external_id>', methods=['GET'], rights=('drafts', 'status'), **KEYED)
    def own_document(self, external_id):
        """Say how far a document is that the caller handed in."""
        request.interface_reference = external_id[:100]
        system = request.env['document.interface']._of_caller()
        return request.env['document.interface.status']._by_external_id(system, external_id), 200

    @http.route(f'{PREFIX}/documents', methods=['GET'], rights=('status',), **KEYED)
    def issued_document(self):
        """Say how far a document of the agency is, by its identifier."""
        code = request.httprequest.args.get('document_code', '')
        request.interface_reference = code[:100]
        system = request.env['document.interface']._of_caller()
        return request.env['document.interface.status']._by_code(system, code), 200

    @http.route(f'{PREFIX}/figures', methods=['GET'], rights=('figures',), **KEYED)
    def figures(self):
        """Count what came, went and waits, by agency and day."""
        figures = request.env['document.interface.figures']
        asked = request.httprequest.args
        first, last = figures._period(asked.get('from'), asked.get('to'))
        return figures._figures(request.env['document.interface']._of_caller(), first, last), 200

    @http.route(f'{PREFIX}/openapi.json', methods=['GET'], **OPEN)
    def description(self):
        """Return the description of this version, which holds no secret."""
        with file_open(DESCRIPTION, 'r') as description:
            return json.load(description), 200

    @http.route([PREFIX, f'{PREFIX}/<path:unknown>'], **OPEN)
    def unknown(self, unknown=''):
        """Answer what is no call of this version, in the shape of every refusal."""
        raise RefusedCall(404, 'unknown_call', request.env._("There is no such call in this version."))

    def _multipart(self):
        """Return what the part `metadata` says, and the parts `files` in their order."""
        form = request.httprequest
        parts = [(part.filename or '', part.read()) for part in form.files.getlist('files')]
        return self._parsed(form.form.get('metadata', '')), parts

    def _json(self):
        """Return what the body says, and its files decoded. Raises RefusedCall where either cannot be read."""
        body = self._parsed(request.httprequest.get_data())
        listed = body.get('files', [])
        if not isinstance(listed, list) or not all(isinstance(file, dict) for file in listed):
            raise RefusedCall(422, 'invalid', request.env._("Give the files as a list."),
                              {'files': request.env._("A list of objects with name and content.")})
        return body, [self._file(place, file) for place, file in enumerate(listed)]

    def _file(self, place, file):
        name, content = file.get('name'), file.get('content')
        try:
            if isinstance(name, str):
                return name, base64.b64decode(content, validate=True)
            raise TypeError(name)
        except (TypeError, ValueError) as wrong:
            raise RefusedCall(422, 'invalid', request.env._("A file cannot be read."), {
                f'files[{place}]': request.env._("A file has a name, and its content in base64.")}) from wrong

    def _parsed(self, text):
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise RefusedCall(400, 'malformed', request.env._("The call is no JSON object in UTF-8."))
        return body
