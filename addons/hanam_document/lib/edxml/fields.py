"""Reading of single fields, forgiving what can be forgiven and saying so."""

from .codes import ReceiverType
from .errors import UnknownCode, WrongShape
from .identity import LONGEST_DOCUMENT_ID, is_code
from .moments import read_day, read_moment
from .parts import Extra, Hop, Notice, Organization, Receiver, Replacement, ResponseFor, Staff, Update
from .tree import NAMESPACE, Node

LONGEST_VALUE = 200
_FLAGS = {'true': True, 'false': False}


class Fields:
    """The fields of one packet; `notices` grows while they are read."""

    def __init__(self):
        self.notices = []

    def note(self, kind, field, value=''):
        """Remember something odd."""
        self.notices.append(Notice(kind, field, value[:LONGEST_VALUE]))

    def text(self, node, *path):
        """A text that ought to be there; '' and a notice where it is not."""
        value = node.value(*path)
        if not value:
            self.note('missing', path[-1])
        return value

    def day(self, node, *path):
        """A date and '', or None and what stood there instead."""
        text = node.value(*path)
        day = read_day(text)
        if text and not day:
            self.note('impossible date', path[-1], text)
        return day, '' if day else text

    def number(self, node, *path):
        """A number of at most 9 digits, or None."""
        text = node.value(*path)
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
        if text:
            self.note('not a number', path[-1], text)
        return None

    def flag(self, node, *path):
        """True for «true» or a number above 0, False for «false» or 0, None where nothing can be made of it."""
        text = node.value(*path).lower()
        if text in _FLAGS:
            return _FLAGS[text]
        number = self.number(node, *path)
        return None if number is None else number > 0

    def code(self, node, *path, table):
        """The member of an enum, «1» being as good as «01». UnknownCode for a value outside it."""
        text = node.value(*path)
        for member in table:
            if text and text.zfill(len(member.value)) == member.value:
                return member
        raise UnknownCode(path[-1], text)

    def organization(self, node, must_be_code=False):
        """An agency, its code as received. WrongShape where the code must be one and is not."""
        organ_id = node.value('OrganId')
        if not is_code(organ_id):
            if must_be_code:
                raise WrongShape(f'{node.name or "From"}/OrganId', 'is not the code of an agency')
            self.note('not the code of an agency', f'{node.name}/OrganId', organ_id)
        return Organization(
            organ_id=organ_id, organ_name=self.text(node, 'OrganName'), in_charge=node.value('OrganizationInCharge'),
            address=node.value('OrganAdd'), email=node.value('Email'), telephone=node.value('Telephone'),
            fax=node.value('Fax'), website=node.value('Website'))

    def response_for(self, node):
        """A document answered."""
        day, raw = self.day(node, 'PromulgationDate')
        return ResponseFor(node.value('OrganId'), node.value('Code'), node.value('DocumentId'), day, raw)

    def hop(self, node):
        """A station of the packet."""
        text = node.value('Timestamp')
        moment = read_moment(text)
        if not moment:
            self.note('impossible moment', 'Timestamp', text)
        return Hop(node.value('OrganId'), moment, '' if moment else text)

    def update(self, node):
        """What an update changes."""
        receivers = [
            Receiver(receiver.value('OrganId'), self.code(receiver, 'ReceiverType', table=ReceiverType))
            for receiver in node.child('ReceiverList').all('Receiver')]
        return Update(bool(self.flag(node, 'DocumentInfo')), bool(self.flag(node, 'DocumentReceiver')),
                      tuple(receivers))


def staff(node):
    """Who acted."""
    return Staff(node.value('Department'), node.value('DepartmentId'), node.value('Staff'), node.value('StaffId'),
                 node.value('Email'), node.value('Mobile'))


def replacement(node):
    """A document replaced."""
    return Replacement(node.value('DocumentId'),
                       tuple(organ.text.strip() for organ in node.child('OrganIdList').all('OrganId')))


def leaves(node):
    """What is said inside an element, as texts: one, or one for each element below it."""
    return tuple(text for below in node.walk() if not below.children and (text := below.text.strip()))


def document_id(node, *path):
    """The id of a document. WrongShape where there is none or it has more than 255 characters."""
    value = node.value(*path)
    if not 0 < len(value) <= LONGEST_DOCUMENT_ID:
        raise WrongShape('/'.join(path), f'has not 1 to {LONGEST_DOCUMENT_ID} characters')
    return value


def extras(node, known, path=''):
    """The elements below `node` that `known` (name of the parent: names) does not list, flattened to their leaves."""
    for child in node.children:
        below = f'{path}/{child.name}' if path else child.name
        if child.namespace == NAMESPACE and child.name in known.get(node.name, ()):
            yield from extras(child, known, below)
        else:
            yield from _leaves(child, below)


def _leaves(node: Node, path):
    if node.children:
        for child in node.children:
            yield from _leaves(child, f'{path}/{child.name}')
    elif node.text.strip() or node.attributes:
        yield Extra(path, node.text.strip(), tuple(node.attributes.items()))


__all__ = ['Fields', 'document_id', 'extras', 'leaves', 'replacement', 'staff']
