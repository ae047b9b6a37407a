"""Two people at two desks keep a complaint beyond its term; the pages offer each only what is theirs."""

from portal.domain.access import Role
from tests.web.office.conftest import Office

OFFICER, SUPERVISOR = Role.CASE_OFFICER, Role.SUPERVISOR


def hold_id(page: str) -> str:
    return page.split('name="hold" value="')[1].split('"')[0]


def test_a_hold_takes_an_officer_and_a_supervisor_and_so_does_its_end(office: Office) -> None:
    path, officer, boss = f"/office/complaints/{office.submitted()}", office.client(OFFICER), office.client(SUPERVISOR)
    assert officer.post(f"{path}/keep").status_code == 422
    assert officer.post(f"{path}/keep", data={"hold": "police"}).location == path
    assert officer.post(f"{path}/keep", data={"hold": "police"}).status_code == 409
    page = officer.get(path).get_data(as_text=True)
    assert "等另一位主管同意" in page and 'name="agreed"' not in page
    sent = {"hold": hold_id(boss.get(path).get_data(as_text=True)), "agreed": "yes"}
    assert officer.post(f"{path}/keep/decision", data=sent).status_code == 403
    assert boss.post(f"{path}/keep/decision", data={"hold": "x"}).status_code == 404
    assert boss.post(f"{path}/keep/decision", data=sent).location == path
    assert boss.post(f"{path}/keep/decision", data=sent).status_code == 409
    assert "留存中。理由：公安调查" in officer.get(path).get_data(as_text=True)

    assert boss.post(f"{path}/keep/release", data=sent).location == path
    assert boss.post(f"{path}/keep/decision", data=sent).status_code == 409
    assert "supervisor 提议解除" in officer.get(path).get_data(as_text=True)
    assert officer.get(f"{path}/keep/decision").location == path
    assert officer.get(f"{path}/keep").location == path


def test_history_and_page_name_no_one_but_staff(office: Office) -> None:
    path, officer = f"/office/complaints/{office.submitted()}", office.client(OFFICER)
    officer.post(f"{path}/keep", data={"hold": "lawsuit"})
    page = officer.get(path).get_data(as_text=True)
    assert "提议延长留存：诉讼" in page
    assert not [key for key in ("legal_hold.", "hold_reason.", "deed.", "opening.") if key in page]
