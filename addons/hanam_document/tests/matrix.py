"""Every step of a table, tried in every state by every person, through the door other programs use.

What is expected is worked out here from the rows of `workflows.py` and from plain facts about a specimen (who may
open it, whom its fields name), not by asking the engine.
"""

from dataclasses import dataclass, field
from itertools import product

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase
from odoo.tools import SQL

from odoo.addons.hanam_document.lib.workflow import SYSTEM
from odoo.addons.hanam_document.models.document_outgoing_paper import STEPS
from odoo.addons.hanam_document.models.document_request import STEPS as ASKED

from .signed_world import PIN, SignedProvinceCase

ALL_ROLES = ('officer', 'clerk', 'form_checker', 'signatory', 'leader', 'archivist', 'directory_manager',
             'province_office')
OFFICE = {
    'clerk': {'officer', 'clerk'}, 'director': {'officer', 'leader', 'signatory'},
    'deputy': {'officer', 'leader', 'signatory'}, 'chief': {'officer', 'leader'}, 'unit_head': {'officer'},
    'officer': {'officer'}, 'colleague': {'officer'}, 'form_checker': {'officer', 'form_checker'},
    'bystander': {'officer'}, 'administrator': {'officer', 'directory_manager', 'administrator'},
    'foreigner': set(ALL_ROLES), 'health_director': {'officer', 'leader', 'signatory'},
    'health_clerk': {'officer', 'clerk'}, 'system': {SYSTEM},
}
ELSEWHERE = frozenset({'foreigner', 'health_director', 'health_clerk'})
LEADERS = frozenset({'director', 'deputy', 'chief'})
# ways a document goes -> what can be done by e-mail and message
MEANS = {'mail': ('paper',), 'remind': ('peer',), 'text': ('peer',)}
DONE, NOT_NOW, NOT_YOURS = 'done', 'odoo.exceptions.UserError', 'odoo.exceptions.AccessError'


@dataclass(frozen=True, slots=True)
class Specimen:
    """A record in some state: who may open it, and which persons its fields name."""

    record: object
    seen_by: frozenset
    actors: dict = field(default_factory=dict)


