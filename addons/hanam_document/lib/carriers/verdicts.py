"""From an answer to one of three ends: taken, try again, never (exchange rules of the axes, error codes 0 to 23)."""

from .errors import KeyRefused, Refused, Unreachable

GOOD = {200, 201}
KEY = {401, 403}
TOO_LARGE = 413
FINAL = {404, 422}
TOO_MANY = 429
WRONG_KEY = '15'
CODES = {
    '10': 'the file is not valid',
    '15': 'the system id or key is wrong',
    '18': 'the receiving agency does not exist',
    '19': 'the sending agency is not registered',
    '20': 'the axis has a fault',
    '21': 'the file could not be processed',
    '22': 'the packet is not as the standard wants it',
    '23': 'the receiving agency is locked',
}
FINAL_CODES = CODES.keys() - {'15', '20'}
LONGEST = 500


def judge_status(answer, code='', words='', is_refusal=False):
    """Raise what an HTTP status means; return when it is good.

    404 and 422 are final only in the words of the protocol (`is_refusal`): the page of some web server in between
    says nothing of the packet. 413 is final from whoever stands there.
    """
    known = {'code': code or f'HTTP {answer.status}', 'receipt': answer.said, 'peer_time': answer.peer_time}
    sentence = one_line(words) or f'The other side answered with HTTP {answer.status}.'
    if answer.status in GOOD:
        return
    if answer.status in KEY:
        raise KeyRefused(sentence, **known)
    if answer.status == TOO_LARGE or answer.status in FINAL and is_refusal:
        raise Refused(sentence, **known)
    raise Unreachable(sentence, **known)


def judge_code(answer, code, words, is_good):
    """Raise what the code of an axis means; return when its answer is good."""
    if answer.status >= 500 or answer.status == TOO_MANY:
        judge_status(answer, code, words)
    known = {'code': code, 'receipt': answer.said, 'peer_time': answer.peer_time}
    sentence = f'The axis refused: {one_line(words) or CODES.get(code, "")} (code {code}).'
    if code == WRONG_KEY:
        raise KeyRefused(sentence, **known)
    if code in FINAL_CODES:
        raise Refused(sentence, **known)
    judge_status(answer, code, words)
    if not is_good:
        raise Unreachable(f'The answer of the axis was none of its protocol: {one_line(words)} (code {code}).', **known)


def one_line(words):
    """What the other side says, as one short line; '' for anything that is no text."""
    text = words if isinstance(words, str) else ''
    return ' '.join(''.join(sign if sign.isprintable() else ' ' for sign in text[:LONGEST]).split())


__all__ = ['CODES', 'judge_code', 'judge_status', 'one_line']
