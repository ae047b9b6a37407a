"""Reading a page does nothing that the journal would have to tell."""

import pytest
from sqlalchemy import func, select

from portal.domain.access import ROLE_PERMISSIONS, Role
from portal.storage.schema import journal
from tests.web.office.conftest import Office
from tests.web.office.test_permissions import address, guard_of, routes


def entries(office: Office) -> int:
    with office.store.read() as connection:
        return connection.execute(select(func.count()).select_from(journal)).scalar_one()


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_no_page_that_is_asked_for_by_its_address_changes_anything(office: Office, role: Role) -> None:
    complaint_id, client = office.submitted(), office.client(role)
    office.analysed()
    before, asked = entries(office), 0
    for rule, method in routes(office):
        if method == "GET" and guard_of(office, rule) in ROLE_PERMISSIONS[role]:
            assert client.get(address(office, rule, complaint_id)).status_code < 500
            assert entries(office) == before, rule.rule
            asked += 1
    assert asked > 5
