"""Another system at a running server: two calls at one moment, and what stays of a call that was refused."""

import base64

import pytest
import requests
from hold import at_once, holding
from offices import plain_pdf

API = "/hanam/api/v1"
# Held by a test, so that every call has looked before one of them can write.
WRITING = "LOCK TABLE document_interface_submission IN EXCLUSIVE MODE"


@pytest.fixture(scope="module")
def procedures(offices):
    """Yield (id, key) of a procedures system that hands in drafts for the officer of `home`."""
    number = offices.admin.create("document.interface", {
        "name": "Hệ thống một cửa", "code": "mot-cua", "company_id": offices.home.company,
        "may_drafts": True, "drafter_id": offices.home.officer.uid})
    action = offices.admin.call("document.interface", "action_issue_key", [number])
    return number, action["context"]["default_key"]


def hand_in(offices, key, external_id, text="draft", **document):
    """Hand in one draft and return the answer."""
    body = {"external_id": external_id,
            "document": {"TypeName": "Công văn", "Subject": "V/v trả kết quả", **document},
            "files": [{"name": "du-thao.pdf", "content": base64.b64encode(plain_pdf(text)).decode()}]}
    return requests.post(f"{offices.server.url}{API}/drafts", json=body, timeout=300,
                         headers={"Authorization": f"Bearer {key}"})


def drafts(offices, subject):
    """Return the drafts of the officer of `home` about a subject."""
    return offices.home.officer.search("document.outgoing", [["subject", "=", subject]], "state")


@pytest.mark.parametrize("amount", [2, 5])
def test_twins_make_one_draft_and_get_one_answer(offices, procedures, amount):
    """Art. 17.4: however many calls hand in the same at one moment, none sees the other before it writes."""
    _number, key = procedures
    name = f"twins-{amount}"
    with at_once() as start:
        with holding(offices.server.database, WRITING) as hold:
            calls = start(*[(lambda: hand_in(offices, key, name, Subject=name),)] * amount)
            hold.until_blocked(calls)
        answers = [call.result() for call in calls]
    assert [answer.status_code for answer in answers] == [201] * amount
    assert len({answer.text for answer in answers}) == 1
    assert len(drafts(offices, name)) == 1


def test_twins_that_differ_make_one_draft_and_one_refusal(offices, procedures):
    """Art. 17.4: whichever comes first stands; the other is told that the identifier is taken."""
    _number, key = procedures
    with at_once() as start:
        with holding(offices.server.database, WRITING) as hold:
            calls = start(*((hand_in, offices, key, "differ", text) for text in ("one", "other")))
            hold.until_blocked(calls)
        answers = [call.result() for call in calls]
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert {answer.json()["error"]["code"] for answer in answers if answer.status_code == 409} == {"other_content"}


def test_of_a_secret_only_that_it_came_is_kept(offices, procedures):
    """Art. 1.2, 15.1: the refusal names the system, not its drafter; the call is kept, its content is not."""
    number, key = procedures
    answer = hand_in(offices, key, "secret", Subject="V/v phương án (MẬT)")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "secret_content")
    refused = offices.admin.search("document.refusal", [], "sender", "entrance")
    assert {"interface.mot-cua"} == {row["sender"] for row in refused}
    call = offices.admin.search(
        "document.interface.call", [["interface_id", "=", number]], "status", "code", "call")[-1]
    assert (call["status"], call["code"], call["call"]) == (422, "secret_content", f"POST {API}/drafts")
    assert drafts(offices, "V/v phương án (MẬT)") == []


def test_a_refused_file_leaves_no_draft(offices, procedures):
    """Art. 17.4: what was begun before the fault was found is undone; only the call is kept."""
    _number, key = procedures
    content = base64.b64encode(b"no document").decode()
    body = {"external_id": "broken", "document": {"TypeName": "Công văn", "Subject": "broken"},
            "files": [{"name": "tep.txt", "content": content}]}
    answer = requests.post(f"{offices.server.url}{API}/drafts", json=body, timeout=60,
                           headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["files[0]"])
    assert drafts(offices, "broken") == []
    assert hand_in(offices, key, "broken", Subject="broken").status_code == 201


def test_a_fault_of_the_server_is_answered_and_kept_too(offices, procedures):
    """Art. 17.4: the database gives a call up in the middle; the caller may simply call again."""
    number, key = procedures
    with at_once() as start, holding(offices.server.database, WRITING) as hold:
        calls = start((hand_in, offices, key, "fault"))
        for process in hold.until_blocked(calls):
            hold.rows("SELECT pg_cancel_backend(%s)", process)
        answer = calls[0].result()
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "failed")
    kept = offices.admin.search("document.interface.call", [["interface_id", "=", number]], "status", "request_id")[-1]
    assert (kept["status"], kept["request_id"]) == (500, answer.headers["X-Request-Id"])
    assert hand_in(offices, key, "fault").status_code == 201


def test_an_administrator_issues_a_key_and_sees_what_it_was_used_for(offices, page):
    """Art. 17.4: the key is shown once and opens the call that was ticked; the call stands in the lists."""
    number = offices.admin.create("document.interface", {
        "name": "Trung tâm điều hành", "code": "ioc", "company_id": offices.home.company, "may_figures": True})
    url = offices.server.url
    page.goto(f"{url}/web/login")
    page.locator("input[name=login]").fill("admin")
    page.locator("input[name=password]").fill("admin")
    page.locator("button[type=submit]").click()
    page.locator(".o_main_navbar").wait_for()
    page.goto(f"{url}/odoo/action-hanam_document.document_interface_action/{number}")
    page.locator("button[name=action_issue_key]").click()
    key = page.locator(".modal [name=key]").inner_text().split()[0]
    page.locator(".modal button[special=cancel]").click()
    page.locator(".modal").wait_for(state="detached")
    assert key not in page.content()
    answer = requests.get(f"{url}{API}/figures?from=2026-01-01&to=2026-01-02", timeout=60,
                          headers={"Authorization": f"Bearer {key}", "X-Request-Id": "seen-in-lists"})
    assert answer.status_code == 200
    for place in (f"document_interface_action/{number}", "document_interface_call_action"):
        page.goto(f"{url}/odoo/action-hanam_document.{place}")
        page.locator(".o_list_view, .o_list_renderer").get_by_text("seen-in-lists").first.wait_for()


def test_an_unreadable_request_is_answered_in_the_same_shape(offices):
    """Art. 17.4: what no program should send: no key and a body of another kind."""
    answer = requests.post(f"{offices.server.url}{API}/drafts", data=b"\x00" * 100, timeout=60)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "no_key")
    assert answer.headers["X-Request-Id"]
