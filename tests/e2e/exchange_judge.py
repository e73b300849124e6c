"""What two databases say once everything has come to rest: what was lost, what happened twice, what was said too early.

`judge(sender, receiver)` looks at every document one server issued for the other and at every report that came back,
and returns sentences; three empty lists are the proof. `Watch` looks while the packets are on the road: what a packet
or an answer says must stand in the database it comes from at that moment, seen by a connection of its own.
"""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import psycopg2

# what a recipient may report, the event that stands behind it, and the sender's column for the recipient's own time
REPORTS = {"01": ("arrive", "arrived_at"), "02": ("return", "rejected_at"), "03": ("register", "accepted_at")}
VIETNAM = timedelta(hours=7)
SENT = """
    SELECT document.document_code, delivery.id, delivery.state, delivery.arrived_at, delivery.rejected_at,
           delivery.accepted_at, version.sha256
    FROM document_delivery delivery
    JOIN document_outgoing document ON document.id = delivery.outgoing_id
    JOIN document_file file ON file.outgoing_id = document.id
    JOIN LATERAL (SELECT sha256 FROM document_file_version WHERE file_id = file.id ORDER BY id DESC LIMIT 1) version
      ON true
    WHERE delivery.transport IN ('peer', 'axis')"""
ARRIVED = """
    SELECT document.document_code, document.id, document.state, document.arrival_number, version.sha256
    FROM document_incoming document
    JOIN document_file file ON file.incoming_id = document.id
    JOIN document_file_version version ON version.file_id = file.id
    WHERE document.channel = 'electronic'"""
# An axis may give a packet again under another id of its own: kept as such, and no packet more.
PACKETS = """
    SELECT kind, message_id, digest, state, status_code, document_code, coalesce(error, error_kind)
    FROM document_transmission WHERE direction = %s AND message_id NOT LIKE 'axis:%%'"""
TAKEN = """
    SELECT document.document_code, event.step FROM document_event event
    JOIN document_incoming document ON document.id = event.incoming_id WHERE document.channel = 'electronic'"""
MOVED = """
    SELECT document.document_code, event.step, event.state_from, event.state_to FROM document_event event
    JOIN document_outgoing document ON document.id = event.outgoing_id
    WHERE event.subject_model = 'document.delivery'"""
NUMBERS = "SELECT count(*), coalesce(max(arrival_number), 0) FROM document_incoming WHERE arrival_number > 0"


@dataclass(slots=True)
class Findings:
    """Sentences, one for each thing that is not as it should be."""

    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    ahead: list = field(default_factory=list)

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.lost + other.lost, self.doubled + other.doubled, self.ahead + other.ahead)

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.ahead)

    def __str__(self) -> str:
        shown = [f"{name}: {sentence}" for name, sentences in
                 (("lost", self.lost), ("doubled", self.doubled), ("ahead", self.ahead)) for sentence in sentences[:10]]
        return "\n".join([f"{len(self.lost)} lost, {len(self.doubled)} doubled, "
                          f"{len(self.ahead)} said before their commit", *shown])


def rows(database: str, query: str, *values) -> list[tuple]:
    """Return what a query finds in a database now."""
    with closing(psycopg2.connect(dbname=database)) as link, link.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def judge(sender: str, receiver: str) -> Findings:
    """Compare what one database sent with what the other has, and what that one reported with what came back."""
    said = Findings()
    _documents(said, rows(sender, SENT), rows(receiver, ARRIVED))
    _packets(said, rows(sender, PACKETS, "out"), rows(receiver, PACKETS, "in"))
    _reports(said, rows(sender, PACKETS, "in"), rows(receiver, PACKETS, "out"), rows(receiver, TAKEN))
    _deliveries(said, rows(sender, SENT), rows(receiver, PACKETS, "out"))
    _moves(said, rows(sender, MOVED), rows(receiver, PACKETS, "out"))
    amount, highest = rows(receiver, NUMBERS)[0]
    if amount != highest:
        said.doubled.append(f"{amount} arrivals have numbers, the highest is {highest}")
    return said


def _twice(said: Findings, what: str, names) -> None:
    said.doubled += [f"{what} {name} {times} times" for name, times in Counter(names).items() if times > 1]


def _documents(said: Findings, sent: list, arrived: list) -> None:
    """Every document arrived once, with its bytes."""
    _twice(said, "arrival", (row[0] for row in arrived))
    bytes_of = {row[0]: row[-1] for row in arrived}
    for code, *_columns, digest in sent:
        if code not in bytes_of:
            said.lost.append(f"document {code} never arrived")
        elif bytes_of[code] != digest:
            said.lost.append(f"document {code} arrived with another file")
    said.doubled += [f"arrival {code} of no document" for code in bytes_of.keys() - {row[0] for row in sent}]


