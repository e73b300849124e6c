"""Signatures made by an agent on the person's computer: prepared here, signed there, finished here."""

import base64
from contextlib import closing
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..models.signing_means import Answers, Rehearsal
from .common import PIN
from .means_world import MeansCase, signed_items


class TestSigningRequests(MeansCase):

    def test_a_rehearsal_leaves_nothing_but_the_request(self):
        """What a step would store, tell or send is taken back; only what is to be signed is kept."""
        prepared = self.prepared().with_user(self.director)
        files, after = self.files(), self.env.cr.postcommit
        with closing(self.env.cr.savepoint()):
            rehearsal = Rehearsal()
            self.assertTrue(prepared._sign_as_person(rehearsal).is_signed)
            self.assertEqual([piece.field for piece in rehearsal.pieces], ['HanamNguoiKy'])
        started = self.started()
        self.assertEqual(len(started['items']), 1)
        self.assertIs(self.env.cr.postcommit, after)
        rows = self.rows(started)
        self.assertEqual(self.files() - files, rows.prepared_id)
        self.assertEqual((rows.state, rows.user_id, rows.mode), ('waiting', self.director, 'hash'))

    def files(self):
        return self.env['ir.attachment'].search([('id', '!=', 0)])

    def test_what_the_agent_signed_is_finished(self):
        """Decision 44/2024, Art. 13.3: with the person's own key, which never comes here."""
        started = self.started(certificate_sha256=self.certificate.sha256)
        result = self.requests().finish(started['batch'], signed_items(started['items'], 'director'))
        self.assertEqual((result['state'], result['error']), ('done', ''))
        self.assertEqual(result['outcome']['tag'], 'display_notification')

    def test_the_second_finish_has_the_outcome_of_the_first(self):
        """A double click does nothing twice, whatever it brings."""
        started = self.started()
        first = self.requests().finish(started['batch'], signed_items(started['items'], 'director'))
        for answers in (signed_items(started['items'], 'director'), ['AAAA'], []):
            self.assertEqual(self.requests().finish(started['batch'], answers), first)

    def test_a_signature_of_another_key_is_refused(self):
        """Nothing is stored, the sentence says what to do, and the batch is over."""
        started = self.started()
        result = self.requests().finish(started['batch'], signed_items(started['items'], 'deputy'))
        self.assertEqual(result['state'], 'failed')
        self.assertRegex(result['error'], "does not match its certificate. Nothing was stored")
        again = self.requests().finish(started['batch'], signed_items(started['items'], 'director'))
        self.assertEqual(again, result)

    def test_a_damaged_answer_is_refused(self):
        """One bit, too few, too many, no base64, no list at all."""
        for damage in (lambda one: [self.flipped(one[0])], lambda one: [], lambda one: one * 2,
                       lambda one: ['not base64!'], lambda one: [None], lambda one: 7, lambda one: ['']):
            started = self.started()
            answers = damage(signed_items(started['items'], 'director'))
            with self.subTest(answers=answers):
                result = self.requests().finish(started['batch'], answers)
                self.assertEqual(result['state'], 'failed')
                self.assertRegex(result['error'], "Nothing was stored")

    def flipped(self, answer):
        raw = bytearray(base64.b64decode(answer))
        raw[9] ^= 1
        return base64.b64encode(raw).decode()

    def test_a_change_between_both_runs_is_refused(self):
        """The step must state the same the second time."""
        started = self.started()
        self.director.name = "Nguyễn Văn An Bình"
        result = self.requests().finish(started['batch'], signed_items(started['items'], 'director'))
        self.assertEqual(result['state'], 'failed')
        self.assertRegex(result['error'], "was changed after it was prepared")

    def test_an_answer_fits_only_the_bytes_it_was_made_for(self):
        """Another file does not take it, and an answer nobody asks for is noticed."""
        started = self.started()
        rows = self.rows(started).with_user(self.director).sudo()
        answers = Answers(rows, [base64.b64decode(one) for one in signed_items(started['items'], 'director')])
        with self.assertRaisesRegex(UserError, "was changed after it was prepared"):
            self.prepared().with_user(self.director)._sign_as_person(answers)
        with self.assertRaisesRegex(UserError, "was changed after it was prepared"):
            answers.check_all_used()

    def test_a_file_is_not_signed_twice_in_one_act(self):
        self.certificate.provider = 'vgca'
        rehearsal = Rehearsal()
        signed = self.prepared().with_user(self.director)._sign_as_person(rehearsal)
        with self.assertRaisesRegex(UserError, "would be signed twice"):
            signed._sign_as_person(rehearsal)

    def test_ten_minutes_are_enough(self):
        started = self.started()
        answers = signed_items(started['items'], 'director')
        self.rows(started).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        result = self.requests().finish(started['batch'], answers)
        self.assertEqual(result['state'], 'expired')
        self.assertRegex(result['error'], "longer than ten minutes")

    def test_prepared_files_are_deleted_when_it_is_over(self):
        """Also those of a batch nobody came back for; the line of the log stays."""
        done, left, running = self.started(), self.started(), self.started()
        self.requests().finish(done['batch'], signed_items(done['items'], 'director'))
        self.rows(left).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        ended = self.rows(done) | self.rows(left)
        files = ended.prepared_id
        self.env['signing.request']._cron_clear()
        self.assertFalse(files.exists())
        self.assertEqual(ended.mapped('state').count('expired'), 1)
        self.assertTrue(self.rows(running).prepared_id.exists())

    def test_a_batch_that_is_given_up_is_over(self):
        started = self.started()
        self.requests().abandon(started['batch'], 'cancelled')
        result = self.requests().finish(started['batch'], signed_items(started['items'], 'director'))
        self.assertEqual((result['state'], result['error']), ('failed', 'cancelled'))


