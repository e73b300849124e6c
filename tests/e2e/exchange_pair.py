"""Two installations of the product, each with one agency, that exchange packets over a road of the test's own.

`Pair.open(folder)` starts two servers on two databases, makes an agency on each with its people and its keys, and
connects them as administrators do: each enters the other's address and the key the other gave it. The packets of each
go through a `Road`; `watch` sees them go by. `close()` ends both servers and drops their databases.
"""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import psycopg2
from exchange_judge import Findings, Watch, judge, rows
from exchange_proxy import Road
from keys import give_keys, make_demo_pki
from offices import Agency, Offices, new_agency, xml_id
from people import Person, log_in
from server import ROOT, Server

# agency's code, name, notation, head; each is the other's neighbour
AGENCIES = (("H25.02", "Sở Nội vụ", "SNV", "Nguyễn Văn An"), ("H25.16", "Sở Y tế", "SYT", "Dương Văn Khánh"))
CRON_THREADS = 2
LOOKS = 600  # of a twentieth of a second, without anything that arrives
WAITING = """
    SELECT count(*) FROM document_transmission WHERE state = 'pending'"""
# What an hour does: whatever is to be tried again is due, and the timed jobs of the exchange are called.
AN_HOUR_LATER = (
    """UPDATE document_transmission SET next_attempt_at = now() AT TIME ZONE 'UTC' - interval '1 second' WHERE id IN (
           SELECT id FROM document_transmission WHERE state = 'pending'
              AND next_attempt_at > now() AT TIME ZONE 'UTC' FOR UPDATE SKIP LOCKED)""",
    """INSERT INTO ir_cron_trigger (cron_id, call_at)
           SELECT cron_id, now() AT TIME ZONE 'UTC' - interval '1 second' FROM document_peer""",
)


def issue_many(offices: Offices, recipients: list[int], amount: int, subject: str) -> list[str]:
    """Let `home` issue documents to agencies of its directory, without people and signatures; return their names."""
    home = offices.home
    plan = {"company": home.company, "clerk": home.clerk.uid, "officer": home.officer.uid, "letter": offices.letter,
            "to": recipients, "amount": amount, "subject": subject}
    return json.loads(run_inside(offices.server.database, "exchange_issue.py", HANAM_EXCHANGE_PLAN=json.dumps(plan)))


def run_inside(database: str, script: str, **settings: str) -> str:
    """Run a script of this folder where `env` is at hand; return the last line it prints."""
    with (ROOT / "tests" / "e2e" / script).open() as opened:
        done = subprocess.run(
            [sys.executable, Path(sys.prefix, "bin/odoo"), "shell", "-d", database, "--no-http"], check=True,
            stdin=opened, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | settings)
    return done.stdout.splitlines()[-1]


@dataclass(slots=True)
class Site:
    """One installation: its server, its people, and its connection to the other one."""

    server: Server
    code: str
    name: str
    notation: str
    head: str
    offices: Offices | None = None
    far: int = 0
    peer: int = 0
    key: str = ""
    road: Road | None = None

    @property
    def database(self) -> str:
        """The database of this installation."""
        return self.server.database

    @property
    def admin(self) -> Person:
        """Its administrator."""
        return self.offices.admin

    @property
    def clerk(self) -> Person:
        """Its văn thư."""
        return self.offices.home.clerk

    def people(self, far: "Site", folder: Path) -> None:
        """Make the agency with its people, the other one in the directory, this year's registers, and keys to sign."""
        admin = log_in(self.server.url, self.database, "admin", "admin")
        admin.call("res.users", "write", [admin.uid],
                   {"group_ids": [[4, xml_id(admin, "hanam_document.group_administrator")]]})
        home = new_agency(self.server, admin, self.name, self.code, self.notation, "home", self.head)
        self.far = admin.create("document.agency", {"name": far.name, "code": far.code})
        there = Agency(0, self.far, None, None, None, 0, far.head)
        self.offices = Offices(self.server, admin, xml_id(admin, "hanam_document.document_type_cong_van"), home, there)
        self.offices.run("cron_open_registers", admin)
        give_keys(self.database, folder, {self.code: self.name}, {"leader.home": (self.head, self.name)})

    def connect(self, url: str, name: str) -> None:
        """Enter the other side's address, say which agency is reached there, and make a key for it."""
        self.peer = self.admin.create("document.peer", {"name": name, "kind": "peer", "url": url})
        self.admin.create("document.route", {"agency_id": self.far, "peer_id": self.peer})
        shown = self.admin.call("document.peer", "action_issue_key", [self.peer])
        self.key = shown["context"]["default_key"]

    def enter_key(self, key: str, peer: int = 0) -> None:
        """Enter the key the other side gave us."""
        self.admin.create("document.peer.key.wizard", {"peer_id": peer or self.peer, "mode": "enter", "key": key})

    def join_axis(self, url: str, system: str, key: str) -> int:
        """From today on, reach the other agency by an axis; return the way there, for `leave_axis`."""
        axis = self.admin.create("document.peer", {"name": "Trục liên thông", "kind": "vxp", "url": url,
                                                   "system_id": system})
        self.enter_key(key, axis)
        return self.admin.create("document.route", {
            "agency_id": self.far, "peer_id": axis, "valid_from": datetime.now(UTC).date().isoformat()})

    def leave_axis(self, way: int) -> None:
        """Reach the other agency directly again."""
        self.admin.call("document.route", "unlink", [way])

    def issue_many(self, amount: int, subject: str) -> list[str]:
        """Issue `amount` documents to the other side without people and signatures; return their identifiers."""
        return issue_many(self.offices, [self.far], amount, subject)

    def an_hour_later(self) -> None:
        """Let time pass for the outbox, and wake the processes that run timed jobs."""
        with closing(psycopg2.connect(dbname=self.database)) as link, link, link.cursor() as cursor:
            for statement in AN_HOUR_LATER:
                cursor.execute(statement)
        with closing(psycopg2.connect(dbname="postgres")) as link, link, link.cursor() as cursor:
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", (self.database,))

    def count(self, query: str) -> int:
        """Return the one number a query gives."""
        return rows(self.database, query)[0][0]

    def waiting(self) -> int:
        """Return how many packets of this side still wait."""
        return self.count(WAITING)


