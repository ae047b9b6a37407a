"""Rows leave for a prosecutor: asked for, approved by another unit, waited for, fetched; and a mother reads of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from portal.casework import deliveries as casework
from portal.casework import members, receivers
from portal.domain.access import Role, StaffMember
from portal.domain.delivery import Purpose, Receiver, Scope
from portal.domain.period import Period, local_day
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage.database import Store
from portal.storage.delivery_tables import deliveries
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.casework.code_app import equipped, seated
from tests.casework.delivered import part, table
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal

LOOK = "deliveries"
NOW = datetime.now(UTC)
TOLD = NOW - timedelta(days=2)
UNITS = {Role.EXPORT_REQUESTER: ("钱进", "市卫健委信息中心"), Role.EXPORT_APPROVER: ("孙正", "市市场监管局执法科")}
MOTHERS = 8
DAY = Period(local_day(TOLD), local_day(TOLD) + timedelta(days=1))


class People:
    """Who takes part, with the codes of their phones."""

    def __init__(self, portal: LivePortal) -> None:
        self.portal, self.store = portal, Store(portal.database_url)
        self.vault = Vault(keyring.load(portal.instance / "keys.json"))
        self.identity = pyrage.x25519.Identity.generate()
        self.administrator = self.member(Role.ADMINISTRATOR, "周正")
        takers = {role: self.member(role, *who) for role, who in UNITS.items()}
        self.requester = takers[Role.EXPORT_REQUESTER]
        self.apps = {
            role: equipped(member, PASSWORD, store=self.store, vault=self.vault, at=TOLD)
            for role, member in takers.items()
        }
        for member in takers.values():
            seated(member, store=self.store, at=NOW)
        self.receipt, *_others = (self.told(number) for number in range(MOTHERS))

    def member(self, role: Role, name: str, unit: str | None = None) -> StaffMember:
        return members.add(
            login=role.value,
            name=name,
            role=role,
            password=PASSWORD,
            by="system",
            at=TOLD,
            store=self.store,
            unit=unit or "",
        )

    def told(self, number: int) -> str:
        calls = tuple(
            CallDraft(TOLD - timedelta(days=day, minutes=11 * number), Precision.MINUTE, VendorType.INFANT_FORMULA)
            for day in (3, 9)
        )
        token = f"journey-{number}".ljust(32, "x")
        card = Card(registered_on=local_day(TOLD) - timedelta(days=90), due_on=local_day(TOLD) + timedelta(days=90))
        intake.submit(ComplaintDraft(card, calls), token=token, store=self.store, vault=self.vault, at=TOLD)
        return self.vault.receipt_code(token)

    def entered(self, page: Page, role: Role, path: str) -> None:
        """Signed in with passphrase and code; another code each time, for none counts twice."""
        page.goto(f"{self.portal.url}{path}")
        page.get_by_label("账号").fill(role.value)
        page.get_by_label("口令").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("textbox", name="验证码").fill(self.apps[role].now())
        page.get_by_role("button", name="继续").click()
        page.wait_for_load_state()

    def receiver(self) -> Receiver:
        """Another authority, registered on the server's side."""
        return receivers.register(
            name="宁川市公安局", purpose=Purpose.PROSECUTION, public_key=str(self.identity.to_public()),
            by=self.administrator, at=NOW, store=self.store,
        )  # fmt: skip

    def wait_is_over(self) -> None:
        """A day goes by: everything that was approved was approved two days ago."""
        ago = NOW - timedelta(days=2)
        with self.store.write() as connection:
            connection.execute(
                update(deliveries).values(
                    asked_at=ago, decided_at=ago, opens_at=NOW - timedelta(hours=1), closes_at=NOW + timedelta(days=2)
                )
            )


@pytest.fixture(scope="module")
def people(live_portal: LivePortal) -> Iterator[People]:
    made = People(live_portal)
    yield made
    made.store.close()


def registered(admin: Page, key: str, look: Look) -> None:
    """An administrator registers the authority with its key."""
    look(admin, "receivers-none")
    admin.get_by_label("机关名称").fill("宁川市人民检察院")
    admin.get_by_label("检察与侦查").check()
    admin.get_by_label("公钥").fill(key)
    admin.get_by_role("button", name="登记").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("登记了 1 个提供对象")
    look(admin, "receivers")


