"""Two people at two desks open how she can be reached; the pages offer each only what is theirs."""

from portal.domain.access import Role
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from tests.web.office.conftest import NOON, Office

OFFICER, SUPERVISOR = Role.CASE_OFFICER, Role.SUPERVISOR
CONTACT = "微信 lixia2026"


def path_of(office: Office, contact: str | None = CONTACT) -> str:
    draft = ComplaintDraft(Card(), (CallDraft(NOON, Precision.MINUTE, VendorType.OTHER),), contact=contact)
    vault = office.services.vault
    sent = intake.submit(draft, token="reached".ljust(32, "x"), store=office.store, vault=vault, at=office.at)
    office.assign(sent.complaint_id, OFFICER)
    return f"/office/complaints/{sent.complaint_id}"


def test_contact_opens_after_a_second_person_and_once(office: Office) -> None:
    path, officer, boss = path_of(office), office.client(OFFICER), office.client(SUPERVISOR)
    assert officer.post(f"{path}/identity").status_code == 422
    assert officer.post(f"{path}/identity", data={"why": "contact_reporter"}).location == path
    assert officer.post(f"{path}/identity/open").status_code == 409
    assert "case_officer 申请查看" in boss.get("/office/team").get_data(as_text=True)
    page = boss.get(path).get_data(as_text=True)
    request_id = page.split('name="request" value="')[1].split('"')[0]
    assert boss.post(f"{path}/identity/decision", data={"request": "x"}).status_code == 404
    sent = {"request": request_id, "granted": "yes"}
    assert boss.post(f"{path}/identity/decision", data=sent).location == path
    assert boss.post(f"{path}/identity/decision", data=sent).status_code == 409
    assert CONTACT not in officer.get(path).get_data(as_text=True)
    assert CONTACT in officer.post(f"{path}/identity/open").get_data(as_text=True)
    assert officer.post(f"{path}/identity/open").status_code == 409
    assert officer.get(f"{path}/identity/open").location == path


def test_what_is_sealed_opens_without_her_contact(office: Office) -> None:
    path = path_of(office)
    page = office.client(OFFICER).post(f"{path}/sealed", data={"reason": "check_report"}).get_data(as_text=True)
    assert CONTACT not in page


def test_where_she_left_nothing_there_is_nothing_to_ask_for(office: Office) -> None:
    path, officer = path_of(office, None), office.client(OFFICER)
    assert "申请查看" not in officer.get(path).get_data(as_text=True)
    assert officer.post(f"{path}/identity", data={"why": "contact_reporter"}).status_code == 409
