"""A regulator reads what the data can tell apart at a desk, on a phone and on paper, then the method in full."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.storage import findings
from portal.storage.database import Store
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal
from tests.web.office.saved import FINDINGS
from tests.web.office.test_identifiability import PICTURES

PASSWORD = "correct horse battery staple"
WIDTH = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def analysed(live_portal: LivePortal) -> LivePortal:
    """The portal with an analyst and one saved analysis."""
    store, at = Store(live_portal.database_url), datetime.now(UTC)
    members.add(login="analyst", name="李娜", role=Role.ANALYST, password=PASSWORD, by="system", at=at, store=store)
    with store.write() as connection:
        findings.save(connection, at=at, by="analyst", findings=FINDINGS, pictures=PICTURES)
    store.close()
    return live_portal


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_what_can_be_told_apart_is_read_on_any_screen(
    analysed: LivePortal,
    device: dict,
    open_page: Callable[..., Page],
    axe: Callable[[Page], None],
    snapshot: Callable[..., Path],
) -> None:
    page = open_page(device)
    page.goto(f"{analysed.url}/office/findings")
    page.get_by_label("账号").fill("analyst")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="数据能区分哪些来源").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("有 1 对来源难以区分，1 组来源完全无法区分")
    table = page.get_by_role("region", name="各来源之间的重叠")
    expect(table.locator("td.shade-3").first).to_have_text("90% 难分")
    table.focus()
    expect(table).to_be_focused()
    assert page.evaluate(WIDTH), "the page itself must not scroll sideways"
    axe(page)
    snapshot(page, "office-identifiability")

    page.emulate_media(media="print")
    assert page.locator("td.shade-3").first.evaluate("cell => getComputedStyle(cell).backgroundImage") == "none"
    colours = page.locator("td.shade-3").first.evaluate(
        "cell => [getComputedStyle(cell).color, getComputedStyle(document.body).color]"
    )
    assert colours[0] == colours[1], "on paper the darkest squares must not be white on white"
    page.emulate_media(media="screen")

    page.get_by_role("link", name="统计方法全文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("统计方法全文")
    page.get_by_role("link", name="Assumptions, one by one").click()
    expect(page.get_by_role("heading", name="Assumptions, one by one")).to_be_in_viewport()
    assert page.evaluate(WIDTH)
    axe(page)
    snapshot(page, "office-statistics", whole=False)
