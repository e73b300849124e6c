import re
from ast import literal_eval
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.hanam_document.lib import edxml

from .common import PASSWORD
from .packet_world import PacketCase

NO_XML = b'<edXML>\n <broken'


@tagged('post_install', '-at_install')
class TestQuarantine(PacketCase, HttpCase):
    """What is refused is kept, explained, and dealt with by people (Decision 28/2018, Art. 9)."""

    def as_administrator(self, row):
        return row.with_user(self.administrator).with_context(allowed_company_ids=self.home.ids)

    def quarantine(self):
        """Return what the administrator's list of the quarantine shows."""
        action = self.env.ref('hanam_document.document_transmission_action_quarantine')
        packets = self.env['document.transmission'].with_user(self.administrator)
        return packets.with_context(allowed_company_ids=self.home.ids).search(literal_eval(action.domain))

    def test_a_refused_packet_is_explained_and_shown_as_text(self):
        """What is wrong, what to do, where: line and column; the bytes are shown and never acted upon."""
        receipt, row = self.receive(b'<edXML>\n<script>alert(1)</script>\x1b</edXML')
        self.assertEqual((receipt['outcome'], receipt['reason']), ('refused', 'NotXml'))
        seen = self.as_administrator(row)
        self.assertTrue(seen.in_quarantine)
        self.assertIn("not complete, well-formed XML. Ask the sender", seen.explanation)
        self.assertRegex(seen.error, r'line \d+, column \d+')
        self.assertEqual((seen.body_text, seen.is_text), ('<edXML>\n<script>alert(1)</script>�</edXML', True))
        self.assertEqual(seen.body_size, len(row._body()))

    def test_bytes_that_are_no_text_are_shown_as_such(self):
        _receipt, row = self.receive(bytes(range(256)) * 200)
        seen = self.as_administrator(row)
        self.assertFalse(seen.is_text)
        self.assertTrue(seen.body_text.startswith('00000000  00 01 02 03'))

    def test_only_the_beginning_of_a_long_packet_is_shown(self):
        _receipt, row = self.receive(b'<' + 'ạ'.encode() * 500_000)
        self.assertEqual(len(self.as_administrator(row).body_text), 20_000 + 2)

    def test_a_bad_packet_breaks_nothing(self):
        """Malformed, hostile, oversized, unknown, not a packet at all, secret: each by name, and the next one arrives.

        Proves: EX.bad
        """
        large = self.packet(subject="V/v " + "a" * (5 * 1024 * 1024))
        bad = {
            'NotXml': NO_XML,
            'HostileXml': b'<!DOCTYPE a [<!ENTITY b "c">]>' + self.body(),
            'TooLarge': edxml.encode(large, edxml.Limits(header_size=64 * 1024 * 1024)),
            'UnknownCode': self.body().replace(b'BussinessDocType>0<', b'BussinessDocType>7<'),
            'WrongShape': b'<other xmlns="urn:other"/>',
            'SecretContent': self.secret(),
        }
        for name, body in bad.items():
            with self.subTest(name):
                receipt, row = self.receive(body, f'bad-{name}')
                self.assertEqual((receipt['outcome'], receipt['reason']), ('refused', name))
                self.assertEqual(row._body(), b'' if name == 'SecretContent' else body)
                self.assertIn(row, self.quarantine())
                self.assertGreater(len(self.as_administrator(row).explanation), 80)
                self.assertFalse(row.incoming_id)
        receipt, row = self.receive(self.body(), 'good')
        self.assertEqual((receipt['outcome'], row.incoming_id.state), ('accepted', 'arrived'))

    def test_each_refusal_has_its_own_words(self):
        """No refusal the code knows is told by its name alone, to either side."""
        said, reason = {}, self.env['document.reason']
        names = {error.__name__ for error in _all_below(edxml.PacketError)} | _named_in_code()
        self.assertTrue(names >= {'BadAttachment', 'UnknownReceiver', 'SenderMismatch', 'OtherContent'}, names)
        for name in names:
            for side in ('in', 'out'):
                words = reason._say(name, side)
                self.assertNotIn(name, words)
                self.assertNotIn(words, said)
                said[words] = name
        self.assertIn("(Odd)", reason._say('Odd', 'in'))

    def test_read_again_after_the_directory_was_mended(self):
        """A packet refused today is taken in tomorrow, once, and its sender gets 01."""
        receipt, row = self.as_stranger()
        self.assertEqual(receipt['reason'], 'SenderMismatch')
        again = self.as_administrator(row)
        again.action_retry()
        self.assertEqual((row.state, row.error_kind), ('refused', 'SenderMismatch'))
        self.env['document.agency.alias'].create({'agency_id': self.health.agency_id.id, 'code': 'H99.16'})
        notice = again.action_retry()
        self.assertEqual((row.state, row.error_kind, notice['params']['type']), ('applied', False, 'success'))
        self.assertEqual(row.incoming_id.subject, "V/v báo cáo biên chế")
        self.assertEqual(len(self.reports('01')), 1)
        with self.refused(UserError, "not in quarantine any more"):
            again.action_retry()
        self.assertEqual(again.act_ids.sorted('id').mapped(lambda act: (act.act, act.outcome, act.user_id)), [
            ('retry', 'SenderMismatch', self.administrator), ('retry', '', self.administrator)])
        receipt, same = self.receive(row._body(), 'carrier-1')
        self.assertEqual((receipt['outcome'], same), ('accepted', row))

    def test_what_came_whole_meanwhile_is_not_taken_in_twice(self):
        """Art. 6.1: the sender mended it first; reading the old one again changes nothing."""
        _receipt, row = self.as_stranger()
        self.env['document.agency.alias'].create({'agency_id': self.health.agency_id.id, 'code': 'H99.16'})
        _receipt, whole = self.receive(row._body(), 'carrier-2')
        self.assertEqual(whole.state, 'applied')
        self.as_administrator(row).action_retry()
        self.assertEqual((row.state, row.error_kind), ('refused', 'TakenInBefore'))
        self.assertEqual(self.env['document.incoming'].sudo().search_count(
            [('document_code', '=', self.packet().document_id)]), 1)

    def test_only_administrators_act_and_clerks_look(self):
        """Also by a call without a button."""
        _receipt, row = self.receive(NO_XML)
        clerk = row.with_user(self.clerk)
        self.assertIn("broken", clerk.body_text)
        self.assertEqual((clerk.may_decide, self.as_administrator(row).may_decide), (False, True))
        for act in (clerk.action_retry, lambda: clerk.action_answer("Sai"), lambda: clerk.action_close("Xong")):
            with self.refused(AccessError, "not yours to decide"):
                act()
        for person in (self.health_clerk, self.officer):
            with self.assertRaises(AccessError):
                row.with_user(person).read(['error'])

    def test_the_sender_is_answered_once_and_only_where_it_is_known(self):
        """Art. 5.4: status 02 with a reason."""
        _receipt, nameless = self.receive(NO_XML)
        with self.refused(UserError, "does not say which document"):
            self.as_administrator(nameless).action_answer("Gói tin hỏng")
        _receipt, row = self.receive(self.body().replace(b'BussinessDocType>0<', b'BussinessDocType>7<'), 'two')
        action = self.as_administrator(row).action_answer()
        dialog = Form(self.env[action['res_model']].with_user(self.administrator).with_context(**action['context']))
        dialog.words = "Mã nghiệp vụ 7 không có trong QCVN 102:2016"
        dialog.save().action_confirm()
        report = edxml.decode(self.reports('02')._body())
        self.assertEqual((report.response_for.document_id, report.description),
                         (self.packet().document_id, "Mã nghiệp vụ 7 không có trong QCVN 102:2016"))
        self.assertEqual(self.reports('02').peer_code, 'H25.16')
        with self.refused(UserError, "was answered before"):
            self.as_administrator(row).action_answer("Lần nữa")
        self.assertEqual(len(self.reports('02')), 1)

    def test_closing_needs_words_and_ends_the_call(self):
        """The packet stays, with who closed it and why."""
        _receipt, row = self.receive(NO_XML)
        closing = self.as_administrator(row)
        with self.refused(UserError, "Say it in words"):
            closing.action_close("  ")
        closing.action_close("Đã gọi Sở Y tế, gửi lại gói khác")
        self.assertFalse(closing.in_quarantine)
        self.assertEqual((closing.act_ids.words, row._body()), ("Đã gọi Sở Y tế, gửi lại gói khác", NO_XML))
        with self.refused(UserError, "nothing to close"):
            closing.action_close("Lần nữa")

    def test_administrators_are_called_once_for_each_sender(self):
        """However much comes: one open alarm, one notice for each administrator."""
        for number in range(3):
            self.receive(NO_XML, f'broken-{number}')
        alarm = self.alarms('quarantine')
        self.assertEqual((len(alarm), self.told(alarm)), (1, self.administrator))
        alarm.with_user(self.administrator).action_close("Đã xem")
        self.assertFalse(self.told(alarm))
        self.receive(NO_XML, 'broken-again')
        self.assertEqual(len(self.alarms('quarantine')), 2)

    def test_the_call_ends_when_nothing_of_the_sender_is_left(self):
        """One packet closed leaves it open, the last one ends it."""
        rows = [self.as_administrator(self.receive(NO_XML, f'broken-{number}')[1]) for number in range(2)]
        alarm = self.alarms('quarantine')
        rows[0].action_close("Đã gọi")
        self.assertEqual((alarm.closed_at, self.told(alarm)), (False, self.administrator))
        rows[1].action_close("Đã gọi")
        self.assertEqual((bool(alarm.closed_at), alarm.closed_by_id), (True, self.administrator))
        self.assertFalse(self.told(alarm))

    def test_a_report_on_an_unknown_document_is_held_until_it_is_known(self):
        """Spec §10: never dropped, never guessed."""
        organization = edxml.Organization(organ_id='H25.16', organ_name=self.health.name)
        report = edxml.StatusReport(
            from_=organization, response_for=edxml.ResponseFor(organ_id='H25.02', document_id='H25.02,2026/01/05,9/X'),
            code=edxml.StatusCode('03'), timestamp=self.packet().trace[0].timestamp)
        _receipt, row = self.receive(edxml.encode(report))
        held = self.as_administrator(row)
        self.assertEqual((row.state, held.in_quarantine, held.is_answerable), ('held', True, False))
        self.assertIn("this agency did not send", held.explanation)
        held.action_retry()
        self.assertEqual((row.state, held.act_ids.outcome), ('held', 'Held'))

    def test_the_packet_is_downloaded_and_never_opened(self):
        """A real request: an attachment of unknown kind, not for another agency, not of a document one may not read."""
        _receipt, row = self.receive(NO_XML)
        _receipt, taken = self.receive(self.body(), 'good')
        self.authenticate('administrator@test', PASSWORD)
        answer = self.url_open(f'/hanam/exchange/packet/{row.id}')
        self.assertEqual((answer.status_code, answer.content), (200, NO_XML))
        self.assertEqual(answer.headers['Content-Type'], 'application/octet-stream')
        self.assertTrue(answer.headers['Content-Disposition'].startswith('attachment'))
        self.assertEqual(self.url_open(f'/hanam/exchange/packet/{taken.id}').status_code, 404)
        self.authenticate('clerk@test', PASSWORD)
        self.assertEqual(self.url_open(f'/hanam/exchange/packet/{taken.id}').content, taken._body())
        self.authenticate('health_clerk@test', PASSWORD)
        self.assertEqual(self.url_open(f'/hanam/exchange/packet/{row.id}').status_code, 404)


def _all_below(error):
    """Return every kind of an error, but not the error itself."""
    return set().union(*({kind, *_all_below(kind)} for kind in error.__subclasses__()))


def _named_in_code():
    """Return the names of refusals as the exchange writes them."""
    addon = Path(__file__).parents[1]
    files = [*addon.glob('models/document_transmission*.py'), *addon.glob('models/document_exchange*.py'),
             *addon.glob('models/document_request*.py'), addon / 'models/document_loopback.py',
             addon / 'controllers/exchange_inbox.py']
    named = re.compile(r"""(?:return|'error_kind':|'reason':|code=|_refuse\(\d+,) '([A-Z][a-z]+[A-Z][A-Za-z]+)'""")
    return {name for file in files for name in named.findall(file.read_text(encoding='utf-8'))}
