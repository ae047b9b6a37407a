"""An administrator employs somebody, shuts somebody out, keeps recipients and hospitals, and looks after the portal."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.domain.period import Period, start_of
from portal.domain.recipient import ExportRun
from portal.storage import exports
from portal.storage.database import Store
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK
from tests.servers.portal import LivePortal

ADMIN = Role.ADMINISTRATOR
CITY = "宁川市人口计生局"
HOSPITALS = "hospital,district\n宁川市妇幼保健院,江岸区\n青山区人民医院,青山区\n江岸区第二医院,江岸区\n"
TABS = ("members", "recipients", "hospitals", "vocabulary", "languages", "retention", "health")
LOOK = "admin"


@pytest.fixture(scope="module")
def office(live_portal: LivePortal) -> Iterator[LivePortal]:
    """The portal with an administrator, an officer and a recipient."""
    store, now = Store(live_portal.database_url), datetime.now(UTC)
    for role, name in ((ADMIN, "周正"), (Role.CASE_OFFICER, "王敏"), (Role.HOTLINE_CLERK, "孙丽")):
        members.add(login=role.value, name=name, role=role, password=PASSWORD, by="system", at=now, store=store)
    members.add(login="qian", name="钱宁", role=ADMIN, password=PASSWORD, by="system", at=now, store=store)
    with store.write() as connection:
        exports.put_run(
            connection, ExportRun(CITY, start_of(date(2026, 2, 5)), Period(date(2026, 1, 1), date(2026, 2, 1)))
        )
    yield live_portal
    store.close()


def entered(page: Page, login: str, passphrase: str) -> None:
    page.get_by_label("账号").fill(login)
    page.get_by_label("口令").fill(passphrase)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def test_somebody_is_employed_changed_and_shut_out(
    office: LivePortal, desk: Page, open_page: Callable[..., Page], look: Look
) -> None:
    page = signed_in(desk, office, ADMIN, "/office/")
    assert page.url == f"{office.url}/office/admin/members"
    page.get_by_role("button", name="申请建立账号").click()
    expect(page.locator(".error-summary")).to_contain_text("请写下姓名")
    look(page, "slips")
    page.get_by_label("姓名").fill("李娜")
    page.get_by_role("textbox", name="账号").fill("li.na")
    page.get_by_label("分析员").check()
    page.get_by_role("button", name="申请建立账号").click()
    expect(page.get_by_text("1 件事等另一位管理员确认")).to_be_visible()
    second = open_page(DESK)
    second.goto(f"{office.url}/office/")
    entered(second, "qian", PASSWORD)
    look(second, "requests")
    second.get_by_role("button", name="确认").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("李娜的口令只显示这一次")
    passphrase = second.locator(".facts dd").nth(1).inner_text()
    look(second, "passphrase")
    hers = open_page(DESK)
    hers.goto(f"{office.url}/office/")
    entered(hers, "li.na", passphrase)
    hers.wait_for_url(f"{office.url}/office/account/passphrase")
    look(hers, "first")
    hers.get_by_label("现在的口令").fill(passphrase)
    hers.get_by_role("button", name="换一个口令").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("新口令只显示这一次")
    look(hers, "made")
    passphrase = hers.locator(".facts dd").nth(1).inner_text()
    hers.get_by_role("link", name="已经收好").click()
    hers.wait_for_url(f"{office.url}/office/overview")
    second.get_by_role("link", name="已经交付").click()
    second.get_by_label("受理员").check()
    second.get_by_role("button", name="申请改变角色").click()
    page.goto(f"{office.url}/office/admin/members")
    page.get_by_role("button", name="确认").click()
    page.get_by_role("link", name="李娜").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("李娜：受理员")
    hers.goto(f"{office.url}/office/account")
    entered(hers, "li.na", passphrase)
    expect(hers.locator(".timeline")).to_contain_text("administrator 把角色从分析员改为受理员")
    expect(hers.locator(".notice")).to_contain_text("您的角色改变了")
    look(hers, "account")
    page.get_by_text("停用这个账号").click()
    look(page, "member")
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("李娜：受理员，已停用")
    hers.goto(f"{office.url}/office/account")
    expect(hers.get_by_role("heading", level=1)).to_have_text("工作人员登录")
    page.get_by_role("button", name="恢复").click()
    expect(page.locator(".timeline li")).to_have_count(7)


def test_a_plan_shows_what_is_missing_and_ends(office: LivePortal, desk: Page, look: Look) -> None:
    page = signed_in(desk, office, ADMIN, "/office/admin/recipients")
    page.get_by_label("接收单位").fill(CITY)
    page.get_by_label("每月几日").fill("5")
    page.get_by_label("从哪天起").fill("2026-01-01")
    page.get_by_label("到哪天为止").fill("2030-01-01")
    page.get_by_role("button", name="增加").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("次计划的导出没有实际记录")
    look(page, "recipients")
    page.get_by_role("button", name="结束").click()
    expect(page.get_by_text("已结束")).to_be_visible()


def test_hospitals_come_in_by_file_and_one_changes_its_name(office: LivePortal, desk: Page, look: Look) -> None:
    page = signed_in(desk, office, ADMIN, "/office/admin/hospitals")
    chooser = page.locator("input[type=file]")
    broken = {"name": "h.csv", "mimeType": "text/csv", "buffer": f"{HOSPITALS},青山区\n".encode()}
    chooser.set_input_files(broken)
    page.get_by_role("button", name="导入").click()
    expect(page.locator(".error-summary")).to_contain_text("没有导入任何一行")
    look(page, "hospitals-refused")
    page.locator("input[type=file]").set_input_files(broken | {"buffer": HOSPITALS.encode()})
    page.get_by_role("button", name="导入").click()
    expect(page.locator(".notice-ok")).to_contain_text("新增 3 家")
    page.get_by_role("link", name="宁川市妇幼保健院").click()
    page.get_by_label("名称").fill("宁川市妇幼保健中心")
    look(page, "hospital")
    page.get_by_role("button", name="改名").click()
    expect(page.get_by_role("row", name="宁川市妇幼保健中心")).to_contain_text("宁川市妇幼保健院")
    look(page, "hospitals")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_the_administrator_is_for_everybody(
    office: LivePortal, desk: Page, look: Look, language: str
) -> None:
    page = signed_in(desk, office, ADMIN, "/office/")
    for tab in TABS:
        page.goto(f"{office.url}/office/admin/{tab}?lang={language}")
        look(page, f"{tab}-{language}")
