"""Marks of state secrets in a packet: what carries one is refused whole (Decision 44/2024, Art. 1.2, 15.1).

Where a mark may stand, since the standard has no place for it:

- an element or attribute whose name says secrecy (`DoMat`, `SecurityLevel`…) with any value but an ordinary one;
- `Priority`, which Decree 30/2020, App. VI shares between urgency and secrecy: a number that is no urgency;
- the name of the kind and the circulation note («Quyết định mật», «Bí mật nhà nước»);
- a stamp as a line of its own, or in brackets, in any text of the document: «TỐI MẬT», «V/v … (Mật)», «MẬT.pdf».

Names of persons, codes and initials are left alone. In a status packet only names of elements and Priority are
looked at: its text may well say why a secret document was refused.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

LEVELS = ('TUYỆT MẬT', 'TỐI MẬT', 'MẬT')
# Texts that are no words: names of persons, codes, initials («MAT» may be somebody's).
NO_WORDS = frozenset((
    'FullName', 'Staff', 'TyperNotation', 'CodeNumber', 'CodeNotation', 'Code', 'DocumentId', 'OrganId', 'ContentId',
))
URGENCY_ONLY = range(5)
# A stamp is short.
LONGEST_LINE = 200
# Values of a secrecy field that say: no secret.
ORDINARY = frozenset((
    '', '0', 'false', 'no', 'none', 'normal', 'ordinary', 'public', 'unclassified', 'thuong', 'binh thuong', 'khong',
    'khong mat', 'cong khai',
))

_SECRECY_NAME = re.compile(
    r'(do|muc|cap|dau|van ?ban|tai ?lieu|bao)mat(?!khau|do)|^(is|la|co)?mat$|secret(?!ar|key)|secrecy'
    r'|security(level|class|classification|grade|degree|type|mark|mode)?$|confidential|classified')
# Millions of short lines are looked at no further.
_MAY_SAY = re.compile('m[aậ]t', re.IGNORECASE)
_BARE = {'TUYET MAT': 'TUYỆT MẬT', 'TOI MAT': 'TỐI MẬT', 'MAT': 'MẬT'}
_FRAME = ' \t[](){}<>«»"\'“”‘’*-–—_.:;!|/=#~'
_PREFIX = re.compile(r'^(dấu |mức )?(chỉ )?độ mật\s*:?')
_BRACKETS = re.compile(r'[\[(«{<] ?(?:độ mật ?:? ?)?(tuyệt mật|tối mật|mật) ?[\])»}>]')
_IN_KIND = re.compile(
    r'bí mật nhà nước|(?<!không )(tuyệt mật|tối mật)'
    r'|(?<!không )(?<!bảo )(?<!bí )(?<!tuyệt )(?<!tối )\b(mật)\b(?! ong| khẩu| độ| mã)')
_EXTENSION = re.compile(r'(\.[0-9a-z]{1,8})+$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a secrecy mark stood, and which: a level, a digit of Priority, or '' where it is worded otherwise."""

    place: str
    level: str


def find_mark(root, is_status=False):
    """The first secrecy mark below `root` (a `tree.Node`), or None."""
    for node in root.walk():
        found = _named_mark(node) or _priority_mark(node)
        if not found and not is_status:
            found = _written_mark(node)
        if found:
            return found
    return None


def level_of_line(line):
    """The level a line says and nothing else, or ''.

    >>> [level_of_line(line) for line in ('TỐI MẬT', '«Mật»', 'Độ mật: Tuyệt mật', 'TOI MAT', 'HỎA TỐC - MẬT')]
    ['TỐI MẬT', 'MẬT', 'TUYỆT MẬT', 'TỐI MẬT', 'MẬT']
    >>> [level_of_line(line) for line in ('Bảo mật', 'Độ mật: Thường', 'V/v mật ong', 'Mat', 'Không mật', 'KHẨN')]
    ['', '', '', '', '', '']
    """
    line = normalize('NFC', line.strip()[:LONGEST_LINE]).strip(_FRAME)
    if line in _BARE:
        return _BARE[line]
    whole = _PREFIX.sub('', line.casefold()).strip(_FRAME).upper()
    parts = [part.strip(_FRAME) for part in re.split(r'[-–—,;/|_]', line)]
    return next((part for part in (whole, *parts) if part in LEVELS), '')


def level_of_text(text):
    """The level a text carries as a stamp: a line of its own, or a word in brackets; '' where there is none.

    >>> level_of_text('V/v kiểm tra (Mật)'), level_of_text('Số: 5\\nTUYỆT MẬT\\nHà Nam'), level_of_text('V/v bảo mật')
    ('MẬT', 'TUYỆT MẬT', '')
    """
    text = normalize('NFC', text)
    level = next((level for line in text.splitlines() if _MAY_SAY.search(line) and (level := level_of_line(line))), '')
    if not level and (found := _BRACKETS.search(' '.join(text.casefold().split()))):
        level = found[1].upper()
    return level


def _named_mark(node):
    """A field made for secrecy, as element or attribute, that holds more than «thường»."""
    if _names_secrecy(node.name):
        said = [below.text for below in node.walk() if not below.children]
        # wsse:Security and the like hold a signature, not a level
        is_container = node.children and _folded(node.name) == 'security'
        found = next((text for text in said if _folded(text, ' ') not in ORDINARY), None)
        if found is not None and not is_container:
            return Mark(node.name[:64], level_of_line(found))
    for name, value in node.attributes.items():
        if _names_secrecy(name) and _folded(value, ' ') not in ORDINARY:
            return Mark(f'{node.name[:64]}/@{name[:64]}', level_of_line(value))
    return None


def _priority_mark(node):
    if node.name != 'Priority':
        return None
    text = node.text.strip()
    if re.fullmatch(r'[+-]?[0-9]{1,9}', text) and int(text) not in URGENCY_ONLY:
        return Mark('Priority', text)
    return _written_mark(node)


def _written_mark(node):
    """A stamp in the text of an element without children."""
    if node.children or node.name in NO_WORDS or not node.text.strip():
        return None
    text = normalize('NFC', node.text).strip()
    words = ' '.join(text.casefold().split())
    if 'mật' not in words and 'mat' not in words:
        return None
    if node.name == 'AttachmentName':
        text = _EXTENSION.sub('', text[-LONGEST_LINE:])
    if level := level_of_text(text):
        return Mark(node.name[:64], level)
    if node.name in ('TypeName', 'SphereOfPromulgation') and (found := _IN_KIND.search(words)):
        return Mark(node.name, (found[1] or found[2] or '').upper())
    return None


def _names_secrecy(name):
    return _SECRECY_NAME.search(_folded(name)) is not None


def _folded(text, joint=''):
    """Plain lower-case Latin letters and digits, words joined by `joint`."""
    bare = normalize('NFD', text.casefold()).replace('đ', 'd')
    return joint.join(re.findall('[0-9a-z]+', re.sub('[\u0300-\u036f]', '', bare)))


__all__ = ['LEVELS', 'Mark', 'find_mark', 'level_of_line', 'level_of_text']
