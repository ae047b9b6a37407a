"""Every page of hers, by the URL map: nobody shut out, nothing wider than the phone, titles that tell nothing."""

import re
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from flask import Flask
from playwright.sync_api import Page

from portal import create_app
from portal.settings import Settings
from tests.journeys.test_mother import Look, _city, look, send_report  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal

NO_PAGE = {
    "public.receipt_picture",
    "public.poster_picture",
    "public.weekly_picture",
    "public.packet_text",
    "public.proof_text",
    "public.lookup_range",
    "public.worker",
    "public.manifest",
}
ELSEWHERE = {"public.leave_page"}
FILLED = {"office": "city_hotline"}
TELLING = re.compile("孕|胎|宝宝|婴|产|妈妈|举报|投诉|pregnan|baby|birth", re.IGNORECASE)
SMALLEST = 44
TARGETS = """() => [...document.querySelectorAll(
    "a, button, summary, select, textarea, .pill label, .tile label, .choice label, input.input")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((node) => !node.closest("p, dd, .visually-hidden"))
  .map((node) => [node.outerHTML.slice(0, 120), node.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && box.height > 2 && box.height < %d)
  .map(([html, box]) => `${Math.round(box.height)} px: ${html}`)"""
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((node) => node.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("map")
    app = create_app(Settings(f"sqlite:///{folder}/m.db", folder, folder / "keys.json", "http://127.0.0.1"))
    return sorted(_pages(app))


def _pages(app: Flask) -> Iterator[str]:
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            of_hers = rule.endpoint.startswith("public.") and "GET" in (rule.methods or ())
            if of_hers and rule.endpoint not in NO_PAGE | ELSEWHERE and rule.arguments <= FILLED.keys():
                yield app.url_for(rule.endpoint, **{name: FILLED[name] for name in rule.arguments})


@pytest.mark.parametrize("display", ["normal", "large"])
def test_every_page_is_for_everybody(
    open_page: Callable[..., Page],
    live_portal: LivePortal,
    look: Look,  # noqa: F811
    paths: list[str],
    display: str,
) -> None:
    assert {"/", "/report", "/diary", "/diary/paste", "/lookup", "/say", "/caller", "/quiet", "/join"} <= set(paths)
    settings = cycle((width, language) for language in ("zh", "hant", "en") for width in (360, 390, 768))
    page = open_page(PHONE)
    send_report(page, live_portal.url)
    for path, (width, language) in zip(paths * 2, settings, strict=False):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{live_portal.url}{path}?lang={language}&display={display}")
        if path == "/closed":
            continue
        look(page, f"page{path.replace('/', '-')}-{language}-{display}")
        assert not TELLING.search(page.title()), page.title()
        assert page.locator("a.exit").count() == 1, path
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        assert not wide, f"{path} is wider than {width} px: {page.evaluate(WIDEST)}"
        small = page.evaluate(TARGETS % SMALLEST)
        assert small == [], f"{path}: {small}"


def test_twice_the_type_loses_nothing(phone: Page, live_portal: LivePortal, paths: list[str]) -> None:
    send_report(phone, live_portal.url)
    for path in paths:
        phone.goto(f"{live_portal.url}{path}?lang=zh&display=normal")
        phone.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        wide = phone.evaluate("document.documentElement.scrollWidth") > 390
        assert not wide, f"{path}: {phone.evaluate(WIDEST)}"


@pytest.mark.parametrize("way", ["tap", "keys"])
def test_the_quick_way_out_leaves_nothing_behind(phone: Page, live_portal: LivePortal, way: str) -> None:
    send_report(phone, live_portal.url)
    phone.goto(f"{live_portal.url}/diary")
    with phone.expect_request("https://www.baidu.com/"):  # which nobody answers here
        if way == "tap":
            phone.locator("a.exit").tap()
        else:
            for _ in range(3):
                phone.keyboard.press("Escape")
    phone.wait_for_function("location.protocol === 'chrome-error:'")
    phone.go_back()
    phone.wait_for_function("location.protocol.startsWith('http')")
    shown = phone.locator("body").inner_text()
    assert "胎毛笔" not in shown
    assert "您的记录" not in shown
