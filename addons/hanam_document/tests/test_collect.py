from odoo import Command
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .connected_world import KEY, ConnectedCase


@tagged('post_install', '-at_install')
class TestCollect(ConnectedCase):
    """An axis between us and a ministry: a real one on loopback, with its faults (Decision 28/2018, Art. 11)."""

    def setUp(self):
        """Open an axis that knows this province and the ministry."""
        super().setUp()
        from axis_server import AxisServer
        from axis_store import System
        self.axis = self.enterContext(AxisServer({
            'HANAM': System(KEY, ('H25.02', 'H25.16')), 'BNV': System('khoa-bo', ('G09',))}))
        self.connection = self.peer('vxp', self.axis.url)
        self.route(self.ministry, self.connection)

    def theirs(self, changes=()):
        """Return a packet of the ministry to Health, made from one of ours."""
        from dataclasses import replace
        packet = edxml.decode(self.outbox(self.issued())[:1]._body())
        return replace(packet, from_=edxml.Organization('G09', "Bộ Nội vụ"), document_id='G09,2026/11/20,12/BNV-VP',
                       code_number='12', code_notation='BNV-VP', **dict(changes))

    def lay(self, packet):
        """Let the ministry send a packet through the axis."""
        from axis_store import header_of
        body = edxml.encode(packet)
        kind = 'status' if isinstance(packet, edxml.StatusReport) else 'document'
        return self.axis.store.send(body, kind, header_of(body))

    def collect(self):
        """Let the connection do what its job does."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.connection.with_env(self.env(cr=cr))._cron_exchange()
        self.env.invalidate_all()

    def arrivals(self):
        """Return what Health has from the ministry."""
        inbox = self.env['document.transmission'].search([('direction', '=', 'in'), ('peer_code', '=', 'G09')])
        self.assertEqual(set(inbox.mapped('state')), {'applied'}, (inbox.mapped('error'), self.connection.last_error))
        return self.env['document.incoming'].search([('company_id', '=', self.health.id), ('sender_code', '=', 'G09')])

    def test_a_packet_is_fetched_taken_in_and_then_confirmed(self):
        """Again and again listed, it is taken in once; 01 goes back through the axis."""
        self.lay(self.theirs())
        self.axis.faults.script('confirm', 'lost')
        self.collect()
        self.collect()
        self.collect()
        self.assertEqual(len(self.arrivals()), 1)
        taken = self.env['document.transmission'].search([('incoming_id', '=', self.arrivals().id),
                                                          ('direction', '=', 'in')])
        self.assertTrue(taken.confirmed_at and taken.reference)
        back = self.axis.store.of(('G09',), 'status')
        self.assertEqual([parcel.sender for parcel in back], ['H25.16'])

    def test_the_same_document_under_two_ids_of_the_axis_comes_in_once(self):
        """Both are confirmed, so that neither is listed for ever."""
        packet = self.theirs()
        self.axis.store._resend = 'again'
        self.lay(packet)
        self.lay(packet)
        self.collect()
        self.assertEqual(len(self.arrivals()), 1)
        self.assertEqual({parcel.status.lower() for parcel in self.axis.store.of(('H25.16',), 'document')}, {'done'})

    def test_our_document_goes_out_and_its_statuses_come_back(self):
        """Sent when the axis has acknowledged (Art. 7.1); an answer lost on the way changes nothing."""
        self.axis.faults.script('send', 'lost')
        document = self.issued(recipient_agency_ids=[Command.set(self.ministry.ids)])
        self.collect()
        row = self.outbox(document)
        self.assertEqual((row.state, row.attempts, document.delivery_ids.state), ('pending', 1, 'pending'))
        row.next_attempt_at = row.create_date
        self.collect()
        self.assertEqual((row.state, document.delivery_ids.state), ('sent', 'sent'))
        self.assertTrue(row.reference and document.delivery_ids.sent_at)
        self.assertTrue(self.connection.drift_at)
        moment = edxml.decode(row._body()).trace[0].timestamp
        self.lay(edxml.StatusReport(
            from_=edxml.Organization('000.00.00.G09', "Bộ Nội vụ"), code=edxml.StatusCode.ACCEPTED, timestamp=moment,
            response_for=edxml.ResponseFor('H25.02', document.full_code, document.document_code)))
        self.collect()
        self.assertEqual(document.delivery_ids.state, 'accepted')

    def test_a_wrong_key_makes_packets_wait(self):
        """It is the connection that is at fault: nothing is refused, the administrator sees why."""
        document = self.issued(recipient_agency_ids=[Command.set(self.ministry.ids)])
        self.connection.with_user(self.exchange_administrator)._set_key('khoa-het-han')
        self.collect()
        self.assertEqual(self.outbox(document).state, 'pending')
        self.assertTrue(self.connection.last_error)
        self.assertNotIn('khoa-het-han', self.connection.last_error)

    def test_an_unreachable_axis_is_asked_once_and_not_once_per_packet(self):
        """Everything else for it waits as long as the first (bounded back-off)."""
        documents = [self.issued(recipient_agency_ids=[Command.set(self.ministry.ids)]) for _number in range(3)]
        self.axis.faults.script('send', 'error')
        self.collect()
        rows = self.outbox(documents[0]) | self.outbox(documents[1]) | self.outbox(documents[2])
        self.assertEqual(sorted(rows.mapped('attempts')), [0, 0, 1])
        self.assertEqual(set(rows.mapped('state')), {'pending'})
        self.assertFalse(rows.filtered_domain(rows._due_domain()))
