"""What carriers give back."""

from dataclasses import dataclass, field
from datetime import datetime

FEW = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """The other side has the packet and says so."""

    reference: str                         # the axis's own id; '' from a peer
    receipt: dict = field(hash=False)      # what it answered
    peer_time: datetime | None = None      # its clock (UTC), from the answer's Date


@dataclass(frozen=True, slots=True)
class Item:
    """A packet that waits for us at an axis."""

    reference: str                         # the axis's own id, which fetches and confirms it
    kind: str                              # 'document' or 'status'
    sender: str = ''                       # code of an agency as the axis says it, '' when it does not
    receiver: str = ''
    created_at: datetime | None = None     # when the axis took it (UTC); None when not said readably
    status: str = ''                       # of the parcel: initial, processing, done, fail; lower case

    @property
    def is_done(self):
        """Whether the axis already has our word that we have it."""
        return self.status == 'done'


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency in the axis's directory."""

    code: str
    name: str
    reference: str = ''                    # the axis's own id
    parent: str = ''                       # the id of the one above
    mail: str = ''


class Listing(tuple):
    """A tuple of `Item` or `Agency`, in the order of the axis, which means nothing.

    `skipped`: how many entries could not be read; `oddities`: the first few of them, in words; `peer_time`: its clock.
    """

    def __new__(cls, values=(), *, skipped=0, oddities=(), peer_time=None):
        """Build the tuple and what is known of it."""
        self = super().__new__(cls, values)
        self.skipped, self.oddities, self.peer_time = skipped, tuple(oddities)[:FEW], peer_time
        return self

    def joined(self, other):
        """Both lists as one; the clock is that of the second."""
        return Listing((*self, *other), skipped=self.skipped + other.skipped,
                       oddities=(self.oddities + other.oddities)[:FEW], peer_time=other.peer_time)


__all__ = ['Agency', 'Item', 'Listing', 'Taken']
