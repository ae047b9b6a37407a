"""The overview, the paths, the callers and the comparison: laid out as saved, filtered by the address."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.access import Role
from portal.domain.picture import Pictures
from portal.web.charts import tables
from tests.web.office.conftest import NOON, Office
from tests.web.office.saved import CITY, CLINIC, FINDINGS, FIRM, SAID, WOMEN
from tests.web.office.saved_overview import DRAWN_WITH_OVERVIEW, EAST, OVERVIEW, VENDORS, WEST, WITH_OVERVIEW

PAGES = ("/office/overview", "/office/paths", "/office/vendors", "/office/compare")


@pytest.fixture
def analysed(office: Office) -> Office:
    office.analysed(pictures=WITH_OVERVIEW)
    return office


def reading(office: Office, path: str) -> str:
    return office.page(Role.ANALYST, path)


def test_the_new_pictures_go_through_json_and_come_back() -> None:
    assert Pictures.from_json(WITH_OVERVIEW) == DRAWN_WITH_OVERVIEW


def test_people_days_and_calls_stand_apart_and_recent_weeks_are_marked(analysed: Office) -> None:
    page = reading(analysed, "/office/overview")
    for number in ("412", "1,790", "1,873"):
        assert f'<dd class="stat-number">{number}</dd>' in page
    assert "2026年2月16日 起的来电通常还有一成以上没有报告" in page
    assert f"{CITY}：2025年12月29日 触发" in page


def test_a_place_has_a_rate_only_where_its_registrations_are_known(analysed: Office) -> None:
    page = reading(analysed, "/office/overview")
    assert '40.8 <span class="soft">(37.0–44.9)</span>' in page
    assert page.count("不算比率</td>") == 2
    assert page.count("报告太少</td>") == 1


def test_a_district_in_the_address_is_followed_by_every_picture(analysed: Office) -> None:
    page = reading(analysed, f"/office/overview?district={EAST}")
    assert f"<h2>{EAST}</h2>" in page
    assert "望潮医院" not in page
    assert '"calls": 50' not in page
    assert '"happened": 50' in page
    assert '"happened": 90' not in page


def test_a_period_in_the_address_leaves_out_the_other_weeks(analysed: Office) -> None:
    page = reading(analysed, "/office/overview?since=2026-01-12&until=2026-01-31")
    assert "2026-01-19" in page
    assert '"2026-01-05"' not in page
    assert '"2026-02-23"' not in page
    assert "这段时间没有报告" in reading(analysed, "/office/overview?since=2027-01-01")


@pytest.mark.parametrize(
    "wrong", ["district=不存在区", "since=2026-13-01", "until=yesterday", "since=2026-03-01&until=2026-01-01"]
)
def test_a_wrong_filter_is_said_and_left_out(analysed: Office, wrong: str) -> None:
    page = reading(analysed, f"/office/overview?{wrong}")
    assert "地址里的筛选有一部分看不懂" in page
    assert '"happened": 90' in page


def test_a_view_can_be_kept_for_an_older_analysis(analysed: Office) -> None:
    analysed.analysed()
    assert "还没有这一页的数字" in reading(analysed, "/office/overview")
    page = reading(analysed, "/office/overview?analysis=1")
    assert '"happened": 90' in page
    assert "/office/paths?analysis=1" in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("named", ["99", "abc", "-1", "9" * 40])
def test_an_analysis_that_does_not_exist_is_not_found(analysed: Office, path: str, named: str) -> None:
    assert analysed.client(Role.ANALYST).get(f"{path}?analysis={named}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_before_the_first_analysis_every_page_says_how_to_begin(office: Office, path: str) -> None:
    assert "还没有做过分析" in reading(office, path)


@pytest.mark.parametrize("path", PAGES[:3])
def test_an_analysis_from_before_still_opens_and_says_what_it_lacks(office: Office, path: str) -> None:
    office.analysed()
    page = reading(office, path)
    assert "还没有这一页的数字" in page
    assert "再分析一次" in page


@pytest.mark.parametrize(
    "pictures",
    [
        replace(DRAWN_WITH_OVERVIEW, overview=replace(OVERVIEW, slices=())),
        replace(DRAWN_WITH_OVERVIEW, vendors=replace(VENDORS, parties=(), together=())),
        replace(DRAWN_WITH_OVERVIEW, alarms=None, lexis=None, identifiability=None),
    ],
    ids=["nothing told", "no party", "no alarm"],
)
def test_an_empty_picture_leaves_the_page_whole(office: Office, pictures: Pictures) -> None:
    office.analysed(pictures=pictures.to_json())
    client = office.client(Role.ANALYST)
    assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)


def test_the_second_visit_tells_what_changed(analysed: Office) -> None:
    assert "自您上次查看" not in reading(analysed, "/office/overview")
    changed = [one | {"verdict": "undetermined"} if one["source"] == CITY else one for one in FINDINGS["sources"]]
    analysed.at = NOON + timedelta(days=1)
    analysed.analysed(FINDINGS | {"sources": changed}, WITH_OVERVIEW)
    page = reading(analysed, "/office/overview")
    assert "自您上次查看（2026年3月2日 12:00）以来" in page
    news = page[page.index("自您上次查看") : page.index("全部区")]
    assert CITY in news
    assert "尚不能判断" in news


def test_late_and_skipped_files_are_flagged_and_versions_told(analysed: Office) -> None:
    page = reading(analysed, "/office/paths")
    assert "<h1>1 份文件晚了，1 份没有发出</h1>" in page
    assert '"standing": "skipped"' in page
    assert "预产期、姓名、手机号" in page
    assert f"没有登记计划，因此不判断是否按时：{FIRM}、{WOMEN}" in page


def test_a_caller_is_told_without_its_number(analysed: Office) -> None:
    page = reading(analysed, "/office/vendors")
    assert "2 个来电方各打扰了至少 5 位孕产妇" in page
    assert 'class="num shade-3">93%' in page
    one = reading(analysed, "/office/vendors/1")
    assert "来电方 1：主要推销奶粉" in one
    assert "晨曦医院" in one
    assert "3.1" in one


@pytest.mark.parametrize("number", [3, 99])
def test_a_caller_that_the_analysis_does_not_hold_is_not_found(analysed: Office, number: int) -> None:
    assert analysed.client(Role.ANALYST).get(f"/office/vendors/{number}").status_code == 404


def test_two_sources_stand_side_by_side(analysed: Office) -> None:
    page = reading(analysed, f"/office/compare?one={WOMEN}&other={CITY}")
    assert f"<h1>{WOMEN} 与 {CITY}</h1>" in page
    assert page.index(f">{WOMEN}</a></th>") < page.index(f">{CITY}</a></th>")


def test_sources_of_one_class_are_said_to_be_one(analysed: Office) -> None:
    assert "完全无法区分" in reading(analysed, f"/office/compare?one={WOMEN}&other={CLINIC}")


@pytest.mark.parametrize("query", ["", "?one=nobody", f"?one={CITY}&other={CITY}", "?other=registration"])
def test_an_odd_pair_becomes_one_that_can_be_compared(analysed: Office, query: str) -> None:
    page = reading(analysed, f"/office/compare{query}")
    assert page.count("selected>") == 2
    assert f"<h1>{CITY} 与 " in page


def test_a_district_without_a_name_in_a_file_is_everybody() -> None:
    rows = tables.find("reports", SAID, DRAWN_WITH_OVERVIEW).rows
    assert {row[0] for row in rows} == {"", EAST, WEST}


@pytest.mark.parametrize("name", ["reports", "places", "path_runs", "party_recipients", "together", "alarms"])
def test_every_new_table_comes_in_three_forms(analysed: Office, name: str) -> None:
    client = analysed.client(Role.ANALYST)
    for kind in ("csv", "xlsx", "json"):
        assert client.get(f"/office/charts/1/{name}.{kind}").status_code == 200
    assert client.get("/office/charts/1/reports.csv").get_data(as_text=True).count("<5") == 12
