"""Taking a note away for good: who may, why, and what forbids it. Its text goes, the line that it was there stays."""

from enum import StrEnum

from portal.domain.access import Permission, StaffMember


class RemovalReason(StrEnum):
    """Why a note goes. A closed list: free text would repeat what is to be gone."""

    MISTAKE = "mistake"
    PERSONAL_DATA = "personal_data"


class NoteStays(RuntimeError):
    """A note that cannot be taken away; `why` is worded under `note.stays.<why>`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def may_remove(written_by: str, member: StaffMember) -> bool:
    """Whether somebody may take a note away: who wrote it, and supervisors."""
    return written_by == member.login or member.may(Permission.SUPERVISE)


def require_removable(written_by: str, member: StaffMember, *, held: bool) -> None:
    """Refuse who may not, and everybody while a legal hold is open, be it only proposed."""
    if not may_remove(written_by, member):
        raise NoteStays("not_yours")
    if held:
        raise NoteStays("held")
