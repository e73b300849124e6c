"""The demonstration province: its people log in and find their work, without a word of English error."""


import pytest

PASSWORD = "Hanam@2026"
PEOPLE = ("vanthu.snv", "giamdoc.snv", "chuyenvien.snv", "vanphong.trangan", "quantri.vpub")


@pytest.mark.parametrize("login", PEOPLE)
def test_a_person_of_the_province_logs_in(province, page, login):
    """The page opens without an error of the browser, in the menus of the addon."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{province.url}/web/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator(".o_main_navbar").wait_for()
    page.goto(f"{province.url}/odoo/action-hanam_document.document_incoming_action")
    page.locator(".o_list_view, .o_kanban_view, .o_view_nocontent").first.wait_for()
    assert page.locator(".o_error_dialog").count() == 0
    assert errors == []
