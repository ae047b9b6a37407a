"""Whom recipients hand on to: registered by an administrator, said wherever a finding names the recipient."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.aggregation.seized import origin
from portal.domain.access import Role
from portal.domain.data_path import DataPath, OnwardLink, Paths, PathVersion
from portal.domain.picture import Pictures
from portal.domain.study import StudyKind
from portal.intake import handovers, plans
from tests.aggregation.test_seized import DISTRICT_OF, RUNS, cut, listed, run_of
from tests.web.office.conftest import Office
from tests.web.office.saved import CITY, FINDINGS, FIRM
from tests.web.office.saved_overview import WITH_OVERVIEW
from tests.web.office.test_identifiability import PICTURES
from tests.web.office.test_studies import ALARM, CANARIES, DESIGN, saved

PAGE = "/office/admin/handovers"
LINK = {"recipient": "甲局", "onward": "丁公司", "since": "2025-12-01", "columns": "phone"}
OR_WHOEVER = "也可能是它转交的下家"
BELOW = "→ 下家：丁公司、戊公司"


def known(office: Office) -> None:
    plans.add(
        recipient="甲局", day_of_month=5, start=date(2025, 12, 1), until=date(2027, 1, 1), store=office.store,
        at=office.at,
    )  # fmt: skip


def handed_on(pictures: dict, *others: str, versions: bool = False) -> dict:
    """Every recipient of the saved analysis, and others, hand on to one company, which hands on further."""
    drawn = Pictures.from_json(pictures)
    link = OnwardLink("丁公司", "2025-01-01", None, ("phone",))
    names = [one["source"] for one in FINDINGS["sources"] if one["kind"] == "recipient"]
    shapes = (PathVersion("2025-11-05", "2026-01-05", 2, ("phone",), (), ()),) if versions else ()
    paths = [DataPath(name, shapes, (), (link,)) for name in (*names, *others)]
    further = DataPath("丁公司", (), (), (replace(link, onward="戊公司"),))
    return replace(drawn, paths=Paths("2026-03-01", 3, (*paths, further))).to_json()


def test_a_link_is_registered_ended_and_never_removed(office: Office) -> None:
    known(office)
    client = office.client(Role.ADMINISTRATOR)
    assert client.post(PAGE, data=LINK).location == PAGE
    assert client.post(PAGE, data=LINK).status_code == 422
    (number,) = handovers.registered(store=office.store).handovers
    assert client.post(f"{PAGE}/{number}/end").location == PAGE
    assert client.post(f"{PAGE}/{number}/end").status_code == 404
    (one,) = handovers.registered(store=office.store).handovers.values()
    assert (one.since, one.until, one.columns) == (date(2025, 12, 1), date(2026, 3, 2), {"phone"})
    assert client.get(f"{PAGE}/{number}/end").location == PAGE


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recipient": "没有的"}, "没有这个接收单位"),
        ({"onward": "甲局"}, "不能转交给自己"),
        ({"onward": "甲 | 乙"}, "接收单位不能用这个名称"),
        ({"until": "2025-11-01"}, "结束要晚于开始"),
        ({"since": ""}, "请写下日期"),
    ],
)
def test_a_link_is_refused_in_words(office: Office, changes: dict[str, str], said: str) -> None:
    known(office)
    answer = office.client(Role.ADMINISTRATOR).post(PAGE, data=LINK | changes)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert handovers.registered(store=office.store).handovers == {}


def test_every_page_that_names_a_recipient_names_whoever_it_handed_on_to(office: Office) -> None:
    number = office.analysed(pictures=handed_on(WITH_OVERVIEW))
    client = office.client(Role.ANALYST)
    place = next(at for at, one in enumerate(FINDINGS["sources"]) if one["kind"] == "recipient")
    for path in ("/office/overview", "/office/findings", "/office/compare", f"/office/findings/{number}/{place}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert f"{OR_WHOEVER}：丁公司、戊公司" in answer.text, path
    registry = client.get("/office/paths")
    assert (registry.status_code, "→ 转交给 丁公司" in registry.text) == (200, True)
    assert "再往下：戊公司" in registry.text


@pytest.mark.parametrize("path", ["findings", "identifiability"])
def test_a_source_at_the_head_of_a_row_has_them_below_its_name(office: Office, path: str) -> None:
    office.analysed(pictures=handed_on(PICTURES))
    page = office.page(Role.ANALYST, f"/office/{path}")
    for name in (CITY, FIRM):
        heads = [head for head in page.split('<th scope="row">')[1:] if name in head.split("</th>")[0]]
        assert heads, name
        assert all(BELOW in head.split("</th>")[0] for head in heads), name
    registration = next(head for head in page.split('<th scope="row">')[1:] if "建卡本身" in head.split("</th>")[0])
    assert BELOW not in registration.split("</th>")[0]


@pytest.mark.parametrize(
    ("kind", "answer"), [(StudyKind.ALARM, ALARM), (StudyKind.CANARIES, CANARIES), (StudyKind.DESIGN, DESIGN)]
)
def test_a_study_names_them_too(office: Office, kind: StudyKind, answer: dict[str, Any]) -> None:
    saved(office, kind, answer)
    assert OR_WHOEVER not in office.page(Role.ANALYST, f"/office/studies/{kind}")
    office.analysed(pictures=handed_on(WITH_OVERVIEW, "甲局"))
    page = office.page(Role.ANALYST, f"/office/studies/{kind}")
    assert f"{OR_WHOEVER}：丁公司、戊公司" in page
    assert (BELOW in page) is (kind is not StudyKind.DESIGN)


def test_a_seized_list_names_whoever_its_recipient_handed_it_on_to(office: Office) -> None:
    recipient = RUNS[0].recipient
    saved(office, StudyKind.SEIZED, origin(listed(cut(run_of(recipient, 6))), RUNS, DISTRICT_OF).to_json())
    office.analysed(pictures=handed_on(WITH_OVERVIEW, recipient))
    page = office.page(Role.ANALYST, "/office/studies/seized")
    assert f"{OR_WHOEVER}：丁公司、戊公司" in page
    assert BELOW in page


def test_the_tables_of_paths_hold_every_link(office: Office) -> None:
    number = office.analysed(pictures=handed_on(WITH_OVERVIEW, versions=True))
    client = office.client(Role.ANALYST)
    paths = client.get(f"/office/charts/{number}/paths.csv").get_data(as_text=True).splitlines()
    assert paths[0].endswith("hospitals,onward")
    assert all(line.endswith("丁公司;戊公司") for line in paths[1:])
    links = client.get(f"/office/charts/{number}/handovers.csv").get_data(as_text=True).splitlines()
    assert f"{CITY},丁公司,2025-01-01,,phone" in links
    assert "丁公司,戊公司,2025-01-01,,phone" in links
    assert "handovers.xlsx" in office.page(Role.ANALYST, "/office/paths")


def test_without_a_registered_handover_nothing_is_added(office: Office) -> None:
    office.analysed()
    assert OR_WHOEVER not in office.page(Role.ANALYST, "/office/findings")
