"""What a process may remember of PINs: keyed hashes that die with it, never a PIN."""

import hashlib
import hmac
import secrets

__all__ = ['PinMemory']


class PinMemory:
    """Marks of PINs under a key of this process, and the marks that a token refused.

    A refused PIN stays refused until the process ends: a repeated click or a script must not lock the token. After
    the PIN of a token was changed to one that had been refused, the program is started again.
    """

    def __init__(self):
        self._key = secrets.token_bytes(32)
        self._refused: set[bytes] = set()

    def mark(self, token: str, pin: str) -> bytes:
        """Give the mark of a PIN for one token; the same PIN of two tokens has two marks."""
        return hmac.digest(self._key, f'{token}\0{pin}'.encode(), hashlib.sha256)

    def refuse(self, mark: bytes) -> None:
        """Remember that the token said no."""
        self._refused.add(mark)

    def was_refused(self, mark: bytes) -> bool:
        """Say whether the token said no to it before."""
        return any(hmac.compare_digest(mark, one) for one in self._refused)