def _packets(said: Findings, left: list, came: list) -> None:
    """Every packet that left is acknowledged, and lies at the other end once, with its bytes and taken in."""
    _twice(said, "packet", (row[1] for row in came))
    there = {row[1]: row for row in came}
    for kind, message, digest, state, _code, _document, error in left:
        if state != "sent":
            said.lost.append(f"{kind} {message} is {state}: {error}")
        elif message not in there or there[message][2] != digest:
            said.lost.append(f"{kind} {message} is not at the other end")
    said.lost += [f"{row[0]} {row[1]} came but is {row[3]}: {row[6]}" for row in came if row[3] != "applied"]


def _reports(said: Findings, came: list, left: list, taken: list) -> None:
    """Every report that came was made, once, and what it says has happened."""
    made, happened = {row[1] for row in left if row[0] == "status"}, set(taken)
    _twice(said, "report", ((row[5], row[4]) for row in left if row[0] == "status"))
    for kind, message, _digest, _state, code, document, _error in came:
        if kind == "status" and message not in made:
            said.ahead.append(f"report {message} was never made")
        elif kind == "status" and (document, REPORTS[code][0]) not in happened:
            said.ahead.append(f"report {message} of what never happened")


def _deliveries(said: Findings, sent: list, left: list) -> None:
    """Every delivery stands where the reports have put it, with the recipient's own times."""
    reports: dict[str, dict] = {}
    for kind, message, _digest, _state, code, document, _error in left:
        if kind == "status":
            reports.setdefault(document, {})[code] = _moment(message)
    for document, _id, state, arrived, rejected, accepted, _sha256 in sent:
        told = reports.get(document, {})
        should = "rejected" if "02" in told else "accepted" if "03" in told else "arrived"
        times = (told.get("01"), told.get("02"), told.get("03"))
        if "01" not in told or (state, arrived, rejected, accepted) != (should, *times):
            said.lost.append(f"delivery of {document} is {state} {arrived} {rejected} {accepted}, "
                             f"its reports say {should} {times}")


def _moves(said: Findings, moved: list, left: list) -> None:
    """Every report was noted once, and no step was taken twice."""
    _twice(said, "move", (row for row in moved if row[2] != row[3]))
    steps = {"01": "arrive", "02": "reject", "03": "accept"}
    noted = Counter((row[0], row[1]) for row in moved if row[1] in steps.values())
    told = Counter((row[5], steps[row[4]]) for row in left if row[0] == "status")
    said.doubled += [f"{step} of {document} noted too often" for document, step in (noted - told)]
    said.lost += [f"{step} of {document} was not noted" for document, step in (told - noted)]


def _moment(message: str) -> datetime:
    """Return the moment in a report's identifier, Vietnam's time, as Odoo keeps it: UTC, without a zone."""
    return datetime.strptime(message.split("|")[2], "%Y/%m/%d %H:%M:%S") - VIETNAM


COMMITTED_REPORT = """
    SELECT 1 FROM document_event event JOIN document_incoming document ON document.id = event.incoming_id
    WHERE document.document_code = %s AND event.step = %s
      AND EXISTS (SELECT 1 FROM document_transmission WHERE direction = 'out' AND message_id = %s)"""
COMMITTED_RECEIPT = "SELECT 1 FROM document_transmission WHERE direction = 'in' AND message_id = %s AND digest = %s"


class Watch:
    """Looks into the database a packet or an answer comes from, at the moment it goes by.

    `databases`: {address of a server: its database}; `senders`: the same, by the server a road leads to.
    """

    def __init__(self, databases: dict[str, str], senders: dict[str, str]):
        self.links = {name: psycopg2.connect(dbname=name) for name in databases.values()}
        for link in self.links.values():
            link.autocommit = True
        self.databases, self.senders, self.lock = databases, senders, Lock()
        self.findings, self.answers, self.seen = Findings(), {}, Counter()

    def leave(self) -> None:
        """Give the connections up."""
        for link in self.links.values():
            link.close()

    def _stands(self, database: str, query: str, *values) -> bool:
        with self.lock, self.links[database].cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchone() is not None

    def leaves(self, message: str, towards: str) -> None:
        """A packet is on its way: a report must tell of what is committed."""
        document, code, *_moment_of = [*message.split("|"), "", ""]
        self.seen["reports" if code in REPORTS else "documents"] += 1
        if code in REPORTS and not self._stands(
                self.senders[towards], COMMITTED_REPORT, document, REPORTS[code][0], message):
            self.findings.ahead.append(f"{message} left before its commit")

    def answered(self, message: str, towards: str, status: int, receipt: dict) -> None:
        """A server answers: what it says it took is committed there, and it says the same every time."""
        self.seen[f"answered {status}"] += 1
        if status != 200:
            return
        if not self._stands(self.databases[towards], COMMITTED_RECEIPT, message, receipt.get("digest")):
            self.findings.ahead.append(f"{message} was acknowledged before its commit")
        with self.lock:
            first = self.answers.setdefault((towards, message), receipt)
        if first != receipt:
            self.findings.doubled.append(f"{message} got two answers: {first} and {receipt}")
