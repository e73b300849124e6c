"""Numbers, notations and dates in the words of Decree 30/2020, Appendices I and III.

What it is: the wording of what stands at the head of a document: «Số: 07/QĐ-UBND», «Hà Nam, ngày 05
tháng 01 năm 2020», and of the corner text beside an agency's signature. Which number comes next is not
decided here (that is the register's).

How to use it:

>>> full_code(7, code_notation('UBND', kind='QĐ'))
'07/QĐ-UBND'
>>> full_code(12, code_notation('UBND', field='VX'))               # công văn: no kind, never «CV»
'12/UBND-VX'
>>> full_code(44, code_notation('UBND', kind='QĐ', year=2024))     # văn bản quy phạm pháp luật
'44/2024/QĐ-UBND'
>>> full_code(5, code_notation('UBND', kind='SY'))                 # a paper copy: SY, SL, TrS
'05/SY-UBND'
>>> full_code(3, code_notation('HĐTĐKT', kind='TTr'))              # an advisory body's own series
'03/TTr-HĐTĐKT'
>>> place_and_date('Hà Nam', date(2020, 1, 5))
'Hà Nam, ngày 05 tháng 01 năm 2020'
>>> split_code('1523/SNV-CCVC')
('1523', 'SNV-CCVC')

How it works: plain strings, checked on the way in. The case of an abbreviation is part of it (QĐ, QyĐ)
and is never changed. Nonsense raises ValueError.
"""

import re
from datetime import date, datetime, timedelta, timezone
from unicodedata import normalize

__all__ = [
    'COPY_FORMS', 'attachment_text', 'code_notation', 'copy_text', 'full_code', 'place_and_date', 'printed_date',
    'printed_day', 'printed_month', 'printed_number', 'split_code',
]

COPY_FORMS = ('SAO Y', 'SAO LỤC', 'TRÍCH SAO')
# «múi giờ Việt Nam theo tiêu chuẩn ISO 8601»: one offset, no summer time
VIETNAM = timezone(timedelta(hours=7))
# CodeNumber and CodeNotation hold 11 and 30 characters (Decree 30/2020, Appendix VI, part II)
NUMBER_LENGTH = 11
NOTATION_LENGTH = 30
ABBREVIATION = re.compile(r'[^\W_](?:[^\W_]|[.&])*')
NUMBER = re.compile(r'[0-9]+[^\W\d_]?')
NOTATION = re.compile(r'[^\s/]+(?:/[^\s/]+)*')


def printed_number(number):
    """Return the number as printed: below 10 with a leading zero (Decree 30/2020, App. I, II.3).

    >>> printed_number(7), printed_number(10), printed_number(1523)
    ('07', '10', '1523')
    >>> printed_number(0)
    Traceback (most recent call last):
    ValueError: a document number is a whole number from 1, not 0
    """
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise ValueError(f"a document number is a whole number from 1, not {number!r}")
    return f'{number:02d}'


def code_notation(issuer, *, kind='', field='', year=0):
    """Return what follows the number: the symbol of a document (Decree 30/2020, App. I, II.3; App. III).

    `issuer`: abbreviation of the agency or state title, or of the advisory body where it has a series of
    its own. `kind`: abbreviation of the kind (or SY, SL, TrS of a paper copy); empty for a công văn, which
    names the drafting unit or `field` instead. `year`: only for a legal document.

    >>> code_notation('UBND', kind='QyĐ')
    'QyĐ-UBND'
    >>> code_notation('SNV')
    Traceback (most recent call last):
    ValueError: a symbol needs a kind or, for a công văn, a unit or field: one of the two
    """
    if bool(kind) == bool(field):
        raise ValueError("a symbol needs a kind or, for a công văn, a unit or field: one of the two")
    if year and not kind:
        raise ValueError("a công văn has no year in its symbol")
    groups = [_abbreviation(word) for word in ((kind, issuer) if kind else (issuer, field))]
    notation = (f'{_year(year)}/' if year else '') + '-'.join(groups)
    if len(notation) > NOTATION_LENGTH:
        raise ValueError(f"the symbol {notation!r} is longer than {NOTATION_LENGTH} characters")
    return notation


def full_code(number, notation):
    """Return number and symbol as printed after «Số: »: '07/QĐ-UBND'. No spaces anywhere.

    >>> full_code(1523, 'SNV-CCVC')
    '1523/SNV-CCVC'
    """
    return f'{printed_number(number)}/{_notation(notation)}'


