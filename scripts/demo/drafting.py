"""Writes the draft of one outgoing document: what stands on it, its values, its files, its opinions (Art. 13.1)."""

from datetime import timedelta

from drafts import KINDS

from odoo import fields

__all__ = ['Drafting']

QUESTIONS = ("Đề nghị cho ý kiến về số liệu và thời hạn trong dự thảo.", "Xin ý kiến về phạm vi áp dụng.")
ANSWERS = ("Thống nhất; đề nghị thêm đầu mối liên hệ.", "Số liệu khớp với báo cáo của phòng, không có ý kiến khác.")


class Drafting:
    """The drafter's part of a story; the way of the document is `OutgoingPlay`'s."""

    def __init__(self, player, story):
        self.player, self.story, self.dice = player, story, player.chance(story.key)

    def _drafter(self):
        """Return who drafts: the story's person, or whoever leads the document that is answered."""
        if self.story.drafter:
            return self.story.drafter
        return self.player.login(f'{self.story.answers}_at_{self._key()}', 'lead_user_id')

    def _key(self):
        return self.player.province.agencies[self.story.agency].key

    def _write_draft(self):
        drafter = self._drafter()
        self.player.take(self.story.key, 'draft', drafter, self.story.agency,
                         lambda env, _document: self._new(env, drafter))

    def _new(self, env, drafter):
        player, story = self.player, self.story
        symbol = self._symbol(drafter)
        draft = self._paper(symbol)
        values = self._values(env, draft, symbol)
        if story.renews:
            document = self._renewing(env)
            document.write(values)
        elif story.answers:
            answered = env.ref(f'hanam_demo.document_{story.answers}_at_{self._key()}')
            document = env['document.outgoing'].browse(answered.action_reply()['res_id'])
            document.write({name: value for name, value in values.items() if name != 'recipient_agency_ids'})
        else:
            document = env['document.outgoing'].create(values)
        for place, (name, content) in enumerate(player.maker.upload(draft, story.form, story.subject)):
            env['document.file'].create({
                'outgoing_id': document.id, 'name': name, 'sequence': 10 * place + 10, 'upload': content})
        return document

    def _renewing(self, env):
        """Return a draft in the place of an issued document, or one that corrects it."""
        link, _colon, key = self.story.renews.partition(':')
        former = env.ref(f'hanam_demo.document_{key}')
        action = former.action_replace() if link == 'replaces' else former.action_rectify()
        return env['document.outgoing'].browse(action['res_id'])

    def _symbol(self, drafter):
        post = self.player.province.post(drafter, self.story.agency)
        return next((unit.symbol for unit in self.player.province.departments
                     if unit.agency == post.agency and unit.name == post.department), '')

    def _paper(self, symbol, number=0, day=None):
        """Return what is printed; `number`, `day`: where they are known before the signature."""
        player, story = self.player, self.story
        post = player.province.post(story.signatory, story.agency)
        names = [player.province.agencies[code].short_name for code in story.codes] or ['Các đơn vị thuộc cơ quan']
        internal = story.original == 'internal'
        return player.desk.draft(
            story.agency, story.subject, name=player.province.people[story.signatory].name, title=post.signing_title,
            authority=() if internal else post.authority, symbol=symbol or ('' if self._has_no_units() else 'VP'),
            recipients=['Lãnh đạo cơ quan'] if internal else names, urgency=story.urgency, number=number, day=day,
            unit=post.department if internal else '', further=story.cosigners)

    def _has_no_units(self):
        return not any(unit.agency == self.story.agency for unit in self.player.province.departments)

    def _values(self, env, draft, symbol):
        player, story = self.player, self.story
        return {
            'type_id': env.ref(f'hanam_document.document_type_{self._kind()}').id, 'subject': draft.about,
            'department_id': player.unit(env, story.agency, symbol).id if symbol else False,
            'delegation_id': self._authority(env, story.signatory, story.agency).id, 'urgency': story.urgency,
            'recipient_agency_ids': [(6, 0, [
                env.ref(f'hanam_demo.agency_{player.province.agencies[code].key}').id for code in story.codes])],
            'recipient_department_ids': [(6, 0, [
                player.unit(env, story.agency, one.unit).id for one in story.to if one.unit])],
            'recipient_user_ids': [(6, 0, [player.user(env, one.user).id for one in story.to if one.user])],
            'to_places': '\n'.join(draft.copies), 'wants_reply': bool(story.reply_days),
            'due_date': story.reply_days and fields.Date.today() + timedelta(story.reply_days),
            'medium': story.original,
            'signer_ids': [(0, 0, {'sequence': place, 'delegation_id': self._authority(env, login, code).id})
                           for place, (login, code) in enumerate(story.cosigners, 1)],
            'presentation_ids': [(0, 0, {'reader_id': player.user(env, login).id, 'sequence': place})
                                 for place, login in enumerate(story.readers, 1)],
        }

    def _authority(self, env, login, code):
        province = self.player.province
        return env.ref(f'hanam_demo.delegation_{province.people[login].key}_{province.agencies[code].key}')

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
