"""Paper that leaves: envelopes and the post book (Decree 30/2020, App. IV.II and IV.III)."""

from io import BytesIO

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hanam_reporting.models.document_metadata import short_date

from .common import PrintingCase

HEAD = ('Ngày chuyển', 'Số, ký hiệu văn bản', 'Nơi nhận văn bản', 'Số lượng bì', 'Ký nhận và dấu bưu điện', 'Ghi chú')


class PostCase(PrintingCase):
    """The world, two agencies that are not connected, and documents issued to them."""

    @classmethod
    def setUpClass(cls):
        """Add agencies that get paper."""
        super().setUpClass()
        cls.insurance, cls.court = cls.env['document.agency'].create([
            {'name': "Bảo hiểm xã hội tỉnh Hà Nam", 'code': 'G24.35', 'address': "Số 5 Lê Lợi, Phủ Lý"},
            {'name': "Tòa án nhân dân tỉnh Hà Nam", 'code': 'G12.35'}])
        cls.home.write({'street': "Số 1 Trần Phú, Phủ Lý", 'phone': '0226 3852 000', 'email': 'snv@hanam.gov.vn',
                        'website': 'http://snv.hanam.gov.vn'})

    @classmethod
    def posted(cls, number, agencies=None, **values):
        """Return the deliveries of a document issued under a number."""
        agencies = agencies or cls.insurance
        document = cls.draft(recipient_agency_ids=[Command.set(agencies.ids)], **values)
        code = f'{number}/SNV-CCVC'
        document._earn(state='issued', register_id=cls.departures.id, number=number, code_number=str(number),
                       code_notation='SNV-CCVC', full_code=code, issued_date='2026-01-05',
                       issued_at='2026-01-05 03:00:00', document_code=f'H25.02/{code}')
        deliveries = cls.env['document.delivery']
        return deliveries._begin(document, deliveries._rows_to(agencies)).with_user(cls.clerk)

    def printed(self, report, wizard):
        """Return the pages of a report as texts."""
        reports = wizard.env['ir.actions.report'].with_context(force_report_rendering=True)
        content, _kind = reports._render_qweb_pdf(f'hanam_reporting.{report}', wizard.ids)
        return [' '.join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]

    def envelopes(self, records, user=None, **values):
        """Return the dialog of envelopes as it opens from records."""
        context = {'active_model': records._name, 'active_ids': records.ids}
        return self.env['document.envelope.print'].with_user(user or self.clerk).with_context(**context).create(values)

    def book(self, user=None, **values):
        return self.env['document.post.book'].with_user(user or self.clerk).create(values)


@tagged('post_install', '-at_install')
class TestEnvelopes(PostCase):
    """One envelope for each recipient on paper."""

    def test_an_envelope_says_all_the_form_asks(self):
        """App. IV.II: letterhead, number and notation, recipient; the mark of urgency in its frame.

        Proves: PL4.2
        """
        delivery = self.posted(12, urgency='3')
        [page] = self.printed('envelope', self.envelopes(delivery))
        for part in ('SỞ NỘI VỤ TỈNH HÀ NAM', 'Địa chỉ: Số 1 Trần Phú, Phủ Lý', 'Điện thoại: 0226 3852 000', 'Fax: …',
                     'E-Mail: snv@hanam.gov.vn', 'Website: http://snv.hanam.gov.vn', 'Số/ký hiệu văn bản: 12/SNV-CCVC',
                     'HỎA TỐC', 'Kính gửi:', 'Bảo hiểm xã hội tỉnh Hà Nam', 'Số 5 Lê Lợi, Phủ Lý'):
            self.assertIn(part, page)

    def test_documents_to_one_recipient_share_an_envelope(self):
        """The highest urgency of them; or one envelope each."""
        first, second = self.posted(12, urgency='1'), self.posted(13, self.insurance | self.court)
        pages = self.printed('envelope', self.envelopes(first | second))
        self.assertEqual(len(pages), 2)
        self.assertIn('12/SNV-CCVC; 13/SNV-CCVC', pages[0])
        self.assertIn('KHẨN', pages[0])
        self.assertNotIn('KHẨN', pages[1])
        self.assertEqual(len(self.printed('envelope', self.envelopes(first | second, together=False))), 3)

    def test_from_the_document(self):
        """Only for those who get paper."""
        document = self.posted(12, self.insurance | self.health.agency_id).outgoing_id
        dialog = self.envelopes(document)
        self.assertEqual(dialog.delivery_ids.agency_id, self.insurance)
        self.assertEqual(dialog.action_print()['url'], f'/report/pdf/hanam_reporting.envelope/{dialog.id}')

    def test_without_paper_there_is_no_envelope(self):
        document = self.posted(12, self.health.agency_id).outgoing_id
        with self.assertRaisesRegex(UserError, "on paper"):
            self.envelopes(document).action_print()

    def test_only_the_clerks_of_the_agency(self):
        delivery = self.posted(12)
        with self.assertRaises(AccessError):
            self.envelopes(delivery, self.officer)
        with self.assertRaises(AccessError):
            self.env['document.envelope.print'].with_user(self.health_clerk).create({'delivery_ids': delivery.ids})
        self.assertFalse(self.envelopes(delivery, self.health_clerk).delivery_ids)


