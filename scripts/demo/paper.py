"""Paper that comes from agencies outside this system: what stands on it, and its scan."""

from datetime import date, timedelta

from drafts import KINDS

__all__ = ['kind_id', 'paper']

SIGNERS = ('Trần Quốc Lãm', 'Phạm Thị Thuần', 'Vũ Đình Chiến', 'Đặng Thị Mười', 'Lê Hữu Thọ', 'Ngô Xuân Bằng')


def kind_id(player, story):
    """Return the last words of the external id of the story's kind of document."""
    return KINDS[player.desk.subjects[story.subject].kind][0]


def paper(player, story, receiver, dice):
    """Return (what a clerk types from the paper, (file name, base64 of the scan))."""
    sender = player.province.agencies[story.agency]
    authority, title = _title(sender)
    day = date.today() - timedelta(dice.randint(1, 4))
    draft = player.desk.draft(
        story.agency, story.subject, name=dice.choice(SIGNERS), title=title, authority=authority, symbol='VP',
        recipients=[receiver.short_name], urgency=story.urgency, number=dice.randint(11, 480), day=day)
    return {
        'organ_name': sender.name, 'code_number': f'{draft.number:02d}', 'code_notation': draft.notation,
        'issued_date': day, 'subject': draft.about, 'signer_position': ' '.join((*draft.authority, draft.title)),
        'signer_full_name': draft.signer, 'urgency': story.urgency, 'page_amount': 1,
    }, player.maker.scan(draft, sender.short_name, story.subject)


def _title(agency):
    """Return (authority, title) as an agency outside this system prints them."""
    if agency.kind.startswith('ubnd'):
        return ('TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH'), 'PHÓ CHỦ TỊCH'
    if agency.code == 'G22':
        return ('KT. BỘ TRƯỞNG, CHỦ NHIỆM',), 'PHÓ CHỦ NHIỆM'
    return ('KT. GIÁM ĐỐC',), 'PHÓ GIÁM ĐỐC'
