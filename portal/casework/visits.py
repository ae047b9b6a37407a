"""What changed since a member of staff last looked at the overview."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.change import Change, changes
from portal.domain.disclosure import suppressed
from portal.domain.finding import Findings
from portal.storage import calls, findings, visits
from portal.storage.database import Store
from portal.storage.visits import Visit

VISIT_ENDS = timedelta(hours=4)  # without a look; who comes back after lunch still sees what was new in the morning
TOUCH_EVERY = timedelta(minutes=1)  # a page view writes nothing unless the visit is about this old


@dataclass(frozen=True, slots=True)
class Since:
    """Since the visit before: calls told (None: few), whether an analysis came, and the verdicts that it changed."""

    at: datetime
    calls: int | None
    new_analysis: bool
    changes: tuple[Change, ...]


def look(staff_id: UUID, analysis_id: int, said: Findings, *, at: datetime, store: Store) -> Since | None:
    """Remember the look at the newest analysis; what is new since the visit before, None in the first visit.

    Like the touch of a session, this leaves no entry in the journal: nothing that anybody else sees changes.
    """
    with store.read() as connection:
        known = visits.find(connection, staff_id)
    visit = _going_on(known, analysis_id, at)
    if known is None or visit.analysis_id != known.analysis_id or at - known.seen_at > TOUCH_EVERY:
        with store.write() as connection:
            visits.put(connection, staff_id, visit)
    if visit.before_at is None or visit.before_analysis_id is None:
        return None
    with store.read() as connection:
        told = suppressed(calls.told_since(connection, visit.before_at))
        before = findings.find(connection, visit.before_analysis_id)
    other = visit.before_analysis_id != analysis_id
    changed = changes(Findings.from_json(before.findings), said) if other and before else ()
    return Since(visit.before_at, told, other, changed)


def _going_on(known: Visit | None, analysis_id: int, at: datetime) -> Visit:
    if known is None:
        return Visit(at, analysis_id)
    if at - known.seen_at > VISIT_ENDS:
        return Visit(at, analysis_id, known.seen_at, known.analysis_id)
    return replace(known, seen_at=at, analysis_id=analysis_id)
