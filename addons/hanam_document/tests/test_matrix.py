from odoo import Command
from odoo.tests import tagged

from .matrix import ELSEWHERE, LEADERS, MatrixCase, Specimen
from .signed_world import PIN

# whose turn a state was, and who may therefore open the document from then on
DRAFT_TURNS = {'draft': {'officer'}, 'unit_check': {'unit_head'}, 'form_check': {'form_checker'},
               'signing': {'director'}, 'signed': {'clerk'}, 'numbered': {'clerk'}, 'issued': {'clerk'},
               'recalled': {'clerk'}}
CHECKS = {'electronic': (('unit_head', 'pass_content', {}), ('form_checker', 'pass_form', {})),
          'internal': (('unit_head', 'pass_to_sign', {}),)}
OUTSIDE = ('pending', 'sent', 'arrived', 'accepted', 'assigned', 'processing', 'completed', 'rejected', 'handed_over',
           'withdrawn')


@tagged('post_install', '-at_install')
class TestMatrix(MatrixCase):
    """Role × step × state, every cell, as those persons, through JSON-2 (Decree 30/2020, App. VI, III.3b, III.5d)."""

    def incoming(self, state):
        """Return an arrival brought to a state by its people."""
        steps = {
            'arrived': (), 'returned': (('clerk', 'return', {'reason': "Gửi nhầm"}),),
            'received': (('clerk', 'receive', {}),),
            'registered': (('clerk', 'receive', {}), ('clerk', 'register', {})),
        }
        in_book = steps['registered']
        steps['annulled'] = (*in_book, ('clerk', 'annul', {'order': "Đăng ký hai lần"}))
        steps['presented'] = (*in_book, ('clerk', 'present', {'readers': [self.chief.id, self.director.id]}))
        steps['assigned'] = (*steps['presented'], ('director', 'assign', {'direction': [
            {'kind': 'lead', 'user_id': self.officer.id}, {'kind': 'support', 'user_id': self.colleague.id}]}))
        steps['processing'] = (*steps['assigned'], ('officer', 'process', {}))
        steps['completed'] = (*steps['processing'], ('officer', 'complete', {
            'result': {'kind': 'no_reply', 'note': "Đã tiếp thu"}}))
        document = self.arrive()
        if state == 'withdrawn':
            steps['withdrawn'] = in_book
        for person, step, answer in steps[state]:
            getattr(document.with_user(getattr(self, person)), f'action_{step}')(**answer)
        if state == 'withdrawn':
            document.sudo().action_withdraw(order="Công văn 12/STC")
        self.assertEqual(document.state, state)
        return document

    def seen_incoming(self, state):
        """Return who may open an arrival in a state: the desk, the leaders, and who was given work."""
        if state == 'withdrawn':
            return frozenset({'clerk', 'director', 'chief'})
        given = {'officer', 'colleague'} if state in ('assigned', 'processing', 'completed') else set()
        return LEADERS | {'clerk'} | given

    def outgoing(self, state, **values):
        """Return a draft brought to a state by its people."""
        document = self.draft(**values)
        path = (('officer', 'submit', {}), *CHECKS.get(document.medium, CHECKS['electronic']),
                ('director', 'sign', {'pin': PIN}), ('clerk', 'assign_number', {}), ('clerk', 'issue', {'pin': PIN}),
                ('clerk', 'recall', {'recall': {'order': "CV 1", 'reason': "Sai căn cứ"}}))
        if state == 'cancelled':
            path = (('officer', 'cancel', {'reason': "Không còn cần"}),)
        for person, step, answer in path:
            if document.state == state:
                break
            getattr(document.with_user(getattr(self, person)), f'action_{step}')(**answer)
        self.assertEqual(document.state, state)
        return document

    def seen_outgoing(self, state):
        """Return who may open a document in a state: its drafter, the leaders, and whose turn it has been."""
        states = list(DRAFT_TURNS)
        turns = states[:states.index(state) + 1] if state in states else ['draft']
        at_desk = {'clerk'} if state in ('signed', 'numbered', 'issued', 'recalled', 'cancelled') else set()
        return LEADERS.union(at_desk, *(DRAFT_TURNS[turn] for turn in turns))

    def test_incoming_documents(self):
        """Art. 10-12: the clerk, the leaders who read it, the one in the lead; nobody else, never out of turn.

        Proves: VI.I.3, VI.IV.1b
        """
        named = {'director_ids': {'chief', 'director'}, 'lead_user_id': {'officer'}}
        states = self.env['document.incoming']._workflow.states
        self.check([Specimen(self.incoming(state), self.seen_incoming(state), named) for state in states])

    def test_outgoing_documents(self):
        """Art. 13: drafter, head of the unit, form checker, the signer named, the clerk; each in turn.

        Proves: VI.I.3, VI.IV.1b
        """
        named = {'drafter_id': {'officer'}, 'unit_head_id': {'unit_head'}, 'signatory_id': {'director'}}
        states = self.env['document.outgoing']._workflow.states
        own = {'drafter_id': {'unit_head'}, 'unit_head_id': {'unit_head'}, 'own_head_id': {'unit_head'}}
        draft = self.outgoing('unit_check').with_user(self.unit_head).copy()
        draft.write({'file_ids': [Command.create({'name': 'draft.pdf', 'upload': self.draft().file_ids.upload})]})
        self.check([
            *(Specimen(self.outgoing(state), self.seen_outgoing(state), named) for state in states),
            Specimen(draft, LEADERS | {'unit_head'}, own), *self.other_originals(named)])

    def other_originals(self, named):
        """Return papers signed by hand, and papers that stay inside, in the states that are their own."""
        self.env['document.register'].create({
            'company_id': self.home.id, 'year': self.env['document.outgoing']._today().year, 'direction': 'outgoing',
            'series': "Phòng", 'department_id': self.unit.id})
        inside = {'medium': 'internal', 'recipient_agency_ids': False,
                  'recipient_user_ids': [Command.set(self.officer.ids)]}
        yield Specimen(self.outgoing('signing', medium='paper'), self.seen_outgoing('signing') | {'clerk'}, named)
        for state in ('draft', 'unit_check', 'signing', 'signed'):
            seen = self.seen_outgoing(state) - {'form_checker'}
            yield Specimen(self.outgoing(state, **inside), seen, named)

    def test_presentations(self):
        """Art. 11.1: only the reader whose turn it is gives an opinion."""
        rows = {}
        for state, end in (('waiting', None), ('agreed', 'agree'), ('objected', 'object')):
            first = self.incoming('presented').presentation_ids.sorted('sequence')[0].with_user(self.chief)
            if end:
                getattr(first, f'action_{end}')(**{'opinion' if end == 'agree' else 'reason': "Ý kiến"})
            rows[state] = first, 'chief'
        rows['queued'] = self.incoming('presented').presentation_ids.sorted('sequence')[1], 'director'
        rows['skipped'] = self.incoming('assigned').presentation_ids.sorted('sequence')[0], 'chief'
        self.check([Specimen(row, self.seen_incoming(row.incoming_id.state), {'reader_id': {reader}})
                    for row, reader in rows.values()])

    def test_assignments(self):
        """Art. 11.2, 12: only the person given the work answers for it."""
        rows = []
        lives = ('', {}), ('accept', {}), ('finish', {'opinion': "Đã góp ý"}), ('decline', {'reason': "Bận"})
        for step, answer in lives:
            row = self.incoming('assigned').assignment_ids.filtered(lambda row: row.kind == 'support')
            if step:
                getattr(row.with_user(self.colleague), f'action_{step}')(**answer)
            rows.append(row)
        again = self.incoming('assigned')
        rows.append(again.assignment_ids.filtered(lambda row: row.kind == 'support'))
        again.with_user(self.director).action_redirect(direction=[{'kind': 'lead', 'user_id': self.officer.id}])
        self.check([Specimen(row, self.seen_incoming('assigned'), {'user_id': {'colleague'}}) for row in rows],
                   {'hand_on': {'direction': [{'kind': 'support', 'user_id': self.bystander.id}]}})

    def test_opinions(self):
        """Art. 13.1.b: the one asked answers, the one who asked may withdraw the question."""
        rows = []
        for person, step, answer in (('', '', {}), ('colleague', 'give', {'opinion': "Đồng ý"}),
                                     ('officer', 'take_back', {})):
            draft = self.draft(opinion_ids=[Command.create({'user_id': self.colleague.id, 'question': "Đồng ý?"})])
            if step:
                getattr(draft.opinion_ids.with_user(getattr(self, person)), f'action_{step}')(**answer)
            rows.append(draft.opinion_ids)
        named = {'user_id': {'colleague'}, 'asked_by_id': {'officer'}}
        self.check([Specimen(row, LEADERS | {'officer', 'colleague'}, named) for row in rows])

    def test_deliveries(self):
        """Art. 5.2, 6.3: recipients' reports move a delivery; the clerk notes what was handed over on paper."""
        agencies = self.env['document.agency'].create([
            {'name': f"Cơ quan ngoài hệ thống {place}", 'code': f'H99.{place:02}', 'phone': "0226 385 3333",
             'email': f'vanthu{place}@h99.example'} for place in range(len(OUTSIDE) + 1)])
        document = self.outgoing('issued', recipient_agency_ids=[Command.set(agencies.ids)])
        document.sudo().delivery_ids._earn(paper_state='due')
        # a recipient by packet can be reminded, the last one, on paper, gets the files by e-mail
        document.sudo().delivery_ids[:-1].write({'transport': 'peer'})
        self.home.sms_gateway_url = 'https://sms.example/send'
        steps = {'sent': 'send', 'arrived': 'arrive', 'accepted': 'accept', 'assigned': 'assign',
                 'processing': 'process', 'completed': 'complete', 'rejected': 'reject', 'withdrawn': 'withdraw'}
        for state, delivery in zip(OUTSIDE, document.delivery_ids, strict=False):
            if state in steps:
                getattr(delivery.sudo(), f'action_{steps[state]}')()
            elif state == 'handed_over':
                delivery.with_user(self.clerk).action_hand_over(evidence="Bưu điện, EB123")
        self.check([Specimen(delivery, self.seen_outgoing('issued')) for delivery in document.delivery_ids])

    def asked_of_us(self, *steps, known=True):
        """Return a request of another agency after some steps of this one, and who sees it."""
        document = self.incoming('registered') if known else self.env['document.incoming']
        request = self.env['document.request'].sudo().create({
            'direction': 'in', 'kind': 'recall', 'company_id': self.home.id, 'agency_code': 'H25.16',
            'agency_id': self.health.agency_id.id, 'asked_at': '2026-01-20 08:00:00', 'named_code': '1/STC'})
        request._earn(incoming_id=document.id)
        for person, name, answer in steps:
            record = request if person == 'system' else request.with_user(getattr(self, person))
            getattr(record, f'action_{name}')(**answer)
        state = document.state if known else 'registered'
        return Specimen(request.with_user(self.clerk), self.seen_incoming(state), {'head_id': {'director'}})

    def test_requests(self):
        """Art. 13.4.d: the clerk agrees; a refusal is proposed by the clerk and consented to by the head alone."""
        propose = 'clerk', 'propose_refusal', {'reason': "Đã chi trả"}
        rows = [self.asked_of_us(), self.asked_of_us(known=False), self.asked_of_us(propose),
                self.asked_of_us(('clerk', 'agree', {})), self.asked_of_us(propose, ('director', 'refuse', {})),
                self.asked_of_us(('system', 'lapse', {}))]
        agencies = self.env['document.agency'].create([
            {'name': f"Cơ quan ngoài hệ thống {place}", 'code': f'H99.{place:02}'} for place in range(8)])
        document = self.outgoing('issued', recipient_agency_ids=[Command.set(agencies.ids)])
        lives = [(), (('note_agreed', {'answer': "Đã hủy"}),), (('note_refused', {'answer': "Không"}),),
                 (('lapse', {}),)]
        lives += [*lives[:3], (('tell_on_paper', {'evidence': "EB1"}),)]
        for place, (steps, delivery) in enumerate(zip(lives, document.delivery_ids, strict=False)):
            delivery.with_user(self.clerk).action_hand_over(evidence="EB0")
            request = self.env['document.request']._ask_recipients(document, delivery, 'recall', "CV 1", "Sai").sudo()
            request.is_on_paper = place > 3
            for name, answer in steps:
                person = request.with_user(self.clerk) if name == 'tell_on_paper' else request
                getattr(person, f'action_{name}')(**answer)
            rows.append(Specimen(request.with_user(self.clerk), self.seen_outgoing('issued')))
        self.check(rows, {'match': {'document': self.registered(sender_id=self.health.agency_id.id).id}})

    def test_copies(self):
        """Decree 30/2020, Art. 27.1: the signer named approves, the clerk makes, who asked may give it up."""
        self.authority.may_sign_copies = True
        document, rows = self.outgoing('issued'), []
        lives = (), ('approve',), ('approve', 'make'), ('drop',)
        people = {'approve': self.director, 'make': self.clerk, 'drop': self.officer}
        for steps in lives:
            copy = self.env['document.copy'].with_user(self.officer).create({
                'outgoing_id': document.id, 'delegation_id': self.authority.id, 'to_places': "- Lưu: VT."})
            for name in steps:
                answer = {'reason': "Không cần nữa"} if name == 'drop' else {}
                getattr(copy.with_user(people[name]), f'action_{name}')(**answer)
            rows.append(copy)
        named = {'signatory_id': {'director'}, 'asker_id': {'officer'}}
        self.check([Specimen(copy, self.seen_outgoing('issued'), named) for copy in rows])

    def test_registers(self):
        """Art. 10.3.c: the clerk closes a register of the agency, once."""
        registers = self.env['document.register'].create([
            {'company_id': self.home.id, 'year': year, 'direction': 'incoming'} for year in (2020, 2021)])
        registers[1].with_user(self.clerk).action_close(order="Đã in và ký nhận")
        people = frozenset(set(self.keys) - ELSEWHERE)
        self.check([Specimen(register, people) for register in registers])
