from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .in_browser import script
from .packet_world import PacketCase

OPENED = script("""
    const figure = (label) => [...document.querySelectorAll(".o_hanam_board_number")].find(
        (button) => label.test(button.getAttribute("aria-label")));
    await see(".o_hanam_board_status[data-status='critical']");
    await see(".o_hanam_board_peers .text-danger .fa-times-circle");
    const wide = document.querySelector(".o_hanam_board");
    if (wide.scrollWidth > wide.clientWidth) { throw new Error("the board is wider than the window"); }
    const before = document.querySelector(".o_hanam_board_finding").textContent;
    (await see(".o_hanam_board_reload")).click();
    await see(".o_hanam_board[aria-busy='false']");
    if (document.querySelector(".o_hanam_board_finding").textContent !== before) { throw new Error("other figures"); }
    const quarantined = await until(() => figure(/^(In Quarantine|Đang cách ly):/));
    if (quarantined.textContent !== "2") { throw new Error(`in quarantine: ${quarantined.textContent}`); }
    quarantined.focus();
    if (document.activeElement !== quarantined) { throw new Error("a figure takes no focus"); }
    quarantined.click();
    await until(() => document.querySelectorAll(".o_list_view .o_data_row").length === 2);
""")


@tagged('post_install', '-at_install')
class TestExchangeBoard(PacketCase, HttpCase):
    """The administrators' board: figures that are lists, a few queries, and what is wrong by name."""

    @classmethod
    def setUpClass(cls):
        """Connect a system and let the dispatcher have run."""
        super().setUpClass()
        cls.peer = cls.env['document.peer'].create({'name': "Tỉnh bạn", 'url': 'https://ban.example.vn'})
        cls.env.ref('hanam_document.cron_dispatch').lastcall = fields.Datetime.now()

    def setUp(self):
        """Keep the key of the connection: a file, so no transaction puts it back."""
        super().setUp()
        keys = self.env['document.key.files']
        keys._write(self.peer.key_name, 'a secret of 1')
        self.addCleanup(keys._path(self.peer.key_name).unlink, missing_ok=True)

    def waiting(self, count=1, **values):
        """Queue reports to Health as the outbox would hold them. Returns the rows."""
        return self.inbox.create([{
            'direction': 'out', 'company_id': self.home.id, 'peer_code': 'H25.16', 'kind': 'status',
            'message_id': f'{values}{number}', 'digest': '0', 'state': 'pending', **values} for number in range(count)])

    def aged(self, rows, **age):
        """Let rows have been written so long ago."""
        self.env.cr.execute("UPDATE document_transmission SET create_date = %s WHERE id IN %s", [
            fields.Datetime.now() - timedelta(**age), rows._ids])
        rows.invalidate_recordset()

    def board(self):
        """Return the board the administrator sees."""
        own = self.env['document.exchange.board'].with_user(self.administrator)
        return own.with_context(allowed_company_ids=self.home.ids).board()

    def findings(self):
        """Return {code: finding} of the installation."""
        board = self.env['document.exchange.board'].sudo()
        return {finding['code']: finding for finding in board._findings(board._figures())}

    def listed(self, figure):
        """Return how many rows the administrator sees behind a figure."""
        own = self.env[figure['action']['model']].with_user(self.administrator)
        return own.with_context(allowed_company_ids=self.home.ids).search_count(figure['action']['domain'])

    def test_every_figure_is_as_long_as_its_list(self):
        """Outbox waiting, tried in vain, blocked, refused; inbox held and refused; per connected system."""
        self.aged(self.waiting(4), minutes=30)
        self.waiting(2, attempts=3, peer_id=self.peer.id)
        self.waiting(3, state='blocked', peer_id=self.peer.id)
        self.waiting(1, state='refused')
        self.waiting(5, state='sent')
        self.receive(b'<broken', 'one')
        board = self.board()
        figures = [figure for group in board['groups'] for figure in group['figures']]
        self.assertEqual([figure['value'] for figure in board['groups'][0]['figures']], [6, '30 min', 2, 3, 1])
        self.assertEqual([figure['value'] for figure in board['groups'][1]['figures']], [0, 0, 1, 1])
        own, peer = (next(line for line in board['peers'] if line['id'] == key) for key in (None, self.peer.id))
        figures += [line[name] for line in (own, peer) for name in ('waiting', 'retrying', 'blocked')]
        for figure in figures:
            if figure['action'] and isinstance(figure['value'], int):
                with self.subTest(figure['label']):
                    self.assertEqual(self.listed(figure), figure['value'])
        self.assertEqual([peer[name]['value'] for name in ('waiting', 'retrying', 'blocked')], [2, 2, 3])
        self.assertEqual(board['status'], 'warning')

    def test_what_is_closed_is_counted_no_more(self):
        _receipt, row = self.receive(b'<broken')
        self.assertIn('quarantine', self.findings())
        row.with_user(self.administrator).action_close("Xong")
        self.assertNotIn('quarantine', self.findings())

    def test_what_waits_too_long_is_said_by_name(self):
        """An hour, a day, 15 minutes for urgent ones."""
        self.assertFalse({'waiting_long', 'waiting_too_long', 'urgent_waiting'} & self.findings().keys())
        rows = self.waiting(2)
        for age, code in (({'minutes': 61}, 'waiting_long'), ({'hours': 25}, 'waiting_too_long')):
            self.aged(rows, **age)
            self.assertIn(code, self.findings())
        rows.unlink()
        urgent = self.waiting(1, urgency='3')
        self.aged(urgent, minutes=16)
        self.assertEqual(self.findings()['urgent_waiting']['seconds'] // 60, 16)
        self.assertNotIn('waiting_long', self.findings())

    def test_connections_that_fail_differ_or_lost_their_key_are_said_by_name(self):
        """Clock over 60 s (Art. 7.3), last contact failed, key file missing, job switched off, key ended."""
        mine = {'peer_failing', 'peer_clock', 'peer_key_missing', 'peer_stopped', 'peer_key_ended'}
        self.assertFalse(mine & self.findings().keys())
        now = fields.Datetime.now()
        self.peer.write({
            'last_success_at': now - timedelta(hours=2), 'last_failure_at': now, 'last_error': 'Timeout: no answer',
            'drift_seconds': -75.0, 'drift_at': now})
        self.peer.with_user(self.administrator)._issue_key()
        self.env.cr.execute("UPDATE res_users_apikeys SET expiration_date = %s WHERE user_id = %s", [
            now - timedelta(days=1), self.peer.user_id.id])
        self.peer.cron_id.active = False
        self.env['document.key.files']._path(self.peer.key_name).unlink()
        self.peer.invalidate_recordset()
        found = self.findings()
        self.assertEqual(mine - found.keys(), set())
        self.assertEqual((found['peer_clock']['peer'], found['peer_clock']['seconds']), ("Tỉnh bạn", -75))
        board = self.board()
        line = next(line for line in board['peers'] if line['id'] == self.peer.id)
        self.assertEqual((line['has_key'], line['is_failing'], line['drift'], line['drift_level']),
                         (False, True, '-75.0', 'warning'))
        self.assertEqual((board['status'], board['findings'][0]['level']), ('critical', 'critical'))
        self.assertNotIn('a secret of 1', str(board))

    def test_a_dispatcher_that_does_not_run_is_critical(self):
        cron = self.env.ref('hanam_document.cron_dispatch')
        cron.lastcall = fields.Datetime.now() - timedelta(minutes=16)
        self.assertEqual(self.findings()['dispatcher_stopped']['level'], 'critical')
        cron.write({'lastcall': fields.Datetime.now(), 'active': False})
        self.assertIn('dispatcher_stopped', self.findings())

    def test_only_administrators_see_it_and_only_their_agencies(self):
        self.receive(b'<broken')
        for person in (self.clerk, self.officer):
            with self.refused(AccessError, "Only administrators"):
                self.env['document.exchange.board'].with_user(person).board()
        elsewhere = self._person('other_administrator', "Lò Văn Xa", 'administrator', company=self.health)
        board = self.env['document.exchange.board'].with_user(elsewhere).board()
        self.assertEqual([figure['value'] for figure in board['groups'][1]['figures']], [0, 0, 0, 0])

    def test_no_query_for_each_row_or_system(self):
        """The same number of queries for ten rows as for a thousand; a connected system more costs none."""
        self.waiting(10)
        few = self.queries()
        self.waiting(1000, attempts=1)
        self.env['document.peer'].create([
            {'name': f"Tỉnh {place}", 'url': f'https://t{place}.example.vn'} for place in range(10)])
        self.assertLessEqual(self.queries(), few + 2)

    def queries(self):
        """Return how many queries the board takes once the rights of the person are known."""
        self.env.flush_all()
        self.board()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.board()
        return self.cr.sql_log_count - before

    def test_the_figures_come_from_the_index_of_what_is_open(self):
        """Among many packets that are done with, only the open ones are touched."""
        self.waiting(2000, state='sent')
        self.waiting(3)
        self.env.flush_all()
        self.env.cr.execute("ANALYZE document_transmission")
        self.env.cr.execute(
            "EXPLAIN SELECT peer_id, state, count(*), min(create_date) FROM document_transmission "
            "WHERE direction = 'out' AND state IN ('pending', 'blocked', 'refused') AND closed_at IS NULL "
            "GROUP BY peer_id, state")
        plan = '\n'.join(row[0] for row in self.env.cr.fetchall())
        self.assertIn('document_transmission_trouble_index', plan)
        self.assertNotIn('Seq Scan', plan)

    def test_in_a_browser_a_figure_opens_its_list(self):
        """Figures, the missing key in red, looking again, and one click to the list."""
        self.receive(b'<broken', 'one')
        self.receive(b'<broken too', 'two')
        self.env['document.key.files']._path(self.peer.key_name).unlink()
        self.env.flush_all()
        self.browser_js('/odoo/exchange-board', OPENED, login='administrator@test', timeout=90)
