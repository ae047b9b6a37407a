"""Who may do what: roles and permissions as data."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Permission(StrEnum):
    """One thing that a member of staff may be allowed to do."""

    USE_OFFICE = "use_office"
    VIEW_FINDINGS = "view_findings"
    RUN_ANALYSIS = "run_analysis"
    VIEW_QUEUE = "view_queue"
    HANDLE_COMPLAINT = "handle_complaint"
    OPEN_SEALED = "open_sealed"
    ENTER_REPORT = "enter_report"
    VIEW_STUDIES = "view_studies"
    ADMINISTER = "administer"
    SUPERVISE = "supervise"


class Role(StrEnum):
    """What a member of staff is employed for."""

    CASE_OFFICER = "case_officer"
    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    HOTLINE_CLERK = "hotline_clerk"


# An analyst never sees a complaint; an administrator runs the portal and sees neither people nor findings in detail;
# a clerk of the hotline writes down what a mother tells on the phone and reads nothing back.
# Everybody who may sign in may use the office: their own account, and how the method works.
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASE_OFFICER: frozenset(
        {
            Permission.USE_OFFICE,
            Permission.VIEW_FINDINGS,
            Permission.VIEW_QUEUE,
            Permission.HANDLE_COMPLAINT,
            Permission.OPEN_SEALED,
        }
    ),
    Role.ANALYST: frozenset(
        {Permission.USE_OFFICE, Permission.VIEW_FINDINGS, Permission.RUN_ANALYSIS, Permission.VIEW_STUDIES}
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.USE_OFFICE,
            Permission.VIEW_FINDINGS,
            Permission.RUN_ANALYSIS,
            Permission.VIEW_QUEUE,
            Permission.VIEW_STUDIES,
            Permission.SUPERVISE,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.USE_OFFICE, Permission.ADMINISTER}),
    Role.HOTLINE_CLERK: frozenset({Permission.USE_OFFICE, Permission.ENTER_REPORT}),
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff, as far as the pages need to know one."""

    id: UUID
    login: str
    name: str
    role: Role
    active: bool = True

    def may(self, permission: Permission) -> bool:
        """Whether the role carries the permission."""
        return self.active and permission in ROLE_PERMISSIONS[self.role]
