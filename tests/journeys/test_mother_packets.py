"""From her diary to the office's own form, by copy and paste."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.test_mother import Look, _city, look, press, send_report  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal


@pytest.fixture(params=[(360, True), (390, False), (768, True)], ids=str)
def hers(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    width, script = request.param
    phone = {**PHONE, "viewport": {"width": width, "height": 844}}
    return open_page(phone, java_script_enabled=script, permissions=["clipboard-read", "clipboard-write"])


def test_she_copies_the_text_files_it_and_keeps_the_number(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary")
    press(hers, "交给别的部门")
    look(hers, "packets")
    press(hers, "12321")
    assert "0755-8200 2389" in hers.input_value("#packet")
    look(hers, "packet")
    copy = hers.get_by_role("button", name="复制")
    if copy.is_visible():
        copy.tap()
        hers.get_by_role("button", name="已复制").wait_for()
        assert hers.evaluate("navigator.clipboard.readText()") == hers.input_value("#packet")
    hers.fill("#reference", "2026-0001")
    press(hers, "记下")
    assert "2026-0001" in hers.locator("main").inner_text()
    look(hers, "packets-filed")


def test_what_to_say_fits_a_small_phone(hers: Page, live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    hers.goto(f"{live_portal.url}/say")
    look(hers, "say")
    assert hers.locator("body").evaluate("node => node.scrollWidth") <= hers.viewport_size["width"]
