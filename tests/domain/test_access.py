"""Who may do what, written out a second time: a permission that is added or taken needs a hand here too."""

from uuid import UUID

import pytest

from portal.domain.access import ROLE_PERMISSIONS, Permission, Role, StaffMember

PERMITTED = {
    "case_officer": "use_office view_findings view_queue handle_complaint open_sealed",
    "analyst": "use_office view_findings run_analysis view_studies",
    "supervisor": "use_office view_findings run_analysis view_queue view_studies supervise",
    "administrator": "use_office administer watch_exports",
    "hotline_clerk": "use_office enter_report",
    "hospital_verifier": "use_office verify_card",
    "export_requester": "use_office request_export watch_exports",
    "export_approver": "use_office approve_export watch_exports",
    "auditor": "use_office read_journal watch_exports",
}


def member(role: Role, *, active: bool = True) -> StaffMember:
    return StaffMember(UUID(int=1), "lin", "林", role, active)


@pytest.mark.parametrize("role", Role)
def test_a_role_carries_its_permissions_and_no_other(role: Role) -> None:
    permitted = {permission for permission in Permission if member(role).may(permission)}
    assert {permission.value for permission in permitted} == set(PERMITTED[role.value].split())


def test_who_has_left_may_nothing() -> None:
    assert not any(member(role, active=False).may(permission) for role in Role for permission in Permission)
    assert StaffMember(UUID(int=1), "lin", "林", Role.AUDITOR).active


def test_nobody_both_asks_for_an_export_and_approves_it_nor_sees_people_and_runs_the_portal() -> None:
    apart = [
        {Permission.REQUEST_EXPORT, Permission.APPROVE_EXPORT},
        {Permission.ADMINISTER, Permission.OPEN_SEALED},
        {Permission.RUN_ANALYSIS, Permission.OPEN_SEALED},
        {Permission.READ_JOURNAL, Permission.OPEN_SEALED},
    ]
    assert not any(pair <= permissions for pair in apart for permissions in ROLE_PERMISSIONS.values())
