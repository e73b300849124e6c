"""Kills processes of two servers that exchange packets, at marked points, until as many are dead as was asked for.

`Killer(pair, chance).run(amount)`: closes a few gates of one side, waits until a process stands at one of them, and
kills it, or its connection, or everybody who serves requests on the other side, or a whole server, which is then
started again. Only processes ended by signal 9 count. What is drawn comes from `chance`; who happens to pass does not.
"""

import os
import re
import signal
from collections import Counter
from concurrent.futures import Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

from exchange_pair import Pair, Site
from exchange_points import POINTS, Gates, Standing, mark
from exchange_sockets import holder
from people import Lost, Refused
from requests import RequestException
from server import Server, children

GATES_AT_ONCE = 4
LOOKS = 60  # of a fiftieth of a second, until other gates are closed
PAUSE = 0.02
TRIES = 40  # for one kill
PASSING = (0, 0, 0, 3, 6)
# what is done to whoever stands at a gate, and how often of a hundred
ACTS = {"process": 68, "peer": 12, "connection": 14, "server": 3, "peer's server": 3}
PORTION = 5
RETURNED, ACCEPTED = 0.3, 0.6


@dataclass(slots=True)
class Clerk:
    """A văn thư who takes in, returns or leaves what arrives, while the server dies under the work."""

    site: Site
    chance: Random
    ended: Event = field(default_factory=Event)
    done: Counter = field(default_factory=Counter)
    decided: dict = field(default_factory=dict)
    thread: Thread | None = None

    def begin(self) -> "Clerk":
        """Work until `end`."""
        self.thread = Thread(target=self._work, daemon=True)
        self.thread.start()
        return self

    def end(self) -> None:
        """Finish what is in hand."""
        self.ended.set()
        self.thread.join()

    def _work(self) -> None:
        while not self.ended.wait(0.1):
            try:
                for row in self.site.clerk.search("document.incoming", [
                        ["channel", "=", "electronic"], ["state", "in", ["arrived", "received"]]], "state")[:PORTION]:
                    self._decide(row["id"], row["state"])
            except (Lost, Refused, RequestException) as failure:
                self.done[getattr(failure, "words", type(failure).__name__)[:40]] += 1

    def _decide(self, number: int, state: str) -> None:
        """Take the next step with one arrival; what was decided of it once stays so, whoever died meanwhile."""
        drawn = self.decided.setdefault(number, self.chance.random())
        clerk = self.site.clerk
        if drawn < RETURNED:
            clerk.call("document.incoming", "action_return", [number], reason="Gửi sai nơi nhận")
            self.done["returned"] += 1
        elif state == "arrived":
            clerk.call("document.incoming", "write", [number], {"acceptance_reason": "Đã đối chiếu bản giấy"})
            clerk.call("document.incoming", "action_receive", [number])
        else:
            clerk.call("document.incoming", "action_register", [number])
            self.done["registered"] += 1


@dataclass(slots=True)
class Killer:
    """Draws where, whom and when."""

    pair: Pair
    chance: Random
    done: Counter = field(default_factory=Counter)
    points: Counter = field(default_factory=Counter)
    undone: list = field(default_factory=list)
    processes: int = 0
    wave: int = 20
    issued: list = field(default_factory=list)
    clerks: list = field(default_factory=list)

    def __post_init__(self):
        self.undone = self.chance.sample(list(ACTS), len(ACTS))
        for site in self.pair.sites:
            mark(site.database)

    @property
    def killed(self) -> int:
        """How often processes were ended by signal 9; several at the same moment count once."""
        return sum(amount for act, amount in self.done.items() if act != "connection")

    def run(self, amount: int, tell=None) -> None:
        """Kill `amount` times while documents, reports and people are under way. `tell`: called after every kill."""
        for road in self.pair.roads:
            road.wild = True
        self.clerks = [Clerk(site, Random(self.chance.random())).begin() for site in self.pair.sites]
        try:
            for _try in range(amount * TRIES):
                if self.killed >= amount:
                    return
                self._keep_going()
                if self._once() and tell:
                    tell(self)
        finally:
            for clerk in self.clerks:
                clerk.end()
            for site_issued in self.issued:
                site_issued.result()
        raise AssertionError(f"only {self.killed} were killed: {self.done}, waiting: "
                             f"{[site.waiting() for site in self.pair.sites]}")

    def _keep_going(self) -> None:
        """Let both sides issue documents, `wave` at a time, whenever nothing is under way any more."""
        if all(done.done() for done in self.issued) and not any(site.waiting() for site in self.pair.sites):
            self.issued = [self.pair.starters.submit(site.issue_many, self.wave, "V/v thử nghiệm trục liên thông")
                           for site in self.pair.sites]

    def _once(self) -> bool:
        """Close some gates of one side; kill whoever comes to stand there. Returns whether anybody did."""
        near, far = self.chance.sample(self.pair.sites, 2)
        self._let_pass(self.chance.choice(PASSING))
        with closing(Gates(near.database)) as gates:
            gates.close_some(self.chance.sample(range(len(POINTS)), GATES_AT_ONCE))
            for standing in self._caught(gates):
                if process := holder(standing.connection, workers(near.server)):
                    self.points[standing.point] += 1
                    self._act(standing, process, gates, near, far)
                    return True
        return False

    def _let_pass(self, amount: int) -> None:
        """Let some packets be answered in peace, if any come."""
        enough = self.pair.watch.seen["answered 200"] + amount
        for look in range(LOOKS):
            if self.pair.watch.seen["answered 200"] >= enough:
                return
            if look % 20 == 0:
                self._an_hour_later()
            wait([Future()], timeout=PAUSE)

    def _an_hour_later(self) -> None:
        for site in self.pair.sites:
            site.an_hour_later()

    def _caught(self, gates: Gates) -> list[Standing]:
        """Return who stands at a closed gate, in any order: also connections whose processes are dead already."""
        for look in range(LOOKS):
            if standing := gates.standing():
                return self.chance.sample(standing, len(standing))
            if look % 20 == 0:
                self._an_hour_later()
            wait([Future()], timeout=PAUSE)
        return []

    def _act(self, standing: Standing, process: int, gates: Gates, near: Site, far: Site) -> None:
        """Do what chance says while `process` stands at a gate of `near`."""
        [act] = [self.undone.pop()] if self.undone else self.chance.choices(list(ACTS), list(ACTS.values()))
        if act == "connection":
            gates.rows("SELECT pg_terminate_backend(%s)", standing.connection)
        elif act in ("server", "peer's server"):
            server = (near if act == "server" else far).server
            self.processes += 1 + len(children(server.process.pid))
            server.kill()
            gates.open()
            server.restart()
        elif died := sum(_killed(pid) for pid in ([process] if act == "process" else workers(far.server))):
            self.processes += died
        else:
            return
        self.done[act] += 1


def workers(server: Server) -> list[int]:
    """Return the processes that serve requests and run timed jobs: Odoo logs the birth of each."""
    born = re.findall(r"Worker Worker(?:HTTP|Cron) \((\d+)\) alive", server.log.read_text(encoding="utf-8"))
    return sorted(set(map(int, born)) & set(children(server.process.pid)))


def _killed(pid: int) -> bool:
    """End a process at once; return whether there was one."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False
