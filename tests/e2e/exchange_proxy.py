"""The road between two servers, real HTTP on the loopback address, on which packets meet with accidents.

`Road.open(towards, watch, chance)` listens; what is posted to it is handed to `towards`, the address of a server:
mostly once, sometimes twice, twice at the same moment, later than what came after it, half, or with its answer lost.
`watch.leaves(message, sender)` and `watch.answered(message, receiver, status, receipt)` see everything that goes by.
`calm()` hands over what was held back; from then on every packet goes straight. While a road is `shut` every packet is
sent away, and lies in `kept` for the test to `post`.
"""

import http.client
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

PATIENCE = 120  # seconds
CARRIED = ("Authorization", "Content-Type", "X-Hanam-Sender", "X-Hanam-Receiver", "X-Hanam-Message", "X-Hanam-Kind")
# what may happen to a packet, and how often of a hundred
ACCIDENTS = {"twice": 8, "twice at once": 8, "later": 8, "answer lost": 8, "sent away": 4, "cut": 4}
# of a hundred packets so many meet with what has not happened yet
EAGER = 40
HELD = 6  # at most so many packets are held back at a time


class NoAnswer(Exception):
    """The server at the end of the road is gone, or went while it had the packet."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One request as it came: where to, its headers, its bytes."""

    path: str
    headers: dict
    body: bytes

    @property
    def message(self) -> str:
        """The identifier under which it is sent."""
        return unquote(self.headers.get("X-Hanam-Message", ""))


@dataclass(slots=True)
class Road:
    """One direction between two servers."""

    towards: str
    watch: object
    chance: Random
    met: Counter = field(default_factory=Counter)
    held: list = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    unmet: list = field(default_factory=lambda: list(ACCIDENTS))
    wild: bool = False
    shut: bool = False
    kept: list = field(default_factory=list)
    listener: ThreadingHTTPServer | None = None

    @classmethod
    def open(cls, towards: str, watch, chance: Random) -> "Road":
        """Begin to listen; accidents begin with `wild`."""
        road = cls(towards, watch, chance)
        road.listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        road.listener.road = road
        road.listener.daemon_threads = True
        Thread(target=road.listener.serve_forever, daemon=True).start()
        return road

    @property
    def url(self) -> str:
        """The address the sender is told."""
        return f"http://127.0.0.1:{self.listener.server_port}"

    def close(self) -> None:
        """Stop listening."""
        self.listener.shutdown()
        self.listener.server_close()

    def calm(self) -> None:
        """Let no more accidents happen, and hand over what was held back."""
        with self.lock:
            self.wild = False
            late, self.held = self.held, []
        self._hand_over_late(late)

    def accident(self) -> str:
        """Draw what happens to the next packet; an empty word for nothing."""
        with self.lock:
            if not self.wild:
                return ""
            if self.unmet and self.chance.randrange(100) < EAGER:
                word = self.unmet.pop()
            else:
                calm = 100 - sum(ACCIDENTS.values())
                [word] = self.chance.choices(["", *ACCIDENTS], [calm, *ACCIDENTS.values()])
            if word:
                self.met[word] += 1
            return word

    def carry(self, packet: Packet) -> tuple[int, bytes]:
        """Do with a packet what chance says; return status and answer. Raises NoAnswer."""
        word = "sent away" if self.shut else self.accident()
        if self.shut:
            self.kept.append(packet)
        if word == "sent away":
            return 503, b"{}"
        if word == "later":
            with self.lock:
                self.held.append(packet)
            return 503, b"{}"
        if word == "cut":
            self.post(packet, packet.body[:len(packet.body) // 2])
            raise NoAnswer(packet.message)
        status, answer = self._hand_over(packet, word)
        self._let_late_ones_go()
        if word == "answer lost":
            raise NoAnswer(packet.message)
        return status, answer

    def _hand_over(self, packet: Packet, word: str) -> tuple[int, bytes]:
        if word == "twice":
            self.post(packet)
        elif word == "twice at once":
            with ThreadPoolExecutor(2) as pool:
                first, second = pool.submit(self.post, packet), pool.submit(self.post, packet)
            return first.result() if first.exception() is None else second.result()
        return self.post(packet)

    def _let_late_ones_go(self) -> None:
        """Hand over what was held back, the newest first, once enough has overtaken it."""
        with self.lock:
            late, self.held = (self.held, []) if len(self.held) >= HELD else ([], self.held)
        self._hand_over_late(late)

    def _hand_over_late(self, late: list) -> None:
        """Nobody waits for these answers any more; the watch sees them."""
        for packet in reversed(late):
            try:
                self.post(packet)
            except NoAnswer:
                self.met["late and lost"] += 1

    def post(self, packet: Packet, body: bytes | None = None) -> tuple[int, bytes]:
        """Post to the server at the end of the road. `body`: less than the packet, so the connection breaks."""
        place = urlsplit(self.towards)
        link = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
        headers = packet.headers | {"Content-Length": str(len(packet.body)), "Connection": "close"}
        try:
            link.request("POST", packet.path, packet.body if body is None else body, headers)
            if body is not None:
                return 0, b""
            answer = link.getresponse()
            status, said = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as gone:
            raise NoAnswer(packet.message) from gone
        finally:
            link.close()
        self.watch.answered(packet.message, self.towards, status, _receipt(said))
        return status, said


def _receipt(said: bytes) -> dict:
    try:
        receipt = json.loads(said)
    except ValueError:
        return {}
    return receipt if isinstance(receipt, dict) else {}


class Handler(BaseHTTPRequestHandler):
    """Takes a packet whole, then lets the road of its listener carry it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        """Carry one packet; a lost answer is a connection that ends."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        packet = Packet(self.path, {name: self.headers[name] for name in CARRIED if self.headers[name]}, body)
        road, self.close_connection = self.server.road, True
        road.watch.leaves(packet.message, road.towards)
        try:
            status, answer = road.carry(packet)
        except NoAnswer:
            return
        self._answer(status, answer)

    def _answer(self, status, answer):
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        except OSError:
            self.server.road.met["sender gone"] += 1

    def log_message(self, *_words):
        """Say nothing: the test prints what it counted."""
