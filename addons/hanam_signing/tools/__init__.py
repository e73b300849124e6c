from .der import NotDer, is_issued_by, is_list_of, read_certificate, read_crl
from .keeping import keep_rows
from .moments import VIETNAM, aware, naive_utc
from .wording import REASONS, WARNINGS, PinRefused, TimestampChoice, in_words, speaking

__all__ = ['REASONS', 'TRIAL_REASON', 'VIETNAM', 'WARNINGS', 'NotDer', 'PinRefused', 'TimestampChoice', 'aware',
           'in_words', 'is_issued_by', 'is_list_of', 'keep_rows', 'naive_utc', 'read_certificate', 'read_crl',
           'speaking']

# Written into signatures made with keys in files; a legal word, so it is not translated.
TRIAL_REASON = 'KÝ THỬ'