def asked(page: Page, look: Look) -> None:
    """A requester asks, the first time with nothing filled in."""
    look(page, "none")
    page.get_by_role("link", name="申请对外提供").click()
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator(".error-summary")).to_contain_text("请写下来函文号")
    look(page, "slips")
    page.get_by_label("宁川市人民检察院").check()
    page.get_by_label("来函文号").fill("宁检〔2026〕12 号")
    for label in ("报告时间：第一天", "报告时间：最后一天"):
        page.get_by_label(label).fill(DAY.start.isoformat())
    page.get_by_label("全部", exact=True).check()
    look(page, "request")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("16 行，等待审批")
    look(page, "asked")


def approved(page: Page, key: str, look: Look) -> None:
    """An approver does so on a phone, the first time with a wrong end of the key."""
    look(page, "list-phone")
    page.locator("table a").first.click()
    look(page, "decide-phone")
    page.get_by_label("提供对象公钥的最后 6 位").fill("xxxxxx")
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_text("公钥的最后 6 位不一致")).to_be_visible()
    look(page, "wrong-key-phone")
    page.get_by_label("提供对象公钥的最后 6 位").fill(key[-6:])
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("正在等待期")
    look(page, "delayed-phone")


def fetched(page: Page, people: People, folder: Path) -> bytes:
    """The file, as the authority opens it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="取走文件（只此一次）").click()
    sealed = folder / download.value.suggested_filename
    download.value.save_as(sealed)
    return pyrage.decrypt(sealed.read_bytes(), [people.identity])


def test_rows_leave_by_two_people_and_she_reads_of_it(
    people: People, open_page: Callable[..., Page], look: Look, tmp_path: Path
) -> None:
    url, key = people.portal.url, str(people.identity.to_public())
    registered(signed_in(open_page(DESK), people.portal, Role.ADMINISTRATOR, "/office/admin/receivers"), key, look)
    page, deciding, hers = open_page(DESK), open_page(PHONE), open_page(PHONE)
    people.entered(page, Role.EXPORT_REQUESTER, "/office/deliveries")
    asked(page, look)
    people.entered(deciding, Role.EXPORT_APPROVER, "/office/deliveries")
    approved(deciding, key, look)

    page.reload()
    expect(page.get_by_role("button", name="取走文件（只此一次）")).to_have_count(0)
    look(page, "delayed")
    people.wait_is_over()
    page.reload()
    look(page, "open")
    packed = fetched(page, people, tmp_path)
    assert len(table(packed)) == 2 * MOTHERS and "请勿用作证据" in part(packed, "README.txt").decode()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("16 行已提供给宁川市人民检察院")
    look(page, "taken")
    page.get_by_role("link", name="全部对外提供").click()
    look(page, "list")

    hers.goto(f"{url}/receipt")
    hers.locator("#code").fill(people.receipt)
    hers.get_by_role("button", name="打开", exact=True).click()
    expect(hers.get_by_text("您的来电记录提供给过有权机关")).to_be_visible()
    expect(hers.get_by_text("宁川市人民检察院（检察与侦查）")).to_be_visible()
    look(hers, "diary-phone")


def test_a_file_that_was_found_is_traced_on_the_server(people: People, tmp_path: Path) -> None:
    found = tmp_path / "found.csv"
    found.write_text("2026-03-01 10:00:00\n", encoding="utf-8")
    said = people.portal.flask("exports", "trace", str(found))
    assert "没有找到任何一件的记号" in said.stdout


def test_an_administrator_stops_it_on_the_way(people: People, open_page: Callable[..., Page], look: Look) -> None:
    asked = casework.ask(
        people.receiver().id, document="宁公〔2026〕7 号", scope=Scope(DAY, verified_only=False), by=people.requester,
        at=datetime.now(UTC), store=people.store,
    )  # fmt: skip
    page = signed_in(open_page(PHONE), people.portal, Role.ADMINISTRATOR, f"/office/deliveries/{asked}")
    page.get_by_role("button", name="叫停这一件").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已被叫停")
    look(page, "stopped-phone")
