"""Carriers of packets: to another installation of this product, and to the axes (Decision 28/2018, Art. 9, 10).

What it is: clients that hand a packet over and say what became of it, one class per kind of other side.

How to use it:

    taken = PeerCarrier('https://vanban.example.vn', key).send(body, sender='H25.02', receiver='H25.35',
                                                               message_id='…', kind='document')
    axis = VxpAxis(url, system_id, key, now=moment_of_now)          # or RestAxis(url, system_id, key)
    for item in axis.listed(since, 'document'):
        body = axis.fetch(item)                                     # store it, commit, and only then:
        axis.confirm(item, done=True)

How it works: three ends and no fourth. It returns: the other side has it. `Refused`: it never will. `Unreachable`:
nobody knows, the same bytes are sent again later, which is harmless everywhere; `KeyRefused` among them waits for an
administrator. The clients hold no clock, no state but the connection, and no key shows in what they say.
"""

from .errors import CarrierError, KeyRefused, Oversized, Refused, Unreachable
from .peer import PeerCarrier
from .rest import RestAxis
from .values import Agency, Item, Listing, Taken
from .vxp import VxpAxis

__all__ = [
    'Agency',
    'CarrierError',
    'Item',
    'KeyRefused',
    'Listing',
    'Oversized',
    'PeerCarrier',
    'Refused',
    'RestAxis',
    'Taken',
    'Unreachable',
    'VxpAxis',
]
