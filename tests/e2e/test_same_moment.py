"""Two requests at one moment: a double click, and a second tab that shows what is no longer so."""

import pytest
from hold import at_once, holding
from people import Refused


def take_at_once(offices, table, number, *requests):
    """Start the requests so that all of them are under way before one of them can write `number`; return outcomes."""
    with at_once() as start:
        with holding(offices.server.database, f"SELECT 1 FROM {table} WHERE id = %s FOR UPDATE", number) as hold:
            calls = start(*requests)
            hold.until_blocked(calls)
        return sorted("done" if call.exception() is None else call.exception().kind for call in calls)


def test_a_double_click_registers_once(offices):
    """Art. 10.3.b: one of two requests takes the number, the other is told where the document is now."""
    clerk, number = offices.home.clerk, offices.arrivals(1)[0]
    before = offices.register(offices.home, "incoming")["last_number"]
    click = ("document.incoming", "action_register", [number])
    outcomes = take_at_once(offices, "document_incoming", number,
                            (clerk.tab().call, *click), (clerk.tab().call, *click))
    assert outcomes == ["done", "odoo.exceptions.UserError"]
    assert offices.register(offices.home, "incoming")["last_number"] == before + 1
    assert clerk.read("document.incoming", [number], "arrival_number")[0]["arrival_number"] == before + 1
    assert offices.steps("incoming_id", number).count("register") == 1


def test_two_clerks_who_decide_differently_are_not_both_obeyed(offices):
    """Art. 10.1, 10.3: one registers while the other returns; the document goes one way, and the other is told."""
    clerk, number = offices.home.clerk, offices.arrivals(1)[0]
    outcomes = take_at_once(
        offices, "document_incoming", number,
        (clerk.tab().call, "document.incoming", "action_register", [number]),
        (lambda tab: tab.call("document.incoming", "action_return", [number], reason="Gửi nhầm"), clerk.tab()))
    assert outcomes == ["done", "odoo.exceptions.UserError"]
    row = clerk.read("document.incoming", [number], "state", "arrival_number")[0]
    taken = [step for step in offices.steps("incoming_id", number) if step in ("register", "return")]
    assert (row["state"], bool(row["arrival_number"]), taken) in (
        ("registered", True, ["register"]), ("returned", False, ["return"]))


def test_a_double_click_issues_once(offices):
    """Art. 13.4.c: one packet, one delivery for each recipient, one sealed version."""
    number = offices.numbered()
    clerk = offices.home.clerk
    outcomes = take_at_once(offices, "document_outgoing", number,
                            (offices.issue, number, clerk.tab()), (offices.issue, number, clerk.tab()))
    assert outcomes == ["done", "odoo.exceptions.UserError"]
    offices.assert_issued_once(number)


def test_a_register_is_not_closed_over_a_number_taken_at_this_moment(offices):
    """Art. 10.3.c, 13.4.a: whoever closes waits for the one who numbers, and then sees that number without its seal."""
    clerk, number, other = offices.home.clerk, offices.signed(), offices.signed()
    register = offices.register(offices.home, "outgoing")

    def close(tab):
        return tab.call("document.register", "action_close", [register["id"]], order="Hết năm")

    # the number that comes next is taken, for the time being, so that the one who numbers stops while at the register
    lock = "UPDATE document_outgoing SET register_id = %s, number = %s WHERE id = %s"
    values = register["id"], register["last_number"] + 1, other
    with at_once() as start, holding(offices.server.database, lock, *values) as hold:
        [numbering] = start((clerk.tab().call, "document.outgoing", "action_assign_number", [number]))
        hold.until_blocked([numbering])
        [closing] = start((close, clerk.tab()))
        hold.until_blocked([numbering, closing])
    assert numbering.result() is True
    with pytest.raises(Refused) as refused:
        closing.result()
    assert "wait for their seal" in refused.value.words
    offices.issue(number, clerk)


def test_a_second_tab_that_is_out_of_date_is_told_so(offices):
    """Art. 10.3.a: what the first tab did stands; the second can neither repeat it nor write over it."""
    first, number = offices.home.clerk, offices.arrivals(1, received=False)[0]
    second = first.tab()
    shown = second.read("document.incoming", [number], "subject", "available_steps")[0]
    assert "receive" in shown["available_steps"]
    first.call("document.incoming", "action_receive", [number])
    first.call("document.incoming", "action_register", [number])
    with pytest.raises(Refused) as late:
        second.call("document.incoming", "action_receive", [number])
    assert late.value.kind == "odoo.exceptions.UserError"
    with pytest.raises(Refused) as over:
        second.call("document.incoming", "web_save", [number], {"subject": "khác"}, specification={})
    assert over.value.kind == "odoo.exceptions.AccessError"
    assert second.read("document.incoming", [number], "subject")[0]["subject"] == shown["subject"]
