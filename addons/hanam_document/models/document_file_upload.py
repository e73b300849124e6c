"""What a person uploads: the main file as Word or PDF, attachments made into PDF, spreadsheets for reference.

Decision 44/2024, Art. 6.1; Decree 30/2020, App. I, Part III: what goes out is signed, and only a PDF can be.
"""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from odoo.addons.hanam_signing.lib import pades

from ..lib import conversion
from ..lib.conversion import Failure, Kind

_lt = LazyTranslate(__name__)

LARGEST = 50 * 1024 * 1024
FAILURES = {
    Failure.NOT_DOCX: _lt("it is not a Word document"),
    Failure.UNKNOWN_KIND: _lt("it is of no kind that can be converted"),
    Failure.ENCRYPTED: _lt("it is protected by a password"),
    Failure.TOO_LARGE: _lt("what it holds is too large"),
    Failure.NOT_INSTALLED: _lt("this part of the converter is not installed"),
    Failure.NO_CONVERTER: _lt("the converter is not installed"),
    Failure.TIMEOUT: _lt("it takes too long"),
    Failure.NO_RESULT: _lt("the converter gave no PDF"),
}
PRESENTATIONS = frozenset({Kind.PPTX, Kind.PPT, Kind.ODP})
NO_CONVERTER = (Failure.NOT_INSTALLED, Failure.NO_CONVERTER)
POINTS = len(pades.Point)


class DocumentFile(models.Model):
    """A file on its way in: looked at, converted, kept with what it was made from."""

    _inherit = 'document.file'

    is_reference = fields.Boolean(
        string="For reference", readonly=True, copy=False,
        help="Goes with the document as it is, without a signature; it has no legal value of its own.")
    pdfa_check = fields.Json(
        readonly=True, copy=False, help="{'missed': points of PDF/A the current bytes fall short of}, once checked.")
    pdfa_claim = fields.Char(string="PDF/A", compute='_compute_pdfa_claim')

    @api.depends('pdfa_check')
    @api.depends_context('lang')
    def _compute_pdfa_claim(self):
        """Say what the check of the current bytes showed, and nothing where none ran."""
        for file in self:
            file.pdfa_claim = file.pdfa_check and file._pdfa_words(len(file.pdfa_check['missed']))

    def _pdfa_words(self, missed):
        if missed:
            return self.env._("falls short of %(missed)s of %(points)s points checked", missed=missed, points=POINTS)
        return self.env._("%(points)s points checked, all met; not certified", points=POINTS)

    def _inverse_upload(self):
        for file in self.filtered('upload'):
            file._take_upload(base64.b64decode(file.upload))

    def _take_upload(self, content):
        """Store what a person uploaded: as it is, as its PDF, or both."""
        if len(content) > LARGEST:
            raise UserError(self.env._("%(file)s is larger than 50 MB.", file=self.name))
        kind = conversion.kind_of(content)
        if content.startswith(b'%PDF-') or not self._must_be_pdf(kind):
            self._keep_upload(content)
        elif self._is_first() and kind is not Kind.DOCX:
            raise UserError(self.env._("%(file)s is neither a PDF nor a Word document (.docx).", file=self.name))
        elif kind in conversion.SPREADSHEETS:
            self._take_spreadsheet(content)
        else:
            self._take_office_file(content, kind)
        self._note_upload()

    def _note_upload(self):
        self.env['document.event']._log(self._document(), 'change_file', self._document().state,
                                        details={'file': self.name, 'sha256': self.sha256})

    def _is_first(self):
        """Return whether this is the document itself: the first of its files as the database has them now."""
        side = 'outgoing_id' if self.outgoing_id else 'incoming_id'
        return self.search([(side, '=', self[side].id)], limit=1) == self

    def _must_be_pdf(self, kind):
        """Return whether only a PDF will do: for all that goes out, for a document itself, and for Word files."""
        return bool(self.outgoing_id) or kind is Kind.DOCX or self._is_first()

    def _keep_upload(self, content, *, is_reference=False):
        self.env['document.refusal']._refuse_file(self.name, content)
        self.env['document.file.version']._keep(self, content, self.name, 'upload')
        if self.is_reference != is_reference:
            self._earn(is_reference=is_reference)

    def _take_office_file(self, content, kind):
        """Keep a file beside the PDF that is made of it; a presentation nobody here can convert is for reference."""
        try:
            pdf = self._converted(content)
        except conversion.ConversionError as failure:
            if kind not in PRESENTATIONS or failure.reason not in NO_CONVERTER:
                raise UserError(self.env._(
                    "%(file)s could not be converted to PDF (%(reason)s). Upload a PDF instead, or try again.",
                    file=self.name, reason=self.env._(FAILURES[failure.reason]))) from failure
            self._keep_upload(content, is_reference=True)
        else:
            self._keep_converted(content, pdf)

    def _take_spreadsheet(self, content):
        """Keep a spreadsheet for reference; where it can be converted, its PDF is signed and it goes beside it."""
        try:
            pdf = self._converted(content)
        except conversion.ConversionError:
            self._keep_upload(content, is_reference=True)
            return
        name = self.name
        self._keep_converted(content, pdf)
        self.name = self._pdf_name()
        beside = self._document().file_ids.filtered(lambda file: file.is_reference and file.name == name)[:1]
        beside = beside or self.create({
            'name': name, 'sequence': self.sequence, 'outgoing_id': self.outgoing_id.id,
            'incoming_id': self.incoming_id.id})
        beside._keep_upload(content, is_reference=True)
        beside._note_upload()

    def _take_for_reference(self, content):
        """Keep an arrival as the sender calls it, for reference; a PDF can carry a signature and is always checked."""
        if conversion.kind_of(content) is not Kind.PDF:
            self._earn(is_reference=True)

    def _pdf_name(self):
        return f'{self.name.rsplit(".", 1)[0]}.pdf'

    def _keep_converted(self, content, pdf):
        """Keep what was uploaded, then its PDF with what the check of PDF/A says of it."""
        self._keep_upload(content)
        self.env['document.refusal']._refuse_file(self.name, pdf)
        self.env['document.file.version']._keep(self, pdf, self._pdf_name(), 'convert')
        self._check_pdfa(pdf)

    def _converted(self, content):
        soffice = self.env['ir.config_parameter'].sudo().get_param('hanam_document.soffice', 'soffice')  # sudo: setting
        return conversion.to_pdf(content, soffice=soffice)

    def _check_pdfa(self, content):
        try:
            check = {'missed': sorted({shortfall.point.value for shortfall in pades.check_pdfa(content)})}
        except pades.PadesError:
            check = None
        self._earn(pdfa_check=check)

    def _adopt(self, version, content):
        """Let a claim of PDF/A speak of the current bytes: signed bytes are checked again, an upload claims nothing."""
        super()._adopt(version, content)
        if self.pdfa_check and version.origin == 'upload':
            self._earn(pdfa_check=None)
        elif self.pdfa_check:
            self._check_pdfa(content)
