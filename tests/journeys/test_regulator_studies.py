"""Studies, what was in the news, a covered passage and a custodian: at a desk and on a phone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.aggregation.seized import origin
from portal.cli.studying import Answered, keep
from portal.domain.access import Role
from portal.domain.study import StudyKind
from portal.storage import exports, findings
from portal.storage.database import Store
from tests.aggregation.test_seized import DISTRICT_OF, RUNS, cut, listed, run_of
from tests.journeys.test_regulator import office, signed_in  # noqa: F401 - a fixture
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal
from tests.web.office.conftest import NOON
from tests.web.office.saved import CITY, FINDINGS
from tests.web.office.saved_overview import WITH_OVERVIEW
from tests.web.office.test_studies import ALARM, CANARIES, DESIGN

Look = Callable[[str], None]
PAGES = ("studies", "studies/design", "studies/canaries", "studies/alarm", "studies/seized")


@pytest.fixture
def answered(office: LivePortal) -> LivePortal:  # noqa: F811
    """The office with an answer of each study, a recipient and an analysis that has an overview."""
    store = Store(office.database_url)
    seized = origin(listed(cut(run_of(RUNS[0].recipient, 6))), RUNS, DISTRICT_OF).to_keep()
    for kind, answer in zip(StudyKind, (DESIGN, CANARIES, seized, ALARM), strict=True):
        keep(Answered(kind, answer), by="system", at=NOON, store=store)
    with store.write() as connection:
        exports.put_run(connection, replace(RUNS[0], recipient=CITY))
        findings.save(connection, at=NOON, by="analyst", findings=FINDINGS, pictures=WITH_OVERVIEW)
    store.close()
    return office


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    return open_page(request.param)


@pytest.fixture
def look(page: Page, axe: Callable[[Page], None], snapshot: Callable[[Page, str], Path]) -> Look:
    def at(name: str) -> None:
        page.wait_for_load_state("networkidle")
        axe(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name} scrolls sideways"
        snapshot(page, f"study-{name}")

    return at


def test_an_analyst_reads_every_study_and_marks_what_was_in_the_news(
    answered: LivePortal, page: Page, look: Look
) -> None:
    signed_in(page, answered, Role.ANALYST, "/office/studies")
    for path in PAGES:
        page.goto(f"{answered.url}/office/{path}")
        look(path.replace("/", "-"))
    page.goto(f"{answered.url}/office/overview")
    page.get_by_text("记下一则报道").click()
    page.get_by_label("日期", exact=True).fill("2026-02-01")
    page.get_by_label("一句话").fill("电视台报道推销电话")
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_text("电视台报道推销电话").first).to_be_visible()
    look("overview-events")


@pytest.mark.parametrize("page", [DESK], ids=["desk"], indirect=True)
def test_one_covers_a_passage_and_another_destroys_it(
    answered: LivePortal, page: Page, look: Look, open_page: Callable[..., Page]
) -> None:
    signed_in(page, answered, Role.CASE_OFFICER, "/office/complaints?assigned=me")
    page.locator("table a").first.click()
    page.get_by_text("说明理由后打开", exact=True).click()
    page.locator("form[action$=sealed]").get_by_label("核对报告内容").check()
    page.get_by_role("button", name="打开").click()
    page.get_by_text("遮盖一段文字").click()
    page.get_by_label("要遮盖的原文").fill("医院")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        look("mask")
    page.get_by_role("button", name="遮盖", exact=True).click()
    expect(page.locator("main")).to_contain_text("██")
    page.get_by_role("link", name="返回投诉").click()
    expect(page.locator("main")).to_contain_text("遮盖的文字")
    look("maskings")
    boss = signed_in(open_page(DESK), answered, Role.SUPERVISOR, page.url.removeprefix(answered.url))
    boss.get_by_role("button", name="抹去").click()
    expect(boss.locator("main")).to_contain_text("已由 supervisor 抹去")


def test_an_administrator_names_who_answers_for_the_files(answered: LivePortal, page: Page, look: Look) -> None:
    signed_in(page, answered, Role.ADMINISTRATOR, "/office/admin/recipients")
    page.get_by_label(f"{CITY}的责任部门").fill("信息科")
    page.locator("form.custodian button").first.click()
    expect(page.get_by_label(f"{CITY}的责任部门")).to_have_value("信息科")
    look("custodian")
