"""An official opens one file of hers: with a reason, recorded, and told to her."""

from portal.domain.access import Role
from portal.domain.attachment import AttachmentKind
from portal.intake import attachments, panel
from tests.files.media import MARK, picture
from tests.web.office.conftest import NOON, Office


def with_files(office: Office):
    complaint_id, store, vault = office.submitted(), office.store, office.services.vault
    attachments.add(complaint_id, [picture()], token="a" * 32, store=store, vault=vault, at=NOON)
    attachments.add_digests(complaint_id, ["ab" * 32], token="b" * 32, store=store, vault=vault, at=NOON)
    files = {one.kind: one for one in attachments.of_complaint(complaint_id, store=store)}
    return complaint_id, files


def test_a_file_is_opened_with_a_reason_and_she_sees_that(office: Office) -> None:
    complaint_id, files = with_files(office)
    officer = office.client(Role.CASE_OFFICER)
    sealed = officer.post(f"/office/complaints/{complaint_id}/sealed", data={"reason": "check_report"}).text
    address = f"/office/complaints/{complaint_id}/files/{files[AttachmentKind.PICTURE].id}"
    assert address in sealed

    page = officer.post(address, data={"reason": "check_report"}).text

    assert 'src="data:image/webp;base64,' in page
    assert MARK not in page
    assert len(panel.looks(complaint_id, store=office.store)) == 2
    assert "打开一个文件" in officer.get(f"/office/complaints/{complaint_id}").text
    assert officer.get(address).status_code == 302


def test_without_a_reason_nothing_is_opened(office: Office) -> None:
    complaint_id, files = with_files(office)
    address = f"/office/complaints/{complaint_id}/files/{files[AttachmentKind.PICTURE].id}"
    answer = office.client(Role.CASE_OFFICER).post(address)
    assert (answer.status_code, "data:image" in answer.text) == (422, False)
    assert panel.looks(complaint_id, store=office.store) == []


def test_the_digest_of_a_file_on_her_phone_can_be_compared(office: Office) -> None:
    complaint_id, files = with_files(office)
    address = f"/office/complaints/{complaint_id}/files/{files[AttachmentKind.ON_PHONE].id}"
    assert "ab" * 32 in office.client(Role.CASE_OFFICER).post(address, data={"reason": "check_report"}).text


def test_a_file_of_another_report_is_not_found_and_nothing_is_recorded(office: Office) -> None:
    complaint_id, files = with_files(office)
    other = office.submitted("two")
    address = f"/office/complaints/{other}/files/{files[AttachmentKind.PICTURE].id}"
    assert office.client(Role.CASE_OFFICER).post(address, data={"reason": "check_report"}).status_code == 404
    assert panel.looks(complaint_id, store=office.store) == panel.looks(other, store=office.store) == []
