"""The queue's pages: narrowed by the address, assigned by supervisors, read by whoever has the complaint."""

import pytest

from portal.casework import desk
from portal.domain.access import Role
from tests.web.office.conftest import Office
from tests.web.office.test_permissions import address, routes

OFFICER, SUPERVISOR = Role.CASE_OFFICER, Role.SUPERVISOR


def test_the_filter_stands_in_the_address_and_is_chosen_on_the_page(office: Office) -> None:
    number = office.submitted().hex[:8].upper()
    page = office.page(OFFICER, "/office/complaints?vendor=baby_photography&assigned=me&status=received")
    assert number in page and '<option value="baby_photography" selected>' in page
    assert number not in office.page(OFFICER, "/office/complaints?vendor=cord_blood")
    assert number not in office.page(OFFICER, "/office/complaints?assigned=nobody")
    assert number in office.page(OFFICER, "/office/complaints?vendor=zzz&stage=%27&assigned=x&overdue=")


def test_a_supervisor_assigns_many_at_once_and_stays_in_the_filter(office: Office) -> None:
    one, two = office.submitted("a", to=None), office.submitted("b", to=None)
    boss, officer = office.client(SUPERVISOR), office.members[OFFICER]
    sent = {"query": "assigned=nobody", "chosen": [str(one), str(two)], "to": str(officer.id)}
    answer = boss.post("/office/complaints/assign", data=sent)
    assert answer.location == "/office/complaints?assigned=nobody"
    assert "已分派 2 件" in boss.get(answer.location).get_data(as_text=True)
    assert office.client(OFFICER).get(f"/office/complaints/{one}").status_code == 200


@pytest.mark.parametrize(
    ("sent", "said", "answer"),
    [
        ({}, "请先勾选投诉", 422),
        ({"chosen": "x", "to": "nobody"}, "请先勾选投诉", 422),
        ({"chosen": "00000000-0000-0000-0000-000000000001", "to": "nobody"}, "没有分派", 409),
        ({"chosen": "00000000-0000-0000-0000-000000000001"}, "请先勾选投诉", 422),
        ({"query": "x" * 501}, "", 400),
    ],
)
def test_an_assignment_that_cannot_be_says_why(office: Office, sent: dict, said: str, answer: int) -> None:
    given = office.client(SUPERVISOR).post("/office/complaints/assign", data=sent)
    assert given.status_code == answer and said in given.get_data(as_text=True)


def test_a_search_is_saved_under_a_name_and_forgotten(office: Office) -> None:
    client = office.client(OFFICER)
    sent = {"query": "overdue=yes&district=晨曦区", "name": "超期的"}
    location = client.post("/office/complaints/searches", data=sent).location
    page = client.get(location).get_data(as_text=True)
    assert 'aria-current="page">超期的</a>' in page and "存下这个筛选" not in page
    assert client.post("/office/complaints/searches", data={"query": "overdue=yes"}).status_code == 422
    client.post("/office/complaints/searches/forget", data={"name": "超期的"})
    assert "超期的" not in client.get("/office/complaints").get_data(as_text=True)


def test_no_page_of_a_complaint_opens_to_an_officer_who_has_it_not(office: Office) -> None:
    office.submitted("mine")
    complaint_id, client = office.submitted("theirs", to=None), office.client(OFFICER)
    for rule, method in routes(office):
        leads_back_only = any(name.startswith("_") for name in rule.arguments)
        if "complaint_id" in rule.arguments and not leads_back_only:
            assert client.open(address(office, rule, complaint_id), method=method).status_code == 403, rule.rule
    assert "没有分派给您" in client.get(f"/office/complaints/{complaint_id}").get_data(as_text=True)
    assert f"/office/complaints/{complaint_id}" not in client.get("/office/complaints").get_data(as_text=True)


def test_while_a_colleague_works_on_it_nothing_is_changed(office: Office) -> None:
    complaint_id, boss = office.submitted(), office.members[SUPERVISOR]
    desk.take(complaint_id, member=boss, at=office.at, store=office.store)
    answer = office.client(OFFICER).post(f"/office/complaints/{complaint_id}/review")
    assert answer.status_code == 409 and "supervisor先生正在办理这份投诉" in answer.get_data(as_text=True)
    assert "supervisor先生正在办理，到 12:15" in office.page(OFFICER, f"/office/complaints/{complaint_id}")


def test_an_officer_takes_it_up_and_puts_it_back(office: Office) -> None:
    path, client = f"/office/complaints/{office.submitted()}", office.client(OFFICER)
    client.post(f"{path}/hold")
    assert "您正在办理，到 12:15" in client.get(path).get_data(as_text=True)
    client.post(f"{path}/release")
    assert "您正在办理" not in client.get(path).get_data(as_text=True)


def test_the_team_page_hands_everything_over(office: Office) -> None:
    complaint_id, boss, officer = office.submitted(), office.client(SUPERVISOR), office.members[OFFICER]
    assert "在办 1 件，其中超期 0 件" in boss.get("/office/team").get_data(as_text=True)
    for sent in ({}, {"leaving": str(officer.id), "to": str(officer.id)}):
        assert boss.post("/office/team", data=sent).status_code == 422
    sent = {"leaving": str(office.members[SUPERVISOR].id), "to": str(office.members[Role.ANALYST].id)}
    assert boss.post("/office/team", data=sent).status_code == 409
    office.assign(complaint_id, None)
    sent = {"leaving": str(office.members[SUPERVISOR].id), "to": str(officer.id)}
    assert boss.post("/office/team", data=sent).location == "/office/team"
    assert "已分派 0 件" in boss.get("/office/team").get_data(as_text=True)
