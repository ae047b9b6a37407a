"""What a database cannot hold is refused in words, and what stands after a question mark stays there."""

import pytest

from portal.domain.access import Role
from tests.web.office.conftest import Office

TOO_LARGE = (2**31, 2**63, 10**40)


@pytest.mark.parametrize("number", TOO_LARGE)
@pytest.mark.parametrize(
    "address",
    [
        "/office/findings/{}", "/office/findings/{}/0", "/office/findings/{}/dossier", "/office/charts/{}/alarm.csv",
        "/office/paths?analysis={}", "/office/studies/alarm?answer={}",
    ],
)  # fmt: skip
def test_a_number_larger_than_any_row_has_leads_nowhere(office: Office, address: str, number: int) -> None:
    office.analysed()
    assert office.client(Role.SUPERVISOR).get(address.format(number)).status_code == 404


@pytest.mark.parametrize("where", ["path", "query", "form"])
def test_a_nul_is_refused_in_words(office: Office, where: str) -> None:
    client = office.client()
    answer = {
        "path": lambda: client.get("/lookup/range/%00"),
        "query": lambda: client.get("/numbers?quarter=%00"),
        "form": lambda: client.post("/office/sign-in", data={"login": "a\x00b", "password": "x"}),
    }[where]()
    assert answer.status_code == 400
    assert "</h1>" in answer.text


@pytest.mark.parametrize("name", ["endpoint", "complaint_id", "_scheme", "_external", "_anchor", "_method", "values"])
def test_what_is_asked_for_is_no_argument_of_the_portal(office: Office, name: str) -> None:
    complaint_id = office.submitted()
    query = f"{name}=x%26y&lang=en&lang=zh"
    answer = office.client(Role.CASE_OFFICER).get(f"/office/complaints/{complaint_id}/hold?{query}")
    assert answer.status_code == 302
    assert answer.location == f"/office/complaints/{complaint_id}?{query}"
