"""A regulator begins at the overview, chooses a district, sees late files, a caller, and two sources side by side."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.storage import findings
from portal.storage.database import Store
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal
from tests.web.office.saved import CITY, FINDINGS, WOMEN
from tests.web.office.saved_overview import EAST, WITH_OVERVIEW

PASSWORD = "correct horse battery staple"
WIDE = {"viewport": {"width": 1600, "height": 1000}}
WIDTH = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
PAGES = ("overview", f"overview?district={EAST}", "paths", "vendors", "vendors/1", "compare")
Snapshot = Callable[..., Path]


@pytest.fixture(scope="module")
def analysed(live_portal: LivePortal) -> LivePortal:
    store, now = Store(live_portal.database_url), datetime.now(UTC)
    members.add(login="analyst", name="李娜", role=Role.ANALYST, password=PASSWORD, by="system", at=now, store=store)
    with store.write() as connection:
        findings.save(connection, at=now - timedelta(days=1), by="analyst", findings=FINDINGS, pictures=WITH_OVERVIEW)
    store.close()
    return live_portal


def signed_in(page: Page, portal: LivePortal) -> Page:
    page.goto(f"{portal.url}/office/")
    page.get_by_label("账号").fill("analyst")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{portal.url}/office/overview")
    return page


@pytest.mark.parametrize("device", [DESK, WIDE, PHONE], ids=["desk", "wide", "phone"])
def test_every_page_fits_its_screen_and_shuts_nobody_out(
    analysed: LivePortal, device: dict, open_page: Callable[..., Page], axe: Callable[[Page], None], snapshot: Snapshot
) -> None:
    page = signed_in(open_page(device), analysed)
    for path in PAGES:
        page.goto(f"{analysed.url}/office/{path}", wait_until="networkidle")
        axe(page)
        assert page.evaluate(WIDTH), f"{path} scrolls sideways"
        snapshot(page, f"office-{path.split('?')[0].replace('/', '-')}-{device['viewport']['width']}")


def test_the_pages_are_whole_without_scripts_and_in_the_dark(
    analysed: LivePortal, open_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page = signed_in(open_page(DESK, java_script_enabled=False), analysed)
    for path in PAGES:
        page.goto(f"{analysed.url}/office/{path}")
        expect(page.get_by_role("table").first).to_be_visible()
    dark = signed_in(open_page(DESK, color_scheme="dark"), analysed)
    for path in PAGES:
        dark.goto(f"{analysed.url}/office/{path}", wait_until="networkidle")
        axe(dark)


def test_a_district_is_chosen_by_keyboard_and_every_picture_follows(analysed: LivePortal, desk: Page) -> None:
    signed_in(desk, analysed)
    district = desk.get_by_label("区", exact=True)
    district.focus()
    district.select_option(EAST)
    desk.keyboard.press("Tab")
    desk.get_by_role("button", name="查看").press("Enter")
    desk.wait_for_url("**district=**")
    expect(desk.get_by_role("heading", name=EAST, level=2)).to_be_visible()
    expect(desk.get_by_role("rowheader", name="望潮医院")).to_have_count(0)
    picture = desk.locator("figure[data-chart=reports] .figure-canvas")
    picture.focus()
    desk.keyboard.press("ArrowRight")
    expect(picture.locator("svg")).to_contain_text("按报告当天 12")
    with desk.expect_download() as download:
        desk.locator("figure[data-chart=reports]").get_by_role("button", name="下载 SVG").click()
    assert b"<svg" in download.value.path().read_bytes()


def test_a_district_is_chosen_in_the_picture_by_keys_or_mouse_and_goes_along(analysed: LivePortal, desk: Page) -> None:
    signed_in(desk, analysed)
    desk.get_by_label("季度").select_option("2026-Q1")
    desk.get_by_role("button", name="查看").click()
    desk.wait_for_url("**quarter=2026-Q1**")
    picture = desk.locator("figure[data-chart=districts] .figure-canvas")
    picture.focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name=f"{EAST} · 2026年第1季度", level=2)).to_be_visible()
    desk.get_by_role("link", name="来电方", exact=True).click()
    expect(desk.get_by_label("区", exact=True)).to_have_value(EAST)
    desk.get_by_role("link", name="总览", exact=True).last.click()
    picture.locator("svg").click(position={"x": 200, "y": 17})
    expect(desk.get_by_role("heading", name="全部区 · 2026年第1季度", level=2)).to_be_visible()


def test_a_party_is_chosen_in_the_picture_by_keys_and_taken_home_as_a_file(analysed: LivePortal, desk: Page) -> None:
    signed_in(desk, analysed)
    desk.goto(f"{analysed.url}/office/vendors?district={EAST}")
    figure = desk.locator("figure[data-chart=parties]")
    picture = figure.locator(".figure-canvas")
    picture.focus()
    for _ in range(3):
        desk.keyboard.press("ArrowDown")
    expect(picture.locator("svg")).to_contain_text("来电方 1 – 2")
    figure.get_by_role("button", name="医院", exact=True).click()
    expect(picture.locator("svg")).to_contain_text("晨曦医院")
    with desk.expect_download() as download:
        figure.get_by_role("button", name="下载 PNG").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    picture.focus()
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/office/vendors/2?district=**")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("来电方 2")


def test_from_the_overview_to_a_late_file_a_caller_and_two_sources(analysed: LivePortal, desk: Page) -> None:
    signed_in(desk, analysed)
    desk.get_by_role("link", name="数据去向", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("1 份文件晚了，1 份没有发出")
    desk.get_by_role("link", name="来电方", exact=True).click()
    desk.get_by_role("link", name="来电方 1").first.click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("主要推销奶粉")
    desk.get_by_role("link", name="返回来电方").click()
    desk.get_by_role("link", name="比较两个来源").click()
    desk.get_by_label("第二个来源").select_option(WOMEN)
    desk.get_by_role("button", name="查看").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(f"{CITY} 与 {WOMEN}")
    desk.emulate_media(media="print")
    expect(desk.locator(".filters button")).to_be_hidden()
