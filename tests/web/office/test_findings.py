"""The dashboard says what the calls say and no more, in every state that it can be in."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from portal.casework import jobs as casework
from portal.domain.access import Role
from portal.domain.finding import JOINER, Alarm, Findings, Reason, ReasonCode, WarningCode
from portal.domain.job import JobState
from portal.domain.vocabulary import Verdict
from portal.storage import findings as saved
from portal.storage import jobs
from portal.web.office.words import reason_text
from tests.web.office.conftest import Office
from tests.web.office.saved import CITY, CLINIC, DRAWN, FIRM, SAID, SOURCES, WOMEN, finding
from tests.web.office.saved_overview import EAST, WITH_OVERVIEW

ANALYST = Role.ANALYST
ACCUSING = ("有罪", "泄露者", "泄露了", "凶手", "guilty", "culprit", "leaker", "leaked by")


def dashboard(office: Office, said: Findings = SAID, **options: object) -> str:
    office.analysed(said.to_json())
    return office.page(ANALYST, "/office/findings", **options)


def heading(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>")[0]


def test_before_the_first_analysis_the_page_says_what_is_needed(office: Office) -> None:
    page = office.page(ANALYST, "/office/findings")
    assert "还没有做过分析" in page and "exports.csv" in page and "开始分析" in page


def test_the_title_is_the_finding(office: Office) -> None:
    assert heading(dashboard(office)) == f"来电跟随{CITY}的导出，而不是建卡日"


def test_without_ground_the_title_says_so(office: Office) -> None:
    undetermined = replace(SAID, sources=(finding(CITY, Verdict.UNDETERMINED, None),), implicated=())
    assert heading(dashboard(office, undetermined)) == "尚不能判断来电跟随哪条路径"


def test_a_class_is_named_as_a_class_and_none_of_it_alone(office: Office) -> None:
    said = replace(SAID, sources=SOURCES[2:4], implicated=(JOINER.join(sorted((WOMEN, CLINIC))),))
    page = dashboard(office, said)
    assert heading(page) == f"来电跟随{'、'.join(sorted((WOMEN, CLINIC)))}的导出，但不能把它们彼此区分"
    assert "作为一组" in page and "结论只对整组成立，不针对其中任何一个" in page
    member = office.page(ANALYST, "/office/findings/1/0")
    assert '<span class="verdict verdict-implicated">' not in member
    assert f"只有合在一起，它们才达到指名的标准；单独的{WOMEN}不能被指名" in member


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_accuses(office: Office, language: str) -> None:
    office.analysed()
    paths = ["/office/findings", "/office/method", *(f"/office/findings/1/{place}" for place in range(len(SOURCES)))]
    for path in paths:
        page = office.page(ANALYST, path, headers={"Accept-Language": language}).casefold()
        assert [word for word in ACCUSING if word in page] == []


def test_every_source_has_its_row_its_sentence_and_its_page(office: Office) -> None:
    page = dashboard(office)
    for place in range(len(SOURCES)):
        assert f"/office/findings/1/{place}" in page
    assert "拿到名单之后的来电率是之前的 2.31 倍（95% 区间 1.90–2.80）" in page
    assert "&lt;0.0001" in page


def test_a_dash_is_explained(office: Office) -> None:
    page = dashboard(office)
    assert "—" in page and "“—”表示没有给出，原因写在该路径的页面上" in page


def test_warnings_stand_in_words(office: Office) -> None:
    assert "有的路径没有通过前提检查" in dashboard(office)


def test_the_calibration_stands_beside_the_findings(office: Office) -> None:
    assert "随机打乱 1,000 次" in dashboard(office) and "99% 不超过 2.84" in dashboard(office)
    assert "没有可以打乱的导出日期" in dashboard(office, replace(SAID, placebo=None))


def test_the_fewest_invented_reports_say_what_they_would_do(office: Office) -> None:
    page = dashboard(office)
    assert "23 条可推翻" in page and "9 条可指名" in page


def test_no_alarm_no_banner(office: Office) -> None:
    assert "警报" not in dashboard(office)


def test_an_alarm_says_what_it_means_and_where_to_look(office: Office) -> None:
    raised = replace(SAID, alarm=Alarm(True, 18.7), warnings=(WarningCode.TIERS_DIVERGE,))
    page = dashboard(office, raised)
    banner = page.split("notice-danger")[1].split("</table>")[0]
    assert "警报：匿名报告与已核实的报告说法不一致" in banner and "z = 18.7" in banner
    assert "结论不依据匿名报告" in banner
    assert FIRM in banner and "6.20" in banner and "2.20" not in banner
    assert "/office/complaints" not in banner  # an analyst may not open the queue
    assert "/office/complaints" in office.page(Role.SUPERVISOR, "/office/findings").split("notice-danger")[1]


def test_an_analysis_that_counts_anonymous_reports_does_not_say_that_it_does_not(office: Office) -> None:
    page = dashboard(office, replace(SAID, alarm=Alarm(True, 5.0), tiers_used=(2, 1, 0)))
    assert "在查清之前不可采用" in page and "结论不依据匿名报告" not in page


def test_the_pictures_bring_their_numbers_and_their_tables(office: Office) -> None:
    page = dashboard(office)
    for kind in ("lexis", "forest", "lags", "vendor_stage", "calendar"):
        assert f'data-chart="{kind}"' in page
        assert f"/office/charts/1/{kind}.csv" in page
    assert "style=" not in page and "<script>" not in page


def test_a_picture_emphasises_the_recipient_that_the_address_names(office: Office) -> None:
    office.analysed()
    assert f'"chosen": "{CITY}"'.encode("unicode_escape").decode() in office.page(ANALYST, "/office/findings")
    assert '"chosen": "=' in office.page(ANALYST, "/office/findings?source=%3D育苗信息公司")


def test_without_a_call_there_is_no_picture_and_the_page_says_why(office: Office) -> None:
    said = replace(SAID, calls=0, sources=(), implicated=())
    office.analysed(said.to_json(), replace(DRAWN, lexis=None, lags=(), forest=()).to_json())
    page = office.page(ANALYST, "/office/findings")
    assert heading(page) == "还没有可以分析的来电" and "还没有图" in page


def test_newer_reports_make_the_analysis_stale(office: Office) -> None:
    office.analysed()
    assert "尚未计入" not in office.page(ANALYST, "/office/findings")
    office.at += timedelta(days=1)
    office.submitted()
    few = office.page(ANALYST, "/office/findings")
    assert "尚未计入" in few and "之后又有 2 次" not in few, "a small count is no exact one here either"
    for token in ("two", "three"):
        office.submitted(token)
    assert "之后又有 6 次来电报告进来，尚未计入" in office.page(ANALYST, "/office/findings")


def test_asking_for_an_analysis_queues_one_job_and_shows_its_progress(office: Office) -> None:
    office.analysed()
    client = office.client(ANALYST)
    assert client.post("/office/analysis").location == "/office/findings"
    client.post("/office/analysis")
    page = client.get("/office/findings").get_data(as_text=True)
    assert "等待分析程序接手" in page and "重新分析" not in page
    with office.store.write() as connection:
        job = jobs.claim(connection, office.at)
        assert jobs.claim(connection, office.at) is None
        jobs.set_progress(connection, job.id, "reading", 3, 8)
    answer = client.get("/office/analysis.json").get_json()
    assert answer == {"under_way": True, "words": "正在读取报告", "done": 3, "total": 8}


def test_a_failed_analysis_leaves_the_old_result_and_says_so(office: Office) -> None:
    office.analysed()
    job = casework.ask_for_analysis(by="analyst", at=office.at, store=office.store)
    with office.store.write() as connection:
        jobs.claim(connection, office.at)
        jobs.finish(connection, job.id, office.at, failure="out_of_memory")
    page = office.page(ANALYST, "/office/findings")
    assert "上一次分析没有完成" in page and "没有被改动" in page and "内存不足" in page
    assert heading(page).startswith("来电跟随") and "重新分析" in page
    assert office.client(ANALYST).get("/office/analysis.json").get_json()["under_way"] is False


def test_an_officer_who_may_not_run_it_is_not_offered_the_button(office: Office) -> None:
    office.analysed()
    assert "重新分析" not in office.page(Role.CASE_OFFICER, "/office/findings")


def test_progress_before_any_job_is_not_found(office: Office) -> None:
    assert office.client(ANALYST).get("/office/analysis.json").status_code == 404


def test_one_source_has_its_numbers_its_curve_and_its_exports(office: Office) -> None:
    office.analysed()
    page = office.page(ANALYST, "/office/findings/1/1")
    assert "2.31" in page and "1 次导出，另有 1 次计划" in page and 'data-chart="lags"' in page


def test_one_source_says_how_sure_it_is(office: Office) -> None:
    office.analysed()
    page = office.page(ANALYST, "/office/findings/1/1")
    for words in (
        "2.31（1.90–2.80）", "打乱导出日期 1,000 次，没有一次出现这样强的跟随", "95% 的次数不超过 2.48", "91%",
        "最小倍数：1.80 倍", "再有 23 条编造的已核实来电报告，结论就会改变", "61%（50%–72%）", "这不是“由它泄露”的概率",
    ):  # fmt: skip
        assert words in page, words
    gate = page.split("前提检查</h2>")[1].split("</table>")[0]
    assert gate.count("</tr>") == 5 and "下限不高于 1.25" in gate and "数据不足，未能检查" in gate
    tiers = page.split("各级报告分开看</h2>")[1].split("</table>")[0]
    assert "2,001" in tiers and tiers.count("结论所用") == 1
    left_out = page.split("逐一去掉，还站得住吗</h2>")[1].split("</table>")[0]
    assert left_out.count("每次都成立") == 3 and "宁川市第二妇幼保健院" in left_out and "7.02" in left_out


def test_one_source_that_is_not_named_says_what_keeps_it_from_a_name(office: Office) -> None:
    office.analysed()
    page = office.page(ANALYST, "/office/findings/1/4")
    for words in (
        "有 257 次某条路径显得同样强或更强", "编造 9 条已核实的来电报告", "&lt;1%", "511.56 倍", "信息太少", "未通过",
        "导出之前的 30 天里来电就已经上升", "去掉2026年1月5日起一周内的来电后", "有 31 次来电发生在建卡之后",
    ):  # fmt: skip
        assert words in page, words


def test_what_is_not_given_says_why(office: Office) -> None:
    office.analysed()
    page = office.page(ANALYST, "/office/findings/1/0")
    assert (
        "建卡（及与它同组的单位）没有可以打乱的导出日期" in page
        and "没有分级比较" in page
        and "只检查在联合模型" in page
    )
    untested = replace(SAID, sources=(replace(SOURCES[2], p_value=None, rate_ratio=None),))
    office.analysed(untested.to_json())
    page = office.page(ANALYST, "/office/findings/2/0")
    assert page.count("没有检验，原因见") == 1 and "发现的把握" not in page


def test_what_is_not_there_is_not_found(office: Office) -> None:
    client = office.client(ANALYST)
    office.analysed()
    for path in ("/office/findings/2", "/office/findings/1/99", "/office/charts/2/lexis.csv", "/office/charts/1/x.csv"):
        assert client.get(path).status_code == 404, path


def test_a_job_that_is_done_no_longer_shows(office: Office) -> None:
    office.analysed()
    job = casework.ask_for_analysis(by="analyst", at=office.at, store=office.store)
    with office.store.write() as connection:
        jobs.claim(connection, office.at)
        jobs.finish(connection, job.id, office.at)
    assert casework.latest_analysis_job(store=office.store).state is JobState.DONE
    page = office.page(ANALYST, "/office/findings")
    assert "data-progress" not in page and "没有完成" not in page


def test_what_callers_knew_stands_beside_the_files_with_registration_to_compare_it_with(office: Office) -> None:
    office.analysed()
    page = office.page(ANALYST, "/office/findings/1/1").split("能从这里得到吗</h2>")[1].split("</table>")[0]
    assert "1,204 通来电" in page and "1.42" in page and "1,173" in page
    assert page.count("<tr>") == 3 and "−2.41" not in page
    hidden = office.page(ANALYST, "/office/findings/1/2")
    assert "−2.41" in hidden and hidden.count("cell-suppressed") > 1


def test_an_analysis_from_before_knowledge_was_asked_for_shows_its_sources(office: Office) -> None:
    old = DRAWN.to_json()
    del old["knowledge"]
    with office.store.write() as connection:
        saved.save(connection, at=office.at, by="analyst", findings=SAID.to_json(), pictures=old)
    page = office.page(ANALYST, "/office/findings/1/1")
    assert heading(page).startswith(CITY) and "能从这里得到吗" not in page


def test_a_count_too_small_to_show_reads_as_such_in_a_reason(office: Office) -> None:
    reason = Reason(ReasonCode.CALLS_BEFORE_FIRST_EXPORT, {"calls": None, "p": 0.004})
    with office.app.test_request_context():
        assert "少于 5" in reason_text(reason)


def test_what_the_dashboard_is_narrowed_to_goes_along_through_the_findings(office: Office) -> None:
    office.analysed(pictures=WITH_OVERVIEW)
    number = office.analysed(pictures=WITH_OVERVIEW)
    view = f"district={quote(EAST)}&amp;quarter=2026-Q1"
    asked = f"district={EAST}&quarter=2026-Q1"
    assert f'href="/office/findings/{number}?{view}"' in office.page(ANALYST, f"/office/overview?{asked}")
    for path, named in ((f"findings/{number}", f"analysis={number}&amp;"), ("findings", "")):
        page = office.page(ANALYST, f"/office/{path}?{asked}")
        for sister in ("overview", "paths", "vendors", "compare"):
            assert f'href="/office/{sister}?{named}{view}"' in page, (path, sister)
        assert f'href="/office/findings/{number}/1?{view}"' in page
        assert f'href="/office/findings/{number}/identifiability?{view}"' in page
        assert "这里是全市、全部时间的结果，不随筛选变化" in page
    for path in (f"findings/{number}/1", f"findings/{number}/identifiability"):
        assert f'href="/office/findings/{number}?{view}"' in office.page(ANALYST, f"/office/{path}?{asked}")
    assert f'href="/office/findings/{number}/1?{view}"' in office.page(ANALYST, f"/office/paths?{asked}")
    wide = office.page(ANALYST, "/office/findings")
    assert f'href="/office/findings/{number}/1"' in wide
