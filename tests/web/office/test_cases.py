"""The pages of cases and letters, and what she reads of them."""

from datetime import timedelta
from uuid import UUID, uuid4

from portal.domain.access import Role
from tests.web.office.conftest import NUMBER, Office
from tests.web.office.test_clock import diary

OFFICER, SUPERVISOR = Role.CASE_OFFICER, Role.SUPERVISOR
TITLE = "同一家笔庄的上门推销"


def test_a_complaint_is_put_into_a_new_case_and_she_reads_its_number_only(office: Office) -> None:
    path, client = f"/office/complaints/{office.submitted()}", office.client(OFFICER)
    assert client.post(f"{path}/cases", data={"title": ""}).status_code == 422
    assert client.post(f"{path}/cases", data={"title": TITLE}).location == path
    assert f"2026-0001 {TITLE}" in client.get(path).get_data(as_text=True)
    assert "共 1 件案件" in client.get("/office/cases").get_data(as_text=True)
    page = diary(office)
    assert "您的来电用在这些案件里：2026-0001" in page and TITLE not in page
    client.post(f"{path}/out-of-case", data={"case": "1"})
    assert "2026-0001" not in diary(office)


def test_a_second_complaint_joins_an_open_case_but_no_closed_one(office: Office) -> None:
    one, two, client = office.submitted("a"), office.submitted("b"), office.client(OFFICER)
    client.post(f"/office/complaints/{one}/cases", data={"title": TITLE})
    client.post("/office/cases/1", data={"closed": "yes"})
    assert client.post(f"/office/complaints/{two}/cases", data={"case": "1"}).status_code == 409
    client.post("/office/cases/1", data={"closed": "no"})
    client.post(f"/office/complaints/{two}/cases", data={"case": "1"})
    assert "案中 2 份投诉" in client.get("/office/cases/1").get_data(as_text=True)
    assert client.post(f"/office/complaints/{two}/cases", data={"case": "9"}).status_code == 404


