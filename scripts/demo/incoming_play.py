"""Plays what becomes of a document at one recipient: received or returned, registered, presented, directed, done."""

from datetime import timedelta

from fates import BY_ORDER, DIRECTIONS, HANDED, NOTES, PROPOSALS, SHARES, SUPPORTS, WAIVER, WAYS, WORDS
from load import PASSWORD
from paper import kind_id, paper

from odoo import fields

__all__ = ['IncomingPlay']


class IncomingPlay:
    """One document at one recipient; `key` is the story's key and the recipient's."""

    def __init__(self, player, story, recipient):
        self.player, self.story, self.code, self.fate = player, story, recipient.code, recipient.fate
        self.agency = player.province.agencies[self.code]
        self.key = f'{story.key}_at_{self.agency.key}'
        self.dice = player.chance(self.key)

    # -- how it comes
    def arrive(self):
        """Return whether the document is there with its signatures checked: out of a packet, or off the scanner."""
        if not self.player.province.agencies[self.story.agency].hosted:
            self.player.take(self.key, 'scan', self._clerk(), self.code, lambda env, _document: self._scan(env))
            return True
        if not self.player.adopt(self.key, self._find):
            return False
        return bool(self.player.read(self.key, 'verdict')[0])

    def _find(self, env):
        sent = env.ref(f'hanam_demo.document_{self.story.key}')
        return env['document.incoming'].search([
            ('document_code', '=', sent.document_code), ('company_id', '=', self.player.company(env, self.code).id)])

    def _scan(self, env):
        """Enter a paper document: what stands on it, and its scan."""
        values, (name, content) = paper(self.player, self.story, self.agency, self.dice)
        sender = self.player.province.agencies[self.story.agency]
        document = env['document.incoming'].create({
            **values, 'sender_id': env.ref(f'hanam_demo.agency_{sender.key}').id,
            'type_id': env.ref(f'hanam_document.document_type_{kind_id(self.player, self.story)}').id})
        env['document.file'].create({'incoming_id': document.id, 'name': name, 'upload': content})
        return document

    # -- what becomes of it
    def play(self):
        """Play the way to the fate. `arrive` must have said that the document is there."""
        for place, act in enumerate(WAYS[self.fate]):
            if act in WORDS:
                self._say(place, act)
            else:
                getattr(self, f'_{act}')(place)

    def _take(self, place, act, who, do):
        self.player.take(self.key, f'{place}_{act}', who, self.code, do)

    def _clerk(self):
        return self.player.province.holder(self.code, 'clerk')

    def _leader(self):
        """Return who directs: the head or a deputy, the same one for the whole document."""
        province = self.player.province
        leaders = [post.login for post in province.posts_in(self.code) if post.signing_title
                   and not post.chief_of_office and 'leader' in province.people[post.login].roles]
        return self.player.chance(f'{self.key} leader').choice(leaders[:2])

    def _say(self, place, act):
        step, answer, words = WORDS[act]
        who = self._leader() if act in ('note', 'reopen') else self._clerk()
        self._take(place, act, who, lambda _env, document: getattr(document, f'action_{step}')(**{answer: words}))

    def _receive(self, place):
        def receive(_env, document):
            if self._is_by_order():
                document.acceptance_reason = BY_ORDER
            document.action_receive()

        self._take(place, 'receive', self._clerk(), receive)

    def _is_by_order(self):
        """Whether the signer's certificate names another agency: the Office's chief signs for the committee."""
        signer = self.story.signatory
        return bool(signer) and self.player.province.certified_by(signer) != self.story.agency

    def _certify(self, place):
        """Sign the scan of paper as «SAO Y», or say why this paper has none."""
        def certify(_env, document):
            if 'waiver' in self.story.mishaps:
                document.scan_waiver = WAIVER
            else:
                document.action_certify(pin=PASSWORD)

        if not self.story.until:
            self._take(place, 'certify', self._clerk(), certify)

    def _register(self, place):
        self._certify(place)
        self._take(place, 'register', self._clerk(), lambda _env, document: document.action_register())

    def _present(self, place):
        chief, leader = self.player.province.chief(self.code), self._leader()
        readers = [login for login in (chief, leader) if login]

        def present(env, document):
            document.action_present(readers=[self.player.user(env, login).id for login in readers])

        self._take(place, 'present', self._clerk(), present)

    def _propose(self, place):
        chief = self.player.province.chief(self.code)

        def propose(env, document):
            turn = document.presentation_ids.filtered(lambda row: row.reader_id == env.user and row.state == 'waiting')
            turn.action_agree(opinion=self.dice.choice(PROPOSALS))

        if chief:
            self._take(place, 'propose', chief, propose)

    def _correct(self, place):
        self._take(place, 'correct', self._clerk(), lambda _env, document: document.action_correct(correction={
            'values': {'description': "Kèm 01 phụ lục"}, 'reason': "Bổ sung ghi chú còn thiếu khi vào sổ."}))

    def _direction(self, env, turn=0):
        """Return lead, support and due day: units where the agency has some, people where it has none."""
        due = fields.Date.to_string(fields.Date.today() + timedelta(self.dice.randint(3, 12)))
        named = self._units(env) or self._people(env)
        named = named[turn % len(named):] + named[:turn % len(named)]
        lines = [{'kind': 'lead', **named[0], 'opinion': self.dice.choice(DIRECTIONS), 'due_date': due}]
        if len(named) > 1 and self.dice.random() < 0.7:
            lines.append({'kind': 'support', **named[1], 'opinion': self.dice.choice(SUPPORTS), 'due_date': due})
        if len(named) > 2 and self.dice.random() < 0.5:
            lines.append({'kind': 'info', **named[2]})
        return lines

    def _units(self, env):
        units = [unit for unit in self.player.province.departments if unit.agency == self.code]
        shift = self.player.chance(f'{self.key} units').randrange(len(units)) if units else 0
        units = units[shift:] + units[:shift]
        units.sort(key=lambda unit: unit.symbol in ('VP', 'HC', 'HCTH', 'HCTC', 'VPTK'))
        return [{'department_id': self.player.unit(env, self.code, unit.symbol).id} for unit in units]

    def _people(self, env):
        province = self.player.province
        return [{'user_id': self.player.user(env, post.login).id} for post in province.posts_in(self.code)
                if not province.people[post.login].roles]

    def _forward(self, place):
        self._take(place, 'forward', self._clerk(),
                   lambda env, document: document.action_forward(direction=self._direction(env)))

    def _assign(self, place):
        self._take(place, 'assign', self._leader(),
                   lambda env, document: document.action_assign(direction=self._direction(env)))

    def _redirect(self, place):
        self._take(place, 'redirect', self._leader(),
                   lambda env, document: document.action_redirect(direction=self._direction(env, turn=1)))

    def _lead(self):
        return self.player.login(self.key, 'lead_user_id')

    def _own(self, env, document):
        return document.assignment_ids.filtered(
            lambda row: row.user_id == env.user and row.state in ('given', 'accepted'))[:1]

    def _accept(self, place):
        self._take(place, 'accept', self._lead(), lambda env, document: self._own(env, document).action_accept())

    def _hand_on(self, place):
        """The head of the unit hands the work on to a person of the unit, one day inside the deadline."""
        helper = self._helper()

        def hand_on(env, document):
            own = self._own(env, document)
            own.action_hand_on(direction=[{
                'kind': 'lead', 'user_id': self.player.user(env, helper).id, 'opinion': self.dice.choice(HANDED),
                'due_date': own.due_date - timedelta(1)}])

        if helper:
            self._take(place, 'hand_on', self._lead(), hand_on)

    def _helper(self):
        """Return a person without an office of their own in the unit of the lead, or ''."""
        province, lead = self.player.province, self._lead()
        post = province.post(lead, self.code)
        if not (post.heads_unit and post.department):
            return ''
        return next((other.login for other in reversed(province.posts_in(self.code))
                     if other.department == post.department and other.login != lead
                     and not province.people[other.login].roles), '')

    def _decline(self, place):
        words = "Đang nghỉ phép đến cuối tuần, đề nghị giao người khác."
        self._take(place, 'decline', self._lead(),
                   lambda env, document: self._own(env, document).action_decline(reason=words))

    def _process(self, place):
        self._take(place, 'process', self._lead(), lambda _env, document: document.action_process())

    def _support(self, place):
        """Whoever supports hands in a contribution."""
        with self.player.look(self.key) as document:
            helpers = document.assignment_ids.filtered(
                lambda row: row.kind == 'support' and row.state in ('given', 'accepted')).user_id.mapped('login')
        for login in helpers:
            self._take(place, f'support_{login}', login,
                       lambda env, document: self._own(env, document).action_finish(opinion=self.dice.choice(SHARES)))

    def _complete(self, place):
        self._take(place, 'complete', self._lead(), lambda _env, document: document.action_complete(
            result={'kind': 'no_reply', 'note': self.dice.choice(NOTES)}))

    def complete_by(self, reply):
        """Finish with the reply that was issued under the key `reply`."""
        def complete(env, document):
            answer = env.ref(f'hanam_demo.document_{reply}')
            document.action_complete(result={'kind': 'reply', 'outgoing_id': answer.id, 'note': ''})

        self._take('reply', 'complete', self._lead(), complete)

