"""The registers in print, column by column (Decree 30/2020, App. IV)."""

import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PrintingCase

INCOMING_HEAD = ('Ngày đến', 'Số đến', 'Tác giả', 'Số, ký hiệu văn bản', 'Ngày tháng văn bản',
                 'Tên loại và trích yếu nội dung văn bản', 'Đơn vị hoặc người nhận', 'Ngày chuyển', 'Ký nhận',
                 'Ghi chú')
OUTGOING_HEAD = ('Số, ký hiệu văn bản', 'Ngày tháng văn bản', 'Tên loại và trích yếu nội dung văn bản', 'Người ký',
                 'Nơi nhận văn bản', 'Đơn vị, người nhận bản lưu', 'Số lượng bản', 'Ngày chuyển', 'Ký nhận', 'Ghi chú')


@tagged('post_install', '-at_install')
class TestRegisterBook(PrintingCase):
    """What stands in each column, and what never leaves the book."""

    def rows(self, register=None, user=None):
        """Return the printed rows of a register as this person would print them."""
        return list(self.span(register, user)._book().checked_rows())

    def test_columns_are_the_decrees(self):
        """Ten columns each, verbatim, in the decree's order.

        Proves: PL4.1, PL4.6
        """
        for register, head in ((self.arrivals, INCOMING_HEAD), (self.departures, OUTGOING_HEAD)):
            columns = self.span(register)._book().columns
            self.assertEqual(tuple(column.heading for column in columns), head)

    def test_an_arrival_fills_its_columns(self):
        """Decree 30/2020, Art. 22.3: every field of the form.

        Proves: VI.V.1
        """
        document = self.directed(issued_date='2026-03-05', description="Bản sao")
        day = document.arrival_date
        printed = f'{day.day:02d}/{day.month if day.month > 2 else f"0{day.month}"}/{day.year}'
        [(_ordinal, row)] = self.rows()
        self.assertEqual(row, (
            printed, '01', "Sở Tài chính tỉnh Hà Nam", '1523/STC-NS', '05/3/2026',
            "Công văn\nV/v lập dự toán năm 2027", "Vũ Văn Em\nBùi Thị Giang", printed, '', "Bản sao"))

    def test_a_recalled_arrival_keeps_its_line_without_its_words(self):
        """Decree 30/2020, App. VI, III.8b-c: number and day stay, and by which order it was cancelled."""
        document = self.registered(description="Hồng Hà")
        document.action_correct(correction={'values': {'subject': "V/v Hồng Hà"}, 'reason': "Gõ nhầm"})
        document.sudo().action_withdraw(order="Công văn 12/STC: sai căn cứ")
        [(_ordinal, row)] = self.rows()
        self.assertEqual((row[1], row[2], row[3], row[4]), ('01', '', '', ''))
        self.assertIn("Văn bản đã bị thu hồi", row[5])
        self.assertIn("Đã bị thu hồi, hủy: Công văn 12/STC: sai căn cứ", row[9])
        self.assertNotIn("Hồng Hà", ' '.join(row))
        self.assertNotIn("Sửa", row[9])

    def test_a_departure_fills_its_columns(self):
        """Decree 30/2020, Art. 16.2: every field of the form.

        Proves: VI.V.3
        """
        draft = self.draft(to_places="- Như trên;\n- Lưu: VT.", issued_amount=12, copy_holder="VT, CCVC")
        draft._earn(state='issued', register_id=self.departures.id, number=7, code_number='07',
                    code_notation='SNV-CCVC', full_code='07/SNV-CCVC', issued_date='2026-01-05',
                    signer_full_name="Nguyễn Văn An", forwarded_date='2026-10-09')
        [(_ordinal, row)] = self.rows(self.departures)
        self.assertEqual(row, (
            '07/SNV-CCVC', '05/01/2026', "Công văn\nV/v báo cáo biên chế năm 2026", "Nguyễn Văn An",
            "- Như trên;\n- Lưu: VT.", "VT, CCVC", '12', '09/10/2026', '', ''))

    def test_recipients_are_named_where_the_document_does_not_print_them(self):
        """Column «Nơi nhận văn bản»."""
        draft = self.draft(recipient_department_ids=self.unit.ids)
        draft._earn(state='issued', register_id=self.departures.id, number=1, issued_date='2026-01-05')
        [(_ordinal, row)] = self.rows(self.departures)
        self.assertEqual(row[4], "Sở Y tế tỉnh Hà Nam\nPhòng Công chức, viên chức")

    def test_the_preview_is_a_real_book(self):
        """Repeated head, page x of y, Tinos inside the file (Decree 30/2020, Art. 22.3.b)."""
        self.lines(60)
        reader = self.preview(self.span())
        pages = [page.extract_text() for page in reader.pages]
        total = len(pages)
        self.assertGreater(total, 5)
        self.assertTinosOnly(reader)
        for place, text in enumerate(pages[1:], 2):
            self.assertRegex(text, rf'Trang {place}/\s*{total}\b')
        for text in pages[2:-1]:
            said = ' '.join(text.split())
            self.assertLess({'(1)', '(10)', 'trích', 'Ký', 'nhận', 'Ghi'}, set(said.split()))
        numbers = re.findall(r'\b(\d+)/STC-NS', self.text(reader))
        self.assertEqual([int(number) for number in numbers], list(range(1, 61)))
        cover = ' '.join(pages[0].split())
        for words in ("SỞ NỘI VỤ TỈNH HÀ NAM", 'SỔ ĐĂNG KÝ VĂN BẢN ĐẾN', 'Từ số 01 đến số 60', 'Quyển số: 01'):
            self.assertIn(words, cover)
        self.assertIn(f'Sổ này có {total:02d} trang, 60 số, liên tục từ số 01 đến số 60.', ' '.join(pages[-1].split()))

    def test_every_page_says_where_it_comes_from(self):
        """Decree 30/2020, App. VI, III.6.k: prints of the system are marked."""
        self.lines(1)
        for page in self.preview(self.span()).pages[1:]:
            self.assertRegex(page.extract_text(), 'In từ Hệ thống quản lý văn bản lúc .* người in: Trần Thị Văn Thư')

    def test_an_annulled_line_stays_with_its_order(self):
        """Art. 10.3.b: the number is in the book, void."""
        self.registered().action_annul(order="QĐ 05 của Chánh Văn phòng")
        self.registered(code_number='2')
        rows = [row for _ordinal, row in self.rows()]
        self.assertEqual([row[1] for row in rows], ['01', '02'])
        self.assertRegex(
            rows[0][9], r'^Hủy đăng ký: QĐ 05 của Chánh Văn phòng \(Trần Thị Văn Thư, \d\d:\d\d ngày .+\)$')

    def test_a_void_number_stays_with_its_order(self):
        """Decree 30/2020, Art. 15: a number taken by mistake is not given again."""
        draft = self.draft()
        draft._earn(state='numbered', register_id=self.departures.id, number=3, issued_date='2026-01-05')
        draft.with_user(self.clerk).action_void(order="Ý kiến của Giám đốc")
        [(_ordinal, row)] = self.rows(self.departures)
        self.assertIn("Số hủy: Ý kiến của Giám đốc (Trần Thị Văn Thư,", row[9])

    def test_a_correction_is_printed_with_what_stood_before(self):
        """Old value, reason, person and time under «Ghi chú» (Art. 10.3.a)."""
        document = self.registered(issued_date='2026-01-15')
        document.action_correct(correction={
            'values': {'subject': "V/v dự toán", 'issued_date': '2026-03-05'}, 'reason': "Gõ nhầm"})
        [(_ordinal, row)] = self.rows()
        self.assertEqual(row[4:6], ('05/3/2026', "Công văn\nV/v dự toán"))
        self.assertRegex(row[9], '“V/v lập dự toán năm 2027”')
        self.assertRegex(row[9], 'ngày tháng văn bản trước là “15/01/2026”')
        self.assertRegex(row[9], r'Lý do: Gõ nhầm \(Trần Thị Văn Thư, \d\d:\d\d ngày')

    def test_a_restricted_document_keeps_its_line_without_its_words(self):
        """Decree 30/2020, App. VI, IV.1.a: the number is everybody's, the content is not."""
        hidden, shown = self.lines(2)
        hidden.write({'restricted': True})
        span = self.span()
        rows = [row for _ordinal, row in span._book().checked_rows()]
        self.assertEqual([row[1] for row in rows], ['01', '02'])
        self.assertNotIn('thứ 1', ' '.join(rows[0]))
        self.assertIn('thứ 2', rows[1][5])
        self.assertIn('01 dòng ghi', self.text(self.preview(span)))
        self.env['document.grant']._give(hidden, self.director, 'presented')
        self.assertIn('thứ 1', self.rows(user=self.director)[0][1][5])
        self.assertTrue(shown)

    def test_a_volume_holds_the_numbers_and_days_it_names(self):
        """«Từ số … đến số …», «Từ ngày … đến ngày …»."""
        self.lines(9)
        by_number = self.span(first_number=3, last_number=5, volume='02')._book()
        self.assertEqual([row[1] for _ordinal, row in by_number.checked_rows()], ['03', '04', '05'])
        self.assertEqual((by_number.cover.first_number, by_number.cover.last_number, by_number.cover.volume),
                         ('03', '05', '02'))
        by_day = self.span(first_day='2020-01-01', last_day='2020-12-31')._book()
        self.assertEqual(list(by_day.checked_rows()), [])

    def test_a_missing_number_is_said(self):
        """The closing page never claims «liên tục» of what is not."""
        self.lines(2)
        self.lines(1, start=5)
        text = self.text(self.preview(self.span()))
        self.assertIn('03 số, từ số 01 đến số 05.', text)
        self.assertIn('Không có trong sổ: số 03, 04.', text)

    def test_queries_do_not_grow_with_the_rows(self):
        """No query per row: 10 lines and 200 lines cost the same."""
        def queries(count):
            span = self.span(last_number=count)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(list(span._book().checked_rows())), count)
            return self.cr.sql_log_count - before
        documents = self.lines(200)
        for document in documents[::7]:
            document.with_user(self.clerk).action_correct(
                correction={'values': {'subject': f"Sửa {document.id}"}, 'reason': "Gõ nhầm"})
        queries(5)
        few, many = queries(10), queries(200)
        self.assertEqual(few, many)

    def test_only_clerks_and_leaders_of_the_agency_print(self):
        """Rights of the register's agency decide."""
        self.assertTrue(self.span(user=self.director)._totals())
        with self.refused(AccessError, 'document.register.print|not allowed|không'):
            self.span(user=self.officer)
        with self.assertRaises(AccessError):
            self.span(user=self.health_clerk)._book()
