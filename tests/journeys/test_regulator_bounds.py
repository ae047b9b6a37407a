"""No supervisor is there: an officer takes up, finds the same number, notes, and opens until it is enough for a day."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.domain.allowance import ALLOWANCES, Sealed
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal

NUMBER = "13800138000"
NAMES = {Role.CASE_OFFICER: "王敏", Role.SUPERVISOR: "李国强"}
LOOK = "bounds"
MOST = ALLOWANCES[Sealed.WORDS].a_moment


@pytest.fixture(scope="module")
def office(live_portal: LivePortal) -> Iterator[LivePortal]:
    """An officer, a supervisor, and complaints about one number that nobody handles yet."""
    store, now = Store(live_portal.database_url), datetime.now(UTC)
    vault = Vault(keyring.load(live_portal.instance / "keys.json"))
    for role, name in NAMES.items():
        members.add(login=role.value, name=name, role=role, password=PASSWORD, by="system", at=now, store=store)
    for number in range(MOST + 1):
        at = now - timedelta(hours=number)
        call = CallDraft(at, Precision.MINUTE, VendorType.LANUGO_BRUSH, caller_number=NUMBER, notes="说是医院给的名单")
        draft = ComplaintDraft(Card(), (call,))
        intake.submit(draft, token=f"bound-{number}".ljust(32, "x"), store=store, vault=vault, at=at)
    yield live_portal
    store.close()


def test_an_officer_alone_takes_up_finds_the_same_number_and_notes(
    office: LivePortal, open_page: Callable[..., Page], look: Look
) -> None:
    phone = signed_in(open_page(PHONE), office, Role.CASE_OFFICER, "/office/complaints")
    expect(phone.get_by_text("我来办").first).to_be_visible()
    look(phone, "queue-390")

    page = signed_in(open_page(DESK), office, Role.CASE_OFFICER, "/office/complaints?assigned=nobody")
    look(page, "queue")
    page.get_by_text("我来办").first.click()
    expect(page.get_by_text("接下办理")).to_be_visible()
    for width, name in ((1280, "found"), (390, "found-390")):
        page.set_viewport_size({"width": width, "height": 844})
        if width == 1280:
            page.get_by_text("按号码查找同号投诉", exact=True).click()
            page.get_by_label("来电号码").fill(NUMBER)
            page.get_by_role("button", name="查找").click()
            expect(page.get_by_text("138****8000：您能看的投诉里，另有 0 份提到")).to_be_visible()
        look(page, name)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.get_by_text("归入案件", exact=True).click()
    page.get_by_label("新案件的名称").fill("同一家笔庄的上门推销")
    page.get_by_role("button", name="归入").click()
    page.get_by_role("link", name="同一家笔庄的上门推销").click()
    page.locator("#text").fill("两家笔庄是同一个老板")
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_text("两家笔庄是同一个老板")).to_be_visible()
    look(page, "case")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "case-390")


def test_whoever_opens_one_after_another_is_stopped_and_the_supervisor_sees_it(
    office: LivePortal, open_page: Callable[..., Page], look: Look
) -> None:
    boss = signed_in(open_page(DESK), office, Role.SUPERVISOR, "/office/complaints")
    for box in boss.get_by_role("checkbox").all():
        box.check()
    boss.get_by_label("选中的投诉分给").select_option(label="王敏")
    boss.get_by_role("button", name="分派").click()

    page = signed_in(open_page(DESK), office, Role.CASE_OFFICER, "/office/complaints?assigned=me")
    addresses = [office.url + (link.get_attribute("href") or "") for link in page.locator("tbody th a").all()]
    assert len(addresses) == MOST + 1
    for address in addresses:
        page.goto(address)
        page.get_by_text("说明理由后打开", exact=True).click()
        page.locator("form[action$=sealed]").get_by_label("核对报告内容").check()
        page.locator("form[action$=sealed]").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("查看已到上限")
    look(page, "stopped")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "stopped-390")

    boss.goto(f"{office.url}/office/team")
    expect(boss.get_by_text(f"10 分钟内最多打开 {MOST} 份投诉的密封内容")).to_be_visible()
    look(boss, "team")
    boss.set_viewport_size({"width": 390, "height": 844})
    look(boss, "team-390")
