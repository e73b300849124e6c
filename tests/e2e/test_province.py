"""The demonstration province: its people log in and find their work, without a word of English error."""


import pytest

PASSWORD = "Hanam@2026"
PEOPLE = ("vanthu.snv", "giamdoc.snv", "chuyenvien.snv", "vanphong.trangan", "quantri.vpub")


def log_in(province, page, login):
    """Enter as a person of the province."""
    page.goto(f"{province.url}/web/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator(".o_main_navbar").wait_for()


@pytest.mark.parametrize("login", PEOPLE)
def test_a_person_of_the_province_logs_in(province, page, login):
    """The page opens without an error of the browser, in the menus of the addon."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(province, page, login)
    page.goto(f"{province.url}/odoo/action-hanam_document.document_incoming_action")
    page.locator(".o_list_view, .o_kanban_view, .o_view_nocontent").first.wait_for()
    assert page.locator(".o_error_dialog").count() == 0
    assert errors == []


@pytest.mark.parametrize(("login", "agencies"), [
    ("vanthu.snv", ("Phủ Lý", "Tràng An")), ("vanthu.phuly", ("Sở Nội vụ",)), ("vanthu.vpbl", ()),
])
def test_an_update_waits_where_it_was_not_answered(province, page, login, agencies):
    """Of a deadline that was put off: one district has agreed, the sender and the others see what is still open."""
    log_in(province, page, login)
    page.goto(f"{province.url}/odoo/action-hanam_document.document_request_action")
    page.locator(".o_list_view").wait_for()
    page.locator(".o_data_row, .o_view_nocontent").first.wait_for()
    rows = page.locator(".o_data_row")
    assert rows.count() == len(agencies)
    for agency in agencies:
        assert rows.filter(has_text=agency).count() == 1
