"""The sentences of «Why it still holds»: what an auditor reads about a file, its signatures and its revisions.

How to use: each table gives a lazy string for `env._`, by a word of the signature library. `moment_words` and
`bytes_words` write figures as they are printed in Vietnam.
"""

from odoo.tools import LazyTranslate

from ..lib.pades import FIELD_NAMES, Reason, Verdict
from ..lib.pades.summary import Changes
from .moments import VIETNAM

__all__ = ['AFTER', 'FIELDS', 'LEVELS', 'TOUCHED', 'WHAT_TO_DO', 'bytes_words', 'moment_words', 'tone_of',
           'what_to_do']

_lt = LazyTranslate(__name__)

WHAT_TO_DO = {
    Verdict.VALID: _lt("Nothing more is to be done."),
    Verdict.VALID_AT_SIGNING: _lt(
        "Nothing more is to be done: it is proven that the file was signed while the certificate held. Keep the file "
        "as it is, with its time stamps."),
    Verdict.REVOCATION_UNKNOWN: _lt(
        "Have the administrator fetch the revocation lists, then check again. Until then accept the file only with a "
        "reason."),
    Verdict.SUSPICIOUS: _lt(
        "Ask the issuing agency whether this is the file it issued. Accept it only with a reason, or return it."),
    Verdict.UNSUPPORTED: _lt(
        "Ask the sender for a file signed in the form of PDF signatures (PAdES). Accept it only with a reason, or "
        "return it."),
    Verdict.NO_SIGNATURE: _lt(
        "Use the file for information only. Where more is needed, ask for the signed file or the paper original."),
    Verdict.INVALID: _lt("Do not accept the file. Return it with this reason and ask for a new one."),
    Verdict.ENCRYPTED: _lt("Ask the sender for the file without a password."),
    Verdict.UNREADABLE: _lt("Do not use the file. Ask the sender to make it again and to send it once more."),
}
# Where the reason lies with this server, the sender has nothing to mend.
_OWN_CAUSE = {
    Reason.NO_TRUST_ANCHOR: _lt(
        "Have the administrator register the authorities that are trusted here, then check again."),
    Reason.CHECK_FAILED: _lt(
        "Check again once. If it fails again, have the administrator look at the file; do not accept it before."),
}

AFTER = {
    Changes.NONE: _lt("Nothing came after it."),
    Changes.PERMITTED: _lt("Only what it allows came after it."),
    Changes.SUSPECT: _lt("What came after it cannot be told apart from a change."),
    Changes.FORBIDDEN: _lt("The file was changed after it in a way it does not allow."),
}

LEVELS = {
    'B-B': _lt("B-B: the signature alone"),
    'B-T': _lt("B-T: with a time stamp"),
    'B-LT': _lt("B-LT: with a time stamp and all that its certificates can be checked by"),
    'B-LTA': _lt("B-LTA: as B-LT, under a time stamp of the archive"),
}

FIELDS = {
    FIELD_NAMES.number: _lt("Number"), FIELD_NAMES.day: _lt("Day"), FIELD_NAMES.month: _lt("Month"),
    FIELD_NAMES.year: _lt("Year"),
}

TOUCHED = {
    'pages': _lt("the list of pages"), 'content': _lt("what pages show"),
    'annotations': _lt("form fields or annotations"), 'catalog': _lt("the structure of the file"),
}


_TONES = {
    Verdict.VALID: 'success', Verdict.VALID_AT_SIGNING: 'success', Verdict.NO_SIGNATURE: 'secondary',
    Verdict.INVALID: 'danger', Verdict.ENCRYPTED: 'danger', Verdict.UNREADABLE: 'danger',
}


def tone_of(verdict):
    """Return how a verdict is shown: success, warning, danger or secondary.

    >>> tone_of('valid'), tone_of('suspicious')
    ('success', 'warning')
    """
    return _TONES.get(verdict, 'warning')


def what_to_do(verdict, reasons):
    """Return the lazy sentence for a verdict and its reasons, as stored."""
    own = (_OWN_CAUSE.get(Reason(reason)) for reason in reasons or ())
    return next((sentence for sentence in own if sentence), WHAT_TO_DO[Verdict(verdict)])


def moment_words(moment):
    """Return an aware moment to the second, in Vietnam's time; empty for None."""
    return f'{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (+07:00)' if moment else ''


def bytes_words(amount):
    """Return a number of bytes with dots between the thousands.

    >>> bytes_words(103373)
    '103.373'
    """
    return f'{amount:,}'.replace(',', '.')
