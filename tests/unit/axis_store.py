"""What an axis keeps: packets by their digest, and a parcel for each receiver (helper of `axis_server`).

In memory; with a folder also on disk, so that it survives being killed: each packet in a file of its own, and a
journal of one line per event, written through to the disk before anybody is told. A line cut off by a crash is
dropped when the journal is read again: nobody was told of it.
"""

import io
import json
import os
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

VIETNAM = timezone(timedelta(hours=7))
DONE = {'done', 'fail'}
# How ids grow with the order of arrival: up, down, or without any order
IDS = {
    'scattered': lambda number: str(uuid5(NAMESPACE_OID, str(number))),
    'rising': lambda number: f'{number:024x}',
    'falling': lambda number: f'{16 ** 24 - number:024x}',
}


@dataclass(frozen=True, slots=True)
class System:
    """A centre that calls the axis with a key, for its agencies; packets to `locked` ones are refused."""

    key: str
    codes: tuple = ()
    locked: frozenset = field(default_factory=frozenset)


@dataclass(slots=True)
class Parcel:
    """A packet, a 'document' or a 'status', on its way to one receiver. `sent` is the id its sender was told."""

    reference: str
    sent: str
    kind: str
    sender: str
    receiver: str
    digest: str
    created: str
    status: str = 'initial'


@dataclass(frozen=True, slots=True)
class Header:
    """Who sends a packet to whom, as its header says."""

    sender: str
    receivers: tuple


def header_of(packet):
    """Read sender and receivers of a packet by local names; None when it has none. The rest is not our affair."""
    with suppress(etree.XMLSyntaxError):
        for _event, node in etree.iterparse(io.BytesIO(packet), resolve_entities=False, no_network=True,
                                            huge_tree=True):
            if etree.QName(node).localname == 'MessageHeader':
                return _header(node)
    return None


def _header(node):
    def codes(name):
        found = node.xpath(f'*[local-name()="{name}"]/*[local-name()="OrganId"]/text()')
        return tuple(code.strip() for code in found)
    sender, receivers = codes('From'), codes('To') or codes('ResponseFor')
    return Header(sender[0], receivers) if sender and receivers else None


class Store:
    """Everything an axis has. All methods may be called by many threads at once."""

    def __init__(self, folder=None, *, ids='scattered', resend='same'):
        """Open the folder, if any.

        ids: a key of IDS; resend: 'same' gives a packet that comes again the id it has, 'again' delivers it once more.
        """
        self._lock = threading.RLock()
        self._new_id, self._resend = IDS[ids], resend
        self.parcels, self._packets, self._journal = [], {}, None
        self._by_reference, self._by_digest, self._by_receiver = {}, {}, {}
        if folder:
            self._folder = Path(folder)
            self._folder.mkdir(parents=True, exist_ok=True)
            self._journal = self._reopen(self._folder / 'journal.jsonl')

    def close(self):
        """Close the journal."""
        if self._journal:
            self._journal.close()

    def send(self, packet, kind, header, copies=1):
        """Take a packet for each receiver, `copies` times over; return the id for its sender."""
        digest = sha256(packet).hexdigest()
        with self._lock:
            known = self._by_digest.get((digest, header.sender))
            if known and self._resend == 'same' and copies == 1:
                return known
            self._keep(digest, packet)
            number = len(self.parcels) * 2
            parcels = [Parcel(self._new_id(number + 1 + index * 2), self._new_id(number), kind, header.sender, receiver,
                              digest, f'{datetime.now(VIETNAM):%Y-%m-%d %H:%M:%S}')
                       for index, receiver in enumerate(header.receivers * copies)]
            self._write({'parcels': [asdict(parcel) for parcel in parcels]})
            self._add(parcels)
            return parcels[0].sent

    def of(self, codes, kind):
        """The parcels of a kind for some agencies, for each in order of arrival."""
        with self._lock:
            return [parcel for code in codes for parcel in self._by_receiver.get(code, ()) if parcel.kind == kind]

    def find(self, reference, codes):
        """The parcel with an id, if it is for one of the agencies; None otherwise."""
        parcel = self._by_reference.get(reference)
        return parcel if parcel and parcel.receiver in codes else None

    def packet(self, parcel):
        """The bytes of a parcel."""
        kept = self._packets[parcel.digest]
        return kept.read_bytes() if isinstance(kept, Path) else kept

    def confirm(self, parcel, status):
        """Note what the receiver says of a parcel."""
        with self._lock:
            if parcel.status != status:
                self._write({'status': [parcel.reference, status]})
                parcel.status = status

    def _add(self, parcels):
        for parcel in parcels:
            self.parcels.append(parcel)
            self._by_reference[parcel.reference] = parcel
            self._by_digest.setdefault((parcel.digest, parcel.sender), parcel.sent)
            self._by_receiver.setdefault(parcel.receiver, []).append(parcel)

    def _keep(self, digest, packet):
        if self._journal and digest not in self._packets:
            path = self._folder / f'{digest}.edxml'
            part = path.with_suffix('.part')
            with part.open('wb') as file:
                file.write(packet)
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
            packet = path
        self._packets.setdefault(digest, packet)

    def _write(self, event):
        if self._journal:
            self._journal.write(json.dumps(event).encode() + b'\n')
            self._journal.flush()
            os.fsync(self._journal.fileno())
            folder = os.open(self._folder, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

    def _reopen(self, path):
        path.touch()
        whole, _newline, _torn = path.read_bytes().rpartition(b'\n')
        os.truncate(path, len(whole) + (1 if whole else 0))
        for line in whole.splitlines():
            event = json.loads(line)
            for row in event.get('parcels', ()):
                self._add([Parcel(**row)])
                self._packets[row['digest']] = self._folder / f'{row["digest"]}.edxml'
            if 'status' in event:
                reference, status = event['status']
                self._by_reference[reference].status = status
        return path.open('ab')