class TestWhoseRequest(MeansCase):

    def test_a_batch_is_finished_by_who_began_it(self):
        started = self.started()
        answers = signed_items(started['items'], 'director')
        for person in (self.deputy, self.manager):
            for batch in (started['batch'], '', None, 'x' * 32):
                with self.subTest(person=person.login, batch=batch), \
                        self.assertRaisesRegex(UserError, "not begun by you"):
                    self.requests(person).finish(batch, answers)
            with self.assertRaisesRegex(UserError, "not begun by you"):
                self.requests(person).abandon(started['batch'], 'x')
        self.assertEqual(self.requests().finish(started['batch'], answers)['state'], 'done')

    def test_only_acts_that_sign_can_be_begun(self):
        """No other method of any model, whatever it is called."""
        own = self.certificate.id
        for model, method in (('signing.certificate', 'unlink'), ('signing.certificate', '_signer'),
                              ('signing.certificate', 'action_archive'), ('res.users', 'action_try'),
                              ('nothing', 'action_try'), ('signing.certificate', ['action_try']), (None, 'x')):
            with self.subTest(model=model, method=method), \
                    self.assertRaisesRegex(AccessError, "not an act that can be signed"):
                self.requests().start(model, own, method)
        with self.assertRaisesRegex(AccessError, "not an act that can be signed"):
            self.requests().start('signing.certificate', str(own), 'action_try')

    def test_nobody_begins_with_the_key_of_another(self):
        for person in (self.deputy, self.manager):
            with self.subTest(person=person.login), self.assertRaisesRegex(AccessError, "by its owner alone"):
                self.started(person)

    def test_another_certificate_on_the_token_is_told_at_once(self):
        other = self.deputy._signing_certificate()
        with self.assertRaisesRegex(UserError, "another certificate than the one of .* registered"):
            self.started(certificate_sha256=other.sha256)

    def test_each_key_is_used_in_its_own_way(self):
        """The server does not ask for the PIN of a token it cannot reach, nor an agent for a key of the server."""
        with self.assertRaisesRegex(UserError, "at that person's own computer"):
            self.prepared().with_user(self.director)._sign_as_person(PIN)
        self.certificate.provider = 'pkcs12'
        with self.assertRaisesRegex(UserError, "reached by the server"):
            self.started()

    def test_what_is_being_signed_is_open_to_nobody(self):
        """Not to who signs, not to administrators; they see that and how it ended."""
        started = self.started()
        rows = self.rows(started)
        for person in (self.director, self.manager, self.env.ref('base.user_admin')):
            with self.subTest(person=person.login), self.assertRaisesRegex(AccessError, "not open to anyone"):
                rows.prepared_id.with_user(person).read(['raw'])
        for name in ('prepared_id', 'prepared_facts', 'batch', 'token_hash', 'name', 'args'):
            with self.subTest(field=name), self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                rows.with_user(self.director).read([name])

    def test_requests_are_a_log(self):
        """One's own, and for administrators those of their agency; nobody writes it."""
        rows = self.rows(self.started())
        for person, seen in ((self.director, 1), (self.manager, 1), (self.deputy, 0), (self.health_clerk, 0)):
            own = rows.with_user(person)
            self.assertEqual(len(own.search([('id', 'in', rows.ids)])), seen, person.login)
            self.assertFalse(any(own.has_access(right) for right in ('write', 'create', 'unlink')))


class TestChoice(MeansCase):
    provider = 'pkcs12'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the port of nobody: the connection is refused at once
        cls.env['signing.tsa'].create({'name': "TSA", 'url': 'http://127.0.0.1:9/tsa', 'timeout': 2})

    def test_without_a_time_stamp_nothing_is_signed_unless_the_person_decides(self):
        """Decree 30/2020, App. I, II.7d wants the time; who signs decides, where the agency allows it."""
        prepared = self.prepared().with_user(self.director)
        with self.assertRaisesRegex(UserError, "does not answer. Nothing was signed.*without a time stamp") as caught:
            prepared._sign_as_person(PIN)
        self.assertEqual(type(caught.exception).__name__, 'TimestampChoice')
        signed = prepared._sign_as_person({'pin': PIN, 'without_timestamp': True})
        self.assertEqual(signed._verify_signatures().signature_ids.mapped('level'), ['B-B'])

    def test_a_person_cannot_go_below_the_agency(self):
        self.home.signing_level_least = 't'
        prepared = self.prepared().with_user(self.director)
        with self.assertRaisesRegex(UserError, "does not answer. Nothing was signed") as caught:
            prepared._sign_as_person(PIN)
        self.assertEqual(type(caught.exception), UserError)
        with self.assertRaisesRegex(UserError, "does not sign without a time stamp"):
            prepared._sign_as_person({'pin': PIN, 'without_timestamp': True})

    def test_an_agent_signs_by_the_same_decision(self):
        """Both runs of the step know it."""
        self.certificate.provider = 'agent'
        with self.assertRaisesRegex(UserError, "does not answer"):
            self.started()
        started = self.started(without_timestamp=True)
        result = self.requests().finish(started['batch'], signed_items(started['items'], 'director'))
        self.assertEqual(result['state'], 'done', result['error'])
