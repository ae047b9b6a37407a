"""What is asked about a call, as it looks in her hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.test_mother import Look, _city, look, press, send_report, tell_card  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal


@pytest.fixture(params=[360, 390, 768])
def hers(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    return open_page({**PHONE, "viewport": {"width": request.param, "height": 844}})


def test_every_question_is_one_tap_and_none_is_needed(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary/call")
    hers.get_by_role("radio", name="胎毛笔").check(force=True)
    hers.get_by_role("radio", name="那天的一段时间").check(force=True)
    hers.get_by_role("radio", name="昨天").check(force=True)
    hers.get_by_role("radio", name="下午").check(force=True)
    hers.locator("summary").first.tap()
    hers.get_by_role("radio", name="短信", exact=True).check(force=True)
    hers.fill("#message", "【贝贝笔庄】尊敬的妈妈，免费上门剃胎毛，退订回T")
    for answer in ("说是买来的名单", "以前就说过，又打来了", "丈夫的", "录音、机器人", "通话记录"):
        hers.get_by_role("radio", name=answer).check(force=True)
    look(hers, "asked")
    assert hers.evaluate("document.documentElement.scrollWidth") <= hers.viewport_size["width"]
    press(hers, "发送")
    newest = hers.locator(".diary > li").first.inner_text()
    for said in ("14:00–18:00", "说是买来的名单", "丈夫的", "贝贝笔庄"):
        assert said in newest
    look(hers, "asked-diary")
    press(hers, "还有谁有您的号码")
    look(hers, "others")


def test_a_time_that_cannot_be_is_mended_by_one_tap(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary/call")
    hers.get_by_role("radio", name="奶粉").check(force=True)
    hers.get_by_role("radio", name="准确时间").check(force=True)
    tomorrow = hers.evaluate("new Date(Date.now() + 86400000 + 8 * 3600000).toISOString().slice(0, 10)")
    hers.fill("#day", tomorrow)
    hers.fill("#clock", "09:00")  # by night the mend would be asked about in its turn
    press(hers, "发送")
    look(hers, "mends")
    hers.locator(".mends button").first.tap()
    hers.wait_for_url("**/diary*")


def test_a_range_that_runs_into_the_future_ends_today_by_one_tap(
    hers: Page,
    live_portal: LivePortal,
    look: Look,  # noqa: F811
) -> None:
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary/call")
    hers.get_by_role("radio", name="奶粉").check(force=True)
    hers.get_by_role("radio", name="两天之间").check(force=True)
    hers.get_by_role("radio", name="前天").check(force=True)
    hers.fill("#until_day", hers.evaluate("new Date(Date.now() + 20 * 86400000).toISOString().slice(0, 10)"))
    press(hers, "发送")
    look(hers, "until")
    hers.locator(".ask-until .mends button").tap()
    hers.wait_for_url("**/diary*")


def test_a_call_at_night_is_asked_about_with_its_afternoon(
    hers: Page,
    live_portal: LivePortal,
    look: Look,  # noqa: F811
) -> None:
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary/call")
    hers.get_by_role("radio", name="奶粉").check(force=True)
    hers.get_by_role("radio", name="准确时间").check(force=True)
    hers.get_by_role("radio", name="前天").check(force=True)
    hers.fill("#clock", "03:10")
    press(hers, "发送")
    look(hers, "at-night")
    hers.locator(".mends button").tap()
    hers.wait_for_url("**/diary*")
    assert "15:10" in hers.locator(".diary > li").first.inner_text()


def test_a_call_at_night_in_a_first_report_is_mended_before_it_is_sent(
    hers: Page,
    live_portal: LivePortal,
    look: Look,  # noqa: F811
) -> None:
    hers.goto(f"{live_portal.url}/report")
    tell_card(hers)
    press(hers, "下一步")
    hers.get_by_role("radio", name="奶粉").check(force=True)
    hers.get_by_role("radio", name="准确时间").check(force=True)
    hers.get_by_role("radio", name="前天").check(force=True)
    hers.fill("#call-0-clock", "03:10")
    press(hers, "下一步")
    press(hers, "下一步")
    look(hers, "check-at-night")
    hers.locator(".mends button").tap()
    hers.locator(".mends").wait_for(state="detached")
    assert "15:10" in hers.locator(".diary > li .call-when").first.inner_text()
