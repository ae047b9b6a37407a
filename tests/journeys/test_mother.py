"""A mother at home with her phone: she reports, comes back, adds a call in three taps, and leaves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.storage import hospitals
from portal.storage.database import Store
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal

HOSPITAL = "宁川市妇幼保健院"
Look = Callable[[Page, str], None]


@pytest.fixture(scope="module", autouse=True)
def _city(live_portal: LivePortal) -> None:
    store = Store(live_portal.database_url)
    with store.write() as connection:
        hospitals.put(connection, {HOSPITAL: "江岸区", "青山区人民医院": "青山区"})
    store.close()


@pytest.fixture
def look(axe: Callable[[Page], None], snapshot: Callable[[Page, str], Path]) -> Look:
    """Looks at a page: with axe, and with a picture for people."""

    def at(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        axe(page)
        snapshot(page, f"mother-{name}")

    return at


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def hers(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """Her phone, with and without JavaScript."""
    return open_page(PHONE, java_script_enabled=request.param)


def press(page: Page, label: str) -> None:
    """A tap on a visible button or link; the page that follows has loaded."""
    page.locator("main").get_by_role("button", name=label).or_(
        page.locator("main").get_by_role("link", name=label)
    ).first.click()
    page.wait_for_load_state()


def tell_card(page: Page) -> None:
    page.select_option("#card-hospital", HOSPITAL)
    page.fill("#card-registered_on", "2026-05-06")
    page.get_by_role("radio", name="前后几天").first.check(force=True)
    page.get_by_role("radio", name="还没出生").check(force=True)
    page.fill("#card-due_on", "2026-12-20")


def tell_call(page: Page) -> None:
    page.get_by_role("radio", name="胎毛笔").check(force=True)
    page.get_by_role("radio", name="准确时间").check(force=True)
    page.fill("#call-0-day", "2026-10-05")
    page.fill("#call-0-clock", "15:22")
    page.fill("#call-0-caller_number", "0755-8200 2389")
    page.get_by_role("checkbox", name="预产期").check()
    page.fill("#call-0-notes", "说是贝贝笔庄的，知道我在哪家医院。")


def send_report(page: Page, url: str) -> str:
    """A whole report, quickly; its receipt."""
    page.goto(f"{url}/report")
    tell_card(page)
    press(page, "下一步")
    tell_call(page)
    press(page, "下一步")
    press(page, "下一步")
    press(page, "发送")
    return "-".join(page.locator(".receipt-code").inner_text().split())


def test_she_reports_two_calls_and_keeps_her_receipt(hers: Page, live_portal: LivePortal, look: Look) -> None:
    hers.goto(live_portal.url)
    look(hers, "home")
    press(hers, "报告推销电话")
    press(hers, "下一步")
    assert hers.title().startswith("需要修改：")
    look(hers, "card-errors")
    tell_card(hers)
    press(hers, "下一步")
    tell_call(hers)
    look(hers, "call")
    press(hers, "还有一次来电")
    assert "孕 29 周 · 孕晚期" in hers.locator(".diary").inner_text()
    hers.get_by_role("radio", name="奶粉").check(force=True)
    hers.get_by_role("radio", name="刚刚").check(force=True)
    look(hers, "second-call")
    press(hers, "下一步")
    look(hers, "contact")
    press(hers, "下一步")
    look(hers, "check")
    assert hers.url == f"{live_portal.url}/report"
    press(hers, "发送")
    assert hers.url == f"{live_portal.url}/received"
    look(hers, "receipt")
    code = hers.locator(".receipt-code").inner_text()
    hers.reload()
    assert hers.locator(".receipt-code").inner_text() == code
    hers.fill("#last_four", code[-4:])
    press(hers, "核对")
    look(hers, "receipt-kept")
    press(hers, "去看我的记录")
    assert hers.locator(".diary > li").count() == 2
    look(hers, "diary")


def test_another_call_takes_three_taps(hers: Page, live_portal: LivePortal, look: Look) -> None:
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary")
    press(hers, "又来一个")  # one
    look(hers, "another-call")
    tile, send = hers.locator("#vendor_type-8"), hers.get_by_role("button", name="发送")
    for wanted in (tile, send):
        box = wanted.bounding_box()
        assert box
        assert box["y"] + box["height"] <= hers.viewport_size["height"], "it can be tapped without scrolling"
    tile.tap()  # two
    send.tap()  # three
    hers.wait_for_url(f"{live_portal.url}/diary")
    newest = hers.locator(".diary > li").first.inner_text()
    assert "脐带血" in newest
    assert "约" in newest
    look(hers, "diary-after")


def test_she_comes_back_reads_the_status_and_takes_everything_back(
    hers: Page, open_page: Callable[..., Page], live_portal: LivePortal, look: Look
) -> None:
    code = send_report(open_page(PHONE), live_portal.url)
    hers.goto(f"{live_portal.url}/receipt")
    look(hers, "come-back")
    hers.fill("#code", "1234")
    press(hers, "打开")
    look(hers, "unknown-receipt")
    hers.fill("#code", code.lower().replace("-", " "))
    press(hers, "打开")
    assert "已收到" in hers.locator(".standing").inner_text()
    press(hers, "撤回报告")
    look(hers, "leave")
    hers.get_by_text("全部删除", exact=True).tap()
    assert "恢复不了" in hers.locator("details[open]").inner_text()
    look(hers, "leave-open")
    press(hers, "确定全部删除")
    assert hers.get_by_role("heading", level=1).inner_text() == "已全部删除"
    look(hers, "erased")
    hers.goto(f"{live_portal.url}/diary")
    look(hers, "asked-again")


def test_a_call_is_taken_back_in_two_taps(phone: Page, live_portal: LivePortal, look: Look) -> None:
    send_report(phone, live_portal.url)
    phone.goto(f"{live_portal.url}/diary")
    phone.locator(".taking-back summary").tap()
    look(phone, "take-back")
    press(phone, "确定撤回")
    assert phone.locator(".diary").count() == 0
    look(phone, "no-calls")


def test_the_qr_code_leads_back_and_leaves_no_trace(phone: Page, live_portal: LivePortal) -> None:
    code = send_report(phone, live_portal.url)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    phone.goto(f"{live_portal.url}/receipt#{code}")
    assert phone.url == f"{live_portal.url}/receipt"
    assert phone.input_value("#code") == code
    assert not [request for request in asked if code in request]
    press(phone, "打开")
    assert phone.url == f"{live_portal.url}/diary"


def test_going_back_and_changing_the_language_lose_nothing(phone: Page, live_portal: LivePortal, look: Look) -> None:
    phone.goto(f"{live_portal.url}/report")
    tell_card(phone)
    press(phone, "下一步")
    tell_call(phone)
    press(phone, "English")
    assert phone.input_value("#call-0-notes").startswith("说是")
    look(phone, "english-call")
    press(phone, "Back")
    assert phone.input_value("#card-due_on") == "2026-12-20"
    press(phone, "简体")
    assert phone.input_value("#card-registered_on") == "2026-05-06"


def test_enter_in_a_field_goes_on_and_removes_nothing(phone: Page, live_portal: LivePortal) -> None:
    phone.goto(f"{live_portal.url}/report")
    tell_card(phone)
    press(phone, "下一步")
    tell_call(phone)
    press(phone, "还有一次来电")
    phone.get_by_role("radio", name="保险").check(force=True)
    phone.get_by_role("radio", name="刚刚").check(force=True)
    phone.locator("input[name$=caller_number]:visible").press("Enter")
    phone.wait_for_load_state()
    press(phone, "下一步")
    assert phone.locator(".diary > li").count() == 2


def test_the_pages_also_stand_on_a_desk(open_page: Callable[..., Page], live_portal: LivePortal, look: Look) -> None:
    desk = open_page(DESK)
    desk.goto(live_portal.url)
    look(desk, "home")
    send_report(desk, live_portal.url)
    look(desk, "receipt")
    desk.goto(f"{live_portal.url}/diary")
    look(desk, "diary")


def test_large_type_and_a_dark_room_shut_nobody_out(
    open_page: Callable[..., Page], live_portal: LivePortal, look: Look
) -> None:
    narrow = open_page({**PHONE, "viewport": {"width": 320, "height": 640}}, color_scheme="dark")
    send_report(narrow, live_portal.url)
    for path in ("", "report", "received", "diary", "diary/call", "leave"):
        narrow.goto(f"{live_portal.url}/{path}")
        look(narrow, f"dark-{path.replace('/', '-') or 'home'}")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
