"""All pages of the office in an empty city, in a city of one mother, behind the reports, and under a wrong filter."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

import pytest

from portal.cli import analysing
from portal.domain.access import Permission, Role
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage import exports, hospitals
from portal.web.forms.audit import AuditForm
from portal.web.forms.overview import PairForm, ViewForm
from portal.web.forms.queue import QueueForm
from tests.aggregation.test_seized import RUNS
from tests.web.office.conftest import NOON, Office
from tests.web.office.reading import Read, faults, pages, small_counts, words_of
from tests.web.office.saved import CITY
from tests.web.office.saved_overview import EAST, WITH_OVERVIEW

NOBODY = UUID(int=7)
FORMS = (ViewForm, PairForm, QueueForm, AuditForm)
FIELDS = sorted({name for form in FORMS for name in form()._fields} | {"answer", "source", "template"})
INJECTED = "<script>alert(1)</script>"
TURN = "\u202e"  # the text after it runs backwards
WRONG = (
    "没有这个区", "2026-Q9", "99999999999999999999", "' OR 1=1 --", INJECTED, f"{TURN}2026-Q1", "长" * 400,
    "{{ 7*7 }}%(day)s%s",
)  # fmt: skip


def test_every_page_of_an_empty_city_says_what_would_fill_it(office: Office) -> None:
    read = list(pages(office, NOBODY))
    assert [fault for one in read for fault in faults(one)] == []
    assert {one.status for one in read} <= {200, 404}
    assert [one.path for one in read if "<figure" in one.text] == []


@pytest.mark.parametrize("tiers", [None, (2, 1, 0)], ids=["verified", "anonymous"])
def test_no_page_of_a_city_of_one_mother_shows_her(office: Office, tiers: tuple[int, ...] | None) -> None:
    complaint_id = one_mother(office)
    analyse(office, tiers)
    read = list(pages(office, complaint_id))
    assert [fault for one in read for fault in faults(one)] == []
    assert sum(one.status == 200 for one in read) > 30


def test_a_city_without_files_has_nothing_to_compare_and_says_so(office: Office) -> None:
    office.submitted()
    analyse(office, (2, 1, 0))
    shown = office.page(Role.ANALYST, "/office/compare")
    assert "只有一个来源，没有可以比较的" in shown and "还没有做过分析" not in shown


def test_no_file_of_a_city_of_one_mother_shows_her(office: Office) -> None:
    one_mother(office)
    number = analyse(office, (2, 1, 0))
    client = office.client(Role.ANALYST)
    document = client.get(f"/office/charts/{number}/findings-document.json").json
    assert (document["mothers"], document["calls"]) == (None, None)


def test_every_page_of_an_analysis_that_reports_have_overtaken_says_so(office: Office) -> None:
    office.analysed(pictures=WITH_OVERVIEW)
    office.at = NOON + timedelta(days=1)
    complaint_id = office.submitted()
    read = list(pages(office, complaint_id))
    assert [fault for one in read for fault in faults(one)] == []
    about = [one for one in read if one.guard is Permission.VIEW_FINDINGS and one.status == 200]
    assert len(about) > 8
    assert [one.path for one in about if "这是截至2026年3月1日的结果" not in one.text] == []
    # Two calls came since: too few to be a number.
    assert [one.path for one in about if "之后又有 2 次" in one.text] == []


def test_a_wrong_filter_is_named_or_refused_in_words_on_every_page(office: Office) -> None:
    office.analysed(pictures=WITH_OVERVIEW)
    complaint_id = office.submitted()
    for query in (*(dict.fromkeys(FIELDS, typed) for typed in WRONG), {"analysis": INJECTED}, {"analysis": "9" * 20}):
        read = list(pages(office, complaint_id, "?" + urlencode(query)))
        assert [fault for one in read for fault in faults(one)] == []
        assert {one.status for one in read} <= {200, 400, 404}
        assert [one.path for one in read if INJECTED in one.text or TURN in words_of(one.root)] == []


@pytest.mark.parametrize("page", ["overview", "vendors", "compare", "findings/1/1", "complaints", "journal"])
def test_what_a_filter_does_not_know_is_named_and_narrows_nothing(office: Office, page: str) -> None:
    office.analysed(pictures=WITH_OVERVIEW)
    office.submitted()
    role = Role.AUDITOR if page == "journal" else Role.SUPERVISOR
    names = {"complaints": "status", "journal": "verb"}
    shown = office.page(role, f"/office/{page}?{names.get(page, 'district')}=没有这一个")
    assert "“没有这一个”" in shown


def test_days_the_wrong_way_round_are_said_to_be_so(office: Office) -> None:
    shown = office.page(Role.AUDITOR, "/office/journal?since=2026-03-02&until=2026-01-01")
    assert "“从哪天”晚于“到哪天”" in shown


def test_a_small_count_that_were_shown_would_be_seen() -> None:
    planted = Read("/", Permission.VIEW_FINDINGS, 200, "<table><thead><tr><th scope=col>来电</th></tr></thead><tbody>"
        "<tr><td>3</td></tr><tr><td>少于 5</td></tr><tr><td>12</td></tr></tbody></table>")  # fmt: skip
    assert small_counts(planted.root) == ["来电 3"]
    said = faults(planted)
    assert "/: shows a small count: 来电 3" in said
    assert "/: no sentence says what it shows, or why it shows nothing" in said


def one_mother(office: Office) -> UUID:
    """A hospital, the files of one recipient that hold her record, and her two calls."""
    with office.store.write() as connection:
        hospitals.put(connection, {"晨曦医院": EAST})
        for run in RUNS:
            if run.recipient == RUNS[0].recipient:
                exports.put_run(
                    connection, replace(run, recipient=CITY, scope=type(run.scope)(frozenset(), frozenset()))
                )
    calls = tuple(
        CallDraft(NOON - timedelta(days=days), Precision.MINUTE, VendorType.INFANT_FORMULA, caller_number="13800138000")
        for days in (3, 2)
    )
    card = Card("晨曦医院", registered_on=date(2025, 11, 3), due_on=date(2026, 5, 20))
    sent = intake.submit(
        ComplaintDraft(card, calls), token="only".ljust(32, "x"), store=office.store, vault=office.services.vault,
        at=office.at,
    )  # fmt: skip
    office.assign(sent.complaint_id, Role.CASE_OFFICER)
    return sent.complaint_id


def analyse(office: Office, tiers: tuple[int, ...] | None) -> int:
    """The real pipeline on what the database holds; the number of the run."""
    made = analysing.run(analysing.read(office.services), tiers=tiers, as_of=None, progress=lambda *_: None)
    return analysing.save(made, by="analyst", at=office.at, store=office.store)
