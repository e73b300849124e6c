"""What is played: one line of `stories.csv` a document, from its first draft to what its recipients make of it.

Columns: `until`: state in which the document stays (empty for paper that comes from an agency outside this system);
`to`: recipients, each an identity code with what becomes of it there (`H25.35=completed`), `unit:SYMBOL` or
`user:login` of the own agency; `answers`: key of the story this one replies to; `asks`, `readers`: logins of the
colleagues asked and of the readers before the signer; `mishaps`: steps back on the way, `waiver` for arriving paper
of which no scan is signed; `form`: pdf, pdf+ (with an attachment in a file of its own), docx or scan; `medium`: empty
(electronic), `paper` (signed by hand), `internal` or `internal#` (never leaves; with a number of the unit's own);
`cosigners`: further signers, each `login@agency code`; `after`: what is done with the issued document: `SY`, `SL`,
`TrS` (copies on paper; `SY?` stays asked for), `print`; `then`: what happens once the recipients have it:
`recall:` and `update:` with the recipients that decide (`H25.20=agreed+H25.16=refused+H25.35`), `add:` and `again:`
(the agency that returned it, then the right one), `call:`; `renews`: `replaces:` or `corrects:` with the key of the
story whose document it stands for.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

__all__ = ['FATES', 'Recipient', 'Story', 'read_stories']

FILE = Path(__file__).resolve().with_name('stories.csv')
ANSWERS = ('agreed', 'refused')
FATES = (
    'awaited', 'arrived', 'received', 'questioned', 'returned', 'registered', 'annulled', 'given_back', 'corrected',
    'presented', 'forwarded', 'noted', 'assigned', 'redirected', 'handed_on', 'declined', 'processing', 'completed',
    'reopened',
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient: an agency by `code`, an own `unit` by symbol or an own `user` by login; `fate` in `FATES`."""

    code: str = ''
    unit: str = ''
    user: str = ''
    fate: str = ''


@dataclass(frozen=True, slots=True)
class Story:
    """One document and its way."""

    key: str
    agency: str
    subject: str
    drafter: str
    signatory: str
    until: str
    to: tuple[Recipient, ...]
    urgency: str
    reply_days: int
    answers: str
    asks: tuple[str, ...]
    readers: tuple[str, ...]
    mishaps: tuple[str, ...]
    form: str
    medium: str
    cosigners: tuple[tuple[str, str], ...]
    after: tuple[str, ...]
    then: tuple[str, ...]
    renews: str

    @property
    def later(self):
        """Return what happens once the recipients have it: [(word, recipients)]."""
        acts = (word.partition(':') for word in self.then)
        return [(act, [_recipient(one, ANSWERS) for one in targets.split('+')]) for act, _colon, targets in acts]

    @property
    def awaited(self):
        """Return the codes of recipients whose system is not reached."""
        return [recipient.code for recipient in self.to if recipient.fate == 'awaited']

    @property
    def codes(self):
        return [recipient.code for recipient in self.to if recipient.code]

    @property
    def original(self):
        """Return the sort of original, as the product names it."""
        return self.medium.rstrip('#') or 'electronic'

    @property
    def takes_unit_number(self):
        return self.medium.endswith('#')


def _recipient(word, further=()):
    target, _equals, fate = word.partition('=')
    kind, colon, name = target.partition(':')
    if fate and fate not in (*FATES, *further):
        raise ValueError(f"no such fate: {word}")
    return Recipient(**{kind: name}, fate=fate) if colon else Recipient(code=target, fate=fate)


def read_stories():
    """Return the stories in the order they are played. Raises ValueError for a fate nobody knows."""
    with open(FILE, encoding='utf-8', newline='') as file:
        return [
            Story(**row | {
                'to': tuple(_recipient(word) for word in row['to'].split()), 'reply_days': int(row['reply_days']),
                'asks': tuple(row['asks'].split()), 'readers': tuple(row['readers'].split()),
                'mishaps': tuple(row['mishaps'].split()), 'after': tuple(row['after'].split()),
                'then': tuple(row['then'].split()),
                'cosigners': tuple(tuple(word.split('@')) for word in row['cosigners'].split())})
            for row in csv.DictReader(file, restval='')]