class MatrixCase(SignedProvinceCase, HttpCase):
    """The named world, with a key for each person's programs."""

    @classmethod
    def setUpClass(cls):
        """Add those who are nobody in particular, and give everybody a key."""
        super().setUpClass()
        cls.home.forwarding_basis = "Quy chế làm việc, Điều 12"
        cls.bystander = cls._person('bystander', "Cao Văn Ích")
        cls.administrator = cls._person('administrator', "Tạ Thị Kim", 'administrator')
        cls.foreigner = cls._person('foreigner', "Đinh Văn Lâm", *ALL_ROLES[1:], company=cls.health)
        cls.outside = cls.env['document.agency'].create({'name': "Cơ quan khác", 'code': 'H98'})
        cls.env.flush_all()
        until = fields.Datetime.add(fields.Datetime.now(), days=1)
        cls.keys = {person: cls.env['res.users.apikeys'].with_user(getattr(cls, person)).sudo()._generate(
            'rpc', person, until) for person in OFFICE if person != 'system'}

    def answer(self, row):
        """Return a proper answer to what a step asks."""
        answers = {
            '': {}, 'pin': {'pin': PIN}, 'readers': {'readers': self.director.ids},
            'direction': {'direction': [{'kind': 'lead', 'user_id': self.officer.id}]},
            'result': {'result': {'kind': 'no_reply', 'note': "Đã tiếp thu"}},
            'correction': {'correction': {'values': {'subject': "V/v khác"}, 'reason': "Gõ nhầm"}},
            'printing': {'printing': {'copies': 1, 'note': "Lưu VT"}},
            'recall': {'recall': {'order': "CV 1", 'reason': "Sai căn cứ"}},
            'update': {'update': {'values': {'urgency': '1'}, 'reason': "Cần gấp"}},
            'recipients': {'recipients': {'agency_ids': self.outside.ids}},
            'address': {'address': {'agency_id': self.outside.id}},
            'call': {'call': {'outcome': 'promised', 'person': "Văn thư"}},
        }
        return answers.get(row.asks, {row.asks: "Theo chỉ đạo"})

    def expected(self, row, person, specimen):
        """Say what the table means for this person and this record."""
        if person not in specimen.seen_by and person != 'system':
            return NOT_YOURS
        if specimen.record.state not in row.sources:
            return NOT_NOW
        if not OFFICE[person] & set(row.roles):
            return NOT_YOURS
        if row.actor and person not in specimen.actors.get(row.actor, ()):
            return NOT_YOURS
        return DONE if self.is_for(row, specimen.record) else NOT_NOW

    def is_for(self, row, record):
        """Say whether a step is one for such a record: by its medium, by the way it goes, by who asked whom."""
        if record._name == 'document.outgoing':
            return record.medium in STEPS.get(row.name, (record.medium,))
        if record._name == 'document.delivery':
            return record.transport in MEANS.get(row.name, (record.transport,))
        if record._name != 'document.request' or row.is_system:
            return True
        known = {'match': not record.incoming_id, 'agree': bool(record.incoming_id)}
        return row.name in ASKED[record._way] and known.get(row.name, True)

    def take(self, row, person, record, answer):
        """Take a step as a person; return DONE or the class of the error."""
        if person == 'system':
            return self._take_inside(row, record.with_user(SUPERUSER_ID), answer)
        reply = self.url_open(f'/json/2/{record._name}/action_{row.name}', json={'ids': record.ids, **answer},
                              headers={'Authorization': f'bearer {self.keys[person]}'}, timeout=60)
        return DONE if reply.status_code == 200 and reply.json() is True else reply.json()['name']

    def _take_inside(self, row, record, answer):
        try:
            with self.cr.savepoint():
                getattr(record, f'action_{row.name}')(**answer)
        except (AccessError, UserError) as error:
            return f'odoo.exceptions.{type(error).__name__}'
        return DONE

    def trace(self, record):
        """Return what a refused step must leave as it was, to the last column: the record, its document, the document's
        parts, notices and history, and the outbox."""
        self.env.flush_all()
        document = record.sudo()._document()
        parts = [SQL("(SELECT md5(string_agg(part::text, '' ORDER BY id)) FROM %s part WHERE %s = %s)",
                     SQL.identifier(table), SQL.identifier(link), document.id) for table, link in self._parts(document)]
        return self.env.execute_query(SQL(
            """SELECT (SELECT state FROM %s WHERE id = %s), (SELECT md5(record::text) FROM %s record WHERE id = %s),
                      (SELECT count(*) FROM mail_activity WHERE res_model = %s AND res_id = %s),
                      (SELECT count(*) FROM document_transmission), %s""",
            SQL.identifier(record._table), record.id, SQL.identifier(document._table), document.id,
            document._name, document.id, SQL(', ').join(parts or [SQL('0')])))[0]

    def _parts(self, document):
        """Return (table, column that links it) of everything that belongs to a document."""
        link = document._table.removeprefix('document_') + '_id'
        return [(model._table, link) for name, model in self.env.registry.items()
                if name.startswith('document.') and model._auto and not model._transient and not model._abstract
                and link in model._fields and model._fields[link].store and model._fields[link].relational]

    def check(self, specimens, answers=None):
        """Try every step × specimen × person; each comes out as expected, and each row of the table works."""
        workflow, wrong, allowed = specimens[0].record._workflow, [], set()
        for row, specimen, person in product(workflow.steps, specimens, OFFICE):
            wanted, state = self.expected(row, person, specimen), specimen.record.state
            answer = (answers or {}).get(row.name) or self.answer(row)
            came, before, after = self.cell(row, person, specimen.record, answer)
            moved = (row.target or state) if wanted == DONE else state
            if came != wanted or after[0] != moved or (wanted != DONE and after != before):
                wrong.append(f'{row.name} in {state} by {person}: {came}, expected {wanted}')
            if wanted == DONE:
                allowed.add((row.name, state))
        self.assertEqual(wrong, [])
        self.assertEqual({specimen.record.state for specimen in specimens}, set(workflow.states))
        self.assertEqual(allowed, {(row.name, state) for row in workflow.steps for state in row.sources})

    def cell(self, row, person, record, answer):
        """Take one step and undo it; return what came of it, and the trace before and after."""
        before = self.trace(record)
        undo = self.cr.savepoint(flush=True)
        try:
            came = self.take(row, person, record, answer)
            after = self.trace(record)
        finally:
            undo.rollback()
            undo.close(rollback=False)
            self.env.invalidate_all(flush=False)
        return came, before, after
