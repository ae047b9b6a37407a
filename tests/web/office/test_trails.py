"""The page of one mother's trail: for whoever has the complaint, with a reason, naming nobody and accusing nobody."""

import re
from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from portal.casework import complaints
from portal.domain.access import Role
from portal.domain.period import LOCAL_ZONE, Period
from portal.domain.recipient import ExportPlan, ExportRun
from portal.storage import exports
from tests.web.office.conftest import NUMBER, WORDS, Office

DRAWING = re.compile(r'<svg class="own-time .*?</svg>', re.DOTALL)
REASON = {"because": "check_report"}
NOVEMBER = Period(date(2025, 11, 1), date(2025, 12, 1))


def exported(office: Office) -> None:
    at = datetime(2025, 12, 5, 9, tzinfo=LOCAL_ZONE)
    with office.store.write() as connection:
        for name in ("乙公司", "甲医院"):
            exports.put_run(connection, ExportRun(name, at, NOVEMBER))
        exports.put_plan(connection, ExportPlan("丙平台", 8, Period(date(2025, 12, 1), date(2026, 1, 1))))


def page(office: Office, role: Role = Role.CASE_OFFICER) -> str:
    exported(office)
    return office.client(role).post(f"/office/complaints/{office.submitted()}/trail", data=REASON).get_data(True)


def test_it_names_those_together_that_cannot_be_told_apart_and_accuses_nobody(office: Office) -> None:
    shown = page(office)
    assert "第 1 至 2 次来电之前：丙平台、乙公司、甲医院都已有她的登记信息，凭她这几次来电分不出是哪一家" in shown
    assert "一位孕产妇的先后巧合什么也证明不了" in shown
    assert "按计划推定，没有实际记录" in shown
    assert NUMBER not in shown and WORDS not in shown


def test_it_is_drawn_for_a_desk_and_for_a_phone_without_a_style(office: Office) -> None:
    drawings = [ElementTree.fromstring(one) for one in DRAWING.findall(page(office))]  # noqa: S314 - our own
    assert [drawing.get("class").split()[-1] for drawing in drawings] == ["own-time-wide", "own-time-narrow"]
    for drawing in drawings:
        marks = [node.get("class") for node in drawing.iter()]
        counted = [marks.count(f"own-time-{kind}") for kind in ("file", "planned", "calls", "held")]
        assert counted == [1, 1, 2, 2]
        assert not [node for node in drawing.iter() if "style" in node.attrib]


@pytest.mark.parametrize(("role", "answer"), [(Role.SUPERVISOR, 200), (Role.ANALYST, 403), (Role.ADMINISTRATOR, 403)])
def test_a_supervisor_looks_and_an_analyst_does_not(office: Office, role: Role, answer: int) -> None:
    path = f"/office/complaints/{office.submitted()}/trail"
    assert office.client(role).post(path, data=REASON).status_code == answer


def test_an_officer_without_the_complaint_does_not_look(office: Office) -> None:
    complaint_id = office.submitted(to=None)
    answer = office.client(Role.CASE_OFFICER).post(f"/office/complaints/{complaint_id}/trail", data=REASON)
    assert answer.status_code == 403
    assert "complaint.look_at_trail" not in [
        deed.verb for deed in complaints.read(complaint_id, store=office.store).deeds
    ]


def test_without_a_reason_nothing_is_shown_and_reloading_leads_back(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client(Role.CASE_OFFICER)
    path = f"/office/complaints/{complaint_id}/trail"
    assert client.post(path).status_code == 422
    assert client.get(path).status_code in (302, 303)
    assert len(complaints.read(complaint_id, store=office.store).deeds) == 2


def test_the_look_stands_in_the_complaints_history(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client(Role.CASE_OFFICER)
    client.post(f"/office/complaints/{complaint_id}/trail", data=REASON)
    answer = client.get(f"/office/complaints/{complaint_id}")
    assert answer.status_code == 200
    assert "查看了记录去向：核对报告内容" in answer.text
