"""The way of an outgoing document: its steps in their order, for each sort of original, with the steps back of a story.

`way_of(story, read)` gives the names of the steps up to the state in which the story leaves its document. Beside the
product's own steps: `agree` (the readers), `cosign` and `coseal` (the further signers and their agencies),
`print_number` (the drafter writes the unit's number into the text), `scan` (the clerk puts the scan of the signed paper
in the place of the draft).
"""

__all__ = ['REASONS', 'way_of']

LAST_STEP = {
    'draft': '', 'unit_check': 'submit', 'form_check': 'pass_content', 'signing': 'pass_form', 'signed': 'sign',
    'numbered': 'assign_number', 'void': 'void', 'issued': 'issue', 'cancelled': 'cancel',
}
LAST_ON_PAPER = LAST_STEP | {'signed': 'record_signature'}
LAST_INSIDE = LAST_STEP | {'signing': 'pass_to_sign', 'issued': 'circulate'}
REASONS = {
    'send_back': "Bổ sung số liệu của quý trước và nêu rõ cơ quan chịu trách nhiệm ở mục 2.",
    'refer_back': "Sai thể thức phần Nơi nhận: thiếu đơn vị soạn thảo sau chữ VT. Đề nghị sửa trước khi trình ký.",
    'decline': "Chưa thống nhất với thời hạn nêu ở đoạn cuối; xem lại cho khớp với kế hoạch đã ban hành.",
    'hand_back': "Trích yếu ghi nhầm năm; đề nghị đơn vị soạn thảo kiểm tra lại trước khi cấp số.",
    'void': "Cấp nhầm số cho văn bản chưa được phép phát hành, theo chỉ đạo của Chánh Văn phòng.",
    'cancel': "Nội dung đã được đưa vào văn bản khác.",
}


def way_of(story, read):
    """Return the steps. `read`: whether the readers of a document that waits for its signer have agreed already."""
    if story.until == 'cancelled':
        return ['submit', 'cancel']
    if story.until == 'draft':
        return []
    way, last = _whole_way(story)
    end = len(way) - way[::-1].index(last[story.until])
    if story.until == 'signing':
        # a joint document stays half way: the other agency has signed and sealed, its own signer has not
        return way[:way.index('sign')] if story.cosigners else way[:end + read]
    return way[:end]


def _whole_way(story):
    """Return (all steps, the last step of each state)."""
    if story.original == 'internal':
        numbered = ['take_unit_number', 'print_number'] if story.takes_unit_number else []
        return [*numbered, 'submit', 'pass_to_sign', 'agree', 'sign', 'circulate'], LAST_INSIDE
    if story.original == 'paper':
        return ['submit', 'pass_content', 'pass_form', 'agree', 'record_signature', 'assign_number', 'scan',
                'issue'], LAST_ON_PAPER
    mishaps, again = story.mishaps, ['pass_content', 'pass_form', 'agree']
    way = ['submit', *(['send_back', 'submit'] if 'send_back' in mishaps else []), 'pass_content',
           *(['refer_back', 'pass_content'] if 'refer_back' in mishaps else []), 'pass_form', 'agree',
           *(['decline', *again] if 'decline' in mishaps else []),
           *(['cosign', 'coseal'] if story.cosigners else []), 'sign',
           *(['hand_back', *again, 'sign'] if 'hand_back' in mishaps else []), 'assign_number']
    return [*way, 'void' if story.until == 'void' else 'issue'], LAST_STEP
