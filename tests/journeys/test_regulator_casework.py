"""A supervisor assigns, an officer works against the clock, more time is granted, and the mother reads why."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage import hospitals
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal

NAMES = {Role.CASE_OFFICER: "王敏", Role.SUPERVISOR: "李国强"}
CONTACT = "微信 lixia2026"
HOSPITALS = {"宁川市妇幼保健院": "江岸区", "青山区人民医院": "青山区"}
LOOK = "casework"


@pytest.fixture(scope="module")
def vault(live_portal: LivePortal) -> Vault:
    return Vault(keyring.load(live_portal.instance / "keys.json"))


@pytest.fixture(scope="module")
def office(live_portal: LivePortal, vault: Vault) -> Iterator[LivePortal]:
    """The portal with a supervisor, an officer and complaints of the last weeks, none of them assigned."""
    store, now = Store(live_portal.database_url), datetime.now(UTC)
    for role, name in NAMES.items():
        members.add(login=role.value, name=name, role=role, password=PASSWORD, by="system", at=now, store=store)
    with store.write() as connection:
        hospitals.put(connection, HOSPITALS)
    for number, vendor in enumerate(list(VendorType) * 2):
        at = now - timedelta(days=3 * number)
        calls = (CallDraft(at - timedelta(days=2), Precision.MINUTE, vendor),) * (1 + number % 3)
        card = Card(list(HOSPITALS)[number % 2], due_on=date.fromordinal(at.toordinal() + 12 * number))
        draft = ComplaintDraft(card, calls)
        intake.submit(draft, token=f"case-{number}".ljust(32, "x"), store=store, vault=vault, at=at)
    draft = ComplaintDraft(Card(), (), contact=CONTACT)
    long_ago = now - timedelta(days=70)
    intake.submit(draft, token="reached".ljust(32, "x"), store=store, vault=vault, at=long_ago)
    yield live_portal
    store.close()


def test_from_the_queue_to_what_she_reads(
    office: LivePortal, open_page: Callable[..., Page], vault: Vault, look: Look
) -> None:
    boss, officer, mother = open_page(DESK), open_page(DESK), open_page(PHONE)
    signed_in(boss, office, Role.SUPERVISOR, "/office/complaints?assigned=nobody")
    for box in boss.get_by_role("checkbox").all()[:3]:
        box.check()
    boss.get_by_label("选中的投诉分给").select_option(label="王敏")
    look(boss, "queue")
    boss.get_by_role("button", name="分派").click()
    expect(boss.get_by_text("已分派 3 件。")).to_be_visible()

    signed_in(officer, office, Role.CASE_OFFICER, "/office/complaints?assigned=me")
    expect(officer.get_by_role("heading", level=1)).to_have_text("筛选出 3 份投诉")
    officer.get_by_text("存下这个筛选").click()
    officer.get_by_label("起个名字").fill("我的")
    officer.get_by_role("button", name="存下", exact=True).click()
    expect(officer.get_by_role("link", name="我的", exact=True)).to_be_visible()
    look(officer, "mine")
    officer.locator("tbody a").first.click()
    expect(officer.get_by_text("15 天内决定是否受理")).to_be_visible()
    officer.get_by_role("button", name="受理").click()
    expect(officer.get_by_text("您正在办理")).to_be_visible()
    officer.get_by_text("暂停计时", exact=True).click()
    officer.get_by_label("等补充情况").check()
    officer.get_by_role("button", name="暂停计时，并告诉她").click()
    officer.get_by_role("button", name="恢复计时").click()
    look(officer, "clock")

    boss.goto(officer.url)
    boss.get_by_text("延长办结期限", exact=True).click()
    boss.get_by_label("延长几天").fill("30")
    boss.get_by_label("还在调取证据").check()
    boss.get_by_role("button", name="延长，并告诉她").click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("王敏正在办理这份投诉")
    look(boss, "held")
    officer.get_by_role("button", name="放下").click()
    boss.get_by_role("link", name="回到投诉").click()
    boss.get_by_text("延长办结期限", exact=True).click()
    boss.get_by_label("延长几天").fill("30")
    boss.get_by_label("还在调取证据").check()
    look(boss, "extending")
    boss.get_by_role("button", name="延长，并告诉她").click()
    expect(boss.get_by_text("办结期限已延长 30 天：还在调取证据")).to_be_visible()
    look(boss, "extended")

    mother.goto(f"{office.url}/receipt")
    mother.locator("#code").fill(vault.receipt_code("case-0".ljust(32, "x")))
    mother.get_by_role("button", name="打开", exact=True).click()
    expect(mother.get_by_text("办结期限已延长 30 天：还在调取证据")).to_be_visible()
    mother.get_by_text("为什么是这一天").click()
    look(mother, "diary")


def test_a_late_complaint_and_the_team_are_seen_at_a_glance(office: LivePortal, desk: Page, look: Look) -> None:
    signed_in(desk, office, Role.SUPERVISOR, "/office/complaints")
    desk.get_by_label("不论是否超期").select_option(label="已超期")
    desk.get_by_role("button", name="筛选").click()
    expect(desk.get_by_text("超期", exact=True).first).to_be_visible()
    look(desk, "overdue")
    desk.locator("tbody a").first.click()
    expect(desk.get_by_text("受理期限到期，尚未受理")).to_be_visible()
    look(desk, "late")
    desk.goto(f"{office.url}/office/team")
    look(desk, "team")


def test_the_queue_works_on_a_phone_and_without_scripts(
    office: LivePortal, open_page: Callable[..., Page], look: Look
) -> None:
    page = signed_in(open_page(PHONE, java_script_enabled=False), office, Role.SUPERVISOR, "/office/complaints")
    look(page, "queue-phone")


def test_a_case_a_letter_and_a_contact_for_two(
    office: LivePortal, open_page: Callable[..., Page], vault: Vault, look: Look
) -> None:
    boss, officer = open_page(DESK), open_page(DESK)
    signed_in(boss, office, Role.SUPERVISOR, "/office/complaints?assigned=nobody")
    boss.get_by_role("checkbox", name=f"选中投诉 {_number(vault)}").check()
    boss.get_by_label("选中的投诉分给").select_option(label="王敏")
    boss.get_by_role("button", name="分派").click()

    signed_in(officer, office, Role.CASE_OFFICER, "/office/complaints?assigned=me")
    officer.get_by_role("link", name=_number(vault)).click()
    officer.get_by_text("归入案件", exact=True).click()
    officer.get_by_label("新案件的名称").fill("同一家笔庄的上门推销")
    officer.get_by_role("button", name="归入").click()
    officer.get_by_text("申请查看", exact=True).click()
    officer.locator("form[action$=identity]").get_by_label("联系报告人").check()
    officer.get_by_role("button", name="记录并申请").click()
    expect(officer.get_by_text("申请查看，理由：联系报告人")).to_be_visible()
    look(officer, "belonging")
    officer.get_by_role("link", name="消息和备注").click()
    officer.get_by_role("link", name="请补充情况").click()
    officer.get_by_role("button", name="发给她").click()
    officer.get_by_label("联系报告人").check()
    officer.get_by_role("button", name="打开内容").click()
    look(officer, "letters")

    boss.goto(f"{office.url}/office/team")
    boss.locator("ul.plain a").first.click()
    boss.get_by_role("button", name="批准", exact=True).click()
    boss.goto(f"{office.url}/office/cases/1")
    look(boss, "case")
    officer.get_by_role("link", name="返回投诉").click()
    officer.get_by_role("button", name="看一次").click()
    expect(officer.get_by_text(CONTACT)).to_be_visible()
    look(officer, "identity")


def _number(vault: Vault) -> str:
    """What the office calls the complaint whose reporter may be reached."""
    return vault.complaint_for(vault.receipt_code("reached".ljust(32, "x"))).hex[:8].upper()
