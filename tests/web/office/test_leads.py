"""What the overview says first: the class that is named, how far its evidence has come, and what is missing next."""

import re
from dataclasses import replace

from portal.casework import analyses
from portal.domain.access import Role
from portal.domain.finding import Findings
from portal.domain.ladder import Rung
from portal.domain.vocabulary import Verdict
from portal.web.office.leads import Lead, leads
from tests.web.office.conftest import Office
from tests.web.office.saved import CITY, CLINIC
from tests.web.office.saved_overview import WITH_OVERVIEW

PAGE = "/office/overview"


def led(findings: Findings, pictures) -> tuple[Lead, ...]:
    return leads(findings, pictures, ())


def saved(office: Office) -> analyses.Analysis:
    office.analysed(pictures=WITH_OVERVIEW)
    return analyses.latest(store=office.store)


def test_the_first_look_says_which_path_how_sure_and_what_next_and_leads_on(office: Office) -> None:
    analysis = saved(office)
    first = re.search(r'<dl class="facts leads">.*?</dl>', office.page(Role.ANALYST, PAGE), re.S)[0]
    assert re.search(rf'指向.*href="/office/findings/{analysis.id}/1">{CITY}</a>', first, re.S)
    assert "证据级别：互证。" in first and "之前的 2.31 倍（95% 区间 1.90–2.80）" in first
    assert "要升到“证实”，还缺：" in first and "金丝雀号码：" in first and "流出的名单：" in first
    assert "没有计入金丝雀号码" not in first
    assert "没有计入金丝雀号码" in office.page(Role.CASE_OFFICER, PAGE)


def test_where_nobody_is_named_the_first_open_class_says_what_is_missing_and_where_all_are_cleared_none(
    office: Office,
) -> None:
    analysis = saved(office)
    (lead,) = led(analysis.findings, analysis.pictures)
    assert (lead.line.members, lead.standing.rung) == ((CITY,), Rung.CORROBORATED)
    unnamed = [
        replace(one, verdict=Verdict.RULED_OUT) if one.source == CITY else one for one in analysis.findings.sources
    ]
    nobody = replace(analysis.findings, sources=tuple(unnamed), implicated=())
    (lead,) = led(nobody, analysis.pictures)
    assert CLINIC in lead.line.members and lead.line.as_class
    assert lead.standing.rung is Rung.EXPLORATORY and lead.standing.lifts
    cleared = replace(nobody, sources=tuple(replace(one, verdict=Verdict.RULED_OUT) for one in nobody.sources))
    assert led(cleared, analysis.pictures) == ()
