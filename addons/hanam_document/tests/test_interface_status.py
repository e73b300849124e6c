import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from odoo import Command, fields
from odoo.tests import tagged

from .common import signable_pdf
from .interface_world import EXTERNAL, InterfaceCase
from .signed_world import PIN

EXAMPLES = Path(__file__).parents[3] / 'docs' / 'interfaces' / 'examples'


@tagged('post_install', '-at_install')
class TestInterfaceStatus(InterfaceCase):
    """Systems ask how far a document is, and for figures; the examples of the documentation run (Art. 17.4)."""

    def example(self, name, *words, key=None):
        """Run an example as its reader would, against this server; return exit status, output, complaint."""
        with self.allow_requests(all_requests=True):
            ran = subprocess.run(
                [sys.executable, '-I', str(EXAMPLES / name), *words], capture_output=True, text=True, timeout=120,
                env={'PATH': os.environ['PATH'], 'PYTHONUTF8': '1', 'HANAM_URL': self.base_url(),
                     'HANAM_KEY': key or self.key}, check=False)
        self.env.invalidate_all()
        return ran.returncode, ran.stdout, ran.stderr

    def issue(self, draft):
        """Let the people of the agency carry a draft through to its issue, and its recipient take it in."""
        draft = draft.with_user(self.officer)
        draft.delegation_id = self.authority
        draft.action_submit()
        draft.with_user(self.unit_head).action_pass_content()
        draft.with_user(self.form_checker).action_pass_form()
        draft.with_user(self.director).action_sign(pin=PIN)
        draft.with_user(self.clerk).action_assign_number()
        draft.with_user(self.clerk).action_issue(pin=PIN)
        self.exchange()

    def test_the_examples_carry_a_draft_to_its_answer(self):
        """Art. 17.4: handed in, asked after, issued by the office, asked after again, counted: with the examples alone.

        Proves: VI.III.2c
        """
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        metadata, file = folder / 'metadata.json', folder / 'du-thao.pdf'
        metadata.write_text(json.dumps(self.submission()['document'], ensure_ascii=False), 'utf-8')
        file.write_bytes(signable_pdf(self.director.name, self.authority.position))
        status, said, complaint = self.example('submit_draft.py', EXTERNAL, str(metadata), str(file))
        self.assertEqual((status, complaint), (0, ''))
        self.assertEqual(json.loads(said)['external_id'], EXTERNAL)
        self.assertEqual(json.loads(self.example('fetch_status.py', EXTERNAL)[1])['state'], 'draft')
        self.issue(self.drafts())
        told = json.loads(self.example('fetch_status.py', EXTERNAL)[1])
        recipient = told['To'][0]
        self.assertEqual((told['state'], recipient['OrganId'], recipient['state']), ('issued', 'H25.16', 'arrived'))
        code = told['document_code']
        by_code = self.example('fetch_status.py', '--document-code', code, key=self.centre_key)
        self.assertEqual(json.loads(by_code[1]), told)
        today = str(self.env['document.metadata']._today())
        status, table, _complaint = self.example('fetch_figures.py', today, today, key=self.centre_key)
        head, line = table.splitlines()
        self.assertEqual((status, dict(zip(head.split(','), line.split(','), strict=True))['issued']), (0, '1'))
        status, table, _complaint = self.example('fetch_figures.py', today, today, '--now', key=self.centre_key)
        self.assertTrue(table.splitlines()[1].startswith('H25.02,'))

    def test_the_examples_say_what_was_refused(self):
        """Art. 17.4: by their exit status, with the answer on standard error."""
        self.assertEqual(self.example('fetch_status.py', 'khong-co')[0], 1)
        status, said, complaint = self.example('fetch_figures.py', '2026-01-01', '2026-01-02')
        self.assertEqual((status, said, json.loads(complaint)['error']['code']), (1, '', 'no_right'))

    def test_a_status_tells_nothing_of_the_content(self):
        """Art. 17.4: state, number, dates and recipients; no subject, no file, no person, no own unit."""
        self.hand_in(Description="Ghi chú riêng")
        draft = self.drafts()
        draft.with_user(self.officer).recipient_user_ids = self.colleague
        self.issue(draft)
        told = self.call(f'/documents/{EXTERNAL}', self.key)
        self.assertEqual(set(told.json()), {
            'external_id', 'document_code', 'state', 'state_name', 'CodeNumber', 'CodeNotation', 'IssuedDate',
            'signed_at', 'numbered_at', 'issued_at', 'To'})
        self.assertEqual(len(told.json()['To']), 1)
        for word in (draft.subject, "Ghi chú", self.colleague.name, self.director.name):
            self.assertNotIn(word, told.text)
        self.assertRegex(told.json()['issued_at'], r'\+07:00$')

    def test_of_other_documents_nothing_is_told(self):
        """Art. 21.1: another system's draft, another agency's document, a restricted one: as if there were none."""
        self.hand_in()
        other = self.system('mot-cua.khac', may_drafts=True, may_status=True, drafter_id=self.colleague.id)
        health = self.system('mot-cua.syt', self.health, may_status=True)
        own, restricted = self.issued(), self.issued(restricted=True)
        other_key, health_key = self.key_of(other), self.key_of(health)
        self.assertEqual(self.call(f'/documents?document_code={own.document_code}', other_key).status_code, 200)
        for path, key in ((f'/documents/{EXTERNAL}', other_key), (f'/documents/{EXTERNAL}', health_key),
                          (f'/documents?document_code={own.document_code}', health_key),
                          (f'/documents?document_code={restricted.document_code}', other_key),
                          ('/documents?document_code=', other_key), ('/documents', other_key)):
            with self.subTest(path=path):
                self.assertRefused(self.call(path, key), 404, 'not_found')

    def test_figures_count_the_days_of_an_agency(self):
        """Art. 17.4: arrivals and recipients by channel, work by deadline, issues by the rule of Art. 6.2."""
        today = self.env['document.metadata']._today()
        self.registered()
        self.presented(due_date=today - timedelta(days=1))
        self.arrive()
        late, in_time = self.issued(), self.issued(recipient_user_ids=[Command.set(self.colleague.ids)])
        late._earn(signed_at=fields.Datetime.now() - timedelta(days=14))
        self.signed()
        self.env.flush_all()
        answer = self.call(f'/figures?from={today}&to={today}', self.centre_key).json()
        self.assertEqual(answer['agencies'], [{'OrganId': 'H25.02', 'OrganName': self.home.name}])
        self.assertEqual(answer['days'], [{
            'day': str(today), 'OrganId': 'H25.02', 'received_electronic': 0, 'received_paper': 2,
            'completed_on_time': 0, 'completed_late': 0, 'completed_without_deadline': 0, 'issued': 2,
            'issued_on_time': 1, 'issued_late': 1, 'sent_electronic': 2, 'sent_paper': 0, 'sent_inside': 1,
            'returned_by_recipients': 0}])
        self.assertEqual(answer['now'], [{
            'OrganId': 'H25.02', 'waiting_to_be_registered': 1, 'work_open': 1, 'work_late': 1,
            'waiting_for_number': 1, 'waiting_to_be_issued': 0, 'not_received_by_recipients': 2}])
        self.assertEqual(in_time.state, 'issued')

    def test_work_done_is_counted_by_its_deadline(self):
        """Art. 17.4: on time, late, and without a deadline are three things."""
        today = self.env['document.metadata']._today()
        for due in (today, today - timedelta(days=1), False):
            document = self.presented(due_date=due)
            document.with_user(self.director).action_note(opinion="Đã xem")
        self.env.flush_all()
        day = self.call(f'/figures?from={today}&to={today}', self.centre_key).json()['days'][0]
        self.assertEqual([day[f'completed_{how}'] for how in ('on_time', 'late', 'without_deadline')], [1, 1, 1])

    def test_days_are_days_in_vietnam(self):
        """Art. 7.3: issued at half past midnight is issued that day, though in Greenwich it is the day before."""
        document = self.issued()
        document._earn(issued_at='2026-03-09 17:30:00', signed_at='2026-03-09 09:00:00')
        self.env.flush_all()
        answer = self.call('/figures?from=2026-03-10&to=2026-03-10', self.centre_key).json()
        self.assertEqual([(row['day'], row['issued'], row['issued_on_time']) for row in answer['days']],
                         [('2026-03-10', 1, 1)])
        self.assertEqual(self.call('/figures?from=2026-03-09&to=2026-03-09', self.centre_key).json()['days'], [])

    def test_figures_are_of_the_agencies_a_key_was_given_for(self):
        """Art. 17.4: the own one, those it governs, or the province."""
        province = self._agency("Ủy ban nhân dân tỉnh Hà Nam", 'H25', 'UBND')
        self.home.agency_id.parent_id = province.agency_id
        centre = self.system('ioc.tinh', province, may_figures=True)
        key = self.key_of(centre)
        seen = {}
        for scope in ('own', 'below', 'all'):
            centre.figures_scope = scope
            self.env.flush_all()
            told = self.call('/figures?from=2026-01-01&to=2026-01-01', key).json()
            seen[scope] = {agency['OrganId'] for agency in told['agencies']}
            self.assertEqual({row['OrganId'] for row in told['now']}, seen[scope])
        self.assertEqual(seen['own'], {'H25'})
        self.assertEqual(seen['below'], {'H25', 'H25.02'})
        self.assertLessEqual({'H25', 'H25.02', 'H25.16'}, seen['all'])

    def test_a_period_is_asked_for_in_order(self):
        """Art. 17.4: two days, in order, of a year at most."""
        for period, *wrong in (('', 'from', 'to'), ('?from=2026-01-01', 'to'), ('?from=2026-01-02&to=2026-01-01', 'to'),
                               ('?from=2025-01-01&to=2026-01-02', 'to'), ('?from=01/01/2026&to=2026-01-02', 'from')):
            self.assertRefused(self.call(f'/figures{period}', self.centre_key), 422, 'invalid', *wrong)
        self.assertEqual(self.call('/figures?from=2025-01-02&to=2026-01-02', self.centre_key).status_code, 200)
