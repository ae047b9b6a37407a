"""The page of numbers with figures in it, on a telephone and at a desk: read, widened, taken as a file."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.domain.quarter import Quarter
from portal.storage.database import Store
from tests.journeys.test_mother import Look, look  # noqa: F401 - a fixture
from tests.journeys.test_mother_pages import SMALLEST, TARGETS, TELLING, WIDEST
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal
from tests.web.released import add_release


@pytest.fixture(scope="module", autouse=True)
def _released(live_portal: LivePortal) -> None:
    store = Store(live_portal.database_url)
    for quarter in (Quarter(2026, 1), Quarter(2026, 2)):
        add_release(store, quarter)
    store.close()


@pytest.mark.parametrize(("width", "language"), [(360, "zh"), (360, "en"), (768, "hant")])
def test_everybody_can_read_the_figures(
    open_page: Callable[..., Page],
    live_portal: LivePortal,
    look: Look,  # noqa: F811
    width: int,
    language: str,
) -> None:
    page = open_page(PHONE, java_script_enabled=True)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_portal.url}/numbers?lang={language}")
    look(page, f"numbers-{language}")
    assert not TELLING.search(page.title())
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(WIDEST)
    assert page.evaluate(TARGETS % SMALLEST) == []
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(WIDEST)


def test_a_table_is_taken_as_a_file_and_an_earlier_quarter_read(phone: Page, live_portal: LivePortal) -> None:
    phone.goto(f"{live_portal.url}/numbers?lang=zh")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载 CSV：推销什么，在什么时候").tap()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("release,vendor_type,stage,mothers")
    assert "2026-Q2,infant_formula,second_trimester,85" in text
    phone.get_by_role("link", name="2026年第1季度").tap()
    phone.wait_for_url("**/numbers?quarter=2026-Q1")
    assert phone.get_by_text("2026年第1季度").first.is_visible()
