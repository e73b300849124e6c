"""Numbers under load: fifty people at one register, some of whose calls fail (Decision 44/2024, Art. 10.3.b)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from people import Refused

CLIENTS, EACH = 50, 4


def register_in_a_rush(clerk, pile, not_received):
    """Register a pile in a tab of its own; a call that also names what cannot be registered fails as a whole."""
    tab = clerk.tab()
    with pytest.raises(Refused) as failed:
        tab.call("document.incoming", "action_register", [pile[0], *not_received])
    assert failed.value.kind == "odoo.exceptions.UserError"
    for paper in pile:
        assert tab.call("document.incoming", "action_register", [paper]) is True
    tab.call("document.incoming", "action_annul", pile[:1], order="Đăng ký hai lần")


def test_fifty_clients_at_one_register_leave_no_hole_and_no_double(offices):
    """Art. 10.3.b: one series for paper and packets, a failed registration gives its number back, an annulled line
    keeps its own.

    Proves: 44.10.3b
    """
    clerk, said_before = offices.home.clerk, offices.server.log.stat().st_size
    before = offices.register(offices.home, "incoming")["last_number"]
    papers, not_received = offices.arrivals(CLIENTS * EACH), offices.arrivals(1, received=False)
    by_packet = offices.receive_packet()
    piles = [papers[place::CLIENTS] for place in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS + 1) as people:
        packet = people.submit(clerk.tab().call, "document.incoming", "action_register", by_packet)
        list(people.map(lambda pile: register_in_a_rush(clerk, pile, not_received), piles))
        assert packet.result() is True

    rows = clerk.read("document.incoming", papers + by_packet, "arrival_number", "state", "register_id")
    last = before + len(rows)
    assert sorted(row["arrival_number"] for row in rows) == list(range(before + 1, last + 1))
    assert len({row["register_id"][0] for row in rows}) == 1
    assert [row["state"] for row in rows].count("annulled") == CLIENTS
    assert clerk.read("document.incoming", not_received, "arrival_number")[0]["arrival_number"] == 0
    assert offices.register(offices.home, "incoming")["last_number"] == last
    steps = clerk.search("document.event", [["incoming_id", "in", papers], ["step", "=", "register"]], "incoming_id")
    assert sorted(row["incoming_id"][0] for row in steps) == sorted(papers)
    assert b"Traceback" not in offices.server.log.read_bytes()[said_before:]
