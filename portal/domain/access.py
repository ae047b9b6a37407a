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
    VERIFY_CARD = "verify_card"
    REQUEST_EXPORT = "request_export"
    APPROVE_EXPORT = "approve_export"
    WATCH_EXPORTS = "watch_exports"
    READ_JOURNAL = "read_journal"


class Role(StrEnum):
    """What a member of staff is employed for."""

    CASE_OFFICER = "case_officer"
    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    HOTLINE_CLERK = "hotline_clerk"
    HOSPITAL_VERIFIER = "hospital_verifier"
    EXPORT_REQUESTER = "export_requester"
    EXPORT_APPROVER = "export_approver"
    AUDITOR = "auditor"


# An analyst never sees a complaint; an administrator runs the portal and sees neither people nor findings in detail;
# a clerk of the hotline writes down what a mother tells on the phone and reads nothing back; a verifier at a hospital
# says whether a card was registered there and sees nothing else; who asks for an export of many complaints never
# approves one, and both, with administrators and auditors, see what is on its way and may stop it; an auditor reads
# what everybody did, and neither complaints nor findings.
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
    Role.ADMINISTRATOR: frozenset({Permission.USE_OFFICE, Permission.ADMINISTER, Permission.WATCH_EXPORTS}),
    Role.HOTLINE_CLERK: frozenset({Permission.USE_OFFICE, Permission.ENTER_REPORT}),
    Role.HOSPITAL_VERIFIER: frozenset({Permission.USE_OFFICE, Permission.VERIFY_CARD}),
    Role.EXPORT_REQUESTER: frozenset({Permission.USE_OFFICE, Permission.REQUEST_EXPORT, Permission.WATCH_EXPORTS}),
    Role.EXPORT_APPROVER: frozenset({Permission.USE_OFFICE, Permission.APPROVE_EXPORT, Permission.WATCH_EXPORTS}),
    Role.AUDITOR: frozenset({Permission.USE_OFFICE, Permission.READ_JOURNAL, Permission.WATCH_EXPORTS}),
}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff, as far as the pages need to know one."""

    id: UUID
    login: str
    name: str
    role: Role
    active: bool = True
    unit: str | None = None  # the office of the organisation that one belongs to; two must differ before rows leave

    def may(self, permission: Permission) -> bool:
        """Whether the role carries the permission."""
        return self.active and permission in ROLE_PERMISSIONS[self.role]
