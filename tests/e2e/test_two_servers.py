"""Two installations with a database each: one document there and its reports back (Decision 44/2024, Art. 6, 7)."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from exchange_judge import rows
from exchange_twins import answer_to, waiting_packet

sys.path.append(str(Path(__file__).parents[1] / "unit"))

from axis_server import AxisServer  # noqa: E402
from axis_store import System  # noqa: E402

LOOKS = 600
TWINS, AXIS_DOCUMENTS = 100, 3
ANSWERED = "SELECT count(*) FROM document_delivery WHERE transport = 'axis' AND state = 'arrived'"


def checked(site, code):
    """Return the arrival of a document, once its signatures were looked at."""
    for _look in range(LOOKS):
        rows_now = site.clerk.search("document.incoming", [["document_code", "=", code]], "verdict", "state",
                                     "organ_name")
        if rows_now and all(row["verdict"] for row in rows_now):
            return rows_now
        wait([Future()], timeout=0.1)
    raise AssertionError("the signatures were not looked at")


def test_a_document_goes_to_another_installation_and_is_answered_for(pair):
    """Art. 6.3, 6.6, 7.3: signed here, verified there; 01 and 03 come back with the other side's own times."""
    here, there = pair.sites
    number = here.offices.numbered()
    here.offices.issue(number, here.clerk)
    pair.drain()
    code = here.clerk.read("document.outgoing", [number], "document_code")[0]["document_code"]
    arrival = checked(there, code)
    assert [(row["verdict"], row["state"], row["organ_name"]) for row in arrival] == [("valid", "arrived", here.name)]
    there.clerk.call("document.incoming", "action_receive", [arrival[0]["id"]])
    there.clerk.call("document.incoming", "action_register", [arrival[0]["id"]])
    pair.drain()
    delivery = here.clerk.search("document.delivery", [["outgoing_id", "=", number]], "state", "transport",
                                 "arrived_at", "accepted_at")
    assert [(row["state"], row["transport"]) for row in delivery] == [("accepted", "peer")]
    stated = rows(there.database, "SELECT status_code, packet_at FROM document_transmission "
                                  "WHERE direction = 'out' AND document_code = %s ORDER BY status_code", code)
    assert [code for code, _at in stated] == ["01", "03"]
    assert not pair.findings(), str(pair.findings())


def test_the_same_packet_a_hundred_times_at_once_is_one_document(pair):
    """Art. 6.1: every copy is answered with the same receipt; other bytes under its name are refused by name."""
    here, there = pair.sites
    packet = waiting_packet(here)
    with ThreadPoolExecutor(TWINS) as senders:
        answers = list(senders.map(lambda _copy: answer_to(here.road, packet), range(TWINS)))
    print(f"sent again: {sum(again for _status, _receipt, again in answers)}")
    assert answers[0][1]["outcome"] == "accepted"
    assert [answer[:2] for answer in answers] == [(200, answers[0][1])] * TWINS
    status, receipt, _again = answer_to(here.road, replace(packet, body=packet.body + b"\n"))
    assert (status, receipt["reason"]) == (422, "OtherContent")
    here.road.shut = False
    pair.drain()
    assert len(there.clerk.search("document.incoming", [["document_code", "=", packet.message]], "state")) == 1
    assert not pair.findings(), str(pair.findings())


@contextmanager
def axis_between(pair):
    """Yield an axis that both installations reach each other by, until the block ends."""
    systems = {site.notation: System(f"key of {site.notation}", (site.code,)) for site in pair.sites}
    with AxisServer(systems) as axis:
        ways = [site.join_axis(axis.url, site.notation, systems[site.notation].key) for site in pair.sites]
        yield axis
        for site, way in zip(pair.sites, ways, strict=True):
            site.leave_axis(way)


def test_two_installations_exchange_by_an_axis_that_loses_answers_and_gives_packets_twice(pair):
    """Decision 28/2018, Art. 9: sent, listed, fetched, confirmed and reported on, whatever the axis does on the way."""
    with axis_between(pair) as axis:
        axis.order = "shuffled"
        axis.faults.script("send", "lost", "duplicate", "error")
        axis.faults.script("list", "error", "cut")
        axis.faults.script("fetch", "cut", "lost")
        axis.faults.script("confirm", "lost", "busy")
        list(pair.starters.map(lambda site: site.issue_many(AXIS_DOCUMENTS, "V/v gửi qua trục"), pair.sites))
        for _look in range(LOOKS):
            if [site.count(ANSWERED) for site in pair.sites] == [AXIS_DOCUMENTS] * 2:
                break
            for site in pair.sites:
                site.an_hour_later()
            wait([Future()], timeout=0.1)
        pair.drain()
        print(axis.faults.happened, axis.calls)
    assert [site.count(ANSWERED) for site in pair.sites] == [AXIS_DOCUMENTS] * 2
    assert not pair.findings(), str(pair.findings())
