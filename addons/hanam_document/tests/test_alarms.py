from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .packet_world import PacketCase


@tagged('post_install', '-at_install')
class TestAlarms(PacketCase):
    """What people must know at once, told once (Decision 44/2024, Art. 1.2, 6.1, 15.1)."""

    def test_a_secret_is_told_to_clerks_and_sender_at_once_without_its_content(self):
        """Agency, document id and digest; nothing else is kept anywhere."""
        receipt, row = self.receive(self.secret())
        self.assertEqual((receipt['reason'], row._body()), ('SecretContent', b''))
        alarm = self.alarms('secret_in')
        self.assertEqual(self.told(alarm), self.clerk)
        note = alarm.activity_ids.note
        for known in ('H25.16', 'H25.16,2026/03/02,99/SYT-VP', row.digest):
            self.assertIn(known, note)
        self.assertNotIn("báo cáo biên chế", note + str(row.read()))
        report = edxml.decode(self.reports('02')._body())
        self.assertEqual(report.response_for.document_id, 'H25.16,2026/03/02,99/SYT-VP')
        self.assertIn("bằng văn bản giấy", report.description)
        self.assertNotIn("báo cáo biên chế", report.description)
        self.receive(self.secret())
        self.assertEqual((len(self.alarms('secret_in')), len(self.reports('02'))), (1, 1))

    def test_a_secret_without_a_name_is_told_to_the_clerks_alone(self):
        """Where no document id could be read, nobody can be answered."""
        nameless = self.secret().replace(b'H25.16,2026/03/02,99/SYT-VP', b'')
        _receipt, row = self.receive(nameless)
        self.assertEqual((row.error_kind, row.document_code), ('SecretContent', ''))
        self.assertEqual((len(self.alarms('secret_in')), len(self.reports('02'))), (1, 0))

    def test_there_is_nothing_of_a_secret_to_read_again(self):
        _receipt, row = self.receive(self.secret())
        with self.refused(UserError, "Nothing of this packet was kept"):
            row.with_user(self.administrator).action_retry()

    def test_a_secret_not_seen_before_is_forgotten_when_it_is(self):
        """Bytes kept by a former release are read again with today's marks, and go."""
        _receipt, row = self.receive(b'<broken')
        kept = row._kept_body('refused.edxml', self.secret())
        row.write({'body_small': False, **kept})
        row.with_user(self.administrator).action_retry()
        self.assertEqual((row.error_kind, row._body()), ('SecretContent', b''))
        self.assertEqual(len(self.alarms('secret_in')), 1)

    def test_other_content_is_alarmed_once_for_each_content(self):
        """The first stays; the clerks learn both digests."""
        receipt, row = self.receive(self.body())
        changed = self.packet(subject="V/v khác hẳn")
        for content in (changed, changed, self.packet(subject="V/v khác nữa")):
            receipt = self.inbox._receive(self.home, 'H25.16', row.message_id, edxml.encode(content))
            self.assertEqual((receipt['outcome'], receipt['reason']), ('refused', 'OtherContent'))
        alarms = self.alarms('content_in')
        self.assertEqual((len(alarms), self.told(alarms)), (2, self.clerk))
        self.assertIn(row.digest, alarms[0].words)
        self.assertIn(alarms[0].other_digest, alarms[0].activity_ids.note)
        self.assertEqual(row.incoming_id.subject, "V/v báo cáo biên chế")

    def test_an_alarm_is_closed_by_who_answers_for_it_with_words(self):
        self.receive(self.secret())
        alarm = self.alarms('secret_in')
        for person, error in ((self.officer, AccessError), (self.health_clerk, AccessError)):
            with self.assertRaises(error):
                alarm.with_user(person).action_close("Xong")
        closing = alarm.with_user(self.clerk)
        with self.refused(UserError, "Say it in words"):
            closing.action_close("")
        action = closing.action_close()
        self.assertEqual(action['context']['default_res_model'], 'document.alarm')
        closing.action_close("Đã nhận bản giấy theo đường mật")
        self.assertEqual((alarm.closed_by_id, alarm.note), (self.clerk, "Đã nhận bản giấy theo đường mật"))
        self.assertFalse(self.told(alarm))
        with self.refused(UserError, "closed before"):
            closing.action_close("Lần nữa")

    def test_nobody_writes_alarms_or_acts(self):
        """Not even administrators: they follow from what happened."""
        _receipt, row = self.receive(b'<broken')
        row.with_user(self.administrator).action_close("Xong")
        for record in (self.alarms('quarantine'), row.act_ids):
            for act in (lambda record=record: record.with_user(self.administrator).write({'company_id': 1}),
                        lambda record=record: record.with_user(self.administrator).unlink(),
                        lambda record=record: record.with_user(self.administrator).create({})):
                with self.assertRaises(AccessError):
                    act()
