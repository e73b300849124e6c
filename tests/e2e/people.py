"""Persons at a running server: they log in and call what the web client calls, in as many tabs as they like.

`log_in(url, database, login, password)` gives a `Person`; `person.call(model, method, *args, **kwargs)` returns what
the server answers, or raises `Refused` with the class and the words of the error a person would be shown. `tab()`
gives the same person once more, with a connection of its own, so that two may act at the same moment.
"""

from dataclasses import dataclass
from itertools import count

import requests

PATIENCE = 300  # seconds a call may take before the test gives up


class Refused(Exception):
    """The server refused: `kind` is the class of the error, `words` what a person would read."""

    def __init__(self, kind: str, words: str):
        super().__init__(f"{kind}: {words}")
        self.kind, self.words = kind, words


class Lost(Exception):
    """The connection ended without an answer: the process at the other end is gone."""


@dataclass(slots=True)
class Person:
    """One tab of one person."""

    url: str
    uid: int
    session: requests.Session
    ids: count

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a public method as the web client does. Raises Refused, or Lost when nobody answers."""
        return self.post(f"/web/dataset/call_kw/{model}/{method}",
                         {"model": model, "method": method, "args": list(args), "kwargs": kwargs})

    def post(self, path: str, params: dict):
        """Send one JSON-RPC request and return its result."""
        try:
            answer = self.session.post(f"{self.url}{path}", timeout=PATIENCE,
                                       json={"jsonrpc": "2.0", "id": next(self.ids), "params": params})
        except requests.exceptions.ConnectionError as gone:
            raise Lost(path) from gone
        answer.raise_for_status()
        reply = answer.json()
        if "error" in reply:
            raise Refused(reply["error"]["data"]["name"], reply["error"]["data"]["message"])
        return reply["result"]

    def tab(self) -> "Person":
        """Return this person in another tab: the same login, another connection."""
        session = requests.Session()
        session.trust_env = False
        session.cookies.update(self.session.cookies)
        return Person(self.url, self.uid, session, count(1))

    def create(self, model: str, values: dict) -> int:
        """Create one record and return its id."""
        return self.call(model, "create", [values])[0]

    def read(self, model: str, ids: list[int], *names: str) -> list[dict]:
        """Read fields of records, in the order of `ids`."""
        rows = {row["id"]: row for row in self.call(model, "read", ids, list(names))}
        return [rows[number] for number in ids]

    def search(self, model: str, domain: list, *names: str, order: str = "id") -> list[dict]:
        """Return the fields of every record that matches."""
        return self.call(model, "search_read", domain, list(names), order=order)


def log_in(url: str, database: str, login: str, password: str) -> Person:
    """Return the person behind a login, in a first tab. Raises Refused for a wrong password."""
    session = requests.Session()
    session.trust_env = False
    person = Person(url, 0, session, count(1))
    answer = person.post("/web/session/authenticate", {"db": database, "login": login, "password": password})
    person.uid = answer["uid"]
    return person
