"""What can go wrong with a key, by name: one root, the name of each child is what the other side is told."""

__all__ = [
    'BadRequest', 'Busy', 'Cancelled', 'Failed', 'KeyAbsent', 'KeyTrouble', 'ModuleAbsent', 'PinLocked', 'PinWrong',
    'SessionLost', 'TokenAbsent',
]


class KeyTrouble(Exception):
    """Root; `name` is the word in the protocol, `details` are further values of the answer."""

    name = 'failed'

    @property
    def details(self) -> dict:
        """Give what the answer says beside name and sentence."""
        return {}


class PinWrong(KeyTrouble):
    """The token refused the PIN, or refused the same one before and was not asked again.

    final_try: the next wrong PIN locks the token; count_low: a wrong one was given since the last right one.
    """

    name = 'pin_wrong'

    def __init__(self, sentence: str, *, final_try: bool = False, count_low: bool = False):
        super().__init__(sentence)
        self.final_try, self.count_low = final_try, count_low

    @property
    def details(self) -> dict:
        return {'final_try': self.final_try, 'count_low': self.count_low}


class PinLocked(KeyTrouble):
    """The token takes no PIN any more; who issued it unlocks it."""

    name = 'pin_locked'


class TokenAbsent(KeyTrouble):
    """No token of that label, or it was pulled out."""

    name = 'token_absent'


class KeyAbsent(KeyTrouble):
    """The token is there, the certificate or its private key is not."""

    name = 'key_absent'


class SessionLost(KeyTrouble):
    """The session broke in the middle of the work; the PIN was not sent again."""

    name = 'session_lost'


class ModuleAbsent(KeyTrouble):
    """The driver (PKCS#11 module) cannot be loaded."""

    name = 'module_absent'


class Cancelled(KeyTrouble):
    """The person closed the question for the PIN."""

    name = 'cancelled'


class Busy(KeyTrouble):
    """The token's queue is full, or the program is stopping."""

    name = 'busy'


class BadRequest(KeyTrouble):
    """The message is not what the protocol says."""

    name = 'bad_request'


class Failed(KeyTrouble):
    """The module failed in a way that has no name here."""
