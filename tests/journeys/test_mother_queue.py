"""The queue on her phone against a slow line, a closed tab, another day and a second person."""

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, Route

from tests.journeys.test_mother import _city, press, send_report, tell_card  # noqa: F401 - fixtures
from tests.journeys.test_mother_offline import WRITTEN_MS, ask_to_keep, tell
from tests.servers.portal import LivePortal

FIRST, SECOND = "0755-8200 2389", "0755-8200 2390"
KEPT = """() => new Promise((done) => {
  const opening = indexedDB.open("kept", 1);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("things").objectStore("things").getAllKeys();
    asked.onsuccess = () => { opening.result.close(); done(asked.result); };
  };
})"""
HAS_CODE = "() => document.getElementById('code').value.length === 34"
POCKET = "**/pocket"


def _until(page: Page, is_so: Callable[[], bool]) -> None:
    """What the page keeps in the background, which no event tells."""
    for _look in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    assert is_so()


def wait_without_network(page: Page, portal: LivePortal, number: str) -> None:
    """A call that waits on the phone, without receipt and without card."""
    page.context.set_offline(True)
    page.goto(f"{portal.url}/pocket")
    tell(page, "胎毛笔", number)
    press(page, "发送")
    page.locator("#waiting-count", has_text="1").wait_for()


def test_what_she_tells_while_another_goes_out_is_not_lost(phone: Page, live_portal: LivePortal) -> None:
    code = send_report(phone, live_portal.url)
    ask_to_keep(phone, live_portal.url)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    phone.route(POCKET, hold)
    phone.fill("#code", code)
    tell(phone, "胎毛笔", FIRST)
    press(phone, "发送")
    while not held:
        phone.wait_for_timeout(50)
    phone.fill("#code", code)
    tell(phone, "奶粉", SECOND)
    press(phone, "发送")  # the first one is still on its way
    phone.locator("#waiting-count", has_text="2").wait_for()
    held[0].continue_()
    phone.wait_for_url("**/diary")
    diary = phone.locator("main").inner_text()
    assert (FIRST in diary, SECOND in diary) == (True, True)


def test_who_clears_the_kept_receipt_begins_a_report_of_her_own(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    send_report(phone, live_portal.url)
    phone.context.clear_cookies()
    phone.goto(f"{live_portal.url}/pocket")
    phone.wait_for_function(HAS_CODE)
    phone.fill("#code", "")  # her sister-in-law borrows the phone
    tell_card(phone)
    tell(phone, "奶粉", SECOND)
    press(phone, "发送")
    phone.wait_for_url("**/received")
    phone.goto(f"{live_portal.url}/diary")
    assert phone.locator(".diary > li").count() == 1


def test_a_kept_receipt_gives_way_to_nobody_elses(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    hers = send_report(phone, live_portal.url)
    phone.context.clear_cookies()
    assert send_report(phone, live_portal.url) != hers  # another one, on the same phone
    phone.goto(f"{live_portal.url}/pocket")
    phone.wait_for_function(HAS_CODE)
    assert phone.input_value("#code") == hers


def test_the_quick_way_out_leads_out_without_a_network(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    phone.context.set_offline(True)
    phone.goto(f"{live_portal.url}/pocket")
    phone.locator("a.exit").click()
    phone.wait_for_url(lambda url: live_portal.url not in url)
    assert phone.locator("form.pocket").count() == 0


def test_what_the_server_asks_about_waits_for_her_answer(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    wait_without_network(phone, live_portal, FIRST)
    phone.context.set_offline(False)
    phone.locator("#errors").wait_for()
    context = phone.context
    phone.close()  # she was not looking

    back = context.new_page()
    back.goto(f"{live_portal.url}/pocket")
    back.locator("#errors").wait_for()
    assert back.input_value("#call-caller_number") == FIRST
    tell_card(back)
    press(back, "发送")
    back.wait_for_url("**/received")
    back.goto(f"{live_portal.url}/pocket")
    back.wait_for_load_state("networkidle")
    assert not back.locator("#waiting").is_visible()


def test_a_question_does_not_take_the_place_of_what_she_writes(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    wait_without_network(phone, live_portal, FIRST)
    tell(phone, "奶粉", SECOND)
    phone.wait_for_timeout(WRITTEN_MS)
    phone.context.set_offline(False)
    phone.wait_for_timeout(WRITTEN_MS)
    assert phone.input_value("#call-caller_number") == SECOND
    press(phone, "现在发出")
    phone.locator("#errors").wait_for()
    assert phone.input_value("#call-caller_number") == FIRST
    tell_card(phone)
    phone.wait_for_timeout(WRITTEN_MS)
    press(phone, "发送")
    phone.wait_for_url("**/received")
    phone.goto(f"{live_portal.url}/pocket")
    phone.wait_for_function(HAS_CODE)
    assert phone.input_value("#call-caller_number") == SECOND


def test_just_now_in_a_draft_means_when_she_wrote_it(phone: Page, live_portal: LivePortal) -> None:
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    ask_to_keep(phone, live_portal.url)
    writing = phone.context.new_page()
    writing.clock.set_fixed_time(yesterday)
    writing.goto(f"{live_portal.url}/report")
    tell_card(writing)
    press(writing, "下一步")
    writing.get_by_role("radio", name="胎毛笔").check(force=True)
    writing.get_by_role("radio", name="刚刚").check(force=True)
    writing.wait_for_timeout(WRITTEN_MS)
    writing.close()

    phone.clock.set_fixed_time(datetime.now().astimezone())
    phone.goto(f"{live_portal.url}/report")
    press(phone, "接着写")
    said = phone.evaluate("""at => new Date(at).toLocaleDateString("sv-SE", {timeZone: "Asia/Shanghai"})""", yesterday)
    assert phone.input_value("#call-0-day") == said


def test_after_three_days_all_is_gone_whichever_page_she_opens(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    writing = phone.context.new_page()
    writing.clock.set_fixed_time(datetime.now().astimezone() - timedelta(days=4))
    writing.goto(f"{live_portal.url}/report")
    tell_card(writing)
    _until(writing, lambda: "draft of a report" in writing.evaluate(KEPT))
    writing.close()
    phone.clock.set_fixed_time(datetime.now().astimezone())
    phone.goto(f"{live_portal.url}/pocket")
    _until(phone, lambda: phone.evaluate(KEPT) == ["key"])


def test_a_first_try_in_vain_is_followed_by_another(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    wait_without_network(phone, live_portal, FIRST)
    in_vain: list[str] = []

    def carry_nothing_yet(route: Route) -> None:
        if in_vain:
            route.continue_()
        else:
            in_vain.append(route.request.url)
            route.abort("connectionreset")

    phone.route(POCKET, carry_nothing_yet)
    phone.context.set_offline(False)
    phone.locator("#errors").wait_for()  # it reached the portal, which asks for her card
    assert len(in_vain) == 1
