"""A supervisor asks for a dossier, the worker makes it, and what was downloaded is checked and looked at."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from portal.casework import members
from portal.domain.access import Role
from portal.storage import findings
from portal.storage.database import Store
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK
from tests.servers.portal import LivePortal
from tests.web.office.saved import CITY, FINDINGS, PICTURES

Snapshot = Callable[[Page, str], Path]


@pytest.fixture(scope="module")
def office(live_portal: LivePortal) -> Iterator[LivePortal]:
    """The portal with staff and a saved analysis."""
    store, now = Store(live_portal.database_url), datetime.now(UTC)
    for role in (Role.SUPERVISOR, Role.ANALYST):
        members.add(login=role.value, name="李国强", role=role, password=PASSWORD, by="system", at=now, store=store)
    with store.write() as connection:
        findings.save(connection, at=now, by="analyst", findings=FINDINGS, pictures=PICTURES)
    yield live_portal
    store.close()


def test_from_the_button_to_pages_that_anybody_can_check(
    office: LivePortal, open_page: Callable[..., Page], axe: Callable[[Page], None], snapshot: Snapshot, tmp_path: Path
) -> None:
    page = signed_in(open_page(DESK), office, Role.ANALYST, "/office/findings/1/dossier")
    page.get_by_role("button", name="制作卷宗").click()
    axe(page)
    snapshot(page, "dossier-waiting")
    office.flask("worker", "--once")
    page.reload()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        axe(page)
        folder = snapshot(page, "dossier-made").parent
    with page.expect_download() as started:
        page.locator("a[href$='dossier.zip']").click()
    archive = tmp_path / started.value.suggested_filename
    started.value.save_as(archive)
    said = office.flask("dossier", "verify", str(archive), "--rebuild").stdout
    assert "完好" in said and "逐字节相同" in said

    with page.expect_download() as started:
        page.locator("a[href$='dossier.pdf']").click()
    document = pypdfium2.PdfDocument(started.value.path())
    try:
        text = "".join(one.get_textpage().get_text_range() for one in document)
        assert f"来电跟随{CITY}的导出" in text.replace("\r\n", "").replace("\n", "")  # Chinese that can be selected
        for number, one in enumerate(document, start=1):
            picture = one.render(scale=1.2).to_pil().convert("L")
            picture.save(folder / f"dossier-page-{number}.png")
            assert picture.getextrema()[0] < 80, f"page {number} is blank"
    finally:
        document.close()
