"""The studies' pages: empty, asked for, answered; who may see them; a leaked list comes through no browser."""

import pytest

from portal.aggregation.seized import origin
from portal.casework import studies as casework
from portal.cli import studying
from portal.domain.access import Role
from portal.domain.job import JobState
from portal.domain.study import StudyKind
from portal.storage import exports, jobs
from tests.aggregation.test_seized import DISTRICT_OF, RUNS, cut, listed, run_of
from tests.web.office.conftest import NOON, Office

ANALYST = Role.ANALYST
ALARM = {
    "looked_on": "2026-02-27", "error": 0.05,
    "classes": [
        {"members": ["甲局"], "looked_on": "2026-02-27", "looks": 3, "trials": 40, "exposed": 31, "expected": 12.5,
         "log_ratio": 9.1, "log10_e_value": 3.2, "raised_on": "2026-01-30", "onset": "2025-12-05", "days": 56,
         "calls": None},
        {"members": ["registration"], "looked_on": "2026-02-27", "looks": 3, "trials": None, "exposed": None,
         "expected": None, "log_ratio": None, "log10_e_value": None, "raised_on": None, "onset": None, "days": None,
         "calls": None},
    ],
}  # fmt: skip
DESIGN = {
    "between": "registration", "and": "甲局", "population": "own", "mothers": 581, "calls": 2266,
    "calls_a_month": 217.0,
    "rate_ratio": 4.0, "delay_days": 4.0, "lasting_days": None,
    "designs": [
        {"design": design, "amount": amount, "correlation": 0.3, "standard_error_3000_calls": 0.6, "calls": 5021.0,
         "engine_calls": calls, "months": 23.0, "engine_months": None if calls is None else 31.9}
        for design, amount, calls in (("as_is", None, None), ("shift", 7, 8180.0), ("withheld", 0.1, 8988.0))
    ],
    "canaries": [{"called": 0.2, "planted": 22}],
}  # fmt: skip
COUNT = {
    "planted": 14, "called": 6, "calls": 8, "named": 2, "months": 41.5, "p_value": 0.0004,
    "log10_likelihood_ratio": 3.1,
}  # fmt: skip
CANARIES = {
    "as_of": "2026-03-02T12:00:00+08:00", "calls_before_export": 0, "classes": [["甲局", "乙局"]],
    "controls": {
        "numbers": 100, "called": 1, "named": 0, "months": 300.0,
        "rate_per_month": {"estimate": 0.0033, "low": 0.0001, "high": 0.018},
    },
    "recipients": [
        {"recipient": "甲局", **COUNT, "p_adjusted": 0.0008, "rule_met": True, "speaks": True,
         "indistinguishable_from": ["乙局"], "batches": [{"exported_at": "2026-01-05T10:00:00+08:00", **COUNT}]},
    ],
    "warnings": ["shared_canaries"],
}  # fmt: skip


def saved(office: Office, kind: StudyKind, answer: dict) -> None:
    studying.keep(studying.Answered(kind, answer), by="system", at=NOON, store=office.store)


def work(office: Office, kind: StudyKind) -> None:
    """What the worker would do."""
    with office.store.write() as connection:
        job = jobs.claim(connection, NOON)
    done = studying.prepared(job, store=office.store, at=NOON)(lambda *_: None)
    studying.keep(done, by="system", at=NOON, store=office.store)
    with office.store.write() as connection:
        jobs.finish(connection, job.id, NOON)
    assert casework.latest_job(kind, store=office.store).state is JobState.DONE


@pytest.mark.parametrize("kind", StudyKind)
def test_without_an_answer_a_page_says_how_to_begin(office: Office, kind: StudyKind) -> None:
    assert "还没有结果" in office.page(ANALYST, f"/office/studies/{kind.value}")


