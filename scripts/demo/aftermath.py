"""Plays what comes after the issue: recall, update, further recipients, sending again, calls (Art. 6.6, 13.4.c-d).

Both classes have `story`, `key`, `arrive()` (is it there?) and `play()`, as `IncomingPlay` has them;
`Aftermath.play()` takes the sender's steps and returns what is still to be played at recipients.
"""

from datetime import timedelta

from incoming_play import IncomingPlay
from stories import Recipient

from odoo import fields

__all__ = ['Aftermath', 'AskedPlay']

RECALL = {'order': "Ý kiến chỉ đạo của Giám đốc tại phiếu trình của Văn phòng",
          'reason': "Phụ lục ghi nhầm định mức phân bổ; cơ quan sẽ ban hành văn bản khác."}
LATER_DAYS = 17
UPDATE_REASON = "Gia hạn báo cáo theo đề nghị của các đơn vị."
MISSED = "Bỏ sót khi lập danh sách nơi nhận."
WRONG_PLACE = "Gửi nhầm nơi nhận; chuyển đúng cơ quan được giao việc này."
CALL = {'outcome': 'promised', 'person': "Văn thư cơ quan nhận", 'note': "Hẹn kiểm tra hệ thống và báo lại trong buổi."}
REFUSAL = "Đã giải quyết xong và lưu hồ sơ công việc theo văn bản này; đề nghị bên gửi xem lại."


class Aftermath:
    """The sender's part, in the order of the story's words."""

    def __init__(self, player, story):
        self.player, self.story = player, story
        self.key = f'{story.key}_later'
        self.clerk = player.province.holder(story.agency, 'clerk')

    def arrive(self):
        """Return whether everything the recipients reported has reached the sender."""
        with self.player.look(self.story.key) as document:
            return not document.env['document.transmission'].search_count([
                ('document_code', '=', document.document_code), ('direction', '=', 'out'), ('state', '=', 'pending')])

    def play(self):
        """Take the steps; return what recipients still do."""
        return [play for word, targets in self.story.later for play in getattr(self, f'_{word}')(targets)]

    def _take(self, act, do):
        self.player.take(self.story.key, act, self.clerk, self.story.agency, do)

    def _agency(self, env, code):
        return env.ref(f'hanam_demo.agency_{self.player.province.agencies[code].key}')

    def _delivery(self, env, document, code):
        agency = self._agency(env, code)
        return document.delivery_ids.filtered(lambda row: row.agency_id == agency)

    def _recall(self, targets):
        self._take('recall', lambda _env, document: document.action_recall(recall=dict(RECALL)))
        return [AskedPlay(self.player, self.story, 'recall', target) for target in targets]

    def _update(self, targets):
        due = fields.Date.to_string(fields.Date.today() + timedelta(LATER_DAYS))
        self._take('update', lambda _env, document: document.action_update(
            update={'values': {'due_date': due}, 'reason': UPDATE_REASON}))
        return [AskedPlay(self.player, self.story, 'update', target) for target in targets]

    def _add(self, targets):
        self._take('add', lambda env, document: document.action_add_recipients(recipients={
            'agency_ids': [self._agency(env, target.code).id for target in targets], 'reason': MISSED}))
        return [IncomingPlay(self.player, self.story, target) for target in targets]

    def _again(self, targets):
        """Send what the first agency returned to the second."""
        wrong, right = targets
        self._take('again', lambda env, document: self._delivery(env, document, wrong.code).action_send_again(
            address={'agency_id': self._agency(env, right.code).id, 'reason': WRONG_PLACE}))
        return [IncomingPlay(self.player, self.story, Recipient(code=right.code, fate=right.fate))]

    def _call(self, targets):
        for target in targets:
            self._take(f'call_{target.code}', lambda env, document, code=target.code: self._delivery(
                env, document, code).action_call(call=dict(CALL)))
        return []


class AskedPlay:
    """One request at one recipient; `fate` of the target: agreed, refused, or empty: it waits for an answer."""

    def __init__(self, player, story, kind, target):
        self.player, self.story, self.kind, self.code, self.fate = player, story, kind, target.code, target.fate
        self.arrival = f'{story.key}_at_{player.province.agencies[target.code].key}'
        self.key = f'{self.arrival}_{kind}'

    def arrive(self):
        """Return whether the request has come to the recipient."""
        return self.player.adopt(self.key, self._find)

    def _find(self, env):
        return env['document.request'].search([
            ('incoming_id', '=', env.ref(f'hanam_demo.document_{self.arrival}').id), ('direction', '=', 'in'),
            ('kind', '=', self.kind)], limit=1)

    def play(self):
        """Agree as the clerk; or propose to refuse, and let the head of the agency consent."""
        province = self.player.province
        clerk, head = province.holder(self.code, 'clerk'), province.head(self.code)
        if self.fate == 'agreed':
            self._take('agree', clerk, lambda _env, request: request.action_agree())
        elif self.fate == 'refused':
            self._take('propose', clerk, lambda _env, request: request.action_propose_refusal(reason=REFUSAL))
            self._take('refuse', head, lambda _env, request: request.action_refuse())

    def _take(self, act, who, do):
        self.player.take(self.key, act, who, self.code, do)
