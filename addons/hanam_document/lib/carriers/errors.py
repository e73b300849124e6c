"""Why a packet was not taken: one root, and the one question that matters, whether to try again.

Each error has `reason` (an English sentence, without any key), `code` (the other side's word or number for it, ''
when it has none), `receipt` (what it answered, {} when nothing readable) and `peer_time` (its clock, or None).
"""


class CarrierError(Exception):
    """Root of what can go wrong on the way."""

    def __init__(self, reason, *, code='', receipt=None, peer_time=None):
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.receipt = receipt or {}
        self.peer_time = peer_time


class Unreachable(CarrierError):
    """Nobody knows whether the packet was taken: network, time, TLS, 5xx, 429, code 20, no proper answer. Try later."""


class TooLong(Unreachable):
    """A list is longer than is read at once; a shorter stretch of time may do."""


class KeyRefused(Unreachable):
    """Our key or system id is wrong, missing or expired (401, 403, code 15): packets wait while it is mended."""


class Refused(CarrierError):
    """The other side has read the packet and will never take it: final."""


class Oversized(Refused):
    """What the other side wants to give is larger than we take; `code` is 'oversized'."""

    def __init__(self, limit, *, peer_time=None):
        super().__init__(f'The packet is larger than the {limit} bytes taken here.', code='oversized',
                         peer_time=peer_time)
        self.limit = limit


__all__ = ['CarrierError', 'KeyRefused', 'Oversized', 'Refused', 'TooLong', 'Unreachable']
