"""The browser of the tests is a phone and a desk, in Chinese, and sees what goes wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.servers.browser import DESK, PHONE, opened

FORBIDS_ALL = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'


def test_a_phone_is_narrow_and_has_touch(phone: Page) -> None:
    phone.set_content("<meta name=viewport content='width=device-width'>")
    assert phone.evaluate("[innerWidth, innerHeight, navigator.maxTouchPoints > 0]") == [390, 844, True]


def test_a_desk_is_wide(desk: Page) -> None:
    assert desk.evaluate("[innerWidth, innerHeight]") == [1280, 900]


def test_the_browser_is_in_shanghai(phone: Page) -> None:
    where = "[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]"
    assert phone.evaluate(where) == ["zh-CN", "Asia/Shanghai"]


def test_a_forbidden_style_fails_the_test(browser: Browser) -> None:
    with pytest.raises(AssertionError, match="Content Security Policy"), opened(browser, DESK) as page:
        page.goto(f"data:text/html,<head>{FORBIDS_ALL}</head><p style='color:red'>x")


def test_an_error_in_a_script_fails_the_test(browser: Browser) -> None:
    with pytest.raises(AssertionError, match="planted"), opened(browser, DESK) as page:
        page.goto("data:text/html,<script>throw new Error('planted')</script>")
        page.wait_for_timeout(50)


def test_a_picture_without_words_fails_the_axe(phone: Page, axe: Callable[[Page], None]) -> None:
    phone.set_content("<html lang=zh><title>x</title><main><h1>x</h1><img src='data:,'></main>")
    with pytest.raises(AssertionError, match="alternative text"):
        axe(phone)


def test_a_key_instead_of_a_word_fails_the_axe(phone: Page, axe: Callable[[Page], None]) -> None:
    phone.set_content("<html lang=zh><title>x</title><main><h1>report.hospital.label</h1></main>")
    with pytest.raises(AssertionError, match="no wording"):
        axe(phone)


def test_the_axe_reaches_a_page_without_scripts(open_page: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.set_content("<html lang=zh><title>x</title><main><h1>x</h1><script>document.title='ran'</script></main>")
    assert page.title() == "x"
    axe(page)
    page.set_content("<html lang=zh><title>x</title><main><h1>x</h1><noscript><img src='data:,'></noscript></main>")
    with pytest.raises(AssertionError, match="alternative text"):
        axe(page)
