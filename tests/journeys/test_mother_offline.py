"""Badly connected: a page that stands without a network, a queue, drafts; and nothing kept that she did not ask for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.domain.effort import is_done
from tests.journeys.test_mother import Look, _city, look, press, send_report, tell_card  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal

STORED = """async () => {
  const databases = await indexedDB.databases();
  const caches_ = await caches.keys();
  const workers = await navigator.serviceWorker.getRegistrations();
  return { databases: databases.length, caches: caches_.length, workers: workers.length, words: localStorage.length };
}"""
# Everything that the browser's stores hold, as bytes of text: nothing may be read there.
CONTENT = """() => new Promise((done) => {
  const opening = indexedDB.open("kept", 1);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("things").objectStore("things").getAll();
    asked.onsuccess = () => done(asked.result.map((thing) => thing instanceof CryptoKey
      ? `key ${thing.extractable}` : new TextDecoder("latin1").decode(thing.sealed)));
  };
})"""
WRITTEN_MS = 1500  # what she typed is kept 300 ms after she stopped; on a busy machine later
NOTHING = {"databases": 0, "caches": 0, "workers": 0, "words": 0}


@pytest.fixture(params=[360, 390, 768])
def hers(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    return open_page({**PHONE, "viewport": {"width": request.param, "height": 844}})


def ask_to_keep(page: Page, url: str) -> None:
    page.goto(f"{url}/pocket")
    page.check("#keeping-asked")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_load_state("networkidle")


def held_in_the_end(page: Page) -> dict[str, int]:
    """What the browser still holds once forgetting has come to its end, which no event tells."""
    for _look in range(50):
        if page.evaluate(STORED) == NOTHING:
            break
        page.wait_for_timeout(100)
    return page.evaluate(STORED)


def tell(page: Page, vendor: str, number: str) -> None:
    page.get_by_role("radio", name=vendor).check(force=True)
    page.get_by_text("号码、内容等").click()
    page.fill("#call-caller_number", number)


def test_what_is_told_without_a_network_goes_out_with_one(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    ask_to_keep(hers, live_portal.url)
    look(hers, "pocket")
    hers.context.set_offline(True)

    hers.goto(f"{live_portal.url}/pocket")
    hers.get_by_text("现在没有网络").wait_for()
    for waiting, vendor, number in (("1", "胎毛笔", "0755-8200 2389"), ("2", "奶粉", "0755-8200 2390")):
        tell(hers, vendor, number)
        if vendor == "胎毛笔":
            tell_card(hers)
        press(hers, "发送")
        hers.locator("#waiting-count", has_text=waiting).wait_for()
    assert hers.is_checked("#keeping-asked")
    look(hers, "pocket-waiting")
    held = "".join(hers.evaluate(CONTENT))
    assert "key false" in held
    assert "8200" not in held

    hers.goto(f"{live_portal.url}/pocket")  # an hour later, the tab was closed, still no network
    hers.locator("#waiting-count", has_text="2").wait_for()
    hers.context.set_offline(False)
    hers.get_by_text("等着的都发出去了").wait_for()
    look(hers, "pocket-sent")
    press(hers, "看我的记录")
    assert hers.locator(".diary > li").count() == 2
    diary = hers.locator("main").inner_text()
    assert "2389" in diary
    assert "2390" in diary

    hers.goto(f"{live_portal.url}/pocket")
    # The receipt is kept: the next call needs no typing.
    hers.wait_for_function("() => document.getElementById('code').value.length === 34")


def test_a_draft_survives_a_closed_tab_where_she_asked(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    ask_to_keep(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/report")
    tell_card(hers)
    press(hers, "下一步")
    hers.get_by_role("radio", name="胎毛笔").check(force=True)
    hers.fill("#call-0-notes", "说到一半")
    hers.wait_for_timeout(WRITTEN_MS)
    context = hers.context
    hers.close()

    back = context.new_page()
    back.goto(f"{live_portal.url}/report")
    back.get_by_text("有一份没写完的报告").wait_for()
    look(back, "draft")
    press(back, "接着写")
    assert back.input_value("#call-0-notes") == "说到一半"
    back.get_by_role("radio", name="刚刚").check(force=True)
    for label in ("下一步", "下一步", "发送"):
        press(back, label)
    back.wait_for_url("**/received")
    back.goto(f"{live_portal.url}/report")
    back.wait_for_load_state("networkidle")
    assert not back.get_by_text("有一份没写完的报告").is_visible()


def test_nothing_is_kept_unless_she_asks(phone: Page, live_portal: LivePortal) -> None:
    send_report(phone, live_portal.url)
    for path in ("/pocket", "/report", "/diary", "/received"):
        phone.goto(f"{live_portal.url}{path}")
        phone.wait_for_load_state("networkidle")
    phone.goto(f"{live_portal.url}/pocket")
    phone.fill("#code", "anything")
    phone.wait_for_timeout(WRITTEN_MS)
    assert phone.evaluate(STORED) == NOTHING


def test_she_takes_it_off_the_phone_again(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    assert phone.evaluate(STORED) == {"databases": 1, "caches": 1, "workers": 1, "words": 1}
    phone.uncheck("#keeping-asked")
    assert held_in_the_end(phone) == NOTHING


def test_who_takes_everything_back_leaves_nothing_on_her_phone(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    send_report(phone, live_portal.url)
    phone.goto(f"{live_portal.url}/leave")
    phone.get_by_text("全部删除", exact=True).tap()
    press(phone, "确定全部删除")
    phone.wait_for_url("**/closed")
    assert held_in_the_end(phone) == NOTHING


def test_what_the_server_asks_about_comes_back_to_her(phone: Page, live_portal: LivePortal) -> None:
    ask_to_keep(phone, live_portal.url)
    phone.context.set_offline(True)
    phone.goto(f"{live_portal.url}/pocket")
    tell(phone, "胎毛笔", "0755-8200 2389")
    press(phone, "发送")
    phone.get_by_text("已经存在这部手机里").wait_for()
    phone.context.set_offline(False)
    phone.locator("#errors").wait_for()  # there is neither a receipt nor a card
    assert phone.input_value("#call-caller_number") == "0755-8200 2389"
    tell_card(phone)
    press(phone, "发送")
    phone.wait_for_url("**/received")


def test_her_browser_does_its_work_while_she_types(phone: Page, live_portal: LivePortal) -> None:
    phone.goto(f"{live_portal.url}/report")
    phone.focus("#card-hospital")
    work = phone.evaluate(
        """() => new Promise((done) => { const look = () => { const field = document.querySelector("input[name=work]");
        field.value ? done([field.form.elements.token.value, field.value]) : setTimeout(look, 50); }; look(); })"""
    )
    assert is_done(*work)
