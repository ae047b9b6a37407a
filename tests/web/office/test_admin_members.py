"""The administrator's pages of staff: a passphrase is shown once, and who is shut out is out with the next page."""

import re

import pytest
from werkzeug.test import TestResponse

from portal.casework import account_requests, members, sign_in
from portal.domain.access import Role
from portal.storage import staff
from portal.web.guard import STAFF_COOKIE
from tests.web.office.conftest import PASSWORD, Office

NEW = {"login": "li.na", "name": "李娜", "role": "analyst"}
MADE = re.compile(r"\b[2-9a-z]{5}(?:-[2-9a-z]{5}){5}\b")


def id_of(office: Office, login: str) -> str:
    with office.store.read() as connection:
        found = staff.find_account(connection, login)
    assert found
    return str(found.member.id)


def decided(office: Office, answer: str = "confirm") -> TestResponse:
    """The second administrator's answer to the one request that waits."""
    second = sign_in.sign_in("second", PASSWORD, store=office.store, at=office.at)
    client = office.client()
    client.set_cookie(STAFF_COOKIE, second, path="/office")
    (request,) = account_requests.waiting(at=office.at, store=office.store)
    return client.post("/office/admin/members/requests", data={"request": request.id, "answer": answer})


@pytest.fixture
def two(office: Office) -> Office:
    members.add(
        login="second", name="钱", role=Role.ADMINISTRATOR, password=PASSWORD, by="system", at=office.at,
        store=office.store,
    )  # fmt: skip
    return office


def test_a_passphrase_is_shown_in_the_answer_and_nowhere_else(two: Office) -> None:
    client = two.client(Role.ADMINISTRATOR)
    assert client.post("/office/admin/members", data=NEW).location == "/office/admin/members"
    assert "1 件事等另一位管理员确认" in client.get("/office/admin/members").text
    answer = decided(two)
    (passphrase,) = set(MADE.findall(answer.text))
    assert answer.headers["Cache-Control"] == "no-store"
    page = f"/office/admin/members/{id_of(two, 'li.na')}"
    assert passphrase not in client.get(page).text + client.get("/office/admin/members").text
    signed = two.client().post("/office/sign-in", data={"login": "li.na", "password": passphrase})
    assert signed.status_code == 303


def test_who_asked_is_not_offered_to_confirm_and_cannot(two: Office) -> None:
    client = two.client(Role.ADMINISTRATOR)
    client.post("/office/admin/members", data=NEW)
    assert 'value="confirm"' not in client.get("/office/admin/members").text
    (request,) = account_requests.waiting(at=two.at, store=two.store)
    answer = client.post("/office/admin/members/requests", data={"request": request.id, "answer": "confirm"})
    assert answer.status_code == 409 and "您不能确认自己的申请" in answer.text
    assert decided(two, "refuse").location == "/office/admin/members"
    assert account_requests.waiting(at=two.at, store=two.store) == []


def test_a_lone_administrator_is_shown_the_way_on_the_server(office: Office) -> None:
    assert "flask staff reset" in office.page(Role.ADMINISTRATOR, "/office/admin/members")


def test_what_is_missing_is_said_and_nothing_is_added(office: Office) -> None:
    client = office.client(Role.ADMINISTRATOR)
    answer = client.post("/office/admin/members", data={"login": "Li Na!"})
    assert answer.status_code == 422
    for said in ("请写下姓名", "账号要有 3 到 60 个字符", "请选择一个角色"):
        assert said in answer.text
    assert client.post("/office/admin/members", data=NEW | {"login": "analyst"}).status_code == 409
    assert len(members.listed(store=office.store, at=office.at)) == len(Role)


def test_who_is_deactivated_meets_the_door_with_the_next_page(office: Office) -> None:
    client, analyst = office.client(Role.ADMINISTRATOR), office.client(Role.ANALYST)
    assert analyst.get("/office/account").status_code == 200
    page = f"/office/admin/members/{id_of(office, 'analyst')}"
    assert client.post(f"{page}/deactivate").location == page
    assert "已停用" in client.get(page).text
    assert analyst.get("/office/account").location.startswith("/office/sign-in")
    assert client.post(f"{page}/deactivate").status_code == 409
    assert client.post(f"{page}/reactivate").location == page


def test_whom_it_concerns_reads_what_was_changed(two: Office) -> None:
    page = f"/office/admin/members/{id_of(two, 'analyst')}"
    two.client(Role.ADMINISTRATOR).post(f"{page}/role", data={"role": "supervisor"})
    decided(two)
    shown = two.page(Role.ANALYST, "/office/account")
    assert "second 把角色从分析员改为主管" in shown and "您的角色改变了" in shown


def test_nobody_is_offered_or_granted_a_change_of_himself(office: Office) -> None:
    client, page = office.client(Role.ADMINISTRATOR), f"/office/admin/members/{id_of(office, 'administrator')}"
    shown = client.get(page).text
    assert "这是您自己的账号" in shown and f"{page}/deactivate" not in shown
    answer = client.post(f"{page}/deactivate")
    assert answer.status_code == 409 and "不能停用自己" in answer.text


def test_a_reset_signs_the_person_out_once_it_is_confirmed(two: Office) -> None:
    analyst, page = two.client(Role.ANALYST), f"/office/admin/members/{id_of(two, 'analyst')}"
    assert two.client(Role.ADMINISTRATOR).post(f"{page}/reset").location == page
    assert analyst.get("/office/account").status_code == 200
    assert MADE.search(decided(two).text)
    assert analyst.get("/office/account").status_code == 302


def test_choosing_a_language_after_a_refusal_leads_back(office: Office) -> None:
    client, page = office.client(Role.ADMINISTRATOR), f"/office/admin/members/{id_of(office, 'administrator')}"
    assert client.get(f"{page}/deactivate?lang=en").location == f"{page}?lang=en"


def test_who_lost_the_passphrase_alone_keeps_the_second_factor(two: Office) -> None:
    page, client = f"/office/admin/members/{id_of(two, 'analyst')}", two.client(Role.ADMINISTRATOR)
    client.post(f"{page}/reset")
    assert MADE.search(decided(two, "confirm_passphrase").text)
    assert "second 重置了口令，第二道验证不变" in client.get(page).text
