from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hanam_document.lib import edxml

from .connected_world import ConnectedCase


@tagged('post_install', '-at_install')
class TestRoutes(ConnectedCase):
    """By which way a document goes to an agency, on which day (Decision 44/2024, Art. 5.2, 18.3)."""

    def test_the_way_of_the_day_is_taken(self):
        """A way that ended or has not begun leads nowhere; without one it is paper."""
        today = fields.Date.context_today(self.env['document.route'])
        old, axis = self.peer(), self.peer('rest')
        self.route(self.ministry, old, valid_to=today - timedelta(days=1))
        self.route(self.ministry, axis, valid_from=today)
        self.assertEqual(self.ministry._carrier_on(today), ('axis', axis))
        self.assertEqual(self.ministry._carrier_on(today - timedelta(days=1)), ('peer', old))
        self.assertEqual(self.village._carrier_on(today), ('paper', self.env['document.peer']))
        self.assertEqual((self.ministry.transport, self.home.agency_id.transport), ('axis', 'loopback'))

    def test_a_way_may_cover_the_agencies_below(self):
        """The nearest one counts, and an agency's own before it."""
        peer, axis = self.peer(), self.peer('vxp')
        self.route(self.ministry, axis, covers_below=True)
        today = fields.Date.context_today(peer)
        self.assertEqual(self.bureau._carrier_on(today), ('axis', axis))
        self.route(self.bureau, peer)
        self.assertEqual(self.bureau._carrier_on(today), ('peer', peer))

    def test_a_packet_leaves_by_each_carrier(self):
        """A row per receiver, one for all that an axis carries; an axis is told of nobody it does not know."""
        peer, axis = self.peer(), self.peer('rest')
        for agency, way in ((self.ministry, axis), (self.bureau, axis)):
            self.route(agency, way)
        other = self.env['document.agency'].create({'name': "Ủy ban nhân dân tỉnh Ninh Bình", 'code': 'H42'})
        self.route(other, peer)
        named = self.health.agency_id | self.ministry | self.bureau | other | self.village
        document = self.issued(recipient_agency_ids=[Command.set(named.ids)])
        self.assertEqual(sorted(document.delivery_ids.mapped('transport')),
                         ['axis', 'axis', 'loopback', 'paper', 'peer'])
        rows = {row.peer_code: row for row in self.outbox(document)}
        self.assertEqual(rows.keys(), {'H25.16', 'H42', axis.name})
        everyone = {party.organ_id for party in edxml.decode(rows['H42']._body()).to}
        self.assertEqual(everyone, set(named.mapped('code')))
        self.assertEqual({party.organ_id for party in edxml.decode(rows[axis.name]._body()).to}, {'G09', 'G09.15'})
        self.assertEqual(rows[axis.name].delivery_ids.agency_id, self.ministry | self.bureau)

    def test_a_dissolved_agency_is_reached_through_its_successor(self):
        """The document goes to whoever answers for it today, and the line says so."""
        yesterday = fields.Date.context_today(self.village) - timedelta(days=1)
        self.village.write({'valid_to': yesterday, 'successor_id': self.health.agency_id.id})
        document = self.issued(recipient_agency_ids=[Command.set(self.village.ids)])
        delivery = document.delivery_ids
        self.assertEqual((delivery.agency_id, delivery.transport), (self.health.agency_id, 'loopback'))
        self.assertIn('H25.30.01', delivery.note)

    def test_a_packet_to_a_dissolved_agency_is_its_successors(self):
        """It is not taken for somebody else's, since the successor answers for the old code."""
        document = self.issued()
        yesterday = fields.Date.context_today(self.village) - timedelta(days=1)
        self.village.write({'valid_to': yesterday, 'successor_id': self.health.agency_id.id})
        self.exchange()
        arrival = self.arrival_of(document)
        self.assertFalse(arrival.is_misaddressed)
        arrival._earn(addressed_to=f'H25.30.01 {self.village.name}')
        self.assertFalse(arrival.is_misaddressed)
        arrival._earn(addressed_to=f'{self.ministry.old_code} {self.ministry.name}')
        self.assertTrue(arrival.is_misaddressed)

    def test_only_an_administrator_sets_up_connections(self):
        """Keys are in files, not in the database; an address that is not safe is refused."""
        peer = self.peer()
        self.assertTrue(peer.has_key)
        key = self.env['document.key.files']._read(peer.key_name)
        self.env.cr.execute('SELECT count(*) FROM document_peer p WHERE p::text LIKE %s', [f'%{key}%'])
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        with self.refused(AccessError, "document.peer|administrator"):
            peer.with_user(self.clerk).write({'url': 'http://127.0.0.1:10'})
        with self.refused(AccessError, "administrator"):
            peer.with_user(self.clerk).action_issue_key()
        with self.refused(UserError, "https"):
            peer.url = 'http://vanban.example'
        with self.refused(UserError, "letters"):
            self.env['document.key.files']._path('../odoo.conf')
