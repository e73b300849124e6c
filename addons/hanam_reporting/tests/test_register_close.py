"""A register is closed when it is printed and signed for (Art. 10.3.c)."""

import base64
from io import BytesIO

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PrintingCase


@tagged('post_install', '-at_install')
class TestRegisterClose(PrintingCase):
    """From the last number of the year to the frozen book."""

    def closing(self, user=None, **values):
        """Return the dialog that closes the register of arrivals."""
        return self.env['document.register.close'].with_user(user or self.clerk).create({
            'register_id': self.arrivals.id, 'receiver_id': self.chief.id, **values})

    def test_a_register_is_printed_signed_for_and_closed(self):
        """Art. 10.3.c: printed, signed for, closed; afterwards no number is given and no line is changed.

        Proves: 44.10.3c
        """
        document = self.registered()
        self.printed(self.span())
        self.closing(receipt_date='2026-12-31', note="Kho lưu trữ").action_close_register()
        self.assertEqual((self.arrivals.state, self.arrivals.closed_by_id), ('closed', self.clerk))
        volume = self.arrivals.volume_ids
        self.assertEqual((volume.receiver_id, str(volume.receipt_date)), (self.chief, '2026-12-31'))
        said = self.last_event(self.arrivals).comment
        for words in ('01', "Phạm Văn Cường", '31/12/2026', "Kho lưu trữ"):
            self.assertIn(words, said)
        with self.refused(UserError, 'No register of incoming documents is open'):
            self.registered()
        with self.refused(UserError, 'its lines are no longer changed'):
            document.action_correct(correction={'values': {'subject': "Khác"}, 'reason': "Gõ nhầm"})
        with self.refused(UserError, 'its lines are no longer changed'):
            document.action_annul(order="QĐ 02")

    def test_the_register_of_departures_is_printed_and_closed(self):
        """Art. 13.4.đ: every line is in the book; then the year is frozen.

        Proves: 44.13.4đ
        """
        draft = self.draft(to_places="- Lưu: VT.")
        draft._earn(state='issued', register_id=self.departures.id, number=1, code_number='01',
                    code_notation='SNV-CCVC', full_code='01/SNV-CCVC', issued_date='2026-01-05',
                    signer_full_name="Nguyễn Văn An", forwarded_date='2026-01-05')
        closing = self.env['document.register.close'].with_user(self.clerk).create({
            'register_id': self.departures.id, 'receiver_id': self.chief.id, 'receipt_date': '2026-12-31'})
        self.assertEqual(closing.unprinted, '1')
        with self.refused(UserError, '1'):
            closing.action_close_register()
        volume = self.printed(self.span(self.departures))
        read = self.text(PdfReader(BytesIO(base64.b64decode(volume.file))))
        for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", '01/SNV-CCVC', '05/01/2026', "Nguyễn Văn An"):
            self.assertIn(words, read)
        closing.action_close_register()
        self.assertEqual((self.departures.state, volume.receiver_id), ('closed', self.chief))
        self.assertFalse(self.env['document.register']._open_for(self.home, 'outgoing', self.letter))

    def test_the_button_opens_the_dialog(self):
        """The step asks for the receipt before it is taken."""
        action = self.arrivals.with_user(self.clerk).action_close()
        self.assertEqual(action['res_model'], 'document.register.close')
        self.assertEqual(action['context']['default_register_id'], self.arrivals.id)

    def test_an_unprinted_register_stays_open(self):
        """Not by the dialog, and not by calling the step."""
        self.lines(5)
        self.printed(self.span(last_number=2))
        closing = self.closing()
        self.assertEqual(closing.unprinted, '3-5')
        with self.refused(UserError, '3-5'):
            closing.action_close_register()
        with self.refused(UserError, '1-5'):
            self.arrivals.with_user(self.clerk).action_close(order="QĐ 01")
        self.assertEqual(self.arrivals.state, 'open')
        self.assertFalse(self.arrivals.volume_ids.receiver_id)

    def test_two_volumes_make_a_whole(self):
        """Each volume is signed for."""
        self.lines(5)
        self.printed(self.span(last_number=2))
        self.printed(self.span(first_number=3, volume='02'))
        self.closing().action_close_register()
        self.assertEqual(self.arrivals.state, 'closed')
        self.assertEqual(self.arrivals.volume_ids.mapped('receiver_id'), self.chief)

    def test_a_correction_after_printing_asks_for_a_new_print(self):
        """What is bound says what the register says (Art. 10.3.a)."""
        document = self.registered()
        self.printed(self.span())
        document.action_correct(correction={'values': {'subject': "V/v dự toán"}, 'reason': "Gõ nhầm"})
        with self.refused(UserError, r'signed for: 1\.'):
            self.closing().action_close_register()
        self.printed(self.span())
        self.closing().action_close_register()
        self.assertEqual(self.arrivals.state, 'closed')

    def test_a_spreadsheet_is_no_book(self):
        """The register is bound on paper; a spreadsheet does not count."""
        self.lines(1)
        self.printed(self.span(), 'xlsx')
        with self.refused(UserError, r'signed for: 1\.'):
            self.closing().action_close_register()

    def test_an_empty_register_closes(self):
        """No document came in that series this year."""
        self.closing().action_close_register()
        self.assertEqual(self.arrivals.state, 'closed')

    def test_only_the_clerk_of_the_agency_closes(self):
        """The step belongs to the clerk (Decree 30/2020, Art. 6.3)."""
        for user in (self.director, self.officer):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.closing(user=user)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.closing(user=self.health_clerk).action_close_register()
        self.assertEqual(self.arrivals.state, 'open')
