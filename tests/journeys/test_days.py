"""One whole working day each of an officer, an analyst and a supervisor, on a desk's two usual screens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.domain.access import Role
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import signed_in
from tests.journeys.town import CONTACT, NUMBER, WORDS, Town, town
from tests.servers.browser import DESK, PHONE
from tests.servers.databases import Databases
from tests.web.office.saved import CITY, WOMEN
from tests.web.office.saved_overview import EAST

LOOK = "day"
WIDE = {"width": 1600, "height": 1000}


@pytest.fixture(scope="module")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(databases, tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture
def see(look: Look, snapshot: Callable[[Page, str], Path]) -> Look:
    """A look at the wide screen, then a whole one at the narrower, at which the page is left."""

    def at(page: Page, name: str) -> None:
        page.set_viewport_size(WIDE)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name} scrolls sideways"
        snapshot(page, f"{LOOK}-{name}")
        page.set_viewport_size(DESK["viewport"])
        look(page, name)

    return at


def test_an_officers_day(office: Town, open_page: Callable[..., Page], see: Look) -> None:
    page = signed_in(open_page(DESK), office.portal, Role.CASE_OFFICER)
    page.get_by_role("link", name="投诉", exact=True).click()
    page.get_by_label("全部区").select_option(EAST)
    page.get_by_label("不论分给谁").select_option("nobody")
    page.get_by_role("button", name="筛选").click()
    page.get_by_text("存下这个筛选").click()
    page.get_by_label("起个名字").fill("晨曦待办")
    page.get_by_role("button", name="存下", exact=True).click()
    page.goto(f"{office.url}/office/complaints")
    page.get_by_role("link", name="晨曦待办", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("筛选出")
    see(page, "officer-queue")

    page.get_by_role("button", name="我来办理投诉").first.click()
    expect(page.get_by_text("次日起算，15 天内决定是否受理")).to_be_visible()
    page.get_by_role("button", name="受理").click()
    expect(page.get_by_text("次日起算，60 天内办结")).to_be_visible()
    complaint = page.url

    page.get_by_text("说明理由后打开", exact=True).click()
    page.get_by_role("radio", name="查明来电方").first.check()
    page.get_by_role("button", name="记录并打开").click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    expect(page.get_by_text(NUMBER, exact=True).first).to_be_hidden()
    see(page, "officer-sealed")
    page.get_by_role("link", name="返回投诉").click()

    page.get_by_text("同号码来电的其他投诉").click()
    page.get_by_role("button", name="标为相关").first.click()
    expect(page.get_by_text("相关投诉：")).to_be_visible()

    write_to_her(page, see)

    boss = signed_in(open_page(DESK), office.portal, Role.SUPERVISOR, complaint.removeprefix(office.url))
    boss.get_by_text("延长办结期限", exact=True).click()
    boss.get_by_label("延长几天").fill("30")
    boss.get_by_label("还在调取证据").check()
    boss.get_by_role("button", name="延长，并告诉她").click()
    page.goto(complaint)
    expect(page.get_by_text("办结期限已延长 30 天：还在调取证据")).to_be_visible()
    expect(page.get_by_text("；延长 30 天；到")).to_be_visible()
    see(page, "officer-clock")

    page.get_by_label("已转交有权处理的部门").check()
    page.get_by_role("button", name="办结").click()
    expect(page.locator(".page-head")).to_contain_text("已转交有权处理的部门")
    expect(page.locator(".timeline")).to_contain_text("case_officer 打开密封内容：查明来电方")
    see(page, "officer-closed")


def test_an_analysts_day(office: Town, desk: Page, see: Look) -> None:
    page = signed_in(desk, office.portal, Role.ANALYST, "/office/overview")
    expect(page.locator("main")).to_contain_text(f"{CITY}：尚不能判断 → 指向")
    see(page, "analyst-overview")

    page.get_by_label("区", exact=True).select_option(EAST)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name=EAST, level=2)).to_be_visible()
    expect(page.locator("figure[data-chart=reports] table")).to_contain_text(EAST)
    expect(page.locator("figure[data-chart=vendor_stage] table")).to_contain_text(EAST)
    expect(page.get_by_role("rowheader", name="望潮医院")).to_have_count(0)
    page.get_by_role("link", name="来电方", exact=True).click()
    expect(page.get_by_label("区", exact=True)).to_have_value(EAST)
    page.get_by_role("link", name="数据去向", exact=True).click()
    see(page, "analyst-paths")

    page.get_by_role("link", name="结论", exact=True).click()
    page.get_by_role("link", name=CITY).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(CITY)
    expect(page.get_by_role("heading", name="证据走到哪一级")).to_be_visible()
    see(page, "analyst-source")

    page.goto(f"{office.url}/office/compare")
    page.get_by_label("第二个来源").select_option(WOMEN)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{CITY} 与 {WOMEN}")
    see(page, "analyst-compare")

    page.get_by_role("link", name="专项", exact=True).click()
    page.get_by_role("link", name="导出安排的比较").click()
    page.get_by_label("要与它区分的来源").select_option(CITY)
    page.get_by_role("button", name="开始比较").click()
    office.portal.flask("worker", "--once")
    page.reload()
    expect(page.get_by_text("后者推迟 7 天导出")).to_be_visible()
    see(page, "analyst-planner")

    page.goto(f"{office.url}/office/findings")
    page.get_by_role("link", name="卷宗").click()
    page.get_by_role("button", name="制作卷宗").click()
    expect(page.get_by_text("已排队")).to_be_visible()


def test_a_supervisors_day(office: Town, open_page: Callable[..., Page], see: Look, tmp_path: Path) -> None:
    page = signed_in(open_page(DESK), office.portal, Role.SUPERVISOR, "/office/complaints?assigned=nobody")
    boxes = page.get_by_role("checkbox")
    boxes.first.check()
    page.get_by_label("选中的投诉分给").select_option(label="王敏")
    page.get_by_role("button", name="分派").click()
    expect(page.get_by_text("已分派 1 件。")).to_be_visible()
    for box in boxes.all()[:2]:
        box.check()
    page.get_by_label("选中的投诉分给").select_option(label="王敏")
    see(page, "supervisor-queue")
    page.get_by_role("button", name="分派").click()
    expect(page.get_by_text("已分派 2 件。")).to_be_visible()
    page.goto(f"{office.url}/office/complaints?overdue=yes")
    expect(page.get_by_role("heading", level=1)).to_contain_text("筛选出 1 份投诉")
    page.locator("tbody a").first.click()
    expect(page.get_by_text("受理期限到期，尚未受理")).to_be_visible()

    page.goto(f"{office.url}/office/team")
    page.locator("ul.plain a").first.click()
    page.get_by_role("button", name="批准", exact=True).click()
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("case_officer 提议，supervisor 同意，留存中。理由：公安调查。")).to_be_visible()
    see(page, "supervisor-decided")
    officer = signed_in(open_page(DESK), office.portal, Role.CASE_OFFICER, page.url.removeprefix(office.url))
    officer.get_by_role("button", name="看一次").click()
    expect(officer.get_by_text(CONTACT)).to_be_visible()

    page.goto(f"{office.url}/office/team")
    see(page, "supervisor-team")
    page.get_by_label("交出的人").select_option(label="周洁")
    page.get_by_label("接手的人").select_option(label="王敏")
    page.get_by_role("button", name="全部交接").click()
    expect(page.get_by_text("已分派 3 件。")).to_be_visible()

    page.goto(f"{office.url}/office/findings")
    page.get_by_role("link", name=CITY).first.click()
    step = page.locator(".ladder [aria-current=step] strong")
    expect(step).to_have_text("相符")
    office.canary_called()
    page.reload()
    expect(step).to_have_text("互证")
    expect(page.locator("main")).to_contain_text("时间以外的证据：只放进它的文件里的号码被拨打")
    see(page, "supervisor-ladder")

    check_the_dossier(office, page, see, tmp_path)


def test_what_the_officer_did_is_what_the_mother_reads(office: Town, open_page: Callable[..., Page]) -> None:
    complaint_id = office.told("watched", to="case_officer")
    page = signed_in(open_page(DESK), office.portal, Role.CASE_OFFICER, f"/office/complaints/{complaint_id}/letters")
    page.get_by_role("link", name="告知进展").click()
    page.get_by_role("button", name="发给她").click()
    mother = open_page(PHONE)
    mother.goto(f"{office.url}/receipt")
    mother.locator("#code").fill(office.receipt("watched"))
    mother.get_by_role("button", name="打开", exact=True).click()
    mother.goto(f"{office.url}/diary/letters")
    expect(mother.locator("main")).to_contain_text("您的报告正在办理")


def write_to_her(page: Page, see: Look) -> None:
    """A note for colleagues, a message from a template, and the complaint is put down."""
    page.get_by_role("link", name="消息和备注").click()
    page.get_by_label("内容", exact=True).fill("号码与另一件相同，待查。")
    page.get_by_role("button", name="只作内部备注").click()
    page.get_by_role("link", name="请补充情况").click()
    page.get_by_role("button", name="发给她").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 条消息和备注")
    see(page, "officer-letters")
    page.get_by_role("link", name="返回投诉").click()
    page.get_by_role("button", name="放下").click()


def check_the_dossier(office: Town, page: Page, see: Look, folder: Path) -> None:
    """Asked for, made by the worker, taken, and found as it was signed."""
    page.goto(f"{office.url}/office/findings")
    page.get_by_role("link", name="卷宗").click()
    if page.get_by_role("button", name="制作卷宗").count():
        page.get_by_role("button", name="制作卷宗").click()
    office.portal.flask("worker", "--once")
    page.reload()
    with page.expect_download() as started:
        page.get_by_role("link", name="下载整份卷宗").click()
    archive = folder / started.value.suggested_filename
    started.value.save_as(archive)
    assert "完好" in office.portal.flask("dossier", "verify", str(archive)).stdout
    see(page, "supervisor-dossier")
