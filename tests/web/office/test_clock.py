"""The legal clock on both faces: officials turn it, the mother reads the day, the reason and the computation."""

from datetime import timedelta
from uuid import UUID

import pytest

from portal.casework import complaints
from portal.domain.access import Role
from tests.web.office.conftest import Office

OFFICER, SUPERVISOR = Role.CASE_OFFICER, Role.SUPERVISOR


@pytest.fixture
def taken_up(office: Office) -> UUID:
    complaint_id = office.submitted()
    complaints.begin_review(complaint_id, by="x", at=office.at, store=office.store)
    return complaint_id


def diary(office: Office) -> str:
    code = office.services.vault.receipt_code("one".ljust(32, "x"))
    return office.client().post("/receipt", data={"code": code}, follow_redirects=True).get_data(as_text=True)


def test_the_office_reads_the_next_day_and_why_it_is_that_day(office: Office) -> None:
    page = office.page(OFFICER, f"/office/complaints/{office.submitted()}")
    assert "2026年3月17日之前决定是否受理" in page
    assert "2026年3月2日收到，次日起算，15 天内决定是否受理；到 2026年3月17日为止。" in page
    assert "信访工作条例 第34、35条" in page


def test_she_reads_the_next_day_and_why(office: Office) -> None:
    office.submitted()
    page = diary(office)
    assert "下一个期限：2026年3月17日之前告诉您是否受理" in page
    assert "按信访的规定：2026年3月2日收到" in page


def test_an_extension_is_granted_by_a_supervisor_and_told_to_her(office: Office, taken_up: UUID) -> None:
    path = f"/office/complaints/{taken_up}"
    assert office.client(OFFICER).post(f"{path}/extend", data={"days": "30"}).status_code == 403
    supervisor = office.client(SUPERVISOR)
    assert supervisor.post(f"{path}/extend", data={"days": "x", "extension": "evidence"}).status_code == 422
    assert supervisor.post(f"{path}/extend", data={"days": "31", "extension": "evidence"}).status_code == 409
    assert supervisor.post(f"{path}/extend", data={"days": "30", "extension": "evidence"}).location == path
    page = diary(office)
    assert "办结期限已延长 30 天：还在调取证据" in page and "2026年5月31日之前办结" in page


def test_a_pause_is_told_to_her_and_ends(office: Office, taken_up: UUID) -> None:
    path, client = f"/office/complaints/{taken_up}", office.client(OFFICER)
    assert client.post(f"{path}/pause", data={"pause": "closed"}).status_code == 422
    assert client.post(f"{path}/pause", data={"pause": "waiting_for_reporter"}).location == path
    assert "起暂停计时</strong>：等补充情况" in diary(office)
    assert client.post(f"{path}/pause", data={"pause": "waiting_for_reporter"}).status_code == 409
    assert client.post(f"{path}/resume").location == path
    assert "暂停计时</strong>" not in diary(office)


def test_another_basis_counts_working_days(office: Office, taken_up: UUID) -> None:
    path, client = f"/office/complaints/{taken_up}", office.client(OFFICER)
    assert client.post(f"{path}/basis", data={"basis": "court"}).status_code == 422
    client.post(f"{path}/basis", data={"basis": "hotline"})
    page = client.get(path).get_data(as_text=True)
    assert "2026年3月2日受理，次日起算，5 个工作日内办结；到 2026年3月9日为止。" not in page
    assert "周末和节假日 2 天不计" in page and "选定办理依据：12345 热线" in page


def test_a_term_that_ran_out_stands_in_the_history_and_she_is_told(office: Office) -> None:
    complaint_id = office.submitted()
    office.at += timedelta(days=20)
    page = office.page(OFFICER, f"/office/complaints/{complaint_id}")
    assert "受理期限 2026年3月17日 已过" in page
    assert "受理期限到期，尚未受理" in page
    assert "这个期限已经过了" in diary(office)
