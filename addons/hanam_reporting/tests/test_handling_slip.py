"""Phiếu giải quyết văn bản đến (Decree 30/2020, App. IV.VII)."""

from io import BytesIO

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PrintingCase


@tagged('post_install', '-at_install')
class TestHandlingSlip(PrintingCase):
    """Three levels of opinion on one document."""

    def slip(self, document, user):
        """Return the slip as a reader, printed by this person."""
        reports = self.env['ir.actions.report'].with_user(user).with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf('hanam_reporting.handling_slip', document.ids)
        self.assertEqual(kind, 'pdf')
        return PdfReader(BytesIO(content))

    def handled(self):
        """Return a document that went through all three levels."""
        document = self.registered(issued_date='2026-03-05')
        document.action_present(readers=[self.chief.id, self.director.id])
        document.presentation_ids.sorted('sequence')[0].with_user(self.chief).action_agree(
            opinion="Đề xuất giao phòng CCVC")
        document.with_user(self.director).action_assign(direction=[
            {'kind': 'lead', 'department_id': self.unit.id, 'due_date': '2027-01-15', 'opinion': "Tham mưu trả lời"},
            {'kind': 'support', 'user_id': self.colleague.id, 'due_date': '2027-01-10'}])
        lead = document.assignment_ids.filtered(lambda row: row.kind == 'lead')
        lead.with_user(self.unit_head).action_hand_on(direction=[
            {'kind': 'lead', 'user_id': self.officer.id, 'due_date': '2027-01-12', 'opinion': "Soạn <b>ngay</b>"}])
        support = document.assignment_ids.filtered(lambda row: row.kind == 'support')
        support.with_user(self.colleague).action_finish(opinion="Nhất trí với dự toán")
        document.with_user(self.officer).action_process()
        document.with_user(self.officer).action_complete(result={'kind': 'no_reply', 'note': "Đã tiếp thu"})
        return document

    def test_the_slip_shows_the_three_levels(self):
        """Who led, who supported, by when, what each proposed, with days.

        Proves: PL4.7
        """
        text = self.text(self.slip(self.handled(), self.clerk))
        parts = text.replace('2. Ý kiến của lãnh đạo đơn vị', '\f').replace(
            '3. Ý kiến đề xuất của người giải quyết', '\f').split('\f')
        self.assertEqual(len(parts), 3)
        leaders, units, handlers = parts
        for words in ("SỞ NỘI VỤ TỈNH HÀ NAM", 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc',
                      'PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN', '1. Ý kiến của lãnh đạo cơ quan, tổ chức', "Công văn",
                      'số 1523/STC-NS', 'ngày 05 tháng 3 năm 2026', "Sở Tài chính tỉnh Hà Nam",
                      "V/v lập dự toán năm 2027", "Đề xuất giao phòng CCVC", "Phạm Văn Cường", "Nguyễn Văn An",
                      'Giao đơn vị, cá nhân chủ trì: Phòng Công chức, viên chức.', "Tham mưu trả lời",
                      'phối hợp giải quyết văn bản đến: Bùi Thị Giang.', '15/01/2027', '10/01/2027',
                      'Ngày tháng cho ý kiến phân phối, giải quyết: ngày'):
            self.assertIn(words, leaders)
        self.assertEqual(leaders.count("Tham mưu trả lời"), 1)
        for words in ("Đỗ Thị Dung", 'Giao cho cá nhân: Vũ Văn Em.', '12/01/2027', "Soạn <b>ngay</b>",
                      'Ngày, tháng, năm cho ý kiến: ngày'):
            self.assertIn(words, units)
        for words in ("Bùi Thị Giang", "Nhất trí với dự toán", "Vũ Văn Em", "Đã tiếp thu",
                      'Ngày, tháng, năm đề xuất ý kiến: ngày'):
            self.assertIn(words, handlers)

    def test_an_empty_slip_asks_what_the_form_asks(self):
        """For the document on paper: what nobody has said yet is left to write in."""
        text = self.text(self.slip(self.registered(), self.clerk))
        for words in ('- Giao đơn vị, cá nhân chủ trì;', '- Giao cho cá nhân; thời hạn giải quyết',
                      '- Ý kiến đề xuất giải quyết văn bản đến của cá nhân;'):
            self.assertIn(words, text)

    def test_pages_are_counted_and_the_font_is_inside(self):
        """Two documents: two slips in one file, each with its own pages."""
        documents = self.registered() | self.registered(code_number='2')
        reader = self.slip(documents, self.clerk)
        self.assertEqual(len(reader.pages), 2)
        for page in reader.pages:
            self.assertIn('Trang 1/1', page.extract_text())
        self.assertTinosOnly(reader)

    def test_who_may_not_open_the_document_gets_no_slip(self):
        """The slip follows the document."""
        document = self.registered()
        for user in (self.officer, self.health_clerk):
            with self.assertRaises(AccessError):
                self.slip(document, user)
