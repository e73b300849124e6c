"""Pages of drafts as pictures, for the preview on which places are moved."""

from odoo import http
from odoo.http import request

USUAL_WIDTH = 1000


class DocumentPage(http.Controller):
    """Gives a page to whoever may read its file."""

    @http.route('/hanam/document/file/<int:file_id>/page/<int:page>.png', type='http', auth='user', readonly=True)
    def file_page(self, file_id, page, width=None, **_version):
        """Return a page of an outgoing document's file, counted from 0, as a PNG `width` pixels wide."""
        file = request.env['document.file'].browse(file_id).exists()
        if not file:
            raise request.not_found()
        file.check_access('read')
        return self._picture(file, page, width)

    @http.route('/hanam/document/signer/<int:row_id>/page/<int:page>.png', type='http', auth='user', readonly=True)
    def signer_page(self, row_id, page, width=None, **_version):
        """Return a page of the main file of a row of signers, for the signer of another agency."""
        return self._picture(self._row(row_id)._document()._main_file, page, width)

    @http.route('/hanam/document/signer/<int:row_id>/file/<int:file_id>', type='http', auth='user', readonly=True)
    def signer_file(self, row_id, file_id, **_unused):
        """Return a file of the document of a row of signers, as it is now."""
        file = self._row(row_id)._document().file_ids.filtered(lambda file: file.id == file_id)
        if not file.attachment_id:
            raise request.not_found()
        return request.env['ir.binary']._get_stream_from(file.attachment_id, 'raw').get_response()

    def _row(self, row_id):
        row = request.env['document.signer'].browse(row_id).exists()
        if not row:
            raise request.not_found()
        row.check_access('read')
        return row

    def _picture(self, file, page, width):
        """Give the picture; what arrived from outside is shown by the reader, never drawn by the server."""
        if not file.sudo().outgoing_id:  # sudo: asked, not shown
            raise request.not_found()
        width = int(width) if (width or '').isdecimal() else USUAL_WIDTH
        return request.make_response(file._page_png(page, width), headers=[
            ('Content-Type', 'image/png'), ('X-Content-Type-Options', 'nosniff'),
            ('Cache-Control', 'private, max-age=3600')])
