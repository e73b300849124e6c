"""What was refused because it carried a secrecy mark (Decision 44/2024, Art. 1.2, 15.1)."""

from hashlib import sha256

import pypdfium2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..lib.conversion import ConversionError, words_of
from ..lib.edxml.secrecy import level_of_text

PAGES = 3


class DocumentRefusal(models.Model):
    """Who, when, where and a digest: nothing of the content is kept."""

    _name = 'document.refusal'
    _description = 'Refused Secret Content'
    _order = 'id desc'
    _rec_name = 'at'

    at = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one('res.company', string="Agency", readonly=True)
    sender = fields.Char(required=True, readonly=True, help="Login of the person.")
    entrance = fields.Selection([('form', "Form"), ('file', "File")], required=True, readonly=True)
    digest = fields.Char(string="SHA-256", required=True, readonly=True)

    @api.model
    def _refuse_texts(self, texts):
        """Refuse a record whose texts carry a secrecy mark. Raises UserError."""
        said = '\n'.join(text for text in texts if isinstance(text, str))
        if level_of_text(said):
            self._refuse('form', said.encode())

    @api.model
    def _refuse_file(self, name, content):
        """Refuse a file whose name, first pages or cells carry a secrecy mark. Raises UserError."""
        if level_of_text(f'{name.rsplit(".", 1)[0]}\n{self._first_pages(content)}'):
            self._refuse('file', content)

    @api.model
    def _first_pages(self, content):
        if not content.startswith(b'%PDF-'):
            return self._words(content)
        try:
            with pypdfium2.PdfDocument(content) as document:
                pages = [document[place] for place in range(min(len(document), PAGES))]
                return '\n'.join(page.get_textpage().get_text_bounded() for page in pages)
        except pypdfium2.PdfiumError:
            return ''

    @api.model
    def _words(self, content):
        """Return the words of a file that is kept as it is; UserError when a part of it cannot be read."""
        try:
            return words_of(content)
        except ConversionError as broken:
            raise UserError(self.env._(
                "A part of this file is broken, so nobody can tell whether it carries a secrecy mark. Nothing was "
                "saved; save the file anew and upload it again.")) from broken

    @api.model
    def _refuse(self, entrance, content):
        """Keep who, when and the digest, also though this transaction will be undone, and raise."""
        row = {'at': fields.Datetime.now(), 'sender': self.env.user.login, 'entrance': entrance,
               'digest': sha256(content).hexdigest()}
        with self.env.registry.cursor() as cr:
            fresh = api.Environment(cr, SUPERUSER_ID, {})
            company = fresh['res.company'].browse(self.env.company.id).exists()
            fresh[self._name].create({**row, 'company_id': company.id})
        raise UserError(self.env._(
            "This carries a secrecy mark. State secrets are never entered here: nothing was saved. Handle the "
            "document on paper, by the law on the protection of state secrets."))
