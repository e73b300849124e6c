"""Plays what an office does with an issued document: copies in one series, paper originals (Decree 30/2020, Art. 25).

`SY`, `SL`, `TrS`: copies are asked for by the drafter, approved by the chief of office, numbered by the clerk; with `?`
they stay asked for. `print`: the clerk prints paper originals of the signed file (Decision 44/2024, Art. 13.4.b).
"""

__all__ = ['OfficePlay']

TO_PLACES = "- Như trên;\n- Lưu: VT."
PRINTED = "Gửi cơ quan chưa có hệ thống; đã đóng dấu ướt."


class OfficePlay:
    """The office's acts with one issued document; `drafter` asks for copies of it."""

    def __init__(self, player, story, drafter):
        self.player, self.story, self.drafter = player, story, drafter

    def play(self):
        """Play what the story names, in its order."""
        for word in self.story.after:
            if word == 'print':
                self.player.take(self.story.key, 'print', self._clerk(), self.story.agency, self._print)
            else:
                self._copy(word.rstrip('?'), made=not word.endswith('?'))

    def _clerk(self):
        return self.player.province.holder(self.story.agency, 'clerk')

    def _print(self, _env, document):
        document.action_print_original(printing={'copies': 2, 'note': PRINTED})

    def _copy(self, form, *, made):
        player, story, key = self.player, self.story, f'{self.story.key}_{form}'
        chief = player.province.chief(story.agency)
        player.take(key, 'ask', self.drafter, story.agency, lambda env, _document: self._ask(env, form, chief))
        if made:
            player.take(key, 'approve', chief, story.agency, lambda _env, copy: copy.action_approve())
            player.take(key, 'make', self._clerk(), story.agency, lambda _env, copy: copy.action_make())

    def _ask(self, env, form, chief):
        province = self.player.province
        authority = f'delegation_{province.people[chief].key}_{province.agencies[self.story.agency].key}'
        return env['document.copy'].create({
            'form': form, 'pages': '1' if form == 'TrS' else False, 'amount': 3, 'to_places': TO_PLACES,
            'outgoing_id': env.ref(f'hanam_demo.document_{self.story.key}').id,
            'delegation_id': env.ref(f'hanam_demo.{authority}').id})
