"""An official's verbs on the queue: browse it, narrow it, and keep a search under a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from portal.domain.access import Permission, StaffMember
from portal.domain.caseload import QueueFilter, SavedSearch
from portal.domain.deadline import DueDay, clock_of, latest_overdue_start, next_due
from portal.domain.journal import Entry
from portal.domain.legal_term import LegalTerms, shipped
from portal.domain.period import local_day
from portal.domain.report import Status
from portal.domain.workday import working_days_between
from portal.storage import assignments, clocks, hospitals, journal, staff
from portal.storage import queue as rows
from portal.storage.database import Store
from portal.storage.queue import QueueRow

PAGE_ROWS = 50
MOST_SEARCHES = 30


class TooManySearches(ValueError):
    """Nobody finds anything among more saved searches than `MOST_SEARCHES`."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some lines of the queue and how many there are; how long each open one has waited, and by when it is due."""

    rows: tuple[QueueRow, ...]
    total: int
    number: int
    waited: Mapping[UUID, int] = field(default_factory=dict)
    due: Mapping[UUID, DueDay] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are; an empty queue has one."""
        return max(1, -(-self.total // PAGE_ROWS))


@dataclass(frozen=True, slots=True)
class Choices:
    """By what the queue can be narrowed."""

    districts: tuple[str, ...]
    hospitals: tuple[str, ...]
    officers: tuple[StaffMember, ...]
    searches: tuple[SavedSearch, ...]


def browse(
    which: QueueFilter,
    *,
    page: int,
    today: date,
    store: Store,
    terms: LegalTerms | None = None,
    member: StaffMember | None = None,
) -> QueuePage:
    """One page of the queue, newest first; a page beyond the last is the last.

    Who does not supervise finds there what is his own and what nobody has yet.
    """
    default = (terms or shipped()).default
    narrowed = member is not None and not member.may(Permission.SUPERVISE)
    asked = {
        "today": today,
        "late_start": latest_overdue_start(default, today),
        "officer": member.id if member and narrowed else None,
    }
    with store.read() as connection:
        total = rows.length(connection, which, **asked)
        number = min(max(page, 1), QueuePage((), total, 1).pages)
        found = rows.page(connection, which, limit=PAGE_ROWS, offset=(number - 1) * PAGE_ROWS, **asked)
        kept = clocks.of_complaints(connection, [row.complaint.id for row in found])
    running = {row.complaint.id: clock_of(row.complaint, kept.get(row.complaint.id), default) for row in found}
    ends = {complaint_id: next_due(clock) for complaint_id, clock in running.items() if clock}
    waited = {
        row.complaint.id: working_days_between(local_day(row.complaint.created_at), today)
        for row in found
        if row.complaint.status is not Status.CLOSED
    }
    return QueuePage(tuple(found), total, number, waited, {key: end for key, end in ends.items() if end})


def choices(member: StaffMember, *, store: Store) -> Choices:
    """By what this member of staff can narrow the queue."""
    with store.read() as connection:
        known = hospitals.districts_by_hospital(connection)
        searches = assignments.searches_of(connection, member.id)
        officers = [one for one in staff.members(connection) if one.may(Permission.HANDLE_COMPLAINT)]
    return Choices(tuple(sorted(set(known.values()))), tuple(sorted(known)), tuple(officers), tuple(searches))


def save_search(search: SavedSearch, *, member: StaffMember, at: datetime, store: Store) -> None:
    """Keep a search under a name; the same name again replaces it."""
    with store.write() as connection:
        if len(assignments.searches_of(connection, member.id)) >= MOST_SEARCHES:
            raise TooManySearches(member.login)
        assignments.save_search(connection, member.id, search)
        journal.append(connection, Entry(at, member.login, "search.save", f"staff:{member.id}"))


def forget_search(name: str, *, member: StaffMember, at: datetime, store: Store) -> None:
    """Forget a saved search."""
    with store.write() as connection:
        assignments.remove_search(connection, member.id, name)
        journal.append(connection, Entry(at, member.login, "search.forget", f"staff:{member.id}"))
