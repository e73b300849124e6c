"""Plays one outgoing document: draft, opinions, checks with their steps back, signature, number, seal (Art. 13)."""

from datetime import timedelta

from drafts import KINDS
from load import PASSWORD

from odoo import fields

__all__ = ['OutgoingPlay']

LAST_STEP = {
    'draft': '', 'unit_check': 'submit', 'form_check': 'pass_content', 'signing': 'pass_form', 'signed': 'sign',
    'numbered': 'assign_number', 'void': 'void', 'issued': 'issue', 'cancelled': 'cancel',
}
REASONS = {
    'send_back': "Bổ sung số liệu của quý trước và nêu rõ cơ quan chịu trách nhiệm ở mục 2.",
    'refer_back': "Sai thể thức phần Nơi nhận: thiếu đơn vị soạn thảo sau chữ VT. Đề nghị sửa trước khi trình ký.",
    'decline': "Chưa thống nhất với thời hạn nêu ở đoạn cuối; xem lại cho khớp với kế hoạch đã ban hành.",
    'hand_back': "Trích yếu ghi nhầm năm; đề nghị đơn vị soạn thảo kiểm tra lại trước khi cấp số.",
    'void': "Cấp nhầm số cho văn bản chưa được phép phát hành, theo chỉ đạo của Chánh Văn phòng.",
    'cancel': "Nội dung đã được đưa vào văn bản khác.",
}
AGREEMENTS = ("Đồng ý.", "Thống nhất với dự thảo, trình ký.", "Đã xem, nội dung phù hợp với kết luận cuộc họp.")
QUESTIONS = ("Đề nghị cho ý kiến về số liệu và thời hạn trong dự thảo.", "Xin ý kiến về phạm vi áp dụng.")
ANSWERS = ("Thống nhất; đề nghị thêm đầu mối liên hệ.", "Số liệu khớp với báo cáo của phòng, không có ý kiến khác.")
EVIDENCE = "Gửi bưu điện bảo đảm, có giấy báo nhận."


