"""The office's work as it is asked for and divided: a filter of the queue, who has a complaint, who holds it open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.access import StaffMember
from portal.domain.report import Status
from portal.domain.vocabulary import Stage, VendorType

HOLD = timedelta(minutes=15)  # how long a complaint stays held after the last step of whoever holds it
MOST_AT_ONCE = 200  # complaints in one assignment


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which part of the queue; what is None does not narrow it."""

    status: Status | None = None
    district: str | None = None
    hospital: str | None = None
    stage: Stage | None = None
    vendor: VendorType | None = None
    assigned_to: UUID | None = None
    unassigned: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody is working on a complaint; it ends by itself."""

    member: StaffMember
    until: datetime


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A filter under a name, for whoever saved it; `query` is the part of the address after the question mark."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Load:
    """How much open work a member of staff has."""

    member: StaffMember
    open: int
    overdue: int
