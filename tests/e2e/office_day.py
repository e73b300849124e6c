"""A person at the browser: opens a document, presses its steps, answers the dialogs."""

import re
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

PASSWORD = PIN = "Hanam@2026"
FORM = ".o_form_view"
# The dialog of the signature is gone, or says why it stays.
SIGNED_OR_SAID = "!document.querySelector('.modal') || document.querySelector('.o_hanam_ask_pin_problem')"


@dataclass(slots=True)
class Desk:
    """One person's browser window."""

    url: str
    page: Page

    def open(self, model: str, record: int | str):
        """Open a document by its id, or a new one."""
        self.page.goto(f"{self.url}/odoo/{model}/{record}")
        self.page.locator(FORM).wait_for()
        return self

    def press(self, step: str):
        """Press the button of a step and wait until the page has settled."""
        self.page.locator(f"button[name='action_{step}']:visible").first.click()
        self.settle()
        return self

    def settle(self):
        """Wait until the page takes input again, and fail on an error dialog."""
        expect(self.page.locator(".o_blockUI")).to_have_count(0)
        expect(self.page.locator(".o_error_dialog, .o_notification.border-danger")).to_have_count(0)

    def confirm(self, words: str = ""):
        """Write into the dialog that asked, and confirm it."""
        if words:
            self.page.locator(".modal textarea").first.fill(words)
        self.page.locator(".modal button[name='action_confirm']").click()
        self.page.locator(".modal").wait_for(state="detached")
        self.settle()
        return self

    def enter_pin(self, pin: str = PIN):
        """Answer the question for the PIN."""
        self.page.locator("#hanam_signing_pin").fill(pin)
        return self.sign()

    def sign(self):
        """Confirm the dialog of the signature, and wait until it is made."""
        self.page.locator(".o_hanam_ask_pin_confirm").click()
        self.page.wait_for_function(SIGNED_OR_SAID, timeout=60_000)
        problems = self.page.locator(".o_hanam_ask_pin_problem").all_inner_texts()
        assert not problems, problems
        self.settle()
        return self

    def enters_in_vain(self, pin: str, sentence: re.Pattern):
        """Answer the question for the PIN, expect the dialog to say why nothing was signed, and give up."""
        self.page.locator("#hanam_signing_pin").fill(pin)
        return self.signs_in_vain(sentence)

    def signs_in_vain(self, sentence: re.Pattern):
        """Confirm the dialog of the signature, expect it to say why nothing was signed, and give up."""
        self.page.locator(".o_hanam_ask_pin_confirm").click()
        expect(self.page.locator(".o_hanam_ask_pin_problem")).to_have_text(sentence)
        self.page.locator(".modal-footer .btn-secondary").click()
        self.page.locator(".modal").wait_for(state="detached")
        return self

    def choose(self, field: str, words: str, inside: str = ""):
        """Choose a record in a field by typing."""
        box = self.page.locator(f"{inside} [name='{field}'] input").first
        box.click()
        box.fill(words)
        self.page.locator(".o-autocomplete--dropdown-item", has_text=words).first.click()
        return self

    def is_now(self, state: str):
        """Expect the document to be in a state, by its Vietnamese name."""
        expect(self.page.locator(".o_statusbar_status .o_arrow_button_current")).to_have_text(state)
        return self


@contextmanager
def desk_of(browser: Browser, url: str, login: str, **options):
    """Give the window of a person who has just logged in; closed at the end. `options`: of Browser.new_context."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
                                  viewport={"width": 1366, "height": 768}, **options)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{url}/web/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator(".o_main_navbar").wait_for()
    yield Desk(url, page)
    context.close()