@tagged('post_install', '-at_install')
class TestPostBook(PostCase):
    """What the post office stamps."""

    def test_columns_and_rows_are_the_decrees(self):
        """App. IV.III: six columns, verbatim, and every line filled.

        Proves: PL4.3
        """
        delivery = self.posted(12, urgency='1')
        delivery.action_hand_over(evidence="Bưu điện tỉnh, EB123")
        delivery._earn(sent_at='2026-03-04 18:30:00')
        book = self.book(first_day='2026-03-05', last_day='2026-03-05')
        self.assertEqual(tuple(column.heading for column in book._book().columns), HEAD)
        [(_ordinal, row)] = book._book().checked_rows()
        self.assertEqual(row, ('05/3/2026', '12/SNV-CCVC', "Bảo hiểm xã hội tỉnh Hà Nam", '1', '',
                               "KHẨN\nBưu điện tỉnh, EB123"))
        pages = self.printed('post_book', book)
        self.assertEqual(len(pages), 4)
        for part in ('SỞ NỘI VỤ TỈNH HÀ NAM', 'SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN', 'Năm: 2026',
                     'Từ ngày 05/3/2026 đến ngày 05/3/2026', 'Quyển số: 01'):
            self.assertIn(part, pages[0])
            self.assertIn(part, pages[1])
        for part in (*('Ngày chuyển', 'Số lượng bì', 'Ghi chú', '(1)', '(6)'), '12/SNV-CCVC'):
            self.assertIn(part, pages[2])
        self.assertIn('01 dòng', pages[3])

    def test_days_are_local_and_what_waits_is_added_by_wish(self):
        """Art. 7.3: 18:30 in Greenwich is the next day here."""
        given = self.posted(12)
        given.action_hand_over(evidence="EB123")
        given._earn(sent_at='2026-03-04 18:30:00')
        waiting = self.posted(13, self.court | self.health.agency_id)
        books = [self.book(first_day=day, last_day=day, with_waiting=False) for day in ('2026-03-04', '2026-03-05')]
        self.assertEqual([book._deliveries().ids for book in books], [[], given.ids])
        self.assertEqual([book.row_count for book in books], [0, 1])
        both = self.book(first_day='2026-03-05', last_day='2026-03-05')
        rows = [row for _ordinal, row in both._book().checked_rows()]
        self.assertEqual([row[1] for row in rows], ['12/SNV-CCVC', '13/SNV-CCVC'])
        self.assertEqual(rows[1][0], short_date(waiting.outgoing_id._today()))

    def test_a_restricted_document_keeps_its_line(self):
        """Number and day stay, words do not."""
        self.posted(12).outgoing_id.sudo().restricted = True
        [(_ordinal, row)] = self.book()._book().checked_rows()
        self.assertEqual((row[1:4], row[5]), (('12/SNV-CCVC', '', '1'), 'Văn bản hạn chế tiếp cận'))

    def test_who_prints_it(self):
        """Clerks and leaders, each of their own agency."""
        self.posted(12)
        with self.assertRaises(AccessError):
            self.book(self.officer)
        self.assertEqual(self.book(self.director).row_count, 1)
        self.assertFalse(self.book(self.health_clerk)._deliveries())
        other = self.book(self.health_clerk)
        other.sudo().company_id = self.home
        with self.assertRaises(AccessError):
            other._deliveries()
        with self.assertRaisesRegex(UserError, "before the first"):
            self.book(first_day='2026-03-05', last_day='2026-03-04').action_print()
