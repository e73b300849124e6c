"""Which lines of a register are printed, and as which volume."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hanam_document.lib.numbering import place_and_date, printed_number

from ..lib.printing import Book, Closing, Column, Cover, Paper, write_book, write_sheet
from .document_metadata import HIDDEN, short_date

# Headings verbatim and widths in mm of the model (Decree 30/2020, App. IV.VI and IV.I)
INCOMING_COLUMNS = (
    Column('Ngày đến', 15, is_centred=True), Column('Số đến', 12.5, is_centred=True), Column('Tác giả', 12.5),
    Column('Số, ký hiệu văn bản', 20), Column('Ngày tháng văn bản', 17.5, is_centred=True),
    Column('Tên loại và trích yếu nội dung văn bản', 27.5), Column('Đơn vị hoặc người nhận', 20),
    Column('Ngày chuyển', 20, is_centred=True), Column('Ký nhận', 15), Column('Ghi chú', 15),
)
OUTGOING_COLUMNS = (
    Column('Số, ký hiệu văn bản', 18), Column('Ngày tháng văn bản', 19, is_centred=True),
    Column('Tên loại và trích yếu nội dung văn bản', 31), Column('Người ký', 17.5),
    Column('Nơi nhận văn bản', 15), Column('Đơn vị, người nhận bản lưu', 22.5),
    Column('Số lượng bản', 17.5, is_centred=True), Column('Ngày chuyển', 20, is_centred=True), Column('Ký nhận', 15),
    Column('Ghi chú', 12.5),
)
BOOKS = {
    'incoming': ('document.incoming', 'Sổ đăng ký văn bản đến', INCOMING_COLUMNS),
    'outgoing': ('document.outgoing', 'Sổ đăng ký văn bản đi', OUTGOING_COLUMNS),
}
SIGNERS = ('Văn thư cơ quan', 'Thủ trưởng cơ quan')


class Totals(NamedTuple):
    """How many lines, from which number and day to which; zeros and False where there are none."""

    count: int
    first_number: int
    last_number: int
    first_day: object
    last_day: object


class DocumentRegisterSpan(models.AbstractModel):
    """A stretch of a register by days and numbers, with its volume number."""

    _name = 'document.register.span'
    _description = 'Part of a Register'

    register_id = fields.Many2one('document.register', required=True, ondelete='cascade')
    volume = fields.Char(string="Volume Number", default='01', required=True, size=10)
    first_day = fields.Date(string="From Day", help="Empty: from the first line.")
    last_day = fields.Date(string="To Day", help="Empty: to the last line.")
    first_number = fields.Integer(string="From Number", help="0: from the first number.")
    last_number = fields.Integer(string="To Number", help="0: to the last number.")
    paper = fields.Selection([('A4', "A4"), ('A3', "A3")], default='A4', required=True)

    def _lines(self):
        """Return the empty recordset of the documents this register numbers, as this person."""
        self.register_id.check_access('read')
        return self.env[BOOKS[self.register_id.direction][0]]

    def _domain(self):
        """Return which lines are printed."""
        documents = self._lines()
        number, day = documents._book_number, documents._book_day
        bounds = ((number, '>=', max(self.first_number, 1)), (number, '<=', self.last_number),
                  (day, '>=', self.first_day), (day, '<=', self.last_day))
        return Domain.AND([[('register_id', '=', self.register_id.id)], *([bound] for bound in bounds if bound[2])])

    def _totals(self):
        """Return the Totals of the chosen lines, hidden ones counted."""
        documents = self._lines()
        number, day = documents._book_number, documents._book_day
        # sudo: counted, not shown
        return Totals(*documents.sudo()._read_group(
            self._domain(), [], ['__count', f'{number}:min', f'{number}:max', f'{day}:min', f'{day}:max'])[0])

    def _hidden_count(self, totals):
        """Return how many chosen lines this person may not open."""
        return totals.count - self._lines().search_count(self._domain())

    def _book(self):
        """Return the chosen lines as a `lib.printing` book, its rows not read yet."""
        totals = self._totals()
        moment = fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), fields.Datetime.now())
        return Book(
            cover=self._cover(totals), columns=BOOKS[self.register_id.direction][2],
            rows=self._lines()._book_rows(self._domain()), closing=self._closing(totals, moment.date()),
            printed_at=moment, paper=Paper[self.paper],
            mark=f'In từ Hệ thống quản lý văn bản lúc {moment:%H:%M} ngày {short_date(moment.date())}, '
                 f'người in: {self.env.user.name}')

    def _cover(self, totals):
        register = self.register_id
        # sudo: the names of an agency and of the one above it are in the public directory
        company = register.sudo().company_id
        title = BOOKS[register.direction][1] + (f' ({register.series})' if register.series else '')
        numbers = [printed_number(number) if number else '' for number in (totals.first_number, totals.last_number)]
        return Cover(
            superior=company.agency_id.parent_id.name or '', organ=company.name, title=title, year=register.year,
            first_date=short_date(self.first_day or totals.first_day),
            last_date=short_date(self.last_day or totals.last_day),
            first_number=numbers[0], last_number=numbers[1], volume=self.volume)

    def _closing(self, totals, today):
        """Return the closing page; it tells which numbers are not there and which lines are not shown."""
        company = self.register_id.company_id
        missing = self._missing_numbers(totals)
        notes = []
        if missing:
            notes.append(f'Không có trong sổ: số {", ".join(map(printed_number, missing))}.')
        if hidden := self._hidden_count(totals):
            notes.append(f'{hidden:02d} dòng ghi «{HIDDEN}»: người in không được xem nội dung.')
        place = company.place or company.agency_id.place
        return Closing(
            place_and_date=place_and_date(place or company.city or 'Hà Nam', today), signers=SIGNERS,
            notes=tuple(notes), is_unbroken=not missing)

    def _missing_numbers(self, totals):
        """Return the numbers between first and last that no chosen line has."""
        if totals.count == (totals.last_number or 0) - (totals.first_number or 0) + bool(totals.count):
            return []
        documents = self._lines().sudo()  # sudo: numbers only
        there = set(documents.search(self._domain()).mapped(documents._book_number))
        return [number for number in range(totals.first_number, totals.last_number) if number not in there]

    def _write_book_pdf(self, stream):
        """Write the chosen lines into `stream` as a book; return its lib.printing Size."""
        return write_book(self._book(), self.env['ir.actions.report']._book_fonts(), stream)

    def _write_file(self, file_format, stream):
        """Write the chosen lines as 'pdf' or 'xlsx'; return the Size."""
        return self._write_book_pdf(stream) if file_format == 'pdf' else write_sheet(self._book(), stream)

    @api.model
    def _span_fields(self):
        """Return the fields that say what is printed."""
        return ['register_id', 'volume', 'first_day', 'last_day', 'first_number', 'last_number', 'paper']

    def _file_name(self, file_format='pdf'):
        """Return a name for the file: «So-van-ban-den-2026-quyen-01.pdf»."""
        register = self.register_id
        way = {'incoming': 'den', 'outgoing': 'di'}[register.direction]
        return f'So-van-ban-{way}-{register.year}-quyen-{self.volume}.{file_format}'.replace('/', '-')
