"""One document from its first draft in one agency to its end in another, in the browser, as each person."""

import importlib.util
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from office_day import desk_of
from playwright.sync_api import expect

DEMO = Path(__file__).parents[2] / "scripts" / "demo"
sys.path.insert(0, str(DEMO))

OUTGOING = "action-hanam_document.document_outgoing_action"
INCOMING = "action-hanam_document.document_incoming_action"
SUBJECT = "V/v cử công chức tham gia lớp bồi dưỡng (văn bản thử)"


def demo_drafts():
    """Return the writer of demonstration drafts; the unit tests have another module of its name."""
    spec = importlib.util.spec_from_file_location("demo_drafts", DEMO / "drafts.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def letter(tmp_path):
    """Return a Word letter of Sở Nội vụ in the decree's layout, to be signed by its director."""
    from decree_docx import render
    from province import read_province
    province = read_province()
    draft = demo_drafts().Desk(province, date.today().year).draft(
        "H25.02", "tin-hoc-van-thu", name=province.people["giamdoc.snv"].name, title="GIÁM ĐỐC", symbol="CCVC",
        recipients=("Sở Y tế",))
    path = tmp_path / "cu-cong-chuc.docx"
    path.write_bytes(render(draft))
    return path


def drafted(browser, url, letter):
    """Let the specialist upload the Word file, fill in the form and submit it; return the id of the draft."""
    with desk_of(browser, url, "chuyenvien.snv") as desk:
        desk.open(OUTGOING, "new")
        desk.page.locator("[name='subject'] textarea").fill(SUBJECT)
        desk.choose("type_id", "Công văn").choose("delegation_id", "Lại Minh Vinh")
        desk.choose("recipient_agency_ids", "Sở Y tế")
        desk.page.set_input_files(".o_document_reader input[type=file]", letter)
        desk.page.locator(".o_document_reader", has_text=letter.name).first.wait_for()
        desk.page.locator(".o_form_button_save").click()
        desk.page.wait_for_url(re.compile(r"/\d+$"), timeout=60_000)
        desk.settle()
        desk.press("submit").is_now("Chờ kiểm tra nội dung")
        return desk.page.url.rsplit("/", 1)[1]


def issued(browser, url, draft):
    """Let the unit head, the form checker, the director and the clerk do their part; return the sealed file."""
    with desk_of(browser, url, "truongphong.snv") as desk:
        desk.open(OUTGOING, draft).press("pass_content").is_now("Chờ kiểm tra thể thức")
    with desk_of(browser, url, "chanhvp.snv") as desk:
        desk.open(OUTGOING, draft).press("pass_form").is_now("Chờ ký")
    with desk_of(browser, url, "giamdoc.snv") as desk:
        desk.open(OUTGOING, draft).press("sign").enter_pin().is_now("Đã ký (chờ số)")
    with desk_of(browser, url, "vanthu.snv") as desk:
        desk.open(OUTGOING, draft).press("number_and_issue").enter_pin().is_now("Đã phát hành")
        source = desk.page.locator("iframe.o_document_reader_frame").get_attribute("src")
        content = re.search(r"/web/content/\d+", source.replace("%2F", "/"))[0]
        return desk.page.request.get(f"{url}{content}").body()


def arrived(desk):
    """Return the id of the letter among the arrivals of the clerk, once it is there and its signatures are checked."""
    desk.page.goto(f"{desk.url}/odoo/{INCOMING}")
    row = desk.page.locator(".o_data_row", has_text=SUBJECT[:30])
    for _attempt in range(60):
        if row.count():
            break
        desk.page.reload()
        desk.page.locator(".o_list_view").wait_for()
    row.first.click()
    desk.page.locator(".o_form_view").wait_for()
    desk.page.wait_for_url(re.compile(r"/\d+$"))
    for _attempt in range(60):
        if desk.page.locator(".alert-success").count():
            break
        desk.page.reload()
        desk.page.locator(".o_statusbar_status").wait_for()
    return desk.page.url.rsplit("/", 1)[1]


def directed(desk):
    """Let the director give the lead to a specialist of the unit."""
    desk.press("assign")
    desk.page.locator(".modal .o_data_row td[name='user_id']").first.click()
    desk.choose("user_id", "Đặng Đức Hậu", inside=".modal .o_data_row")
    return desk.confirm("Cử người tham gia đúng thời hạn")


def received(browser, url):
    """Let the other agency receive, register, present, direct, work and complete; return the id there."""
    with desk_of(browser, url, "vanthu.syt") as desk:
        arrival = arrived(desk)
        desk.press("receive").is_now("Đã tiếp nhận").press("register").is_now("Đã vào sổ")
        desk.press("present").confirm().is_now("Đã trình")
    with desk_of(browser, url, "giamdoc.syt") as desk:
        directed(desk.open(INCOMING, arrival)).is_now("Đã phân công")
    with desk_of(browser, url, "chuyenvien.syt") as desk:
        desk.open(INCOMING, arrival).press("process").is_now("Đang giải quyết").press("complete")
        desk.confirm("Đã cử 02 công chức tham gia").is_now("Đã giải quyết")
    return arrival


def test_a_document_lives_its_whole_life(province, browser, letter, tmp_path):
    """Art. 10-13: drafted, checked, signed, numbered, sealed, issued, verified, registered, directed, finished.

    The sender sees the end without asking (Art. 6.3), and pdfsig finds both signatures valid.

    Proves: 44.6.3, 44.11.1, 44.13.4a, VI.II.8, VI.III.1a, VI.III.1e, VI.III.1k, VI.III.1o
    """
    draft = drafted(browser, province.url, letter)
    sealed = tmp_path / "sealed.pdf"
    sealed.write_bytes(issued(browser, province.url, draft))
    report = subprocess.run(["pdfsig", "-nocert", sealed], capture_output=True, text=True, check=False).stdout
    assert report.count("Signature is Valid") == 2
    assert "Total document signed" in report
    received(browser, province.url)
    with desk_of(browser, province.url, "chuyenvien.snv") as desk:
        state = desk.open(OUTGOING, draft).page.locator("[name='delivery_ids'] [name='state']").first
        for _attempt in range(60):
            if state.inner_text() == "Đã giải quyết":
                break
            desk.page.reload()
            desk.page.locator("[name='delivery_ids'] .o_data_row").first.wait_for()
        expect(state).to_have_text("Đã giải quyết")
