"""The platform as it is served: in Vietnamese, closed where it must be, silent to the outside."""

from urllib.parse import urlsplit

import requests


def test_the_login_page_is_vietnamese(server, page):
    page.goto(f"{server.url}/web/login")
    assert page.locator("html").get_attribute("lang") == "vi-VN"
    assert page.get_by_role("button", name="Đăng nhập", exact=True).is_visible()


def test_the_database_manager_is_closed(server):
    for path in ("/web/database/manager", "/web/database/selector"):
        answer = requests.get(server.url + path, timeout=30, allow_redirects=False)
        assert "master_pwd" not in answer.text
        assert server.database not in answer.text
    names = requests.post(f"{server.url}/web/database/list", json={"params": {}}, timeout=30).json()
    assert names["error"]["data"]["name"] == "odoo.exceptions.AccessDenied"


def test_a_day_in_the_browser_speaks_to_nobody_else(server, page):
    """The web client opens without an error and asks no other host for anything."""
    asked, errors = set(), []
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}/web/login")
    page.get_by_label("Email").or_(page.locator("input[name=login]")).first.fill("admin")
    page.locator("input[name=password]").fill("admin")
    page.locator("button[type=submit]").click()
    page.locator(".o_main_navbar").wait_for()
    page.wait_for_load_state("networkidle")
    assert {host for host in asked if host} == {"127.0.0.1"}
    assert [error for error in errors if "WebSocket" not in error] == []


def test_a_killed_worker_is_replaced(own_server):
    """Two workers serve; one that is killed comes back, and the server answers all the while."""
    before = set(own_server.http_workers())
    assert len(before) == 2
    victim = own_server.kill_worker()
    while victim in (now := set(own_server.http_workers())) or len(now) < 2:
        assert own_server.answers()
    assert own_server.answers()
