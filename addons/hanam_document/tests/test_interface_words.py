import re
import threading
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ..interfaces import PREFIX
from ..workflows import DELIVERY, OUTGOING
from .described import description, faults

GUIDE = Path(__file__).parents[3] / 'docs' / 'interfaces' / 'README.md'


@tagged('post_install', '-at_install')
class TestInterfaceWords(TransactionCase):
    """What integrators are told is what the calls are (Decision 44/2024, Art. 17.4)."""

    def test_every_call_is_described(self):
        """Art. 17.4: no call without its description, none described that is not there."""
        told = {(method.upper(), path) for path, calls in description()['paths'].items() for method in calls}
        there, thread = set(), threading.current_thread()
        if not hasattr(thread, 'dbname'):  # the map of calls is made for the database of a server's thread
            thread.dbname = self.env.cr.dbname
            self.addCleanup(delattr, thread, 'dbname')
        for rule in self.env['ir.http'].routing_map().iter_rules():
            if rule.rule.startswith(f'{PREFIX}/') and rule.endpoint.routing['methods']:
                path = re.sub(r'<(?:\w+:)?(\w+)>', r'{\1}', rule.rule.removeprefix(PREFIX))
                there |= {(method, path) for method in rule.endpoint.routing['methods']}
        self.assertEqual(there, told)
        self.assertEqual(len(told), 5)

    def test_the_guide_names_every_call_field_and_refusal(self):
        """Art. 17.4: what the description has, the Vietnamese guide explains."""
        said, described = GUIDE.read_text('utf-8'), description()
        for path in described['paths']:
            self.assertIn(f'`{path}', said.replace('`GET /', '`/').replace('`POST /', '`/'), path)
        schemas = described['components']['schemas']
        for name in ('Document', 'Submission', 'Receipt', 'Status', 'Recipient', 'Figures', 'Day', 'Now'):
            for field in schemas[name]['properties']:
                self.assertIn(f'`{field}`', said, f'{name}.{field}')
        for code in schemas['Refusal']['properties']['error']['properties']['code']['enum']:
            self.assertIn(f'`{code}`', said, code)

    def test_the_guide_names_every_state_and_way(self):
        """Art. 17.4: a program that reads states can know all of them."""
        said, schemas = GUIDE.read_text('utf-8'), description()['components']['schemas']
        ways = dict(self.env['document.delivery']._fields['transport'].selection).keys() - {'internal'}
        for words, names in ((schemas['Status']['properties']['state']['description'], OUTGOING.states),
                             (schemas['Recipient']['properties']['state']['description'], DELIVERY.states),
                             (schemas['Recipient']['properties']['transport']['description'], ways)):
            self.assertEqual(set(words.partition(';')[0].split(', ')), set(names))
            for name in names:
                self.assertIn(f'`{name}`', said)

    def test_the_comparison_sees_faults(self):
        """A comparison that finds nothing would make every answer right."""
        described = description()
        names = described['components']['schemas']['Day']['properties'].keys() - {'day', 'OrganId'}
        row = {'day': '2026-01-01', 'OrganId': 'H25', **dict.fromkeys(names, 0)}
        schema = {'$ref': '#/components/schemas/Day'}
        self.assertEqual(list(faults(described, schema, row)), [])
        for wrong in ({'day': 'soon'}, {'issued': -1}, {'issued': '1'}, {'more': 1}, {'OrganId': None}):
            self.assertEqual(len(list(faults(described, schema, row | wrong))), 1, wrong)
        del row['issued']
        self.assertEqual(list(faults(described, schema, row)), ['answer lacks issued'])
        refusal = {'error': {'code': 'invented', 'message': '', 'fields': {'a': 1}}}
        self.assertEqual(len(list(faults(described, {'$ref': 'Refusal'}, refusal))), 2)
