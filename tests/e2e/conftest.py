"""Fixtures of the tests against a running server: the server, Debian's Chromium, one fresh page per test."""

import os
import re
import secrets

import pytest
from exchange_pair import Pair
from offices import Offices
from playwright.sync_api import Browser, Page, sync_playwright
from server import HOME, Server, world_database

CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures see whether the test failed."""
    outcome = yield
    if call.when == "call":
        item.failed = outcome.get_result().failed


@pytest.fixture(scope="session")
def server():
    """Yield the server that the tests of a run share: two workers, one for timed jobs, the job runner."""
    running = Server("hanam_clone_e2e")
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def own_server(request):
    """Yield a server that only this test uses, for tests that kill it."""
    name = re.sub(r"\W+", "_", request.node.name.lower())[:40]
    running = Server(f"hanam_clone_{name}")
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture(scope="session")
def offices(tmp_path_factory):
    """Yield two agencies at work on a server of their own: eight workers for fifty people, packets move when told."""
    running = Server("hanam_clone_offices", workers=8, options=("--max-cron-threads=0",))
    try:
        yield Offices.open(running.start(), tmp_path_factory.mktemp("keys"))
    finally:
        if running.process:
            running.kill()
        running.stop()


@pytest.fixture(scope="session")
def pair(tmp_path_factory):
    """Yield two installations with one agency each that exchange packets over a road of the test's own."""
    seed = secrets.randbits(32)
    print(f"seed of the road: {seed}")
    installations = Pair.open(tmp_path_factory.mktemp("keys"), seed)
    yield installations
    installations.close()


@pytest.fixture(scope="session")
def province():
    """Yield a server with the demonstration province: its agencies, people and keys, and the first documents."""
    running = Server("hanam_clone_province", template=world_database())
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture(scope="session")
def browser():
    """Yield Debian's Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES, env=dict(os.environ))
        yield chromium
        chromium.close()


@pytest.fixture
def page(request, browser: Browser):
    """Yield a page without cookies, in Vietnamese, in Hanoi; a failing test leaves its picture in the log folder."""
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1400, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(30_000)
    fresh: Page = context.new_page()
    yield fresh
    if getattr(request.node, "failed", False):
        name = re.sub(r"\W+", "_", request.node.name)
        fresh.screenshot(path=HOME / "log" / "screenshots" / f"{name}.png")
    context.close()
