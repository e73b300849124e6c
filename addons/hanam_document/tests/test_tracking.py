from datetime import UTC, date, datetime

from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .common import plain_pdf
from .signed_world import SignedProvinceCase

TIMES = ('sent_at', 'arrived_at', 'accepted_at', 'assigned_at', 'processing_at', 'completed_at')


class TrackingCase(SignedProvinceCase):
    """Tracking as the page asks for it: the search view's own filters, the list's own columns."""

    def filtered(self, person, *names):
        """Return what a person finds on the page under filters of its search view."""
        deliveries = self.env['document.delivery'].with_user(person)
        search = etree.fromstring(deliveries.get_view(view_type='search')['arch'])
        domain = []
        for name in names:
            text = search.find(f'.//filter[@name="{name}"]').get('domain')
            domain += self.env['ir.filters'].new({'domain': text, 'model_id': deliveries._name}) \
                ._get_eval_domain() if 'uid' not in text else [('outgoing_id.drafter_id', '=', person.id)]
        return deliveries.search(domain)

    def page(self, person, deliveries):
        """Return the rows the list shows a person, with every column it names."""
        model = self.env['document.delivery'].with_user(person)
        view = self.env.ref('hanam_document.document_delivery_view_list')
        arch = etree.fromstring(model.get_view(view.id, 'list')['arch'])
        columns = {tag.get('name'): {} for tag in arch.iter('field')}
        return model.web_search_read([('id', 'in', deliveries.ids)], columns)['records']

    def work_through(self, document):
        """Let the Department of Health take a document in and finish it; its reports come back by themselves."""
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.action_receive()
        arrival.action_register()
        arrival.action_present(readers=self.health_director.ids)
        leader = arrival.with_user(self.health_director)
        leader.action_assign(direction=[{'kind': 'lead', 'user_id': self.health_director.id}])
        leader.action_process()
        leader.action_complete(result={'kind': 'no_reply', 'note': "Đã rõ"})
        self.exchange()

    def answer(self, document, organ_id='H25.16'):
        """Let a packet come in that answers a document of ours, as another agency's system writes it."""
        packet = edxml.Document(
            from_=edxml.Organization(organ_id=organ_id, organ_name="Sở Y tế tỉnh Hà Nam"),
            to=(edxml.Organization(organ_id='H25.02', organ_name=self.home.name),),
            document_id=f'{organ_id},2026/11/01,77/SYT-TCCB', code_number='77', code_notation='SYT-TCCB',
            place="Hà Nam", promulgation_date=date(2026, 11, 1), type_code=18, type_name="Công văn",
            subject="V/v báo cáo biên chế", signer_competence="", signer_position="GIÁM ĐỐC",
            signer_full_name="Dương Văn Khánh", trace=(edxml.Hop(organ_id, datetime.now(UTC)),),
            response_for=(edxml.ResponseFor(organ_id='H25.02', code=document.full_code,
                                            document_id=document.document_code),),
            attachments=(edxml.Attachment(content_id='a', name='tra-loi.pdf', content=plain_pdf('tra loi')),))
        inbox = self.env['document.transmission'].sudo()
        return inbox._receive(self.home, organ_id, packet.message_id, edxml.encode(packet))


