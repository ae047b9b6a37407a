"""The queue's pages: narrowed by the address, assigned by supervisors, read by whoever has the complaint."""

import pytest

from portal.casework import assignments, desk, members
from portal.domain.access import Role
from portal.domain.allowance import ALLOWANCES, Sealed
from tests.web.office.conftest import PASSWORD, WORDS, Office
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
    assert "在办 1 份，其中超期 0 份" in boss.get("/office/team").get_data(as_text=True)
    for sent in ({}, {"leaving": str(officer.id), "to": str(officer.id)}):
        assert boss.post("/office/team", data=sent).status_code == 422
    sent = {"leaving": str(office.members[SUPERVISOR].id), "to": str(office.members[Role.ANALYST].id)}
    assert boss.post("/office/team", data=sent).status_code == 409
    office.assign(complaint_id, None)
    sent = {"leaving": str(office.members[SUPERVISOR].id), "to": str(officer.id)}
    assert boss.post("/office/team", data=sent).location == "/office/team"
    assert "已分派 0 件" in boss.get("/office/team").get_data(as_text=True)


def test_an_officer_takes_up_what_nobody_has(office: Office) -> None:
    complaint_id, client = office.submitted("free", to=None), office.client(OFFICER)
    path, taking = f"/office/complaints/{complaint_id}", {"complaint": str(complaint_id)}
    for page in ("/office/complaints", path):
        assert "我来办" in client.get(page).get_data(as_text=True)
    assert "我来办" not in office.page(SUPERVISOR, "/office/complaints")
    assert client.post("/office/complaints/take-up", data=taking).location == path
    assert "接下办理" in client.get(path).get_data(as_text=True)
    assert "我来办" not in client.get("/office/complaints").get_data(as_text=True)
    again = client.post("/office/complaints/take-up", data=taking)
    assert (again.status_code, "已经有人办理" in again.get_data(as_text=True)) == (409, True)
    assert client.post("/office/complaints/take-up", data={"complaint": "x"}).status_code == 404
    assert client.get("/office/complaints/take-up").location == "/office/complaints"


def test_an_officers_queue_holds_his_own_and_what_nobody_has(office: Office) -> None:
    mine, free, theirs = (office.submitted(one, to=to) for one, to in (("a", OFFICER), ("b", None), ("c", None)))
    colleague = members.add(
        login="colleague", name="c", role=OFFICER, password=PASSWORD, by="system", at=office.at, store=office.store
    )
    assignments.assign([theirs], to=colleague.id, by="system", at=office.at, store=office.store)
    officers, whole = office.page(OFFICER, "/office/complaints"), office.page(SUPERVISOR, "/office/complaints")
    assert [str(one) in officers for one in (mine, free, theirs)] == [True, True, False]
    assert all(str(one) in whole for one in (mine, free, theirs))
    taken = office.client(OFFICER).post("/office/complaints/take-up", data={"complaint": str(theirs)})
    assert (taken.status_code, "已经有人办理" in taken.get_data(as_text=True)) == (409, True)


def test_an_interest_is_said_where_work_is_given(office: Office) -> None:
    one, boss, officer = office.submitted("a"), office.client(SUPERVISOR), office.members[OFFICER]
    office.client(OFFICER).post(f"/office/complaints/{one}/cases", data={"title": "t"})
    boss.post("/office/cases/1/exclusions", data={"member": str(officer.id), "interest": "own_interest"})
    given = boss.post("/office/complaints/assign", data={"chosen": str(one), "to": str(officer.id)})
    assert (given.status_code, "要求这位人员回避" in given.get_data(as_text=True)) == (409, True)
    taken = office.client(OFFICER).post("/office/complaints/take-up", data={"complaint": str(one)})
    assert (taken.status_code, "需要您回避" in taken.get_data(as_text=True)) == (403, True)


def test_who_opens_too_much_reads_why_and_the_supervisor_sees_it(office: Office) -> None:
    client, most = office.client(OFFICER), ALLOWANCES[Sealed.WORDS].a_moment
    ids = [office.submitted(f"n{number}") for number in range(most + 1)]
    answers = [client.post(f"/office/complaints/{one}/sealed", data={"reason": "check_report"}) for one in ids]
    assert [answer.status_code for answer in answers] == [200] * most + [429]
    page = answers[-1].get_data(as_text=True)
    assert f"10 分钟内最多打开 {most} 份投诉的密封内容" in page and "12:10" in page and WORDS not in page
    assert f"case_officer先生：10 分钟内最多打开 {most} 份" in office.page(SUPERVISOR, "/office/team")
    assert "一天内到查看上限的次数" in office.page(Role.ADMINISTRATOR, "/office/admin/health")
