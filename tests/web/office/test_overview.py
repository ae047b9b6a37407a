"""The overview, the paths, the callers and the comparison: laid out as saved, filtered by the address."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, urlencode

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
    assert '<td class="num">9,800</td>\n      <td class="soft">登记部门报数，2025-07-01 起共 184 天</td>' in page
    assert page.count("不算比率</td>") == 2
    assert page.count("报告太少</td>") == 1


def test_a_district_in_the_address_is_followed_by_every_picture(analysed: Office) -> None:
    page = reading(analysed, f"/office/overview?district={EAST}")
    assert f"<h2>{EAST}</h2>" in page
    assert "望潮医院" not in page
    assert '"calls": 50' not in page
    assert '"happened": 50' in page
    assert '"happened": 90' not in page


def test_a_quarter_in_the_address_leaves_out_the_weeks_of_others(analysed: Office) -> None:
    page = reading(analysed, "/office/overview?quarter=2026-Q1")
    assert '"from_day": "2026-01-19"' in page
    page = reading(analysed, "/office/overview?quarter=2025-Q4")
    assert '"from_day"' not in page
    assert "这段时间没有报告" in page


def test_the_numbers_follow_all_three_fields_and_small_ones_stay_hidden(analysed: Office) -> None:
    page = reading(analysed, f"/office/overview?district={EAST}&quarter=2026-Q1&tier=2")
    assert '<dd class="stat-number">80</dd>' in page
    assert f"<h2>{EAST} · 2026年第1季度 · 建卡已核实</h2>" in page
    small = reading(analysed, f"/office/overview?district={WEST}&quarter=2025-Q4&tier=1")
    assert small.count('<dd class="stat-number">少于 5</dd>') == 3


def test_what_cannot_be_narrowed_says_so_beside_itself(analysed: Office) -> None:
    page = reading(analysed, f"/office/overview?district={EAST}&quarter=2026-Q1&tier=2")
    assert page.count("这里没有按核实程度筛选") == 1
    assert page.count("这里没有按季度、核实程度筛选") == 2
    for path in ("/office/compare", "/office/findings/1/1"):
        assert "不随筛选变化" not in reading(analysed, path)
        assert reading(analysed, f"{path}?quarter=2026-Q1").count("不随筛选变化") >= 3


@pytest.mark.parametrize(
    ("field", "named"), [("district", "“区”里没有"), ("quarter", "“季度”里没有"), ("tier", "“核实程度”里没有")]
)
@pytest.mark.parametrize("path", ["/office/overview", "/office/vendors", "/office/compare", "/office/findings/1/1"])
def test_a_wrong_value_is_named_with_its_mend_and_the_rest_is_kept(
    analysed: Office, path: str, field: str, named: str
) -> None:
    right = {"district": EAST, "quarter": "2026-Q1", "tier": "2"} | {field: "<b>7</b>"}
    page = reading(analysed, f"{path}?{urlencode(right)}")
    assert f"{named}“&lt;b&gt;7&lt;/b&gt;”" in page
    assert page.count("里没有“") == 1
    assert page.count(" selected>") >= 2


def test_a_wrong_source_is_named(analysed: Office) -> None:
    assert "“第一个来源”里没有“某局”" in reading(analysed, "/office/compare?one=某局")


def test_the_view_goes_along_to_the_sister_pages(analysed: Office) -> None:
    view = urlencode({"district": EAST, "quarter": "2026-Q1", "tier": "2"}).replace("&", "&amp;")
    for path in ("overview", "vendors", "paths", "compare"):
        page = reading(analysed, f"/office/{path}?{view.replace('&amp;', '&')}")
        assert f"/office/vendors?{view}" in page
        assert f"/office/compare?{view}" in page


def test_a_caller_is_listed_where_and_when_it_called(analysed: Office) -> None:
    assert "来电方 1" in reading(analysed, f"/office/vendors?district={EAST}&quarter=2026-Q1")


def test_a_file_is_narrowed_like_the_page_and_its_name_says_by_what(analysed: Office) -> None:
    client = analysed.client(Role.ANALYST)
    asked = urlencode({"district": EAST, "quarter": "2026-Q1", "tier": "2"})
    answer = client.get(f"/office/charts/1/portions.csv?{asked}")
    assert answer.get_data(as_text=True).split("\r\n")[1:-1] == [f"{EAST},2026-Q1,2,40,79,80"]
    assert quote(f"jingyue-1-portions-{EAST}-2026-Q1-2.csv") in answer.headers["Content-Disposition"]
    assert client.get(f"/office/charts/1/portions.xlsx?{asked}").status_code == 200
    whole = client.get(f"/office/charts/1/forest.csv?{asked}")
    assert whole.headers["Content-Disposition"] == 'attachment; filename="jingyue-1-forest.csv"'


def test_the_picture_of_the_districts_leads_to_each_and_back(analysed: Office) -> None:
    to_east = f'"href": "/office/overview?{urlencode({"district": EAST, "tier": "2"})}"'
    assert to_east.replace("&", "\\u0026") in reading(analysed, "/office/overview?tier=2")
    back = reading(analysed, f"/office/overview?district={EAST}&tier=2")
    assert '"href": "/office/overview?tier=2"' in back


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


def test_the_picture_of_parties_opens_each_with_the_view_and_its_table_says_the_same(analysed: Office) -> None:
    page = reading(analysed, f"/office/vendors?district={EAST}")
    drawn = json.loads(page.split('data-chart="parties"')[1].split('application/json">')[1].split("</script>")[0])
    web = drawn["data"]
    assert [(row["number"], row["partners"]) for row in web["rows"]] == [(1, [2]), (2, [1])]
    assert web["rows"][0]["href"] == f"/office/vendors/1?district={quote(EAST)}"
    assert web["pairs"] == [{"one": 0, "other": 1, "mothers": 19, "ratio": 3.06}]
    assert [row["above"]["recipients"] for row in web["rows"]] == [{CITY: 0.2}, {}]
    assert web["columns"] == {"recipients": [CITY, FIRM], "hospitals": ["晨曦医院"]}
    assert drawn["labels"]["shared_cost"] == "400、800 电话"
    assert "<td>号码在同一号段、发过同样的短信</td>" in page
    rows = analysed.client(Role.ANALYST).get("/office/charts/1/circles.csv").get_data(as_text=True).splitlines()
    assert rows[1] == f"1,infant_formula,7,2,range;wording,31,41,2,{CITY},晨曦医院"


def test_a_run_from_before_the_picture_still_has_its_parties(office: Office) -> None:
    saved = DRAWN_WITH_OVERVIEW.to_json()
    for one in saved["vendors"]["parties"]:
        del one["signs"], one["joints"]
    del saved["vendors"]["hospitals"]
    office.analysed(pictures=saved)
    page = reading(office, "/office/vendors")
    assert '"signs": []' in page
    assert '"hospitals": []' in page


@pytest.mark.parametrize(("unsure", "says"), [(0, None), (None, "少于 5 个"), (7, "另有 7 个号码")])
def test_numbers_that_look_mistyped_are_said_beside_a_caller(office: Office, unsure: int | None, says: str) -> None:
    one, *others = VENDORS.parties
    drawn = replace(DRAWN_WITH_OVERVIEW, vendors=replace(VENDORS, parties=(replace(one, unsure=unsure), *others)))
    office.analysed(pictures=drawn.to_json())
    page = reading(office, "/office/vendors/1")
    assert ("可能是写错了；没有合并" in page) is (says is not None)
    assert says is None or says in page


@pytest.mark.parametrize("number", [3, 99])
def test_a_caller_that_the_analysis_does_not_hold_is_not_found(analysed: Office, number: int) -> None:
    assert analysed.client(Role.ANALYST).get(f"/office/vendors/{number}").status_code == 404


def test_two_sources_stand_side_by_side(analysed: Office) -> None:
    page = reading(analysed, f"/office/compare?one={WOMEN}&other={CITY}")
    assert f"<h1>{WOMEN} 与 {CITY}</h1>" in page
    assert page.index(f">{WOMEN}</a></th>") < page.index(f">{CITY}</a></th>")


def test_the_registration_runs_up_the_diagonal_of_the_plane(analysed: Office) -> None:
    page = reading(analysed, f"/office/compare?one={CITY}&other=registration")
    assert '{"points": [["' in page
    assert page.count('"recipient": "registration"') == 1
    assert '"recipient": "registration"' not in reading(analysed, f"/office/compare?one={CITY}&other={WOMEN}")


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


@pytest.mark.parametrize(
    "name", ["reports", "places", "path_runs", "party_recipients", "together", "circles", "alarms"]
)
def test_every_new_table_comes_in_three_forms(analysed: Office, name: str) -> None:
    client = analysed.client(Role.ANALYST)
    for kind in ("csv", "xlsx", "json"):
        assert client.get(f"/office/charts/1/{name}.{kind}").status_code == 200
    assert client.get("/office/charts/1/reports.csv").get_data(as_text=True).count("<5") == 12