def split_code(code):
    """Return (number, symbol) of a written code; the first «/» parts them (Decree 30/2020, App. VI).

    The number stays text, as its sender wrote it: '05', '12a'.

    >>> split_code(' 44/2024/QĐ-UBND ')
    ('44', '2024/QĐ-UBND')
    >>> split_code('SNV-CCVC')
    Traceback (most recent call last):
    ValueError: 'SNV-CCVC' is not a number, a «/» and a symbol
    """
    number, slash, notation = normalize('NFC', code).strip().partition('/')
    if not slash or not NUMBER.fullmatch(number) or len(number) > NUMBER_LENGTH:
        raise ValueError(f"{code!r} is not a number, a «/» and a symbol")
    return number, _notation(notation)


def printed_day(day):
    """Return the day for the prepared field of the PDF: days 1 to 9 with a zero.

    >>> printed_day(date(2020, 1, 5)), printed_day(date(2019, 6, 29))
    ('05', '29')
    """
    return f'{_plain_date(day).day:02d}'


def printed_month(day):
    """Return the month for the prepared field of the PDF: only months 1 and 2 take a zero.

    >>> [printed_month(date(2024, month, 1)) for month in (1, 2, 3, 9, 10)]
    ['01', '02', '3', '9', '10']
    """
    month = _plain_date(day).month
    return f'{month:02d}' if month < 3 else str(month)


def printed_date(day):
    """Return the date as a document prints it (Decree 30/2020, App. I, II.4).

    >>> printed_date(date(2019, 6, 29))
    'ngày 29 tháng 6 năm 2019'
    """
    return f'ngày {printed_day(day)} tháng {printed_month(day)} năm {day.year}'


def place_and_date(place, day):
    """Return the line under the motto: place, comma, date.

    >>> place_and_date('Thành phố Hồ Chí Minh', date(2019, 6, 29))
    'Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019'
    """
    return f'{_words(place, "place")}, {printed_date(day)}'


def attachment_text(code, signed_at):
    """Return the corner text of an attachment in a file of its own (Decree 30/2020, App. I, II.8b).

    `signed_at`: aware moment of the agency's signature, shown in Vietnamese time.

    >>> attachment_text('15/QĐ-UBND', datetime(2024, 8, 21, 8, 30, 45, tzinfo=timezone.utc))
    'Số: 15/QĐ-UBND; 21/08/2024; 15:30:45'
    """
    return f'Số: {"/".join(split_code(code))}; {_stamp(signed_at)}'


def copy_text(form, agency, signed_at):
    """Return the corner text of a copy in electronic form (Decree 30/2020, App. I, part II, I).

    `form`: one of COPY_FORMS. `agency`: full name of the agency that copies. `signed_at`: aware moment.

    >>> copy_text('SAO Y', 'Sở Nội vụ tỉnh Hà Nam', datetime(2024, 8, 21, 9, 15, 30, tzinfo=VIETNAM))
    'SAO Y; Sở Nội vụ tỉnh Hà Nam; 21/08/2024; 09:15:30'
    """
    if form not in COPY_FORMS:
        raise ValueError(f"a copy is one of {', '.join(COPY_FORMS)}, not {form!r}")
    return f'{form}; {_words(agency, "agency")}; {_stamp(signed_at)}'


def _stamp(moment):
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise ValueError(f"an aware moment is needed, not {moment!r}")
    return moment.astimezone(VIETNAM).strftime('%d/%m/%Y; %H:%M:%S')


def _plain_date(day):
    # A datetime is a date too, but of which zone? The caller says which local day is meant.
    is_plain = isinstance(day, date) and not isinstance(day, datetime)
    if not is_plain:
        raise ValueError(f"a date without time is needed, not {day!r}")
    return day


def _year(year):
    if not isinstance(year, int) or not 1945 <= year <= 9999:
        raise ValueError(f"a year of four digits is needed, not {year!r}")
    return year


def _abbreviation(word):
    composed = normalize('NFC', word)
    if not ABBREVIATION.fullmatch(composed):
        raise ValueError(f"{word!r} is not an abbreviation: letters and digits, no space, «/» or «-»")
    return composed


def _notation(notation):
    composed = normalize('NFC', notation)
    if not NOTATION.fullmatch(composed):
        raise ValueError(f"{notation!r} is not the symbol of a document")
    return composed


def _words(text, what):
    words = ' '.join(normalize('NFC', text).split())
    if not words:
        raise ValueError(f"the {what} is empty")
    return words