def test_who_is_kept_away_sees_neither_case_nor_complaint(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client(OFFICER)
    path = f"/office/complaints/{complaint_id}"
    client.post(f"{path}/cases", data={"title": TITLE})
    boss, officer = office.client(SUPERVISOR), office.members[OFFICER].id
    assert boss.post("/office/cases/1/exclusions", data={"member": "x"}).status_code == 422
    boss.post("/office/cases/1/exclusions", data={"member": str(officer), "interest": "knows_suspect"})
    assert "与被查的一方有关系" in boss.get("/office/cases/1").get_data(as_text=True)
    assert [client.get(one).status_code for one in ("/office/cases/1", path, f"{path}/letters")] == [403] * 3
    assert client.post("/office/cases/1", data={"closed": "yes"}).status_code == 403
    assert "需要您回避" in client.get(path).get_data(as_text=True)
    boss.post("/office/cases/1/exclusions", data={"admit": str(officer)})
    office.assign(complaint_id, OFFICER)
    assert client.get(path).status_code == 200
    assert boss.get("/office/cases/1/exclusions").location == "/office/cases/1"


def test_complaints_with_the_same_caller_are_linked(office: Office) -> None:
    one, two, client = office.submitted("a"), office.submitted("b"), office.client(OFFICER)
    path = f"/office/complaints/{one}"
    assert "同号码来电的其他投诉 1 份" in client.get(path).get_data(as_text=True)
    client.post(f"{path}/links", data={"other": str(two), "kind": "duplicate"})
    assert "重复投诉：" in client.get(f"/office/complaints/{two}").get_data(as_text=True)
    client.post(f"{path}/links", data={"other": str(two)})
    assert "重复投诉：" not in client.get(path).get_data(as_text=True)
    for other in (str(uuid4()), str(one), "x", str(office.submitted("c", to=None))):
        assert client.post(f"{path}/links", data={"other": other, "kind": "related"}).status_code == 404


def test_a_letter_begins_with_a_template_and_is_read_and_answered_by_her(office: Office) -> None:
    path, client = f"/office/complaints/{office.submitted()}/letters", office.client(OFFICER)
    assert "如果还记得对方说了什么" in client.get(f"{path}?template=ask_details").get_data(as_text=True)
    assert client.post(path, data={"kind": "to_reporter", "text": " "}).status_code == 422
    assert client.post(path, data={"kind": "from_reporter", "text": "冒充"}).status_code == 422
    assert client.post(path, data={"kind": "to_reporter", "text": "那天是几点", "token": "1"}).location == path
    assert "那天是几点" not in client.get(path).get_data(as_text=True)
    assert "工作人员写了一条新消息" in diary(office)

    mother = office.client()
    mother.post("/receipt", data={"code": office.services.vault.receipt_code("one".ljust(32, "x"))})
    assert "那天是几点" in mother.get("/diary/letters").get_data(as_text=True)
    assert mother.post("/diary/letters", data={"text": ""}).status_code == 400
    office.at += timedelta(minutes=1)
    mother.post("/diary/letters", data={"text": "对方说是笔庄", "token": "2"})
    assert "对方说是笔庄" in mother.get("/diary/letters").get_data(as_text=True)
    assert "工作人员写了一条新消息" not in mother.get("/diary").get_data(as_text=True)

    assert client.post(f"{path}/open").status_code == 422  # each look has its reason
    opened = client.post(f"{path}/open", data={"reason": "contact_reporter"})
    assert "对方说是笔庄" in opened.get_data(as_text=True)
    assert client.get(f"{path}/open").location == path
    assert "受理员：联系报告人" in mother.get("/diary").get_data(as_text=True)


def test_a_note_is_for_colleagues(office: Office) -> None:
    complaint_id: UUID = office.submitted()
    client = office.client(OFFICER)
    client.post(f"/office/complaints/{complaint_id}/letters", data={"kind": "note", "text": "内部", "token": "1"})
    assert "1 条消息和备注" in client.get(f"/office/complaints/{complaint_id}/letters").get_data(as_text=True)
    assert "工作人员写了一条新消息" not in diary(office)


def test_a_case_is_noted_on_by_those_who_handle_it(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client(OFFICER)
    client.post(f"/office/complaints/{complaint_id}/cases", data={"title": TITLE})
    assert client.post("/office/cases/1/notes", data={"text": " "}).status_code == 422
    assert client.post("/office/cases/1/notes", data={"text": "同一个老板", "token": "1"}).location == "/office/cases/1"
    for role in (OFFICER, SUPERVISOR):
        assert "同一个老板" in office.page(role, "/office/cases/1")
    assert client.get("/office/cases/1/notes").location == "/office/cases/1"
    assert "同一个老板" not in diary(office)
    office.assign(complaint_id, None)
    assert "案件记录" not in office.page(OFFICER, "/office/cases/1")
    assert client.post("/office/cases/1/notes", data={"text": "又一句", "token": "2"}).status_code == 403
    assert client.post("/office/cases/9/notes", data={"text": "又一句", "token": "2"}).status_code == 404


def test_a_typed_number_finds_the_other_complaint_and_is_shown_masked(office: Office) -> None:
    one, two, client = office.submitted("a"), office.submitted("b"), office.client(OFFICER)
    office.submitted("c", to=None)
    path = f"/office/complaints/{one}"
    page = client.post(f"{path}/same-line", data={"number": NUMBER}).get_data(as_text=True)
    assert "138****8000：您能看的投诉里，另有 1 份提到" in page and NUMBER not in page
    assert f"/office/complaints/{two}" in page and "还有少数几份不由您办理" in page
    refused = client.post(f"{path}/same-line", data={"number": "隐藏号码"})
    assert refused.status_code == 422 and "认不出这个号码" in refused.get_data(as_text=True)
    assert client.get(f"{path}/same-line").location == path
