"""Many documents before one signer: read, ticked, signed with one PIN (Decision 44/2024, Art. 13.3)."""

import re
from contextlib import contextmanager

import pytest
from hold import holding
from keys import PIN
from office_day import desk_of
from own_keys import TokenDesk, open_office, requests_to_sign
from playwright.sync_api import expect
from words import said

HEAD, TOKEN_PIN = "Đinh Văn Khay", "86427531"
WRONG = "The PIN is wrong. Nothing was signed; enter the PIN again."
CHANGED = "%(file)s has changed since it was read. Open it again, then sign."
LONG = 3  # pages of a document one has to turn


class Tray:
    """The tray in the browser."""

    def __init__(self, page):
        self.page = page
        self.lines = page.locator(".o_hanam_tray_line")

    def line(self, number: int):
        """Return the line at a place, counted from 0."""
        return self.lines.nth(number)

    def read(self, number: int):
        """Read a document to its end with the space bar, which ticks it there."""
        line = self.line(number)
        expect(line).to_have_class(re.compile("o_hanam_tray_current"))
        pages = self.page.frame_locator("iframe").locator(".page")
        pages.first.locator(".textLayer").wait_for(state="attached")
        amount, tick = pages.count(), line.locator("input")
        for turn in range(3 * amount):
            if tick.is_checked():
                assert turn >= amount
                return
            self.page.keyboard.press(" ")
        expect(tick).to_be_checked()

    def read_all(self):
        """Read every document."""
        self.page.locator(".o_hanam_tray").click(position={"x": 5, "y": 5})
        for number in range(self.lines.count()):
            self.read(number)

    def sign(self, pin: str):
        """Give the PIN once for everything that is ticked."""
        self.page.locator(".o_hanam_tray_foot input[type=password]").fill(pin)
        self.page.locator(".o_hanam_tray_sign").click()

    def expect_signed(self, *numbers: int):
        """Expect exactly these lines to be signed, once nothing runs any more."""
        expect(self.page.locator(".o_hanam_tray_foot .progress")).to_have_count(0, timeout=60_000)
        for number in range(self.lines.count()):
            expect(self.line(number).locator(".fa-check-circle")).to_have_count(int(number in numbers))


@contextmanager
def tray_of(browser, server, login, amount):
    """Open the tray of a person, in which so many documents wait."""
    with desk_of(browser, server.url, login) as desk:
        desk.page.goto(f"{server.url}/odoo/signing-tray")
        tray = Tray(desk.page)
        expect(tray.lines).to_have_count(amount)
        yield tray


def states(offices, numbers):
    """Return the states of documents of `home`."""
    return [row["state"] for row in offices.home.clerk.read("document.outgoing", numbers, "state")]


@pytest.fixture(scope="module")
def five(offices):
    """Return five documents before the director in the order of the tray, the newest first; one is long."""
    return [offices.to_sign(subject=f"V/v khay ký, số {place}", pages=LONG if place == 3 else 1)
            for place in (5, 4, 3, 2, 1)][::-1]


def test_a_wrong_pin_stops_at_the_first_document(offices, five, browser):
    """One try for five documents: a token counts them."""
    with tray_of(browser, offices.server, "leader.home", 5) as tray:
        tries = []
        tray.page.on("request", lambda request: tries.append(request) if request.url.endswith("action_sign") else None)
        tray.read_all()
        tray.sign("00000000")
        expect(tray.page.locator(".o_hanam_tray_foot [role=alert]")).to_have_text(said(WRONG))
        tray.expect_signed()
        assert len(tries) == 1
    assert states(offices, five) == ["signing"] * 5


def test_what_changed_since_it_was_read_drops_out_and_the_others_are_signed(offices, five, browser):
    """Art. 13.3: one PIN, a signature of each document that was read, and the progress while they are made.

    Proves: 44.13.3
    """
    home, changed = offices.home, five[1]
    with tray_of(browser, offices.server, "leader.home", 5) as tray:
        tray.read_all()
        home.leader.call("document.outgoing", "action_decline", [changed], reason="Sửa lại câu cuối")
        home.leader.call("document.outgoing", "write", [changed], {"subject": "V/v khay ký, số 2 (đã sửa)"})
        offices.pass_checks(changed, home)
        with holding(offices.server.database, "SELECT 1 FROM document_outgoing WHERE id = %s FOR UPDATE", five[3]):
            tray.sign(PIN)
            expect(tray.page.locator(".o_hanam_tray_foot .progress-bar")).to_have_text("3 / 5", timeout=60_000)
            expect(tray.line(3).locator(".fa-spin")).to_have_count(1)
        tray.expect_signed(0, 2, 3, 4)
        expect(tray.line(1).locator(".text-danger")).to_have_text(said(CHANGED))
    assert states(offices, five) == ["signed", "signing", "signed", "signed", "signed"]


def test_one_pin_at_the_token_signs_the_whole_tray(offices, browser, tmp_path):
    """The agent is asked once for all documents."""
    office = open_office(offices, "agent", "H25.11", "Sở Công Thương", "SCT", HEAD)
    desk = TokenDesk(office, tmp_path, {"leader": (TOKEN_PIN, office.leader)})
    numbers = [office.to_sign(subject=f"V/v khay ký bằng thiết bị, số {place}") for place in range(3)]
    with desk.agent("leader"), tray_of(browser, offices.server, "leader.sct", 3) as tray:
        asked = requests_to_sign(tray.page)
        tray.read_all()
        tray.sign(TOKEN_PIN)
        tray.expect_signed(0, 1, 2)
        assert len(asked) == 1
    assert [office.origins(number)[-1] for number in numbers] == ["sign"] * 3
