"""Covered by one, so that it can be undone; destroyed by another, for good, and for her as well."""

import re

import pytest

from portal.casework import masking
from portal.domain.access import Role
from portal.intake import complaints as intake
from tests.web.office.conftest import WORDS, Office

OFFICER, SUPERVISOR = Role.CASE_OFFICER, Role.SUPERVISOR
PASSAGE = "医院"
COVERED = "说是██给的名单"
MASKING = re.compile(r'name="masking" value="([0-9a-f-]{36})"')


class Desk:
    """A complaint on an officer's desk, its words open."""

    def __init__(self, office: Office) -> None:
        self.office, self.id = office, office.submitted()
        self.path = f"/office/complaints/{self.id}"

    def opened(self) -> str:
        return self.office.client(OFFICER).post(f"{self.path}/sealed", data={"reason": "check_report"}).text

    def mask(self, passage: str = PASSAGE, **changes: str):
        call = re.search(r'name="call" value="([0-9a-f-]{36})"', self.opened()).group(1)
        told = {"reason": "check_report", "call": call, "field": "notes", "passage": passage, **changes}
        return self.office.client(OFFICER).post(f"{self.path}/mask", data=told)

    def masking(self, role: Role = OFFICER) -> str:
        return MASKING.search(self.office.page(role, self.path)).group(1)

    def hers(self) -> list[str | None]:
        read = intake.read(self.id, store=self.office.store, vault=self.office.services.vault)
        return sorted(call.notes for call in read.calls)


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


def test_a_covered_passage_can_be_uncovered(desk: Desk) -> None:
    page = desk.mask()
    assert (page.status_code, COVERED in page.text, page.text.count(WORDS)) == (200, True, 1)  # the other call's words
    assert desk.hers() == [WORDS, WORDS]  # hers are as she wrote them
    assert desk.office.client(OFFICER).post(f"{desk.path}/unmask", data={"masking": desk.masking()}).status_code == 303
    assert desk.opened().count(WORDS) == 2


def test_another_person_destroys_it_for_everybody(desk: Desk) -> None:
    desk.mask()
    officer, boss = desk.office.client(OFFICER), desk.office.client(SUPERVISOR)
    told = {"masking": desk.masking()}
    assert officer.post(f"{desk.path}/redact", data=told).status_code == 403
    assert WORDS not in boss.get(desk.path).text  # who decides does not read it

    assert boss.post(f"{desk.path}/redact", data=told).status_code == 303

    assert sorted(desk.hers()) == sorted([COVERED, WORDS])
    assert COVERED in desk.opened()
    for step, client in (("unmask", officer), ("redact", boss)):
        assert client.post(f"{desk.path}/{step}", data=told).status_code == 409
    history = officer.get(desk.path).text
    assert "遮盖一段文字" in history
    assert "抹去一段文字" in history


@pytest.mark.parametrize("passage", ["", "不在里面", "长" * 201, "█"])
def test_what_does_not_stand_there_is_refused_in_words(desk: Desk, passage: str) -> None:
    answer = desk.mask(passage)
    assert (answer.status_code, "没有找到这段文字" in answer.text) == (422, True)


@pytest.mark.parametrize("wrong", [{"field": "contact"}, {"call": "x"}, {"reason": ""}])
def test_a_form_that_no_page_has_is_not_found(desk: Desk, wrong: dict[str, str]) -> None:
    assert desk.mask(**wrong).status_code == 404


def test_a_call_that_is_taken_back_takes_its_coverings_along(desk: Desk) -> None:
    desk.mask()
    store = desk.office.store
    (one,) = masking.of_complaint(desk.id, store=store)
    intake.take_back_call(desk.id, one.call_id, store=store, at=desk.office.at)
    assert masking.of_complaint(desk.id, store=store) == []
