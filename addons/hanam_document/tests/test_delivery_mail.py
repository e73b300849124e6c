import base64
import json
from io import BytesIO
from random import Random
from zipfile import ZipFile

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import signable_pdf
from .signed_world import SignedProvinceCase


@tagged('post_install', '-at_install')
class TestDeliveryMail(SignedProvinceCase):
    """An agency that is not connected gets the signed files by e-mail; what was sent is kept (Art. 5.2)."""

    @classmethod
    def setUpClass(cls):
        """Add an agency without a system, with a mail box."""
        super().setUpClass()
        cls.home.write({'email': 'vanthu@snv.example', 'phone': '0226 3852 000'})
        cls.insurance = cls.env['document.agency'].create({
            'name': "Bảo hiểm xã hội tỉnh Hà Nam", 'code': 'G24.35', 'email': 'vanthu@bhxh.example'})

    def posted(self, agencies=None, **values):
        """Return the deliveries of a document issued to agencies, as the clerk sees them."""
        agencies = agencies or self.insurance
        document = self.issued(recipient_agency_ids=[Command.set(agencies.ids)], **values)
        return document.delivery_ids.with_user(self.clerk)

    def test_the_signed_file_goes_and_the_mail_is_kept(self):
        """Identifier, time, address, files with their digests; the delivery still waits for its hand-over."""
        delivery = self.posted()
        self.assertEqual(delivery.transport, 'paper')
        self.assertIn('mail', delivery.available_steps)
        delivery.action_mail()
        mail = delivery.sudo().contact_ids.mail_id
        self.assertEqual((mail.state, mail.email_to), ('outgoing', 'vanthu@bhxh.example'))
        self.assertEqual(mail.attachment_ids.raw, delivery.outgoing_id.file_ids._pdf())
        self.assertIn(delivery.outgoing_id.file_ids.sha256, mail.body_html)
        self.assertIn(delivery.outgoing_id.full_code, mail.subject)
        self.assertEqual((delivery.mailed_to, delivery.mail_message_id, delivery.mailed_at, delivery.state),
                         ('vanthu@bhxh.example', mail.message_id, delivery.contact_ids.at, 'pending'))
        self.assertTrue(mail.message_id.startswith('<'))
        self.assertEqual(self.last_event(delivery.outgoing_id).step, 'mail')

    def test_what_is_sent_is_the_file_as_it_was_signed(self):
        """Byte by byte, in the message the server would hand to the next one."""
        delivery = self.posted()
        delivery.action_mail()
        [message] = delivery.sudo().contact_ids.mail_id._prepare_outgoing_list()
        [(name, content, kind)] = message['attachments']
        self.assertEqual((name, content, kind), (
            delivery.outgoing_id.file_ids.sudo().attachment_id.name, delivery.outgoing_id.file_ids._pdf(),
            'application/pdf'))
        self.assertEqual(message['message_id'], delivery.mail_message_id)

    def test_the_hand_over_begins_with_the_mail(self):
        """The clerk adds the answer; both stay."""
        delivery = self.posted()
        self.assertNotIn('default_comment', delivery.action_hand_over()['context'])
        delivery.action_mail()
        words = delivery.action_hand_over()['context']['default_comment']
        self.assertIn(delivery.mail_message_id, words)
        self.assertIn('vanthu@bhxh.example', words)
        delivery.action_hand_over(evidence=f"{words}. Đã trả lời xác nhận.")
        self.assertEqual(delivery.state, 'handed_over')
        self.assertIn("xác nhận", delivery.evidence)
        self.assertTrue(delivery.mailed_at)

    def test_the_evidence_pack_has_it(self):
        delivery = self.posted()
        delivery.action_mail()
        stream = BytesIO()
        delivery.env['document.evidence']._write_pack(delivery.outgoing_id, stream)
        with ZipFile(stream) as archive:
            [row] = json.loads(archive.read('noi-nhan.json'))['dòng']
            [contact] = json.loads(archive.read('lien-he.json'))['dòng']
        self.assertEqual((row['mailed_to'], row['mail_message_id']), (delivery.mailed_to, delivery.mail_message_id))
        self.assertEqual((contact['at'], contact['to_whom']), (row['mailed_at'], 'vanthu@bhxh.example'))

    def test_only_to_those_who_are_not_connected_and_have_an_address(self):
        self.insurance.email = False
        paper, packet = self.posted(self.insurance | self.health.agency_id).sorted(lambda row: row.transport != 'paper')
        self.health.agency_id.email = 'vanthu@syt.example'
        self.assertFalse('mail' in paper.available_steps or 'mail' in packet.available_steps)
        with self.refused(UserError, "no e-mail address"):
            paper.action_mail()
        with self.refused(UserError, "by packet"):
            packet.action_mail()

    def test_what_is_restricted_does_not_leave_by_mail(self):
        delivery = self.posted(restricted=True)
        self.env['document.grant']._give(delivery.outgoing_id.sudo(), self.clerk, 'recipient')
        self.assertNotIn('mail', delivery.available_steps)
        with self.refused(UserError, "restricted"):
            delivery.action_mail()

    def test_what_a_mail_server_would_refuse_is_not_sent(self):
        large = BytesIO()
        canvas = Canvas(large, invariant=True)
        noise = Image.frombytes('RGB', (2500, 2600), Random(7).randbytes(3 * 2500 * 2600))
        canvas.drawImage(ImageReader(noise), 0, 0, 500, 520)
        canvas.save()
        delivery = self.posted(file_ids=[
            Command.create({'name': name, 'upload': base64.b64encode(content)}) for name, content in (
                ('draft.pdf', signable_pdf(self.director.name, self.authority.position)),
                ('phu-luc.pdf', large.getvalue()))])
        self.assertGreater(sum(delivery._mailed_files().mapped('file_size')), 18 << 20)
        with self.refused(UserError, "too large"):
            delivery.action_mail()

    def test_only_the_clerks_once_at_a_time(self):
        delivery = self.posted()
        with self.refused(AccessError, "."):
            delivery.with_user(self.officer).action_mail()
        delivery.action_mail()
        with self.refused(UserError, "already waits"):
            delivery.action_mail()
