"""The evidence pack as a download."""

from contextlib import ExitStack
from tempfile import TemporaryFile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import content_disposition, request
from odoo.tools import config

MODELS = {'incoming': 'document.incoming', 'outgoing': 'document.outgoing'}


class DocumentEvidence(http.Controller):
    """Makes the pack when it is asked for; nothing of it stays on the server but its digest in the trace."""

    @http.route('/hanam/document/<string:way>/<int:document_id>/evidence.zip', type='http', auth='user')
    def evidence(self, way, document_id, **_unused):
        """Return the pack of a document, streamed from a file that has no name and ends with the answer."""
        document = request.env[MODELS[way]].browse(document_id).exists() if way in MODELS else None
        if not document:
            raise request.not_found()
        with ExitStack() as on_failure:
            stream = on_failure.enter_context(TemporaryFile(dir=config['data_dir']))
            name = request.env['document.evidence']._write_pack(document, stream)
            on_failure.pop_all()
        size = stream.seek(0, 2)
        stream.seek(0)
        return http.Response(
            wrap_file(request.httprequest.environ, stream), mimetype='application/zip', direct_passthrough=True,
            headers=[('Content-Disposition', content_disposition(name)), ('Content-Length', str(size)),
                     ('X-Content-Type-Options', 'nosniff'), ('Cache-Control', 'no-store')])
