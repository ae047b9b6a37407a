"""A clerk of the hotline with a mother on the line: two calls, one slip, the receipt read out, and nothing left."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.domain.period import local_day
from portal.storage import hospitals
from portal.storage.database import Store
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal

LOOK = "hotline"
HOSPITAL = "宁川市妇幼保健院"
WORDS = "说是医院给的名单"
NUMBER = "0755-8200 2389"


@pytest.fixture(scope="module")
def office(live_portal: LivePortal) -> Iterator[LivePortal]:
    """The portal with a clerk and a hospital."""
    store, clerk = Store(live_portal.database_url), Role.HOTLINE_CLERK
    with store.write() as connection:
        hospitals.put(connection, {HOSPITAL: "江岸区", "青山区人民医院": "青山区"})
    members.add(
        login=clerk.value, name="孙丽", role=clerk, password=PASSWORD, by="system", at=datetime.now(UTC), store=store
    )
    yield live_portal
    store.close()


def choose(page: Page, group: str, answer: str, *, call: int = 0) -> None:
    page.get_by_role("group", name=group).nth(call).get_by_label(answer, exact=True).check(force=True)


def day(before: int) -> str:
    return (local_day(datetime.now(UTC)) - timedelta(days=before)).isoformat()


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_clerk_enters_a_report_and_reads_the_receipt_out(
    office: LivePortal,
    open_page: Callable[..., Page],
    look: Look,
    device: dict,
    scripts: bool,
) -> None:
    page = signed_in(open_page(device, java_script_enabled=scripts), office, Role.HOTLINE_CLERK, "/office/")
    assert page.url == f"{office.url}/office/entry"
    look(page, "empty")
    choose(page, "推销什么", "胎毛笔")
    choose(page, "是什么时候", "准确时间")
    page.fill("#call-0-day", day(3))
    page.fill("#call-0-clock", "03:22")
    page.fill("#call-0-caller_number", NUMBER)
    choose(page, "知道您的哪些情况", "预产期")
    page.fill("#call-0-notes", WORDS)
    page.get_by_role("button", name="她还接到过一次").click()
    expect(page.locator("#call-1")).to_be_in_viewport()
    assert page.input_value("#call-0-notes") == WORDS
    page.get_by_role("button", name="提交并念回执").click()
    expect(page.locator(".error-summary")).to_contain_text("您是在哪家医院建的卡？")
    expect(page.locator("#call-1")).to_have_count(0)
    look(page, "slips")
    page.select_option("#card-hospital", HOSPITAL)
    page.fill("#card-registered_on", day(90))
    choose(page, "宝宝出生了吗", "还没出生")
    page.fill("#card-due_on", day(-80))
    page.get_by_role("button", name="提交并念回执").click()
    expect(page.get_by_role("alert")).to_contain_text("第 1 次来电")
    look(page, "doubt")
    page.get_by_role("button", name="15:22").click()
    look(page, "filled")
    page.get_by_role("button", name="提交并念回执").click()
    expect(page.locator(".spelled > li")).to_have_count(7)
    look(page, "receipt")
    code = "-".join(page.locator(".spelled strong").all_inner_texts())
    page.get_by_role("textbox", name="最后四位").fill("????")
    page.get_by_role("button", name="核对").click()
    expect(page.locator(".error-summary")).to_contain_text("再念一遍")
    look(page, "receipt-again")
    page.get_by_role("textbox", name="最后四位").fill(code[-4:])
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("对上了，她已经记好")
    look(page, "done")
    page.get_by_role("link", name="录下一份").click()
    assert code not in page.content() and WORDS not in page.content()
    hers = open_page(PHONE)
    hers.goto(f"{office.url}/receipt")
    hers.fill("#code", code)
    hers.get_by_role("button", name="打开").click()
    expect(hers.locator(".standing")).to_contain_text("由热线话务员替您录入")
    look(hers, "diary")


def test_enter_leads_from_question_to_question_and_sends_nothing(office: LivePortal, desk: Page) -> None:
    page = signed_in(desk, office, Role.HOTLINE_CLERK, "/office/")
    page.locator("#call-0-vendor_type-0").focus()
    page.keyboard.press("ArrowDown")
    seen = []
    for _ in range(40):
        page.keyboard.press("Enter")
        here = page.evaluate("document.activeElement.name || document.activeElement.textContent")
        seen.append(re.sub(r"^call-0-", "", here))
        if here == "go":
            break
        if here.endswith("when"):
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")  # about that hour: day and clock are asked next
        if here.endswith("notes"):
            break
    assert seen[:3] == ["when", "near", "day"], seen
    assert "clock" in seen and "caller_number" in seen and "knew" in seen
    assert page.url == f"{office.url}/office/entry"
    assert page.locator("#call-0-vendor_type-1").is_checked()
