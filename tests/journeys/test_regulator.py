"""A regulator signs in, reads the finding, walks to what it rests on, handles a complaint and asks for an analysis."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.casework import assignments, members
from portal.domain.access import Role
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage import findings
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal
from tests.web.office.saved import CITY, FINDINGS, PICTURES

PASSWORD = "correct horse battery staple"
NUMBER, WORDS = "13800138000", "说是医院给的名单"
PAGES = [
    "/office/findings",
    "/office/findings/1/1",
    "/office/findings/1/2",
    "/office/findings/1/4",
    "/office/complaints",
    "/office/method",
]
PAGES += ["/office/account"]
Snapshot = Callable[[Page, str], Path]
Axe = Callable[[Page], None]


@pytest.fixture(scope="module")
def office(live_portal: LivePortal) -> Iterator[LivePortal]:
    """The portal with staff, a complaint and a saved analysis."""
    store, now = Store(live_portal.database_url), datetime.now(UTC)
    vault = Vault(keyring.load(live_portal.instance / "keys.json"))
    added = {
        role: members.add(login=role.value, name="王敏", role=role, password=PASSWORD, by="system", at=now, store=store)
        for role in Role
    }
    call = CallDraft(
        now - timedelta(days=2), Precision.MINUTE, VendorType.LANUGO_BRUSH, caller_number=NUMBER, notes=WORDS
    )
    draft = ComplaintDraft(Card(due_on=now.date() + timedelta(days=40)), (call,))
    sent = intake.submit(draft, token="journey".ljust(32, "x"), store=store, vault=vault, at=now)
    officer = added[Role.CASE_OFFICER].id
    assignments.assign([sent.complaint_id], to=officer, by="system", at=now, store=store)
    with store.write() as connection:
        findings.save(connection, at=now, by="analyst", findings=FINDINGS, pictures=PICTURES)
    yield live_portal
    store.close()


def signed_in(page: Page, office: LivePortal, role: Role, path: str = "/office/findings") -> Page:
    page.goto(office.url + path)
    page.get_by_label("账号").fill(role.value)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{office.url}/office/**")
    return page


def test_the_finding_is_read_in_one_look(office: LivePortal, desk: Page, snapshot: Snapshot) -> None:
    signed_in(desk, office, Role.SUPERVISOR)
    expect(desk.get_by_role("heading", level=1)).to_have_text(f"来电跟随{CITY}的导出，而不是建卡日")
    expect(desk.locator("figure svg").first).to_be_visible()
    assert desk.locator("figure .figure-canvas svg").count() >= 5
    snapshot(desk, "office-findings")


def test_every_number_is_one_click_from_what_it_rests_on(office: LivePortal, desk: Page, snapshot: Snapshot) -> None:
    signed_in(desk, office, Role.ANALYST)
    desk.get_by_role("link", name=CITY).first.click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(CITY)
    desk.get_by_text("数据表").first.click()
    with desk.expect_download() as download:
        desk.locator("figure").first.get_by_role("link", name="CSV").click()
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfsource,from_day")
    snapshot(desk, "office-source")


def test_a_staircase_is_chosen_and_stands_out(office: LivePortal, desk: Page) -> None:
    signed_in(desk, office, Role.ANALYST)
    choice = desk.get_by_role("group", name="突出显示一个接收单位").get_by_role("button").first
    choice.click()
    expect(choice).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_no_page_shuts_anybody_out(
    office: LivePortal, open_page: Callable[..., Page], axe: Axe, device: dict, scripts: bool
) -> None:
    page = signed_in(open_page(device, java_script_enabled=scripts), office, Role.SUPERVISOR)
    for path in PAGES:
        page.goto(office.url + path, wait_until="networkidle")
        axe(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{path} scrolls sideways"


def test_an_officer_opens_what_is_sealed_and_closes_the_complaint(
    office: LivePortal, desk: Page, axe: Axe, snapshot: Snapshot
) -> None:
    signed_in(desk, office, Role.CASE_OFFICER, "/office/complaints")
    desk.locator("tbody a").first.click()
    assert WORDS not in desk.content() and NUMBER not in desk.content()
    desk.get_by_role("button", name="受理").click()
    desk.get_by_text("说明理由后打开", exact=True).click()
    desk.get_by_role("button", name="记录并打开").click()
    expect(desk.get_by_text("请选择打开的理由。")).to_be_visible()
    axe(desk)
    desk.locator("form[action$=sealed]").get_by_label("查明来电方").check()
    desk.get_by_role("button", name="记录并打开").click()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    expect(desk.get_by_text(NUMBER, exact=True)).to_be_hidden()
    desk.get_by_text("+86138****8000").click()
    expect(desk.get_by_text(NUMBER, exact=True)).to_be_visible()
    axe(desk)
    snapshot(desk, "office-sealed")
    desk.get_by_role("link", name="返回投诉").click()
    desk.get_by_label("已转交有权处理的部门").check()
    desk.get_by_role("button", name="办结").click()
    expect(desk.locator(".timeline")).to_contain_text("case_officer 打开密封内容：查明来电方")
    axe(desk)
    snapshot(desk, "office-complaint")


def test_the_door_says_one_thing_for_all_that_is_wrong(office: LivePortal, phone: Page, axe: Axe) -> None:
    phone.goto(f"{office.url}/office/findings")
    phone.get_by_label("账号").fill("nobody")
    phone.get_by_label("口令").fill("wrong")
    phone.get_by_role("button", name="登录").click()
    expect(phone.get_by_text("账号或口令不对。")).to_be_visible()
    axe(phone)


def test_signing_out_leaves_nothing_behind(office: LivePortal, desk: Page) -> None:
    signed_in(desk, office, Role.ANALYST)
    desk.get_by_role("button", name="退出").click()
    desk.goto(f"{office.url}/office/findings")
    expect(desk.get_by_role("heading", level=1)).to_have_text("工作人员登录")
