"""Mã định danh: codes of agencies and ids of documents, as text.

Two shapes of agency code are in use. The old one has 13 characters in four groups and is read from right to left
(QCVN 102:2016); the new one has up to 35 characters and is read from left to right (Decision 20/2020, Art. 4).
Both are kept as received; rights never follow from the text of a code.

>>> from datetime import date
>>> to_new('000.05.12.H25'), to_old('H25.12.05')
('H25.12.05', '000.05.12.H25')
>>> same_agency('000.00.12.H25', ' H25.12 ')
True
>>> document_id('H25.02', date(2024, 9, 10), '1523', 'SNV-CCVC')
'H25.02,2024/09/10,1523/SNV-CCVC'
"""

import re

LONGEST_CODE = 35
LONGEST_DOCUMENT_ID = 255

_OWN = re.compile(r'[A-Z][0-9]{2}(\.[0-9A-Z]{2,10})*')
_FOREIGN = re.compile(r'[0-9A-Za-z.]+')
_OLD = re.compile(r'[0-9][0-9A-Z]{2}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9A-Z]{2}')
_TOP = re.compile(r'[A-Z][0-9A-Z]{2}')
_EMPTY = ('', '00', '00', '000')


def is_own_code(code):
    """Whether a code may be given to an agency of the province.

    >>> [is_own_code(code) for code in ('H25', 'H25.12.05.001', '000.00.12.H25', 'H25.1', 'h25.12', 'H25.' + 'A' * 36)]
    [True, True, False, False, False, False]
    """
    return len(code) <= LONGEST_CODE and _OWN.fullmatch(code) is not None


def is_code(code):
    """Whether a code may stand in a packet: 1 to 35 of `0-9 A-Z a-z .`, once trimmed.

    >>> [is_code(code) for code in ('28.22.H17', 'vxp.saas.03', ' H25 ', '', 'H25/12', '1' * 36)]
    [True, True, True, False, False, False]
    """
    code = code.strip()
    return len(code) <= LONGEST_CODE and _FOREIGN.fullmatch(code) is not None


def to_new(code):
    """The left-to-right form of a code: groups reversed, empty ones dropped. A code of another shape is returned as is.

    >>> [to_new(code) for code in ('000.00.00.H25', '000.00.12.H25', '001.05.12.H25', '28.22.H17', 'H25.12')]
    ['H25', 'H25.12', 'H25.12.05.001', 'H17.22.28', 'H25.12']
    >>> to_new('001.00.20.JB2')         # nothing of level 3: the length of the last group says so
    'JB2.20.001'
    >>> to_new('000.05.00.H25')         # level 3 without level 2: dropping the zeros would name another agency
    'H25.00.05'
    """
    code = code.strip()
    if not _reads_from_right(code):
        return code
    levels = _levels(code)
    short = '.'.join(group for group, empty in zip(levels, _EMPTY, strict=True) if group != empty)
    if _levels(short) == levels:
        return short
    while levels[-1] == _EMPTY[len(levels) - 1]:
        levels = levels[:-1]
    return '.'.join(levels)


def to_old(code):
    """The 13-character form of a code, or None where it has none: too many groups, of other lengths, or with a letter
    first in the lowest one, which would be read as a new code.

    >>> [to_old(code) for code in ('H25', 'H25.12', 'H25.12.05.001', 'JB2.20.001', 'H25.12.05.01', 'H25.12.B01')]
    ['000.00.00.H25', '000.00.12.H25', '001.05.12.H25', '001.00.20.JB2', None, None]
    >>> to_old('000.00.00.H41')
    '000.00.00.H41'
    """
    old = '.'.join(reversed(_levels(code.strip()) or ()))
    return old if _OLD.fullmatch(old) else None


def same_agency(one, other):
    """Whether two codes name one agency, in whichever form each is written. Upper and lower case differ.

    >>> same_agency('000.00.00.G22', 'G22'), same_agency('000.05.00.H25', '000.00.05.H25')
    (True, False)
    >>> same_agency('vxp.saas.03', 'vxp.saas.03'), same_agency('', '')
    (True, False)
    """
    one, other = one.strip(), other.strip()
    if not one or not other:
        return False
    return one == other or _levels(one) == _levels(other) is not None


def forms(code):
    """All the ways one agency's code is written, the given one first: what a directory looks for.

    >>> forms('H25.12'), forms('000.00.12.H25'), forms('vxp.saas.03')
    (('H25.12', '000.00.12.H25'), ('000.00.12.H25', 'H25.12'), ('vxp.saas.03',))
    >>> forms('28.22.H17')
    ('28.22.H17', 'H17.22.28', '000.28.22.H17')
    """
    code = code.strip()
    known = (code, to_new(code), to_old(code))
    return tuple(dict.fromkeys(form for form in known if form))


def document_id(organ_id, day, number, notation):
    """Mã định danh văn bản: agency, date of issue, number and notation (Decision 28/2018, Art. 10.2.b).

    `number` may be an int. ValueError when the code is none, a part is empty, or the id has more than 255 characters.

    >>> from datetime import date
    >>> document_id('H25', date(2024, 8, 22), 44, '2024/QĐ-UBND')
    'H25,2024/08/22,44/2024/QĐ-UBND'
    """
    if not is_code(organ_id):
        raise ValueError(f'{organ_id!r} is not the code of an agency.')
    number = str(number)
    if not number or not notation:
        raise ValueError('A document id needs the number and the notation of the document.')
    made = f'{organ_id.strip()},{day.year:04d}/{day.month:02d}/{day.day:02d},{number}/{notation}'
    if len(made) > LONGEST_DOCUMENT_ID:
        raise ValueError(f'A document id has at most {LONGEST_DOCUMENT_ID} characters.')
    return made


def _reads_from_right(code):
    """Whether the highest level stands last: the old form, or the half-old one met in packets (`28.22.H17`)."""
    if _OLD.fullmatch(code):
        return True
    groups = code.split('.')
    return 1 < len(groups) < 4 and groups[0].isdecimal() and _OWN.fullmatch(groups[-1]) is not None


def _levels(code):
    """The four levels of a code, highest first, empty ones as zeros; None for a code that has no such levels."""
    groups = code.split('.')
    if _reads_from_right(code):
        groups.reverse()
    if not _TOP.fullmatch(groups[0]) or len(groups) > 4:
        return None
    levels = [groups[0], *_EMPTY[1:]]
    place = 1
    for group in groups[1:]:
        if len(group) == 3:
            place = 3
        if place > 3 or len(group) != len(_EMPTY[place]):
            return None
        levels[place] = group
        place += 1
    return tuple(levels)


__all__ = [
    'LONGEST_CODE',
    'LONGEST_DOCUMENT_ID',
    'document_id',
    'forms',
    'is_code',
    'is_own_code',
    'same_agency',
    'to_new',
    'to_old',
]
