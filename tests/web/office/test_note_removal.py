"""The pages on which a note is taken away: who is offered it, what stays, what a hold of anybody's complaint says."""

import re

from portal.domain.access import Role
from tests.web.office.conftest import Office

OFFICER, SUPERVISOR = Role.CASE_OFFICER, Role.SUPERVISOR
NOTE = re.compile(r'name="note" value="([0-9a-f-]{36})"')
NOTED = "她住在三号楼"


def test_a_note_on_a_complaint_goes_and_its_line_and_the_history_tell_of_it(office: Office) -> None:
    complaint, client = f"/office/complaints/{office.submitted()}", office.client(OFFICER)
    path = f"{complaint}/letters"
    for number, kind in enumerate(("note", "to_reporter")):
        client.post(path, data={"kind": kind, "text": NOTED, "token": str(number)})
    (note,) = NOTE.findall(client.get(path).text)  # nothing to take away at the letter to her
    assert client.post(f"{path}/remove-note", data={"note": note}).status_code == 404  # each has its reason
    told = {"note": note, "removal": "mistake"}
    assert client.post(f"{path}/remove-note", data=told).location == path
    again = client.post(f"{path}/remove-note", data=told)
    assert again.status_code == 409 and "这条已经被删除" in again.text
    page = client.get(path).text
    assert "由 case_officer 删除：写错了" in page and not NOTE.findall(page)
    assert "case_officer 删除了一条内部备注：写错了" in client.get(complaint).text
    assert client.post(f"{path}/open", data={"reason": "check_report"}).text.count(NOTED) == 1
    assert client.get(f"{path}/remove-note").location == path


def test_a_supervisor_takes_a_note_away_and_can_neither_open_nor_write(office: Office) -> None:
    path, officer = f"/office/complaints/{office.submitted()}/letters", office.client(OFFICER)
    officer.post(path, data={"kind": "note", "text": NOTED, "token": "1"})
    officer.post(path.replace("letters", "release"))
    boss = office.client(SUPERVISOR)
    page = boss.get(path).text
    assert NOTED not in page and 'name="reason"' not in page and "<textarea" not in page
    assert boss.post(path, data={"kind": "note", "text": NOTED}).status_code == 403
    told = {"note": NOTE.search(page).group(1), "removal": "personal_data"}
    assert boss.post(f"{path}/remove-note", data=told).location == path
    assert "由 supervisor 删除：个人信息过多" in officer.get(path).text


def test_a_note_on_a_case_stays_while_a_complaint_of_anybodys_is_held(office: Office) -> None:
    one, two, client = office.submitted("a"), office.submitted("b"), office.client(OFFICER)
    client.post(f"/office/complaints/{one}/cases", data={"title": "同一家笔庄"})
    client.post(f"/office/complaints/{two}/cases", data={"case": "1"})
    client.post("/office/cases/1/notes", data={"text": NOTED, "token": "1"})
    client.post(f"/office/complaints/{two}/release")
    office.assign(two, None)
    boss = office.client(SUPERVISOR)
    assert boss.post(f"/office/complaints/{two}/keep", data={"hold": "police"}).status_code == 303
    told = {"note": NOTE.search(client.get("/office/cases/1").text).group(1), "removal": "mistake"}
    refused = client.post("/office/cases/1/remove-note", data=told)
    assert refused.status_code == 409 and "有延长留存" in refused.text and NOTED in refused.text
    assert client.post("/office/cases/9/remove-note", data=told).status_code == 404
    assert client.post("/office/cases/1/remove-note", data=told | {"note": "x"}).status_code == 404


def test_a_note_on_a_case_goes_from_the_page_of_all(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client(OFFICER)
    client.post(f"/office/complaints/{complaint_id}/cases", data={"title": "同一家笔庄"})
    for number, words in enumerate((NOTED, "同一个老板")):
        client.post("/office/cases/1/notes", data={"text": words, "token": str(number)})
        office.at += office.at.resolution
    note = NOTE.search(client.get("/office/cases/1").text).group(1)
    told = {"note": note, "removal": "personal_data"}
    assert client.post("/office/cases/1/remove-note", data=told).location == "/office/cases/1"
    page = office.page(SUPERVISOR, "/office/cases/1")
    assert NOTED not in page and "同一个老板" in page and "由 case_officer 删除：个人信息过多" in page
    assert client.get("/office/cases/1/remove-note").location == "/office/cases/1"
    office.assign(complaint_id, None)
    assert client.post("/office/cases/1/remove-note", data=told).status_code == 403