@tagged('post_install', '-at_install')
class TestTracking(TrackingCase):
    """The sender's page: one line per recipient, kept up by the recipients' reports alone (Art. 6.3, 6.6, 13.5)."""

    def test_clerk_and_drafter_follow_a_document_to_its_end(self):
        """Art. 6.3, 13.5: receipt and processing there, each with its moment, without asking anybody.

        Proves: 44.13.5, VI.III.1e, VI.III.1k, VI.III.1o
        """
        document = self.issued()
        people = self.clerk, self.officer
        for person in people:
            self.assertEqual(self.filtered(person, 'not_received'), document.delivery_ids)
        self.exchange()
        for person in people:
            self.assertFalse(self.filtered(person, 'not_received'))
            row, = self.page(person, document.delivery_ids)
            self.assertEqual((row['state'], bool(row['arrived_at']), row['accepted_at']), ('arrived', True, False))
        self.work_through(document)
        for person in people:
            row, = self.page(person, self.filtered(person, 'completed'))
            self.assertEqual(row['state'], 'completed')
            self.assertEqual([name for name in TIMES if not row[name]], [])

    def test_what_was_returned_is_found_with_its_reason(self):
        """Art. 5.4."""
        document = self.issued()
        self.exchange()
        self.arrival_of(document).with_user(self.health_clerk).action_return(reason="Gửi sai nơi nhận")
        self.exchange()
        for person in (self.clerk, self.officer):
            row, = self.page(person, self.filtered(person, 'rejected'))
            self.assertEqual((row['reason'], bool(row['rejected_at'])), ("Gửi sai nơi nhận", True))

    def test_each_sees_the_recipients_of_documents_they_may_open(self):
        """Art. 13.5: the clerk those of the agency, the drafter those of own documents, nobody else any."""
        document = self.issued()
        deliveries = self.env['document.delivery']
        for person in (self.clerk, self.officer):
            self.assertEqual(deliveries.with_user(person).search([]), document.delivery_ids)
        self.assertEqual(self.filtered(self.officer, 'mine'), document.delivery_ids)
        self.assertFalse(self.filtered(self.clerk, 'mine'))
        for person in (self.colleague, self.health_clerk, self.health_director):
            self.assertFalse(deliveries.with_user(person).search([]))

    def test_a_line_is_found_by_words_and_by_recipient(self):
        """By number, by words of the subject without marks, by name or code of the agency."""
        document = self.issued()
        deliveries = self.env['document.delivery'].with_user(self.clerk)
        for term in (document.full_code, 'bao cao bien che'):
            self.assertEqual(deliveries.search([('outgoing_id', 'ilike', term)]), document.delivery_ids, term)
        for term in ("Sở Y tế", 'H25.16'):
            self.assertEqual(deliveries.search([('agency_id', 'ilike', term)]), document.delivery_ids, term)
        self.assertFalse(deliveries.search([('outgoing_id', 'ilike', 'du toan')]))

    def test_an_answer_that_is_owed_is_overdue_until_the_work_is_finished(self):
        """Art. 13.4.c: wanted by a day that is over, and the recipient has not finished."""
        document = self.issued(wants_reply=True, due_date='2027-03-31')
        other = self.issued(due_date='2027-03-31')
        self.exchange()
        self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))
        with freeze_time('2027-03-31 12:00:00'):
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))
        with freeze_time('2027-04-01 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual(self.filtered(self.officer, 'reply_overdue'), document.delivery_ids)
            rows = self.page(self.clerk, (document | other).delivery_ids)
            self.assertEqual([row['is_reply_overdue'] for row in rows], [True, False])
        self.work_through(document)
        with freeze_time('2027-04-01 02:00:00'):
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))

    def test_an_answer_that_came_ends_the_waiting(self):
        """Art. 13.1.a: an arrival that names the document it answers; one of a stranger does not count."""
        document = self.issued(wants_reply=True, due_date='2027-03-31')
        self.exchange()
        self._agency("Sở Tài chính tỉnh Hà Nam", 'H25.05', 'STC')
        self.assertEqual(self.answer(document, 'H25.05')['outcome'], 'accepted')
        self.assertFalse(document.delivery_ids.answered_at)
        self.assertEqual(self.answer(document)['outcome'], 'accepted')
        self.assertEqual(document.delivery_ids.answer_id.full_code, '77/SYT-TCCB')
        with freeze_time('2027-04-01 02:00:00'):
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))

    def test_a_paper_recipient_that_answered_on_the_telephone_owes_nothing(self):
        """Art. 6.6: what a call found out counts."""
        outside = self.env['document.agency'].create({'name': "UBND tỉnh Nghệ An", 'code': 'H41', 'phone': "0238 1"})
        document = self.issued(wants_reply=True, due_date='2027-03-31',
                               recipient_agency_ids=[Command.set(outside.ids)])
        delivery = document.delivery_ids.with_user(self.clerk)
        delivery.action_hand_over(evidence="Bưu điện, EB123")
        with freeze_time('2027-04-01 02:00:00'):
            self.assertEqual(self.filtered(self.clerk, 'reply_overdue'), delivery)
            delivery.action_call(call={'outcome': 'answered', 'person': "Ông Nam"})
            self.assertFalse(self.filtered(self.clerk, 'reply_overdue'))
