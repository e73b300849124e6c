"""The platform as it is served: in Vietnamese, closed where it must be, silent to the outside."""

from urllib.parse import urlsplit

import requests


def test_the_login_page_is_vietnamese(server, page):
    page.goto(f"{server.url}/web/login")
    page.get_by_role("button", name="Đăng nhập", exact=True).wait_for()


def test_the_database_manager_is_closed(server):
    """Neither its page nor its calls list, make or drop a database, whatever password is given."""
    page = requests.get(f"{server.url}/web/database/manager", timeout=30).text
    assert "disabled by the administrator" in page
    names = requests.post(f"{server.url}/web/database/list", json={"params": {}}, timeout=30).json()
    assert names["error"]["data"]["name"] == "odoo.exceptions.AccessDenied"
    for password in ("admin", ""):
        answer = requests.post(f"{server.url}/web/database/drop", timeout=30,
                               data={"master_pwd": password, "name": server.database})
        assert "Access Denied" in answer.text
    assert server.answers()


def test_a_day_in_the_browser_speaks_to_nobody_else(server, page):
    """The web client opens without an error and asks no other host for anything."""
    asked, errors = set(), []
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}/web/login")
    page.locator("input[name=login]").fill("admin")
    page.locator("input[name=password]").fill("admin")
    page.locator("button[type=submit]").click()
    page.locator(".o_main_navbar").wait_for()
    page.locator(".o_menu_systray .o_user_menu button").click()
    page.get_by_role("menuitem", name="Đăng xuất").wait_for()
    assert {host for host in asked if host} == {"127.0.0.1"}
    assert [error for error in errors if "WebSocket" not in error] == []


def test_a_killed_worker_is_replaced(own_server):
    """Two workers serve; one that is killed comes back, and the server answers all the while."""
    assert len(own_server.http_workers()) == 2
    victim = own_server.kill_worker()
    while victim in (now := set(own_server.http_workers())) or len(now) < 2:
        assert own_server.answers()
    assert own_server.answers()
