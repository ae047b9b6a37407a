"""Joining at the hospital, a quiet week, and a page without weeks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.test_mother import Look, _city, look, press, send_report  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal


@pytest.fixture(params=[(360, True), (390, False), (768, True)], ids=str)
def hers(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    width, script = request.param
    return open_page({**PHONE, "viewport": {"width": width, "height": 844}}, java_script_enabled=script)


def test_she_joins_and_says_each_week_that_nobody_called(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    hers.goto(f"{live_portal.url}/join/poster")
    look(hers, "poster")
    hers.goto(f"{live_portal.url}/join")
    press(hers, "加入")
    look(hers, "join-errors")
    hers.select_option("#hospital", "宁川市妇幼保健院")
    hers.fill("#registered_on", "2026-10-06")
    hers.get_by_role("radio", name="还没出生").check(force=True)
    hers.fill("#due_on", "2027-05-20")
    look(hers, "join")
    press(hers, "加入")
    assert hers.url.endswith("/received")
    hers.goto(f"{live_portal.url}/diary")
    press(hers, "每周的二维码")
    hers.locator("summary").click()
    look(hers, "quiet")
    press(hers, "这周没有接到")
    look(hers, "quiet-diary")
    press(hers, "怀孕已经结束")
    assert "预产期" not in hers.locator("main").inner_text()
    look(hers, "without-weeks")


def test_the_code_on_a_poster_chooses_the_hospital(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    hers.goto(f"{live_portal.url}/join/poster")
    hers.select_option("#hospital", "青山区人民医院")
    press(hers, "显示海报")
    look(hers, "poster-hospital")
    number = hers.input_value("#hospital")
    asked: list[str] = []
    hers.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    hers.goto(f"{live_portal.url}/join#{number}")
    with_script = hers.viewport_size["width"] != 390
    assert hers.input_value("#hospital") == ("青山区人民医院" if with_script else "")
    if with_script:
        assert hers.url == f"{live_portal.url}/join"
    assert not [one for one in asked if "hospital=" in one or "#" in one]


def test_she_sees_her_calls_against_the_stages(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    send_report(hers, live_portal.url)
    for vendor, day in (
        ("孕妇学校", "2026-06-10"),
        ("月嫂", "2026-09-02"),
        ("奶粉", "2026-10-06"),
        ("奶粉", "2026-10-07"),
    ):
        hers.goto(f"{live_portal.url}/diary/call")
        hers.get_by_role("radio", name=vendor).check(force=True)
        hers.get_by_role("radio", name="只记得哪天").check(force=True)
        hers.fill("#day", day)
        press(hers, "发送")
    press(hers, "这周没有接到")
    press(hers, "我的时间线")
    look(hers, "timeline")
    assert hers.locator(".own-time circle").count() == 5
    assert hers.locator(".own-time").bounding_box()["width"] <= hers.viewport_size["width"]
    hers.emulate_media(color_scheme="dark")
    look(hers, "timeline-dark")


def test_the_weekly_code_fills_itself_in(phone: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    code = send_report(phone, live_portal.url)
    phone.context.clear_cookies()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    phone.goto(f"{live_portal.url}/quiet#{code}")
    look(phone, "quiet-weekly")
    assert not [one for one in asked if code in one]
    assert phone.input_value("#code") == code
    assert phone.url == f"{live_portal.url}/quiet"
    press(phone, "这周没有接到")
    assert phone.url == f"{live_portal.url}/diary"
