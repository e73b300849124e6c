from datetime import timedelta
from urllib.parse import quote

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .connected_world import ConnectedCase

INBOX = '/hanam/exchange/v1/inbox'


@tagged('post_install', '-at_install')
class TestInbox(ConnectedCase, HttpCase):
    """Another installation hands packets in by HTTP (Decision 28/2018, Art. 9; Decision 44/2024, Art. 6.1, 7.2)."""

    @classmethod
    def setUpClass(cls):
        """Let the Department of Home Affairs be elsewhere for the one of Health, as far as the door can tell."""
        super().setUpClass()
        cls.connection = cls.peer()
        cls.key = cls.connection.with_user(cls.exchange_administrator)._issue_key()

    def hand_in(self, body, sender='H25.02', message='goi-tin-1', key=None, receiver='H25.16'):
        """Return the answer to a packet."""
        headers = {'Authorization': f'Bearer {key or self.key}', 'Content-Type': 'application/xml',
                   'X-Hanam-Sender': sender, 'X-Hanam-Receiver': receiver, 'X-Hanam-Message': quote(message)}
        return self.url_open(INBOX, data=body, headers=headers, method='POST')

    def elsewhere(self):
        """Return the packet of an issued document whose agency is reached through the connection from now on."""
        document = self.issued()
        row = self.outbox(document)
        body, message = row._body(), row.message_id
        agency = self.home.agency_id
        agency.company_id = False
        self.route(agency, self.connection)
        return body, message

    def test_a_packet_is_taken_in_once_and_answered_with_its_receipt(self):
        """The receipt says when it was here, in Vietnam's time, the same however often it is asked for."""
        body, message = self.elsewhere()
        first = self.hand_in(body, message=message)
        self.assertEqual(first.status_code, 200, first.text)
        self.assertRegex(first.json()['received_at'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$')
        self.assertEqual(self.hand_in(body, message=message).json(), first.json())
        self.assertEqual(self.hand_in(body, message='mot-ten-khac').json(), first.json())
        arrivals = self.env['document.incoming'].search([('company_id', '=', self.health.id),
                                                         ('channel', '=', 'electronic')])
        self.assertEqual(len(arrivals), 1)
        report = self.env['document.transmission'].search(
            [('incoming_id', '=', arrivals.id), ('direction', '=', 'out')])
        self.assertEqual((report.status_code, report.peer_id), ('01', self.connection))
        other = self.hand_in(body + b' ', message=message)
        self.assertEqual((other.status_code, other.json()['reason']), (422, 'OtherContent'))

    def test_what_cannot_be_read_is_refused_by_name(self):
        """It is kept, and the receipt names the fault."""
        self.elsewhere()
        before = self.env['document.transmission'].search_count([])
        self.assertEqual(self.hand_in(b'').json()['reason'], 'CutOff')
        self.assertEqual(self.env['document.transmission'].search_count([]), before)
        answer = self.hand_in(b'<not a packet')
        self.assertEqual((answer.status_code, answer.json()['reason']), (422, 'NotXml'))

    def test_only_the_agencies_of_a_connection_speak_through_it(self):
        """A stranger's name at the door or in the packet is refused; so is an agency nobody here is."""
        body, message = self.elsewhere()
        stranger = self.hand_in(body, sender='G09', message=message)
        self.assertEqual((stranger.status_code, stranger.json()['reason']), (403, 'NotThisPeer'))
        self.assertEqual(self.hand_in(body, sender='X99', message=message).status_code, 403)
        self.assertEqual(self.hand_in(body, receiver='H25.30.01', message=message).status_code, 404)
        self.assertEqual(self.hand_in(body, receiver='', message=message).status_code, 400)
        self.route(self.ministry, self.connection)
        lying = self.hand_in(body, sender='G09', message=message)
        self.assertEqual((lying.status_code, lying.json()['reason']), (422, 'SenderMismatch'))

    def test_the_key_opens_the_inbox_and_nothing_else(self):
        """No key, a wrong one, a person's, an ended one: nothing is taken. The key of a connection reads nothing."""
        body, message = self.elsewhere()
        until = fields.Datetime.now() + timedelta(days=1)
        person = self.env['res.users.apikeys'].with_user(self.clerk).sudo()._generate('rpc', 'clerk', until)
        for key in ('x' * 40, person):
            self.assertEqual(self.hand_in(body, message=message, key=key).status_code, 401)
        self.assertEqual(self.url_open(INBOX, data=body).status_code, 401)
        reading = self.url_open('/json/2/document.agency/search', data='{"domain": []}', headers={
            'Authorization': f'Bearer {self.key}', 'Content-Type': 'application/json'})
        self.assertEqual(reading.status_code, 401)
        self.connection.with_user(self.exchange_administrator)._issue_key()
        self.assertEqual(self.hand_in(body, message=message).status_code, 401)
        with self.refused(AccessError, "access|truy cập"):
            self.env['document.incoming'].with_user(self.connection.user_id).search([])
