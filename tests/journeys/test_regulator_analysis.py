"""A regulator asks for an analysis of an imported city; the worker does it, and the page shows what it found."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.simulator.cities import CITY_OFFICE, demonstration
from portal.simulator.files import write_files
from portal.storage.database import Store
from tests.servers.portal import LivePortal

PASSWORD = "correct horse battery staple"
MINUTES = 120_000


def test_the_path_that_leaks_is_found_and_said(
    live_portal: LivePortal, desk: Page, snapshot: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    store = Store(live_portal.database_url)
    members.add(
        login="analyst",
        name="李娜",
        role=Role.ANALYST,
        password=PASSWORD,
        by="system",
        at=datetime.now(UTC),
        store=store,
    )
    store.close()
    write_files(demonstration(), tmp_path)
    for kind in ("hospitals", "exports", "reports"):
        live_portal.flask(kind, "import", str(tmp_path / f"{kind}.csv"))

    desk.goto(f"{live_portal.url}/office/")
    desk.get_by_label("账号").fill("analyst")
    desk.get_by_label("口令").fill(PASSWORD)
    desk.get_by_role("button", name="登录").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("还没有做过分析")
    desk.get_by_role("button", name="开始分析").click()
    expect(desk.get_by_text("等待分析程序接手")).to_be_visible()
    snapshot(desk, "office-waiting")
    with live_portal.worker():
        expect(desk.get_by_role("heading", level=1)).to_contain_text(CITY_OFFICE, timeout=MINUTES)
    expect(desk.locator("figure .figure-canvas svg").first).to_be_visible()
    snapshot(desk, "office-demonstration")
