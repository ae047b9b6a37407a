"""The queue and one complaint: nothing that names anybody, until it is opened with a reason."""

from uuid import uuid4

import pytest

from portal.casework import complaints, queue
from portal.domain.access import Role
from portal.domain.report import CallDraft, Card, ClosingNote, ComplaintDraft, Status, Withdrawal
from portal.domain.vocabulary import NumberOrigin, PhoneOwner, Precision, VendorType
from portal.intake import complaints as intake
from portal.web.guard import STAFF_COOKIE
from tests.web.office.conftest import NOON, NUMBER, WORDS, Office

OFFICER = Role.CASE_OFFICER


def test_an_empty_queue_says_what_would_fill_it(office: Office) -> None:
    assert "有人报告，或导入 reports.csv 之后" in office.page(OFFICER, "/office/complaints")


def test_the_queue_shows_counts_and_dates_and_nothing_sealed(office: Office) -> None:
    complaint_id = office.submitted()
    page = office.page(OFFICER, "/office/complaints")
    assert complaint_id.hex[:8].upper() in page
    assert "2026/3/2" in page and "孕晚期" in page and "匿名" in page
    assert NUMBER not in page and WORDS not in page


def test_the_queue_is_filtered_by_its_address_and_ignores_nonsense(office: Office) -> None:
    complaint_id = office.submitted()
    complaints.begin_review(complaint_id, by="x", at=office.at, store=office.store)
    assert "1 份投诉正在核查" in office.page(OFFICER, "/office/complaints?status=reviewing")
    assert "0 份投诉等待受理" in office.page(OFFICER, "/office/complaints?status=received")
    assert "共收到 1 份投诉" in office.page(OFFICER, "/office/complaints?status=x'&page=-1")


def test_the_queue_turns_its_pages(office: Office) -> None:
    for number in range(queue.PAGE_ROWS + 1):
        office.submitted(f"n{number}")
    assert "page=2" in office.page(OFFICER, "/office/complaints")
    assert "第 2 页，共 2 页" in office.page(OFFICER, "/office/complaints?page=2")


def test_an_unknown_complaint_is_not_found(office: Office) -> None:
    client = office.client(OFFICER)
    assert client.get(f"/office/complaints/{uuid4()}").status_code == 404
    assert client.post(f"/office/complaints/{uuid4()}/review").status_code == 404
    assert client.post(f"/office/complaints/{uuid4()}/sealed", data={"reason": "check_report"}).status_code == 404


def test_a_complaint_is_taken_up_closed_and_reopened(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client(OFFICER)
    path = f"/office/complaints/{complaint_id}"
    assert client.post(f"{path}/review").location == path
    assert client.post(f"{path}/close", data={"note": "referred"}).location == path
    page = client.get(path).get_data(as_text=True)
    assert "已转交有权处理的部门" in page and "case_officer 办结" in page
    client.post(f"{path}/reopen")
    assert complaints.read(complaint_id, store=office.store).complaint.status is Status.REVIEWING


def test_closing_without_a_note_says_what_is_missing(office: Office) -> None:
    complaint_id = office.submitted()
    complaints.begin_review(complaint_id, by="x", at=office.at, store=office.store)
    answer = office.client(OFFICER).post(f"/office/complaints/{complaint_id}/close", data={"note": "made up"})
    assert answer.status_code == 422 and "请选择办结结果" in answer.get_data(as_text=True)


def test_who_comes_second_reads_that_a_colleague_was_faster(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client(OFFICER)
    complaints.begin_review(complaint_id, by="colleague", at=office.at, store=office.store)
    answer = client.post(f"/office/complaints/{complaint_id}/review")
    assert answer.status_code == 409 and "刚被同事处理过" in answer.get_data(as_text=True)


def test_what_is_sealed_opens_with_a_reason_masked_at_first(office: Office) -> None:
    complaint_id = office.submitted()
    answer = office.client(OFFICER).post(
        f"/office/complaints/{complaint_id}/sealed", data={"reason": "identify_caller"}
    )
    page = answer.get_data(as_text=True)
    assert WORDS in page and '<summary class="num">+86138****8000</summary>' in page and NUMBER in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert complaints.read(complaint_id, store=office.store).deeds[-1].verb == "complaint.open_sealed"


def test_without_a_reason_nothing_opens_and_nothing_is_recorded(office: Office) -> None:
    complaint_id = office.submitted()
    answer = office.client(OFFICER).post(f"/office/complaints/{complaint_id}/sealed")
    assert answer.status_code == 422 and WORDS not in answer.get_data(as_text=True)
    assert len(complaints.read(complaint_id, store=office.store).deeds) == 2


def test_what_she_took_back_no_longer_opens(office: Office) -> None:
    complaint_id = office.submitted()
    intake.withdraw(complaint_id, Withdrawal.CASES, store=office.store, at=office.at)
    answer = office.client(OFFICER).post(f"/office/complaints/{complaint_id}/sealed", data={"reason": "check_report"})
    assert answer.status_code == 409 and "密封内容不复存在" in answer.get_data(as_text=True)


@pytest.mark.parametrize("step", ["review", "close", "reopen", "sealed"])
def test_choosing_a_language_after_a_step_leads_back_to_the_complaint(office: Office, step: str) -> None:
    path = f"/office/complaints/{office.submitted()}"
    assert office.client(OFFICER).get(f"{path}/{step}?lang=en").location == f"{path}?lang=en"


def test_a_supervisor_reads_but_is_not_offered_to_handle(office: Office) -> None:
    page = office.page(Role.SUPERVISOR, f"/office/complaints/{office.submitted()}")
    assert "下一步" not in page and "记录并打开" not in page


def test_pages_are_in_english_too(office: Office) -> None:
    path = f"/office/complaints/{office.submitted()}"
    page = office.page(OFFICER, path, headers={"Accept-Language": "en"})
    assert "Take it up" in page and "case." not in page.replace("case_officer", "") and STAFF_COOKIE not in page


def test_the_mother_reads_how_it_ended(office: Office) -> None:
    complaint_id = office.submitted()
    complaints.begin_review(complaint_id, by="x", at=office.at, store=office.store)
    complaints.close(complaint_id, note=ClosingNote.REFERRED, by="x", at=office.at, store=office.store)
    code = office.services.vault.receipt_code("one".ljust(32, "x"))
    page = office.client().post("/receipt", data={"code": code}, follow_redirects=True).get_data(as_text=True)
    assert "已办结" in page and "办结结果：已转交有权处理的部门" in page


def test_what_was_said_is_read_without_opening_and_the_message_is_not(office: Office) -> None:
    told = CallDraft(
        NOON, Precision.MINUTE, VendorType.OTHER, message="贝贝笔庄上门",
        number_origin=NumberOrigin.BOUGHT, phone_owner=PhoneOwner.PARTNER,
    )  # fmt: skip
    draft, services = ComplaintDraft(Card(), (told,)), office.services
    sent = intake.submit(draft, token="said".ljust(32, "x"), store=office.store, vault=services.vault, at=office.at)
    office.assign(sent.complaint_id, OFFICER)
    page = office.page(OFFICER, f"/office/complaints/{sent.complaint_id}")
    assert "说是买来的名单" in page and "丈夫的" in page
    assert "贝贝笔庄" not in page
