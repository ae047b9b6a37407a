"""The administrator's pages of staff: a passphrase is shown once, and who is shut out is out with the next page."""

import re

from portal.casework import members
from portal.domain.access import Role
from portal.storage import staff
from tests.web.office.conftest import Office

NEW = {"login": "li.na", "name": "李娜", "role": "analyst"}
MADE = re.compile(r"\b[2-9a-z]{5}(?:-[2-9a-z]{5}){3}\b")


def id_of(office: Office, login: str) -> str:
    with office.store.read() as connection:
        found = staff.find_account(connection, login)
    assert found
    return str(found.member.id)


def test_a_passphrase_is_shown_in_the_answer_and_nowhere_else(office: Office) -> None:
    client = office.client(Role.ADMINISTRATOR)
    answer = client.post("/office/admin/members", data=NEW)
    (passphrase,) = set(MADE.findall(answer.get_data(as_text=True)))
    page = f"/office/admin/members/{id_of(office, 'li.na')}"
    assert passphrase not in client.get(page).text + client.get("/office/admin/members").text
    signed = office.client().post("/office/sign-in", data={"login": "li.na", "password": passphrase})
    assert signed.status_code == 303


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


def test_whom_it_concerns_reads_what_was_changed(office: Office) -> None:
    page = f"/office/admin/members/{id_of(office, 'analyst')}"
    office.client(Role.ADMINISTRATOR).post(f"{page}/role", data={"role": "supervisor"})
    assert "administrator 把角色从分析员改为主管" in office.page(Role.ANALYST, "/office/account")


def test_nobody_is_offered_or_granted_a_change_of_himself(office: Office) -> None:
    client, page = office.client(Role.ADMINISTRATOR), f"/office/admin/members/{id_of(office, 'administrator')}"
    shown = client.get(page).text
    assert "这是您自己的账号" in shown and f"{page}/deactivate" not in shown
    answer = client.post(f"{page}/deactivate")
    assert answer.status_code == 409 and "不能停用自己" in answer.text


def test_a_new_passphrase_signs_the_person_out(office: Office) -> None:
    analyst, page = office.client(Role.ANALYST), f"/office/admin/members/{id_of(office, 'analyst')}"
    answer = office.client(Role.ADMINISTRATOR).post(f"{page}/passphrase")
    assert MADE.search(answer.text) and answer.headers["Cache-Control"] == "no-store"
    assert analyst.get("/office/account").status_code == 302


def test_choosing_a_language_after_a_refusal_leads_back(office: Office) -> None:
    client, page = office.client(Role.ADMINISTRATOR), f"/office/admin/members/{id_of(office, 'administrator')}"
    assert client.get(f"{page}/deactivate?lang=en").location == f"{page}?lang=en"
