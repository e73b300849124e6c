"""Plays one outgoing document: draft, opinions, checks with their steps back, signature, number, seal (Art. 13)."""

from connection_play import ConnectionPlay
from drafting import Drafting
from load import PASSWORD
from office_play import OfficePlay
from ways import REASONS, way_of

__all__ = ['OutgoingPlay']

AGREEMENTS = ("Đồng ý.", "Thống nhất với dự thảo, trình ký.", "Đã xem, nội dung phù hợp với kết luận cuộc họp.")
BY_HAND = "Đã ký tay trên bản giấy, chuyên viên chuyển Văn thư trong ngày."
EVIDENCE = "Gửi bưu điện bảo đảm, có giấy báo nhận."


class OutgoingPlay(Drafting):
    """One story of a document that an agency of this system issues."""

    def play(self):
        """Play the document to the state in which the story leaves it."""
        story = self.story
        connections = [ConnectionPlay(self.player, code) for code in story.awaited]
        for connection in connections:
            connection.open()
        self._write_draft()
        for place, login in enumerate(story.asks):
            self._ask(place, login)
        for place, step in enumerate(self._way()):
            self._step(place, step)
        if story.until == 'issued':
            self.player.exchange()
            for connection in connections:
                connection.rest()
            self._hand_over()
            OfficePlay(self.player, story, self._drafter()).play()

    # -- the way
    def _way(self):
        """Return the names of the steps, with the steps back of the story, up to the state where it stays."""
        read = self.player.chance(f'{self.story.key} way').random() < 0.5
        return way_of(self.story, read)

    def _step(self, place, step):
        player, story = self.player, self.story
        if step == 'agree':
            for login in story.readers:
                player.take(story.key, f'{place}_agree_{login}', login, story.agency, self._agree)
        elif step in ('cosign', 'coseal'):
            for login, code in story.cosigners:
                self._join(place, step, login, code)
        else:
            player.take(story.key, f'{place}_{step}', self._actor(step), story.agency,
                        lambda _env, document: self._do(document, step))

    def _join(self, place, step, login, code):
        """Let a further signer sign, or the clerk of their agency put its seal."""
        who = login if step == 'cosign' else self.player.province.holder(code, 'clerk')

        def join(env, document):
            row = env['document.signer'].search([
                ('outgoing_id', '=', document.id), ('user_id', '=', self.player.user(env, login).id)])
            (row.action_sign if step == 'cosign' else row.action_seal)(pin=PASSWORD)

        if step == 'cosign' or code != self.story.agency:
            self.player.take(self.story.key, f'{place}_{step}_{login}', who, code, join)

    def _actor(self, step):
        """Return who takes a step."""
        province, code = self.player.province, self.story.agency
        if step in ('submit', 'cancel', 'take_unit_number', 'print_number', 'circulate'):
            return self._drafter()
        if step in ('send_back', 'pass_content', 'pass_to_sign'):
            return self.player.login(self.story.key, 'unit_head_id')
        if step in ('sign', 'decline'):
            return self.story.signatory
        return province.holder(code, 'form_checker' if step in ('refer_back', 'pass_form') else 'clerk')

    def _do(self, document, step):
        """Take the step. A head's own draft goes straight to the form check, its content being answered for."""
        if step == 'submit' and document.own_head_id:
            document.action_submit_own()
        elif step == 'pass_content' and document.state != 'unit_check':
            return
        elif step in REASONS:
            words = 'order' if step == 'void' else 'reason'
            getattr(document, f'action_{step}')(**{words: REASONS[step]})
        elif step in ('sign', 'issue'):
            getattr(document, f'action_{step}')(pin=PASSWORD)
        elif step == 'record_signature':
            document.action_record_signature(evidence=BY_HAND)
        elif step in ('print_number', 'scan'):
            self._put_in_place(document, step)
        else:
            getattr(document, f'action_{step}')()

    def _put_in_place(self, document, step):
        """Upload the text with its number, or the scan of the paper that was signed by hand, in place of the draft."""
        symbol = self._symbol(self._drafter())
        draft = self._paper(symbol, number=document.number, day=document.issued_date)
        if step == 'scan':
            agency = self.player.province.agencies[self.story.agency]
            name, content = self.player.maker.scan(draft, agency.short_name, self.story.subject)
        else:
            (name, content), = self.player.maker.upload(draft, 'pdf', self.story.subject)
        document.file_ids[:1].write({'name': name, 'upload': content})

    def _agree(self, env, document):
        turn = document.presentation_ids.filtered(lambda row: row.reader_id == env.user and row.state == 'waiting')
        turn.action_agree(opinion=self.player.chance(f'{self.story.key} {env.user.login}').choice(AGREEMENTS))

    def _hand_over(self):
        """Record how each second recipient without a connected system got it; the others still wait for it."""
        player, story = self.player, self.story
        clerk = player.province.holder(story.agency, 'clerk')
        paper = [code for code in story.codes
                 if not player.province.agencies[code].hosted and code not in story.awaited]

        def hand_over(env, document):
            agencies = [env.ref(f'hanam_demo.agency_{player.province.agencies[code].key}') for code in paper[::2]]
            rows = document.delivery_ids.filtered(lambda row: row.agency_id in agencies)
            rows.action_hand_over(evidence=EVIDENCE)

        if paper:
            player.take(story.key, 'hand_over', clerk, story.agency, hand_over)
