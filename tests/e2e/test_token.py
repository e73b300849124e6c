"""Signatures made with keys in tokens at people's desks, through the reference agent (Decision 44/2024, Art. 13.3)."""

import subprocess

import pytest
from office_day import desk_of
from own_keys import AGENT_SETTING, TokenDesk, open_office, requests_to_sign
from pades.revisions import history
from server import free_port
from words import said

OUTGOING = "action-hanam_document.document_outgoing_action"
HEAD, LEADER_PIN, SEAL_PIN = "Hoàng Thị Tư Pháp", "24681357", "97531864"
WRONG = "The PIN is wrong. Nothing was signed; enter the PIN again."
NO_AGENT = "The signing program on this computer does not answer. Start it, then sign again."
OTHER_TOKEN = (
    "The token holds another certificate than the one of %s that is registered here. Plug in the right token, or ask "
    "the administrator to register the new certificate.")


@pytest.fixture(scope="module")
def justice(offices):
    """Return an agency whose director and seal have tokens."""
    return open_office(offices, "agent", "H25.10", "Sở Tư pháp", "STP", HEAD)


@pytest.fixture(scope="module")
def desk(justice, tmp_path_factory):
    """Return the computer at which the tokens are plugged in."""
    return TokenDesk(justice, tmp_path_factory.mktemp("tokens"), {
        "leader": (LEADER_PIN, justice.leader), "seal": (SEAL_PIN, justice.seal)})


@pytest.fixture(scope="module")
def waiting(justice):
    """Return a document before the director that none of the tests signs."""
    return justice.to_sign()


def assert_unsigned(justice, number):
    """Assert that a document is where it was, with the file that was laid."""
    assert (justice.state(number), justice.origins(number)) == ("signing", ["upload", "prepare"])


def window(browser, justice, person):
    """Return the window of a person of the agency."""
    return desk_of(browser, justice.offices.server.url, f"{person}.stp")


def judged(pdf, tmp_path):
    """Return what pdfsig says about a file."""
    path = tmp_path / "issued.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout


def test_a_document_is_signed_and_sealed_with_tokens(justice, desk, browser, tmp_path):
    """Art. 13.3, 13.4: neither key was ever at the server; number, date and seal are one revision of the file.

    Proves: 44.13.3, 44.13.4c, VI.II.8
    """
    number = justice.to_sign()
    with desk.agent("leader"), window(browser, justice, "leader") as leader:
        leader.open(OUTGOING, number).press("sign").enter_pin(LEADER_PIN).is_now("Đã ký (chờ số)")
    signed = justice.file_of(number)
    with desk.agent("seal"), window(browser, justice, "clerk") as clerk:
        clerk.open(OUTGOING, number).press("number_and_issue").enter_pin(SEAL_PIN).is_now("Đã phát hành")
    sealed = justice.file_of(number)
    assert sealed.startswith(signed)
    *_earlier, last = history(sealed)
    assert (last.start, last.end) == (len(signed), len(sealed))
    assert (last.signer_cn, len(last.filled)) == ("Sở Tư pháp", 4)
    report = judged(sealed, tmp_path)
    assert report.count("Signature is Valid") == 2
    assert f"Signer Certificate Common Name: {HEAD}" in report
    assert "Total document signed" in report


def test_a_wrong_pin_goes_to_the_token_once_and_signs_nothing(justice, waiting, desk, browser):
    """Three wrong ones lock a token: nobody tries again but the person, who is told so."""
    with desk.agent("leader"), window(browser, justice, "leader") as leader:
        asked = requests_to_sign(leader.page)
        leader.open(OUTGOING, waiting).press("sign").enters_in_vain("11111111", said(WRONG))
        assert len(asked) == 1
    assert_unsigned(justice, waiting)


def test_without_the_agent_the_person_is_told_to_start_it(justice, waiting, browser):
    """Nothing listens at the address of the agent."""
    justice.set(AGENT_SETTING, f"ws://127.0.0.1:{free_port()}/")
    with window(browser, justice, "leader") as leader:
        leader.open(OUTGOING, waiting).press("sign").enters_in_vain(LEADER_PIN, said(NO_AGENT))
    assert_unsigned(justice, waiting)


def test_another_token_is_not_asked_to_sign(justice, waiting, desk, browser):
    """The token that is plugged in holds another certificate than the director's; its PIN is not tried."""
    with desk.agent("seal"), window(browser, justice, "leader") as leader:
        asked = requests_to_sign(leader.page)
        leader.open(OUTGOING, waiting).press("sign").enters_in_vain(SEAL_PIN, said(OTHER_TOKEN))
        assert asked == []
    assert_unsigned(justice, waiting)