class OutgoingPlay:
    """One story of a document that an agency of this system issues."""

    def __init__(self, player, story):
        self.player, self.story, self.dice = player, story, player.chance(story.key)

    def play(self):
        """Play the document to the state in which the story leaves it."""
        story = self.story
        self._write_draft()
        for place, login in enumerate(story.asks):
            self._ask(place, login)
        for place, step in enumerate(self._way()):
            self._step(place, step)
        if story.until == 'issued':
            self.player.exchange()
            self._hand_over()

    def _drafter(self):
        """Return who drafts: the story's person, or whoever leads the document that is answered."""
        if self.story.drafter:
            return self.story.drafter
        return self.player.login(f'{self.story.answers}_at_{self._key()}', 'lead_user_id')

    def _key(self):
        return self.player.province.agencies[self.story.agency].key

    # -- the draft
    def _write_draft(self):
        drafter = self._drafter()
        self.player.take(self.story.key, 'draft', drafter, self.story.agency,
                         lambda env, _document: self._new(env, drafter))

    def _new(self, env, drafter):
        player, story = self.player, self.story
        symbol = self._symbol(drafter)
        draft = self._paper(symbol)
        values = self._values(env, draft, symbol)
        if story.answers:
            answered = env.ref(f'hanam_demo.document_{story.answers}_at_{self._key()}')
            document = env['document.outgoing'].browse(answered.action_reply()['res_id'])
            document.write({name: value for name, value in values.items() if name != 'recipient_agency_ids'})
        else:
            document = env['document.outgoing'].create(values)
        for place, (name, content) in enumerate(player.maker.upload(draft, story.form, story.subject)):
            env['document.file'].create({
                'outgoing_id': document.id, 'name': name, 'sequence': 10 * place + 10, 'upload': content})
        return document

    def _symbol(self, drafter):
        post = self.player.province.post(drafter, self.story.agency)
        return next((unit.symbol for unit in self.player.province.departments
                     if unit.agency == post.agency and unit.name == post.department), '')

    def _paper(self, symbol):
        player, story = self.player, self.story
        post = player.province.post(story.signatory, story.agency)
        names = [player.province.agencies[code].short_name for code in story.codes] or ['Các đơn vị thuộc cơ quan']
        return player.desk.draft(
            story.agency, story.subject, name=player.province.people[story.signatory].name, title=post.signing_title,
            authority=post.authority, symbol=symbol or ('' if self._has_no_units() else 'VP'), recipients=names,
            urgency=story.urgency)

    def _has_no_units(self):
        return not any(unit.agency == self.story.agency for unit in self.player.province.departments)

    def _values(self, env, draft, symbol):
        player, story = self.player, self.story
        signer = f'{player.province.people[story.signatory].key}_{self._key()}'
        return {
            'type_id': env.ref(f'hanam_document.document_type_{self._kind()}').id, 'subject': draft.about,
            'department_id': player.unit(env, story.agency, symbol).id if symbol else False,
            'delegation_id': env.ref(f'hanam_demo.delegation_{signer}').id, 'urgency': story.urgency,
            'recipient_agency_ids': [(6, 0, [
                env.ref(f'hanam_demo.agency_{player.province.agencies[code].key}').id for code in story.codes])],
            'recipient_department_ids': [(6, 0, [
                player.unit(env, story.agency, one.unit).id for one in story.to if one.unit])],
            'recipient_user_ids': [(6, 0, [player.user(env, one.user).id for one in story.to if one.user])],
            'to_places': '\n'.join(draft.copies), 'wants_reply': bool(story.reply_days),
            'due_date': story.reply_days and fields.Date.today() + timedelta(story.reply_days),
            'presentation_ids': [(0, 0, {'reader_id': player.user(env, login).id, 'sequence': place})
                                 for place, login in enumerate(story.readers, 1)],
        }

    def _kind(self):
        return KINDS[self.player.desk.subjects[self.story.subject].kind][0]

    def _ask(self, place, login):
        """Ask a colleague, who answers; one question in three stays open while the draft is still with its drafter."""
        player, story = self.player, self.story

        def ask(env, document):
            env['document.opinion'].create({
                'outgoing_id': document.id, 'user_id': player.user(env, login).id,
                'question': self.dice.choice(QUESTIONS), 'due_date': fields.Date.today() + timedelta(2)})

        def answer(env, document):
            document.opinion_ids.filtered(lambda row: row.user_id == env.user).action_give(
                opinion=player.chance(f'{story.key} {login}').choice(ANSWERS))

        player.take(story.key, f'ask{place}', self._drafter(), story.agency, ask)
        if story.until not in ('draft', 'unit_check'):
            player.take(story.key, f'answer{place}', login, story.agency, answer)

    # -- the way
    def _way(self):
        """Return the names of the steps, with the steps back of the story, up to the state where it stays."""
        mishaps, again = self.story.mishaps, ['pass_content', 'pass_form', 'agree']
        way = ['submit', *(['send_back', 'submit'] if 'send_back' in mishaps else []), 'pass_content',
               *(['refer_back', 'pass_content'] if 'refer_back' in mishaps else []), 'pass_form', 'agree',
               *(['decline', *again] if 'decline' in mishaps else []), 'sign',
               *(['hand_back', *again, 'sign'] if 'hand_back' in mishaps else []), 'assign_number']
        until = self.story.until
        if until == 'cancelled':
            return ['submit', 'cancel']
        way.append('void' if until == 'void' else 'issue')
        if until == 'draft':
            return []
        end = len(way) - way[::-1].index(LAST_STEP[until])
        read = until == 'signing' and self.player.chance(f'{self.story.key} way').random() < 0.5
        return way[:end + 1] if read else way[:end]

    def _step(self, place, step):
        player, story = self.player, self.story
        if step == 'agree':
            for login in story.readers:
                player.take(story.key, f'{place}_agree_{login}', login, story.agency, self._agree)
            return
        who = self._actor(step)
        player.take(story.key, f'{place}_{step}', who, story.agency, lambda _env, document: self._do(document, step))

    def _actor(self, step):
        """Return who takes a step."""
        province, code = self.player.province, self.story.agency
        if step in ('submit', 'cancel'):
            return self._drafter()
        if step in ('send_back', 'pass_content'):
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
        else:
            getattr(document, f'action_{step}')()

    def _agree(self, env, document):
        turn = document.presentation_ids.filtered(lambda row: row.reader_id == env.user and row.state == 'waiting')
        turn.action_agree(opinion=self.player.chance(f'{self.story.key} {env.user.login}').choice(AGREEMENTS))

    def _hand_over(self):
        """Record how each second recipient without a connected system got it; the others still wait for it."""
        player, story = self.player, self.story
        clerk = player.province.holder(story.agency, 'clerk')
        paper = [code for code in story.codes if not player.province.agencies[code].hosted]

        def hand_over(env, document):
            agencies = [env.ref(f'hanam_demo.agency_{player.province.agencies[code].key}') for code in paper[::2]]
            rows = document.delivery_ids.filtered(lambda row: row.agency_id in agencies)
            rows.action_hand_over(evidence=EVIDENCE)

        if paper:
            player.take(story.key, 'hand_over', clerk, story.agency, hand_over)
