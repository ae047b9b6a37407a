"""The page on what the data can tell apart: heat table, power, what would settle it, files, and older runs."""

from dataclasses import replace

import pytest

from portal.domain.access import Role
from portal.domain.picture import ClassPower, Identifiability, PairApart, Settling
from portal.web.office.identifiability import squares
from tests.web.office.conftest import Office
from tests.web.office.saved import CITY, CLINIC, DRAWN, FINDINGS, FIRM, WOMEN

CLASSES = (("registration",), (CITY,), (WOMEN, CLINIC), (FIRM,))
KEPT = (0.9, 0.6, None, 0.1, 0.74, 0.5)
PAIRS = tuple(
    PairApart(one, other, 0.4, 12, 40, kept, 2.5, "unknown" if kept is None else "weak" if kept < 0.5 else "apart")
    for (one, other), kept in zip(
        [(one, other) for place, one in enumerate(CLASSES) for other in CLASSES[place + 1 :]], KEPT, strict=True
    )
)
FOUND = Identifiability(
    tuple(ClassPower(members, 0.42, 3.1) for members in CLASSES),
    (replace(PAIRS[0], calls=None, mothers=None), *PAIRS[1:]),
    (Settling(WOMEN, CLINIC, "random_day", 27, 1234, 8.4), Settling(CITY, FIRM, "withheld", 0.2, 900, None)),
    2.0,
    4.0,
)
PICTURES = replace(DRAWN, identifiability=FOUND).to_json()


def test_the_page_says_what_is_weak_and_what_would_settle_it(office: Office) -> None:
    office.analysed(FINDINGS, PICTURES)
    page = office.page(Role.ANALYST, "/office/identifiability")

    assert "有 1 对来源难以区分，1 组来源完全无法区分" in page
    assert page.count('class="num shade-3"') == 2
    assert "90% <strong>难分</strong>" in page
    assert "约需 1,234 次来电，按目前速度约 8 个月" in page
    assert "随机扣留 20% 的记录" in page
    assert "42%" in page


def test_every_pair_stands_in_both_orders_with_its_shade() -> None:
    placed = squares(FOUND)

    assert placed[0, 1] is placed[1, 0]
    assert [placed[pair].shade for pair in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))] == [1, 2, 0, 3, 2, 2]
    assert len(placed) == 12


@pytest.mark.parametrize("path", ["/office/findings", "/office/findings/1", "/office/findings/1/0"])
def test_the_findings_lead_to_it_and_to_the_method_in_full(office: Office, path: str) -> None:
    office.analysed(FINDINGS, PICTURES)
    page = office.page(Role.ANALYST, path)

    assert 'href="/office/findings/1/identifiability"' in page
    assert 'href="/office/method/statistics"' in page


def test_an_older_analysis_says_that_it_holds_none(office: Office) -> None:
    office.analysed()

    assert "这次分析没有区分度的计算" in office.page(Role.ANALYST, "/office/findings/1/identifiability")
    assert office.client(Role.ANALYST).get("/office/findings/9/identifiability").status_code == 404
    assert office.client(Role.ANALYST).get("/office/charts/1/apart.csv").status_code == 404


def test_before_the_first_analysis_it_leads_to_the_findings(office: Office) -> None:
    assert office.client(Role.ANALYST).get("/office/identifiability").location == "/office/findings"


def test_its_tables_can_be_taken_away(office: Office) -> None:
    office.analysed(FINDINGS, PICTURES)
    client = office.client(Role.ANALYST)

    rows = client.get("/office/charts/1/apart.json").get_json()["rows"]

    assert (rows[0]["calls"], rows[3]["overlap"], rows[3]["standing"]) == (None, 0.9, "weak")
    assert client.get("/office/charts/1/power.csv").status_code == 200


def test_the_method_in_full_is_the_document_itself(office: Office) -> None:
    page = office.page(Role.ANALYST, "/office/method/statistics")

    assert 'href="#what-was-tried-and-fooled"' in page
    assert "Davies" in page
    assert "<table>" in page
