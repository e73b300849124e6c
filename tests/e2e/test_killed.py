"""Workers killed in the middle of a step: nothing lost, nothing doubled (Decision 44/2024, Art. 6.1, 7, 13.4)."""

import os
import signal

import pytest
from hold import at_once, holding
from people import Lost


def kill_workers_during(offices, lock, *request):
    """Let `request` run into `lock` and kill every process that serves requests while it waits there."""
    with at_once() as start, holding(offices.server.database, *lock) as hold:
        [call] = start(request)
        blocked = hold.until_blocked([call])
        for worker in offices.server.http_workers():
            os.kill(worker, signal.SIGKILL)
        with pytest.raises(Lost):
            call.result()
        hold.let_go(blocked)


def test_a_worker_killed_while_numbering_gives_the_number_back(offices):
    """Art. 10.3.b: the number belongs to whoever commits it."""
    clerk, number = offices.home.clerk, offices.arrivals(1)[0]
    register = offices.register(offices.home, "incoming")
    kill_workers_during(offices, ("SELECT 1 FROM document_register WHERE id = %s FOR NO KEY UPDATE", register["id"]),
                        clerk.tab().call, "document.incoming", "action_register", [number])
    row = clerk.read("document.incoming", [number], "state", "arrival_number")[0]
    assert (row["state"], row["arrival_number"]) == ("received", 0)
    assert "register" not in offices.steps("incoming_id", number)
    clerk.call("document.incoming", "action_register", [number])
    row = clerk.read("document.incoming", [number], "arrival_number")[0]
    assert row["arrival_number"] == register["last_number"] + 1


def test_a_worker_killed_while_issuing_leaves_the_number_and_nothing_else(offices):
    """Art. 13.4.c: the clerk presses again; the seal, the packet and the delivery are there once."""
    number = offices.numbered()
    clerk = offices.home.clerk
    kill_workers_during(offices, ("SELECT 1 FROM document_outgoing WHERE id = %s FOR UPDATE", number),
                        offices.issue, number, clerk.tab())
    row = clerk.read("document.outgoing", [number], "state", "full_code", "delivery_ids")[0]
    assert (row["state"], row["delivery_ids"]) == ("numbered", [])
    assert offices.outbox_of(number) == []
    offices.issue(number, clerk)
    offices.assert_issued_once(number)
    assert clerk.read("document.outgoing", [number], "full_code")[0]["full_code"] == row["full_code"]


def test_a_dispatcher_killed_while_receiving_delivers_once(offices):
    """Art. 7.2: what was not wholly taken in was not taken in; the packet still waits and is sent again."""
    number = offices.issued()
    kill_workers_during(offices, ("LOCK TABLE document_file IN SHARE MODE",), offices.dispatch, offices.admin.tab())
    assert offices.arrivals_of(number) == []
    assert offices.outbox_of(number) == [("pending", False)]
    offices.dispatch(offices.admin)
    assert len(offices.arrivals_of(number)) == 1
    assert offices.outbox_of(number)[0][0] == "sent"


def test_a_dispatcher_killed_after_the_receiver_committed_gets_the_same_receipt(offices):
    """Art. 6.1, 6.6: sent again, the packet changes nothing there; the sender learns that it arrived."""
    number = offices.issued()
    kill_workers_during(offices, ("SELECT 1 FROM document_delivery WHERE outgoing_id = %s FOR UPDATE", number),
                        offices.dispatch, offices.admin.tab())
    arrived, receipt = offices.arrivals_of(number), offices.receipt_of(number)
    assert len(arrived) == 1
    assert receipt["outcome"] == "accepted"
    assert offices.outbox_of(number) == [("pending", False)]
    offices.dispatch(offices.admin)
    assert offices.arrivals_of(number) == arrived
    assert offices.outbox_of(number) == [("sent", receipt)]
    offices.dispatch(offices.admin)
    states = offices.home.clerk.search("document.delivery", [["outgoing_id", "=", number]], "state")
    assert [row["state"] for row in states] == ["arrived"]