def test_a_design_is_asked_for_and_answered(office: Office) -> None:
    with office.store.write() as connection:
        exports.put_run(connection, RUNS[0])
    told = {"first": "registration", "second": RUNS[0].recipient, "rate_ratio": "4", "delay": "4", "lasting": ""}
    answer = office.client(ANALYST).post("/office/studies/design", data=told)
    assert (answer.status_code, answer.location) == (303, "/office/studies/design")
    assert "data-progress" in office.page(ANALYST, "/office/studies/design")
    assert office.client(ANALYST).get("/office/studies/design.json").json["under_way"]

    work(office, StudyKind.DESIGN)

    page = office.page(ANALYST, "/office/studies/design")
    assert "按一座标准城市计算" in page
    assert "后者推迟 7 天导出" in page
    assert "data-progress" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"second": "registration"}, "两个不同的来源"),
        ({"rate_ratio": "1"}, "1.01 到 1000"),
        ({"rate_ratio": "nan"}, "1.01 到 1000"),
        ({"delay": "-1"}, "0 到 60"),
        ({"lasting": "0"}, "1 到 1000"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_words(office: Office, wrong: dict, said: str) -> None:
    with office.store.write() as connection:
        exports.put_run(connection, RUNS[0])
    told = {"first": "registration", "second": RUNS[0].recipient, "rate_ratio": "4", "delay": "4", **wrong}
    answer = office.client(ANALYST).post("/office/studies/design", data=told)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert casework.latest_job(StudyKind.DESIGN, store=office.store) is None


def test_canaries_are_judged_by_the_worker(office: Office) -> None:
    assert office.client(ANALYST).post("/office/studies/canaries").status_code == 303
    work(office, StudyKind.CANARIES)
    assert "尚未登记任何金丝雀号码" in office.page(ANALYST, "/office/studies/canaries")


def test_canaries_that_speak_name_all_who_cannot_be_told_apart(office: Office) -> None:
    saved(office, StudyKind.CANARIES, CANARIES)
    page = office.page(ANALYST, "/office/studies/canaries")
    assert "来电与以下单位的文件流出相符：甲局; 乙局" in page
    assert "有号码埋入了不止一个接收单位" in page


def test_an_alarm_says_since_when_and_hides_small_counts(office: Office) -> None:
    saved(office, StudyKind.ALARM, ALARM)
    page = office.page(ANALYST, "/office/studies/alarm")
    assert "甲局：2026-01-30 发出警报，来电自 2025-12-05 的导出起上升" in page
    assert "cell-suppressed" in page
    assert "它不表示别的路径就不能解释这些来电" in page


def test_a_leaked_list_comes_through_no_browser(office: Office) -> None:
    assert office.client(ANALYST).post("/office/studies/seized").status_code == 405
    assert "名单不经网页上传" in office.page(ANALYST, "/office/studies/seized")


def test_what_a_list_looks_like_is_laid_out(office: Office) -> None:
    cut_from = run_of(RUNS[0].recipient, 6)
    said = origin(listed(cut(cut_from)), RUNS, DISTRICT_OF)
    saved(office, StudyKind.SEIZED, said.to_json())
    page = office.page(ANALYST, "/office/studies/seized")
    assert "名单与以下来源相符" in page
    assert f"{cut_from.recipient} {cut_from.exported_at:%Y-%m-%d}" in page


def test_an_earlier_answer_can_be_read_and_a_missing_one_is_not_found(office: Office) -> None:
    saved(office, StudyKind.ALARM, ALARM | {"looked_on": "2026-01-30"})
    saved(office, StudyKind.ALARM, ALARM)
    page = office.page(ANALYST, "/office/studies/alarm?answer=1")
    assert "最近一次检查：2026-01-30" in page
    for number in (99, -1):
        assert office.client(ANALYST).get(f"/office/studies/alarm?answer={number}").status_code == 404
    assert office.client(ANALYST).get("/office/studies/design?answer=1").status_code == 404


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.ADMINISTRATOR, Role.HOTLINE_CLERK])
def test_who_handles_complaints_or_the_portal_sees_no_study(office: Office, role: Role) -> None:
    assert office.client(role).get("/office/studies").status_code == 403
    assert "/office/studies" not in office.page(role, "/office/account")
