"""Sổ gửi văn bản đi bưu điện (Decree 30/2020, App. IV.III)."""

from datetime import UTC, datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.hanam_document.lib.numbering import place_and_date
from odoo.addons.hanam_signing.tools import VIETNAM

from ..lib.printing import Book, Closing, Column, Cover, Paper, write_book
from ..models.document_metadata import short_date
from ..models.document_register_span import SIGNERS

# Headings verbatim and widths in mm of the model
COLUMNS = (
    Column('Ngày chuyển', 22.5, is_centred=True), Column('Số, ký hiệu văn bản', 28), Column('Nơi nhận văn bản', 49),
    Column('Số lượng bì', 20.5, is_centred=True), Column('Ký nhận và dấu bưu điện', 31), Column('Ghi chú', 15),
)
TITLE = 'Sổ gửi văn bản đi bưu điện'


class DocumentPostBook(models.TransientModel):
    """A stretch of days of what went by post, printed for the stamp of the post office."""

    _name = 'document.post.book'
    _description = 'Print Post Book'

    company_id = fields.Many2one('res.company', string="Agency", required=True, readonly=True,
                                 default=lambda self: self.env.company)
    first_day = fields.Date(string="From Day", required=True, default=lambda self: self._today())
    last_day = fields.Date(string="To Day", required=True, default=lambda self: self._today())
    with_waiting = fields.Boolean(
        string="With What Is Taken There Now", default=True,
        help="Adds what waits to be handed over, with the date of today.")
    volume = fields.Char(string="Volume Number", default='01', required=True, size=10)
    paper = fields.Selection([('A4', "A4"), ('A3', "A3")], default='A4', required=True)
    row_count = fields.Integer(string="Lines", compute='_compute_row_count')

    @api.model
    def _today(self):
        return self.env['document.outgoing']._today()

    @api.depends('first_day', 'last_day', 'with_waiting', 'company_id')
    def _compute_row_count(self):
        for book in self:
            book.row_count = len(book._deliveries()) if book.first_day and book.last_day else 0

    def action_print(self):
        """Show the book in the browser, ready for the printer."""
        self.ensure_one()
        if self.last_day < self.first_day:
            raise UserError(self.env._("The last day is before the first."))
        return {'type': 'ir.actions.act_url', 'target': 'new',
                'url': f'/report/pdf/hanam_reporting.post_book/{self.id}'}

    def _deliveries(self):
        """Return what went by post on these days, and what is taken there now; also of documents nobody may open."""
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("You do not serve in this agency."))
        start, end = (datetime.combine(day, time(), VIETNAM).astimezone(UTC).replace(tzinfo=None)
                      for day in (self.first_day, self.last_day + timedelta(days=1)))
        given = Domain('state', '=', 'handed_over') & Domain('sent_at', '>=', start) & Domain('sent_at', '<', end)
        wanted = given | Domain('state', '=', 'pending') if self.with_waiting else given
        # sudo: a post book without some of its lines would be none; _rows leaves out the words
        return self.env['document.delivery'].sudo().search(
            Domain('company_id', '=', self.company_id.id) & Domain('transport', '=', 'paper')
            & Domain('agency_id', '!=', False) & wanted, order='sent_at NULLS LAST, id')

    def _rows(self):
        """Yield the printed cells of each line."""
        today, lines = self._today(), self._deliveries()
        visible = self.env['document.delivery'].browse(lines.ids)._filtered_access('read')
        for line in lines:
            yield line._post_row(today) if line.id in visible._ids else line._hidden_post_row(today)

    def _book(self):
        """Return the book as `lib.printing` prints it."""
        company, moment = self.company_id, datetime.now(VIETNAM)
        agency = company.sudo().agency_id  # sudo: names of agencies are in the public directory
        place = company.place or agency.place or company.city or 'Hà Nam'
        return Book(
            cover=Cover(superior=agency.parent_id.name or '', organ=company.name, title=TITLE,
                        year=self.first_day.year, first_date=short_date(self.first_day),
                        last_date=short_date(self.last_day), volume=self.volume),
            columns=COLUMNS, rows=self._rows(), paper=Paper[self.paper], printed_at=moment,
            closing=Closing(place_and_date=place_and_date(place, moment.date()), signers=SIGNERS, unit='dòng'),
            mark=f'In từ Hệ thống quản lý văn bản lúc {moment:%H:%M} ngày {short_date(moment.date())}, '
                 f'người in: {self.env.user.name}')

    def _write_book_pdf(self, stream):
        """Write the book into `stream`; return its Size."""
        return write_book(self._book(), self.env['ir.actions.report']._book_fonts(), stream)
