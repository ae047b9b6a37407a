"""An officer looks at where one mother's record went, on a desk and on a phone; she reads that somebody looked."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from portal.casework import assignments, members
from portal.domain.access import Role
from portal.domain.period import Period, local_day
from portal.domain.recipient import ExportPlan, ExportRun, next_month
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage import exports
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal

LOOK = "trail"
TOKEN = "trail".ljust(32, "x")
NOW = datetime.now(UTC)
GOT_IT = (("宁川市母婴健康服务中心", 40), ("青山区妇幼信息平台", 40), ("宁川市预防接种管理系统", 20))


@pytest.fixture(scope="module")
def complaint_id(live_portal: LivePortal) -> Iterator[UUID]:
    """A complaint of four calls; three recipients and a plan had the record."""
    store, vault = Store(live_portal.database_url), Vault(keyring.load(live_portal.instance / "keys.json"))
    officer = members.add(
        login=Role.CASE_OFFICER.value, name="王敏", role=Role.CASE_OFFICER, password=PASSWORD, by="system", at=NOW,
        store=store,
    )  # fmt: skip
    registered = local_day(NOW) - timedelta(days=70)
    month = Period(registered.replace(day=1), next_month(registered.replace(day=1)))
    with store.write() as connection:
        for name, days in GOT_IT:
            exports.put_run(connection, ExportRun(name, NOW - timedelta(days=days), month))
        exports.put_plan(connection, ExportPlan("宁川市新生儿筛查中心", 3, Period(month.start, local_day(NOW))))
    calls = [
        CallDraft(NOW - timedelta(days=days), precision, vendor)
        for days, precision, vendor in (
            (60, Precision.MINUTE, VendorType.INSURANCE),
            (30, Precision.DAY, VendorType.INFANT_FORMULA),
            (12, Precision.WEEK, VendorType.INFANT_FORMULA),
            (3, Precision.MINUTE, VendorType.BABY_PHOTOGRAPHY),
        )
    ]
    card = Card(registered_on=registered, due_on=local_day(NOW) + timedelta(days=90))
    sent = intake.submit(ComplaintDraft(card, tuple(calls)), token=TOKEN, store=store, vault=vault, at=NOW)
    assignments.assign([sent.complaint_id], to=officer.id, by="system", at=NOW, store=store)
    yield sent.complaint_id
    store.close()


def looked(page: Page, office: LivePortal, complaint_id: UUID) -> None:
    signed_in(page, office, Role.CASE_OFFICER, f"/office/complaints/{complaint_id}")
    page.get_by_text("查看记录去向", exact=True).click()
    page.locator("form[action$=trail]").get_by_label("核对").check()
    page.locator("form[action$=trail]").get_by_role("button", name="查看").click()
    expect(page.get_by_text("一位孕产妇的先后巧合什么也证明不了")).to_be_visible()


@pytest.mark.parametrize(("size", "name", "drawn"), [(DESK, "desk", "wide"), (PHONE, "phone", "narrow")])
def test_an_officer_looks_at_the_trail(
    live_portal: LivePortal, open_page: Callable[..., Page], complaint_id: UUID, look: Look, size: dict, name: str,
    drawn: str,
) -> None:  # fmt: skip
    page = open_page(size)
    looked(page, live_portal, complaint_id)
    expect(page.locator(f"svg.own-time-{drawn}")).to_be_visible()
    expect(page.locator("svg.own-time:visible")).to_have_count(1)
    expect(page.get_by_text("凭她这几次来电分不出是哪一家").first).to_be_visible()
    look(page, name)


def test_she_reads_that_somebody_looked(
    live_portal: LivePortal, open_page: Callable[..., Page], complaint_id: UUID
) -> None:
    looked(open_page(DESK), live_portal, complaint_id)
    mother, vault = open_page(PHONE), Vault(keyring.load(live_portal.instance / "keys.json"))
    mother.goto(f"{live_portal.url}/receipt")
    mother.locator("#code").fill(vault.receipt_code(TOKEN))
    mother.get_by_role("button", name="打开", exact=True).click()
    expect(mother.locator("ul.looks").first).to_contain_text("受理员：核对报告内容")
