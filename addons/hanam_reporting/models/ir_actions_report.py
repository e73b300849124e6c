"""The one PDF renderer: letters and forms by WeasyPrint, books by reportlab; Odoo's wkhtmltopdf is not used."""

import io
import os

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.printing import FontMissing, load_fonts, page_to_pdf

ENGINES = [('weasyprint', "Page of HTML (letters, forms)"), ('reportlab', "Book (registers of any length)")]


class IrActionsReport(models.Model):
    """A report that names its engine is drawn without a browser, a network or the machine's fonts."""

    _inherit = 'ir.actions.report'

    pdf_engine = fields.Selection(
        ENGINES, string="PDF Engine",
        help="A page is the report's own whole HTML document; a book is drawn by the record's method "
             "_write_book_pdf(stream). Without an engine Odoo's own renderer is asked.")

    @api.model
    def get_wkhtmltopdf_state(self):
        """Say that PDF can be made: the web client asks before each print and would else show HTML."""
        return 'ok'

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Return {record id: {'stream', 'attachment'}}, one PDF per record, stored ones taken as they are."""
        report = self._get_report(report_ref)
        if not report.pdf_engine:
            if super().get_wkhtmltopdf_state() == 'install':
                raise UserError(self.env._("“%(report)s” names no PDF engine and cannot be printed.",
                                           report=report.name))
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = {}
        for res_id in res_ids or [False]:
            attachment, stream = self._kept_print(report, res_id)
            if not stream:
                stream = self._draw(report, res_id, dict(data or {}, report_type='pdf'))
            streams[res_id] = {'stream': stream, 'attachment': attachment}
        return streams

    @api.model
    def _kept_print(self, report, res_id):
        """Return (attachment, stream) of an earlier print, as core does: the stream only where it is to be reused."""
        if not (res_id and report.attachment) or self.env.context.get('report_pdf_no_attachment'):
            return None, None
        attachment = report.retrieve_attachment(self.env[report.model].browse(res_id))
        is_reused = attachment and report.attachment_use
        return attachment, io.BytesIO(attachment.raw) if is_reused else None

    def _draw(self, report, res_id, data):
        """Return the PDF of one record as a stream."""
        stream = io.BytesIO()
        try:
            if report.pdf_engine == 'reportlab':
                self.env[report.model].browse(res_id)._write_book_pdf(stream)
            else:
                html, _kind = self._render_qweb_html(report, [res_id] if res_id else None, data=data)
                stream.write(page_to_pdf(html.decode(), self._font_folder()))
        except FontMissing as missing:
            raise self._font_error(missing) from missing
        return stream

    @api.model
    def _font_folder(self):
        """Return the folder that holds Tinos: HANAM_FONT_DIR, else the parameter hanam.font_dir."""
        # sudo: where the font lies is a setting of the server, whoever prints
        parameters = self.env['ir.config_parameter'].sudo()
        return os.environ.get('HANAM_FONT_DIR') or parameters.get_param('hanam.font_dir') or ''

    @api.model
    def _book_fonts(self):
        """Return the font of books. Raise UserError when it is not there."""
        try:
            return load_fonts(self._font_folder())
        except FontMissing as missing:
            raise self._font_error(missing) from missing

    @api.model
    def _font_error(self, missing):
        return UserError(self.env._(
            "The font for printing is missing: %(file)s. Ask the administrator to set its folder.",
            file=missing.path.name))