@dataclass(slots=True)
class Pair:
    """Both installations, and what watches the road between them."""

    sites: list[Site]
    watch: Watch | None = None
    roads: list[Road] = field(default_factory=list)
    # A server ends with the thread that started it, so these threads stay.
    starters: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))

    @classmethod
    def open(cls, folder: Path, seed: int, prefix: str = "hanam_clone_pair") -> "Pair":
        """Start, people and connect two installations. `seed`: of what happens on the road."""
        sites = [Site(Server(f"{prefix}_{agency[2].lower()}", workers=4,
                             options=(f"--max-cron-threads={CRON_THREADS}",)), *agency) for agency in AGENCIES]
        pair = cls(sites)
        try:
            pair._build(folder, Random(seed))
        except BaseException:
            pair.close()
            raise
        return pair

    def _build(self, folder: Path, chance: Random) -> None:
        one, other = self.sites
        list(self.starters.map(lambda site: site.server.start(), self.sites))
        # One authority stands above the keys of both.
        make_demo_pki(folder / "above", {"agencies": [], "persons": []}, datetime.now(UTC).replace(microsecond=0))
        for site in self.sites:
            shutil.copytree(folder / "above", folder / site.notation)
        list(self.starters.map(lambda site, far: site.people(far, folder / site.notation), self.sites, (other, one)))
        self.watch = Watch({site.server.url: site.database for site in self.sites},
                           {one.server.url: other.database, other.server.url: one.database})
        for site, far in ((one, other), (other, one)):
            site.road = Road.open(far.server.url, self.watch, Random(chance.random()))
            self.roads.append(site.road)
            site.connect(site.road.url, far.name)
        one.enter_key(other.key)
        other.enter_key(one.key)

    def close(self) -> None:
        """End everything this pair started."""
        for road in self.roads:
            road.close()
        if self.watch:
            self.watch.leave()
        for site in self.sites:
            if site.server.process:
                site.server.kill()
            site.server.stop()
        self.starters.shutdown()

    def drain(self) -> None:
        """Let nothing more happen on the roads, and time pass until no packet waits on either side."""
        for road in self.roads:
            road.calm()
        least, idle = self.waiting(), 0
        while least and idle < LOOKS:
            for site in self.sites:
                site.an_hour_later()
            wait([Future()], timeout=0.05)
            now = self.waiting()
            least, idle = min(least, now), 0 if now < least else idle + 1
        assert not least, f"still waiting: {[(site.name, site.waiting()) for site in self.sites]}"

    def waiting(self) -> int:
        """Return how many packets of both sides still wait."""
        return sum(site.waiting() for site in self.sites)

    def findings(self) -> Findings:
        """Return what the two databases, and whoever watched the road, have to say against it."""
        one, other = self.sites
        return self.watch.findings + judge(one.database, other.database) + judge(other.database, one.database)
