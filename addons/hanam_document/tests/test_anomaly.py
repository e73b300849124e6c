from dataclasses import replace

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .tracking_world import TrackingCase

ODD = "Nội dung trang 2 không khớp với trích yếu"


@tagged('post_install', '-at_install')
class TestAnomaly(TrackingCase):
    """What is odd is told at once, and nothing is decided by it (Decision 44/2024, Art. 10.1.b)."""

    @classmethod
    def setUpClass(cls):
        """Let the directory know how the sender is reached."""
        super().setUpClass()
        cls.home.agency_id.email = 'vanthu@snv.example'
        cls.kind = cls.env.ref('hanam_document.activity_anomaly')

    def told(self, document):
        """Return who has a notice of an anomaly at a document."""
        return document.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == self.kind).user_id

    def arrived(self, **changes):
        """Return (issued document, its arrival); `changes`: what on the way became of the packet."""
        document = self.issued()
        if changes:
            transmission = self.env['document.transmission'].sudo().with_company(self.health)
            packet = edxml.decode(transmission.search([('outgoing_id', '=', document.id)])._body())
            transmission._receive(self.health, 'H25.02', packet.message_id, edxml.encode(replace(packet, **changes)))
            self.arrival_of(document).with_user(self.health_clerk).sudo().file_ids._verify()
        else:
            self.exchange()
        return document, self.arrival_of(document).with_user(self.health_clerk)

    def forged(self):
        """Return an arrival whose file was changed after it was signed."""
        document = self.issued()
        transmission = self.env['document.transmission'].sudo().with_company(self.health)
        packet = edxml.decode(transmission.search([('outgoing_id', '=', document.id)])._body())
        content = packet.attachments[0].content
        place = content.rindex(b'stream') - 200
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1:]
        body = edxml.encode(replace(packet, attachments=(replace(packet.attachments[0], content=changed),)))
        transmission._receive(self.health, 'H25.02', packet.message_id, body)
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.sudo().file_ids._verify()
        return document, arrival

    def test_the_person_in_charge_and_the_sender_know_at_once(self):
        """Art. 10.1.b: by notice here; by a report over the exchange and by e-mail there; nothing is decided."""
        document, arrival = self.arrived()
        arrival.action_report_anomaly(reason=ODD)
        self.assertEqual((arrival.state, arrival.anomaly, self.told(arrival)), ('arrived', ODD, self.health_director))
        self.assertEqual(arrival.contact_ids.to_whom, 'vanthu@snv.example')
        self.assertIn(ODD, arrival.contact_ids.sudo().mail_id.body_html)
        self.exchange()
        delivery = document.delivery_ids
        self.assertEqual((delivery.state, delivery.anomaly, bool(delivery.anomaly_at)), ('arrived', ODD, True))
        self.assertEqual(self.told(document), self.clerk | self.officer)
        self.assertEqual(self.last_event(document).step, 'anomaly')
        for person in (self.clerk, self.officer):
            self.assertEqual(self.filtered(person, 'anomaly'), delivery)

    def test_the_chief_of_office_comes_before_the_head(self):
        """Who answers for the office is told; an agency that names nobody is told to."""
        chief = self._person('health_chief', "Tô Văn Lực", 'leader', company=self.health)
        self.health.chief_of_office_id = chief
        _document, arrival = self.arrived()
        arrival.action_report_anomaly(reason=ODD)
        self.assertEqual(self.told(arrival), chief)
        self.assertTrue(arrival.with_user(chief).has_access('read'))
        self.health.write({'chief_of_office_id': False, 'head_id': False})
        with self.refused(UserError, "neither a chief of office nor a head"):
            arrival.action_report_anomaly(reason=ODD)

    def test_what_is_found_later_is_told_again(self):
        """Also after acceptance, before registration; the sender gets each report, its state does not move."""
        document, arrival = self.arrived()
        arrival.action_report_anomaly(reason=ODD)
        arrival.action_receive()
        arrival.action_report_anomaly(reason="Thiếu phụ lục 2")
        self.exchange()
        self.assertEqual((document.delivery_ids.state, document.delivery_ids.anomaly), ('arrived', "Thiếu phụ lục 2"))
        told = document.sudo().event_ids.filtered(lambda event: event.step == 'anomaly').sorted('id')
        self.assertEqual(told.mapped('comment'), [ODD, "Thiếu phụ lục 2"])
        arrival.action_register()
        self.assertFalse(self.told(arrival))
        with self.refused(UserError, "is not possible for"):
            arrival.action_report_anomaly(reason=ODD)

    def test_of_a_paper_only_the_person_in_charge_is_told_here(self):
        """No report can leave for what came on paper; the sender gets the e-mail, where it has an address."""
        arrival = self.arrive(sender_id=self.health.agency_id.id)
        packets = self.env['document.transmission'].sudo().search_count([])
        arrival.action_report_anomaly(reason=ODD)
        self.assertEqual(self.told(arrival), self.chief)
        self.assertFalse(arrival.contact_ids)
        self.assertEqual(self.env['document.transmission'].sudo().search_count([]), packets)
        self.health.agency_id.email = 'vanthu@syt.example'
        arrival.action_report_anomaly(reason=ODD)
        self.assertEqual(arrival.contact_ids.to_whom, 'vanthu@syt.example')

    def test_of_a_recalled_document_nothing_odd_is_read_any_more(self):
        """Decree 30/2020, App. VI, III.8b: what the clerk wrote may say what the document said."""
        document, arrival = self.arrived()
        arrival.action_report_anomaly(reason=ODD)
        self.assertTrue(arrival.contact_ids)
        document.with_user(self.clerk).action_recall(recall={'order': "Giám đốc", 'reason': "Sai số liệu"})
        self.exchange()
        arrival.request_ids.action_agree()
        self.env.invalidate_all()
        self.assertEqual((arrival.state, arrival.anomaly, arrival.contact_ids.ids), ('withdrawn', False, []))

    def test_every_way_an_arrival_may_go(self):
        """Art. 10.1: accepted when valid, returned when invalid or misdirected, told at once when odd.

        Proves: 44.10.1
        """
        _document, good = self.arrived()
        self.assertEqual(good.verdict, 'valid')
        good.action_receive()
        self.assertEqual(good.state, 'received')
        elsewhere = edxml.Organization(organ_id='H25.05', organ_name="Sở Tài chính tỉnh Hà Nam")
        for (document, bad), words in ((self.forged(), "Return it to the sender"),
                                       (self.arrived(to=(elsewhere,)), "addressed to somebody else")):
            with self.refused(UserError, words):
                bad.action_receive()
            bad.action_return(reason="Không hợp lệ")
            self.exchange()
            self.assertEqual((bad.state, document.delivery_ids.state), ('returned', 'rejected'))
        sent, odd = self.arrived()
        odd.action_report_anomaly(reason=ODD)
        self.exchange()
        self.assertEqual((self.told(odd), self.told(sent), odd.state),
                         (self.health_director, self.clerk | self.officer, 'arrived'))
