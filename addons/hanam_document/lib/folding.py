"""Text as a search sees it: what a hurried clerk types finds what a careful one wrote.

What it is: `fold` brings a text to the form kept in `search_text`; the words typed are folded the same
way before they are compared.

>>> fold('QUYẾT ĐỊNH  về việc\\n uỷ quyền')
'quyet dinh ve viec uy quyen'
>>> fold('HOẢ TỐC') == fold('Hỏa tốc') == 'hoa toc'      # the decree itself writes both
True
>>> fold('44/2024/QĐ-UBND')
'44/2024/qd-ubnd'

How it works: composed form, lower case, marks and invisible characters off, đ to d, white space to single
spaces. Where the mark stands (uỷ, ủy) no longer matters once it is off. Folding twice changes nothing.
"""

from unicodedata import category, normalize

__all__ = ['fold']

# ð: the Icelandic letter whose capital looks like Đ and which old fonts and converters write for it
D_WITH_STROKE = str.maketrans('đð', 'dd')
# Mn: marks; Cf: zero-width and soft hyphens that come along from web pages and PDFs
UNSEEN = frozenset({'Mn', 'Cf'})


def fold(text):
    """Return the text for stored `search_text`: lower case, no marks, single spaces; '' for ''."""
    lowered = normalize('NFC', text).lower()
    bare = ''.join(char for char in normalize('NFD', lowered) if category(char) not in UNSEEN)
    return ' '.join(normalize('NFC', bare).translate(D_WITH_STROKE).split())
