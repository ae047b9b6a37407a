"""The page of a dossier: asked for, waiting, made or not, taken; and the ladder on a source's page."""

import pytest

from portal.domain.access import Role
from portal.domain.dossier import DossierFailure
from portal.domain.study import StudyKind
from portal.files.dossier_archive import pack
from portal.storage import dossiers, journal, studies
from tests.web.office.conftest import NOON, Office
from tests.web.office.saved import CITY

PAGE = "/office/findings/{}/dossier"


def test_it_is_asked_for_once_and_waits_for_the_worker(office: Office) -> None:
    number = office.analysed()
    assert "还没有人要过" in office.page(Role.ANALYST, PAGE.format(number))
    for _ in range(2):
        answer = office.client(Role.ANALYST).post(PAGE.format(number))
        assert (answer.status_code, answer.location) == (303, PAGE.format(number))
    page = office.page(Role.ANALYST, PAGE.format(number))
    assert "已排队" in page and '<form method="post" action="' + PAGE.format(number) not in page
    with office.store.read() as connection:
        assert [entry.verb for entry in journal.about(connection, f"analysis:{number}")] == ["dossier.ask"]


def test_what_was_made_is_taken_and_that_is_in_the_journal(office: Office) -> None:
    number = office.analysed()
    client = office.client(Role.SUPERVISOR)
    client.post(PAGE.format(number))
    archive = pack({"dossier.pdf": b"%PDF-1.7 pages"})
    with office.store.write() as connection:
        dossiers.keep(connection, number, archive, at=NOON)
    assert "下载整份卷宗" in client.get(PAGE.format(number)).get_data(as_text=True)
    assert client.get(f"{PAGE.format(number)}.zip").data == archive
    pages = client.get(f"{PAGE.format(number)}.pdf")
    assert (pages.data, pages.mimetype) == (b"%PDF-1.7 pages", "application/pdf")
    assert f"jingyue-dossier-{number}.pdf" in pages.headers["Content-Disposition"]
    with office.store.read() as connection:
        taken = [
            entry.actor for entry in journal.about(connection, f"analysis:{number}") if entry.verb == "dossier.take"
        ]
    assert taken == ["supervisor", "supervisor"]


@pytest.mark.parametrize("failure", list(DossierFailure))
def test_why_none_was_made_is_said_and_it_may_be_asked_for_again(failure: DossierFailure, office: Office) -> None:
    number = office.analysed()
    client = office.client(Role.ANALYST)
    client.post(PAGE.format(number))
    with office.store.write() as connection:
        dossiers.fail(connection, number, failure)
    page = client.get(PAGE.format(number)).get_data(as_text=True)
    assert "没有做成" in page and "重新制作" in page and f"dossier.failure.{failure}" not in page
    client.post(PAGE.format(number))
    assert "已排队" in client.get(PAGE.format(number)).get_data(as_text=True)


def test_what_is_not_there_is_not_found_and_a_clerk_is_kept_out(office: Office) -> None:
    number = office.analysed()
    client = office.client(Role.ANALYST)
    for path in (PAGE.format(99), f"{PAGE.format(number)}.zip", f"{PAGE.format(number)}.pdf"):
        assert client.get(path).status_code == 404
    assert client.post(PAGE.format(99)).status_code == 404
    clerk = office.client(Role.HOTLINE_CLERK)
    assert clerk.get(PAGE.format(number)).status_code == clerk.post(PAGE.format(number)).status_code == 403


def test_a_sources_page_says_on_which_rung_it_stands_and_what_would_lift_it(office: Office) -> None:
    number = office.analysed()
    named = office.page(Role.ANALYST, f"/office/findings/{number}/1")
    assert 'aria-current="step"' in named and "要升到“证实”，还缺：" in named and "金丝雀号码：" in named
    of_a_class = office.page(Role.ANALYST, f"/office/findings/{number}/2")
    assert "不属于其中任何一个" in of_a_class and "要升到“相符”，还缺：" in of_a_class
    ruled_out = office.page(Role.ANALYST, f"/office/findings/{number}/4")
    assert "不在阶梯上" in ruled_out and 'aria-current="step"' not in ruled_out


def test_kept_studies_lift_a_finding_only_for_those_who_may_see_them(office: Office) -> None:
    number = office.analysed()
    called = {"recipients": [{"recipient": CITY, "indistinguishable_from": [], "speaks": True}]}
    fitting = {"consistent_with": [CITY], "excerpt_of": []}
    with office.store.write() as connection:
        for kind, answer in ((StudyKind.CANARIES, called), (StudyKind.SEIZED, fitting)):
            studies.save(connection, kind, at=NOON, by="a", question={}, answer=answer)
    path = f"/office/findings/{number}/1"
    known, unknown = office.page(Role.ANALYST, path), office.page(Role.CASE_OFFICER, path)
    assert "已在最高一级" in known and "已计入保存下来的1次金丝雀号码评估和1份流出名单的比对" in known
    assert "要升到“证实”，还缺：" in unknown and "这里没有计入" in unknown
